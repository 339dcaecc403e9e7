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

/// The database of one data folder. Cheap to clone; all clones are one lease owner.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pool: SqlitePool,
    pub(crate) owner: Arc<Owner>,
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
            .max_connections(4)
            .acquire_timeout(BUSY_TIMEOUT * 2)
            .connect_with(options)
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
        };
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
