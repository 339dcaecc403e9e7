//! What came back from Instagram (or did not), before and after it is understood.

use serde::{Deserialize, Serialize};

use crate::catalogue::{Class, Explanation};

/// An answer that was no success, as raw as needed to classify it. Built in one place (graph) for
/// live answers and by `explain` for pasted ones.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// HTTP status; `None` when there was no HTTP answer at all.
    pub http: Option<u16>,
    pub code: Option<i64>,
    pub subcode: Option<i64>,
    /// The developer text (`error.message`, `error_message`, `debug_info.message`, `status`).
    pub message: String,
    /// `error.type` or `debug_info.type`.
    pub kind: Option<String>,
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
