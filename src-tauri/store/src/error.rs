//! What can go wrong with the database, each variant a different thing to do about it.

use std::path::PathBuf;

use sqlx::migrate::MigrateError;

/// Sentences are for people: what happened, then what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(
        "The disk is full, so Fanfold could not save. Free some space and try again; what was saved before is safe."
    )]
    DiskFull,
    #[error(
        "Fanfold may not write to its data folder. Check the folder’s permissions, or choose another one."
    )]
    ReadOnly,
    #[error(
        "Fanfold’s database is damaged. Close Fanfold and restore the data folder from a backup; the media in it are untouched."
    )]
    Corrupt,
    #[error("Another program keeps Fanfold’s database busy. Try again in a moment.")]
    Busy,
    #[error(
        "This data folder was written by a newer Fanfold (database version {found}, this one knows {known}). Update Fanfold to open it; nothing was changed."
    )]
    NewerDatabase { found: i64, known: i64 },
    #[error(
        "The database does not match this Fanfold: its step {0} was made differently. Update Fanfold, or restore the data folder from a backup; nothing was changed."
    )]
    AlteredDatabase(i64),
    #[error("Fanfold cannot open its data folder {}: {reason}. Check that it exists and that you may write to it.", path.display())]
    CannotOpen { path: PathBuf, reason: String },
    #[error(
        "This {what} was saved by a newer Fanfold (format {found}, this one knows {known}). Update Fanfold to open it; nothing was changed."
    )]
    NewerDocument {
        what: &'static str,
        found: u64,
        known: u32,
    },
    #[error("This {what} cannot be read: {reason}. It was left as it is.")]
    DamagedDocument { what: &'static str, reason: String },
    #[error(
        "The draft was changed elsewhere since it was opened here (now at revision {current})."
    )]
    StaleDraft { current: i64 },
    #[error("There is no {what} {id}.")]
    NotFound { what: &'static str, id: String },
    /// Another runner has taken the post over: this one must stop at once.
    #[error("Another Fanfold has taken over this post.")]
    LeaseLost,
    /// One account publishes one post after the other.
    #[error("Another post of this account is under way.")]
    AccountBusy,
    #[error("Another post of this account is due at that very time. Choose another one.")]
    TimeTaken,
    #[error("The post is {state} and cannot be changed in this way.")]
    WrongState { state: &'static str },
    #[error("The database answered with an error: {0}")]
    Database(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = match &error {
            sqlx::Error::Database(inner) => inner.code().and_then(|code| code.parse::<i64>().ok()),
            sqlx::Error::PoolTimedOut => return Self::Busy,
            _ => None,
        };
        // The low byte is SQLite's primary result code (sqlite.org/rescode.html).
        match code.map(|code| code & 0xff) {
            Some(13) => Self::DiskFull,
            Some(8 | 3) => Self::ReadOnly,
            Some(11 | 26) => Self::Corrupt,
            Some(5 | 6) => Self::Busy,
            _ => Self::Database(error),
        }
    }
}

impl StoreError {
    /// A migration that could not run; `known` is the newest version this build has.
    pub(crate) fn migrating(error: MigrateError, known: i64) -> Self {
        match error {
            MigrateError::VersionMissing(found) | MigrateError::VersionTooNew(found, _) => {
                Self::NewerDatabase { found, known }
            }
            MigrateError::VersionMismatch(step) | MigrateError::Dirty(step) => {
                Self::AlteredDatabase(step)
            }
            MigrateError::Execute(inner) | MigrateError::ExecuteMigration(inner, _) => inner.into(),
            other => Self::Database(sqlx::Error::Migrate(Box::new(other))),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use sqlx::SqlitePool;
    use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

    use super::*;

    async fn pool(options: SqliteConnectOptions) -> SqlitePool {
        SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options)
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_full_disk_is_called_a_full_disk() {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("full.db"))
            .create_if_missing(true)
            .pragma("max_page_count", "8");
        let pool = pool(options).await;
        sqlx::query("CREATE TABLE t (x TEXT)")
            .execute(&pool)
            .await
            .unwrap();
        let error = sqlx::query("INSERT INTO t VALUES (?)")
            .bind("x".repeat(100_000))
            .execute(&pool)
            .await
            .unwrap_err();
        assert!(matches!(StoreError::from(error), StoreError::DiskFull));
    }

    #[tokio::test]
    async fn a_database_that_cannot_be_written_is_called_so() {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteConnectOptions::new().filename(folder.path().join("read.db"));
        let first = pool(options.clone().create_if_missing(true)).await;
        sqlx::query("CREATE TABLE t (x TEXT)")
            .execute(&first)
            .await
            .unwrap();
        first.close().await;
        let pool = pool(options.read_only(true)).await;
        let error = sqlx::query("INSERT INTO t VALUES ('x')")
            .execute(&pool)
            .await
            .unwrap_err();
        assert!(matches!(StoreError::from(error), StoreError::ReadOnly));
    }
}
