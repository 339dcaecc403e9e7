//! Command lines, word by word: paths are handed over as they are, whatever stands in them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A command line under construction.
#[derive(Debug, Clone)]
pub(crate) struct Line(pub(crate) Vec<OsString>);

/// The first words of a line.
pub(crate) fn words(words: &[&str]) -> Line {
    Line(words.iter().map(OsString::from).collect())
}

impl Line {
    pub(crate) fn and(mut self, more: &[&str]) -> Self {
        self.0.extend(more.iter().map(OsString::from));
        self
    }

    pub(crate) fn file(mut self, path: &Path) -> Self {
        self.0.push(path.into());
        self
    }

    pub(crate) fn files(mut self, paths: &[PathBuf]) -> Self {
        self.0.extend(paths.iter().map(OsString::from));
        self
    }
}
