//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::error::LibraryError;

/// 64 lower-case hexadecimal digits: safe as a file name, and nothing else gets through.
pub(super) fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Writes `bytes` to `path` by way of a file in `incoming`. `durable` waits until the disk has it.
pub(super) fn write_whole(
    incoming: &Path,
    path: &Path,
    bytes: &[u8],
    durable: bool,
) -> Result<(), LibraryError> {
    let mut file = begin(incoming)?;
    file.write_all(bytes)
        .map_err(|e| LibraryError::write(path, e))?;
    finish(file, path, durable)
}

/// A nameless beginning; gone again unless [`finish`] is reached.
pub(super) fn begin(incoming: &Path) -> Result<NamedTempFile, LibraryError> {
    NamedTempFile::new_in(incoming).map_err(|e| LibraryError::write(incoming, e))
}

/// Gives a written file its name. Whoever comes second with the same name wins with the same bytes.
pub(super) fn finish(file: NamedTempFile, path: &Path, durable: bool) -> Result<(), LibraryError> {
    let failed = |error| LibraryError::write(path, error);
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).map_err(failed)?;
    if durable {
        file.as_file().sync_all().map_err(failed)?;
    }
    file.persist(path).map_err(|e| failed(e.error))?;
    if durable {
        sync_folder(parent);
    }
    Ok(())
}

/// The name is durable only when the folder is; not every system lets a folder be synced.
fn sync_folder(folder: &Path) {
    if let Ok(handle) = File::open(folder) {
        let _ = handle.sync_all();
    }
}
