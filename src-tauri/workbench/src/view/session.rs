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

/// The language of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    System,
    En,
    De,
}

/// What becomes of a post whose time passed while the computer slept or Fanfold was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    /// It is published late.
    #[default]
    Late,
    /// A person is asked.
    Ask,
    /// It is left out; a person can still publish it.
    Skip,
}

/// A person's choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(default)]
pub struct Settings {
    pub theme: Theme,
    pub rules: Profile,
    pub allow_three_four: bool,
    pub missed: Missed,
    /// Closing the window leaves Fanfold running while posts are scheduled.
    pub keep_running: bool,
    /// The system tells when a post went live or needs a person, while nobody looks at the window.
    pub notifications: bool,
    /// `v25.0`.
    pub graph_version: String,
    /// The language of Instagram's own messages, `de_DE`; empty for Meta's English.
    pub message_language: String,
    /// The language of the window.
    pub language: Language,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            rules: Profile::default(),
            allow_three_four: false,
            missed: Missed::default(),
            keep_running: true,
            notifications: true,
            graph_version: fanfold_graph::ClientOptions::VERSION.to_owned(),
            message_language: String::new(),
            language: Language::default(),
        }
    }
}

/// What can be chosen where the choice is not the window's to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct SettingChoices {
    /// Newest first.
    pub graph_versions: Vec<String>,
    pub languages: Vec<LanguageChoice>,
}

/// A language that Instagram's messages can come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct LanguageChoice {
    /// `de_DE`; empty for what Meta sends by itself.
    pub id: String,
    /// In that language.
    pub label: String,
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
    /// The newest, at most 200.
    pub drafts: Vec<DraftSummary>,
    pub drafts_total: u32,
    pub open: Option<DraftView>,
    pub settings: Settings,
    pub version: String,
}
