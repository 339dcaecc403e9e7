//! JPEG markers (ITU T.81 annex B), EXIF, ICC, XMP, MPF and Adobe segments. No entropy-coded data
//! is decoded: a picture damaged inside is found when it is decoded.

use std::io::{self, Read, Seek};

use fanfold_domain::media::Unreadable;

use super::bytes::{be16, rfind, u8_at};
use super::exif::{self, Tiff};
use super::found::{Channels, Found, MAX_PIXELS, MAX_PROFILE, Profile};
use super::source::Source;

const MAX_SEGMENTS: usize = 4096;
const MAX_XMP_SEGMENTS: usize = 64;

/// Photographs need 20 to 200 bits for a block of 8×8; a picture all of one colour about 5. Less than
/// this is a drawing, or a header that promises more than the file holds: only decoding can tell.
const DOUBTFUL_BITS: u64 = 6;

/// Even flat pictures need about a bit per 8×8 block of each component; beyond this many pixels a
/// byte the header lies.
const MAX_PIXELS_PER_BYTE: u64 = 1024;

/// Smaller pictures are cheap to decode, so a lying header is left to the decoder.
const CHEAP_PIXELS: u64 = 64_000_000;

/// How far back from the end the End Of Image marker is looked for (motion photos append a film).
const MAX_TRAILER: u64 = 64 << 20;

/// Reads the markers up to the scan, then looks for the end of the picture.
pub(super) fn inspect<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Found> {
    let mut walk = Walk::default();
    let scan = walk.segments(source)?;
    let mut found = walk.finish();
    let Some(scan) = scan else {
        let why = if source.len() <= walk.at {
            Unreadable::Truncated
        } else {
            Unreadable::Corrupt
        };
        return Ok(found.broken(why));
    };
    if found.pixels() == 0 {
        return Ok(found.broken(Unreadable::Corrupt));
    }
    let room = source.len().saturating_mul(MAX_PIXELS_PER_BYTE);
    if found.pixels() > MAX_PIXELS || (found.pixels() > CHEAP_PIXELS && found.pixels() > room) {
        found.unreadable = Some(Unreadable::TooManyPixels);
    } else if !has_end(source, scan)? {
        found.unreadable = Some(Unreadable::Truncated);
    } else {
        let blocks = walk.frame.map_or(0, Frame::blocks);
        found.doubtful = source.len().saturating_sub(scan) * 8 < blocks * DOUBTFUL_BITS;
    }
    Ok(found)
}

/// The first EXIF block of a JPEG, without what is in front of its TIFF header.
pub(super) fn exif_block<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Option<Vec<u8>>> {
    let mut at = 2;
    for _ in 0..MAX_SEGMENTS {
        let head = source.at(at, 10)?;
        let (Some([0xFF, marker]), Some(len)) = (head.get(..2), be16(&head, 2)) else {
            break;
        };
        match marker {
            0xE1 if head.ends_with(b"Exif\0\0") => {
                let size = usize::from(len).saturating_sub(8);
                return Ok(Some(source.at(at + 10, size)?.into_owned()));
            }
            // The picture starts, or this is no marker.
            0x00 | 0xC0..=0xC3 | 0xDA | 0xD9 => break,
            _ => at += 2 + u64::from(len.max(2)),
        }
    }
    Ok(None)
}

#[derive(Default)]
struct Walk {
    at: u64,
    frame: Option<Frame>,
    exif: Option<exif::Exif>,
    icc: Vec<(u8, Vec<u8>)>,
    icc_bytes: usize,
    icc_too_big: bool,
    xmp_segments: usize,
    xmp_location: bool,
    pictures: u32,
    adobe: Option<u8>,
}

#[derive(Clone, Copy)]
struct Frame {
    marker: u8,
    precision: u8,
    width: u16,
    height: u16,
    components: u8,
    /// Of the first component, which is the finest.
    sampling: u8,
}

impl Frame {
    /// Blocks of 8×8 samples; 0 where they can be skipped (progressive, arithmetic).
    fn blocks(self) -> u64 {
        if !matches!(self.marker, 0xC0 | 0xC1) {
            return 0;
        }
        let luma = u64::from(self.width) * u64::from(self.height) / 64;
        let parts = u64::from((self.sampling >> 4) * (self.sampling & 15)).max(1);
        luma + luma * u64::from(self.components.saturating_sub(1)) / parts
    }
}

impl Walk {
    /// Returns where the first scan starts; `None` when the file ends or breaks before.
    fn segments<R: Read + Seek>(&mut self, source: &mut Source<R>) -> io::Result<Option<u64>> {
        self.at = 2;
        for _ in 0..MAX_SEGMENTS {
            let head = source.at(self.at, 4)?;
            let (Some(0xFF), Some(marker)) = (u8_at(&head, 0), u8_at(&head, 1)) else {
                return Ok(None);
            };
            match marker {
                0xFF => {
                    self.at += 1;
                    continue;
                }
                0x01 | 0xD0..=0xD8 => {
                    self.at += 2;
                    continue;
                }
                0x00 | 0xD9 => return Ok(None),
                _ => {}
            }
            let Some(len) = be16(&head, 2).filter(|len| *len >= 2) else {
                return Ok(None);
            };
            let body = self.at + 4;
            self.at += 2 + u64::from(len);
            if marker == 0xDA {
                return Ok(self.frame.map(|_| self.at));
            }
            if matters(marker) && !(marker == 0xE2 && self.icc_too_big) {
                let data = source.at(body, usize::from(len) - 2)?;
                self.segment(marker, &data);
            }
        }
        Ok(None)
    }

    fn segment(&mut self, marker: u8, data: &[u8]) {
        match marker {
            0xE1 => self.app1(data),
            0xE2 => self.app2(data),
            0xEE if data.starts_with(b"Adobe") => self.adobe = u8_at(data, 11),
            // A second frame header belongs to no picture that anyone writes; the first counts.
            _ if self.frame.is_none() && (0xC0..=0xCF).contains(&marker) => {
                self.frame = frame(marker, data);
            }
            _ => {}
        }
    }

    fn app1(&mut self, data: &[u8]) {
        if let Some(tiff) = data.strip_prefix(b"Exif\0\0") {
            // Some writers repeat the block; readers take the first.
            self.exif.get_or_insert_with(|| exif::read(tiff));
        } else if data.starts_with(b"http://ns.adobe.com/x") && self.xmp_segments < MAX_XMP_SEGMENTS
        {
            self.xmp_segments += 1;
            self.xmp_location |= exif::xmp_has_location(data);
        }
    }

    fn app2(&mut self, data: &[u8]) {
        if let Some(icc) = data.strip_prefix(b"ICC_PROFILE\0") {
            let (Some(number), Some(part)) = (u8_at(icc, 0), icc.get(2..)) else {
                return;
            };
            self.icc_bytes += part.len();
            if self.icc_bytes > MAX_PROFILE {
                self.icc_too_big = true;
                self.icc.clear();
            } else {
                self.icc.push((number, part.to_vec()));
            }
        } else if let Some(mpf) = data.strip_prefix(b"MPF\0") {
            self.pictures = pictures(mpf).unwrap_or(0);
        }
    }

    fn finish(&mut self) -> Found {
        let mut found = Found::image(if self.pictures > 1 { "mpo" } else { "jpeg" });
        if let Some(frame) = self.frame {
            found.width = u32::from(frame.width);
            found.height = u32::from(frame.height);
            found.channels = match frame.components {
                1 => Channels::Gray,
                4 => Channels::Cmyk,
                _ => Channels::Rgb,
            };
            // Hierarchical and 12-bit JPEG: hospitals and archives, no decoder here.
            found.decodable = frame.precision == 8
                && matches!(frame.components, 1 | 3 | 4)
                && matches!(frame.marker, 0xC0..=0xC3 | 0xC9 | 0xCA);
        }
        found.inverted_inks = self.adobe.is_some();
        let exif = self.exif.unwrap_or_default();
        found.orientation = exif.orientation;
        found.has_location = exif.has_location || self.xmp_location;
        found.odd_profile = self.icc_too_big;
        found.profile = if self.icc.is_empty() {
            if exif.adobe_rgb && !self.icc_too_big {
                Profile::AdobeRgb
            } else {
                Profile::Untagged
            }
        } else {
            self.icc.sort_by_key(|(number, _)| *number);
            let parts: Vec<&[u8]> = self.icc.iter().map(|(_, part)| part.as_slice()).collect();
            Profile::Icc(parts.concat())
        };
        found
    }
}

/// The segments whose content is read; the others are skipped over unread.
fn matters(marker: u8) -> bool {
    matches!(marker, 0xE1 | 0xE2 | 0xEE)
        || (matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC))
}

fn frame(marker: u8, data: &[u8]) -> Option<Frame> {
    Some(Frame {
        marker,
        precision: u8_at(data, 0)?,
        height: be16(data, 1)?,
        width: be16(data, 3)?,
        components: u8_at(data, 5)?,
        sampling: u8_at(data, 7)?,
    })
}

/// `NumberOfImages` of a Multi-Picture index (CIPA DC-007, tag 0xB001). Phones list a gain map for
/// bright screens there too: Meta excludes MPO without saying which, and saving the first picture
/// again is safe for both.
fn pictures(mpf: &[u8]) -> Option<u32> {
    let tiff = Tiff::new(mpf)?;
    let entry = tiff.entries(tiff.first()?).find(|e| e.tag == 0xB001)?;
    tiff.number(entry)
}

/// Whether an End Of Image marker follows the scan. In coded data FF is always followed by 00 or a
/// restart marker, so FFD9 cannot occur in it by chance; phones append gain maps and films, so the
/// file need not end with it.
fn has_end<R: Read + Seek>(source: &mut Source<R>, scan: u64) -> io::Result<bool> {
    const STEP: u64 = 64 * 1024;
    let len = source.len();
    let floor = scan.max(len.saturating_sub(MAX_TRAILER));
    let mut end = len;
    let mut step = 512;
    while end > floor {
        let start = end.saturating_sub(step).max(floor);
        // One byte more, for a marker across the border.
        let want = usize::try_from(end - start + 1).unwrap_or(usize::MAX);
        if rfind(&source.at(start, want)?, &[0xFF, 0xD9]).is_some() {
            return Ok(true);
        }
        end = start;
        step = (step * 4).min(STEP * 16);
    }
    Ok(false)
}
