//! A post while it is being made.

use serde::{Deserialize, Serialize};

use crate::clip::ClipRecipe;
use crate::details::{Place, Tag};
use crate::media::Unreadable;
use crate::panorama::Part;
use crate::recipe::Recipe;
use crate::turn::Turn;

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
    /// The frame of a clip that is shown before it plays, in milliseconds; `None` leaves it to
    /// Instagram, which takes the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover_ms: Option<u32>,
    /// The people on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

impl Slide {
    /// A slide with nothing done to it yet.
    pub fn new(id: String, media: String, name: String) -> Self {
        Self {
            id,
            media,
            name,
            alt_text: String::new(),
            recipe: None,
            clip: None,
            unreadable: None,
            part: None,
            cover_ms: None,
            tags: Vec::new(),
        }
    }

    /// How a person turned it.
    pub fn turn(&self) -> Turn {
        self.recipe
            .as_ref()
            .map_or(Turn::NONE, |recipe| recipe.turn)
    }

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
    /// For 24 hours instead of the feed.
    #[serde(default)]
    pub story: bool,
    /// Usernames of the accounts that are invited to publish it together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collaborators: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Place>,
    /// Labelled as made with AI.
    #[serde(default)]
    pub ai_label: bool,
    /// Whether a reel is in the feed too; `None` leaves it to Instagram, which says yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_to_feed: Option<bool>,
}

/// The draft format this build writes. 2: blurred bands, parts of a split picture, clips made
/// ready. 3: stories. 4: turned pictures, covers of clips, people, collaborators, a place, the AI
/// label.
pub const DRAFT_VERSION: u32 = 4;

impl Default for Draft {
    fn default() -> Self {
        Self {
            version: DRAFT_VERSION,
            title: String::new(),
            caption: String::new(),
            first_comment: String::new(),
            slides: Vec::new(),
            shape: "auto".to_owned(),
            story: false,
            collaborators: Vec::new(),
            location: None,
            ai_label: false,
            share_to_feed: None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn a_draft_of_an_older_fanfold_reads_as_one_without_people_or_place() {
        let old = r#"{"version":3,"title":"t","caption":"c","first_comment":"","shape":"auto",
            "slides":[{"id":"s","media":"m","name":"a.jpg","alt_text":"A door","recipe":null}]}"#;
        let read: Draft = serde_json::from_str(old).unwrap();
        assert!(read.collaborators.is_empty() && read.slides[0].tags.is_empty());
        assert_eq!((read.location, read.share_to_feed), (None, None));
    }

    #[test]
    fn what_goes_with_a_post_comes_back_from_the_disk_as_it_was() {
        let mut draft = Draft {
            collaborators: vec!["a.b".into()],
            location: Some(Place {
                id: "7".into(),
                name: "Café".into(),
                line: String::new(),
            }),
            ai_label: true,
            share_to_feed: Some(false),
            ..Draft::default()
        };
        let mut slide = Slide::new("s".into(), "m".into(), "a.jpg".into());
        slide.tags = vec![Tag::placed("a.b", Some(1.0 / 3.0), Some(0.1))];
        draft.slides.push(slide);
        let text = serde_json::to_string(&draft).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&text).unwrap(), draft);
    }
}
