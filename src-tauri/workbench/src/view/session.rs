//! The window's surroundings: accounts, drafts, settings.

use fanfold_domain::rules::Profile;
use serde::{Deserialize, Serialize};

use super::{AccountView, DraftSummary, DraftView};

/// Which window buttons and shortcuts to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    Linux,
    Macos,
    Windows,
}

/// Light, dark, or what the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// A person's choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(default)]
pub struct Settings {
    pub theme: Theme,
    pub rules: Profile,
    pub allow_three_four: bool,
}

/// What makes clips ready on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct ClipToolView {
    pub ready: bool,
    /// `ffmpeg 5.1.9`, or what is wrong.
    pub line: String,
    /// A person chose it; otherwise it was found.
    pub chosen: bool,
}

/// What the window needs to draw itself the first time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Session {
    pub platform: Platform,
    /// No account chosen yet and nothing made yet.
    pub first_start: bool,
    pub account: Option<AccountView>,
    /// Everyone who can be chosen, the practice account first.
    pub accounts: Vec<AccountView>,
    pub drafts: Vec<DraftSummary>,
    pub open: Option<DraftView>,
    pub settings: Settings,
    pub version: String,
}
