//! The words of publishing that several rooms share: ids, container states, what is created, the
//! stages a person sees, and the states a post can be in.
//!
//! The machine that moves a post through them is the publish room's.

use serde::{Deserialize, Serialize};

mod container;

pub use container::{
    Carousel, Cover, Created, FeedImage, Graduation, ImageSlide, NewContainer, PaidPartnership,
    Phase, PlacedProduct, PlacedTag, Reel, ReelAudio, StoryImage, StoryTag, StoryVideo,
    UploadProgress, VideoSlide, VideoSource, WholePost,
};

/// Meta's id of a media container: decimal text beyond 2^53, never a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContainerId(pub String);

/// Meta's id of a live post.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MediaId(pub String);

/// `status_code` of a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ContainerState {
    InProgress,
    Finished,
    Error,
    Expired,
    Published,
    /// A word this build does not know; treated as still in progress.
    Other,
}

/// One container as read back. `refusal` is set for `Error` and `Expired`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContainerReading {
    pub id: ContainerId,
    pub state: ContainerState,
    pub refusal: Option<crate::answer::Refusal>,
}

/// One slide of a carousel, or the single picture of a feed post, to be created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageContainer {
    /// Where Instagram fetches the picture; ASCII.
    pub image_url: String,
    pub alt_text: Option<String>,
}

/// The caption and all else that belongs to the post as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PostText {
    pub caption: String,
    pub first_comment: Option<String>,
    /// Usernames of co-authors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collaborators: Vec<String>,
    /// The id of a Page with a location. Instagram login has none; it is not sent there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location_id: Option<String>,
    /// Labelled as made with AI.
    #[serde(default)]
    pub is_ai_generated: bool,
    /// Of a reel: in the feed too; `None` leaves it to Instagram.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_to_feed: Option<bool>,
}

impl PostText {
    /// What belongs to the container of the whole post.
    pub fn whole(&self) -> WholePost {
        WholePost {
            caption: self.caption.clone(),
            collaborators: self.collaborators.clone(),
            location_id: self.location_id.clone(),
            is_ai_generated: self.is_ai_generated,
            paid_partnership: None,
        }
    }
}

/// A live post as the account's media list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LivePost {
    pub id: MediaId,
    pub permalink: Option<String>,
    pub caption: Option<String>,
    /// RFC 3339.
    pub timestamp: Option<String>,
}

/// The account's publishing quota, from `content_publishing_limit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    pub used: u32,
    /// 50 when the API does not say (Meta's lowest current figure).
    pub total: u32,
    /// Length of the rolling window in seconds.
    pub window: u32,
}

/// The steps of a publish as a person (and the headless contract) names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Check,
    Prepare,
    Upload,
    Create,
    Process,
    Publish,
    Comment,
    Verify,
}

/// Where a post stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PostState {
    /// Due at a time to come.
    Scheduled,
    /// In the queue with a time to go on.
    Waiting,
    /// Under way.
    Publishing,
    /// It may be live: Fanfold is finding out.
    Checking,
    /// Seen live.
    Published,
    /// Refused for good.
    Failed,
    /// A person must act first.
    NeedsAttention,
    /// Taken back by a person before it went live.
    Cancelled,
}

impl PostState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Waiting => "waiting",
            Self::Publishing => "publishing",
            Self::Checking => "checking",
            Self::Published => "published",
            Self::Failed => "failed",
            Self::NeedsAttention => "needs_attention",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [
            Self::Scheduled,
            Self::Waiting,
            Self::Publishing,
            Self::Checking,
            Self::Published,
            Self::Failed,
            Self::NeedsAttention,
            Self::Cancelled,
        ]
        .into_iter()
        .find(|state| state.name() == name)
    }

    /// Nothing more happens by itself.
    pub fn is_settled(self) -> bool {
        matches!(
            self,
            Self::Published | Self::Failed | Self::NeedsAttention | Self::Cancelled
        )
    }
}
