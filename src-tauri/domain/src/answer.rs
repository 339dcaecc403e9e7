//! What came back from Instagram (or did not), before and after it is understood.
//!
//! Deliberately not here: what an answer means (the catalogue's) and what to do about it next
//! (the publish room's).

use serde::{Deserialize, Serialize};

use crate::catalogue::{Class, Explanation};

mod envelope;
mod paste;

/// An answer that was no success, as raw as needed to classify it. Built in one place (graph) for
/// live answers and by `explain` for pasted ones; see [`Answer::parse`] and [`Answer::from_paste`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// HTTP status; `None` when there was no HTTP answer at all.
    pub http: Option<u16>,
    pub code: Option<i64>,
    pub subcode: Option<i64>,
    /// The developer text (`error.message`, `error_message`, `debug_info.message`, `status`).
    /// Plain text, secrets masked, at most 2,000 characters.
    pub message: String,
    /// `error.type`, `debug_info.type`, `status_code`, or the name of a [`crate::catalogue::Local`].
    pub kind: Option<String>,
    /// `error.is_transient`, or `debug_info.retriable` of an upload.
    pub is_transient: Option<bool>,
    /// Instagram's own words for the person.
    pub user_title: Option<String>,
    pub user_message: Option<String>,
    pub trace_id: Option<String>,
    pub shape: AnswerShape,
    /// Seconds until access returns, from the usage headers.
    pub retry_after: Option<u64>,
}

/// Which of Meta's envelopes the answer came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerShape {
    /// `{"error":{…}}`
    Graph,
    /// `{"error_type":…,"error_message":…}`
    Login,
    /// `{"debug_info":{…}}`
    Upload,
    /// A container whose `status_code` is `ERROR` or `EXPIRED`.
    Container,
    /// An HTML page where JSON should be.
    Html,
    /// Cut, empty, or not JSON.
    Garbled,
    /// No connection, timeout, reset.
    #[default]
    Network,
    /// A success that lacks what it must hold (no id).
    Incomplete,
    /// Nothing was asked of Instagram: the trouble is on this computer or at the media host.
    Local,
}

/// Whether a request may have had its effect at Instagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// It never left: connection refused, name not found, TLS failed.
    NotSent,
    /// Instagram answered with a refusal.
    Answered,
    /// It left and no usable answer came: the effect may have happened.
    Unknown,
}

/// A call that did not succeed, understood: what class it is and what to tell the person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    pub delivery: Delivery,
    pub class: Class,
    pub explanation: Explanation,
    /// Kept for the journal and for details.
    pub answer: Answer,
}

impl Answer {
    /// A bare code, or a code and subcode, as a person asks about them.
    pub fn of_codes(code: i64, subcode: Option<i64>) -> Self {
        Self {
            code: Some(code),
            subcode,
            shape: AnswerShape::Graph,
            ..Self::default()
        }
    }

    /// The same answer with the wait that its usage headers name, in seconds.
    #[must_use]
    pub fn with_retry_after(mut self, seconds: Option<u64>) -> Self {
        self.retry_after = seconds.or(self.retry_after);
        self
    }

    /// What an HTTP answer of this shape says about its request. A refusal in one of Meta's
    /// envelopes is an answer; anything else leaves the effect open, and so does a server that
    /// failed on the way (HTTP ≥ 500): posts have gone live behind such answers.
    pub fn delivery(&self) -> Delivery {
        match self.shape {
            AnswerShape::Local => Delivery::NotSent,
            _ if self.http.is_some_and(|http| http >= 500) => Delivery::Unknown,
            AnswerShape::Graph
            | AnswerShape::Login
            | AnswerShape::Upload
            | AnswerShape::Container => Delivery::Answered,
            AnswerShape::Html
            | AnswerShape::Garbled
            | AnswerShape::Network
            | AnswerShape::Incomplete => Delivery::Unknown,
        }
    }
}

/// Seconds to wait that one answer header names; `None` for other headers and for no wait.
///
/// `X-Business-Use-Case-Usage` tells minutes in `estimated_time_to_regain_access` (Meta, Graph API
/// rate limiting, 2026-08-23), `Retry-After` seconds.
pub fn wait_in_header(name: &str, value: &str) -> Option<u64> {
    let name = name.trim();
    if name.eq_ignore_ascii_case("retry-after") {
        return value.trim().parse().ok().filter(|seconds| *seconds > 0);
    }
    if !name.eq_ignore_ascii_case("x-business-use-case-usage") {
        return None;
    }
    let usage: serde_json::Value = serde_json::from_str(value.trim()).ok()?;
    usage
        .as_object()?
        .values()
        .filter_map(serde_json::Value::as_array)
        .flatten()
        .filter_map(|entry| entry.get("estimated_time_to_regain_access")?.as_f64())
        .map(|minutes| (minutes * 60.0).ceil() as u64)
        .max()
        .filter(|seconds| *seconds > 0)
}

impl Refusal {
    /// The slide it concerns, 1-based, set by whoever knows.
    #[must_use]
    pub fn on_item(mut self, item: u32) -> Self {
        self.explanation.item = Some(item);
        self
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}: {}",
            self.explanation.title, self.explanation.technical
        )
    }
}

impl std::error::Error for Refusal {}
