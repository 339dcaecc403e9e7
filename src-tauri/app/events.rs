//! What the window hears.

use fanfold_workbench::view::Event;
use serde::Serialize;

/// Something changed in the core.
#[derive(Debug, Clone, Serialize, specta::Type, tauri_specta::Event)]
pub(crate) struct Changed(pub Event);

/// Files hover over the window, left it, or came down: then there is a count although nothing is over it.
#[derive(Debug, Clone, Serialize, specta::Type, tauri_specta::Event)]
pub(crate) struct DropHover {
    pub over: bool,
    pub count: u32,
    /// Where the pointer is in the window, or was when they came down, CSS pixels; 0 when it left.
    pub x: f64,
    pub y: f64,
}

/// The window was to be closed while posts are planned and nothing but the window would show that
/// Fanfold runs: a person decides.
#[derive(Debug, Clone, Serialize, specta::Type, tauri_specta::Event)]
pub(crate) struct Closing {
    /// `2 posts are scheduled. Fanfold must run to publish them.`
    pub sentence: String,
}

/// A person clicked on the notification of a post.
#[derive(Debug, Clone, Serialize, specta::Type, tauri_specta::Event)]
pub(crate) struct OpenPost {
    pub post_id: String,
}
