//! One slide of a run: what it is, how far it is, and what was tried.

use fanfold_domain::details::Tag;
use fanfold_domain::publish::ContainerId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A copy that Instagram can fetch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hosted {
    pub url: String,
    /// What the host needs to take it back.
    pub handle: String,
}

/// How far one slide is. What is being done to it is in [`crate::Run::busy`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlideStage {
    New,
    /// The ready file exists.
    Prepared,
    /// Instagram can fetch it.
    Hosted,
    /// Its container exists and waits for the clip's bytes.
    Opened,
    /// Its container exists; Instagram is fetching and processing.
    Created,
    /// Its container is `FINISHED`.
    Ready,
}

/// Counters of something that is tried more than once, and when it may be tried next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tries {
    /// Tries since the last success, counted before they are made.
    pub made: u32,
    /// "Container gone" answered to creating or publishing; asked again before rebuilding.
    pub gone_asked: u32,
    pub not_before: Option<Timestamp>,
    /// When the present trouble began.
    pub since: Option<Timestamp>,
}

/// How often a container was built anew, by cause.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rebuilds {
    pub gone: u32,
    pub fetch: u32,
}

/// What a slide is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    #[default]
    Picture,
    Clip,
}

/// One picture or clip on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slide {
    /// BLAKE3 of the original in the library.
    pub media: String,
    /// Key of the ready file: the recipe's key, or `original`.
    pub output: String,
    /// The file's own name, for people.
    pub name: String,
    #[serde(default)]
    pub item: Item,
    pub alt: Option<String>,
    /// The frame of a clip that is shown before it plays, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover_ms: Option<u32>,
    /// The people on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    pub stage: SlideStage,
    pub hosted: Option<Hosted>,
    pub container: Option<ContainerId>,
    /// Where its container takes the clip's bytes.
    #[serde(default)]
    pub upload_to: Option<String>,
    /// The hosted copy has to be asked after (another process made it).
    pub recall: bool,
    /// Instagram could not fetch: our own URL has to be looked at.
    pub probe: bool,
    /// The hosted copy is gone while Instagram may not have fetched it: unless the container turns
    /// out ready, it is built anew.
    pub orphan: bool,
    pub tries: Tries,
    pub rebuilds: Rebuilds,
}

impl Slide {
    pub fn new(media: String, output: String, name: String, alt: Option<String>) -> Self {
        Self {
            media,
            output,
            name,
            item: Item::Picture,
            alt: alt.filter(|text| !text.trim().is_empty()),
            cover_ms: None,
            tags: Vec::new(),
            stage: SlideStage::New,
            hosted: None,
            container: None,
            upload_to: None,
            recall: false,
            probe: false,
            orphan: false,
            tries: Tries::default(),
            rebuilds: Rebuilds::default(),
        }
    }

    /// A clip. Instagram has no alt text for clips.
    pub fn clip(media: String, output: String, name: String) -> Self {
        Self {
            item: Item::Clip,
            ..Self::new(media, output, name, None)
        }
    }

    /// The same with a frame of its own before it plays.
    #[must_use]
    pub fn covered(self, cover_ms: Option<u32>) -> Self {
        Self { cover_ms, ..self }
    }

    /// The same with people on it.
    #[must_use]
    pub fn tagged(self, tags: Vec<Tag>) -> Self {
        Self { tags, ..self }
    }
}
