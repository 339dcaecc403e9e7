//! Which parameter of `POST /{ig-user}/media` belongs to which kind of container.
//!
//! Source: Meta, IG User Media reference, 2026-09-11, and the changelog entries it names. What
//! is not in the table is unknown to Meta and ignored there; here too.

use crate::params::Params;
use crate::refusal::{Refusal, not_allowed};
use crate::state::{Flavour, Shape};

/// Every parameter that the reference knows.
const KNOWN: [&str; 21] = [
    "image_url",
    "video_url",
    "media_type",
    "is_carousel_item",
    "children",
    "caption",
    "alt_text",
    "user_tags",
    "collaborators",
    "location_id",
    "product_tags",
    "share_to_feed",
    "cover_url",
    "thumb_offset",
    "audio_name",
    "audio_configuration",
    "upload_type",
    "trial_params",
    "is_ai_generated",
    "branded_content_sponsor_ids",
    "is_paid_partnership",
];

/// Only with a token of Facebook login.
const FACEBOOK_ONLY: [&str; 6] = [
    "location_id",
    "product_tags",
    "audio_configuration",
    "upload_type",
    "branded_content_sponsor_ids",
    "is_paid_partnership",
];

const IMAGE: &[&str] = &[
    "image_url",
    "caption",
    "alt_text",
    "user_tags",
    "collaborators",
    "location_id",
    "product_tags",
    "is_ai_generated",
    "branded_content_sponsor_ids",
    "is_paid_partnership",
];
const IMAGE_ITEM: &[&str] = &["image_url", "alt_text", "user_tags", "product_tags"];
const VIDEO_ITEM: &[&str] = &[
    "video_url",
    "upload_type",
    "thumb_offset",
    "user_tags",
    "product_tags",
];
const CAROUSEL: &[&str] = &[
    "children",
    "caption",
    "collaborators",
    "location_id",
    "share_to_feed",
    "is_ai_generated",
    "branded_content_sponsor_ids",
    "is_paid_partnership",
];
const REEL: &[&str] = &[
    "video_url",
    "upload_type",
    "caption",
    "user_tags",
    "collaborators",
    "location_id",
    "product_tags",
    "share_to_feed",
    "cover_url",
    "thumb_offset",
    "audio_name",
    "audio_configuration",
    "trial_params",
    "is_ai_generated",
    "branded_content_sponsor_ids",
    "is_paid_partnership",
];
// A story's caption is ignored, not refused.
const STORY_IMAGE: &[&str] = &["image_url", "caption", "user_tags", "is_ai_generated"];
const STORY_VIDEO: &[&str] = &[
    "video_url",
    "upload_type",
    "caption",
    "user_tags",
    "thumb_offset",
    "is_ai_generated",
];

/// What a kind takes, and its name in a refusal.
fn allowed(shape: Shape) -> (&'static [&'static str], &'static str) {
    match shape {
        Shape::Image => (IMAGE, "images"),
        Shape::CarouselImage => (IMAGE_ITEM, "carousel items"),
        Shape::CarouselVideo => (VIDEO_ITEM, "carousel items"),
        Shape::Carousel => (CAROUSEL, "carousels"),
        Shape::Reel => (REEL, "reels"),
        Shape::StoryImage => (STORY_IMAGE, "stories"),
        Shape::StoryVideo => (STORY_VIDEO, "stories"),
    }
}

/// Refuses the first parameter that this kind of container, or this login, does not take.
pub(super) fn check(params: &Params, shape: Shape, flavour: Flavour) -> Result<(), Refusal> {
    let (allowed, place) = allowed(shape);
    for name in KNOWN.into_iter().filter(|name| params.has(name)) {
        let always = matches!(name, "media_type" | "is_carousel_item");
        if !always && !allowed.contains(&name) {
            return Err(not_allowed(name, place));
        }
        if flavour == Flavour::Instagram && FACEBOOK_ONLY.contains(&name) {
            return Err(not_allowed(name, "Instagram API with Instagram Login"));
        }
    }
    Ok(())
}
