//! What a phone writes beside the pixels: EXIF with camera, times, a place, a maker's note and a small picture, and a
//! Display P3 profile.

use image::RgbImage;
use image::imageops::{self, FilterType};
use moxcms::ColorProfile;

use crate::error::{Error, Result};
use crate::pixels::Pixels;

/// What differs from photo to photo.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Notes {
    pub(crate) number: u32,
    pub(crate) display_p3: bool,
}

/// Camera on its side: to be turned a quarter to the right.
const ORIENTATION: u16 = 6;
/// Bytes of the maker's note; iPhones write about so many.
const MAKER_NOTE: usize = 1400;
const THUMB: (u32, u32) = (160, 120);

/// `jpeg` with these notes right after its first marker. `pixels` are its own, for the small picture.
pub(crate) fn annotate(jpeg: &[u8], pixels: &Pixels, notes: Notes) -> Result<Vec<u8>> {
    let what = "The notes of a photo";
    let mut payload = b"Exif\0\0".to_vec();
    payload.extend(tiff(&thumbnail(pixels)?, notes));
    let mut segments = vec![(0xE1, payload)];
    if notes.display_p3 {
        let mut payload = b"ICC_PROFILE\0\x01\x01".to_vec();
        payload.extend(display_p3().map_err(Error::picture(what))?);
        segments.push((0xE2, payload));
    }
    let (start, rest) = jpeg.split_at_checked(2).unwrap_or_default();
    let mut file = start.to_vec();
    for (marker, payload) in segments {
        let length = u16::try_from(payload.len() + 2).map_err(Error::picture(what))?;
        file.extend([0xFF, marker]);
        file.extend(length.to_be_bytes());
        file.extend(payload);
    }
    file.extend(rest);
    Ok(file)
}

/// The profile, the same on every day: its length a multiple of four, as the standard has it and libpng insists, and
/// its date fixed.
fn display_p3() -> std::result::Result<Vec<u8>, moxcms::CmsError> {
    let mut profile = ColorProfile::new_display_p3().encode()?;
    profile.resize(profile.len().next_multiple_of(4), 0);
    let length = (profile.len() as u32).to_be_bytes();
    let date = [2022_u16, 1, 1, 0, 0, 0].map(u16::to_be_bytes);
    for (place, bytes) in [(0, length.as_slice()), (24, date.as_flattened())] {
        let field = profile.iter_mut().skip(place);
        field.zip(bytes).for_each(|(to, from)| *to = *from);
    }
    Ok(profile)
}

fn thumbnail(pixels: &Pixels) -> Result<Vec<u8>> {
    let what = "The small picture in a photo";
    let whole = RgbImage::from_raw(pixels.width, pixels.height, pixels.data.clone());
    let whole = whole.ok_or_else(|| Error::Picture {
        what: what.into(),
        detail: "the photo has no pixels".into(),
    })?;
    let small = imageops::resize(&whole, THUMB.0, THUMB.1, FilterType::Triangle);
    let small = Pixels {
        width: THUMB.0,
        height: THUMB.1,
        data: small.into_raw(),
    };
    small.to_jpeg(75).map_err(Error::picture(what))
}

/// One entry of a directory: tag, type, count, and the value in bytes.
struct Entry(u16, u16, u32, Vec<u8>);

fn ascii(tag: u16, text: &str) -> Entry {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(0);
    Entry(tag, 2, bytes.len() as u32, bytes)
}

fn short(tag: u16, value: u16) -> Entry {
    Entry(tag, 3, 1, value.to_be_bytes().to_vec())
}

fn long(tag: u16, value: u32) -> Entry {
    Entry(tag, 4, 1, value.to_be_bytes().to_vec())
}

fn fractions(tag: u16, values: &[(u32, u32)]) -> Entry {
    let bytes = values
        .iter()
        .flat_map(|(over, under)| [over.to_be_bytes(), under.to_be_bytes()].concat())
        .collect();
    Entry(tag, 5, values.len() as u32, bytes)
}

/// A directory as it stands at `place` in the TIFF: count, entries, `next`, then the values that need more room.
fn directory(entries: &[Entry], place: u32, next: u32) -> Vec<u8> {
    let mut bytes = (entries.len() as u16).to_be_bytes().to_vec();
    let mut values = Vec::new();
    let room = place + 2 + entries.len() as u32 * 12 + 4;
    for Entry(tag, kind, count, value) in entries {
        bytes.extend(tag.to_be_bytes());
        bytes.extend(kind.to_be_bytes());
        bytes.extend(count.to_be_bytes());
        if value.len() <= 4 {
            let mut inline = value.clone();
            inline.resize(4, 0);
            bytes.extend(inline);
        } else {
            bytes.extend((room + values.len() as u32).to_be_bytes());
            values.extend(value);
            values.resize(values.len().next_multiple_of(2), 0);
        }
    }
    bytes.extend(next.to_be_bytes());
    bytes.extend(values);
    bytes
}

/// Bytes that [`directory`] makes of `entries`, wherever they stand.
fn size(entries: &[Entry]) -> u32 {
    directory(entries, 0, 0).len() as u32
}

/// A big-endian TIFF: camera, then the shot, the place and the small picture.
fn tiff(thumbnail: &[u8], notes: Notes) -> Vec<u8> {
    let time = format!("2026:05:{:02} 12:34:56", 1 + notes.number % 28);
    let shot = [
        fractions(0x829A, &[(1, 120)]),
        fractions(0x829D, &[(178, 100)]),
        short(0x8827, 64),
        ascii(0x9003, &time),
        Entry(0x927C, 7, MAKER_NOTE as u32, maker_note(notes.number)),
        short(0xA001, if notes.display_p3 { 0xFFFF } else { 1 }),
    ];
    let location = [
        ascii(1, "N"),
        fractions(2, &[(43, 1), (11, 1), (2400 + notes.number, 100)]),
        ascii(3, "W"),
        fractions(4, &[(4, 1), (49, 1), (4800, 100)]),
    ];
    let camera = |shot: u32, location: u32| {
        [
            ascii(0x010F, "Fanfold"),
            ascii(0x0110, "Bench 12"),
            short(0x0112, ORIENTATION),
            fractions(0x011A, &[(72, 1)]),
            fractions(0x011B, &[(72, 1)]),
            short(0x0128, 2),
            ascii(0x0132, &time),
            long(0x8769, shot),
            long(0x8825, location),
        ]
    };
    let picture = |place: u32| {
        [
            short(0x0103, 6),
            long(0x0201, place),
            long(0x0202, thumbnail.len() as u32),
        ]
    };
    let first = 8;
    let shot_at = first + size(&camera(0, 0));
    let location_at = shot_at + size(&shot);
    let picture_at = location_at + size(&location);
    let pixels_at = picture_at + size(&picture(0));
    [
        b"MM\0\x2A\0\0\0\x08".to_vec(),
        directory(&camera(shot_at, location_at), first, picture_at),
        directory(&shot, shot_at, 0),
        directory(&location, location_at, 0),
        directory(&picture(pixels_at), picture_at, 0),
        thumbnail.to_vec(),
    ]
    .concat()
}

/// Bytes that only the maker could read.
fn maker_note(number: u32) -> Vec<u8> {
    let mut note = b"Fanfold bench\0\0\x01MM".to_vec();
    let mut state = number.wrapping_mul(2_654_435_761) | 1;
    while note.len() < MAKER_NOTE {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        note.push((state >> 24) as u8);
    }
    note
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(display_p3: bool) -> Vec<u8> {
        let pixels = Pixels {
            width: 64,
            height: 48,
            data: vec![120; 64 * 48 * 3],
        };
        let jpeg = pixels.to_jpeg(90).expect("it is written");
        let notes = Notes {
            number: 3,
            display_p3,
        };
        annotate(&jpeg, &pixels, notes).expect("it is annotated")
    }

    #[test]
    fn a_photo_reads_as_one_from_a_phone() {
        let facts = fanfold_media::probe_bytes(&photo(true));
        assert_eq!((facts.width, facts.height, facts.orientation), (48, 64, 6));
        assert!(facts.has_location);
        assert_eq!(format!("{:?}", facts.color), "DisplayP3");
        assert_eq!(facts.unreadable, None);
    }

    #[test]
    fn the_profile_is_whole_and_tells_no_day() {
        let profile = display_p3().expect("it is written");
        assert_eq!(profile.len() % 4, 0);
        assert_eq!(
            profile.get(..4),
            Some((profile.len() as u32).to_be_bytes().as_slice())
        );
        assert_eq!(profile.get(24..28), Some([0x07, 0xE6, 0, 1].as_slice()));
        assert!(ColorProfile::new_from_slice(&profile).is_ok());
    }

    #[test]
    fn without_a_profile_it_is_srgb() {
        let facts = fanfold_media::probe_bytes(&photo(false));
        assert_eq!(format!("{:?}", facts.color), "Srgb");
    }
}
