//! The media library: originals by content, each stored once, and what was made from them.
//!
//! ```text
//! originals/ab/abcd…            the file as it came, named by its BLAKE3 hash
//! outputs/ab/abcd….<recipe>.jpg what a recipe made of it (.mp4 of a clip)
//! thumbs/ab/abcd….<size>.jpg    small pictures; may be deleted at any time
//! incoming/                     half-written files; never read
//! ```
//! Files appear whole or not at all: written beside, synced, renamed. Originals are copied by
//! reference where the disk can (reflink), never hard-linked: a later edit of the person's file
//! would change ours.
//!
//! Deliberately not here: which originals are still in use (the store knows drafts).

mod clips;
mod import;
mod place;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fanfold_domain::media::MediaFacts;
use fanfold_domain::recipe::Recipe;

pub use import::Imported;
use place::{is_hash, write_whole};

use crate::cancel::Cancel;
use crate::error::{FixError, LibraryError};
use crate::probe::probe;
use crate::render::{render, thumbnail};

/// A rendering in the library.
#[derive(Debug, Clone)]
pub struct Output {
    pub path: PathBuf,
    pub facts: MediaFacts,
}

/// A library in one folder. Cheap to clone; several processes may share the folder.
#[derive(Debug, Clone)]
pub struct Library {
    dir: PathBuf,
}

impl Library {
    /// Opens the library in `dir`, making it where it is missing.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Self, LibraryError> {
        let library = Self { dir: dir.into() };
        for folder in ["originals", "outputs", "thumbs", "incoming"] {
            let path = library.dir.join(folder);
            fs::create_dir_all(&path).map_err(|e| LibraryError::write(path, e))?;
        }
        Ok(library)
    }

    /// Where the original with this hash lies. The hash is checked before it becomes a path.
    pub fn original(&self, hash: &str) -> Result<PathBuf, LibraryError> {
        let path = self.place("originals", hash, "")?;
        if path.is_file() {
            Ok(path)
        } else {
            Err(LibraryError::Unknown(hash.to_owned()))
        }
    }

    /// The rendering of an original by a recipe, if it was made before.
    pub fn output(&self, hash: &str, recipe: &Recipe) -> Result<Option<Output>, LibraryError> {
        let path = self.output_place(hash, recipe)?;
        let facts = probe(&path);
        // A file cut by a crash is made anew.
        Ok(
            (facts.unreadable.is_none() && facts.format == "jpeg")
                .then_some(Output { path, facts }),
        )
    }

    /// The rendering of an original by a recipe, made now unless it is there already.
    pub fn render(
        &self,
        hash: &str,
        facts: &MediaFacts,
        recipe: &Recipe,
        cancel: &Cancel,
    ) -> Result<Output, FixError> {
        if let Some(output) = self.output(hash, recipe)? {
            return Ok(output);
        }
        let rendered = render(&self.original(hash)?, facts, recipe, cancel)?;
        let path = self.output_place(hash, recipe)?;
        write_whole(&self.incoming(), &path, &rendered.bytes, true)?;
        Ok(Output {
            path,
            facts: rendered.facts,
        })
    }

    /// A small JPEG of an original, made now unless it is there already.
    pub fn thumb(
        &self,
        hash: &str,
        facts: &MediaFacts,
        max_side: u32,
    ) -> Result<PathBuf, FixError> {
        let path = self.thumb_place(hash, max_side)?;
        if is_filled(&path) {
            return Ok(path);
        }
        let bytes = thumbnail(&self.original(hash)?, facts, max_side)?;
        write_whole(&self.incoming(), &path, &bytes, false)?;
        Ok(path)
    }

    fn output_place(&self, hash: &str, recipe: &Recipe) -> Result<PathBuf, LibraryError> {
        self.place("outputs", hash, &format!(".{}.jpg", tag(&recipe.key())))
    }

    fn thumb_place(&self, hash: &str, max_side: u32) -> Result<PathBuf, LibraryError> {
        self.place("thumbs", hash, &format!(".{max_side}.jpg"))
    }

    fn place(&self, folder: &str, hash: &str, ending: &str) -> Result<PathBuf, LibraryError> {
        let shelf = hash.get(..2).filter(|_| is_hash(hash));
        let shelf = shelf.ok_or_else(|| LibraryError::Unknown(shortened(hash)))?;
        Ok(self
            .dir
            .join(folder)
            .join(shelf)
            .join(format!("{hash}{ending}")))
    }

    fn incoming(&self) -> PathBuf {
        self.dir.join("incoming")
    }

    /// Removes half-written files older than a day; younger ones may belong to another process.
    pub fn tidy(&self) -> io::Result<()> {
        const DAY: Duration = Duration::from_hours(24);
        for entry in fs::read_dir(self.incoming())? {
            let entry = entry?;
            let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
            if age > DAY {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// A recipe's key by its own hash: short, and safe as a name.
fn tag(key: &str) -> String {
    let hash = blake3::hash(key.as_bytes()).to_hex();
    hash.get(..24).unwrap_or_default().to_owned()
}

fn is_filled(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|meta| meta.len() > 0)
}

/// What was asked for may be anything, also a book.
fn shortened(hash: &str) -> String {
    hash.chars().take(80).collect()
}
