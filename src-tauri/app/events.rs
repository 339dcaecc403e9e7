//! What the window hears.

use fanfold_workbench::view::Event;
use serde::Serialize;

/// Something changed in the core.
#[derive(Debug, Clone, Serialize, specta::Type, tauri_specta::Event)]
pub(crate) struct Changed(pub Event);

/// Files hover over the window, or left it.
#[derive(Debug, Clone, Serialize, specta::Type, tauri_specta::Event)]
pub(crate) struct DropHover {
    pub over: bool,
    pub count: u32,
}
