//! What the owner of a practice server asks of it, wherever it runs: a token for its account, the
//! posts that are live, their pictures.

use std::fmt;

use bytes::Bytes;
use hyper::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Endpoint, Flavour, PracticeError};

/// Access to the practice account. Holds the token itself, and prints nothing of it.
#[derive(Deserialize)]
pub struct Grant {
    /// The secret: hand it on at once and keep no copy.
    pub access_token: String,
    /// What it opens.
    pub account: GrantedAccount,
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant")
            .field("access_token", &"***")
            .field("account", &self.account)
            .finish()
    }
}

/// The account a token is for.
#[derive(Debug, Clone, Deserialize)]
pub struct GrantedAccount {
    /// The professional account's id, decimal text.
    pub id: String,
    pub username: String,
}

/// A live post.
#[derive(Debug, Clone, Deserialize)]
pub struct Shown {
    pub id: String,
    #[serde(default)]
    pub caption: Option<String>,
    pub items: Vec<Value>,
    /// RFC 3339.
    pub timestamp: String,
    pub permalink: String,
}

#[derive(Deserialize)]
struct Posts {
    posts: Vec<Shown>,
}

impl Endpoint {
    /// A new token for the practice account, through Facebook login: the flavour that can do all.
    ///
    /// # Errors
    /// As [`Endpoint::admin`].
    pub async fn grant(&self) -> Result<Grant, PracticeError> {
        self.grant_for(Flavour::Facebook).await
    }

    /// A new token for the practice account through one of the two logins.
    ///
    /// # Errors
    /// As [`Endpoint::admin`].
    pub async fn grant_for(&self, flavour: Flavour) -> Result<Grant, PracticeError> {
        let wanted = json!({ "flavour": flavour });
        let made = self.admin(Method::POST, "/token", Some(wanted)).await?;
        serde_json::from_value(made).map_err(|_| PracticeError::Unreachable)
    }

    /// Everything that is live, newest first.
    ///
    /// # Errors
    /// As [`Endpoint::grant`].
    pub async fn shown(&self) -> Result<Vec<Shown>, PracticeError> {
        let listed = self.admin(Method::GET, "/posts", None).await?;
        let posts: Posts =
            serde_json::from_value(listed).map_err(|_| PracticeError::Unreachable)?;
        Ok(posts.posts)
    }

    /// A picture of a live post, counted from 1; `None` when there is none.
    ///
    /// # Errors
    /// As [`Endpoint::grant`].
    pub async fn shown_picture(
        &self,
        post: &str,
        number: usize,
    ) -> Result<Option<Bytes>, PracticeError> {
        if !post.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(None);
        }
        let url = format!("{}/practice/media/{post}/{number}.jpg", self.base_url);
        match self.ask(Method::GET, &url, String::new()).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(PracticeError::Refused { status: 404, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
