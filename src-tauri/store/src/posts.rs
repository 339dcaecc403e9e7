//! Table `posts`: everything that was ever sent off to be published, with its state and its run.

use fanfold_domain::Explanation;
use fanfold_domain::publish::PostState;
use jiff::Timestamp;
use sqlx::{Sqlite, Transaction};

use crate::settings::{parse, to_text};
use crate::time::{from_millis, maybe};
use crate::{Result, Store, StoreError};

/// The columns of a [`RawPost`].
macro_rules! columns {
    () => {
        "id, account_id, draft_id, state, due_at, until_at, attempts, document, run, media_id, \
         permalink, error, cancel_requested, met, created_at, updated_at"
    };
}
/// Not over yet, as the partial indexes have it.
macro_rules! open {
    () => {
        "('scheduled', 'waiting', 'publishing', 'checking')"
    };
}
pub(crate) use {columns, open};

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
    /// Its time passed while no Fanfold ran, and what was to happen then was not to publish it.
    pub missed: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What a runner writes back after each step.
#[derive(Debug, Clone)]
pub struct PostSave<'a> {
    pub state: PostState,
    pub until: Option<Timestamp>,
    pub run: &'a str,
    /// The run that this one was made of; where another stands by now, nothing is written. `None`
    /// under a claim, which nobody else writes past.
    pub over: Option<&'a str>,
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
    met: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl RawPost {
    pub(crate) fn newest_first(&self) -> (std::cmp::Reverse<i64>, i64) {
        (std::cmp::Reverse(self.updated_at), self.created_at)
    }

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
            missed: self.met.as_deref() == Some("missed"),
            created_at: from_millis(self.created_at)?,
            updated_at: from_millis(self.updated_at)?,
        })
    }
}

impl Store {
    /// Stores the post and its first journal entry, before any network call.
    pub async fn add_post(&self, post: &NewPost, now: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        insert(&mut tx, post, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The same, if no other post of the account is due at that very time.
    ///
    /// # Errors
    /// [`StoreError::TimeTaken`], also when another process was faster.
    pub async fn add_post_alone(&self, post: &NewPost, now: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        alone(&mut tx, &post.account, &post.id, post.due).await?;
        insert(&mut tx, post, now).await?;
        tx.commit().await?;
        Ok(())
    }

    pub async fn post(&self, id: &str) -> Result<PostRow> {
        let raw: Option<RawPost> =
            sqlx::query_as(concat!("SELECT ", columns!(), " FROM posts WHERE id = ?"))
                .bind(id)
                .fetch_optional(&self.pool)
                .await?;
        raw.ok_or_else(|| StoreError::NotFound {
            what: "post",
            id: id.to_owned(),
        })?
        .read()
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
        self.free_ended(now).await?;
        let mut tx = self.write().await?;
        save_idle(&mut tx, id, save, document, None, now).await?;
        crate::journal::append(&mut tx, id, now, kind, "{}").await?;
        tx.commit().await?;
        Ok(())
    }

    /// The same, with another time to be due at.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when a runner has it, [`StoreError::TimeTaken`] when it was to be
    /// alone at its time and is not.
    pub async fn set_due(
        &self,
        id: &str,
        save: &PostSave<'_>,
        document: Option<&str>,
        due: Due<'_>,
        now: Timestamp,
    ) -> Result<()> {
        self.free_ended(now).await?;
        let mut tx = self.write().await?;
        if let Some(account) = due.alone_in {
            alone(&mut tx, account, id, due.at).await?;
        }
        save_idle(&mut tx, id, save, document, Some(due.at), now).await?;
        let entry = format!("{{\"due\":\"{}\"}}", due.at);
        crate::journal::append(&mut tx, id, now, due.kind, &entry).await?;
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

/// When a post is due, and how the journal calls that.
#[derive(Debug, Clone, Copy)]
pub struct Due<'a> {
    pub at: Timestamp,
    /// `reschedule`, `publish_now`.
    pub kind: &'a str,
    /// The account of which no other post may be due at that time.
    pub alone_in: Option<&'a str>,
}

type Tx = Transaction<'static, Sqlite>;

async fn insert(tx: &mut Tx, post: &NewPost, now: Timestamp) -> Result<()> {
    // One that is not scheduled has no time that could be missed.
    let met = (post.state != PostState::Scheduled).then_some("in_time");
    sqlx::query(
        "INSERT INTO posts (id, account_id, draft_id, state, due_at, document, run, met,
             created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&post.id)
    .bind(&post.account)
    .bind(&post.draft)
    .bind(post.state.name())
    .bind(post.due.as_millisecond())
    .bind(&post.document)
    .bind(&post.run)
    .bind(met)
    .bind(now.as_millisecond())
    .bind(now.as_millisecond())
    .execute(&mut **tx)
    .await?;
    crate::journal::append(tx, &post.id, now, "queued", "{}").await
}

async fn alone(tx: &mut Tx, account: &str, id: &str, due: Timestamp) -> Result<()> {
    let taken: bool = sqlx::query_scalar(concat!(
        "SELECT EXISTS (SELECT 1 FROM posts WHERE account_id = ? AND due_at = ? AND id <> ?
             AND state IN ",
        open!(),
        ")"
    ))
    .bind(account)
    .bind(due.as_millisecond())
    .bind(id)
    .fetch_one(&mut **tx)
    .await?;
    if taken {
        return Err(StoreError::TimeTaken);
    }
    Ok(())
}

async fn save_idle(
    tx: &mut Tx,
    id: &str,
    save: &PostSave<'_>,
    document: Option<&str>,
    due: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    let error = save
        .error
        .map(|error| to_text("explanation", error))
        .transpose()?;
    let done = sqlx::query(
        "UPDATE posts SET state = ?, until_at = ?, run = ?, media_id = ?, permalink = ?,
             error = ?, document = COALESCE(?, document), due_at = COALESCE(?, due_at),
             met = NULL, cancel_requested = 0, lease_owner = NULL, lease_until = NULL,
             updated_at = ?
         WHERE id = ? AND (lease_until IS NULL OR lease_until < ?)
           AND run = COALESCE(?, run)",
    )
    .bind(save.state.name())
    .bind(save.until.map(Timestamp::as_millisecond))
    .bind(save.run)
    .bind(save.media_id)
    .bind(save.permalink)
    .bind(error)
    .bind(document)
    .bind(due.map(Timestamp::as_millisecond))
    .bind(now.as_millisecond())
    .bind(id)
    .bind(now.as_millisecond())
    .bind(save.over)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::LeaseLost);
    }
    Ok(())
}
