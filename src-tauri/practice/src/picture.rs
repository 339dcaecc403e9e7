//! Looking at the bytes behind an address: what they are, and how large.
//!
//! Only headers are read. Whether pixels decode is not tried: Instagram does not
//! say how it treats damage inside the scan, only that the file must be a JPEG.

/// What a file's content turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Look {
    /// A whole baseline or progressive JPEG.
    Jpeg { width: u32, height: u32 },
    /// MP4 or QuickTime by its first box.
    Video,
    /// A picture, but not one that Instagram takes; the text names it.
    Other(&'static str),
    /// Neither picture nor video.
    Unknown,
}

pub(crate) fn look(bytes: &[u8]) -> Look {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let at = |offset: usize, magic: &[u8]| {
        bytes
            .get(offset..)
            .is_some_and(|rest| rest.starts_with(magic))
    };
    if starts(&[0xFF, 0xD8]) {
        return jpeg(bytes).unwrap_or(Look::Other("damaged JPEG"));
    }
    if starts(b"\x89PNG") {
        return Look::Other("PNG");
    }
    if starts(b"RIFF") && at(8, b"WEBP") {
        return Look::Other("WebP");
    }
    if starts(b"GIF8") {
        return Look::Other("GIF");
    }
    if starts(b"BM") {
        return Look::Other("BMP");
    }
    if starts(b"II*\0") || starts(b"MM\0*") {
        return Look::Other("TIFF");
    }
    if at(4, b"ftyp") {
        let brand = bytes.get(8..12).unwrap_or_default();
        return match brand {
            b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc" => Look::Other("HEIC"),
            b"avif" | b"avis" => Look::Other("AVIF"),
            _ => Look::Video,
        };
    }
    Look::Unknown
}

/// Walks the segments up to the scan; `None` where the file breaks off.
fn jpeg(bytes: &[u8]) -> Option<Look> {
    let mut at = 2;
    let mut size = None;
    loop {
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            // Fill bytes before a marker.
            0xFF => {
                at += 1;
                continue;
            }
            // Markers without a body.
            0x01 | 0xD0..=0xD8 => {
                at += 2;
                continue;
            }
            0xD9 => return None,
            _ => {}
        }
        let length = usize::from(word(bytes, at + 2)?);
        let body = bytes.get(at + 4..at + 2 + length.max(2))?;
        match marker {
            0xC0..=0xC2 => size = Some((u32::from(word(body, 3)?), u32::from(word(body, 1)?))),
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                return Some(Look::Other("lossless or arithmetic JPEG"));
            }
            // Multi-Picture Format: MPO and JPS, excluded by Meta's page.
            0xE2 if body.starts_with(b"MPF\0") => return Some(Look::Other("MPO")),
            0xDA => {
                let (width, height) = size.filter(|(width, height)| width * height > 0)?;
                let scan = bytes.get(at + 2 + length..)?;
                let ends = scan.windows(2).rev().any(|pair| pair == [0xFF, 0xD9]);
                return ends.then_some(Look::Jpeg { width, height });
            }
            _ => {}
        }
        at += 2 + length.max(2);
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

/// 4:5 … 1.91:1 (Meta, IG User Media, 2026-09-11). The slack lets whole-pixel
/// rounding of a small picture through, and no more: 3:4 stays out.
pub(crate) fn feed_ratio(width: u32, height: u32) -> bool {
    let ratio = f64::from(width) / f64::from(height);
    (0.8 - 0.005..=1.91 + 0.01).contains(&ratio)
}

/// Stories recommend 9:16; only absurd strips are refused.
pub(crate) fn story_ratio(width: u32, height: u32) -> bool {
    let ratio = f64::from(width) / f64::from(height);
    (0.1..=10.0).contains(&ratio)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    fn sample(width: usize, height: usize) -> Vec<u8> {
        let pixels = vec![120_u8; width * height * 3];
        let image = turbojpeg::Image {
            pixels: pixels.as_slice(),
            width,
            pitch: width * 3,
            height,
            format: turbojpeg::PixelFormat::RGB,
        };
        turbojpeg::compress(image, 80, turbojpeg::Subsamp::Sub2x2)
            .unwrap()
            .to_vec()
    }

    #[test]
    fn a_whole_jpeg_gives_its_size() {
        assert_eq!(
            look(&sample(40, 50)),
            Look::Jpeg {
                width: 40,
                height: 50
            }
        );
    }

    #[test]
    fn every_truncation_is_noticed_and_none_panics() {
        let whole = sample(64, 64);
        for length in 2..whole.len() {
            assert_eq!(
                look(&whole[..length]),
                Look::Other("damaged JPEG"),
                "{length}"
            );
        }
    }

    #[test]
    fn other_formats_are_named_whatever_their_file_was_called() {
        assert_eq!(look(b"\x89PNG\r\n\x1a\n....."), Look::Other("PNG"));
        assert_eq!(look(b"RIFF\0\0\0\0WEBPVP8 "), Look::Other("WebP"));
        assert_eq!(look(b"\0\0\0\x18ftypheic"), Look::Other("HEIC"));
        assert_eq!(look(b"\0\0\0\x18ftypisom"), Look::Video);
        assert_eq!(look(b"<html>"), Look::Unknown);
        assert_eq!(look(b""), Look::Unknown);
    }

    #[test]
    fn a_multi_picture_file_is_refused() {
        let mut bytes = sample(40, 40);
        let segment = [0xFF, 0xE2, 0x00, 0x08, b'M', b'P', b'F', 0, 0, 0];
        bytes.splice(2..2, segment);
        assert_eq!(look(&bytes), Look::Other("MPO"));
    }

    #[test]
    fn the_ratio_limits_are_metas() {
        assert!(feed_ratio(1080, 1350) && feed_ratio(1080, 566) && feed_ratio(1, 1));
        assert!(!feed_ratio(1080, 1440) && !feed_ratio(12_000, 90));
    }
}
