//! Who holds a lease: one process, known to be alive by a lock on a file that the system lets go of
//! however the process ends. So a post of a killed runner is free at once, not after its lease.
//!
//! On a database shared by several machines the lock is not seen, and the lease's own end counts.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// This process's claim to its leases. Dropping it lets go of the lock; the file stays, because a
/// lease may still name it, until another process sweeps.
#[derive(Debug)]
pub(crate) struct Owner {
    id: String,
    folder: PathBuf,
    /// Held, never read.
    _lock: File,
}

impl Owner {
    pub(crate) fn new(data_dir: &Path) -> std::io::Result<Self> {
        let folder = data_dir.join("runners");
        std::fs::create_dir_all(&folder)?;
        let id = Uuid::now_v7().to_string();
        let lock = OpenOptions::new()
            .create_new(true)
            .write(true)
            .open(path(&folder, &id))?;
        lock.lock()?;
        Ok(Self {
            id,
            folder,
            _lock: lock,
        })
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Whether the process behind another owner's id has ended on this machine. `false` when that
    /// cannot be told.
    pub(crate) fn has_ended(&self, other: &str) -> bool {
        if other == self.id {
            return false;
        }
        // Only ids of our own making become paths.
        let Ok(id) = Uuid::parse_str(other) else {
            return false;
        };
        let place = path(&self.folder, &id.to_string());
        let Ok(file) = OpenOptions::new().write(true).open(&place) else {
            return false;
        };
        match file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => false,
        }
    }

    /// Other processes that ended on this machine and left their file.
    pub(crate) fn ended(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else {
            return Vec::new();
        };
        entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                Some(name.strip_suffix(".lock")?.to_owned())
            })
            .filter(|id| self.has_ended(id))
            .collect()
    }

    /// Forgets an ended owner once its leases are freed.
    pub(crate) fn forget(&self, other: &str) {
        if let Ok(id) = Uuid::parse_str(other)
            && let Err(error) = std::fs::remove_file(path(&self.folder, &id.to_string()))
        {
            tracing::debug!(%error, owner = other, "runner file stays");
        }
    }
}

fn path(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("{id}.lock"))
}
