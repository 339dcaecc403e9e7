//! WebM and Matroska (RFC 9559): size, length and codecs from the first elements. Instagram takes
//! neither, so this is enough to say what it is and what converting it will give.

use std::io::{self, Read, Seek};

use fanfold_domain::media::{AudioFacts, MediaKind, Unreadable, VideoFacts};

use super::bytes::{be32, be64, u8_at};
use super::found::Found;
use super::source::Source;

const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_A966;
const TRACKS: u32 = 0x1654_AE6B;
const CLUSTER: u32 = 0x1F43_B675;

/// Elements before the first pictures; muxers write about six.
const MAX_ELEMENTS: usize = 256;
const MAX_BODY: u64 = 1 << 20;

pub(super) fn inspect<R: Read + Seek>(
    source: &mut Source<R>,
    format: &'static str,
) -> io::Result<Found> {
    let mut found = Found::recognised(format, MediaKind::Video);
    let mut video = VideoFacts::default();
    let mut at = 0;
    let mut scale = 1_000_000;
    let mut length = None;
    let mut has_tracks = false;
    for _ in 0..MAX_ELEMENTS {
        let head = source.at(at, 12)?;
        let Some((id, size, header)) = element(&head) else {
            break;
        };
        let body = at + header;
        let end = size.map(|size| body.saturating_add(size));
        match id {
            SEGMENT => {
                if end.is_some_and(|end| end > source.len()) {
                    found.unreadable = Some(Unreadable::Truncated);
                }
                at = body;
                continue;
            }
            CLUSTER => break,
            INFO | TRACKS => {
                let len = size.unwrap_or(0).min(MAX_BODY) as usize;
                let data = source.at(body, len)?;
                if id == INFO {
                    scale = number(&data, 0x2A_D7B1).unwrap_or(scale);
                    length = child(&data, 0x4489).and_then(float);
                } else {
                    has_tracks = true;
                    for (_, track) in children(&data).filter(|(id, _)| *id == 0xAE) {
                        entry(track, &mut video, &mut found);
                    }
                }
            }
            _ => {}
        }
        let Some(end) = end.filter(|end| *end > at) else {
            break;
        };
        at = end;
    }
    video.duration = length
        .map(|length| length * scale as f64 / 1e9)
        .filter(|seconds| seconds.is_finite() && *seconds > 0.0);
    if found.unreadable.is_none() && !has_tracks {
        found.unreadable = Some(Unreadable::Truncated);
    } else if found.unreadable.is_none() && video.codec.is_none() {
        found.unreadable = Some(Unreadable::NoVideoTrack);
    }
    found.video = Some(video);
    Ok(found)
}

/// The first picture track and the first sound track count.
fn entry(track: &[u8], video: &mut VideoFacts, found: &mut Found) {
    let codec = child(track, 0x86).map(name);
    match number(track, 0x83) {
        Some(1) if video.codec.is_none() => {
            video.codec = codec;
            video.fps = number(track, 0x23_E383)
                .filter(|nanoseconds| *nanoseconds > 0)
                .map(|nanoseconds| 1e9 / nanoseconds as f64);
            let Some(picture) = child(track, 0xE0) else {
                return;
            };
            let side = |id| number(picture, id).and_then(|n| u32::try_from(n).ok());
            found.width = side(0xB0).unwrap_or(0);
            found.height = side(0xBA).unwrap_or(0);
            video.interlaced = match number(picture, 0x9A) {
                Some(1) => Some(true),
                Some(2) => Some(false),
                _ => None,
            };
        }
        Some(2) if video.audio.is_none() => {
            let sound = child(track, 0xE1).unwrap_or_default();
            video.audio = Some(AudioFacts {
                codec,
                sample_rate: child(sound, 0xB5).and_then(float).map(|rate| rate as u32),
                channels: Some(number(sound, 0x9F).unwrap_or(1) as u16),
                bit_rate: None,
            });
        }
        _ => {}
    }
}

/// The names that ffmpeg gives.
fn name(id: &[u8]) -> String {
    let id = String::from_utf8_lossy(id);
    let id = id.trim_end_matches('\0');
    match id {
        "V_MPEG4/ISO/AVC" => "h264",
        "V_MPEGH/ISO/HEVC" => "hevc",
        "V_MPEG4/ISO/ASP" | "V_MPEG4/ISO/SP" => "mpeg4",
        "A_MPEG/L3" => "mp3",
        _ if id.starts_with("A_AAC") => "aac",
        _ if id.starts_with("A_PCM") => "pcm",
        _ => {
            let bare = id.get(2..).unwrap_or(id).chars();
            return bare.take(16).collect::<String>().to_ascii_lowercase();
        }
    }
    .to_owned()
}

/// Id, size (`None` for "to the end") and length of an element's header.
fn element(head: &[u8]) -> Option<(u32, Option<u64>, u64)> {
    let first = u8_at(head, 0)?;
    let wide = first.leading_zeros() as usize + 1;
    let id = head.get(..wide).filter(|_| wide <= 4)?;
    let id = id.iter().fold(0, |id, byte| id << 8 | u32::from(*byte));
    let lead = u8_at(head, wide)?;
    let long = lead.leading_zeros() as usize + 1;
    let size = head.get(wide..wide + long).filter(|_| long <= 8)?;
    let value = size
        .iter()
        .fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    let mask = (1_u64 << (7 * long)) - 1;
    let size = Some(value & mask).filter(|value| *value != mask);
    Some((id, size, (wide + long) as u64))
}

fn children(mut data: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    std::iter::from_fn(move || {
        let (id, size, header) = element(data)?;
        let rest = data.get(header as usize..)?;
        let size = usize::try_from(size?).ok()?;
        let body = rest.get(..size)?;
        data = rest.get(size..)?;
        Some((id, body))
    })
}

fn child(data: &[u8], wanted: u32) -> Option<&[u8]> {
    children(data)
        .find(|(id, _)| *id == wanted)
        .map(|(_, body)| body)
}

fn number(data: &[u8], wanted: u32) -> Option<u64> {
    let body = child(data, wanted).filter(|body| body.len() <= 8)?;
    Some(
        body.iter()
            .fold(0, |value, byte| value << 8 | u64::from(*byte)),
    )
}

fn float(body: &[u8]) -> Option<f64> {
    match body.len() {
        4 => be32(body, 0).map(|bits| f64::from(f32::from_bits(bits))),
        8 => be64(body, 0).map(f64::from_bits),
        _ => None,
    }
}
