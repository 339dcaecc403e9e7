//! The account's newest posts as a profile shows them, and the picture of one.
//!
//! Source: Meta, IG Media, 2026-09-11: `media_url` is left out for media under copyright,
//! `thumbnail_url` is there for videos alone. The picture is on Meta's delivery hosts under a signed
//! address; no token travels there.

use fanfold_domain::Refusal;
use fanfold_domain::answer::Delivery;
use fanfold_domain::catalogue::{Local, refuse_local};
use fanfold_domain::publish::MediaId;
use serde_json::Value;

use super::read::{list, text};
use crate::call::Call;
use crate::client::Session;
use crate::transport::{lost, too_long};

const FIELDS: &str = "id,media_type,media_product_type,media_url,thumbnail_url";
/// Bytes of a picture that are read; Instagram's own are below one megabyte.
const LONGEST: usize = 12 * 1024 * 1024;

/// A post as the profile shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridMedia {
    pub id: MediaId,
    /// Where its picture is; `None` where Instagram does not say.
    pub picture: Option<String>,
    /// It plays.
    pub clip: bool,
    pub carousel: bool,
}

impl Session {
    /// The account's newest posts, newest first; stories are not among them. `limit` up to 100.
    pub async fn grid(&self, account: &str, limit: u8) -> Result<Vec<GridMedia>, Refusal> {
        let call = Call::get("media.grid", format!("{account}/media"))
            .with("fields", FIELDS)
            .with("limit", limit.to_string());
        let value = self.send(call).await?;
        let posts = list(&value).iter().filter_map(post);
        Ok(posts.take(limit.into()).collect())
    }

    /// The bytes of a picture at an address that an answer named.
    ///
    /// # Errors
    /// An address that is not Meta's, no answer, too long an answer.
    pub async fn shown_picture(&self, address: &str) -> Result<Vec<u8>, Refusal> {
        let inner = &self.client.inner;
        let foreign = || {
            refuse_local(
                Local::Unreachable,
                Delivery::NotSent,
                "not an address of Meta's",
            )
        };
        let url = inner.options.base.shown(address).ok_or_else(foreign)?;
        let request = inner.http.get(url).timeout(inner.options.timeouts.call);
        let mut response = request.send().await.map_err(|error| lost(error, None))?;
        let http = response.status().as_u16();
        if !response.status().is_success() {
            let words = format!("the picture's address answers with {http}");
            return Err(refuse_local(Local::Interrupted, Delivery::Answered, &words));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| lost(error, Some(http)))?
        {
            if body.len() + chunk.len() > LONGEST {
                return Err(too_long(http, LONGEST));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

fn post(row: &Value) -> Option<GridMedia> {
    let clip = text(row, "media_type").as_deref() == Some("VIDEO");
    let whole = text(row, "media_url").filter(|_| !clip);
    Some(GridMedia {
        id: MediaId(text(row, "id").filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()))?),
        picture: text(row, "thumbnail_url").or(whole),
        clip,
        carousel: text(row, "media_type").as_deref() == Some("CAROUSEL_ALBUM"),
    })
}
