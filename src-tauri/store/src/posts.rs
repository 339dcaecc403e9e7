//! Table `posts`: everything that was ever sent off to be published, with its state and its run.

use fanfold_domain::Explanation;
use fanfold_domain::publish::PostState;
use jiff::Timestamp;

use crate::settings::{parse, to_text};
use crate::time::{from_millis, maybe};
use crate::{Result, Store, StoreError};

/// A post as it enters the queue. `document` and `run` are JSON of the publish room's making.
#[derive(Debug, Clone)]
pub struct NewPost {
    pub id: String,
    pub account: String,
    pub draft: Option<String>,
    pub due: Timestamp,
    /// What is published.
    pub document: String,
    /// Where the publish stands.
    pub run: String,
    /// `Scheduled`, or `NeedsAttention` for one stored with a problem.
    pub state: PostState,
}

/// One post of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct PostRow {
    pub id: String,
    pub account: String,
    pub draft: Option<String>,
    pub state: PostState,
    pub due: Timestamp,
    /// When a waiting post goes on.
    pub until: Option<Timestamp>,
    /// How often a runner has taken it up.
    pub attempts: u32,
    pub document: String,
    pub run: String,
    pub media_id: Option<String>,
    pub permalink: Option<String>,
    pub error: Option<Explanation>,
    pub cancel_requested: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What a runner writes back after each step.
#[derive(Debug, Clone)]
pub struct PostSave<'a> {
    pub state: PostState,
    pub until: Option<Timestamp>,
    pub run: &'a str,
    pub media_id: Option<&'a str>,
    pub permalink: Option<&'a str>,
    pub error: Option<&'a Explanation>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct RawPost {
    pub(crate) id: String,
    account_id: String,
    draft_id: Option<String>,
    state: String,
    due_at: i64,
    until_at: Option<i64>,
    attempts: i64,
    document: String,
    run: String,
    media_id: Option<String>,
    permalink: Option<String>,
    error: Option<String>,
    cancel_requested: bool,
    created_at: i64,
    updated_at: i64,
}

impl RawPost {
    pub(crate) fn read(self) -> Result<PostRow> {
        Ok(PostRow {
            state: PostState::parse(&self.state).ok_or_else(|| StoreError::DamagedDocument {
                what: "post",
                reason: format!("state {:?} is not known", self.state),
            })?,
            id: self.id,
            account: self.account_id,
            draft: self.draft_id,
            due: from_millis(self.due_at)?,
            until: maybe(self.until_at)?,
            attempts: u32::try_from(self.attempts).unwrap_or(u32::MAX),
            document: self.document,
            run: self.run,
            media_id: self.media_id,
            permalink: self.permalink,
            error: self
                .error
                .map(|text| parse("explanation", &text))
                .transpose()?,
            cancel_requested: self.cancel_requested,
            created_at: from_millis(self.created_at)?,
            updated_at: from_millis(self.updated_at)?,
        })
    }
}

impl Store {
    /// Stores the post and its first journal entry, before any network call.
    pub async fn add_post(&self, post: &NewPost, now: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO posts (id, account_id, draft_id, state, due_at, document, run,
                 created_at, updated_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&post.id)
        .bind(&post.account)
        .bind(&post.draft)
        .bind(post.state.name())
        .bind(post.due.as_millisecond())
        .bind(&post.document)
        .bind(&post.run)
        .bind(now.as_millisecond())
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        crate::journal::append(&mut tx, &post.id, now, "queued", "{}").await?;
        tx.commit().await?;
        Ok(())
    }

    pub async fn post(&self, id: &str) -> Result<PostRow> {
        let raw: Option<RawPost> = sqlx::query_as(
            "SELECT id, account_id, draft_id, state, due_at, until_at, attempts, document, run,
                 media_id, permalink, error, cancel_requested, created_at, updated_at
             FROM posts WHERE id = ?",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?;
        raw.ok_or_else(|| StoreError::NotFound {
            what: "post",
            id: id.to_owned(),
        })?
        .read()
    }

    /// All posts: what comes next first, then what is over, newest first.
    pub async fn posts(&self) -> Result<Vec<PostRow>> {
        let rows: Vec<RawPost> = sqlx::query_as(
            "SELECT id, account_id, draft_id, state, due_at, until_at, attempts, document, run,
                 media_id, permalink, error, cancel_requested, created_at, updated_at
             FROM posts
             ORDER BY CASE WHEN state IN ('scheduled', 'waiting', 'publishing', 'checking')
                 THEN 0 ELSE 1 END,
                 CASE WHEN state IN ('scheduled', 'waiting', 'publishing', 'checking')
                 THEN due_at ELSE -updated_at END, created_at, id",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(RawPost::read).collect()
    }

    /// Media ids of the account's other posts: a live post that is one of them is not this one.
    pub async fn media_ids(&self, account: &str, except: &str) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar(
            "SELECT media_id FROM posts
             WHERE account_id = ? AND id <> ? AND media_id IS NOT NULL",
        )
        .bind(account)
        .bind(except)
        .fetch_all(&self.pool)
        .await?)
    }

    /// Writes a run back from outside a runner (retry, cancel, edit), only while nobody holds it.
    /// `document` replaces what the post is made of, in the same breath.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when a runner has it.
    pub async fn save_idle_run(
        &self,
        id: &str,
        save: &PostSave<'_>,
        document: Option<&str>,
        kind: &str,
        now: Timestamp,
    ) -> Result<()> {
        let error = save
            .error
            .map(|error| to_text("explanation", error))
            .transpose()?;
        self.free_ended(now).await?;
        let mut tx = self.write().await?;
        let done = sqlx::query(
            "UPDATE posts SET state = ?, until_at = ?, run = ?, media_id = ?, permalink = ?,
                 error = ?, document = COALESCE(?, document), cancel_requested = 0, lease_owner = NULL, lease_until = NULL,
                 updated_at = ?
             WHERE id = ? AND (lease_until IS NULL OR lease_until < ?)",
        )
        .bind(save.state.name())
        .bind(save.until.map(Timestamp::as_millisecond))
        .bind(save.run)
        .bind(save.media_id)
        .bind(save.permalink)
        .bind(error)
        .bind(document)
        .bind(now.as_millisecond())
        .bind(id)
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::LeaseLost);
        }
        crate::journal::append(&mut tx, id, now, kind, "{}").await?;
        tx.commit().await?;
        Ok(())
    }

    /// Asks the runner that holds the post to stop before it goes live. `false` when none does.
    pub async fn request_cancel(&self, id: &str, now: Timestamp) -> Result<bool> {
        self.free_ended(now).await?;
        let done = sqlx::query(
            "UPDATE posts SET cancel_requested = 1, updated_at = ?
             WHERE id = ? AND lease_until >= ?",
        )
        .bind(now.as_millisecond())
        .bind(id)
        .bind(now.as_millisecond())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
