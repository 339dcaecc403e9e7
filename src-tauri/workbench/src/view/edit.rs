//! Everything a person can change in a draft, one edit an undo step; typing a caption goes by
//! itself (`caption_write`), because its answer has to be quick.

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
    /// Back to the original.
    ClearFix {
        slide: String,
    },
}
