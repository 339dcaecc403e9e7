//! One request of the Graph surface, read whole and in bounds.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, Method, header};
use bytes::Bytes;
use serde_json::Value;

use crate::params::Params;
use crate::refusal::{Refusal, parameter, syntax};

/// No documented parameter set comes near this.
const LARGEST_BODY: usize = 1024 * 1024;
/// A Page photo (Meta, Page photos: 10 MB), with room for its envelope.
pub(crate) const LARGEST_FILE: usize = 11 * 1024 * 1024;
const SLOWEST_BODY: Duration = Duration::from_secs(30);

#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    /// `v25.0`, as it stood in the path.
    pub(crate) version: Option<String>,
    pub(crate) segments: Vec<String>,
    pub(crate) params: Params,
    /// Files of a multipart body, by the name of their part.
    pub(crate) files: BTreeMap<String, Bytes>,
    /// `If-None-Match`, as it came.
    pub(crate) known_tag: Option<String>,
    bearer: Option<String>,
}

impl Call {
    /// Reads method, path and parameters. The refusal, if any, comes with what could
    /// be read, so that it can be logged and answered like every other.
    pub(crate) async fn read(request: Request) -> (Self, Option<Refusal>) {
        let path = request.uri().path().to_owned();
        let mut segments: Vec<String> = path
            .split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        let version = segments.first().filter(|first| is_version(first)).cloned();
        if version.is_some() {
            segments.remove(0);
        }
        let mut params = Params::default();
        params.add_urlencoded(request.uri().query().unwrap_or_default().as_bytes());
        let known_tag = request.headers().get(header::IF_NONE_MATCH);
        let mut call = Self {
            method: request.method().clone(),
            path,
            version,
            segments,
            params,
            files: BTreeMap::new(),
            known_tag: known_tag
                .and_then(|tag| tag.to_str().ok())
                .map(str::to_owned),
            bearer: bearer(request.headers()),
        };
        let refusal = match tokio::time::timeout(SLOWEST_BODY, call.read_body(request)).await {
            Ok(read) => read.err(),
            Err(_) => Some(parameter("The request body did not arrive in time")),
        };
        (call, refusal)
    }

    async fn read_body(&mut self, request: Request) -> Result<(), Refusal> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_ascii_lowercase();
        if kind.starts_with("multipart/form-data") {
            return self.read_multipart(request).await;
        }
        let body = axum::body::to_bytes(request.into_body(), LARGEST_BODY)
            .await
            .map_err(|_| parameter("The request body is broken or too large"))?;
        if body.is_empty() {
            return Ok(());
        }
        if kind.starts_with("application/json") {
            return self.params.add_json(&body);
        }
        self.params.add_urlencoded(&body);
        Ok(())
    }

    async fn read_multipart(&mut self, request: Request) -> Result<(), Refusal> {
        let broken = || parameter("The multipart body is broken or too large");
        let request = axum::RequestExt::with_limited_body(request);
        let mut parts = Multipart::from_request(request, &())
            .await
            .map_err(|_| broken())?;
        let mut total = 0;
        while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
            let name = part.name().unwrap_or_default().to_owned();
            if part.file_name().is_some() {
                let file = part.bytes().await.map_err(|_| broken())?;
                if file.len() > LARGEST_FILE || self.files.len() > 3 {
                    return Err(broken());
                }
                self.files.insert(name, file);
                continue;
            }
            let value = part.text().await.map_err(|_| broken())?;
            total += value.len();
            if total > LARGEST_BODY {
                return Err(broken());
            }
            self.params.add(&name, Value::String(value));
        }
        Ok(())
    }

    /// One item of a batch, as if it had come by itself.
    pub(crate) fn part(
        &self,
        method: Method,
        address: &str,
        body: &str,
        token: Option<&str>,
    ) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let mut segments: Vec<String> = path
            .split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        let own = segments.first().filter(|first| is_version(first)).cloned();
        if own.is_some() {
            segments.remove(0);
        }
        let mut params = Params::default();
        params.add_urlencoded(query.as_bytes());
        params.add_urlencoded(body.as_bytes());
        Self {
            method,
            path: format!("/{}", path.trim_start_matches('/')),
            version: own.or_else(|| self.version.clone()),
            segments,
            params,
            files: BTreeMap::new(),
            known_tag: None,
            bearer: token.map(str::to_owned).or_else(|| self.token()),
        }
    }

    /// The token, from the header or the parameter.
    pub(crate) fn token(&self) -> Option<String> {
        self.bearer
            .clone()
            .or_else(|| self.params.text("access_token"))
    }

    /// How the token came, for the log.
    pub(crate) fn token_source(&self) -> &'static str {
        match (&self.bearer, self.params.has("access_token")) {
            (Some(_), _) => "header",
            (None, true) => "parameter",
            (None, false) => "none",
        }
    }

    pub(crate) fn fields(&self) -> Result<Vec<crate::fields::Field>, Refusal> {
        let text = match self.params.text("fields") {
            Some(text) => text,
            None => self.params.list("fields")?.unwrap_or_default().join(","),
        };
        crate::fields::parse(&text)
    }

    pub(crate) fn unknown_path(&self) -> Refusal {
        syntax(format_args!(
            "Unknown path components: {}",
            self.path.chars().take(200).collect::<String>()
        ))
    }
}

fn is_version(text: &str) -> bool {
    text.strip_prefix('v')
        .and_then(|rest| rest.split_once('.'))
        .is_some_and(|(major, minor)| {
            [major, minor].iter().all(|part| {
                !part.is_empty()
                    && part.len() <= 3
                    && part.bytes().all(|byte| byte.is_ascii_digit())
            })
        })
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    let known = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("oauth");
    known
        .then(|| token.trim().to_owned())
        .filter(|token| !token.is_empty())
}
