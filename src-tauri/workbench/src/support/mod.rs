//! What a person may hand to somebody who helps: one file with logs, versions, settings, journal and
//! timelines, every secret masked and every account's name replaced by a number.
//!
//! Deliberately not in it: pictures, captions, drafts, and whatever the practice Instagram keeps.

mod bundle;
mod health;
mod mask;

use std::path::Path;

use crate::error::{Result, WorkbenchError};

pub(crate) use mask::Mask;

pub use health::{
    AccountHealth, ApiUsage, CallHealth, ContainerHealth, PermissionHealth, QuotaHealth,
    TokenHealth,
};

/// Writes a whole file or none: a full disk leaves what was there before.
pub(crate) async fn write_file(to: &Path, bytes: Vec<u8>) -> Result<()> {
    let path = to.to_owned();
    let write = move || -> std::io::Result<()> {
        let folder = path.parent().filter(|one| !one.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        std::io::Write::write_all(&mut file, &bytes)?;
        file.as_file().sync_all()?;
        file.persist(&path).map(drop).map_err(|error| error.error)
    };
    tokio::task::spawn_blocking(write)
        .await
        .map_err(|error| WorkbenchError::internal(&error))?
        .map_err(|error| WorkbenchError::Output {
            path: to.display().to_string(),
            why: error.to_string(),
        })
}
