//! A post's record as a file for support: journal and calls as they are kept, without what the post
//! is made of, every secret masked.

use std::path::Path;

use fanfold_store::{CallRow, JournalRow, PostLine};
use serde_json::{Value, json};

use crate::Workbench;
use crate::error::Result;
use crate::posts::gone;
use crate::support::write_file;

impl Workbench {
    /// Writes a post's record to a file.
    ///
    /// # Errors
    /// No such post; a file that cannot be written.
    pub async fn post_timeline_export(&self, post: &str, to: &Path) -> Result<()> {
        self.store.post(post).await.map_err(gone)?;
        let mask = self.mask().await;
        let record = mask.value(self.record_of(post).await?);
        let text = serde_json::to_vec_pretty(&record)
            .map_err(|error| crate::WorkbenchError::internal(&error))?;
        write_file(to, text).await
    }

    /// Everything kept of a post but its pictures and words; not yet masked.
    pub(crate) async fn record_of(&self, post: &str) -> Result<Value> {
        let row = self.store.post(post).await.map_err(gone)?;
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        let timeline = self.post_timeline(post).await?;
        let journal = self.store.journal(post).await?;
        let calls = self.store.calls_of_post(post).await?;
        Ok(json!({
            "fanfold": env!("CARGO_PKG_VERSION"),
            "written": self.now(),
            "post": standing(&row.into()),
            "created_at": created_at,
            "updated_at": updated_at,
            "sentence": timeline.sentence,
            "journal": journal.iter().map(entry).collect::<Vec<Value>>(),
            "calls": calls.iter().map(call).collect::<Vec<Value>>(),
        }))
    }
}

/// Where a post stands; nothing of its pictures, caption or account's name. Its address would tell
/// whose it is.
pub(crate) fn standing(post: &PostLine) -> Value {
    json!({
        "id": post.id,
        "account": post.account,
        "state": post.state,
        "due": post.due,
        "until": post.until,
        "attempts": post.attempts,
        "media_id": post.media_id,
        "has_address": post.permalink.is_some(),
        "error": post.error,
    })
}

pub(crate) fn entry(row: &JournalRow) -> Value {
    json!({
        "id": row.id,
        "post": row.post,
        "at": row.at,
        "kind": row.kind,
        "entry": row.entry,
    })
}

pub(crate) fn call(row: &CallRow) -> Value {
    json!({
        "at": row.at,
        "account": row.account,
        "post": row.post,
        "slide": row.slide.map(|of| of.slide),
        "slides": row.slide.map(|of| of.slides),
        "endpoint": row.endpoint,
        "ms": row.ms,
        "http": row.http,
        "code": row.code,
        "subcode": row.subcode,
        "trace_id": row.trace_id,
        "request_id": row.request_id,
    })
}
