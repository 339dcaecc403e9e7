//! What the owner of a practice server asks of it, wherever it runs: a token for its account, the
//! posts that are live, their pictures.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Method, Request};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Endpoint, PracticeError};

/// A published picture is at most 8 MiB; a list of posts is far less.
const LONGEST: usize = 16 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

/// Access to the practice account. Holds the token itself, so it prints nothing of it.
#[derive(Deserialize)]
pub struct Grant {
    pub access_token: String,
    pub account: GrantedAccount,
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
    /// `Unreachable` when the server has ended or answers with something else.
    pub async fn grant(&self) -> Result<Grant, PracticeError> {
        let wanted = json!({ "flavour": "facebook" }).to_string();
        let body = self
            .ask(Method::POST, &format!("{}/token", self.admin_url), wanted)
            .await?;
        serde_json::from_slice(&body).map_err(|_| PracticeError::Unreachable)
    }

    /// Everything that is live, newest first.
    ///
    /// # Errors
    /// As [`Endpoint::grant`].
    pub async fn shown(&self) -> Result<Vec<Shown>, PracticeError> {
        let url = format!("{}/posts", self.admin_url);
        let body = self.ask(Method::GET, &url, String::new()).await?;
        let posts: Posts = serde_json::from_slice(&body).map_err(|_| PracticeError::Unreachable)?;
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
            Err(PracticeError::Refused(404)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn ask(&self, method: Method, url: &str, body: String) -> Result<Bytes, PracticeError> {
        let talk = async {
            let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
            let request = Request::builder()
                .method(method)
                .uri(url)
                .header("content-type", "application/json")
                .body(Full::new(Bytes::from(body)))
                .map_err(|_| PracticeError::Unreachable)?;
            let reply = client
                .request(request)
                .await
                .map_err(|_| PracticeError::Unreachable)?;
            if !reply.status().is_success() {
                return Err(PracticeError::Refused(reply.status().as_u16()));
            }
            let body = Limited::new(reply.into_body(), LONGEST).collect().await;
            body.map(http_body_util::Collected::to_bytes)
                .map_err(|_| PracticeError::Unreachable)
        };
        tokio::time::timeout(PATIENCE, talk)
            .await
            .unwrap_or(Err(PracticeError::Unreachable))
    }
}
