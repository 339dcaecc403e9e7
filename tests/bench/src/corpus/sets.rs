//! The sets of files by name, and where each stands.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Files that are measured together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// Ten of 12 megapixels with a Display P3 profile, lying on their side, with a place and a small picture.
    Jpeg12,
    /// The same without the profile.
    Jpeg12Srgb,
    /// Four of 48 megapixels.
    Jpeg48,
    /// Six of the first, two of the large ones, a PNG and a WebP.
    Mix10,
    /// A thousand links to the first.
    Links,
    /// Ten short films.
    Films,
    /// A film whose pictures and sound are right and whose container is not.
    Container,
}

impl Set {
    pub(crate) const ALL: [Self; 7] = [
        Self::Jpeg12,
        Self::Jpeg12Srgb,
        Self::Jpeg48,
        Self::Mix10,
        Self::Links,
        Self::Films,
        Self::Container,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Jpeg12 => "jpeg12",
            Self::Jpeg12Srgb => "jpeg12srgb",
            Self::Jpeg48 => "jpeg48",
            Self::Mix10 => "mix10",
            Self::Links => "links",
            Self::Films => "films",
            Self::Container => "container",
        }
    }

    pub(crate) fn folder(self, corpus: &Path) -> PathBuf {
        corpus.join(self.name())
    }

    /// Its files in the order of their names.
    pub(crate) fn files(self, corpus: &Path) -> Result<Vec<PathBuf>> {
        files(&self.folder(corpus))
    }
}

/// The files of a folder in the order of their names.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(Error::io(folder))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    Ok(files)
}
