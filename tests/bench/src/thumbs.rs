//! Fanfold's thumbnails as a whole process. The terminal has no command for them (the window asks for them one by
//! one), so this calls the same function of the media room over all files on all cores.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::job;

/// Writes each file's thumbnail into `out`.
pub(crate) fn all(files: &[PathBuf], out: &Path) -> Result<()> {
    files.par_iter().try_for_each(|file| {
        let facts = fanfold_media::probe(file);
        let bytes =
            fanfold_media::thumbnail(file, &facts, job::THUMB).map_err(Error::picture(file))?;
        let output = job::output(out, file);
        fs::write(&output, bytes).map_err(Error::io(&output))
    })
}
