//! Table `media`: what is known of each original in the library, by content hash. The files
//! themselves are the media library's.

use fanfold_domain::MediaFacts;
use jiff::Timestamp;

use crate::settings::{parse, to_text};
use crate::time::from_millis;
use crate::{Result, Store};

/// One original of the library.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaRow {
    /// BLAKE3, lower-case hex.
    pub hash: String,
    /// The file's own name when it came in, for people.
    pub name: String,
    pub bytes: u64,
    pub facts: MediaFacts,
    pub imported_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Raw {
    hash: String,
    name: String,
    bytes: i64,
    facts: String,
    imported_at: i64,
}

impl Raw {
    fn read(self) -> Result<MediaRow> {
        Ok(MediaRow {
            hash: self.hash,
            name: self.name,
            bytes: self.bytes.unsigned_abs(),
            facts: parse("media entry", &self.facts)?,
            imported_at: from_millis(self.imported_at)?,
        })
    }
}

impl Store {
    /// Adds or renews the entry; the time of the first import stays.
    pub async fn put_media(&self, row: &MediaRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO media (hash, name, bytes, facts, imported_at) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (hash) DO UPDATE SET
                 name = excluded.name, bytes = excluded.bytes, facts = excluded.facts",
        )
        .bind(&row.hash)
        .bind(&row.name)
        .bind(i64::try_from(row.bytes).unwrap_or(i64::MAX))
        .bind(to_text("media entry", &row.facts)?)
        .bind(row.imported_at.as_millisecond())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub async fn media(&self, hash: &str) -> Result<Option<MediaRow>> {
        let raw: Option<Raw> = sqlx::query_as(
            "SELECT hash, name, bytes, facts, imported_at FROM media WHERE hash = ?",
        )
        .bind(hash)
        .fetch_optional(&self.pool)
        .await?;
        raw.map(Raw::read).transpose()
    }
}
