//! Everything a person can change in a draft, one edit an undo step; typing goes by itself
//! (`caption_write`, `comment_write`), because its answer has to be quick.

use fanfold_domain::details::{Maybe, Place, Tag};
use serde::Deserialize;

/// A change to a draft.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Edit {
    SetTitle {
        title: String,
    },
    /// Moves a slide to a position (0-based, after removal).
    MoveSlide {
        slide: String,
        to: u32,
    },
    RemoveSlides {
        slides: Vec<String>,
    },
    SetAlt {
        slide: String,
        text: String,
    },
    /// `auto`, `first` or `W:H`. Slides that were fixed are fixed again to the new shape.
    SetShape {
        shape: String,
    },
    /// For 24 hours, or in the feed. Slides that were fixed are fixed again for it.
    SetStory {
        story: bool,
    },
    /// Back to the original.
    ClearFix {
        slide: String,
    },
    /// Copies of slides, each behind its own.
    DuplicateSlides {
        slides: Vec<String>,
    },
    /// Several slides to a position (0-based, after removal), in their own order.
    MoveSlides {
        slides: Vec<String>,
        to: u32,
    },
    SetTags {
        slide: String,
        tags: Vec<Tag>,
    },
    SetCollaborators {
        usernames: Vec<String>,
    },
    SetLocation {
        place: Maybe<Place>,
    },
    SetAiLabel {
        on: bool,
    },
    SetShareToFeed {
        on: bool,
    },
    /// The frame of a clip that is shown before it plays.
    SetCover {
        slide: String,
        at_ms: Maybe<u32>,
    },
}
