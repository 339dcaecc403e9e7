//! One server per data folder, whatever the number of processes.
//!
//! A lock file says that somebody serves the folder; the system frees it however
//! that process ends. A second file says where, and under which instance. It may
//! be stale, so it is believed only when the server there names the same instance.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use hyper::Method;
use serde_json::Value;

use crate::PracticeError;
use crate::endpoint::Endpoint;
use crate::ledger::sync_folder;
use crate::server::{PracticeOptions, PracticeServer, Running, blocking};

const LOCK: &str = "practice.lock";
const ADDRESS: &str = "practice.json";

/// How long another process may take from taking the lock to answering.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);
const PING: Duration = Duration::from_secs(2);

/// A practice server to use: in this process, or in another.
#[derive(Debug)]
pub struct Service {
    endpoint: Endpoint,
    running: Option<Running>,
}

impl Service {
    /// `http://127.0.0.1:port`.
    pub fn base_url(&self) -> &str {
        &self.endpoint.base_url
    }

    /// Where it answers.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Whether it runs in this process, and so ends with this value.
    pub fn is_ours(&self) -> bool {
        self.running.is_some()
    }

    /// Ends the server if it is this process's own.
    pub async fn shutdown(self) {
        if let Some(running) = self.running {
            running.shutdown().await;
        }
    }
}

/// The folder's practice server: the one that runs, or a new one in this process.
///
/// Safe to call from many processes at once. The value must be kept as long as the
/// server is wanted. When another process's server ends later, calls to it fail;
/// asking again starts one here, on the same port if that is free.
///
/// # Errors
/// `Unreachable` when a process holds the folder but does not answer within ten
/// seconds; else as [`PracticeServer::start`].
pub async fn ensure(options: PracticeOptions) -> Result<Service, PracticeError> {
    let patience = Instant::now() + PATIENCE;
    loop {
        if let Some(lock) = blocking(&options.data_dir, lock).await? {
            let running = PracticeServer::start_locked(options, lock).await?;
            return Ok(Service {
                endpoint: running.endpoint().clone(),
                running: Some(running),
            });
        }
        if let Some(endpoint) = announced(&options.data_dir)
            && answers(&endpoint).await
        {
            return Ok(Service {
                endpoint,
                running: None,
            });
        }
        if Instant::now() > patience {
            return Err(PracticeError::Unreachable);
        }
        // The holder of the lock is starting or ending; both end in one of the above.
        tokio::time::sleep(PAUSE).await;
    }
}

/// Takes the folder's lock; `None` while another holds it.
pub(crate) fn lock(folder: &Path) -> io::Result<Option<File>> {
    std::fs::create_dir_all(folder)?;
    private(folder)?;
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Nobody else on this machine reads the folder. Windows keeps profiles private.
pub(crate) fn private(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Writes where the server answers, whole or not at all.
pub(crate) fn announce(folder: &Path, endpoint: &Endpoint) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer(&mut file, endpoint)?;
    file.flush()?;
    file.as_file().sync_all()?;
    file.persist(folder.join(ADDRESS))
        .map_err(|error| error.error)?;
    sync_folder(folder)
}

fn announced(folder: &Path) -> Option<Endpoint> {
    let text = std::fs::read(folder.join(ADDRESS)).ok()?;
    serde_json::from_slice(&text).ok()
}

/// The port of the last run, if one is known.
pub(crate) fn last_port(folder: &Path) -> Option<u16> {
    url::Url::parse(&announced(folder)?.base_url).ok()?.port()
}

/// Whether this very run of a server answers there.
async fn answers(endpoint: &Endpoint) -> bool {
    let health = tokio::time::timeout(PING, endpoint.admin(Method::GET, "/health", None)).await;
    let Ok(Ok(health)) = health else { return false };
    health.get("instance").and_then(Value::as_str) == Some(&endpoint.instance)
}
