//! The one folder that holds everything: drafts, media, journal, logs, the practice Instagram.

use std::path::{Path, PathBuf};

use crate::error::{Result, WorkbenchError};

/// A data folder and what lies where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFolder(PathBuf);

impl DataFolder {
    /// The folder given, or the platform's own for Fanfold.
    ///
    /// # Errors
    /// When no folder is given and the platform names none.
    pub fn choose(given: Option<PathBuf>) -> Result<Self> {
        let folder = given.or_else(|| dirs::data_dir().map(|dir| dir.join("fanfold")));
        let folder = folder.ok_or_else(|| WorkbenchError::DataFolder {
            folder: "the user's data folder".into(),
            why: "this system names none; choose one with --data-dir".into(),
        })?;
        // Absolute, so that a later change of the working directory changes nothing.
        Ok(Self(std::path::absolute(&folder).unwrap_or(folder)))
    }

    pub(crate) fn prepare(&self) -> Result<()> {
        for folder in [self.0.clone(), self.logs()] {
            std::fs::create_dir_all(&folder).map_err(|error| WorkbenchError::DataFolder {
                folder: folder.display().to_string(),
                why: error.to_string(),
            })?;
        }
        Ok(())
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn logs(&self) -> PathBuf {
        self.0.join("logs")
    }

    pub(crate) fn media(&self) -> PathBuf {
        self.0.join("media")
    }

    pub fn practice(&self) -> PathBuf {
        self.0.join("practice")
    }

    /// Keychain entries belong to one data folder: two folders never share an account's token.
    pub(crate) fn keychain_service(&self) -> String {
        format!("fanfold {}", self.tag())
    }

    /// A short name for this folder, the same at every start.
    pub fn tag(&self) -> String {
        crate::desk::tag(&self.0.to_string_lossy())
    }
}
