//! Folders dropped on Fanfold become the files in them, in the order a person reads them.

use std::path::{Path, PathBuf};

/// Folders within folders within folders: enough for a camera card, and an end to loops.
const MAX_DEPTH: usize = 4;

/// More files than this are no post and no mistake worth waiting for.
const MAX_FILES: usize = 2_000;

/// Replaces each folder by its files, naturally sorted (`IMG_2` before `IMG_10`), folders after the
/// files beside them. Hidden entries and links to folders are skipped; every other file stays,
/// whatever it is: an unusable one is a finding, not silence. Paths given directly are always kept,
/// also missing ones. At most 2,000 files.
pub fn expand<P: AsRef<Path>>(paths: &[P]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        let path = path.as_ref();
        if path.is_dir() {
            folder(path, 1, &mut files);
        } else {
            files.push(path.to_owned());
        }
    }
    files.truncate(MAX_FILES);
    files
}

fn folder(path: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => {
            tracing::warn!(%error, "a folder could not be read");
            // Kept as it is: the probe says what is wrong with it.
            files.push(path.to_owned());
            return;
        }
    };
    let (mut inside, mut folders) = (Vec::new(), Vec::new());
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || matches!(name.as_str(), "Thumbs.db" | "desktop.ini") {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => folders.push((name, entry.path())),
            Ok(kind) if kind.is_symlink() && entry.path().is_dir() => {}
            _ => inside.push((name, entry.path())),
        }
    }
    let natural = |a: &(String, PathBuf), b: &(String, PathBuf)| {
        natord::compare_ignore_case(&a.0, &b.0).then_with(|| a.0.cmp(&b.0))
    };
    inside.sort_by(natural);
    folders.sort_by(natural);
    files.extend(inside.into_iter().map(|(_, path)| path));
    if depth < MAX_DEPTH && files.len() < MAX_FILES {
        for (_, path) in folders {
            folder(&path, depth + 1, files);
        }
    }
}
