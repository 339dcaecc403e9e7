//! What belongs to a post beside its pictures, and what helps to write it.

use fanfold_domain::Finding;
use fanfold_domain::details::Place;
use serde::{Deserialize, Serialize};

/// What belongs to a post beside its media and its caption.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct DetailsView {
    pub collaborators: Vec<String>,
    pub collaborators_max: u32,
    /// Why nobody can be invited here; `None` when they can.
    pub collaborators_reason: Option<String>,
    pub location: Option<Place>,
    /// Why no place can be set here: `A place needs Facebook login.`; `None` when it can.
    pub location_reason: Option<String>,
    /// Why there can be no first comment here.
    pub comment_reason: Option<String>,
    pub ai_label: bool,
    /// Whether a reel is in the feed too; `None` when it is no reel.
    pub share_to_feed: Option<bool>,
    /// `Alt text on 6 of 8 slides`.
    pub alt_words: String,
    pub alt_done: u32,
    pub alt_total: u32,
    /// People on one picture at most.
    pub tags_max: u32,
    pub findings: Vec<Finding>,
}

/// Hashtags that are kept together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct HashtagGroup {
    /// Empty for a new one.
    pub id: String,
    pub name: String,
    /// With `#`.
    pub tags: Vec<String>,
}

/// A text to use again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Snippet {
    /// Empty for a new one.
    pub id: String,
    pub name: String,
    pub text: String,
}

/// What a person writes again and again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Wordbook {
    pub groups: Vec<HashtagGroup>,
    pub snippets: Vec<Snippet>,
}

/// A post in the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct GridPost {
    pub id: String,
    pub url: String,
    pub clip: bool,
    pub carousel: bool,
}

/// The profile around a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct GridView {
    /// Newest first.
    pub posts: Vec<GridPost>,
    /// `The 9 newest posts of @bluehouse`, or why there are none.
    pub line: String,
}
