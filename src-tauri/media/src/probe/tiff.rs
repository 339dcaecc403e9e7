//! TIFF: the first directory (TIFF 6.0). Camera raw files are TIFFs too and are told apart where
//! they say so: their first directory is only a thumbnail.

use std::io::{self, Read, Seek};

use fanfold_domain::media::{MediaKind, Unreadable};

use super::bytes::{be32, le32};
use super::exif::{self, Entry, Tiff};
use super::found::{Channels, Found, MAX_PROFILE, Profile};
use super::source::Source;

/// Room for a directory and its short lists; directories often lie at the end of the file.
const WINDOW: usize = 16 * 1024;
const MAX_XMP: usize = 1 << 20;

/// One row each of the tallest picture.
const MAX_STRIPS: usize = 65_536;

pub(super) fn inspect<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Found> {
    let head = source.head();
    if head.get(8..10) == Some(b"CR") {
        return Ok(Found::recognised("raw", MediaKind::Image));
    }
    let big = head.starts_with(b"MM");
    let first = if big { be32(head, 4) } else { le32(head, 4) };
    let mut found = Found::image("tiff");
    let Some(first) = first.filter(|at| u64::from(*at) < source.len()) else {
        return Ok(found.broken(Unreadable::Truncated));
    };
    let window = source.at(u64::from(first), WINDOW)?.into_owned();
    let tiff = Tiff::piece(&window, big, first as usize);
    let (mut samples, mut photometric) = (1, 2);
    let mut cut = false;
    let (mut places, mut sizes, mut gps) = (None, None, None);
    for entry in tiff.entries(first as usize) {
        let number = tiff.number(entry).unwrap_or(0);
        // Baseline tags whose values were cut off; private ones may point anywhere.
        let end = tiff.place(entry).map_or(0, u64::from) + entry.bytes();
        cut |= (254..=339).contains(&entry.tag) && entry.bytes() > 4 && end > source.len();
        match entry.tag {
            256 => found.width = number,
            257 => found.height = number,
            262 => photometric = number,
            // Strips or tiles.
            273 | 324 => places = Some(entry),
            279 | 325 => sizes = Some(entry),
            274 => found.orientation = u8::try_from(number).unwrap_or(1),
            277 => samples = number,
            700 => {
                let packet = elsewhere(source, tiff.place(entry), entry.count, MAX_XMP)?;
                found.has_location |= exif::xmp_has_location(&packet);
            }
            34_675 => {
                let icc = elsewhere(source, tiff.place(entry), entry.count, MAX_PROFILE)?;
                found.odd_profile = icc.is_empty();
                found.profile = Profile::Icc(icc);
            }
            34_853 => gps = tiff.number(entry),
            50_706 => return Ok(Found::recognised("dng", MediaKind::Image)),
            _ => {}
        }
    }
    channels(&mut found, photometric, samples);
    if let Some(at) = gps {
        let directory = source.at(u64::from(at), WINDOW)?;
        found.has_location |= Tiff::piece(&directory, big, at as usize).is_position(at as usize);
    }
    if found.pixels() == 0 {
        return Ok(found.broken(Unreadable::Corrupt));
    }
    let places = numbers(source, tiff, places)?;
    let sizes = numbers(source, tiff, sizes)?;
    if cut || !holds(source.len(), &places, &sizes) {
        return Ok(found.broken(Unreadable::Truncated));
    }
    Ok(found)
}

/// Whether there is a strip or tile, and each lies inside a file of `len` bytes.
fn holds(len: u64, places: &[u32], sizes: &[u32]) -> bool {
    let inside = |(at, size): (&u32, &u32)| u64::from(*at) + u64::from(*size) <= len;
    !places.is_empty() && places.iter().zip(sizes).all(inside)
}

fn channels(found: &mut Found, photometric: u32, samples: u32) {
    found.channels = match photometric {
        0 | 1 => Channels::Gray,
        5 if samples >= 4 => Channels::Cmyk,
        _ => Channels::Rgb,
    };
    // A sample beyond the colours is alpha, also where ExtraSamples does not say so.
    found.has_alpha = match found.channels {
        Channels::Gray => samples == 2,
        Channels::Rgb => samples == 4 && photometric == 2,
        Channels::Cmyk => samples == 5,
    };
}

/// All values of an entry; as many as matter, where they are very many.
fn numbers<R: Read + Seek>(
    source: &mut Source<R>,
    tiff: Tiff<'_>,
    entry: Option<Entry>,
) -> io::Result<Vec<u32>> {
    let Some(entry) = entry else {
        return Ok(Vec::new());
    };
    let size = entry.value_size();
    let total = (entry.count as usize).min(MAX_STRIPS).saturating_mul(size);
    if total <= 4 {
        return Ok(tiff.number(entry).into_iter().collect());
    }
    let Some(at) = tiff.place(entry) else {
        return Ok(Vec::new());
    };
    let data = source.at(u64::from(at), total)?;
    Ok(tiff.numbers(&data, size))
}

/// `count` bytes at `place`; empty when that is more than `limit` or outside the file.
fn elsewhere<R: Read + Seek>(
    source: &mut Source<R>,
    place: Option<u32>,
    count: u32,
    limit: usize,
) -> io::Result<Vec<u8>> {
    match (place, usize::try_from(count)) {
        (Some(at), Ok(count)) if count <= limit => {
            Ok(source.at(u64::from(at), count)?.into_owned())
        }
        _ => Ok(Vec::new()),
    }
}
