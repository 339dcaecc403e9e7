//! Who made a picture and whose it is: the one thing in its metadata that outlives a fix.
//!
//! Read from EXIF (`Artist`, `Copyright`), else from IPTC, else from XMP, and written as an EXIF
//! block that holds these two and nothing else.

mod iptc;
mod xmp;

use std::io::Cursor;

use exif::{In, Tag, Value};

use crate::guard;
use crate::strip;

/// More is no name and no notice.
const LONGEST: usize = 1000;

/// TIFF is one block from end to end: a large one would be copied whole to find two lines.
const LARGEST_TIFF: usize = 32 << 20;

const ARTIST: u16 = 0x013B;
const COPYRIGHT: u16 = 0x8298;

/// Text as stored (7 bit, or UTF-8 as everyone writes it), without control characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rights {
    artist: Option<Vec<u8>>,
    copyright: Option<Vec<u8>>,
}

impl Rights {
    /// What the file says, in any format that carries EXIF.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let exif = guard::foreign("EXIF reader", || Self::in_exif(bytes)).unwrap_or_default();
        if exif.is_whole() {
            return exif;
        }
        strip::segments(bytes)
            .into_iter()
            .fold(exif, |found, (marker, body)| match marker {
                0xE1 => found.or(xmp::rights(body)),
                0xED => found.or(iptc::rights(body)),
                _ => found,
            })
    }

    fn new(artist: Option<&[u8]>, copyright: Option<&[u8]>) -> Self {
        Self {
            artist: artist.and_then(clean),
            copyright: copyright.and_then(clean),
        }
    }

    fn in_exif(bytes: &[u8]) -> Self {
        let tiff = bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*");
        if tiff && bytes.len() > LARGEST_TIFF {
            return Self::default();
        }
        let read = exif::Reader::new()
            .continue_on_error(true)
            .read_from_container(&mut Cursor::new(bytes))
            .or_else(|error| error.distill_partial_result(|_| ()));
        let Ok(exif) = read else {
            return Self::default();
        };
        let text = |tag| match exif.get_field(tag, In::PRIMARY).map(|field| &field.value) {
            // Two parts of a notice, photographer and editor, stay two.
            Some(Value::Ascii(parts)) => Some(parts.join(&b"; "[..])),
            _ => None,
        };
        let (artist, copyright) = (text(Tag::Artist), text(Tag::Copyright));
        Self::new(artist.as_deref(), copyright.as_deref())
    }

    fn is_whole(&self) -> bool {
        self.artist.is_some() && self.copyright.is_some()
    }

    fn or(self, other: Self) -> Self {
        Self {
            artist: self.artist.or(other.artist),
            copyright: self.copyright.or(other.copyright),
        }
    }

    /// The APP1 segment with its marker; empty when there is nothing to say.
    pub(crate) fn segment(&self) -> Vec<u8> {
        let fields: Vec<(u16, &[u8])> = [(ARTIST, &self.artist), (COPYRIGHT, &self.copyright)]
            .into_iter()
            .filter_map(|(tag, text)| Some((tag, text.as_deref()?)))
            .collect();
        if fields.is_empty() {
            return Vec::new();
        }
        let (mut entries, mut texts) = (Vec::new(), Vec::new());
        let start = 8 + 2 + fields.len() * 12 + 4;
        for (tag, text) in &fields {
            let mut value = [text, &[0][..]].concat();
            entries.extend(tag.to_be_bytes());
            entries.extend([0, 2]);
            entries.extend((value.len() as u32).to_be_bytes());
            if value.len() <= 4 {
                value.resize(4, 0);
                entries.extend(value);
            } else {
                entries.extend(((start + texts.len()) as u32).to_be_bytes());
                texts.extend(value);
            }
        }
        let body = [
            &b"Exif\0\0MM\0*\0\0\0\x08"[..],
            &(fields.len() as u16).to_be_bytes(),
            &entries,
            &[0; 4],
            &texts,
        ]
        .concat();
        let length = (body.len() + 2) as u16;
        [&[0xFF, 0xE1], &length.to_be_bytes()[..], &body].concat()
    }

    /// A JPEG of this build's own making with the block in it, behind the JFIF header.
    pub(crate) fn put_into(&self, jpeg: Vec<u8>) -> Vec<u8> {
        let segment = self.segment();
        if segment.is_empty() {
            return jpeg;
        }
        let mut at = 2;
        if let [0xFF, 0xD8, 0xFF, 0xE0, high, low, ..] = jpeg.as_slice() {
            at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
        }
        let mut out = jpeg;
        let at = at.min(out.len());
        out.splice(at..at, segment);
        out
    }
}

/// `None` when nothing readable is left.
fn clean(text: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(text);
    let mut kept = String::new();
    for letter in text.chars().filter(|letter| !letter.is_control()) {
        if kept.len() + letter.len_utf8() > LONGEST {
            break;
        }
        kept.push(letter);
    }
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn said(artist: Option<&str>, copyright: Option<&str>) -> Rights {
        Rights::new(artist.map(str::as_bytes), copyright.map(str::as_bytes))
    }

    #[test]
    fn what_is_written_reads_back() {
        for rights in [
            said(
                Some("Åsa Öberg"),
                Some("© 2026 Åsa Öberg, all rights reserved"),
            ),
            said(Some("Bo"), None),
            said(None, Some("x")),
        ] {
            let jpeg = rights.put_into(vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xD9]);
            assert_eq!(jpeg.get(..8).unwrap(), [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2]);
            assert_eq!(Rights::of(&jpeg), rights);
        }
    }

    #[test]
    fn nothing_to_say_adds_nothing() {
        assert_eq!(said(None, Some(" \0\n ")).segment(), Vec::<u8>::new());
        assert_eq!(Rights::default().put_into(vec![1, 2, 3]), [1, 2, 3]);
    }

    #[test]
    fn a_notice_without_end_is_cut_between_letters() {
        let rights = said(None, Some(&"é".repeat(3000)));
        assert!(rights.segment().len() < 2 * LONGEST);
        assert!(String::from_utf8(rights.copyright.unwrap()).is_ok());
    }
}
