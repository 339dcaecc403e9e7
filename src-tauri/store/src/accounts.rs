//! Table `accounts`: who can be published to. Never a token: those are the keychain's.

use fanfold_domain::account::{Flavour, TokenState};
use jiff::Timestamp;

use crate::time::{from_millis, maybe};
use crate::{Result, Store, StoreError};

/// One account.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Stable over reconnecting; `practice` for the built-in one.
    pub id: String,
    pub username: String,
    pub flavour: Flavour,
    /// Instagram's id of the professional account, decimal text.
    pub ig_user_id: String,
    /// One base URL instead of Meta's hosts; `None` for the real ones.
    pub graph_url: Option<String>,
    /// `page-photo`, `s3://…` or `loopback`.
    pub media_host: String,
    pub token_expires_at: Option<Timestamp>,
    pub token_state: TokenState,
    /// Instagram's doing.
    pub pause: Option<Pause>,
    /// Since when a person holds its queue.
    pub held: Option<Timestamp>,
    /// What Instagram said of it, as JSON text; the workbench's document, opaque here.
    pub details: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Why nothing of an account is published at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// `None`: until a person resumes it.
    pub until: Option<Timestamp>,
    pub reason: String,
    pub kind: PauseKind,
}

/// What ends a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PauseKind {
    /// Its time: a throttle, a full quota.
    Wait,
    /// Connecting the account again, or a person.
    SignIn,
    /// A person alone: Instagram has blocked the account.
    Block,
}

impl PauseKind {
    fn name(self) -> &'static str {
        match self {
            Self::Wait => "wait",
            Self::SignIn => "sign_in",
            Self::Block => "block",
        }
    }

    /// What is not known is left to a person.
    fn parse(name: Option<&str>) -> Self {
        match name {
            Some("wait") => Self::Wait,
            Some("sign_in") => Self::SignIn,
            _ => Self::Block,
        }
    }
}

/// A pause that only a person ends is stored as the last moment there is.
const UNTIL_RESUMED: i64 = i64::MAX;

#[derive(sqlx::FromRow)]
struct Raw {
    id: String,
    username: String,
    flavour: String,
    ig_user_id: String,
    graph_url: Option<String>,
    media_host: String,
    token_expires_at: Option<i64>,
    token_state: String,
    paused_until: Option<i64>,
    pause_reason: Option<String>,
    pause_kind: Option<String>,
    held_at: Option<i64>,
    details: String,
    created_at: i64,
    updated_at: i64,
}

impl Raw {
    fn read(self) -> Result<Account> {
        let pause = match self.paused_until {
            None => None,
            Some(until) => Some(Pause {
                until: (until != UNTIL_RESUMED)
                    .then(|| from_millis(until))
                    .transpose()?,
                reason: self.pause_reason.unwrap_or_default(),
                kind: PauseKind::parse(self.pause_kind.as_deref()),
            }),
        };
        Ok(Account {
            flavour: Flavour::parse(&self.flavour).ok_or_else(|| StoreError::DamagedDocument {
                what: "account",
                reason: format!("login kind {:?} is not known", self.flavour),
            })?,
            id: self.id,
            username: self.username,
            ig_user_id: self.ig_user_id,
            graph_url: self.graph_url,
            media_host: self.media_host,
            token_expires_at: maybe(self.token_expires_at)?,
            token_state: TokenState::parse(&self.token_state).unwrap_or_default(),
            pause,
            held: maybe(self.held_at)?,
            details: self.details,
            created_at: from_millis(self.created_at)?,
            updated_at: from_millis(self.updated_at)?,
        })
    }
}

impl Store {
    /// Adds the account or renews it (reconnected). Its pauses, its slots and the time of creation stay.
    pub async fn put_account(&self, account: &Account) -> Result<()> {
        sqlx::query(
            "INSERT INTO accounts (id, username, flavour, ig_user_id, graph_url, media_host,
                 token_expires_at, token_state, details, created_at, updated_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET
                 username = excluded.username, flavour = excluded.flavour,
                 ig_user_id = excluded.ig_user_id, graph_url = excluded.graph_url,
                 media_host = excluded.media_host, token_expires_at = excluded.token_expires_at,
                 token_state = excluded.token_state, details = excluded.details,
                 updated_at = excluded.updated_at",
        )
        .bind(&account.id)
        .bind(&account.username)
        .bind(account.flavour.name())
        .bind(&account.ig_user_id)
        .bind(&account.graph_url)
        .bind(&account.media_host)
        .bind(account.token_expires_at.map(Timestamp::as_millisecond))
        .bind(account.token_state.name())
        .bind(&account.details)
        .bind(account.created_at.as_millisecond())
        .bind(account.updated_at.as_millisecond())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub async fn account(&self, id: &str) -> Result<Option<Account>> {
        let raw: Option<Raw> = sqlx::query_as(
            "SELECT id, username, flavour, ig_user_id, graph_url, media_host, token_expires_at,
                 token_state, paused_until, pause_reason, pause_kind, held_at, details, created_at, updated_at
             FROM accounts WHERE id = ?",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?;
        raw.map(Raw::read).transpose()
    }

    /// All accounts in the order they were added.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        let rows: Vec<Raw> = sqlx::query_as(
            "SELECT id, username, flavour, ig_user_id, graph_url, media_host, token_expires_at,
                 token_state, paused_until, pause_reason, pause_kind, held_at, details, created_at, updated_at
             FROM accounts ORDER BY created_at, id",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(Raw::read).collect()
    }

    /// `false` when there was none. Its posts stay as history.
    pub async fn remove_account(&self, id: &str) -> Result<bool> {
        let done = sqlx::query("DELETE FROM accounts WHERE id = ?")
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    pub async fn set_token_state(
        &self,
        id: &str,
        state: TokenState,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE accounts SET token_state = ?, token_expires_at = ?, updated_at = ? WHERE id = ?",
        )
        .bind(state.name())
        .bind(expires_at.map(Timestamp::as_millisecond))
        .bind(now.as_millisecond())
        .bind(id)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Keeps what Instagram said of the account.
    pub async fn set_account_details(&self, id: &str, details: &str, now: Timestamp) -> Result<()> {
        sqlx::query("UPDATE accounts SET details = ?, updated_at = ? WHERE id = ?")
            .bind(details)
            .bind(now.as_millisecond())
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Where Instagram fetches the account's pictures.
    pub async fn set_media_host(&self, id: &str, host: &str, now: Timestamp) -> Result<()> {
        sqlx::query("UPDATE accounts SET media_host = ?, updated_at = ? WHERE id = ?")
            .bind(host)
            .bind(now.as_millisecond())
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Holds the account's queue. A longer pause is never shortened by a shorter one, and a block
    /// never softened.
    pub async fn pause_account(&self, id: &str, pause: &Pause, now: Timestamp) -> Result<()> {
        let until = pause.until.map_or(UNTIL_RESUMED, Timestamp::as_millisecond);
        sqlx::query(
            "UPDATE accounts SET paused_until = ?1, pause_reason = ?2, pause_kind = ?3,
                 updated_at = ?4
             WHERE id = ?5 AND (paused_until IS NULL OR paused_until < ?1
                 OR (paused_until = ?1 AND ?3 = 'block'))",
        )
        .bind(until)
        .bind(&pause.reason)
        .bind(pause.kind.name())
        .bind(now.as_millisecond())
        .bind(id)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Holds every account, as a throttle of the whole app does.
    pub async fn pause_every_account(&self, pause: &Pause, now: Timestamp) -> Result<()> {
        for account in self.accounts().await? {
            self.pause_account(&account.id, pause, now).await?;
        }
        Ok(())
    }

    /// A person holds the account's queue; `false` when there is no such account.
    pub async fn hold_account(&self, id: &str, now: Timestamp) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE accounts SET held_at = COALESCE(held_at, ?1), updated_at = ?1 WHERE id = ?2",
        )
        .bind(now.as_millisecond())
        .bind(id)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// A person lets the queue go on: their own hold ends, and a pause that only they could end.
    /// One with a time of its own stays; asking earlier would make it longer.
    pub async fn resume_account(&self, id: &str, now: Timestamp) -> Result<()> {
        sqlx::query("UPDATE accounts SET held_at = NULL, updated_at = ? WHERE id = ?")
            .bind(now.as_millisecond())
            .bind(id)
            .execute(&self.pool)
            .await?;
        self.lift(id, true, now).await
    }

    /// A person tries a post again: what Instagram wanted of them is done. Their own hold stays.
    pub async fn lift_pause(&self, id: &str, now: Timestamp) -> Result<()> {
        self.lift(id, true, now).await
    }

    /// The account was connected again: that lifts the pauses that asked for it, and no block.
    pub async fn lift_sign_in_pause(&self, id: &str, now: Timestamp) -> Result<()> {
        self.lift(id, false, now).await
    }

    async fn lift(&self, id: &str, blocks_too: bool, now: Timestamp) -> Result<()> {
        sqlx::query(
            "UPDATE accounts SET paused_until = NULL, pause_reason = NULL, pause_kind = NULL,
                 updated_at = ?1
             WHERE id = ?2 AND paused_until = ?3 AND (?4 OR pause_kind = 'sign_in')",
        )
        .bind(now.as_millisecond())
        .bind(id)
        .bind(UNTIL_RESUMED)
        .bind(blocks_too)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The week's slots of an account, as JSON text; `None` when there is no such account.
    pub async fn slots(&self, id: &str) -> Result<Option<String>> {
        Ok(
            sqlx::query_scalar("SELECT slots FROM accounts WHERE id = ?")
                .bind(id)
                .fetch_optional(&self.pool)
                .await?,
        )
    }

    pub async fn set_slots(&self, id: &str, slots: &str, now: Timestamp) -> Result<()> {
        sqlx::query("UPDATE accounts SET slots = ?, updated_at = ? WHERE id = ?")
            .bind(slots)
            .bind(now.as_millisecond())
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
