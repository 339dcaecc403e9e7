//! A caption as the window shows it.

use fanfold_domain::Finding;
use fanfold_domain::caption::Span;
use serde::Serialize;

use super::{Readiness, Tone};

/// One of the live counters under the caption.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Counter {
    /// `characters`, `hashtags`, `mentions`.
    pub id: String,
    pub label: String,
    pub value: u32,
    pub limit: u32,
    /// Calm below 95 %, near up to the limit, over beyond.
    pub tone: Tone,
    /// Under the figure: `characters`, near the limit `57 left`, beyond it `43 too many`.
    pub words: String,
}

/// Text with everything that is counted, highlighted and judged. Offsets are UTF-16 code units.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct CaptionView {
    pub text: String,
    pub counters: Vec<Counter>,
    pub spans: Vec<Span>,
    /// Where the feed folds; `None` when it shows everything.
    pub fold_at: Option<u32>,
    /// Where the text becomes too long; `None` when it fits.
    pub over_at: Option<u32>,
    pub findings: Vec<Finding>,
}

/// What typing changes of a draft's view, and no more: a whole [`super::DraftView`] a key would keep
/// the window busy with slides that did not change.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct CaptionTold {
    /// As in the view.
    pub revision: u32,
    pub caption_revision: u32,
    pub state_word: String,
    pub caption: CaptionView,
    pub first_comment: CaptionView,
    pub readiness: Readiness,
    pub undo: Option<String>,
    pub redo: Option<String>,
    pub saved: String,
    pub save_failed: bool,
}
