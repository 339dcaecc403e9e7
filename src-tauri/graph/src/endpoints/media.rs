//! Live posts: the account's list, one of them, and comments below them.
//!
//! Source: Meta, IG Media, 2026-09-11. `caption` is tolerated missing: the page marks it for
//! Facebook login only.

use fanfold_domain::Refusal;
use fanfold_domain::publish::{LivePost, MediaId};
use serde_json::Value;

use super::read::{flat, id, list, text};
use crate::call::Call;
use crate::client::Session;
use crate::transport::lacks;

const FIELDS: &str = "id,caption,timestamp,permalink";

/// A comment below a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub id: String,
    pub text: String,
    pub username: Option<String>,
}

impl Session {
    /// The account's newest posts, newest first. `limit` up to 100.
    pub async fn recent_media(&self, account: &str, limit: u8) -> Result<Vec<LivePost>, Refusal> {
        let call = Call::get("media.list", format!("{account}/media"))
            .with("fields", FIELDS)
            .with("limit", limit.to_string());
        let value = self.send(call).await?;
        Ok(list(&value).iter().filter_map(live_post).collect())
    }

    /// One live post.
    pub async fn media(&self, media: &MediaId) -> Result<LivePost, Refusal> {
        let call = Call::get("media.read", &media.0).with("fields", FIELDS);
        let value = self.send(call).await?;
        live_post(flat(&value)).ok_or_else(|| lacks("an id"))
    }

    /// Writes a comment; its id. After a lost answer, list the comments before writing again.
    pub async fn comment(&self, media: &MediaId, message: &str) -> Result<String, Refusal> {
        let call =
            Call::post("comment.create", format!("{}/comments", media.0)).with("message", message);
        id(&self.send(call).await?)
    }

    /// The newest comments below a post.
    pub async fn comments(&self, media: &MediaId) -> Result<Vec<Comment>, Refusal> {
        let call = Call::get("comment.list", format!("{}/comments", media.0))
            .with("fields", "id,text,username");
        let value = self.send(call).await?;
        let comments = list(&value).iter().filter_map(|row| {
            Some(Comment {
                id: text(row, "id")?,
                text: text(row, "text").unwrap_or_default(),
                username: text(row, "username"),
            })
        });
        Ok(comments.collect())
    }
}

fn live_post(row: &Value) -> Option<LivePost> {
    Some(LivePost {
        id: MediaId(text(row, "id")?),
        permalink: text(row, "permalink"),
        caption: text(row, "caption"),
        timestamp: text(row, "timestamp"),
    })
}
