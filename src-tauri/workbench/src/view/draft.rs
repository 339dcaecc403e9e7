//! A draft as the window shows it.

use fanfold_domain::Finding;
use fanfold_domain::details::{Maybe, Tag};
use fanfold_domain::draft::PostKind;
use fanfold_domain::shape::Rect;
use serde::{Deserialize, Serialize};

use super::{CaptionView, DetailsView, FixOption, PostView};

/// How something stands; always drawn with a shape and a word beside the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Calm,
    Ready,
    Near,
    Fix,
    Over,
    Block,
    Working,
}

/// Where a slide stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SlideState {
    /// Being copied in and looked at.
    Importing,
    /// Being made ready.
    Fixing,
    Ready,
    Fixable,
    Blocked,
}

/// What a fix made of a slide.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct FixedView {
    pub picture_url: String,
    /// `1440 × 1800, 514 kB, sRGB`.
    pub line: String,
    /// `cropped`, `colours converted`, …
    pub actions: Vec<String>,
    pub width: u32,
    pub height: u32,
    /// Width ÷ height.
    pub aspect: f64,
}

/// One frame of a clip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct ClipFrame {
    pub at_ms: u32,
    /// `0:03`.
    pub label: String,
    pub url: String,
}

/// A clip, for choosing the frame that shows before it plays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct ClipFrames {
    pub length_ms: u32,
    /// `0:12`.
    pub length: String,
    pub cover_ms: Maybe<u32>,
    /// Evenly spaced, first to last; empty until they are made.
    pub frames: Vec<ClipFrame>,
}

/// Something that Instagram lays over a post or cuts off from it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Guide {
    /// `profile`, `reel`, `story`.
    pub id: String,
    /// `What the profile shows`.
    pub label: String,
    /// What stays free to see, in fractions of what is published.
    pub rect: Rect,
}

/// One slide.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct SlideView {
    pub id: String,
    /// From 1.
    pub position: u32,
    pub name: String,
    pub state: SlideState,
    /// One or two words: `Ready`, `Too wide`, `11.4 MB`.
    pub word: String,
    /// `4032 × 3024, 4.2 MB, sRGB`.
    pub line: String,
    /// The slide in one sentence, for a screen reader: `Slide 3 of 8, beans.jpg, too wide`.
    pub spoken: String,
    pub findings: Vec<Finding>,
    /// Shows the slide as it would be published.
    pub thumb_url: Option<String>,
    /// The original, upright, at screen size; without [`Self::turns`] and [`Self::degrees`], which the
    /// window shows by turning it, so that turning needs no new picture.
    pub picture_url: Option<String>,
    /// Size of the original in pixels, upright and after [`Self::turns`]; 0 when unknown.
    pub width: u32,
    pub height: u32,
    /// What stays of the picture when it is published as it stands, in fractions of it after
    /// [`Self::turns`]; `None` when all of it.
    pub kept: Option<Rect>,
    /// `Keeps 84%`; `None` when nothing is lost.
    pub kept_words: Option<String>,
    pub fixed: Option<FixedView>,
    pub can_fix: bool,
    /// The ways to make it fit, the usual one first; empty where there is nothing to choose.
    pub options: Vec<FixOption>,
    /// `Part 2 of 3` of a picture that was split.
    pub part: Option<String>,
    /// `Crop to 4:5`, `Save as JPEG`: the label of the slide's own fix button.
    pub fix_label: Option<String>,
    pub alt_text: String,
    pub cover: bool,
    pub tags: Vec<Tag>,
    /// Why nobody can be tagged here; `None` when they can.
    pub tags_reason: Option<String>,
    /// Quarter turns clockwise that a person chose, 0 to 3.
    pub turns: u32,
    /// Straightened by so much, clockwise, -45 to 45.
    pub degrees: f64,
    /// A clip's length and frames; `None` for pictures.
    pub clip: Option<ClipFrames>,
    /// What goes to Instagram, where it is made already; else the original at screen size.
    pub preview_url: Option<String>,
    /// `1440 × 1800, 514 kB, sRGB`: what goes to Instagram; `None` until it is known.
    pub published_line: Option<String>,
    /// What Instagram lays over or cuts off, in fractions of what is published.
    pub guides: Vec<Guide>,
}

/// A shape on offer, with what it costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct ShapeChoice {
    /// What to send back: `auto`, `4:5`, …
    pub id: String,
    pub label: String,
    /// Width ÷ height, to draw it.
    pub aspect: f64,
    /// `Loses nothing`, `Cuts 12% on average, 40% of slide 3`.
    pub loss: String,
    /// `92%`, of all slides together.
    pub keeps: String,
    /// `Least of slide 3: 60%`; `None` where no slide loses anything, or there is only one.
    pub worst: Option<String>,
    /// What stays of each slide, in order.
    pub slides: Vec<ShapeKeeps>,
    /// It loses least.
    pub best: bool,
}

/// What a shape leaves of one slide.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct ShapeKeeps {
    /// The share of its picture, 0–1, to draw it.
    pub share: f64,
    /// `Slide 3 keeps 60%`.
    pub words: String,
}

/// The shape that all slides get.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct ShapeView {
    pub chosen: String,
    /// Width ÷ height in force; `None` without slides.
    pub aspect: Option<f64>,
    /// `Shapes all 8 slides`.
    pub label: String,
    pub options: Vec<ShapeChoice>,
}

/// What the one filled button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PrimaryAction {
    AddSlides,
    FixAll,
    /// More slides than a post takes: the rest goes to drafts of its own.
    SplitPost,
    ShowCaption,
    ShowSlide,
    /// The people on a slide.
    ShowTags,
    ShowCollaborators,
    UsePractice,
    Publish,
    None,
}

/// The one next step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Primary {
    pub action: PrimaryAction,
    pub label: String,
    /// The slide to show, for `show_slide` and `show_tags`.
    pub slide: Option<String>,
}

/// One sentence that says what stands between the person and publishing.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Readiness {
    pub tone: Tone,
    pub sentence: String,
    pub detail: String,
    pub primary: Primary,
    pub can_publish: bool,
    /// Why not, for the button's description.
    pub publish_reason: Option<String>,
    /// Slides that *Fix all* would repair.
    pub fixable: u32,
}

/// A draft, whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct DraftView {
    pub id: String,
    /// Grows with every change; an older view never replaces a newer one.
    pub revision: u32,
    /// `0`-based count of caption changes seen, so that a stale answer never overwrites newer typing.
    pub caption_revision: u32,
    pub title: String,
    pub state_word: String,
    /// What it is published as.
    pub kind: PostKind,
    pub slides: Vec<SlideView>,
    pub max_slides: u32,
    pub caption: CaptionView,
    pub first_comment: CaptionView,
    pub details: DetailsView,
    pub shape: ShapeView,
    pub readiness: Readiness,
    /// What *Undo* would take back: `Reorder slides`; `None` when there is nothing.
    pub undo: Option<String>,
    pub redo: Option<String>,
    /// `Saved 09:41`, `Saving…`, or why it cannot be saved.
    pub saved: String,
    pub save_failed: bool,
    /// A *Fix all* under way.
    pub fixing: Option<Progress>,
    /// Files coming in.
    pub importing: Option<Progress>,
    /// The newest publish of this draft.
    pub post: Option<PostView>,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Progress {
    pub done: u32,
    pub total: u32,
    /// How far the clip is that is being made, 0–100; 0 where there is none.
    pub percent: u32,
    /// Seconds that it still takes; 0 until that is known.
    pub seconds_left: u32,
}

/// A draft in the rail.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct DraftSummary {
    pub id: String,
    pub title: String,
    /// `3 to fix, 1 to replace`, `Ready`, `Published`.
    pub line: String,
    pub tone: Tone,
    pub thumb_url: Option<String>,
    /// RFC 3339.
    pub updated_at: String,
}
