//! A file read in small pieces: the first 16 KB once, then only what a parser asks for.
//!
//! No memory map: a file that is cut while mapped kills the process.

use std::borrow::Cow;
use std::io::{self, Read, Seek, SeekFrom};

const HEAD: usize = 16 * 1024;

/// A readable thing of known length. Reads never fail for being short; they are short.
pub(crate) struct Source<R> {
    reader: R,
    len: u64,
    head: Vec<u8>,
}

impl<R: Read + Seek> Source<R> {
    pub(crate) fn new(mut reader: R, len: u64) -> io::Result<Self> {
        let mut head = Vec::with_capacity(HEAD.min(usize::try_from(len).unwrap_or(HEAD)));
        reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
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
        // Never reserve on the word of a header: a length field may claim gigabytes.
        let mut bytes = Vec::with_capacity(len.min(1 << 20));
        self.reader.seek(SeekFrom::Start(offset))?;
        self.reader
            .by_ref()
            .take(len as u64)
            .read_to_end(&mut bytes)?;
        Ok(Cow::Owned(bytes))
    }
}
