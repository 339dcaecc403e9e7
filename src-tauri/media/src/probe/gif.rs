//! GIF blocks (GIF89a). Stops at the second frame: more than one is all that needs to be known.

use std::io::{self, Read, Seek};

use fanfold_domain::media::Unreadable;

use super::bytes::{le16, u8_at};
use super::found::Found;
use super::source::Source;

/// A 12-bit LZW code stands for at most 4095 pixels.
const MAX_PIXELS_PER_BYTE: u64 = 2731;

const STEP: usize = 64 * 1024;

pub(super) fn inspect<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Found> {
    let mut found = Found::image("gif");
    let header = source.at(6, 7)?;
    let (Some(width), Some(height), Some(flags)) =
        (le16(&header, 0), le16(&header, 2), u8_at(&header, 4))
    else {
        return Ok(found.broken(Unreadable::Truncated));
    };
    found.width = u32::from(width);
    found.height = u32::from(height);
    if found.pixels() == 0 {
        return Ok(found.broken(Unreadable::Corrupt));
    }
    if found.pixels() > source.len().saturating_mul(MAX_PIXELS_PER_BYTE) + 65_536 {
        return Ok(found.broken(Unreadable::TooManyPixels));
    }
    let mut blocks = Blocks {
        source,
        at: 13 + table(flags),
        buffer: Vec::new(),
        from: 0,
    };
    let end = walk(&mut blocks, &mut found)?;
    found.unreadable = end;
    Ok(found)
}

/// Bytes of a colour table.
fn table(flags: u8) -> u64 {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

fn walk<R: Read + Seek>(
    blocks: &mut Blocks<'_, R>,
    found: &mut Found,
) -> io::Result<Option<Unreadable>> {
    let mut frames = 0;
    loop {
        match blocks.byte()? {
            Some(0x21) => {
                let label = blocks.byte()?;
                if label == Some(0xF9) && frames == 0 {
                    blocks.byte()?;
                    let flags = blocks.byte()?.unwrap_or(0);
                    found.has_alpha |= flags & 1 == 1;
                    blocks.at += 3;
                }
                if !blocks.skip_sub_blocks()? {
                    return Ok(Some(Unreadable::Truncated));
                }
            }
            Some(0x2C) => {
                frames += 1;
                if frames > 1 {
                    found.animated = true;
                    return Ok(None);
                }
                blocks.at += 8;
                let flags = blocks.byte()?.unwrap_or(0);
                blocks.at += table(flags) + 1;
                if !blocks.skip_sub_blocks()? {
                    return Ok(Some(Unreadable::Truncated));
                }
            }
            // Many writers forget the trailer: a whole frame is enough.
            _ if frames > 0 => return Ok(None),
            None => return Ok(Some(Unreadable::Truncated)),
            Some(_) => return Ok(Some(Unreadable::Corrupt)),
        }
    }
}

/// A cursor that reads ahead: sub-blocks are at most 256 bytes each.
struct Blocks<'a, R> {
    source: &'a mut Source<R>,
    at: u64,
    buffer: Vec<u8>,
    from: u64,
}

impl<R: Read + Seek> Blocks<'_, R> {
    fn byte(&mut self) -> io::Result<Option<u8>> {
        let inside = |at: u64, from: u64| usize::try_from(at.wrapping_sub(from)).ok();
        let hit = inside(self.at, self.from).and_then(|i| u8_at(&self.buffer, i));
        let byte = if hit.is_some() {
            hit
        } else {
            self.buffer = self.source.at(self.at, STEP)?.into_owned();
            self.from = self.at;
            u8_at(&self.buffer, 0)
        };
        self.at += 1;
        Ok(byte)
    }

    /// False when the file ends inside.
    fn skip_sub_blocks(&mut self) -> io::Result<bool> {
        loop {
            match self.byte()? {
                Some(0) => return Ok(true),
                Some(len) => self.at += u64::from(len),
                None => return Ok(false),
            }
        }
    }
}
