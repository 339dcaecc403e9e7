//! The repository's own files, leaving out what is generated or installed.

use std::fs;
use std::path::{Path, PathBuf};

const SKIPPED: [&str; 7] = [
    "target",
    "node_modules",
    "dist",
    "gen",
    "coverage",
    "ipc-generated",
    ".git",
];

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Every file of the repository with one of these extensions.
pub(crate) fn with_extension(extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&root(), &mut found);
    found.retain(|path| {
        path.extension()
            .is_some_and(|found| extensions.iter().any(|wanted| found == *wanted))
    });
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && !SKIPPED.iter().any(|skipped| name == *skipped) {
            collect(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

/// A text file. One that vanishes while the tests run, as an editor's temporary file does, is empty.
pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
