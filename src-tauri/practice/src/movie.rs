//! The header of an MP4 or MOV: enough to say what Instagram would say about it.
//!
//! Limits: Meta, IG User Media, 2026-09-11; sub-codes 2207077, 2207082 and 2207085 as public
//! clients report them. Edit lists are let through: Meta's page forbids them, yet every common
//! encoder writes one, and such files are taken. No frame is decoded.

use std::io::{Read, Seek, SeekFrom};

use crate::state::Shape;

/// A header larger than this belongs to a file of hours, which is refused anyway.
const LARGEST_HEADER: u64 = 64 * 1024 * 1024;
/// Top-level boxes looked at before giving up.
const MOST_BOXES: usize = 10_000;

/// What the header says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Movie {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Length of the video track.
    pub(crate) duration_ms: u64,
    /// The header comes before the pictures.
    pub(crate) header_first: bool,
    pub(crate) video: Option<[u8; 4]>,
    pub(crate) audio: Option<[u8; 4]>,
    /// Pictures in the video track.
    pub(crate) frames: u64,
}

/// Reads a whole file of `length` bytes; `None` when it is no such file or breaks off.
pub(crate) fn read(file: &mut (impl Read + Seek), length: u64) -> Option<Movie> {
    let mut at = 0_u64;
    let mut movie: Option<Movie> = None;
    let mut pictures = false;
    let mut named = false;
    for _ in 0..MOST_BOXES {
        if at >= length {
            break;
        }
        let (kind, head, size) = top_box(file, at, length)?;
        // A box that promises more than there is: the file was cut.
        let end = at.checked_add(size).filter(|end| *end <= length)?;
        match &kind {
            b"ftyp" => named = true,
            b"mdat" => pictures = true,
            b"moov" if size <= LARGEST_HEADER => {
                let mut body = vec![0; usize::try_from(size - head).ok()?];
                file.seek(SeekFrom::Start(at + head)).ok()?;
                file.read_exact(&mut body).ok()?;
                let mut found = header(&body);
                found.header_first = !pictures;
                movie = Some(found);
            }
            _ => {}
        }
        at = end;
    }
    movie.filter(|_| named && pictures)
}

fn top_box(file: &mut (impl Read + Seek), at: u64, length: u64) -> Option<([u8; 4], u64, u64)> {
    let mut head = [0_u8; 16];
    let have = usize::try_from((length - at).min(16)).ok()?;
    file.seek(SeekFrom::Start(at)).ok()?;
    file.read_exact(head.get_mut(..have)?).ok()?;
    let kind: [u8; 4] = head.get(4..8)?.try_into().ok()?;
    let (head_size, size) = match be32(&head, 0)? {
        0 => (8, length - at),
        1 => (16, be64(&head, 8)?),
        size => (8, u64::from(size)),
    };
    (have >= 8 && size >= head_size).then_some((kind, head_size, size))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}

fn be64(bytes: &[u8], at: usize) -> Option<u64> {
    let eight = bytes.get(at..at.checked_add(8)?)?;
    Some(u64::from_be_bytes(eight.try_into().ok()?))
}

/// The boxes inside a box: kind and body.
fn boxes(mut rest: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        let size = be32(rest, 0)? as usize;
        let size = if size == 0 { rest.len() } else { size };
        let kind = rest.get(4..8)?;
        let body = rest.get(8..size)?;
        rest = rest.get(size..)?;
        Some((kind, body))
    })
}

fn child<'a>(body: &'a [u8], kind: &[u8; 4]) -> Option<&'a [u8]> {
    boxes(body)
        .find(|(found, _)| found == kind)
        .map(|(_, body)| body)
}

fn header(moov: &[u8]) -> Movie {
    let mut movie = Movie::default();
    for (kind, trak) in boxes(moov) {
        if kind == b"trak" {
            // A track that cannot be read counts as none.
            let _ = track(trak, &mut movie);
        }
    }
    movie
}

fn track(trak: &[u8], movie: &mut Movie) -> Option<()> {
    let mdia = child(trak, b"mdia")?;
    let kind = child(mdia, b"hdlr")?.get(8..12)?;
    let stbl = child(child(mdia, b"minf")?, b"stbl")?;
    let codec: [u8; 4] = child(stbl, b"stsd")?.get(12..16)?.try_into().ok()?;
    match kind {
        b"soun" if movie.audio.is_none() => movie.audio = Some(codec),
        b"vide" if movie.video.is_none() => {
            let tkhd = child(trak, b"tkhd")?;
            let sizes = if tkhd.first() == Some(&1) { 88 } else { 76 };
            movie.width = be32(tkhd, sizes)? >> 16;
            movie.height = be32(tkhd, sizes + 4)? >> 16;
            movie.duration_ms = duration(child(mdia, b"mdhd")?)?;
            movie.frames = child(stbl, b"stts").map_or(0, frames);
            movie.video = Some(codec);
        }
        _ => {}
    }
    Some(())
}

fn duration(mdhd: &[u8]) -> Option<u64> {
    let (scale, length) = if mdhd.first() == Some(&1) {
        (be32(mdhd, 20)?, be64(mdhd, 24)?)
    } else {
        (be32(mdhd, 12)?, u64::from(be32(mdhd, 16)?))
    };
    let scale = u128::from(scale).max(1);
    u64::try_from(u128::from(length) * 1000 / scale).ok()
}

fn frames(stts: &[u8]) -> u64 {
    let entries = stts.get(8..).unwrap_or_default();
    entries
        .chunks_exact(8)
        .filter_map(|entry| be32(entry, 0))
        .map(u64::from)
        .sum()
}

/// The sub-code with which processing ends; `None` when all is well.
pub(crate) fn verdict(movie: Option<&Movie>, shape: Shape) -> Option<i64> {
    const FORMAT: i64 = 2_207_026;
    const TOO_SHORT_ITEM: i64 = 2_207_077;
    const TOO_SMALL: i64 = 2_207_082;
    const DIMENSIONS: i64 = 2_207_085;
    let Some(movie) = movie else {
        return Some(FORMAT);
    };
    let video = movie
        .video
        .is_some_and(|codec| [b"avc1", b"avc3", b"hvc1", b"hev1"].contains(&&codec));
    let audio = movie.audio.is_none_or(|codec| &codec == b"mp4a");
    if !video || !audio || !movie.header_first {
        return Some(FORMAT);
    }
    let rate = movie.frames as f64 * 1000.0 / movie.duration_ms.max(1) as f64;
    // Rates are told in whole numbers; 23.976 and 59.94 are 24 and 60 to people.
    if !(22.9..=60.1).contains(&rate) {
        return Some(FORMAT);
    }
    let longest = if shape == Shape::Reel {
        900_000
    } else {
        60_000
    };
    match movie.duration_ms {
        0..3000 if shape == Shape::CarouselVideo => return Some(TOO_SHORT_ITEM),
        0..3000 => return Some(DIMENSIONS),
        // A last picture may reach over the edge.
        length if length > longest + 100 => return Some(DIMENSIONS),
        _ => {}
    }
    let ratio = f64::from(movie.width) / f64::from(movie.height.max(1));
    let ratios = if shape == Shape::Reel {
        0.01..=10.0
    } else {
        0.1..=10.0
    };
    if movie.width > 1920 || !ratios.contains(&ratio) {
        return Some(DIMENSIONS);
    }
    let small = shape == Shape::Reel && movie.width.min(movie.height) < 640;
    small.then_some(TOO_SMALL)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let mut all = u32::try_from(body.len() + 8)
            .unwrap()
            .to_be_bytes()
            .to_vec();
        all.extend_from_slice(kind);
        all.extend_from_slice(body);
        all
    }

    fn trak(width: u32, height: u32, seconds: u32) -> Vec<u8> {
        let mut tkhd = vec![0; 84];
        tkhd.splice(76..80, (width << 16).to_be_bytes());
        tkhd.splice(80..84, (height << 16).to_be_bytes());
        let mut mdhd = vec![0; 24];
        mdhd.splice(12..16, 600_u32.to_be_bytes());
        mdhd.splice(16..20, (600 * seconds).to_be_bytes());
        let mut hdlr = vec![0; 24];
        hdlr.splice(8..12, *b"vide");
        let mut stsd = vec![0; 24];
        stsd.splice(12..16, *b"avc1");
        let mut stts = vec![0; 16];
        stts.splice(8..12, (30 * seconds).to_be_bytes());
        let stbl = [boxed(b"stsd", &stsd), boxed(b"stts", &stts)].concat();
        let minf = boxed(b"minf", &boxed(b"stbl", &stbl));
        let mdia = [boxed(b"mdhd", &mdhd), boxed(b"hdlr", &hdlr), minf].concat();
        let trak = [boxed(b"tkhd", &tkhd), boxed(b"mdia", &mdia)].concat();
        boxed(b"trak", &trak)
    }

    fn file(width: u32, height: u32, seconds: u32) -> Vec<u8> {
        [
            boxed(b"ftyp", b"isom0000"),
            boxed(b"moov", &trak(width, height, seconds)),
            boxed(b"mdat", &[0; 64]),
        ]
        .concat()
    }

    fn look(bytes: &[u8]) -> Option<Movie> {
        read(&mut std::io::Cursor::new(bytes), bytes.len() as u64)
    }

    #[test]
    fn size_length_and_rate_are_read() {
        let movie = look(&file(1080, 1920, 5)).unwrap();
        assert_eq!((movie.width, movie.height), (1080, 1920));
        assert_eq!((movie.duration_ms, movie.frames), (5000, 150));
        assert_eq!(movie.video.as_ref(), Some(b"avc1"));
        assert!(movie.header_first);
        assert_eq!(verdict(Some(&movie), Shape::Reel), None);
    }

    #[test]
    fn every_limit_has_its_sub_code() {
        let judge = |width, height, seconds, shape| {
            verdict(look(&file(width, height, seconds)).as_ref(), shape)
        };
        assert_eq!(judge(1080, 1920, 2, Shape::CarouselVideo), Some(2_207_077));
        assert_eq!(judge(1080, 1920, 2, Shape::Reel), Some(2_207_085));
        assert_eq!(judge(1080, 1920, 61, Shape::StoryVideo), Some(2_207_085));
        assert_eq!(judge(1080, 1920, 61, Shape::Reel), None);
        assert_eq!(judge(360, 640, 5, Shape::Reel), Some(2_207_082));
        assert_eq!(judge(360, 640, 5, Shape::CarouselVideo), None);
        assert_eq!(judge(3840, 2160, 5, Shape::Reel), Some(2_207_085));
        assert_eq!(verdict(None, Shape::Reel), Some(2_207_026));
        let late = [
            boxed(b"ftyp", b"isom0000"),
            boxed(b"mdat", &[0; 64]),
            boxed(b"moov", &trak(1080, 1920, 5)),
        ]
        .concat();
        assert_eq!(verdict(look(&late).as_ref(), Shape::Reel), Some(2_207_026));
    }

    #[test]
    fn a_cut_or_mangled_file_is_refused_and_never_panics() {
        let whole = file(1080, 1920, 5);
        for length in 0..whole.len() {
            assert_eq!(look(whole.get(..length).unwrap()), None, "{length}");
        }
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            for value in [0, 1, 0x7F, 0xFF] {
                *bytes.get_mut(at).unwrap() = value;
                let _ = look(&bytes);
            }
        }
    }
}
