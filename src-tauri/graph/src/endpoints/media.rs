//! Live posts: the account's list and its stories, one of them, what may be changed of it, and
//! comments below it.
//!
//! Source: Meta, IG Media, 2026-09-11. `caption` is tolerated missing: the page marks it for
//! Facebook login only. Captions cannot be changed; no call exists.

use fanfold_domain::Refusal;
use fanfold_domain::account::Flavour;
use fanfold_domain::publish::{LivePost, MediaId};
use serde_json::Value;

use super::read::{count, done, flat, id, list, text};
use crate::call::Call;
use crate::client::Session;
use crate::transport::lacks;

const FIELDS: &str = "id,caption,timestamp,permalink";
/// Fields that both logins document.
const ALL_FIELDS: &str = "id,permalink,shortcode,media_type,media_product_type,timestamp,username,caption,thumbnail_url,media_url,like_count,comments_count,is_comment_enabled";

/// A comment below a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub id: String,
    pub text: String,
    pub username: Option<String>,
}

/// A live post in full. Whatever Instagram leaves out is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaDetails {
    pub post: LivePost,
    pub shortcode: Option<String>,
    /// `IMAGE`, `VIDEO`, `CAROUSEL_ALBUM`.
    pub media_type: Option<String>,
    /// `FEED`, `REELS`, `STORY`, `AD`.
    pub product_type: Option<String>,
    pub username: Option<String>,
    pub thumbnail_url: Option<String>,
    /// Left out for media under copyright.
    pub media_url: Option<String>,
    pub likes: Option<u64>,
    pub comments: Option<u64>,
    pub comments_enabled: Option<bool>,
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

    /// The account's stories that are still shown; they are not in its media list.
    pub async fn stories(&self, account: &str) -> Result<Vec<LivePost>, Refusal> {
        let call = Call::get("media.stories", format!("{account}/stories")).with("fields", FIELDS);
        let value = self.send(call).await?;
        Ok(list(&value).iter().filter_map(live_post).collect())
    }

    /// One live post.
    pub async fn media(&self, media: &MediaId) -> Result<LivePost, Refusal> {
        let call = Call::get("media.read", &media.0).with("fields", FIELDS);
        let value = self.send(call).await?;
        live_post(flat(&value)).ok_or_else(|| lacks("an id"))
    }

    /// One live post in full.
    pub async fn media_details(&self, media: &MediaId) -> Result<MediaDetails, Refusal> {
        let call = Call::get("media.read_all", &media.0).with("fields", ALL_FIELDS);
        let value = self.send(call).await?;
        let row = flat(&value);
        Ok(MediaDetails {
            post: live_post(row).ok_or_else(|| lacks("an id"))?,
            shortcode: text(row, "shortcode"),
            media_type: text(row, "media_type"),
            product_type: text(row, "media_product_type"),
            username: text(row, "username"),
            thumbnail_url: text(row, "thumbnail_url"),
            media_url: text(row, "media_url"),
            likes: count(row, "like_count"),
            comments: count(row, "comments_count"),
            comments_enabled: row.get("is_comment_enabled").and_then(Value::as_bool),
        })
    }

    /// Switches comments below a post on or off.
    pub async fn enable_comments(&self, media: &MediaId, enabled: bool) -> Result<(), Refusal> {
        let call = Call::post("media.enable_comments", &media.0)
            .with("comment_enabled", enabled.to_string());
        done(&self.send(call).await?)
    }

    /// Deletes a live post. Facebook login only: `false` for Instagram login, which has no such
    /// call.
    pub async fn delete_media(&self, media: &MediaId) -> Result<bool, Refusal> {
        if self.flavour() == Flavour::Instagram {
            return Ok(false);
        }
        done(&self.send(Call::delete("media.delete", &media.0)).await?)?;
        Ok(true)
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
        let rows = list(&value);
        // Rows of something else say nothing of what was asked; taken for comments, they would let a
        // first comment be written twice.
        let told = |row: &Value| row.get("text").is_some() || row.get("username").is_some();
        if !rows.is_empty() && !rows.iter().any(told) {
            return Err(lacks("the words of the comments"));
        }
        let comments = rows.iter().filter_map(|row| {
            Some(Comment {
                id: text(row, "id")?,
                text: text(row, "text").unwrap_or_default(),
                username: text(row, "username"),
            })
        });
        Ok(comments.collect())
    }

    /// Deletes a comment below one of the account's own posts.
    pub async fn delete_comment(&self, comment: &str) -> Result<(), Refusal> {
        done(&self.send(Call::delete("comment.delete", comment)).await?)
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
