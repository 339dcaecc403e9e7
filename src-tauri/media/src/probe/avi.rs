//! AVI: the header list (Microsoft, "AVI RIFF File Reference"). Instagram does not take it; this is
//! enough to say what it is.

use std::io::{self, Read, Seek};

use fanfold_domain::media::{AudioFacts, MediaKind, Unreadable, VideoFacts};

use super::bytes::{le16, le32, tag};
use super::found::Found;
use super::source::Source;

/// Headers are small; some writers fill them up to a disk block.
const HEADERS: usize = 64 * 1024;

pub(super) fn inspect<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Found> {
    let mut found = Found::recognised("avi", MediaKind::Video);
    let head = source.at(0, HEADERS)?;
    let claimed = u64::from(le32(&head, 4).unwrap_or(0)) + 8;
    let list = chunks(head.get(12..).unwrap_or_default())
        .find(|(name, body)| name == b"LIST" && body.starts_with(b"hdrl"))
        .and_then(|(_, body)| body.get(4..));
    let Some(list) = list else {
        return Ok(found.broken(Unreadable::Truncated));
    };
    let mut video = VideoFacts::default();
    for (name, body) in chunks(list) {
        match &name {
            b"avih" => {
                found.width = le32(body, 32).unwrap_or(0);
                found.height = le32(body, 36).unwrap_or(0);
            }
            b"LIST" if body.starts_with(b"strl") => {
                stream(body.get(4..).unwrap_or_default(), &mut video);
            }
            _ => {}
        }
    }
    if claimed > source.len() {
        found.unreadable = Some(Unreadable::Truncated);
    } else if video.codec.is_none() {
        found.unreadable = Some(Unreadable::NoVideoTrack);
    }
    found.video = Some(video);
    Ok(found)
}

/// The first picture stream and the first sound stream count.
fn stream(list: &[u8], video: &mut VideoFacts) {
    let part = |wanted: &[u8; 4]| {
        chunks(list)
            .find(|(name, _)| name == wanted)
            .map(|(_, b)| b)
    };
    let (Some(head), Some(format)) = (part(b"strh"), part(b"strf")) else {
        return;
    };
    let number = |at| le32(head, at).filter(|n| *n > 0).map(f64::from);
    match tag(head, 0) {
        Some([b'v', b'i', b'd', b's']) if video.codec.is_none() => {
            video.fps = number(24).zip(number(20)).map(|(rate, scale)| rate / scale);
            video.duration = number(32).zip(video.fps).map(|(frames, fps)| frames / fps);
            video.codec = tag(format, 16).map(|four| codec(&four));
        }
        Some([b'a', b'u', b'd', b's']) if video.audio.is_none() => {
            video.audio = Some(AudioFacts {
                codec: le16(format, 0).map(|kind| {
                    match kind {
                        1 | 3 => "pcm",
                        0x55 => "mp3",
                        0xFF | 0x1610 => "aac",
                        0x2000 => "ac3",
                        _ => "unknown",
                    }
                    .to_owned()
                }),
                channels: le16(format, 2),
                sample_rate: le32(format, 4),
                bit_rate: None,
            });
        }
        _ => {}
    }
}

/// The names that ffmpeg gives, where there is one; else the four letters.
fn codec(four: &[u8; 4]) -> String {
    match &four.map(|letter| letter.to_ascii_uppercase()) {
        b"H264" | b"X264" | b"AVC1" => "h264".to_owned(),
        b"HEVC" | b"H265" | b"HVC1" => "hevc".to_owned(),
        b"XVID" | b"DIVX" | b"FMP4" | b"MP4V" | b"DX50" => "mpeg4".to_owned(),
        b"MJPG" => "mjpeg".to_owned(),
        [0, 0, 0, 0] => "rawvideo".to_owned(),
        other => String::from_utf8_lossy(other).trim().to_ascii_lowercase(),
    }
}

fn chunks(mut data: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let name = tag(data, 0)?;
        let size = usize::try_from(le32(data, 4)?).ok()?;
        let rest = data.get(8..)?;
        // The last chunk of what was read may reach beyond it.
        let body = rest.get(..size).unwrap_or(rest);
        data = rest
            .get(size.saturating_add(size & 1)..)
            .unwrap_or_default();
        Some((name, body))
    })
}
