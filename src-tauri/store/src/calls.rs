//! Table `calls`: every call to Instagram after it ended, for the health room and for support.
//!
//! Never an address, a parameter, an answer's text or a token: what was asked, how long it took, and
//! the codes that came back.

use jiff::Timestamp;

use crate::time::from_millis;
use crate::{Result, Store};

/// Calls that are kept for each account; the oldest go.
const KEPT: i64 = 5_000;

/// The slide that a call was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlideOf {
    /// Its place, from 1.
    pub slide: i64,
    /// How many the post has.
    pub slides: i64,
}

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRow {
    pub id: i64,
    pub account: String,
    /// The post it was made for, if it was made for one.
    pub post: Option<String>,
    /// The slide of that post, if it was made for one.
    pub slide: Option<SlideOf>,
    /// When it ended.
    pub at: Timestamp,
    /// A name, not an address: `container.create_slide`.
    pub endpoint: String,
    /// From sending to the last byte of the answer.
    pub ms: i64,
    /// `None` when no answer came.
    pub http: Option<i64>,
    pub code: Option<i64>,
    pub subcode: Option<i64>,
    pub trace_id: Option<String>,
    pub request_id: String,
}

#[derive(sqlx::FromRow)]
struct Raw {
    id: i64,
    account_id: String,
    post_id: Option<String>,
    slide: Option<i64>,
    slides: Option<i64>,
    at: i64,
    endpoint: String,
    ms: i64,
    http: Option<i64>,
    code: Option<i64>,
    subcode: Option<i64>,
    trace_id: Option<String>,
    request_id: String,
}

impl Raw {
    fn read(self) -> Result<CallRow> {
        let slide = self.slide.zip(self.slides);
        Ok(CallRow {
            id: self.id,
            account: self.account_id,
            post: self.post_id,
            slide: slide.map(|(slide, slides)| SlideOf { slide, slides }),
            at: from_millis(self.at)?,
            endpoint: self.endpoint,
            ms: self.ms,
            http: self.http,
            code: self.code,
            subcode: self.subcode,
            trace_id: self.trace_id,
            request_id: self.request_id,
        })
    }
}

impl Store {
    /// Adds calls in the order given, in one write; their `id` is not looked at.
    pub async fn add_calls(&self, calls: &[CallRow]) -> Result<()> {
        let mut tx = self.pool.begin().await?;
        for call in calls {
            sqlx::query(
                "INSERT INTO calls (account_id, post_id, slide, slides, at, endpoint, ms, http, code,
                     subcode, trace_id, request_id)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .bind(&call.account)
            .bind(&call.post)
            .bind(call.slide.map(|of| of.slide))
            .bind(call.slide.map(|of| of.slides))
            .bind(call.at.as_millisecond())
            .bind(&call.endpoint)
            .bind(call.ms)
            .bind(call.http)
            .bind(call.code)
            .bind(call.subcode)
            .bind(&call.trace_id)
            .bind(&call.request_id)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// An account's last calls, newest first.
    pub async fn calls(&self, account: &str, limit: u32) -> Result<Vec<CallRow>> {
        let rows: Vec<Raw> = sqlx::query_as(
            "SELECT id, account_id, post_id, slide, slides, at, endpoint, ms, http, code, subcode,
                 trace_id, request_id
             FROM calls WHERE account_id = ? ORDER BY id DESC LIMIT ?",
        )
        .bind(account)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(Raw::read).collect()
    }

    /// The calls that were made for a post, oldest first; of very many the last.
    pub async fn calls_of_post(&self, post: &str) -> Result<Vec<CallRow>> {
        let rows: Vec<Raw> = sqlx::query_as(
            "SELECT id, account_id, post_id, slide, slides, at, endpoint, ms, http, code, subcode,
                 trace_id, request_id
             FROM calls WHERE post_id = ? ORDER BY id DESC LIMIT ?",
        )
        .bind(post)
        .bind(KEPT)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().rev().map(Raw::read).collect()
    }

    /// The last `limit` calls of all accounts, oldest first, for the exported log.
    pub async fn recent_calls(&self, limit: u32) -> Result<Vec<CallRow>> {
        let rows: Vec<Raw> = sqlx::query_as(
            "SELECT id, account_id, post_id, slide, slides, at, endpoint, ms, http, code, subcode,
                 trace_id, request_id
             FROM calls ORDER BY id DESC LIMIT ?",
        )
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().rev().map(Raw::read).collect()
    }

    /// Forgets the oldest calls beyond what is kept; all of them for an account that is gone.
    pub async fn tidy_calls(&self) -> Result<()> {
        sqlx::query("DELETE FROM calls WHERE account_id NOT IN (SELECT id FROM accounts)")
            .execute(&self.pool)
            .await?;
        for account in self.accounts().await? {
            sqlx::query(
                "DELETE FROM calls WHERE account_id = ? AND id <= COALESCE(
                     (SELECT id FROM calls WHERE account_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?),
                     0)",
            )
            .bind(&account.id)
            .bind(&account.id)
            .bind(KEPT)
            .execute(&self.pool)
            .await?;
        }
        Ok(())
    }
}
