//! Every kind of container that Instagram takes, one type a kind: a parameter that does not belong
//! to a kind cannot be written.
//!
//! Source: Meta, IG User Media, 2026-09-11. Limits (how many tags, how long a text) are the rules',
//! not these types'.

use serde::{Deserialize, Serialize};

use super::ContainerId;
use crate::account::Flavour;

/// Where the bytes of a video come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VideoSource {
    /// Instagram fetches it; ASCII.
    Url(String),
    /// Sent afterwards, to the address that the answer names. Facebook login only, as documented.
    Upload,
}

/// Somebody tagged at a place of a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlacedTag {
    pub username: String,
    /// From the left edge, 0 to 1.
    pub x: f32,
    /// From the top edge, 0 to 1.
    pub y: f32,
}

/// Somebody tagged in a story, with or without a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoryTag {
    pub username: String,
    /// From left and top, 0 to 1.
    pub at: Option<(f32, f32)>,
}

/// A product tagged at a place of a picture. Facebook login only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlacedProduct {
    pub product_id: String,
    pub x: f32,
    pub y: f32,
}

/// A paid partnership. Facebook login only.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PaidPartnership {
    /// Instagram ids; Meta takes at most two. Empty: the label alone.
    pub sponsors: Vec<String>,
}

/// What belongs to a feed post or reel as a whole, beside its media.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WholePost {
    pub caption: String,
    /// Usernames of co-authors.
    pub collaborators: Vec<String>,
    /// The id of a Page with a location. Facebook login only, in effect.
    pub location_id: Option<String>,
    /// Labelled as made with AI.
    pub is_ai_generated: bool,
    pub paid_partnership: Option<PaidPartnership>,
}

/// A picture that is a post of its own.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FeedImage {
    pub image_url: String,
    pub alt_text: Option<String>,
    pub tags: Vec<PlacedTag>,
    pub products: Vec<PlacedProduct>,
    pub post: WholePost,
}

/// A picture of a carousel.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ImageSlide {
    pub image_url: String,
    pub alt_text: Option<String>,
    pub tags: Vec<PlacedTag>,
    pub products: Vec<PlacedProduct>,
}

/// A clip of a carousel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VideoSlide {
    pub video: VideoSource,
    /// Usernames; tags on a video have no place.
    pub tags: Vec<String>,
    /// Ids; products on a video have no place.
    pub products: Vec<String>,
    /// The frame shown before it plays, in milliseconds.
    pub thumb_offset: Option<u32>,
}

/// The carousel around its slides.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Carousel {
    /// In order.
    pub slides: Vec<ContainerId>,
    pub post: WholePost,
}

/// The picture shown before a reel plays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// A JPEG of its own; ASCII.
    Url(String),
    /// A frame of the reel, in milliseconds.
    Frame(u32),
}

/// How a trial reel becomes an ordinary one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Graduation {
    /// A person decides in the Instagram app.
    Manual,
    /// Instagram decides by how it does.
    Performance,
}

/// Music of Instagram's library under a reel. Facebook login only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReelAudio {
    pub audio_id: String,
    /// Percent.
    pub audio_volume: u8,
    /// Percent.
    pub video_volume: u8,
}

/// A reel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reel {
    pub video: VideoSource,
    /// Usernames; tags on a video have no place.
    pub tags: Vec<String>,
    /// Ids; products on a video have no place.
    pub products: Vec<String>,
    pub cover: Option<Cover>,
    /// In the feed and in the Reels tab, or in the tab alone; `None` leaves it to Instagram.
    pub share_to_feed: Option<bool>,
    /// A name for the reel's own sound; can be given once.
    pub audio_name: Option<String>,
    pub audio: Option<ReelAudio>,
    /// Shown to people who do not follow, first.
    pub trial: Option<Graduation>,
    pub post: WholePost,
}

/// A picture for 24 hours.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StoryImage {
    pub image_url: String,
    pub tags: Vec<StoryTag>,
    /// Labelled as made with AI.
    #[serde(default)]
    pub is_ai_generated: bool,
}

/// A clip for 24 hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoryVideo {
    pub video: VideoSource,
    pub tags: Vec<StoryTag>,
    /// Labelled as made with AI.
    #[serde(default)]
    pub is_ai_generated: bool,
}

/// A container to be created.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum NewContainer {
    Image(FeedImage),
    ImageSlide(ImageSlide),
    VideoSlide(VideoSlide),
    Carousel(Carousel),
    Reel(Reel),
    StoryImage(StoryImage),
    StoryVideo(StoryVideo),
}

/// A container that was created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Created {
    pub id: ContainerId,
    /// Where its bytes go, for [`VideoSource::Upload`].
    pub upload_to: Option<String>,
}

/// How far a resumable upload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadProgress {
    /// Bytes that Instagram has; the next try starts there.
    pub transferred: u64,
    pub uploading: Phase,
    pub processing: Phase,
}

/// A phase of a resumable upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    NotStarted,
    InProgress,
    Complete,
    Error,
    /// A word this build does not know.
    Other,
}

impl Reel {
    /// A reel with nothing but its video and the post's words.
    pub fn new(video: VideoSource, post: WholePost) -> Self {
        Self {
            video,
            tags: Vec::new(),
            products: Vec::new(),
            cover: None,
            share_to_feed: None,
            audio_name: None,
            audio: None,
            trial: None,
            post,
        }
    }
}

impl NewContainer {
    /// What Instagram login has no parameter for: it is not sent there, and a person should know
    /// before. Empty for Facebook login.
    pub fn left_out(&self, flavour: Flavour) -> Vec<&'static str> {
        if flavour == Flavour::Facebook {
            return Vec::new();
        }
        let post = self.post();
        let (products, audio) = match self {
            Self::Image(image) => (!image.products.is_empty(), false),
            Self::ImageSlide(slide) => (!slide.products.is_empty(), false),
            Self::VideoSlide(slide) => (!slide.products.is_empty(), false),
            Self::Reel(reel) => (!reel.products.is_empty(), reel.audio.is_some()),
            Self::Carousel(_) | Self::StoryImage(_) | Self::StoryVideo(_) => (false, false),
        };
        [
            (
                "location",
                post.is_some_and(|post| post.location_id.is_some()),
            ),
            (
                "paid partnership label",
                post.is_some_and(|post| post.paid_partnership.is_some()),
            ),
            ("product tags", products),
            ("music from Instagram's library", audio),
        ]
        .into_iter()
        .filter_map(|(name, there)| there.then_some(name))
        .collect()
    }

    fn post(&self) -> Option<&WholePost> {
        match self {
            Self::Image(image) => Some(&image.post),
            Self::Carousel(carousel) => Some(&carousel.post),
            Self::Reel(reel) => Some(&reel.post),
            Self::ImageSlide(_)
            | Self::VideoSlide(_)
            | Self::StoryImage(_)
            | Self::StoryVideo(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_instagram_login_cannot_carry_is_named_before() {
        let post = WholePost {
            location_id: Some("7".to_owned()),
            paid_partnership: Some(PaidPartnership::default()),
            ..WholePost::default()
        };
        let mut reel = Reel::new(VideoSource::Url("https://host/a.mp4".to_owned()), post);
        reel.products.push("9".to_owned());
        let reel = NewContainer::Reel(reel);
        assert_eq!(
            reel.left_out(Flavour::Instagram),
            ["location", "paid partnership label", "product tags"]
        );
        assert!(reel.left_out(Flavour::Facebook).is_empty());
    }
}
