//! One plain fetch: no cookies, no log-in, no redirect followed.

use std::error::Error;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Empty};
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, USER_AGENT};
use hyper::{HeaderMap, Request};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use url::Url;

use super::{DoctorError, Limits};

/// Bytes kept of the beginning, to see what it is.
const HEAD: usize = 512;

/// What came.
pub(super) struct Fetched {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    pub(super) declared: Option<u64>,
    /// Where a redirect points.
    pub(super) location: Option<String>,
    /// The first bytes.
    pub(super) head: Vec<u8>,
    pub(super) bytes: u64,
    pub(super) end: End,
    pub(super) first_byte: Duration,
    pub(super) whole: Duration,
}

/// How the body ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Whole,
    /// The connection broke, or the host promised more.
    Cut,
    /// It took too long.
    TooSlow,
    /// More than anybody takes.
    TooMuch,
}

/// Why nothing came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    Name(String),
    Connect(String),
    Certificate(String),
    TimedOut,
    Broken(String),
}

/// Fetches addresses.
#[derive(Debug, Clone)]
pub(super) struct Client {
    http: hyper_util::client::legacy::Client<HttpsConnector<HttpConnector>, Empty<Bytes>>,
    limits: Limits,
}

impl Client {
    pub(super) fn new(limits: Limits) -> Result<Self, DoctorError> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(limits.connect));
        let connector = HttpsConnectorBuilder::new()
            .try_with_platform_verifier()
            .map_err(|error| DoctorError::Tls(error.to_string()))?
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let http = hyper_util::client::legacy::Client::builder(TokioExecutor::new())
            // Each examination is as a stranger's.
            .pool_max_idle_per_host(0)
            .build(connector);
        Ok(Self { http, limits })
    }

    pub(super) async fn fetch(&self, url: &Url, most: u64) -> Result<Fetched, Failure> {
        let mut plain = url.clone();
        // What stands before an `@` is no part of a request.
        let _ = plain.set_username("");
        let _ = plain.set_password(None);
        plain.set_fragment(None);
        let request = Request::get(plain.as_str())
            .header(USER_AGENT, concat!("Fanfold/", env!("CARGO_PKG_VERSION")))
            .header("accept", "*/*")
            .body(Empty::new())
            .map_err(|error| Failure::Broken(error.to_string()))?;
        let began = Instant::now();
        let response = tokio::time::timeout(self.limits.head, self.http.request(request))
            .await
            .map_err(|_| Failure::TimedOut)?
            .map_err(|error| failure(&error))?;
        let first_byte = began.elapsed();
        let (parts, mut body) = response.into_parts();
        let text = |name| header(&parts.headers, &name);
        let mut fetched = Fetched {
            status: parts.status.as_u16(),
            content_type: text(CONTENT_TYPE),
            declared: text(CONTENT_LENGTH).and_then(|length| length.trim().parse().ok()),
            location: text(LOCATION),
            head: Vec::new(),
            bytes: 0,
            end: End::Whole,
            first_byte,
            whole: first_byte,
        };
        let mut head = BytesMut::new();
        let deadline = tokio::time::Instant::now() + self.limits.body;
        loop {
            match tokio::time::timeout_at(deadline, body.frame()).await {
                Ok(None) => break,
                Ok(Some(Ok(frame))) => {
                    let Ok(data) = frame.into_data() else {
                        continue;
                    };
                    fetched.bytes += data.len() as u64;
                    let room = HEAD.saturating_sub(head.len());
                    head.extend_from_slice(data.get(..room).unwrap_or(&data));
                    if fetched.bytes > most {
                        fetched.end = End::TooMuch;
                        break;
                    }
                }
                Ok(Some(Err(_))) => {
                    fetched.end = End::Cut;
                    break;
                }
                Err(_) => {
                    fetched.end = End::TooSlow;
                    break;
                }
            }
        }
        fetched.whole = began.elapsed();
        fetched.head = head.to_vec();
        Ok(fetched)
    }
}

fn header(headers: &HeaderMap, name: &hyper::header::HeaderName) -> Option<String> {
    let text = String::from_utf8_lossy(headers.get(name)?.as_bytes());
    Some(text.chars().filter(|c| !c.is_control()).take(200).collect())
}

fn failure(error: &hyper_util::client::legacy::Error) -> Failure {
    let text = causes(error);
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let last = text.rsplit(": ").next().unwrap_or_default().to_owned();
    if has(&[
        "dns error",
        "lookup",
        "name or service not known",
        "nodename",
    ]) {
        Failure::Name(last)
    } else if has(&[
        "certificate",
        "unknownissuer",
        "handshake",
        "tls",
        "corrupt message",
    ]) {
        Failure::Certificate(last)
    } else if has(&["timed out", "deadline"]) {
        Failure::TimedOut
    } else if error.is_connect() {
        Failure::Connect(last)
    } else {
        Failure::Broken(last)
    }
}

fn causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
