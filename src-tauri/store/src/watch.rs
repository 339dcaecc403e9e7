//! Noticing that another process wrote to the database.
//!
//! `PRAGMA data_version` (sqlite.org/pragma.html) reads one counter of the shared memory: some
//! microseconds, no lock, no disk. Looking at it now and then is all that an idle queue does.

use sqlx::{Connection, SqliteConnection};

use crate::{Result, Store};

/// A connection that is told of every write that is not its own, and never writes.
#[derive(Debug)]
pub struct Watch {
    connection: SqliteConnection,
    seen: i64,
}

impl Store {
    pub async fn watch(&self) -> Result<Watch> {
        let options = self.pool.connect_options();
        let connection = SqliteConnection::connect_with(&options).await?;
        let mut watch = Watch {
            connection,
            seen: 0,
        };
        watch.moved().await?;
        Ok(watch)
    }
}

impl Watch {
    /// Whether anything was written since it was asked last, by this process or another.
    pub async fn moved(&mut self) -> Result<bool> {
        let now: i64 = sqlx::query_scalar("PRAGMA data_version")
            .fetch_one(&mut self.connection)
            .await?;
        let moved = now != self.seen;
        self.seen = now;
        Ok(moved)
    }
}
