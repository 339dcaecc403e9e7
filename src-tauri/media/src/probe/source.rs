//! A file read in small pieces: the first 16 KB once, then only what a parser asks for.
//!
//! No memory map: a file that is cut while mapped kills the process.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

const HEAD: usize = 16 * 1024;

/// Room is made for this much at a time: a length field may claim gigabytes.
const STEP: usize = 1 << 20;

/// A readable thing of known length. Reads never fail for being short; they are short.
pub(crate) struct Source<R> {
    reader: R,
    len: u64,
    head: Vec<u8>,
}

impl<R: Read + Seek> Source<R> {
    pub(crate) fn new(mut reader: R, len: u64) -> io::Result<Self> {
        let head = up_to(&mut reader, HEAD.min(usize::try_from(len).unwrap_or(HEAD)))?;
        Ok(Self { reader, len, head })
    }

    /// Bytes in the file when it was opened.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// The first 16 KB, or all of a smaller file.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Up to `len` bytes from `offset`; fewer where the file ends.
    pub(crate) fn at(&mut self, offset: u64, len: usize) -> io::Result<Cow<'_, [u8]>> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let end = start.saturating_add(len);
        if end <= self.head.len() || self.head.len() as u64 >= self.len {
            let end = end.min(self.head.len());
            return Ok(Cow::Borrowed(self.head.get(start..end).unwrap_or_default()));
        }
        if offset >= self.len {
            return Ok(Cow::Borrowed(&[]));
        }
        // Where the file ends is known: one call fetches all there is.
        let left = usize::try_from(self.len - offset).unwrap_or(usize::MAX);
        self.reader.seek(SeekFrom::Start(offset))?;
        Ok(Cow::Owned(up_to(&mut self.reader, len.min(left))?))
    }
}

/// The next `len` bytes, or fewer where the reader ends.
fn up_to(reader: &mut impl Read, len: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut filled = 0;
    while filled < len {
        if bytes.len() == filled {
            bytes.resize(len.min(filled + STEP), 0);
        }
        match reader.read(bytes.get_mut(filled..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// A file that is read at places. Going to one is no call to the system: of a photo, three in a
/// thousand bytes are read, so that the calls are most of the work.
pub(crate) struct Placed {
    file: File,
    at: u64,
}

impl Placed {
    pub(crate) fn new(file: File) -> Self {
        Self { file, at: 0 }
    }
}

impl Read for Placed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(&self.file, buffer, self.at)?;
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(&self.file, buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Placed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.file.metadata()?.len().checked_add_signed(by),
        };
        self.at = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
