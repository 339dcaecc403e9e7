//! Where a practice server answers, and how its owner talks to it.
//!
//! Works alike for a server in this process and in another one. The Graph side is
//! deliberately not here: whoever publishes brings a client that knows nothing of us.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Collected, Full, Limited};
use hyper::body::Incoming;
use hyper::{Method, Request, Response, header};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::PracticeError;

/// A published picture is at most 8 MiB; lists and logs are about as long.
const LONGEST: usize = 16 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

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

impl Endpoint {
    pub(crate) fn new(base_url: String, instance: String) -> Self {
        Self {
            admin_url: format!("{base_url}/practice/admin"),
            base_url,
            instance,
        }
    }

    /// One call of the admin side; `path` starts with a slash, as in `/faults`.
    ///
    /// # Errors
    /// `Unreachable` when the server has ended or answers with something else,
    /// `Refused` with its words when it declines.
    pub async fn admin(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, PracticeError> {
        let text = body.map(|body| body.to_string()).unwrap_or_default();
        let reply = self
            .ask(method, &format!("{}{path}", self.admin_url), text)
            .await?;
        serde_json::from_slice(&reply).map_err(|_| PracticeError::Unreachable)
    }

    /// Posts a form; gives the address that the answer sends a browser to.
    pub(crate) async fn sent_to(&self, url: &str, form: String) -> Result<String, PracticeError> {
        let kind = "application/x-www-form-urlencoded";
        let reply = tokio::time::timeout(PATIENCE, send(Method::POST, url, form, kind))
            .await
            .unwrap_or(Err(PracticeError::Unreachable))?;
        let place = reply.headers().get(header::LOCATION);
        let place = place.and_then(|place| place.to_str().ok());
        place
            .filter(|_| reply.status().is_redirection())
            .map(str::to_owned)
            .ok_or_else(|| PracticeError::Refused {
                status: reply.status().as_u16(),
                message: "The consent page does not lead back to the app.".to_owned(),
            })
    }

    pub(crate) async fn ask(
        &self,
        method: Method,
        url: &str,
        body: String,
    ) -> Result<Bytes, PracticeError> {
        tokio::time::timeout(PATIENCE, talk(method, url, body))
            .await
            .unwrap_or(Err(PracticeError::Unreachable))
    }
}

async fn send(
    method: Method,
    url: &str,
    body: String,
    kind: &'static str,
) -> Result<Response<Incoming>, PracticeError> {
    let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
    let request = Request::builder()
        .method(method)
        .uri(url)
        .header(header::CONTENT_TYPE, kind)
        .body(Full::from(body))
        .map_err(|_| PracticeError::Unreachable)?;
    client
        .request(request)
        .await
        .map_err(|_| PracticeError::Unreachable)
}

async fn talk(method: Method, url: &str, body: String) -> Result<Bytes, PracticeError> {
    let reply = send(method, url, body, "application/json").await?;
    let status = reply.status();
    let body = Limited::new(reply.into_body(), LONGEST).collect().await;
    let bytes = body
        .map(Collected::to_bytes)
        .map_err(|_| PracticeError::Unreachable)?;
    if status.is_success() {
        return Ok(bytes);
    }
    let words = serde_json::from_slice::<Value>(&bytes).unwrap_or_default();
    let words = words
        .get("error")
        .and_then(Value::as_str)
        .unwrap_or_default();
    Err(PracticeError::Refused {
        status: status.as_u16(),
        message: words.to_owned(),
    })
}
