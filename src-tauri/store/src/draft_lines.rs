//! Table `draft_lines`: drafts as the rail lists them and as they are searched, however many there are.
//! It follows table `drafts` and holds nothing that is not there, but for the summary.

use fanfold_domain::draft::Draft;
use jiff::Timestamp;
use serde::Deserialize;
use sqlx::{Sqlite, Transaction};

use crate::fold::fold;
use crate::time::from_millis;
use crate::{Result, Store};

/// Documents that are read at once when the table is filled the first time.
const BATCH: u32 = 500;

/// Words of a search that count; nobody remembers more of a caption.
const WORDS: usize = 8;

/// A draft in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLine {
    pub id: String,
    /// As the workbench wrote it; `None` when the draft has to be looked at first.
    pub summary: Option<String>,
    pub updated_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct RawLine {
    draft_id: String,
    summary: Option<String>,
    updated_at: i64,
}

impl RawLine {
    fn read(self) -> Result<DraftLine> {
        Ok(DraftLine {
            id: self.draft_id,
            summary: self.summary,
            updated_at: from_millis(self.updated_at)?,
        })
    }
}

/// What is searched of a draft, whatever its version.
#[derive(Deserialize)]
struct Searched {
    #[serde(default)]
    title: String,
    #[serde(default)]
    caption: String,
}

impl Store {
    /// The drafts that are not deleted, last changed first.
    pub async fn draft_lines(&self, limit: u32) -> Result<Vec<DraftLine>> {
        self.lines_with(&[], limit).await
    }

    /// Those of them that have every word of a text in their title or caption. Case and accents do not
    /// matter, and a part of a word will do.
    pub async fn find_drafts(&self, text: &str, limit: u32) -> Result<Vec<DraftLine>> {
        let folded = fold(text);
        let patterns: Vec<String> = folded.split(' ').take(WORDS).map(pattern).collect();
        self.lines_with(&patterns, limit).await
    }

    async fn lines_with(&self, patterns: &[String], limit: u32) -> Result<Vec<DraftLine>> {
        let mut query =
            "SELECT draft_id, summary, updated_at FROM draft_lines WHERE TRUE".to_owned();
        for _ in patterns {
            query.push_str(r" AND words LIKE ? ESCAPE '\'");
        }
        query.push_str(" ORDER BY updated_at DESC, draft_id LIMIT ?");
        let mut asked = sqlx::query_as(sqlx::AssertSqlSafe(query));
        for pattern in patterns {
            asked = asked.bind(pattern);
        }
        let rows: Vec<RawLine> = asked.bind(limit).fetch_all(&self.pool).await?;
        rows.into_iter().map(RawLine::read).collect()
    }

    /// How many drafts are not deleted.
    pub async fn count_drafts(&self) -> Result<u32> {
        let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM draft_lines")
            .fetch_one(&self.pool)
            .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Keeps how the list shows drafts, by their ids.
    pub async fn set_draft_summaries(&self, summaries: &[(String, String)]) -> Result<()> {
        if summaries.is_empty() {
            return Ok(());
        }
        let mut tx = self.write().await?;
        for (id, summary) in summaries {
            sqlx::query("UPDATE draft_lines SET summary = ? WHERE draft_id = ?")
                .bind(summary)
                .bind(id)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The draft is judged anew when it is shown next.
    pub async fn forget_draft_summary(&self, id: &str) -> Result<()> {
        sqlx::query("UPDATE draft_lines SET summary = NULL WHERE draft_id = ?")
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The same for all of them.
    pub async fn forget_draft_summaries(&self) -> Result<()> {
        sqlx::query("UPDATE draft_lines SET summary = NULL WHERE summary IS NOT NULL")
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Reads the words of drafts that an older Fanfold saved, a batch at a time.
    pub(crate) async fn read_draft_words(&self) -> Result<()> {
        loop {
            let mut tx = self.write().await?;
            let batch: Vec<(String, String)> = sqlx::query_as(
                "SELECT l.draft_id, d.document FROM draft_lines l JOIN drafts d ON d.id = l.draft_id
                 WHERE l.words IS NULL LIMIT ?",
            )
            .bind(BATCH)
            .fetch_all(&mut *tx)
            .await?;
            if batch.is_empty() {
                return Ok(());
            }
            for (id, document) in batch {
                sqlx::query("UPDATE draft_lines SET words = ? WHERE draft_id = ?")
                    .bind(words_of(&document))
                    .bind(id)
                    .execute(&mut *tx)
                    .await?;
            }
            tx.commit().await?;
        }
    }
}

/// A draft was saved: its line, in the same transaction. One that is deleted has none.
pub(crate) async fn put(
    tx: &mut Transaction<'static, Sqlite>,
    id: &str,
    draft: &Draft,
    summary: Option<&str>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO draft_lines (updated_at, draft_id, words, summary)
         SELECT updated_at, id, ?2, ?3 FROM drafts WHERE id = ?1 AND deleted_at IS NULL
         ON CONFLICT (draft_id) DO UPDATE SET
             updated_at = excluded.updated_at, words = excluded.words, summary = excluded.summary",
    )
    .bind(id)
    .bind(words(&draft.title, &draft.caption))
    .bind(summary)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A draft was put away, or brought back.
pub(crate) async fn follow(tx: &mut Transaction<'static, Sqlite>, id: &str) -> Result<()> {
    sqlx::query("DELETE FROM draft_lines WHERE draft_id = ?")
        .bind(id)
        .execute(&mut **tx)
        .await?;
    let here: Option<(i64, String)> = sqlx::query_as(
        "SELECT updated_at, document FROM drafts WHERE id = ? AND deleted_at IS NULL",
    )
    .bind(id)
    .fetch_optional(&mut **tx)
    .await?;
    if let Some((updated_at, document)) = here {
        sqlx::query("INSERT INTO draft_lines (updated_at, draft_id, words) VALUES (?, ?, ?)")
            .bind(updated_at)
            .bind(id)
            .bind(words_of(&document))
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// What cannot be read has no words: it is listed, and found by nothing.
fn words_of(document: &str) -> String {
    serde_json::from_str::<Searched>(document)
        .map(|searched| words(&searched.title, &searched.caption))
        .unwrap_or_default()
}

fn words(title: &str, caption: &str) -> String {
    fold(&format!("{title} {caption}"))
}

/// A word as LIKE takes it, whatever is in it.
fn pattern(word: &str) -> String {
    let escaped = word
        .replace('\\', r"\\")
        .replace('%', r"\%")
        .replace('_', r"\_");
    format!("%{escaped}%")
}
