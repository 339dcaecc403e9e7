//! Taking files in: read once, hashed, copied, probed.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use fanfold_domain::media::{MediaFacts, MediaKind, Unreadable};
use rayon::prelude::*;

use super::place::{begin, finish, write_whole};
use super::{Library, is_filled};
use crate::cancel::Cancel;
use crate::error::{FixError, LibraryError};
use crate::probe::{self, probe, probe_bytes};
use crate::render::thumbnail_bytes;

/// Up to this size a file is kept in memory while it is taken in, so that its thumbnail needs no
/// second reading.
const IN_MEMORY: u64 = 96 << 20;

const STEP: usize = 1 << 20;

/// An original in the library.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// BLAKE3 of the content, 64 hexadecimal digits.
    pub hash: String,
    pub bytes: u64,
    pub facts: MediaFacts,
    /// The file's own name, to show; never used as a path.
    pub name: String,
}

impl Library {
    /// Copies the file at `path` in. Content that is there already is not stored again. An
    /// unusable file (empty, truncated, a PDF) is taken in too: its facts say what is wrong.
    pub fn import(&self, path: &Path) -> Result<Imported, LibraryError> {
        self.take(path, false).map(|(imported, _)| imported)
    }

    /// [`Library::import`] plus the thumbnail, with one reading of the file. The thumbnail's result
    /// stands apart: damage that only decoding finds is in `Imported::facts` too.
    pub fn import_with_thumbnail(
        &self,
        path: &Path,
        max_side: u32,
    ) -> Result<(Imported, Result<PathBuf, FixError>), LibraryError> {
        let (mut imported, content) = self.take(path, true)?;
        let thumb = self.thumb_of(&imported, content, max_side);
        if let Err(FixError::Unusable(why)) = &thumb
            && imported.facts.unreadable.is_none()
        {
            imported.facts.unreadable = Some(*why);
        }
        Ok((imported, thumb))
    }

    /// Takes many files in on all cores. `on_result` gets each answer with its place in `paths` as
    /// soon as it is known, from any thread. After [`Cancel::cancel`] no further file is opened.
    pub fn import_many<P: AsRef<Path> + Sync>(
        &self,
        paths: &[P],
        max_side: u32,
        cancel: &Cancel,
        on_result: impl Fn(usize, Result<(Imported, Result<PathBuf, FixError>), LibraryError>) + Sync,
    ) {
        paths.par_iter().enumerate().for_each(|(place, path)| {
            if !cancel.is_cancelled() {
                on_result(place, self.import_with_thumbnail(path.as_ref(), max_side));
            }
        });
    }

    /// Takes in what came without a file: the clipboard.
    pub fn import_bytes(&self, name: &str, bytes: &[u8]) -> Result<Imported, LibraryError> {
        let hash = blake3::hash(bytes).to_hex().to_string();
        let path = self.place("originals", &hash, "")?;
        if !has_size(&path, bytes.len() as u64) {
            write_whole(&self.incoming(), &path, bytes, true)?;
        }
        Ok(Imported {
            hash,
            bytes: bytes.len() as u64,
            facts: probe_bytes(bytes),
            name: name.to_owned(),
        })
    }

    /// Copies, hashes and names the file; the content too when `keep` and small enough.
    fn take(&self, path: &Path, keep: bool) -> Result<(Imported, Option<Vec<u8>>), LibraryError> {
        let unread = |error: &io::Error| source(path, probe::why(error));
        if probe::is_no_file(path) {
            return Err(source(path, Unreadable::NotAFile));
        }
        let mut file = File::open(path).map_err(|e| unread(&e))?;
        let before = file.metadata().map_err(|e| unread(&e))?;
        if !before.is_file() {
            return Err(source(path, Unreadable::NotAFile));
        }
        let mut temp = begin(&self.incoming())?;
        let mut content = (keep && before.len() <= IN_MEMORY).then(Vec::new);
        // A clone of the blocks cannot change any more: it, not the person's file, is then read.
        let (hash, bytes) = if reflink_copy::reflink_file(&file, temp.as_file()).is_ok() {
            let mut clone = temp.reopen().map_err(|e| LibraryError::write(path, e))?;
            copy(path, &mut clone, &mut io::sink(), content.as_mut())?
        } else {
            file.rewind().map_err(|e| unread(&e))?;
            let copied = copy(path, &mut file, temp.as_file_mut(), content.as_mut())?;
            let after = file.metadata().map_err(|e| unread(&e))?;
            if !is_whole(&before, copied.1, &after) {
                return Err(LibraryError::ChangedWhileRead(path.to_owned()));
            }
            copied
        };
        let place = self.place("originals", &hash, "")?;
        if !has_size(&place, bytes) {
            finish(temp, &place, true)?;
        }
        let facts = content
            .as_deref()
            .map_or_else(|| probe(&place), probe_bytes);
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let imported = Imported {
            hash,
            bytes,
            facts,
            name,
        };
        Ok((imported, content))
    }

    fn thumb_of(
        &self,
        imported: &Imported,
        content: Option<Vec<u8>>,
        max_side: u32,
    ) -> Result<PathBuf, FixError> {
        let facts = &imported.facts;
        if facts.kind != MediaKind::Image {
            return Err(FixError::NoDecoder(facts.format.clone()));
        }
        let Some(content) = content else {
            return self.thumb(&imported.hash, facts, max_side);
        };
        let path = self.thumb_place(&imported.hash, max_side)?;
        if !is_filled(&path) {
            let bytes = thumbnail_bytes(&content, facts, max_side)?;
            write_whole(&self.incoming(), &path, &bytes, false)?;
        }
        Ok(path)
    }
}

/// Reads `from` to its end into the hash, `to` and, if wanted, memory.
fn copy(
    path: &Path,
    from: &mut impl Read,
    to: &mut impl Write,
    mut keep: Option<&mut Vec<u8>>,
) -> Result<(String, u64), LibraryError> {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; STEP];
    let mut total = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(source(path, probe::why(&error))),
        };
        let part = buffer.get(..read).unwrap_or_default();
        hasher.update(part);
        to.write_all(part)
            .map_err(|e| LibraryError::write(path, e))?;
        if let Some(keep) = keep.as_mut() {
            keep.extend_from_slice(part);
        }
        total += read as u64;
    }
    Ok((hasher.finalize().to_hex().to_string(), total))
}

/// Whether so many bytes are all of a file, and nobody wrote to it while they were read.
fn is_whole(before: &Metadata, read: u64, after: &Metadata) -> bool {
    read == before.len()
        && before.len() == after.len()
        && before.modified().ok() == after.modified().ok()
}

fn has_size(path: &Path, bytes: u64) -> bool {
    std::fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == bytes)
}

fn source(path: &Path, why: Unreadable) -> LibraryError {
    LibraryError::Source {
        path: path.to_owned(),
        why,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::time::{Duration, SystemTime};

    use super::*;

    /// What another program does to a file between two reads of ours.
    type Meddle<'a> = Box<dyn FnOnce(&Path) + 'a>;

    struct Meddled<'a> {
        file: File,
        meddle: Option<Meddle<'a>>,
        path: &'a Path,
    }

    impl Read for Meddled<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let half = buffer.len().min(1000);
            let read = self.file.read(buffer.get_mut(..half).unwrap_or_default())?;
            if let Some(meddle) = self.meddle.take() {
                meddle(self.path);
            }
            Ok(read)
        }
    }

    #[test]
    fn a_file_that_is_written_to_while_it_is_read_is_not_taken_for_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("photo.jpg");
        let write = |bytes: &[u8]| std::fs::write(&path, bytes).unwrap();
        let meddles: [(&str, bool, Meddle<'_>); 4] = [
            ("nobody", true, Box::new(|_| {})),
            ("longer", false, Box::new(|_| write(&[2; 9000]))),
            ("shorter", false, Box::new(|_| write(&[2; 500]))),
            (
                "as long as before",
                false,
                Box::new(|path| {
                    write(&[2; 5000]);
                    // A clock that counts in ticks may not have moved since.
                    let file = File::options().write(true).open(path).unwrap();
                    let later = SystemTime::now() + Duration::from_secs(1);
                    file.set_modified(later).unwrap();
                }),
            ),
        ];
        for (what, whole, meddle) in meddles {
            write(&[1; 5000]);
            let file = File::open(&path).unwrap();
            let before = file.metadata().unwrap();
            let mut from = Meddled {
                file,
                meddle: Some(meddle),
                path: &path,
            };
            let (_, read) = copy(&path, &mut from, &mut io::sink(), None).unwrap();
            let after = from.file.metadata().unwrap();
            assert_eq!(is_whole(&before, read, &after), whole, "{what}");
        }
    }
}
