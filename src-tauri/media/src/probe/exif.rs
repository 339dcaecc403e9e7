//! The few EXIF entries that matter here: orientation, position, colour space. Also reads TIFF
//! directories and the MPF directory, which share the layout.
//!
//! Deliberately not a full EXIF reader: everything is bounded, nothing allocates.

use super::bytes::{be16, be32, contains, le16, le32};

const MAX_ENTRIES: usize = 512;

/// What EXIF says about the picture it rides in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Exif {
    /// 1–8; 0 when not said.
    pub(crate) orientation: u8,
    pub(crate) has_location: bool,
    pub(crate) adobe_rgb: bool,
}

/// TIFF data (or a piece of it that starts at `base`) and its byte order. Places are counted from
/// the TIFF header.
#[derive(Clone, Copy)]
pub(crate) struct Tiff<'a> {
    bytes: &'a [u8],
    big: bool,
    base: usize,
}

/// One directory entry; the value is read by [`Tiff::number`] or [`Tiff::data`].
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) tag: u16,
    kind: u16,
    pub(crate) count: u32,
    at: usize,
}

impl<'a> Tiff<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Self> {
        let big = match bytes.get(..4)? {
            [b'M', b'M', 0, 42] => true,
            [b'I', b'I', 42, 0] => false,
            _ => return None,
        };
        Some(Self {
            bytes,
            big,
            base: 0,
        })
    }

    /// A piece cut out of a larger file.
    pub(crate) fn piece(bytes: &'a [u8], big: bool, base: usize) -> Self {
        Self { bytes, big, base }
    }

    pub(crate) fn u16(self, at: usize) -> Option<u16> {
        let at = at.checked_sub(self.base)?;
        if self.big {
            be16(self.bytes, at)
        } else {
            le16(self.bytes, at)
        }
    }

    pub(crate) fn u32(self, at: usize) -> Option<u32> {
        let at = at.checked_sub(self.base)?;
        if self.big {
            be32(self.bytes, at)
        } else {
            le32(self.bytes, at)
        }
    }

    /// Where the first directory lies.
    pub(crate) fn first(self) -> Option<usize> {
        self.u32(4).map(|at| at as usize)
    }

    /// The entries of the directory at `at` that lie inside the data.
    pub(crate) fn entries(self, at: usize) -> impl Iterator<Item = Entry> + use<'a> {
        let count = usize::from(self.u16(at).unwrap_or(0)).min(MAX_ENTRIES);
        (0..count).map_while(move |n| {
            let at = at.checked_add(2 + n * 12)?;
            Some(Entry {
                tag: self.u16(at)?,
                kind: self.u16(at + 2)?,
                count: self.u32(at + 4)?,
                at: at + 8,
            })
        })
    }

    /// The first value of an entry of SHORT or LONG.
    pub(crate) fn number(self, entry: Entry) -> Option<u32> {
        match entry.kind {
            1 | 7 => self.slice(entry.at, 1)?.first().copied().map(u32::from),
            3 if entry.count <= 2 => self.u16(entry.at).map(u32::from),
            3 => self.u16(self.u32(entry.at)? as usize).map(u32::from),
            4 | 13 => self.u32(entry.at),
            _ => None,
        }
    }

    /// The bytes of an entry of bytes or text.
    pub(crate) fn data(self, entry: Entry) -> Option<&'a [u8]> {
        let len = entry.count as usize;
        let at = if len <= 4 {
            entry.at
        } else {
            self.u32(entry.at)? as usize
        };
        self.slice(at, len)
    }

    /// Where the value of an entry lies that does not fit into the entry.
    pub(crate) fn place(self, entry: Entry) -> Option<u32> {
        self.u32(entry.at)
    }

    fn slice(self, at: usize, len: usize) -> Option<&'a [u8]> {
        let at = at.checked_sub(self.base)?;
        self.bytes.get(at..at.checked_add(len)?)
    }

    /// What the directory at `at`, and those it points to, say.
    pub(crate) fn exif(self, at: usize) -> Exif {
        let mut found = Exif::default();
        for entry in self.entries(at) {
            match entry.tag {
                0x0112 => {
                    found.orientation = self
                        .number(entry)
                        .and_then(|v| u8::try_from(v).ok())
                        .filter(|v| (1..=8).contains(v))
                        .unwrap_or(0);
                }
                0x8825 => {
                    let at = self.directory(entry);
                    found.has_location |= at.is_some_and(|at| self.is_position(at));
                }
                0x8769 => {
                    found.adobe_rgb |= self
                        .directory(entry)
                        .is_some_and(|at| self.says_adobe_rgb(at));
                }
                _ => {}
            }
        }
        found
    }

    fn directory(self, entry: Entry) -> Option<usize> {
        self.number(entry).map(|at| at as usize)
    }

    /// Whether the GPS directory at `at` says where: latitude or longitude, not a version alone.
    pub(crate) fn is_position(self, at: usize) -> bool {
        self.entries(at)
            .any(|entry| matches!(entry.tag, 2 | 4) && entry.count > 0)
    }

    /// `data` as numbers of `size` bytes each.
    pub(crate) fn numbers(self, data: &[u8], size: usize) -> Vec<u32> {
        let wide = Tiff::piece(data, self.big, 0);
        (0..data.len() / size.max(1))
            .filter_map(|n| match size {
                2 => wide.u16(n * 2).map(u32::from),
                _ => wide.u32(n * 4),
            })
            .collect()
    }

    /// The small JPEG of the second directory (EXIF 2.32, 4.5.7), if there is a whole one.
    fn thumbnail(self) -> Option<&'a [u8]> {
        let first = self.first()?;
        let count = usize::from(self.u16(first)?);
        let second = self.u32(first.checked_add(2 + count * 12)?)? as usize;
        let (mut at, mut len) = (None, None);
        for entry in self.entries(second) {
            match entry.tag {
                0x0201 => at = self.number(entry),
                0x0202 => len = self.number(entry),
                _ => {}
            }
        }
        self.slice(at? as usize, len? as usize)
            .filter(|jpeg| jpeg.starts_with(&[0xFF, 0xD8, 0xFF]))
    }

    /// DCF option file: `InteroperabilityIndex` "R03" means Adobe RGB (DCF 2.0, 3.2.1).
    fn says_adobe_rgb(self, at: usize) -> bool {
        self.entries(at).any(|entry| match entry.tag {
            0xA001 => self.number(entry) == Some(2),
            0xA005 => self.directory(entry).is_some_and(|interop| {
                self.entries(interop)
                    .any(|e| e.tag == 1 && self.data(e).is_some_and(|d| d.starts_with(b"R03")))
            }),
            _ => false,
        })
    }
}

impl Entry {
    /// Bytes of all values (TIFF 6.0, section 2).
    pub(crate) fn bytes(self) -> u64 {
        let each = match self.kind {
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => 1,
        };
        u64::from(self.count) * each
    }

    /// Bytes of one value: SHORT or LONG.
    pub(crate) fn value_size(self) -> usize {
        if self.kind == 3 { 2 } else { 4 }
    }
}

/// The small JPEG inside an EXIF block.
pub(crate) fn thumbnail(bytes: &[u8]) -> Option<&[u8]> {
    Tiff::new(bytes)?.thumbnail()
}

/// Reads the EXIF block of a picture (`bytes` starts at the TIFF header).
pub(crate) fn read(bytes: &[u8]) -> Exif {
    Tiff::new(bytes)
        .and_then(|tiff| Some(tiff.exif(tiff.first()?)))
        .unwrap_or_default()
}

/// Whether an XMP packet holds a position.
pub(crate) fn xmp_has_location(packet: &[u8]) -> bool {
    contains(packet, b"GPSLatitude") || contains(packet, b"GPSLongitude")
}
