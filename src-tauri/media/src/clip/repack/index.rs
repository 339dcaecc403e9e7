//! The index of a clip (`moov`, ISO/IEC 14496-12) taken apart and put together again: only boxes
//! that are known, nothing of who, where and when, and each chunk where it lies afterwards.

use std::ops::Range;

use crate::probe::{be32, inner, tag};

/// Content of the parts of `stsd` before the boxes in them: pictures and sound.
const PICTURES: usize = 86;
const SOUND: usize = 36;

/// An index put together again.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The whole box.
    pub(super) bytes: Vec<u8>,
    /// Bytes of all pictures and sounds that it lists.
    pub(super) listed: u64,
    pub(super) pictures: usize,
    pub(super) sounds: usize,
}

/// A box with its header; `None` when it is too long for a short one.
pub(super) fn boxed(name: [u8; 4], content: &[u8]) -> Option<Vec<u8>> {
    Some([&header(name, content.len() as u64)?, content].concat())
}

/// The header of a box with `content` bytes behind it.
pub(super) fn header(name: [u8; 4], content: u64) -> Option<Vec<u8>> {
    let size = u32::try_from(content.checked_add(8)?).ok()?;
    Some([&size.to_be_bytes()[..], &name].concat())
}

enum Put {
    Kept(Vec<u8>),
    LeftOut,
}

impl Index {
    /// `moov` is the content of that box; chunks, which have to lie in `chunks`, are moved by
    /// `shift`. Takes the same room whatever the shift. `None` where anything in it is not known.
    pub(super) fn of(moov: &[u8], chunks: &Range<u64>, shift: i64) -> Option<Self> {
        let mut index = Self::default();
        let content = index.tree(*b"moov", moov, &Move { chunks, shift })?;
        index.bytes = boxed(*b"moov", &content)?;
        Some(index)
    }

    fn tree(&mut self, parent: [u8; 4], content: &[u8], to: &Move<'_>) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(content.len());
        let mut read = 0;
        for (name, inside) in inner(content, 0) {
            read += inside.len() + 8;
            match self.put(parent, name, inside, to)? {
                Put::Kept(content) => out.extend(boxed(name, &content)?),
                Put::LeftOut => {}
            }
        }
        // A rest that is no box belongs to nobody.
        (read == content.len()).then_some(out)
    }

    /// What becomes of a box; `None` gives up.
    fn put(
        &mut self,
        parent: [u8; 4],
        name: [u8; 4],
        content: &[u8],
        to: &Move<'_>,
    ) -> Option<Put> {
        let kept = match (&parent, &name) {
            (b"moov", b"iods")
            | (b"moov" | b"trak" | b"mdia" | b"minf" | b"stbl", b"free" | b"skip")
            | (b"moov" | b"trak", b"udta" | b"meta" | b"uuid") => return Some(Put::LeftOut),
            (b"moov", b"trak") | (b"trak", b"mdia") | (b"mdia", b"minf") | (b"minf", b"stbl") => {
                self.tree(name, content, to)?
            }
            (b"moov", b"mvhd") | (b"trak", b"tkhd") | (b"mdia", b"mdhd") => timeless(content)?,
            (b"mdia", b"hdlr") => self.handler(content)?,
            (b"minf", b"dinf") => own_data(content)?,
            (b"stbl", b"stsd") => described(content)?,
            (b"stbl", b"stsz") => {
                self.listed = self.listed.checked_add(sizes(content)?)?;
                content.to_vec()
            }
            (b"stbl", b"stco") => to.short(content)?,
            (b"stbl", b"co64") => to.long(content)?,
            (b"trak", b"edts")
            | (b"minf", b"vmhd" | b"smhd")
            | (
                b"stbl",
                b"stts" | b"ctts" | b"stss" | b"stsc" | b"sdtp" | b"sgpd" | b"sbgp" | b"cslg",
            ) => content.to_vec(),
            _ => return None,
        };
        Some(Put::Kept(kept))
    }

    /// Counts the track; its name may be anything and goes.
    fn handler(&mut self, content: &[u8]) -> Option<Vec<u8>> {
        match &tag(content, 8)? {
            b"vide" => self.pictures += 1,
            b"soun" => self.sounds += 1,
            _ => return None,
        }
        Some([content.get(..24)?, &[0]].concat())
    }
}

/// Without the times at which it was made and changed.
fn timeless(content: &[u8]) -> Option<Vec<u8>> {
    let mut out = content.to_vec();
    let end = match out.first()? {
        0 => 12,
        1 => 20,
        _ => return None,
    };
    out.get_mut(4..end)?.fill(0);
    Some(out)
}

/// One reference, to this very file.
fn own_data(content: &[u8]) -> Option<Vec<u8>> {
    let mut parts = inner(content, 0);
    let (Some((name, references)), None) = (parts.next(), parts.next()) else {
        return None;
    };
    let here = &name == b"dref"
        && be32(references, 4)? == 1
        && be32(references, 8)? == 12
        && be32(references, 16)? & 1 == 1;
    here.then(|| content.to_vec())
}

/// One description, of a kind that is known. The name of the program that compressed the pictures
/// goes: cameras put theirs there.
fn described(content: &[u8]) -> Option<Vec<u8>> {
    let mut entries = inner(content, 8);
    let (Some((name, entry)), None) = (entries.next(), entries.next()) else {
        return None;
    };
    let mut out = content.to_vec();
    let (fixed, known): (usize, &[&[u8; 4]]) = match &name {
        b"avc1" | b"hvc1" => {
            out.get_mut(58..90)?.fill(0);
            let boxes: &[&[u8; 4]] = &[b"avcC", b"hvcC", b"pasp", b"colr", b"btrt", b"fiel"];
            (PICTURES - 8, boxes)
        }
        // Version 0: QuickTime's others are laid out otherwise.
        b"mp4a" if entry.get(8..10)? == [0, 0] => (SOUND - 8, &[b"esds", b"btrt"]),
        _ => return None,
    };
    let mut boxes = inner(entry, fixed);
    boxes.all(|(name, _)| known.contains(&&name)).then_some(out)
}

/// Bytes of all samples of a track.
fn sizes(content: &[u8]) -> Option<u64> {
    let (each, count) = (be32(content, 4)?, be32(content, 8)?);
    if each > 0 {
        return u64::from(each).checked_mul(count.into());
    }
    let table = content.get(12..)?.as_chunks::<4>().0;
    let sum = table
        .iter()
        .map(|size| u64::from(u32::from_be_bytes(*size)));
    (table.len() as u64 == u64::from(count)).then(|| sum.sum())
}

/// Where chunks are and where they go.
struct Move<'a> {
    chunks: &'a Range<u64>,
    shift: i64,
}

impl Move<'_> {
    fn place(&self, old: u64) -> Option<u64> {
        let inside = self.chunks.contains(&old);
        inside.then(|| old.checked_add_signed(self.shift)).flatten()
    }

    fn short(&self, content: &[u8]) -> Option<Vec<u8>> {
        let mut out = content.get(..8)?.to_vec();
        for place in content.get(8..)?.as_chunks::<4>().0 {
            let place = self.place(u32::from_be_bytes(*place).into())?;
            out.extend(u32::try_from(place).ok()?.to_be_bytes());
        }
        (out.len() == content.len() && be32(content, 4)? as usize == (out.len() - 8) / 4)
            .then_some(out)
    }

    fn long(&self, content: &[u8]) -> Option<Vec<u8>> {
        let mut out = content.get(..8)?.to_vec();
        for place in content.get(8..)?.as_chunks::<8>().0 {
            out.extend(self.place(u64::from_be_bytes(*place))?.to_be_bytes());
        }
        (out.len() == content.len() && be32(content, 4)? as usize == (out.len() - 8) / 8)
            .then_some(out)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn table(places: &[u32]) -> Vec<u8> {
        let head = [0, places.len() as u32];
        head.iter()
            .chain(places)
            .flat_map(|n| n.to_be_bytes())
            .collect()
    }

    #[test]
    fn chunks_move_together_and_never_out_of_the_content() {
        let chunks = 100..1000;
        let to = |shift| Move {
            chunks: &chunks,
            shift,
        };
        assert_eq!(
            to(50).short(&table(&[100, 999])).unwrap(),
            table(&[150, 1049])
        );
        assert_eq!(to(-60).short(&table(&[100])).unwrap(), table(&[40]));
        assert_eq!(to(50).short(&table(&[99])), None);
        assert_eq!(to(50).short(&table(&[1000])), None);
        assert_eq!(to(i64::from(u32::MAX)).short(&table(&[100])), None);
        let mut short = table(&[100, 200]);
        short.pop();
        assert_eq!(to(0).short(&short), None);
    }

    #[test]
    fn times_go_and_the_rest_stays() {
        let short: Vec<u8> = std::iter::once(0).chain(1..20).collect();
        let told = timeless(&short).unwrap();
        assert!(told.get(4..12).unwrap().iter().all(|byte| *byte == 0));
        assert_eq!(told.get(12..), short.get(12..));
        assert_eq!(timeless(&[0, 0, 0, 0, 1]), None);
        assert_eq!(timeless(&[2; 40]), None);
    }

    #[test]
    fn what_is_not_known_gives_up() {
        let chunks = 0..10;
        let moov = boxed(*b"mvex", &[0; 8]).unwrap();
        assert!(Index::of(&moov, &chunks, 0).is_none());
        let tail = [boxed(*b"mvhd", &[0; 100]).unwrap(), vec![1, 2, 3]].concat();
        assert!(Index::of(&tail, &chunks, 0).is_none());
    }
}
