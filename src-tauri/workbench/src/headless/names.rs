//! Names for finished files: nothing that is there is overwritten, nothing appears half-written.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tempfile::NamedTempFile;

use crate::error::{Result, WorkbenchError};

/// File names given out in this run, so that two sources of one name do not meet.
#[derive(Default)]
pub(super) struct Names(Mutex<HashSet<PathBuf>>);

/// A finished picture that has no name yet; gone again unless [`Names::name`] gives it one.
pub(super) struct Nameless(NamedTempFile);

impl Nameless {
    /// Writes `bytes` into the folder `out`.
    pub(super) fn written(out: &Path, bytes: &[u8]) -> Result<Self> {
        let mut file = NamedTempFile::new_in(out).map_err(|error| cannot_write(out, &error))?;
        file.write_all(bytes)
            .map_err(|error| cannot_write(out, &error))?;
        Ok(Self(file))
    }
}

impl Names {
    /// Writes `bytes` as `NAME.jpg`, or `NAME-2.jpg` and so on where that name is taken. The file
    /// appears whole or not at all.
    pub(super) fn write(&self, out: &Path, source: &Path, bytes: &[u8]) -> Result<PathBuf> {
        self.name(out, source, Nameless::written(out, bytes)?)
    }

    /// Waits until the disk has the picture, then names it like [`Names::write`].
    pub(super) fn name(&self, out: &Path, source: &Path, file: Nameless) -> Result<PathBuf> {
        let Nameless(file) = file;
        file.as_file()
            .sync_all()
            .map_err(|error| cannot_write(out, &error))?;
        let mut file = Some(file);
        self.place(out, source, "jpg", |path| {
            let Some(own) = file.take() else {
                return Ok(false);
            };
            match own.persist_noclobber(path) {
                Ok(_) => Ok(true),
                Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                    file = Some(error.file);
                    Ok(false)
                }
                Err(error) => Err(cannot_write(path, &error.error)),
            }
        })
    }

    /// The same for a clip, as `NAME.mp4`.
    pub(super) fn keep(
        &self,
        out: &Path,
        source: &Path,
        clip: fanfold_media::MadeClip,
    ) -> Result<PathBuf> {
        let mut clip = Some(clip);
        self.place(out, source, "mp4", |path| {
            let Some(own) = clip.take() else {
                return Ok(false);
            };
            match own.keep_as(path)? {
                Ok(()) => Ok(true),
                Err(own) => {
                    clip = Some(own);
                    Ok(false)
                }
            }
        })
    }

    /// The first free name that `take` gets.
    fn place(
        &self,
        out: &Path,
        source: &Path,
        ending: &str,
        mut take: impl FnMut(&Path) -> Result<bool>,
    ) -> Result<PathBuf> {
        let stem = source
            .file_stem()
            .map_or_else(|| "picture".into(), |stem| stem.to_string_lossy());
        for number in 1_u32.. {
            let name = if number == 1 {
                format!("{stem}.{ending}")
            } else {
                format!("{stem}-{number}.{ending}")
            };
            let path = out.join(name);
            let free = self
                .0
                .lock()
                .is_ok_and(|mut names| names.insert(path.clone()));
            if free && take(&path)? {
                return Ok(path);
            }
        }
        Err(WorkbenchError::Internal("no free file name".into()))
    }
}

pub(super) fn cannot_write(path: &Path, error: &std::io::Error) -> WorkbenchError {
    let why = match error.kind() {
        std::io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            "it may not be written to".to_owned()
        }
        _ => error.to_string(),
    };
    WorkbenchError::Output {
        path: path.display().to_string(),
        why,
    }
}
