//! A publish as the window shows it.

use fanfold_domain::Action;
use fanfold_domain::publish::{PostState, Step};
use serde::Serialize;

use super::Tone;

/// Where a step of a publish stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    Done,
    Now,
    Failed,
    Todo,
}

/// One step of the timeline.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct PostStep {
    pub id: Step,
    pub label: String,
    /// `6 of 8`, `Refused`; may be empty.
    pub detail: String,
    pub state: StepState,
    /// 0–1 while `now`.
    pub progress: f64,
}

/// A slide within a publish.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct PostSlide {
    pub thumb_url: String,
    pub state: StepState,
    /// `Slide 3, uploaded`.
    pub spoken: String,
}

/// It is live.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct PostResult {
    pub media_id: String,
    pub permalink: Option<String>,
    /// `Today at 14:32`.
    pub when: String,
}

/// For support, folded away.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct PostDetails {
    pub code: Option<i32>,
    pub subcode: Option<i32>,
    pub trace_id: Option<String>,
    /// Codes and Instagram's developer text, secrets masked.
    pub technical: String,
    /// What that says beside the codes and the trace id.
    pub remark: String,
}

/// What went wrong, whether anything was posted, what to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct ErrorCard {
    pub title: String,
    pub message: String,
    /// `Nothing was posted.` or what is known instead.
    pub posted: String,
    pub steps: Vec<String>,
    pub action: Action,
    /// The label of the button that does the action.
    pub button: String,
    /// The slide it concerns, from 1.
    pub item: Option<u32>,
    pub details: PostDetails,
}

/// One publish, whole.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what a person may do with it, each a button"
)]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct PostView {
    pub id: String,
    pub draft_id: Option<String>,
    pub title: String,
    /// `Carousel, 8 slides`, `Photo`.
    pub kind_word: String,
    pub account: String,
    pub account_id: String,
    pub practice: bool,
    pub state: PostState,
    pub state_word: String,
    pub tone: Tone,
    /// One sentence: `Uploading 7 of 8`, `Live since 14:32`.
    pub sentence: String,
    pub steps: Vec<PostStep>,
    pub slides: Vec<PostSlide>,
    pub can_cancel: bool,
    /// Another time can be chosen: it is scheduled, or stopped before anything could be live.
    pub can_reschedule: bool,
    pub can_publish_now: bool,
    pub can_retry: bool,
    /// RFC 3339, while it is scheduled.
    pub due: Option<String>,
    /// `2026-11-23T14:30` where this computer is, while it is scheduled.
    pub due_civil: Option<String>,
    /// It missed its time and a person is asked: the sentence.
    pub missed: Option<String>,
    pub result: Option<PostResult>,
    pub error: Option<ErrorCard>,
    /// When it goes on by itself, in words: `at 14:32`.
    pub until: Option<String>,
    /// RFC 3339.
    pub updated_at: String,
}

/// A post in the practice feed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct FeedPost {
    pub id: String,
    pub username: String,
    pub caption: String,
    pub when: String,
    pub pictures: Vec<String>,
    pub permalink: Option<String>,
}
