//! What is told beside a post: the flight recorder's page, and posts that it would repeat.

use serde::Serialize;

use super::Tone;

/// What happened to a post, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct TimelineView {
    pub post_id: String,
    pub rows: Vec<TimelineRow>,
    /// `14 calls in 21 seconds, 1 tried again`.
    pub sentence: String,
}

/// One line: a call to Instagram, or a turn of the publish.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct TimelineRow {
    /// `14:32:05`: when a call was sent, when anything else happened.
    pub at: String,
    /// `Create slide`, `Waits until 14:40`.
    pub words: String,
    /// Why, and what came back; may be empty.
    pub detail: String,
    pub tone: Tone,
    /// From sending to the last byte of the answer, in milliseconds.
    pub ms: Option<u32>,
    /// `None` for a call that was not answered, and for what is no call.
    pub http: Option<u16>,
    pub code: Option<i32>,
    pub trace_id: Option<String>,
    pub request_id: Option<String>,
    /// A call to Instagram.
    pub call: bool,
}

/// A post of the account that a draft would repeat.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct DuplicateView {
    pub post_id: String,
    pub title: String,
    pub account: String,
    /// When it went live, or is to: `yesterday at 09:00`.
    pub when: String,
    pub state_word: String,
    /// `The same 3 pictures and nearly the same caption`.
    pub why: String,
    pub permalink: Option<String>,
    pub thumb_url: Option<String>,
}
