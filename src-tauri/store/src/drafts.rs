//! Table `drafts`: a post while it is being made, saved as it is typed. A draft written by a newer
//! Fanfold is listed, never opened and never overwritten. How drafts are listed is in `draft_lines`.

use fanfold_domain::draft::{DRAFT_VERSION, Draft};
use jiff::Timestamp;

use crate::settings::to_text;
use crate::time::from_millis;
use crate::{Result, Store, StoreError, draft_lines};

/// A draft with what is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedDraft {
    pub id: String,
    pub revision: i64,
    pub draft: Draft,
    pub updated_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct RawDraft {
    revision: i64,
    version: i64,
    document: String,
    updated_at: i64,
}

impl Store {
    /// Saves what is in the draft now, and how the list shows it. `known` is the revision it was opened
    /// or last saved at, 0 for one never saved; the new revision is returned.
    ///
    /// # Errors
    /// [`StoreError::StaleDraft`] when another window has saved since, [`StoreError::NewerDocument`]
    /// when a newer Fanfold has; both leave what is stored.
    pub async fn save_draft(
        &self,
        id: &str,
        known: i64,
        draft: &Draft,
        summary: Option<&str>,
        now: Timestamp,
    ) -> Result<i64> {
        let document = to_text("draft", draft)?;
        let mut tx = self.write().await?;
        let done = sqlx::query(
            "INSERT INTO drafts (id, title, revision, version, document, created_at, updated_at)
             VALUES (?1, ?2, ?3 + 1, ?4, ?5, ?6, ?6)
             ON CONFLICT (id) DO UPDATE SET
                 title = excluded.title, revision = excluded.revision, version = excluded.version,
                 document = excluded.document, updated_at = excluded.updated_at
             WHERE drafts.revision = ?3 AND drafts.version <= ?4",
        )
        .bind(id)
        .bind(&draft.title)
        .bind(known)
        .bind(i64::from(draft.version))
        .bind(document)
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 1 {
            draft_lines::put(&mut tx, id, draft, summary).await?;
            tx.commit().await?;
            return Ok(known + 1);
        }
        let (revision, version): (i64, i64) =
            sqlx::query_as("SELECT revision, version FROM drafts WHERE id = ?")
                .bind(id)
                .fetch_one(&mut *tx)
                .await?;
        Err(newer(version).unwrap_or(StoreError::StaleDraft { current: revision }))
    }

    /// The draft as last saved, deleted ones included.
    pub async fn draft(&self, id: &str) -> Result<SavedDraft> {
        let raw: Option<RawDraft> = sqlx::query_as(
            "SELECT revision, version, document, updated_at FROM drafts WHERE id = ?",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?;
        let raw = raw.ok_or_else(|| StoreError::NotFound {
            what: "draft",
            id: id.to_owned(),
        })?;
        if let Some(error) = newer(raw.version) {
            return Err(error);
        }
        Ok(SavedDraft {
            id: id.to_owned(),
            revision: raw.revision,
            draft: crate::settings::parse("draft", &raw.document)?,
            updated_at: from_millis(raw.updated_at)?,
        })
    }

    /// What a person named it, also where a newer Fanfold has saved it; empty where nobody did.
    pub async fn draft_title(&self, id: &str) -> Result<String> {
        let title = sqlx::query_scalar("SELECT title FROM drafts WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        Ok(title.unwrap_or_default())
    }

    /// Puts the draft away; [`Store::restore_draft`] brings it back.
    pub async fn delete_draft(&self, id: &str, now: Timestamp) -> Result<()> {
        self.set_deleted(id, Some(now)).await
    }

    pub async fn restore_draft(&self, id: &str) -> Result<()> {
        self.set_deleted(id, None).await
    }

    async fn set_deleted(&self, id: &str, at: Option<Timestamp>) -> Result<()> {
        let mut tx = self.write().await?;
        let done = sqlx::query("UPDATE drafts SET deleted_at = ? WHERE id = ?")
            .bind(at.map(Timestamp::as_millisecond))
            .bind(id)
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::NotFound {
                what: "draft",
                id: id.to_owned(),
            });
        }
        draft_lines::follow(&mut tx, id).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn newer(version: i64) -> Option<StoreError> {
    (version > i64::from(DRAFT_VERSION)).then(|| StoreError::NewerDocument {
        what: "draft",
        found: version.unsigned_abs(),
        known: DRAFT_VERSION,
    })
}
