//! A post while it is being made.

use serde::{Deserialize, Serialize};

use crate::clip::ClipRecipe;
use crate::media::Unreadable;
use crate::panorama::Part;
use crate::recipe::Recipe;

/// What kind of post it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    Feed,
    Carousel,
    Reel,
    Story,
}

impl PostKind {
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "feed" => Some(Self::Feed),
            "carousel" => Some(Self::Carousel),
            "reel" => Some(Self::Reel),
            "story" => Some(Self::Story),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Carousel => "carousel",
            Self::Reel => "reel",
            Self::Story => "story",
        }
    }
}

/// One picture or clip of a draft. The original lives in the media library under `media`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slide {
    /// Id within the draft, never reused.
    pub id: String,
    /// BLAKE3 of the original, lower-case hex.
    pub media: String,
    /// The file's own name, for people.
    pub name: String,
    pub alt_text: String,
    /// The repair in force, if any.
    pub recipe: Option<Recipe>,
    /// The repair in force of a clip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clip: Option<ClipRecipe>,
    /// Why there is no original: the file could not be copied in. `media` is then empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<Unreadable>,
    /// Set when this slide is one part of a picture that was split over several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
}

impl Slide {
    /// Names the repair in force, of a picture or a clip.
    pub fn fix_key(&self) -> Option<String> {
        let picture = self.recipe.as_ref().map(Recipe::key);
        picture.or_else(|| self.clip.as_ref().map(ClipRecipe::key))
    }
}

/// Everything a person has put into a post. Serialised whole: unknown fields of a newer version
/// are refused by `version`, not lost silently.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Format of this document; see [`DRAFT_VERSION`].
    pub version: u32,
    pub title: String,
    pub caption: String,
    pub first_comment: String,
    pub slides: Vec<Slide>,
    /// The chosen shape: `auto`, `first`, or `W:H`.
    pub shape: String,
}

/// The draft format this build writes. 2: blurred bands, parts of a split picture, clips made
/// ready.
pub const DRAFT_VERSION: u32 = 2;

impl Default for Draft {
    fn default() -> Self {
        Self {
            version: DRAFT_VERSION,
            title: String::new(),
            caption: String::new(),
            first_comment: String::new(),
            slides: Vec::new(),
            shape: "auto".to_owned(),
        }
    }
}
