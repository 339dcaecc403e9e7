//! Where a practice server answers, and its admin side for callers in Rust.
//!
//! Works alike for a server in this process and in another one. The Graph side is
//! deliberately not here: whoever publishes brings a client that knows nothing of us.

use std::fmt;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Method, Request, header};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::PracticeError;
use crate::state::Flavour;

/// The request log is the longest answer there is.
const LONGEST: usize = 64 * 1024 * 1024;

/// Where a practice server answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// `http://127.0.0.1:port`; takes the place of every Meta host.
    pub base_url: String,
    /// The base of the admin paths.
    pub admin_url: String,
    /// Tells one run of a server from another.
    pub instance: String,
}

/// A fresh way into an account of the practice Instagram.
pub struct Access {
    /// The secret; hand it on at once and keep no copy.
    pub token: String,
    /// The Instagram account's id, decimal.
    pub account_id: String,
    /// The account's name, without `@`.
    pub username: String,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access")
            .field("token", &"***")
            .field("account_id", &self.account_id)
            .field("username", &self.username)
            .finish()
    }
}

impl Endpoint {
    pub(crate) fn new(base_url: String, instance: String) -> Self {
        Self {
            admin_url: format!("{base_url}/practice/admin"),
            base_url,
            instance,
        }
    }

    /// A new token for the account that is there from the first start.
    ///
    /// # Errors
    /// `Unreachable` when nothing answers, `Refused` with the server's words.
    pub async fn token(&self, flavour: Flavour) -> Result<Access, PracticeError> {
        let made = self
            .admin(Method::POST, "/token", Some(json!({ "flavour": flavour })))
            .await?;
        let text = |value: Option<&Value>| {
            value
                .and_then(Value::as_str)
                .map(str::to_owned)
                .ok_or(PracticeError::Unreachable)
        };
        let account = made.get("account");
        Ok(Access {
            token: text(made.get("access_token"))?,
            account_id: text(account.and_then(|account| account.get("id")))?,
            username: text(account.and_then(|account| account.get("username")))?,
        })
    }

    /// One call of the admin side; `path` starts with a slash, as in `/faults`.
    ///
    /// # Errors
    /// `Unreachable` when nothing answers, `Refused` with the server's words.
    pub async fn admin(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, PracticeError> {
        let unreachable = |()| PracticeError::Unreachable;
        let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
        let text = body.map(|body| body.to_string()).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.admin_url))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::from(text))
            .map_err(|_| unreachable(()))?;
        let reply = client.request(request).await.map_err(|_| unreachable(()))?;
        let accepted = reply.status().is_success();
        let body = Limited::new(reply.into_body(), LONGEST).collect().await;
        let bytes = body.map_err(|_| unreachable(()))?.to_bytes();
        let value: Value = serde_json::from_slice(&bytes).map_err(|_| unreachable(()))?;
        if accepted {
            return Ok(value);
        }
        let words = value
            .get("error")
            .and_then(Value::as_str)
            .unwrap_or_default();
        Err(PracticeError::Refused {
            message: words.to_owned(),
        })
    }
}
