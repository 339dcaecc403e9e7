//! PNG chunks (W3C PNG, third edition). Walks all chunk headers, reads the few that matter.

use std::io::{self, Read, Seek};

use fanfold_domain::media::Unreadable;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::bytes::{be32, tag, u8_at};
use super::exif;
use super::found::{Channels, Found, MAX_PROFILE, Profile};
use super::source::Source;

const MAX_CHUNKS: usize = 400_000;
const MAX_TEXT: usize = 1 << 20;

/// Deflate cannot shrink further than 1032:1.
const MAX_INFLATION: u64 = 1040;

pub(super) fn inspect<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Found> {
    let mut found = Found::image("png");
    let header = source.at(8, 25)?.into_owned();
    if header.len() < 25 {
        return Ok(found.broken(Unreadable::Truncated));
    }
    let (Some(width), Some(height), Some(depth), Some(kind)) = (
        be32(&header, 8),
        be32(&header, 12),
        u8_at(&header, 16),
        u8_at(&header, 17),
    ) else {
        return Ok(found.broken(Unreadable::Truncated));
    };
    if tag(&header, 4) != Some(*b"IHDR") || width == 0 || height == 0 {
        return Ok(found.broken(Unreadable::Corrupt));
    }
    found.width = width;
    found.height = height;
    found.has_alpha = matches!(kind, 4 | 6);
    if matches!(kind, 0 | 4) {
        found.channels = Channels::Gray;
    }
    let samples = match kind {
        2 => 3,
        4 => 2,
        6 => 4,
        _ => 1,
    };
    let row = (u64::from(width) * samples * u64::from(depth)).div_ceil(8) + 1;
    let claimed = row.saturating_mul(u64::from(height));
    if claimed > source.len().saturating_mul(MAX_INFLATION) + 65_536 {
        found.unreadable = Some(Unreadable::TooManyPixels);
        return Ok(found);
    }
    let complete = chunks(source, &mut found)?;
    if !complete {
        found.unreadable = Some(Unreadable::Truncated);
    }
    Ok(found)
}

/// Walks the chunks after IHDR; false when the file ends before IEND.
fn chunks<R: Read + Seek>(source: &mut Source<R>, found: &mut Found) -> io::Result<bool> {
    let mut at = 33;
    for _ in 0..MAX_CHUNKS {
        let head = source.at(at, 8)?;
        let (Some(len), Some(name)) = (be32(&head, 0), tag(&head, 4)) else {
            return Ok(false);
        };
        let end = at + 12 + u64::from(len);
        if end > source.len() {
            return Ok(false);
        }
        let size = usize::try_from(len).unwrap_or(usize::MAX);
        match &name {
            b"IEND" => return Ok(true),
            b"tRNS" => found.has_alpha = true,
            b"acTL" => {
                found.animated |= be32(&source.at(at + 8, 4)?, 0).is_some_and(|n| n > 1);
            }
            // Code points count more than a profile, whichever comes first (PNG 3, 4.3).
            b"iCCP" if matches!(found.profile, Profile::Coded { .. }) => {}
            b"iCCP" if size <= MAX_PROFILE => {
                let data = source.at(at + 8, size)?;
                match profile(&data) {
                    Some(icc) => found.profile = Profile::Icc(icc),
                    None => found.odd_profile = true,
                }
            }
            b"iCCP" => found.odd_profile = true,
            b"cICP" => {
                if let [primaries, transfer, ..] = source.at(at + 8, 4)?[..] {
                    found.profile = Profile::coded(primaries.into(), transfer.into());
                }
            }
            b"eXIf" if size <= MAX_TEXT => {
                let exif = exif::read(&source.at(at + 8, size)?);
                found.orientation = exif.orientation;
                found.has_location |= exif.has_location;
            }
            b"iTXt" if size <= MAX_TEXT => {
                found.has_location |= text_has_location(&source.at(at + 8, size)?);
            }
            _ => {}
        }
        at = end;
    }
    Ok(false)
}

/// `name 0 method zlib…`
fn profile(data: &[u8]) -> Option<Vec<u8>> {
    let name = data.iter().take(80).position(|b| *b == 0)?;
    decompress_to_vec_zlib_with_limit(data.get(name + 2..)?, MAX_PROFILE).ok()
}

/// XMP rides in an `iTXt`: keyword 0 compressed method language 0 translated 0 text.
fn text_has_location(data: &[u8]) -> bool {
    let Some(rest) = data.strip_prefix(b"XML:com.adobe.xmp\0") else {
        return false;
    };
    match rest {
        [1, 0, text @ ..] => {
            let mut parts = text.splitn(3, |b| *b == 0);
            parts.nth(2).is_some_and(|zlib| {
                decompress_to_vec_zlib_with_limit(zlib, MAX_TEXT * 8)
                    .is_ok_and(|packet| exif::xmp_has_location(&packet))
            })
        }
        _ => exif::xmp_has_location(rest),
    }
}
