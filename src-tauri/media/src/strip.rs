//! A JPEG without what has no place at a public address, its pixels untouched.
//!
//! For pictures that are right as they are: compressing them again would only cost quality. Kept
//! are the pixels' own segments, JFIF, Adobe's colour marker and the ICC profile. Dropped are EXIF,
//! XMP, IPTC, maker notes, comments, embedded previews and everything behind the picture's end; whose
//! picture it is comes back in a block of its own ([`crate::rights`]).

/// What starts an ICC profile's segment.
const ICC: &[u8] = b"ICC_PROFILE\0";

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;

/// The picture without its metadata; `None` when the segments do not add up to a JPEG.
pub(crate) fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 2;
    (bytes.get(..2)? == [0xFF, SOI]).then(|| out.extend([0xFF, SOI]))?;
    loop {
        let marker = marker(bytes, &mut at)?;
        if marker == EOI {
            out.extend([0xFF, EOI]);
            return Some(out);
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
        let segment = bytes
            .get(at..at.checked_add(length)?)
            .filter(|_| length >= 2)?;
        at += length;
        if is_kept(marker, segment.get(2..)?) {
            out.extend([0xFF, marker]);
            out.extend(segment);
        }
        if marker == SOS {
            let end = scan_end(bytes, at)?;
            out.extend(bytes.get(at..end)?);
            at = end;
        }
    }
}

/// The metadata segments before the pixels: marker and body. Ends at the first oddity.
pub(crate) fn segments(bytes: &[u8]) -> Vec<(u8, &[u8])> {
    let mut found = Vec::new();
    let mut at = 2;
    if bytes.get(..2) != Some(&[0xFF, SOI]) {
        return found;
    }
    while let Some(marker) = marker(bytes, &mut at) {
        let Some([high, low]) = bytes.get(at..).and_then(|rest| rest.first_chunk().copied()) else {
            break;
        };
        let end = at + usize::from(u16::from_be_bytes([high, low]));
        let Some(body) = bytes.get(at + 2..end) else {
            break;
        };
        if marker == SOS {
            break;
        }
        if (0xE0..=0xEF).contains(&marker) {
            found.push((marker, body));
        }
        at = end;
    }
    found
}

/// Reads a marker; fill bytes before it are allowed.
fn marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    (*bytes.get(*at)? == 0xFF).then_some(())?;
    while *bytes.get(*at)? == 0xFF {
        *at += 1;
    }
    let marker = *bytes.get(*at)?;
    *at += 1;
    (marker != 0).then_some(marker)
}

fn is_kept(marker: u8, body: &[u8]) -> bool {
    match marker {
        // APP0: JFIF only; JFXX carries a preview. APP14: how the colours are stored.
        0xE0 => body.starts_with(b"JFIF\0"),
        0xE2 => body.starts_with(ICC),
        0xEE => body.starts_with(b"Adobe"),
        0xE1..=0xEF | 0xFE => false,
        _ => true,
    }
}

/// Where the entropy-coded data ends: at a marker that is neither stuffing nor a restart.
fn scan_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let found = bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)? + at;
        match *bytes.get(found + 1)? {
            0x00 | 0xD0..=0xD7 => at = found + 2,
            0xFF => at = found + 1,
            _ => return Some(found),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker], &length[..], body].concat()
    }

    #[test]
    fn only_what_the_pixels_need_stays() {
        let scan = [0x12, 0xFF, 0x00, 0xFF, 0xD0, 0x34];
        let parts: Vec<Vec<u8>> = vec![
            vec![0xFF, SOI],
            segment(0xE0, b"JFIF\0rest"),
            segment(0xE1, b"Exif\0\0GPS"),
            segment(0xE2, b"ICC_PROFILE\0profile"),
            segment(0xE2, b"MPF\0second picture"),
            segment(0xED, b"Photoshop"),
            segment(0xFE, b"a comment"),
            segment(0xDB, b"tables"),
            segment(SOS, b"head"),
            scan.to_vec(),
            vec![0xFF, EOI],
            b"a trailer with a place in it".to_vec(),
        ];
        let stripped = jpeg(&parts.concat()).unwrap();
        let wanted = [
            vec![0xFF, SOI],
            segment(0xE0, b"JFIF\0rest"),
            segment(0xE2, b"ICC_PROFILE\0profile"),
            segment(0xDB, b"tables"),
            segment(SOS, b"head"),
            scan.to_vec(),
            vec![0xFF, EOI],
        ];
        assert_eq!(stripped, wanted.concat());
    }

    #[test]
    fn what_does_not_add_up_is_left_to_the_decoder() {
        for broken in [
            &b""[..],
            b"\xFF\xD8",
            b"\xFF\xD8\xFF\xE0\x00\x01",
            b"\xFF\xD8\xFF\xE0\xFF\xFF12",
            b"PNG",
        ] {
            assert_eq!(jpeg(broken), None);
        }
    }
}
