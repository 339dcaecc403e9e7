//! Table `posts`, read as a queue: lists and counts that never read more documents than are shown.

use fanfold_domain::Explanation;
use fanfold_domain::publish::PostState;
use jiff::Timestamp;

use crate::claims::Spacing;
use crate::posts::{PostRow, PostSave, RawPost, columns, open};
use crate::settings::{parse, to_text};
use crate::time::{from_millis, maybe};
use crate::{Result, Store, StoreError};

/// One post without what is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct PostLine {
    pub id: String,
    pub account: String,
    pub state: PostState,
    pub due: Timestamp,
    pub until: Option<Timestamp>,
    pub attempts: u32,
    pub media_id: Option<String>,
    pub permalink: Option<String>,
    pub error: Option<Explanation>,
}

impl From<PostRow> for PostLine {
    fn from(row: PostRow) -> Self {
        Self {
            id: row.id,
            account: row.account,
            state: row.state,
            due: row.due,
            until: row.until,
            attempts: row.attempts,
            media_id: row.media_id,
            permalink: row.permalink,
            error: row.error,
        }
    }
}

#[derive(sqlx::FromRow)]
struct RawLine {
    id: String,
    account_id: String,
    state: String,
    due_at: i64,
    until_at: Option<i64>,
    attempts: i64,
    media_id: Option<String>,
    permalink: Option<String>,
    error: Option<String>,
}

impl RawLine {
    fn read(self) -> Result<PostLine> {
        Ok(PostLine {
            state: PostState::parse(&self.state).ok_or_else(|| StoreError::DamagedDocument {
                what: "post",
                reason: format!("state {:?} is not known", self.state),
            })?,
            id: self.id,
            account: self.account_id,
            due: from_millis(self.due_at)?,
            until: maybe(self.until_at)?,
            attempts: u32::try_from(self.attempts).unwrap_or(u32::MAX),
            media_id: self.media_id,
            permalink: self.permalink,
            error: self
                .error
                .map(|text| parse("explanation", &text))
                .transpose()?,
        })
    }
}

/// How many posts are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Under way right now, in any process.
    pub running: u32,
    pub scheduled: u32,
    /// In the queue with a time to go on, or to be taken up again.
    pub waiting: u32,
    /// A person must act.
    pub attention: u32,
}

/// A post that was not published at its time.
#[derive(Debug)]
pub struct MissedSave<'a> {
    pub id: &'a str,
    pub save: PostSave<'a>,
}

impl Store {
    /// All posts: what comes next first, then what is over, newest first.
    pub async fn lines(&self) -> Result<Vec<PostLine>> {
        let rows: Vec<RawLine> = sqlx::query_as(concat!(
            "SELECT id, account_id, state, due_at, until_at, attempts, media_id, permalink, error
             FROM posts
             ORDER BY CASE WHEN state IN ",
            open!(),
            " THEN 0 ELSE 1 END, CASE WHEN state IN ",
            open!(),
            " THEN due_at ELSE -updated_at END, created_at, id"
        ))
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(RawLine::read).collect()
    }

    /// Account and run of every post that was begun and is not over.
    pub async fn open_runs(&self) -> Result<Vec<(String, String)>> {
        Ok(sqlx::query_as(
            "SELECT account_id, run FROM posts
             WHERE state IN ('waiting', 'publishing', 'checking')",
        )
        .fetch_all(&self.pool)
        .await?)
    }

    /// The newest post of a draft.
    pub async fn newest_post_of(&self, draft: &str) -> Result<Option<PostRow>> {
        let raw: Option<RawPost> = sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM posts WHERE draft_id = ? ORDER BY created_at DESC, id DESC LIMIT 1"
        ))
        .bind(draft)
        .fetch_optional(&self.pool)
        .await?;
        raw.map(RawPost::read).transpose()
    }

    /// The newest post of a draft to an account that is neither live nor taken back. One that is live
    /// and only waits for its first comment is live.
    pub async fn unfinished_post_of(&self, draft: &str, account: &str) -> Result<Option<PostRow>> {
        let raw: Option<RawPost> = sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM posts WHERE draft_id = ? AND account_id = ?
                  AND state NOT IN ('published', 'cancelled') AND media_id IS NULL
              ORDER BY created_at DESC, id DESC LIMIT 1"
        ))
        .bind(draft)
        .bind(account)
        .fetch_optional(&self.pool)
        .await?;
        raw.map(RawPost::read).transpose()
    }

    /// What a person looks at: the next `limit` posts, then as many that need a person, then as many
    /// that are over, newest first.
    pub async fn recent_posts(&self, limit: u32) -> Result<Vec<PostRow>> {
        let next: Vec<RawPost> = sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM posts WHERE state IN ",
            open!(),
            " ORDER BY due_at, created_at, id LIMIT ?"
        ))
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        let stopped: Vec<RawPost> = sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM posts WHERE state = 'needs_attention' ORDER BY due_at DESC LIMIT ?"
        ))
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        let over: Vec<RawPost> = sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM posts WHERE state IN ('published', 'failed', 'needs_attention', 'cancelled')
              ORDER BY updated_at DESC LIMIT ?"
        ))
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        let mut settled: Vec<RawPost> = over;
        let extra = stopped
            .into_iter()
            .filter(|post| settled.iter().all(|known| known.id != post.id))
            .collect::<Vec<_>>();
        settled.extend(extra);
        settled.sort_by_key(RawPost::newest_first);
        next.into_iter().chain(settled).map(RawPost::read).collect()
    }

    /// An account's posts that wait for a person.
    pub async fn stopped_posts(&self, account: &str) -> Result<Vec<PostRow>> {
        let rows: Vec<RawPost> = sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM posts WHERE account_id = ? AND state = 'needs_attention' ORDER BY created_at"
        ))
        .bind(account)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(RawPost::read).collect()
    }

    /// Posts that nobody carries and that wait for a later time: at most one an account, as a rule.
    pub async fn waiting_posts(&self, now: Timestamp) -> Result<Vec<PostRow>> {
        let rows: Vec<RawPost> = sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM posts WHERE until_at > ? AND lease_owner IS NULL AND state IN ",
            open!(),
            " ORDER BY until_at LIMIT 500"
        ))
        .bind(now.as_millisecond())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(RawPost::read).collect()
    }

    /// An account's next posts, in order.
    pub async fn next_posts(&self, account: &str, limit: u32) -> Result<Vec<PostRow>> {
        let rows: Vec<RawPost> = sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM posts WHERE account_id = ? AND state IN ",
            open!(),
            " ORDER BY due_at, created_at, id LIMIT ?"
        ))
        .bind(account)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(RawPost::read).collect()
    }

    /// The times of an account's posts that are not over, from `since` on, with their ids.
    pub async fn due_times(
        &self,
        account: &str,
        since: Timestamp,
    ) -> Result<Vec<(String, Timestamp)>> {
        let rows: Vec<(String, i64)> = sqlx::query_as(concat!(
            "SELECT id, due_at FROM posts WHERE account_id = ? AND due_at >= ? AND state IN ",
            open!(),
            " ORDER BY due_at"
        ))
        .bind(account)
        .bind(since.as_millisecond())
        .fetch_all(&self.pool)
        .await?;
        let read = |(id, at)| Ok((id, from_millis(at)?));
        rows.into_iter().map(read).collect()
    }

    /// The ids of an account's posts that are under way in this process or another.
    pub async fn under_way(&self, account: &str, now: Timestamp) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar(concat!(
            "SELECT id FROM posts WHERE account_id = ? AND lease_owner IS NOT NULL
             AND lease_until >= ? AND state IN ",
            open!()
        ))
        .bind(account)
        .bind(now.as_millisecond())
        .fetch_all(&self.pool)
        .await?)
    }

    /// The scheduled post that comes next, of any account that publishes.
    pub async fn next_scheduled(&self) -> Result<Option<PostRow>> {
        let raw: Option<RawPost> = sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM posts WHERE state IN ",
            open!(),
            " AND state = 'scheduled' ORDER BY due_at, created_at, id LIMIT 1"
        ))
        .fetch_optional(&self.pool)
        .await?;
        raw.map(RawPost::read).transpose()
    }

    /// The clock was set back: what was to go on at a time by the old one is looked at anew, and
    /// nothing is held for longer than Instagram ever asks for, a day.
    pub async fn clock_set_back(&self, now: Timestamp) -> Result<()> {
        const DAY: i64 = 24 * 60 * 60 * 1000;
        let mut tx = self.write().await?;
        sqlx::query(concat!(
            "UPDATE posts SET until_at = NULL
             WHERE until_at > ? AND lease_owner IS NULL AND state IN ",
            open!()
        ))
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "UPDATE accounts SET begun_at = MIN(begun_at, ?1),
                 paused_until = CASE WHEN pause_kind = 'wait' THEN MIN(paused_until, ?1 + ?2)
                                     ELSE paused_until END",
        )
        .bind(now.as_millisecond())
        .bind(DAY)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    pub async fn counts(&self, now: Timestamp) -> Result<Counts> {
        let rows: Vec<(String, i64)> = sqlx::query_as(concat!(
            "SELECT state, COUNT(*) FROM posts WHERE state IN ",
            open!(),
            " GROUP BY state
              UNION ALL
              SELECT 'needs_attention', COUNT(*) FROM posts WHERE state = 'needs_attention'"
        ))
        .fetch_all(&self.pool)
        .await?;
        let running: i64 = sqlx::query_scalar(concat!(
            "SELECT COUNT(*) FROM posts
             WHERE lease_owner IS NOT NULL AND lease_until >= ? AND state IN ",
            open!()
        ))
        .bind(now.as_millisecond())
        .fetch_one(&self.pool)
        .await?;
        let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        let mut counts = Counts {
            running: number(running),
            ..Counts::default()
        };
        for (state, count) in rows {
            match state.as_str() {
                "scheduled" => counts.scheduled = number(count),
                "needs_attention" => counts.attention = number(count),
                _ => counts.waiting = counts.waiting.saturating_add(number(count)),
            }
        }
        // What is under way is not waiting; a post keeps its last state until its runner says more.
        counts.waiting = counts.waiting.saturating_sub(counts.running);
        Ok(counts)
    }

    /// Meets the time of every post that has come: nobody missed those. Not of one that is late by
    /// more than the spacing allows, unless its account waits for a person anyway. `true` when some
    /// are left that nobody met in time.
    pub async fn meet(&self, now: Timestamp, spacing: Spacing) -> Result<bool> {
        const COME: &str = "SELECT EXISTS (SELECT 1 FROM posts
             WHERE state = 'scheduled' AND met IS NULL AND due_at <= ?)";
        let come: bool = sqlx::query_scalar(COME)
            .bind(now.as_millisecond())
            .fetch_one(&self.pool)
            .await?;
        if !come {
            return Ok(false);
        }
        sqlx::query(
            "UPDATE posts SET met = 'in_time'
             WHERE state = 'scheduled' AND met IS NULL AND due_at <= ?1
               AND (due_at >= ?2 OR account_id IN (
                   SELECT id FROM accounts
                   WHERE held_at IS NOT NULL OR paused_until = 9223372036854775807))",
        )
        .bind(now.as_millisecond())
        .bind(spacing.late_before(now))
        .execute(&self.pool)
        .await?;
        Ok(sqlx::query_scalar(COME)
            .bind(now.as_millisecond())
            .fetch_one(&self.pool)
            .await?)
    }

    /// Scheduled posts whose time nobody met, earliest first.
    pub async fn missed_posts(&self, now: Timestamp, limit: u32) -> Result<Vec<PostRow>> {
        let rows: Vec<RawPost> = sqlx::query_as(concat!(
            "SELECT ",
            columns!(),
            " FROM posts WHERE state = 'scheduled' AND met IS NULL AND due_at <= ?
              ORDER BY due_at LIMIT ?"
        ))
        .bind(now.as_millisecond())
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(RawPost::read).collect()
    }

    /// Lets what was missed go out late, in order and apart.
    pub async fn publish_missed(&self, now: Timestamp) -> Result<u64> {
        let done = sqlx::query(
            "UPDATE posts SET met = 'late'
             WHERE state = 'scheduled' AND met IS NULL AND due_at <= ?",
        )
        .bind(now.as_millisecond())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    /// The same for one post.
    pub async fn meet_late(&self, id: &str) -> Result<()> {
        sqlx::query("UPDATE posts SET met = 'late' WHERE id = ? AND met IS NULL")
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Settles missed posts, all of them in one write; those that changed meanwhile stay.
    pub async fn settle_missed(&self, saves: &[MissedSave<'_>], now: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        for MissedSave { id, save } in saves {
            let error = save
                .error
                .map(|error| to_text("explanation", error))
                .transpose()?;
            let done = sqlx::query(
                "UPDATE posts SET state = ?, until_at = NULL, run = ?, error = ?, met = 'missed',
                     updated_at = ?
                 WHERE id = ? AND state = 'scheduled' AND met IS NULL AND lease_owner IS NULL",
            )
            .bind(save.state.name())
            .bind(save.run)
            .bind(error)
            .bind(now.as_millisecond())
            .bind(id)
            .execute(&mut *tx)
            .await?;
            if done.rows_affected() > 0 {
                crate::journal::append(&mut tx, id, now, "missed", "{}").await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }
}
