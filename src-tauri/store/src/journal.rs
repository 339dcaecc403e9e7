//! Table `journal`: what was about to be done for a post and what came of it, in order. Entries
//! are only ever added, by [`Store::save_run`], together with the run they belong to.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::{Sqlite, Transaction};

use crate::settings::parse;
use crate::time::from_millis;
use crate::{Result, Store};

/// One entry.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalRow {
    pub id: i64,
    pub post: String,
    pub at: Timestamp,
    pub kind: String,
    pub entry: Value,
}

#[derive(sqlx::FromRow)]
struct Raw {
    id: i64,
    post_id: String,
    at: i64,
    kind: String,
    entry: String,
}

impl Raw {
    fn read(self) -> Result<JournalRow> {
        Ok(JournalRow {
            id: self.id,
            post: self.post_id,
            at: from_millis(self.at)?,
            kind: self.kind,
            entry: parse("journal entry", &self.entry)?,
        })
    }
}

pub(crate) async fn append(
    tx: &mut Transaction<'static, Sqlite>,
    post: &str,
    at: Timestamp,
    kind: &str,
    entry: &str,
) -> Result<()> {
    sqlx::query("INSERT INTO journal (post_id, at, kind, entry) VALUES (?, ?, ?, ?)")
        .bind(post)
        .bind(at.as_millisecond())
        .bind(kind)
        .bind(entry)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

impl Store {
    /// The post's entries, oldest first.
    pub async fn journal(&self, post: &str) -> Result<Vec<JournalRow>> {
        let rows: Vec<Raw> = sqlx::query_as(
            "SELECT id, post_id, at, kind, entry FROM journal WHERE post_id = ? ORDER BY id",
        )
        .bind(post)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(Raw::read).collect()
    }

    /// The last `limit` entries of all posts, oldest first, for the exported log.
    pub async fn recent_journal(&self, limit: u32) -> Result<Vec<JournalRow>> {
        let rows: Vec<Raw> = sqlx::query_as(
            "SELECT id, post_id, at, kind, entry FROM journal ORDER BY id DESC LIMIT ?",
        )
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().rev().map(Raw::read).collect()
    }
}
