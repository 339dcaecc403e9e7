//! What is made here: containers, posts, comments and Page photos.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::DAY;

/// What a container will become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    Image,
    CarouselImage,
    CarouselVideo,
    Carousel,
    Reel,
    StoryImage,
    StoryVideo,
}

impl Shape {
    pub(crate) fn is_child(self) -> bool {
        matches!(self, Self::CarouselImage | Self::CarouselVideo)
    }

    pub(crate) fn is_video(self) -> bool {
        matches!(self, Self::CarouselVideo | Self::Reel | Self::StoryVideo)
    }

    pub(crate) fn is_story(self) -> bool {
        matches!(self, Self::StoryImage | Self::StoryVideo)
    }
}

/// How processing ends once its time is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    Ready,
    /// A resumable upload of which bytes are missing.
    Waiting,
    /// The sub-code that the status text carries.
    Failed(i64),
    /// Never leaves `IN_PROGRESS`; only a fault makes this.
    Stuck,
    /// Ran out before its time; only a fault makes this.
    Expired,
}

/// A fetched file, kept under its hash.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Picture {
    pub(crate) hash: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bytes: u64,
    #[serde(default)]
    pub(crate) video: bool,
    /// A video's length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) duration_ms: Option<u64>,
}

/// The words and switches that a post carries.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Particulars {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) caption: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) alt_text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user_tags: Option<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) collaborators: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) location_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) is_ai_generated: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) share_to_feed: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) thumb_offset: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) audio_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) trial: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) sponsors: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) is_paid_partnership: Option<bool>,
}

/// A resumable upload. How many bytes have come is the length of its file.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Upload {
    /// `file_size` as the first call gave it; it may not change after.
    pub(crate) total: Option<u64>,
    /// Every byte is here, or the address was fetched.
    pub(crate) done: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Container {
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) shape: Shape,
    pub(crate) created: Timestamp,
    /// When processing ends.
    pub(crate) ready: Timestamp,
    pub(crate) outcome: Outcome,
    #[serde(default)]
    pub(crate) picture: Option<Picture>,
    /// A reel's own cover.
    #[serde(default)]
    pub(crate) cover: Option<Picture>,
    /// Where the video comes over the upload address.
    #[serde(default)]
    pub(crate) upload: Option<Upload>,
    #[serde(default)]
    pub(crate) children: Vec<String>,
    #[serde(default)]
    pub(crate) particulars: Particulars,
    /// The media it became, or that its carousel became.
    #[serde(default)]
    pub(crate) published: Option<String>,
}

/// Where a container stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    InProgress,
    Finished,
    Failed(i64),
    Expired,
    Published,
}

impl Container {
    pub(crate) fn phase(&self, now: Timestamp) -> Phase {
        if self.published.is_some() {
            return Phase::Published;
        }
        if self.outcome == Outcome::Expired || now.duration_since(self.created) >= DAY {
            return Phase::Expired;
        }
        match self.outcome {
            _ if now < self.ready => Phase::InProgress,
            Outcome::Stuck | Outcome::Waiting => Phase::InProgress,
            Outcome::Failed(subcode) => Phase::Failed(subcode),
            Outcome::Ready | Outcome::Expired => Phase::Finished,
        }
    }
}

/// One picture or video of a published post.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) picture: Picture,
    #[serde(default)]
    pub(crate) alt_text: Option<String>,
    #[serde(default)]
    pub(crate) user_tags: Option<Value>,
}

/// A published post.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Media {
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) container: String,
    pub(crate) shape: Shape,
    pub(crate) shortcode: String,
    pub(crate) timestamp: Timestamp,
    pub(crate) items: Vec<Item>,
    #[serde(default)]
    pub(crate) cover: Option<Picture>,
    pub(crate) particulars: Particulars,
    pub(crate) comments_enabled: bool,
    #[serde(default)]
    pub(crate) deleted: bool,
}

/// An unpublished photo of a Page, which lends its address to `image_url`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Photo {
    pub(crate) id: String,
    pub(crate) page: String,
    pub(crate) user_id: String,
    pub(crate) picture: Picture,
    pub(crate) created: Timestamp,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Comment {
    pub(crate) id: String,
    pub(crate) media: String,
    pub(crate) account: String,
    pub(crate) text: String,
    pub(crate) timestamp: Timestamp,
}
