//! What the `moov` box of an MP4 or MOV says of its first picture track and its first sound track.
//!
//! Deliberately not here: fragments ([`super::fragments`]), and anything that only the coded pictures
//! tell.

use fanfold_domain::media::{AudioFacts, Unreadable, VideoFacts};
use mp4_atom::{Atom, Avcc, Codec, Fiel, FourCC, Hvcc, Moov, Mp4a, Pasp, Trak};

use super::bytes::contains;
use super::found::Found;
use super::fragments::Sum;
use super::groups;
use super::{isobmff, sps};
use crate::guard;

/// An edit list that leaves out at most this many frames only trims what encoders put in front.
const PRIMING_FRAMES: f64 = 2.0;

/// Reads the content of a `moov` box; `None` when it is damaged.
pub(super) fn decode(body: &[u8]) -> Option<Moov> {
    let body = groups::taken_out(body);
    guard::foreign("film reader", || Moov::decode_body(&mut &*body).ok()).flatten()
}

/// Whether the content of a `moov` box says where the film was made: `©xyz` (QuickTime, Android),
/// `loci` (3GPP), or Apple's key.
pub(super) fn has_location(moov: &[u8]) -> bool {
    let place = |name: &[u8; 4]| matches!(name, b"\xA9xyz" | b"loci");
    let told = |name: [u8; 4], content: &[u8]| match &name {
        b"udta" => {
            isobmff::inner(content, 0).any(|(name, _)| place(&name)) || contains(content, APPLE)
        }
        b"meta" => contains(content, APPLE),
        _ => false,
    };
    isobmff::inner(moov, 0).any(|(name, content)| {
        told(name, content)
            || (&name == b"trak"
                && isobmff::inner(content, 0).any(|(name, content)| told(name, content)))
    })
}

const APPLE: &[u8] = b"com.apple.quicktime.location.ISO6709";

/// Fills `found` from `moov`; `video` is what the outer boxes told, `fragments` what lies outside of
/// `moov` by track id.
pub(super) fn read(
    moov: &Moov,
    fragments: &[(u32, Sum)],
    mut video: VideoFacts,
    found: &mut Found,
) {
    if moov.mvex.is_some() {
        video.fragmented = Some(true);
    }
    let track = |handler: &[u8; 4]| {
        let wanted = FourCC::new(handler);
        moov.trak.iter().find(|t| t.mdia.hdlr.handler == wanted)
    };
    if let Some(sound) = track(b"soun") {
        video.audio = codec(sound).map(|entry| audio(sound, entry, samples(sound, fragments)));
    }
    match track(b"vide") {
        Some(pictures) => {
            let samples = samples(pictures, fragments);
            picture(pictures, samples, moov.mvhd.timescale, &mut video, found);
        }
        None => found.unreadable = Some(Unreadable::NoVideoTrack),
    }
    found.video = Some(video);
}

/// All samples of a track, in `moov` and in fragments.
fn samples(track: &Trak, fragments: &[(u32, Sum)]) -> Sum {
    let table = &track.mdia.minf.stbl;
    let outside = fragments
        .iter()
        .find(|(id, _)| *id == track.tkhd.track_id)
        .map(|(_, sum)| *sum)
        .unwrap_or_default();
    let inside: u64 = table
        .stts
        .entries
        .iter()
        .map(|e| u64::from(e.sample_count))
        .sum();
    let claimed = track.mdia.mdhd.duration;
    // Unknown is written as all ones (ISO/IEC 14496-12, 8.4.2).
    let known = claimed < u64::from(u32::MAX) * 1000 && claimed != u64::from(u32::MAX);
    Sum {
        // With fragments, the header's duration is zero, the first part's or the whole film's.
        ticks: if outside.samples > 0 {
            let own = table
                .stts
                .entries
                .iter()
                .map(|e| u64::from(e.sample_count).saturating_mul(u64::from(e.sample_delta)));
            own.fold(outside.ticks, u64::saturating_add)
        } else if known {
            claimed
        } else {
            0
        },
        samples: inside.saturating_add(outside.samples),
        bytes: bytes(track).saturating_add(outside.bytes),
    }
}

fn codec(track: &Trak) -> Option<&Codec> {
    track.mdia.minf.stbl.stsd.codecs.first()
}

fn picture(
    track: &Trak,
    samples: Sum,
    movie_scale: u32,
    video: &mut VideoFacts,
    found: &mut Found,
) {
    let scale = f64::from(track.mdia.mdhd.timescale);
    if scale > 0.0 && samples.ticks > 0 {
        let seconds = samples.ticks as f64 / scale;
        video.duration = Some(seconds);
        video.fps = (samples.samples > 0).then(|| samples.samples as f64 / seconds);
        video.bit_rate = rate(samples.bytes, seconds);
        video.edit_list = Some(edits(track, seconds, video.fps, movie_scale));
    }
    let matrix = &track.tkhd.matrix;
    // The angle clockwise, as players turn it; skewed matrices are nobody's.
    let rotation = match (matrix.a.signum(), matrix.b.signum()) {
        (0, 1) => 90,
        (-1, 0) => 180,
        (0, -1) => 270,
        _ => 0,
    };
    video.rotation = Some(rotation);
    found.turned = rotation % 180 == 90;
    let Some(entry) = codec(track) else {
        found.unreadable = Some(Unreadable::Corrupt);
        return;
    };
    // Where the codec is not known in depth, the track says how large it is shown.
    let shown = (&track.tkhd.width, &track.tkhd.height);
    (found.width, found.height) = match entry.visual() {
        Some(visual) => (u32::from(visual.width), u32::from(visual.height)),
        None => (shown.0.integer().into(), shown.1.integer().into()),
    };
    found.pixel = pixel(entry).map(|pixel| (pixel.h_spacing, pixel.v_spacing));
    if is_encrypted(entry) {
        found.unreadable = Some(Unreadable::Encrypted);
    }
    video.codec = Some(name(entry));
    match entry {
        Codec::Avc1(avc) => h264(&avc.avcc, avc.fiel.as_ref(), video),
        Codec::Avc3(avc) => h264(&avc.avcc, avc.fiel.as_ref(), video),
        Codec::Hvc1(hevc) => h265(&hevc.hvcc, hevc.fiel.as_ref(), video),
        Codec::Hev1(hevc) => h265(&hevc.hvcc, hevc.fiel.as_ref(), video),
        _ => {}
    }
}

/// The shape of a pixel (ISO/IEC 14496-12, 12.1.4): a film of television or of an anamorphic lens is stored narrower than it
/// is shown.
fn pixel(entry: &Codec) -> Option<&Pasp> {
    match entry {
        Codec::Avc1(avc) => avc.pasp.as_ref(),
        Codec::Avc3(avc) => avc.pasp.as_ref(),
        Codec::Hvc1(hevc) => hevc.pasp.as_ref(),
        Codec::Hev1(hevc) => hevc.pasp.as_ref(),
        Codec::Vp08(vp) => vp.pasp.as_ref(),
        Codec::Vp09(vp) => vp.pasp.as_ref(),
        Codec::Av01(av) => av.pasp.as_ref(),
        _ => None,
    }
}

/// The names ffmpeg gives, which people meet elsewhere too; four letters where it has none here.
fn name(entry: &Codec) -> String {
    match entry {
        Codec::Avc1(_) | Codec::Avc3(_) => "h264".to_owned(),
        Codec::Hvc1(_) | Codec::Hev1(_) => "hevc".to_owned(),
        Codec::Vp08(_) => "vp8".to_owned(),
        Codec::Vp09(_) => "vp9".to_owned(),
        Codec::Av01(_) => "av1".to_owned(),
        Codec::Jpeg(_) => "mjpeg".to_owned(),
        Codec::Uncv(_) => "rawvideo".to_owned(),
        Codec::Mp4a(mp4a) => match mp4a.esds.es_desc.dec_config.object_type_indication {
            // ISO/IEC 14496-1, table 5, as registered.
            0x69 | 0x6B => "mp3".to_owned(),
            0x40 | 0x66..=0x68 => "aac".to_owned(),
            other => format!("mp4a.{other:02x}"),
        },
        Codec::Mp3(_) => "mp3".to_owned(),
        Codec::Opus(_) => "opus".to_owned(),
        Codec::Flac(_) => "flac".to_owned(),
        Codec::Ac3(_) => "ac3".to_owned(),
        Codec::Eac3(_) => "eac3".to_owned(),
        Codec::Samr(_) => "amr".to_owned(),
        Codec::Unknown(four, _) => match four.to_string().trim().to_ascii_lowercase().as_str() {
            "mp4v" => "mpeg4".to_owned(),
            "apch" | "apcn" | "apcs" | "apco" | "ap4h" | "ap4x" => "prores".to_owned(),
            other => other.to_owned(),
        },
        other if other.audio().is_some() => "pcm".to_owned(),
        _ => "unknown".to_owned(),
    }
}

fn is_encrypted(entry: &Codec) -> bool {
    matches!(entry, Codec::Unknown(four, _)
        if [*b"encv", *b"drmi"].map(|name| FourCC::new(&name)).contains(four))
}

fn h264(config: &Avcc, fields: Option<&Fiel>, video: &mut VideoFacts) {
    video.profile = Some(
        match (config.avc_profile_indication, config.profile_compatibility) {
            (66, flags) if flags & 0x40 != 0 => "Constrained Baseline",
            (66, _) => "Baseline",
            (77, _) => "Main",
            (88, _) => "Extended",
            (100, _) => "High",
            (110, _) => "High 10",
            (122, _) => "High 4:2:2",
            (244, _) => "High 4:4:4 Predictive",
            _ => "other",
        }
        .to_owned(),
    );
    let coded = config
        .sequence_parameter_sets
        .first()
        .and_then(|set| sps::has_fields(set));
    video.interlaced = fields.map(|fields| fields.field_count > 1).or(coded);
    video.pixel_format = match (&config.ext, config.avc_profile_indication) {
        (Some(ext), _) => pixel_format(ext.chroma_format, ext.bit_depth_luma),
        (None, 66 | 77 | 88 | 100) => pixel_format(1, 8),
        (None, _) => None,
    };
}

fn h265(config: &Hvcc, fields: Option<&Fiel>, video: &mut VideoFacts) {
    video.profile = Some(
        match config.general_profile_idc {
            1 => "Main",
            2 => "Main 10",
            3 => "Main Still Picture",
            4 => "Rext",
            _ => "other",
        }
        .to_owned(),
    );
    video.interlaced = fields.map(|fields| fields.field_count > 1);
    let depth = config.bit_depth_luma_minus8.saturating_add(8);
    video.pixel_format = pixel_format(config.chroma_format_idc, depth);
}

fn pixel_format(chroma: u8, depth: u8) -> Option<String> {
    let layout = match chroma {
        0 => "gray",
        1 => "yuv420p",
        2 => "yuv422p",
        3 => "yuv444p",
        _ => return None,
    };
    Some(if depth > 8 {
        format!("{layout}{depth}le")
    } else {
        layout.to_owned()
    })
}

/// Bytes of the samples that `moov` lists.
fn bytes(track: &Trak) -> u64 {
    use mp4_atom::StszSamples::{Different, Identical};
    match &track.mdia.minf.stbl.stsz.samples {
        Identical { count, size } => u64::from(*count) * u64::from(*size),
        Different { sizes } => sizes.iter().map(|size| u64::from(*size)).sum(),
    }
}

/// Bits a second.
fn rate(bytes: u64, seconds: f64) -> Option<u64> {
    (bytes > 0 && seconds > 0.0).then(|| (bytes as f64 * 8.0 / seconds) as u64)
}

/// Whether the edit list does more than trim encoder priming: every common encoder writes one that
/// starts a frame or two in, or waits a little before the picture starts.
fn edits(track: &Trak, seconds: f64, fps: Option<f64>, movie_scale: u32) -> bool {
    let Some(list) = track.edts.as_ref().and_then(|edits| edits.elst.as_ref()) else {
        return false;
    };
    let media_scale = f64::from(track.mdia.mdhd.timescale);
    let slack = PRIMING_FRAMES / fps.unwrap_or(30.0).max(1.0);
    let mut real = list.entries.iter().filter_map(|entry| {
        let start = entry.media_time? as f64 / media_scale;
        let length = entry.segment_duration as f64 / f64::from(movie_scale.max(1));
        Some((start, length, entry.media_rate.integer()))
    });
    match (real.next(), real.next()) {
        (None, _) => false,
        (Some((start, length, rate)), None) => {
            // A length of 0 means to the end.
            let to_the_end = length == 0.0 || start + length + slack >= seconds;
            start > slack || rate != 1 || !to_the_end
        }
        (Some(_), Some(_)) => true,
    }
}

fn audio(track: &Trak, entry: &Codec, samples: Sum) -> AudioFacts {
    let plain = entry.audio();
    let mut facts = AudioFacts {
        codec: Some(name(entry)),
        sample_rate: plain.map(|a| u32::from(a.sample_rate.integer())),
        channels: plain.map(|a| a.channel_count),
        bit_rate: None,
    };
    if let Codec::Mp4a(mp4a) = entry {
        aac(mp4a, &mut facts);
    }
    facts.sample_rate = facts.sample_rate.filter(|rate| *rate > 0);
    let scale = track.mdia.mdhd.timescale;
    facts.bit_rate = rate(
        samples.bytes,
        samples.ticks as f64 / f64::from(scale.max(1)),
    );
    // 96 kHz does not fit the sample entry; the track counts in samples then.
    facts.sample_rate = facts.sample_rate.or(Some(scale).filter(|s| *s > 0));
    facts
}

/// Rate and channels from the `AudioSpecificConfig`: sample entries say 2 for mono, and 0 for
/// 96 kHz (ISO/IEC 14496-3, 1.6.3.3 and 1.6.3.5).
fn aac(mp4a: &Mp4a, facts: &mut AudioFacts) {
    const RATES: [u32; 13] = [
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
        8_000, 7_350,
    ];
    let Some(config) = &mp4a.esds.es_desc.dec_config.dec_specific else {
        return;
    };
    if let Some(rate) = RATES.get(usize::from(config.freq_index)) {
        facts.sample_rate = Some(*rate);
    }
    facts.channels = match config.chan_conf {
        0 => facts.channels,
        7 => Some(8),
        count => Some(u16::from(count)),
    };
}
