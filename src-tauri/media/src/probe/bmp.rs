//! Windows bitmaps: the header says everything.

use std::io::{self, Read, Seek};

use fanfold_domain::media::Unreadable;

use super::bytes::{le16, le32};
use super::found::Found;
use super::source::Source;

pub(super) fn inspect<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Found> {
    let mut found = Found::image("bmp");
    let header = source.at(0, 128)?.into_owned();
    let (Some(pixels), Some(size)) = (le32(&header, 10), le32(&header, 14)) else {
        return Ok(found.broken(Unreadable::Truncated));
    };
    let (width, height, depth, packing) = if size == 12 {
        let side = |at| le16(&header, at).map(u32::from);
        (side(18), side(20), le16(&header, 24), Some(0))
    } else {
        // A negative height means rows from the top.
        let height = le32(&header, 22).map(|h| h.cast_signed().unsigned_abs());
        (
            le32(&header, 18),
            height,
            le16(&header, 28),
            le32(&header, 30),
        )
    };
    let (Some(width), Some(height), Some(depth), Some(packing)) = (width, height, depth, packing)
    else {
        return Ok(found.broken(Unreadable::Truncated));
    };
    found.width = width;
    found.height = height;
    if width == 0 || height == 0 || width > i32::MAX.unsigned_abs() {
        return Ok(found.broken(Unreadable::Corrupt));
    }
    // BITMAPV3INFOHEADER and later carry an alpha mask.
    found.has_alpha = depth == 32 && size >= 56 && le32(&header, 66).is_some_and(|mask| mask != 0);
    let uncompressed = matches!(packing, 0 | 3 | 6);
    let row = (u64::from(width) * u64::from(depth)).div_ceil(32) * 4;
    let wanted = u64::from(pixels).saturating_add(row.saturating_mul(u64::from(height)));
    // Packed rows have a length of their own, where it is said.
    let packed = le32(&header, 34)
        .filter(|_| !uncompressed && size >= 40)
        .unwrap_or(0);
    if u64::from(pixels) + u64::from(packed) > source.len() {
        found.unreadable = Some(Unreadable::Truncated);
    }
    if uncompressed && wanted > source.len() {
        let huge = wanted / 4 > source.len();
        found.unreadable = Some(if huge {
            Unreadable::TooManyPixels
        } else {
            Unreadable::Truncated
        });
    }
    Ok(found)
}
