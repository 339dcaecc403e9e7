//! What can go wrong with a picture or with the library; each variant is a different thing to do.

use std::io;
use std::path::PathBuf;

use fanfold_domain::media::Unreadable;

/// Why a picture could not be rendered. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum FixError {
    /// The file must be replaced; damage that only decoding finds is reported here.
    #[error("the picture cannot be used ({0:?})")]
    Unusable(Unreadable),
    /// Recognised, but this build has no decoder.
    #[error("there is no decoder for {0} files")]
    NoDecoder(String),
    /// The file is not the one that was probed any more: probe again.
    #[error("the file has changed since it was looked at")]
    Changed,
    /// Not even the lowest quality and a smaller size fit.
    #[error("the picture cannot be made smaller than {limit} bytes")]
    TooManyBytes { limit: u64 },
    #[error("stopped")]
    Cancelled,
    /// The recipe asks for something impossible (an empty frame, no width).
    #[error("the recipe makes no picture: {0}")]
    BadRecipe(&'static str),
    /// The result did not pass the probe that every file has to pass.
    #[error("the result is not a plain sRGB JPEG")]
    BadOutput,
    /// A codec failed for another reason than the file's content.
    #[error("the picture could not be processed: {0}")]
    Codec(String),
    #[error(transparent)]
    Library(#[from] LibraryError),
}

impl FixError {
    /// The fact about the file, when the file itself is what is wrong.
    pub fn unreadable(&self) -> Option<Unreadable> {
        match self {
            Self::Unusable(why) => Some(*why),
            _ => None,
        }
    }
}

/// Why a file could not be taken into the library or found there. No partial file is left behind.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The file to import cannot be read; nothing is wrong with the library.
    #[error("the file cannot be read ({why:?}): {path}")]
    Source { path: PathBuf, why: Unreadable },
    /// Another program wrote to the file while it was copied: try again.
    #[error("the file was changed while it was copied: {0}")]
    ChangedWhileRead(PathBuf),
    /// Free some space, then try again.
    #[error("the disk is full: {0}")]
    DiskFull(PathBuf),
    /// The data folder does not allow writing.
    #[error("nothing can be written to {0}")]
    NotWritable(PathBuf),
    /// The library holds no such original.
    #[error("the library has no file {0}")]
    Unknown(String),
    #[error("the media library failed at {path}: {source}")]
    Io { path: PathBuf, source: io::Error },
}

impl LibraryError {
    /// Sorts a failed write to `path` by what a person can do about it.
    pub(crate) fn write(path: impl Into<PathBuf>, source: io::Error) -> Self {
        let path = path.into();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable(path)
            }
            _ => Self::Io { path, source },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_called_by_its_name() {
        use std::io::Write;
        // The kernel's own full device: every write to it fails as on a full disk.
        let failed = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .and_then(|mut full| full.write_all(b"x"));
        let error = failed
            .err()
            .map(|error| LibraryError::write("/dev/full", error));
        assert!(
            matches!(error, Some(LibraryError::DiskFull(_))),
            "{error:?}"
        );
    }

    #[test]
    fn a_folder_that_takes_nothing_is_told_from_a_full_one() {
        let error = io::Error::from(io::ErrorKind::ReadOnlyFilesystem);
        assert!(matches!(
            LibraryError::write("x", error),
            LibraryError::NotWritable(_)
        ));
    }
}
