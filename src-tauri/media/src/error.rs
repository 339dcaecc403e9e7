//! What can go wrong with a picture or with the library; each variant is a different thing to do.
//! The messages are for people: what happened, what to do.

use std::io;
use std::path::PathBuf;

use fanfold_domain::media::Unreadable;
use fanfold_domain::text;

/// Why a picture could not be rendered. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum FixError {
    /// The file must be replaced; damage that only decoding finds is reported here.
    #[error("{}", words(*.0))]
    Unusable(Unreadable),
    /// Recognised, but this build has no decoder.
    #[error("Fanfold cannot open {0} files. Save it as JPEG or PNG, then add it again.")]
    NoDecoder(String),
    /// The file is not the one that was probed any more: probe again.
    #[error("The file was changed by another program. Add it again.")]
    Changed,
    /// Not even the lowest quality and a smaller size fit.
    #[error("The picture cannot be made smaller than {limit} bytes. Choose another one.")]
    TooManyBytes { limit: u64 },
    #[error("Stopped.")]
    Cancelled,
    /// The recipe asks for something impossible (an empty frame, no width).
    #[error("This crop leaves no picture ({0}). Choose another frame.")]
    BadRecipe(&'static str),
    /// The result did not pass the probe that every file has to pass.
    #[error(
        "The finished picture did not pass the check and was not kept. Save the original as JPEG, then add it again."
    )]
    BadOutput,
    /// A codec failed for another reason than the file's content.
    #[error("The picture could not be processed ({0}). Save it as JPEG, then add it again.")]
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
    #[error("{path}: {}", words(*.why))]
    Source { path: PathBuf, why: Unreadable },
    /// Another program wrote to the file while it was copied: try again.
    #[error("{0} was changed by another program while it was copied. Add it again.")]
    ChangedWhileRead(PathBuf),
    /// Free some space, then try again.
    #[error("The disk is full ({0}). Free some space, then try again.")]
    DiskFull(PathBuf),
    /// The data folder does not allow writing.
    #[error("Nothing can be written to {0}. Allow writing there, or choose another data folder.")]
    NotWritable(PathBuf),
    /// The library holds no such original.
    #[error("A file is missing from the media library ({0}). Add the picture again.")]
    Unknown(String),
    #[error("The media library could not be used ({path}: {source}).")]
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

/// What is wrong with a file, and what to do.
fn words(why: Unreadable) -> &'static str {
    match why {
        Unreadable::Missing => text!("The file is not there any more. Add it again."),
        Unreadable::Denied => {
            text!(
                "The system does not allow reading this file. Change its permissions, then add it again."
            )
        }
        Unreadable::NotAFile => {
            text!("This is a folder or a device, not a file. Choose a picture.")
        }
        Unreadable::Empty => text!("The file is empty. Get it again from where it came from."),
        Unreadable::Truncated => {
            text!("The picture ends before its end. Get the file again from where it came from.")
        }
        Unreadable::Corrupt => {
            text!("The picture is damaged. Get the file again from where it came from.")
        }
        Unreadable::TooManyPixels => {
            text!(
                "The picture has more pixels than Fanfold opens. Save a smaller one, then add that."
            )
        }
        Unreadable::Encrypted => text!("The film is copy-protected. Choose another one."),
        Unreadable::NoVideoTrack => text!("There is no picture in this film. Choose another one."),
        Unreadable::NoRoom => {
            text!("The disk has no room for a copy. Free some space, then add it again.")
        }
        Unreadable::NotKept => {
            text!("The library may not be written to. Allow writing there, then add it again.")
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
