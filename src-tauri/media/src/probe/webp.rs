//! WebP: RIFF chunks (RFC 9649). EXIF and XMP lie behind the pixels, so the chunks are walked.

use std::io::{self, Read, Seek};

use fanfold_domain::media::Unreadable;

use super::bytes::{le16, le24, le32, tag, u8_at};
use super::exif;
use super::found::{Found, MAX_PROFILE, Profile};
use super::source::Source;

/// Enough for ten thousand frames and their neighbours.
const MAX_CHUNKS: usize = 50_000;
const MAX_METADATA: usize = 1 << 20;

pub(super) fn inspect<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Found> {
    let mut found = Found::image("webp");
    let claimed = source.at(4, 4).map(|b| le32(&b, 0))?.unwrap_or(0);
    let end = 8 + u64::from(claimed);
    let mut at = 12;
    let mut frames = 0_u32;
    for _ in 0..MAX_CHUNKS {
        if at + 8 > end.min(source.len()) {
            break;
        }
        let head = source.at(at, 8)?;
        let (Some(name), Some(len)) = (tag(&head, 0), le32(&head, 4)) else {
            break;
        };
        let size = usize::try_from(len).unwrap_or(usize::MAX);
        match &name {
            b"VP8X" => extended(&source.at(at + 8, 10)?, &mut found),
            b"VP8 " => lossy(&source.at(at + 8, 10)?, &mut found),
            b"VP8L" => lossless(&source.at(at + 8, 5)?, &mut found),
            b"ANMF" => {
                frames += 1;
                // The second frame settles it; ten thousand need not be counted.
                found.animated = frames > 1;
            }
            b"ICCP" if size <= MAX_PROFILE => {
                found.profile = Profile::Icc(source.at(at + 8, size)?.into_owned());
            }
            b"ICCP" => found.odd_profile = true,
            b"EXIF" if size <= MAX_METADATA => {
                let data = source.at(at + 8, size)?;
                let exif = exif::read(data.strip_prefix(b"Exif\0\0").unwrap_or(&data));
                found.orientation = exif.orientation;
                found.has_location |= exif.has_location;
            }
            b"XMP " if size <= MAX_METADATA => {
                found.has_location |= exif::xmp_has_location(&source.at(at + 8, size)?);
            }
            _ => {}
        }
        at += 8 + u64::from(len) + u64::from(len & 1);
    }
    if end > source.len() || at > source.len() + 1 {
        found.unreadable = Some(Unreadable::Truncated);
    } else if found.pixels() == 0 {
        found.unreadable = Some(Unreadable::Corrupt);
    }
    Ok(found)
}

fn extended(data: &[u8], found: &mut Found) {
    if let (Some(flags), Some(w), Some(h)) = (u8_at(data, 0), le24(data, 4), le24(data, 7)) {
        found.has_alpha = flags & 0x10 != 0;
        found.width = w + 1;
        found.height = h + 1;
    }
}

/// VP8 key frame header (RFC 6386, 9.1).
fn lossy(data: &[u8], found: &mut Found) {
    if found.width > 0 || data.get(3..6) != Some(&[0x9D, 0x01, 0x2A]) {
        return;
    }
    if let (Some(w), Some(h)) = (le16(data, 6), le16(data, 8)) {
        found.width = u32::from(w & 0x3FFF);
        found.height = u32::from(h & 0x3FFF);
    }
}

fn lossless(data: &[u8], found: &mut Found) {
    if found.width > 0 || u8_at(data, 0) != Some(0x2F) {
        return;
    }
    if let Some(bits) = le32(data, 1) {
        found.width = (bits & 0x3FFF) + 1;
        found.height = ((bits >> 14) & 0x3FFF) + 1;
        found.has_alpha = bits >> 28 & 1 == 1;
    }
}
