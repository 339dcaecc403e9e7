//! Claims: who may work on a post, and writing under a claim.
//!
//! A claim is a lease in the row, renewed by a heartbeat and checked by every write. A runner that
//! lost it can write nothing more. Leases of processes that ended on this machine are freed at
//! once ([`crate::owner`]).

use std::time::Duration;

use fanfold_domain::publish::PostState;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::posts::{PostRow, PostSave, RawPost, columns, open};
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

/// How far apart late posts are kept. A post found late by more than `late` is not begun before
/// `gap` has passed since its account's last one: what piled up does not go out at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spacing {
    pub late: SignedDuration,
    pub gap: SignedDuration,
}

impl Spacing {
    /// No post counts as late.
    pub const NONE: Self = Self {
        late: SignedDuration::MAX,
        gap: SignedDuration::ZERO,
    };

    /// What was due before this is late.
    pub(crate) fn late_before(self, now: Timestamp) -> i64 {
        now.checked_sub(self.late)
            .map_or(i64::MIN, Timestamp::as_millisecond)
    }

    fn gap(self) -> i64 {
        i64::try_from(self.gap.as_millis()).unwrap_or(i64::MAX)
    }
}

/// What the queue waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// When there is something to do, `None` when nothing will be.
    pub next: Option<Timestamp>,
    /// Another process holds a post: when it ends, its lease is free at once.
    pub others: bool,
}

/// The first open post of every account (`p`), its account (`a`), and when it may be begun (`at`):
/// ?1 is the time, ?2 before when a post is late, ?3 the gap. Accounts are hopped over in the index, so
/// that ten thousand posts of fifty accounts cost fifty short looks. An account with a post under way,
/// or one that a person holds, has none.
macro_rules! heads {
    () => {
        concat!(
            "WITH RECURSIVE lanes (account_id) AS (
                 SELECT MIN(account_id) FROM posts WHERE state IN ",
            open!(),
            "    UNION ALL
                 SELECT (SELECT MIN(n.account_id) FROM posts n
                         WHERE n.account_id > lanes.account_id AND n.state IN ",
            open!(),
            ")   FROM lanes WHERE lanes.account_id IS NOT NULL),
             heads AS (
                 SELECT p.id, p.due_at, p.created_at,
                     MAX(p.due_at, COALESCE(p.until_at, p.due_at),
                         COALESCE(a.paused_until, p.due_at),
                         CASE WHEN p.state = 'scheduled' AND p.due_at < ?2
                              THEN COALESCE(a.begun_at + ?3, p.due_at) ELSE p.due_at END) AS at,
                     p.state = 'scheduled' AND p.met IS NULL AND p.due_at < ?2 AS unmet
                 FROM lanes
                 JOIN posts p ON p.id = (
                     SELECT f.id FROM posts f
                     WHERE f.account_id = lanes.account_id AND f.state IN ",
            open!(),
            "        ORDER BY f.due_at, f.created_at, f.id LIMIT 1)
                 LEFT JOIN accounts a ON a.id = lanes.account_id
                 WHERE a.held_at IS NULL
                   AND NOT EXISTS (
                       SELECT 1 FROM posts b
                       WHERE b.account_id = lanes.account_id AND b.lease_owner IS NOT NULL
                         AND b.lease_until >= ?1 AND b.state IN ",
            open!(),
            "))"
        )
    };
}

impl Store {
    /// Claims the next due post of any account that has none under way: the earliest of its
    /// account, not paused, not held, not waiting for a later time. `None` when nothing is due.
    pub async fn claim_due(&self, now: Timestamp, spacing: Spacing) -> Result<Option<Claim>> {
        self.free_ended(now).await?;
        // Looking takes no lock; only who finds something asks for the right to write.
        while let Some(id) = self.first_due(now, spacing).await? {
            match self.claim(&id, now).await {
                Ok(claim) => return Ok(Some(claim)),
                // Somebody was faster: the next one, then.
                Err(
                    StoreError::LeaseLost
                    | StoreError::AccountBusy
                    | StoreError::WrongState { .. }
                    | StoreError::NotFound { .. },
                ) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    async fn first_due(&self, now: Timestamp, spacing: Spacing) -> Result<Option<String>> {
        Ok(sqlx::query_scalar(concat!(
            heads!(),
            " SELECT id FROM heads WHERE at <= ?1 AND NOT unmet
              ORDER BY due_at, created_at, id LIMIT 1"
        ))
        .bind(now.as_millisecond())
        .bind(spacing.late_before(now))
        .bind(spacing.gap())
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Claims this very post, whatever its account's order says: a person asked for it.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when another runner has it, [`StoreError::AccountBusy`] when
    /// another post of its account is under way, [`StoreError::WrongState`] when it is settled.
    pub async fn claim_post(&self, id: &str, now: Timestamp) -> Result<Claim> {
        self.free_ended(now).await?;
        self.claim(id, now).await
    }

    async fn claim(&self, id: &str, now: Timestamp) -> Result<Claim> {
        let owner = self.new_owner();
        let mut tx = self.write().await?;
        let raw: Option<RawPost> = sqlx::query_as(concat!(
            "UPDATE posts SET lease_owner = ?1, lease_until = ?2, attempts = attempts + 1,
                 met = COALESCE(met, 'in_time'), updated_at = ?3
             WHERE id = ?4 AND (lease_until IS NULL OR lease_until < ?3)
               AND state IN ",
            open!(),
            "  AND NOT EXISTS (
                   SELECT 1 FROM posts b
                   WHERE b.account_id = posts.account_id AND b.lease_owner IS NOT NULL
                     AND b.lease_until >= ?3 AND b.state IN ",
            open!(),
            ") RETURNING ",
            columns!()
        ))
        .bind(&owner)
        .bind(lease_end(now))
        .bind(now.as_millisecond())
        .bind(id)
        .fetch_optional(&mut *tx)
        .await?;
        let Some(raw) = raw else {
            tx.rollback().await?;
            return Err(self.not_claimed(id, now).await?);
        };
        let post = raw.read()?;
        if post.attempts == 1 {
            sqlx::query("UPDATE accounts SET begun_at = ? WHERE id = ?")
                .bind(now.as_millisecond())
                .bind(&post.account)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(Claim { post, owner })
    }

    async fn not_claimed(&self, id: &str, now: Timestamp) -> Result<StoreError> {
        let held: Option<(String, Option<i64>)> =
            sqlx::query_as("SELECT state, lease_until FROM posts WHERE id = ?")
                .bind(id)
                .fetch_optional(&self.pool)
                .await?;
        let Some((state, lease)) = held else {
            return Ok(StoreError::NotFound {
                what: "post",
                id: id.to_owned(),
            });
        };
        Ok(match PostState::parse(&state) {
            Some(state) if state.is_settled() => StoreError::WrongState {
                state: state.name(),
            },
            _ if lease.is_some_and(|until| until >= now.as_millisecond()) => StoreError::LeaseLost,
            _ => StoreError::AccountBusy,
        })
    }

    /// Renews the claim and asks whether the post is wanted back. A claim is never made shorter: the
    /// time may have been read before the computer slept.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`]: stop at once.
    pub async fn beat(&self, claim: &Claim, now: Timestamp) -> Result<Beat> {
        let cancel: Option<bool> = sqlx::query_scalar(
            "UPDATE posts SET lease_until = MAX(lease_until, ?) WHERE id = ? AND lease_owner = ?
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

    /// Renews claims of this process that ran out while it carries on all the same: the computer slept,
    /// and nobody else took them.
    pub async fn renew(&self, posts: &[String], now: Timestamp) -> Result<()> {
        if posts.is_empty() {
            return Ok(());
        }
        sqlx::query(
            "UPDATE posts SET lease_until = ?1
             WHERE lease_until < ?2 AND lease_owner LIKE ?3
               AND id IN (SELECT value FROM json_each(?4))",
        )
        .bind(lease_end(now))
        .bind(now.as_millisecond())
        .bind(format!("{}/%", self.owner.id()))
        .bind(to_text("post list", &posts)?)
        .execute(&self.pool)
        .await?;
        Ok(())
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
                 error = ?, lease_until = MAX(lease_until, ?), updated_at = ?
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
        if save.state == PostState::Published {
            // Late ones keep their distance from when it went live, however long that took.
            sqlx::query("UPDATE accounts SET begun_at = ? WHERE id = ?")
                .bind(now.as_millisecond())
                .bind(&claim.post.account)
                .execute(&mut *tx)
                .await?;
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

    /// When the queue has something to do next: a post that may be begun, one whose time has to be
    /// met, a lease that ends.
    pub async fn outlook(&self, now: Timestamp, spacing: Spacing) -> Result<Outlook> {
        let (next, others): (Option<i64>, bool) = sqlx::query_as(concat!(
            heads!(),
            " SELECT MIN(at), EXISTS (
                  SELECT 1 FROM posts WHERE lease_owner IS NOT NULL AND lease_owner NOT LIKE ?4)
              FROM (
                  SELECT at FROM heads WHERE at < 9223372036854775807
                  UNION ALL
                  SELECT due_at FROM (
                      SELECT due_at FROM posts WHERE state = 'scheduled' AND met IS NULL
                      ORDER BY due_at LIMIT 1)
                  UNION ALL
                  SELECT lease_until + 1 FROM posts
                  WHERE lease_owner IS NOT NULL AND state IN ",
            open!(),
            ")"
        ))
        .bind(now.as_millisecond())
        .bind(spacing.late_before(now))
        .bind(spacing.gap())
        .bind(format!("{}/%", self.owner.id()))
        .fetch_one(&self.pool)
        .await?;
        Ok(Outlook {
            next: crate::time::maybe(next)?,
            others,
        })
    }

    /// Frees what processes that ended held; whether there was something.
    pub async fn take_over(&self, now: Timestamp) -> Result<bool> {
        self.free_ended(now).await
    }

    /// Frees the leases of processes that ended on this machine.
    pub(crate) async fn free_ended(&self, now: Timestamp) -> Result<bool> {
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
        for process in &ended {
            self.free(process, now).await?;
        }
        Ok(!ended.is_empty())
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
