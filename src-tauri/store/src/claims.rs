//! Claims: who may work on a post, and writing under a claim.
//!
//! A claim is a lease in the row, renewed by a heartbeat and checked by every write. A runner that
//! lost it can write nothing more. Leases of processes that ended on this machine are freed at
//! once ([`crate::owner`]).

use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use crate::posts::{PostRow, PostSave, RawPost};
use crate::settings::to_text;
use crate::{Result, Store, StoreError};

/// How long a claim holds without a heartbeat. Longer than any pause of a healthy process, short
/// enough that a runner lost with its machine does not hold a post for long.
pub const LEASE: Duration = Duration::from_mins(1);

/// The right to work on one post.
#[derive(Debug, Clone)]
pub struct Claim {
    pub post: PostRow,
    /// `<process>/<claim>`: two claims of one process are told apart.
    pub(crate) owner: String,
}

/// What a heartbeat learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beat {
    /// A person wants the post back.
    pub cancel: bool,
}

impl Store {
    /// Claims the next due post of any account that has none under way: the earliest of its
    /// account, not paused, not waiting for a later time. `None` when nothing is due.
    ///
    /// `skip` are posts this caller does not want again now.
    pub async fn claim_due(&self, now: Timestamp, skip: &[String]) -> Result<Option<Claim>> {
        self.free_ended(now).await?;
        let owner = self.new_owner();
        let skip = to_text("post list", &skip)?;
        let raw: Option<RawPost> = sqlx::query_as(
            "UPDATE posts SET lease_owner = ?1, lease_until = ?2, attempts = attempts + 1,
                 updated_at = ?3
             WHERE id = (
                 SELECT p.id FROM posts p
                 LEFT JOIN accounts a ON a.id = p.account_id
                 WHERE p.state IN ('scheduled', 'waiting', 'publishing', 'checking')
                   AND p.due_at <= ?3
                   AND (p.until_at IS NULL OR p.until_at <= ?3)
                   AND (p.lease_until IS NULL OR p.lease_until < ?3)
                   AND (a.paused_until IS NULL OR a.paused_until <= ?3)
                   AND p.id NOT IN (SELECT value FROM json_each(?4))
                   AND NOT EXISTS (
                       SELECT 1 FROM posts e
                       WHERE e.account_id = p.account_id
                         AND e.state IN ('scheduled', 'waiting', 'publishing', 'checking')
                         AND (e.lease_until >= ?3
                              OR e.due_at < p.due_at
                              OR (e.due_at = p.due_at AND e.created_at < p.created_at)
                              OR (e.due_at = p.due_at AND e.created_at = p.created_at
                                  AND e.id < p.id)))
                 ORDER BY p.due_at, p.created_at, p.id LIMIT 1)
               AND (lease_until IS NULL OR lease_until < ?3)
             RETURNING id, account_id, draft_id, state, due_at, until_at, attempts, document, run,
                 media_id, permalink, error, cancel_requested, created_at, updated_at",
        )
        .bind(&owner)
        .bind(lease_end(now))
        .bind(now.as_millisecond())
        .bind(skip)
        .fetch_optional(&self.pool)
        .await?;
        raw.map(RawPost::read)
            .transpose()
            .map(|post| post.map(|post| Claim { post, owner }))
    }

    /// Claims this very post, whatever its account's order says.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when another runner has it, [`StoreError::WrongState`] when it is
    /// settled.
    pub async fn claim_post(&self, id: &str, now: Timestamp) -> Result<Claim> {
        self.free_ended(now).await?;
        let owner = self.new_owner();
        let raw: Option<RawPost> = sqlx::query_as(
            "UPDATE posts SET lease_owner = ?, lease_until = ?, attempts = attempts + 1,
                 updated_at = ?
             WHERE id = ? AND (lease_until IS NULL OR lease_until < ?)
               AND state IN ('scheduled', 'waiting', 'publishing', 'checking')
             RETURNING id, account_id, draft_id, state, due_at, until_at, attempts, document, run,
                 media_id, permalink, error, cancel_requested, created_at, updated_at",
        )
        .bind(&owner)
        .bind(lease_end(now))
        .bind(now.as_millisecond())
        .bind(id)
        .bind(now.as_millisecond())
        .fetch_optional(&self.pool)
        .await?;
        if let Some(raw) = raw {
            let post = raw.read()?;
            return Ok(Claim { post, owner });
        }
        let post = self.post(id).await?;
        if post.state.is_settled() {
            return Err(StoreError::WrongState {
                state: post.state.name(),
            });
        }
        Err(StoreError::LeaseLost)
    }

    /// Renews the claim and asks whether the post is wanted back.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`]: stop at once.
    pub async fn beat(&self, claim: &Claim, now: Timestamp) -> Result<Beat> {
        let cancel: Option<bool> = sqlx::query_scalar(
            "UPDATE posts SET lease_until = ? WHERE id = ? AND lease_owner = ?
             RETURNING cancel_requested",
        )
        .bind(lease_end(now))
        .bind(&claim.post.id)
        .bind(&claim.owner)
        .fetch_optional(&self.pool)
        .await?;
        cancel
            .map(|cancel| Beat { cancel })
            .ok_or(StoreError::LeaseLost)
    }

    /// Writes the run and its journal entry as one, if the claim still holds.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`]: nothing was written, stop at once.
    pub async fn save_run(
        &self,
        claim: &Claim,
        save: &PostSave<'_>,
        kind: &str,
        entry: &str,
        now: Timestamp,
    ) -> Result<()> {
        let error = save
            .error
            .map(|error| to_text("explanation", error))
            .transpose()?;
        let mut tx = self.write().await?;
        let done = sqlx::query(
            "UPDATE posts SET state = ?, until_at = ?, run = ?, media_id = ?, permalink = ?,
                 error = ?, lease_until = ?, updated_at = ?
             WHERE id = ? AND lease_owner = ?",
        )
        .bind(save.state.name())
        .bind(save.until.map(Timestamp::as_millisecond))
        .bind(save.run)
        .bind(save.media_id)
        .bind(save.permalink)
        .bind(error)
        .bind(lease_end(now))
        .bind(now.as_millisecond())
        .bind(&claim.post.id)
        .bind(&claim.owner)
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::LeaseLost);
        }
        crate::journal::append(&mut tx, &claim.post.id, now, kind, entry).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives the post back untouched, to be taken up again at `until`.
    pub async fn put_off(&self, claim: &Claim, until: Timestamp, now: Timestamp) -> Result<()> {
        sqlx::query(
            "UPDATE posts SET lease_owner = NULL, lease_until = NULL, until_at = ?,
                 updated_at = ?
             WHERE id = ? AND lease_owner = ?",
        )
        .bind(until.as_millisecond())
        .bind(now.as_millisecond())
        .bind(&claim.post.id)
        .bind(&claim.owner)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Gives the post back; a lost claim is no error here.
    pub async fn release(&self, claim: &Claim, now: Timestamp) -> Result<()> {
        sqlx::query(
            "UPDATE posts SET lease_owner = NULL, lease_until = NULL, updated_at = ?
             WHERE id = ? AND lease_owner = ?",
        )
        .bind(now.as_millisecond())
        .bind(&claim.post.id)
        .bind(&claim.owner)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// When the next post becomes due, `None` when none will. Paused accounts count from the end
    /// of their pause.
    pub async fn next_due(&self) -> Result<Option<Timestamp>> {
        // Three short looks instead of one scan: posts that only wait for their time, posts that
        // wait for longer (few), and accounts that are paused (few).
        let millis: Option<i64> = sqlx::query_scalar(
            "SELECT MIN(at) FROM (
                 SELECT at FROM (
                     SELECT p.due_at AS at FROM posts p
                     LEFT JOIN accounts a ON a.id = p.account_id
                     WHERE p.state IN ('scheduled', 'waiting', 'publishing', 'checking')
                       AND p.until_at IS NULL AND a.paused_until IS NULL
                     ORDER BY p.due_at LIMIT 1)
                 UNION ALL
                 SELECT MIN(MAX(p.due_at, p.until_at, COALESCE(a.paused_until, p.due_at)))
                 FROM posts p LEFT JOIN accounts a ON a.id = p.account_id
                 WHERE p.state IN ('scheduled', 'waiting', 'publishing', 'checking')
                   AND p.until_at IS NOT NULL
                   AND (a.paused_until IS NULL OR a.paused_until < 9223372036854775807)
                 UNION ALL
                 SELECT MIN(MAX(a.paused_until, (
                     SELECT MIN(p.due_at) FROM posts p
                     WHERE p.account_id = a.id AND p.until_at IS NULL
                       AND p.state IN ('scheduled', 'waiting', 'publishing', 'checking'))))
                 FROM accounts a WHERE a.paused_until < 9223372036854775807)",
        )
        .fetch_one(&self.pool)
        .await?;
        crate::time::maybe(millis)
    }

    /// Frees the leases of processes that ended on this machine.
    pub(crate) async fn free_ended(&self, now: Timestamp) -> Result<()> {
        let held: Vec<String> = sqlx::query_scalar(
            "SELECT DISTINCT lease_owner FROM posts WHERE lease_owner IS NOT NULL",
        )
        .fetch_all(&self.pool)
        .await?;
        let mut ended: Vec<&str> = held
            .iter()
            .filter_map(|owner| owner.split_once('/').map(|(process, _)| process))
            .filter(|process| self.owner.has_ended(process))
            .collect();
        ended.sort_unstable();
        ended.dedup();
        for process in ended {
            self.free(process, now).await?;
        }
        Ok(())
    }

    /// The same for every process that left its file, also without leases.
    pub(crate) async fn sweep(&self, now: Timestamp) -> Result<()> {
        for process in self.owner.ended() {
            self.free(&process, now).await?;
        }
        Ok(())
    }

    async fn free(&self, process: &str, now: Timestamp) -> Result<()> {
        let freed = sqlx::query(
            "UPDATE posts SET lease_owner = NULL, lease_until = NULL, updated_at = ?
             WHERE lease_owner LIKE ?",
        )
        .bind(now.as_millisecond())
        .bind(format!("{process}/%"))
        .execute(&self.pool)
        .await?;
        if freed.rows_affected() > 0 {
            tracing::info!(
                runner = process,
                posts = freed.rows_affected(),
                "took over from a runner that ended"
            );
        }
        self.owner.forget(process);
        Ok(())
    }

    fn new_owner(&self) -> String {
        format!("{}/{}", self.owner.id(), Uuid::now_v7())
    }
}

fn lease_end(now: Timestamp) -> i64 {
    now.as_millisecond()
        .saturating_add(i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX))
}
