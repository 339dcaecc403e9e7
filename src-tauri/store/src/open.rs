//! Opening the database of a data folder.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

use crate::owner::Owner;
use crate::{Result, StoreError};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Two processes share the file; a writer waits this long for the other.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Every post under way may hold two for a moment (its journal, and what it looks up), and the window
/// wants some; they are opened when they are needed.
const CONNECTIONS: u32 = 20;

/// The database of one data folder. Cheap to clone; all clones are one lease owner.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pool: SqlitePool,
    pub(crate) owner: Arc<Owner>,
    #[cfg(feature = "crash-points")]
    pub(crate) writes: crate::crash::Writes,
}

impl Store {
    /// Opens `fanfold.db` in `data_dir`, making folder and file when they are not there, and brings
    /// its tables up to date.
    ///
    /// # Errors
    /// A database from a newer Fanfold, a damaged one, a folder that cannot be written: each its own
    /// variant, and nothing changed.
    pub async fn open(data_dir: &Path) -> Result<Self> {
        let cannot = |error: &dyn std::fmt::Display| StoreError::CannotOpen {
            path: data_dir.to_owned(),
            reason: error.to_string(),
        };
        std::fs::create_dir_all(data_dir).map_err(|error| match error.kind() {
            std::io::ErrorKind::StorageFull => StoreError::DiskFull,
            _ => cannot(&error),
        })?;
        let options = SqliteConnectOptions::new()
            .filename(data_dir.join("fanfold.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        let pool = SqlitePoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(BUSY_TIMEOUT * 2);
        #[cfg(feature = "crash-points")]
        let writes = crate::crash::Writes::default();
        #[cfg(feature = "crash-points")]
        let pool = crate::crash::armed(pool, &writes);
        let pool =
            pool.connect_with(options)
                .await
                .map_err(|error| match StoreError::from(error) {
                    StoreError::Database(inner) => cannot(&inner),
                    known => known,
                })?;
        let known = MIGRATIONS
            .iter()
            .map(|step| step.version)
            .max()
            .unwrap_or(0);
        MIGRATIONS
            .run(&pool)
            .await
            .map_err(|error| StoreError::migrating(error, known))?;
        let owner = Owner::new(data_dir).map_err(|error| cannot(&error))?;
        tracing::debug!(owner = owner.id(), version = known, "database open");
        let store = Self {
            pool,
            owner: Arc::new(owner),
            #[cfg(feature = "crash-points")]
            writes,
        };
        store.read_draft_words().await?;
        store.sweep(jiff::Timestamp::now()).await?;
        Ok(store)
    }

    /// A transaction that has the write lock from its start, so that it never fails half-way because
    /// another process wrote in between.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Ends all connections; what is written stays.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    /// What is about to be done must be on the disk before it is done, whatever happens to the power.
    #[tokio::test]
    async fn a_commit_is_on_the_disk_when_it_returns() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        // Every connection of the pool at once, so that none is asked twice.
        let mut all = Vec::new();
        for _ in 0..4 {
            all.push(store.pool.acquire().await.unwrap());
        }
        for one in &mut all {
            let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
                .fetch_one(&mut **one)
                .await
                .unwrap();
            let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous")
                .fetch_one(&mut **one)
                .await
                .unwrap();
            // 2 is FULL: in WAL mode the log is flushed at every commit (SQLite, pragma synchronous).
            assert_eq!((mode.as_str(), synchronous), ("wal", 2));
        }
    }
}
