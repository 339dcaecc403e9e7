//! The parameters of `POST /{ig-user}/media`, read and checked.
//!
//! Source of every rule: Meta, IG User Media reference, 2026-09-11.

use serde_json::Value;

use super::{placement, places};
use crate::call::Call;
use crate::fetch::check_address;
use crate::params::Params;
use crate::refusal::{Refusal, bad_offset, carousel_count, media_type, parameter, too_many_tags};
use crate::state::{Flavour, Particulars, Shape};
use crate::words;

const ALT_TEXT: usize = 1000;
const TAGS: usize = 20;
const COLLABORATORS: usize = 3;
const PRODUCT_TAGS: usize = 5;
/// Reels take more (Meta, changelog).
const REEL_PRODUCT_TAGS: usize = 30;
const SPONSORS: usize = 2;

/// A container as ordered, before anything was fetched.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) shape: Shape,
    /// The picture's or video's address; none for a carousel or an upload.
    pub(super) address: Option<String>,
    /// `upload_type=resumable`: the bytes come over the upload address.
    pub(super) upload: bool,
    /// A reel's own cover.
    pub(super) cover: Option<String>,
    pub(super) children: Vec<String>,
    pub(super) particulars: Particulars,
}

impl Order {
    pub(super) fn read(call: &Call, flavour: Flavour, hashtags: usize) -> Result<Self, Refusal> {
        let params = &call.params;
        let shape = shape(params)?;
        placement::check(params, shape, flavour)?;
        let upload = upload(params)?;
        let address = if upload {
            None
        } else {
            address(params, shape)?
        };
        let cover = params.text("cover_url");
        if let Some(cover) = &cover {
            check_address(cover)?;
        }
        let children = if shape == Shape::Carousel {
            children(params)?
        } else {
            Vec::new()
        };
        product_tags(params, shape)?;
        let particulars = particulars(params, shape)?;
        if let Some(caption) = &particulars.caption {
            words::check(caption, hashtags)?;
        }
        Ok(Self {
            shape,
            address,
            upload,
            cover,
            children,
            particulars,
        })
    }
}

fn particulars(params: &Params, shape: Shape) -> Result<Particulars, Refusal> {
    let thumb_offset = params.number("thumb_offset")?;
    if thumb_offset.is_some_and(|offset| offset < 0) {
        return Err(bad_offset());
    }
    audio(params)?;
    let sponsors = params
        .list("branded_content_sponsor_ids")?
        .unwrap_or_default();
    if sponsors.len() > SPONSORS {
        return Err(parameter(format_args!(
            "Param branded_content_sponsor_ids takes at most {SPONSORS} ids"
        )));
    }
    let paid = params.flag("is_paid_partnership")?;
    Ok(Particulars {
        // Instagram ignores a story's caption.
        caption: if shape.is_story() {
            None
        } else {
            params.text("caption")
        },
        alt_text: alt_text(params)?,
        user_tags: user_tags(params, shape)?,
        collaborators: collaborators(params)?,
        location_id: location(params)?,
        is_ai_generated: params.flag("is_ai_generated")?,
        share_to_feed: params.flag("share_to_feed")?,
        thumb_offset,
        audio_name: params.text("audio_name"),
        trial: trial(params)?,
        // Forced true when sponsors are given (Meta, 2026-04-22).
        is_paid_partnership: if sponsors.is_empty() {
            paid
        } else {
            Some(true)
        },
        sponsors,
    })
}

/// The media_type table: what may be a child, and what needs naming.
fn shape(params: &Params) -> Result<Shape, Refusal> {
    let child = params.flag("is_carousel_item")?.unwrap_or(false);
    let video = params.has("video_url") || params.has("upload_type");
    let given = params.text("media_type");
    let kind = given.clone().unwrap_or_default().to_ascii_uppercase();
    match (kind.as_str(), child) {
        ("", _) if video => Err(media_type("(none)")),
        ("", false) => Ok(Shape::Image),
        ("", true) => Ok(Shape::CarouselImage),
        ("VIDEO", true) => Ok(Shape::CarouselVideo),
        // Single videos are reels since 2023-11-09.
        ("VIDEO", false) => Err(media_type("VIDEO")),
        ("REELS" | "STORIES" | "CAROUSEL", true) => Err(parameter(format_args!(
            "Media of type {kind} cannot be a carousel item"
        ))),
        ("REELS", false) => Ok(Shape::Reel),
        ("STORIES", false) if video => Ok(Shape::StoryVideo),
        ("STORIES", false) => Ok(Shape::StoryImage),
        ("CAROUSEL", false) => Ok(Shape::Carousel),
        _ => Err(media_type(&given.unwrap_or_default())),
    }
}

/// Whether the bytes come over the upload address instead of being fetched.
fn upload(params: &Params) -> Result<bool, Refusal> {
    match params.text("upload_type").as_deref() {
        None => Ok(false),
        Some("resumable") if params.has("video_url") => Err(parameter(
            "Only one of video_url and upload_type may be given",
        )),
        Some("resumable") => Ok(true),
        Some(_) => Err(parameter("Param upload_type must be resumable")),
    }
}

fn address(params: &Params, shape: Shape) -> Result<Option<String>, Refusal> {
    let name = match shape {
        Shape::Carousel => return Ok(None),
        _ if shape.is_video() => "video_url",
        _ => "image_url",
    };
    if params.has("image_url") && params.has("video_url") {
        return Err(parameter(
            "Only one of image_url and video_url may be given",
        ));
    }
    let address = params.need(name)?;
    check_address(&address)?;
    Ok(Some(address))
}

fn children(params: &Params) -> Result<Vec<String>, Refusal> {
    let children = params.list("children")?.unwrap_or_default();
    if !(2..=10).contains(&children.len()) {
        return Err(carousel_count(children.len()));
    }
    let different: std::collections::HashSet<&String> = children.iter().collect();
    if different.len() < children.len() {
        return Err(parameter("Param children names a carousel item twice"));
    }
    Ok(children)
}

fn alt_text(params: &Params) -> Result<Option<String>, Refusal> {
    let text = params.text("alt_text");
    match text.as_ref().map(|text| text.chars().count()) {
        Some(count) if count > ALT_TEXT => Err(parameter(format_args!(
            "Param alt_text takes at most {ALT_TEXT} characters, got {count}"
        ))),
        _ => Ok(text),
    }
}

fn objects(params: &Params, name: &str) -> Result<Vec<Value>, Refusal> {
    match params.json(name)? {
        None => Ok(Vec::new()),
        Some(Value::Array(items)) if items.iter().all(Value::is_object) => Ok(items),
        Some(_) => Err(parameter(format_args!(
            "Param {name} must be an array of objects"
        ))),
    }
}

fn place(item: &Value, axis: &str) -> Option<f64> {
    let value = item.get(axis)?;
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

fn user_tags(params: &Params, shape: Shape) -> Result<Option<Value>, Refusal> {
    let tags = objects(params, "user_tags")?;
    if tags.len() > TAGS {
        return Err(too_many_tags(TAGS));
    }
    for tag in &tags {
        let name = tag
            .get("username")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if !is_username(name) {
            return Err(Refusal::new(110, "(#110) Invalid user id").sub(
                2_207_013,
                "User not found",
                format!(
                    "The user {name} cannot be tagged: there is no public account with this name."
                ),
            ));
        }
        let at = [place(tag, "x"), place(tag, "y")];
        let needed = !shape.is_video() && !shape.is_story();
        if needed && at.iter().any(Option::is_none) {
            return Err(parameter(
                "Param user_tags needs x and y for every tag on an image",
            ));
        }
        if at
            .iter()
            .flatten()
            .any(|value| !(0.0..=1.0).contains(value))
        {
            return Err(parameter("Param user_tags takes x and y from 0 to 1"));
        }
    }
    Ok((!tags.is_empty()).then_some(Value::Array(tags)))
}

/// 1–30 letters, digits, dots and underscores, no dot at either end or twice.
fn is_username(name: &str) -> bool {
    let letters = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"._".contains(&byte));
    let dots = name.starts_with('.') || name.ends_with('.') || name.contains("..");
    (1..=30).contains(&name.len()) && letters && !dots
}

fn collaborators(params: &Params) -> Result<Vec<String>, Refusal> {
    let names = params.list("collaborators")?.unwrap_or_default();
    if names.len() > COLLABORATORS {
        return Err(parameter(format_args!(
            "Param collaborators takes at most {COLLABORATORS} usernames"
        )));
    }
    match names.iter().find(|name| !is_username(name)) {
        Some(name) => Err(parameter("Invalid collaborator").sub(
            2_207_018,
            "Cannot invite this account",
            format!("The account {name} cannot be invited as a collaborator."),
        )),
        None => Ok(names),
    }
}

fn location(params: &Params) -> Result<Option<String>, Refusal> {
    match params.text("location_id") {
        Some(id) if !id.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(parameter("INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID"))
        }
        Some(id) if !places::is_place(&id) => {
            Err(parameter("INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID"))
        }
        id => Ok(id),
    }
}

/// `trial_params`: how a trial reel graduates (Meta, 2025-12-03).
fn trial(params: &Params) -> Result<Option<String>, Refusal> {
    let Some(given) = params.json("trial_params")? else {
        return Ok(None);
    };
    match given.get("graduation_strategy").and_then(Value::as_str) {
        Some(strategy @ ("MANUAL" | "SS_PERFORMANCE")) => Ok(Some(strategy.to_owned())),
        _ => Err(parameter(
            "Param trial_params needs graduation_strategy MANUAL or SS_PERFORMANCE",
        )),
    }
}

/// `audio_configuration`: an object that names a track (Meta, 2026-06-01).
fn audio(params: &Params) -> Result<(), Refusal> {
    match params.json("audio_configuration")? {
        Some(given) if given.get("audio_id").is_none() => {
            Err(parameter("Param audio_configuration needs audio_id"))
        }
        _ => Ok(()),
    }
}

fn product_tags(params: &Params, shape: Shape) -> Result<(), Refusal> {
    let tags = objects(params, "product_tags")?;
    let most = if shape == Shape::Reel {
        REEL_PRODUCT_TAGS
    } else {
        PRODUCT_TAGS
    };
    if tags.len() > most {
        return Err(too_many_tags(most));
    }
    for tag in &tags {
        let placed = place(tag, "x").is_some() && place(tag, "y").is_some();
        if placed && shape.is_video() {
            return Err(parameter("Product tag position on a video").sub(
                2_207_035,
                "Product tags on videos have no position",
                "Product tag positions should not be given for videos.",
            ));
        }
        if !placed && !shape.is_video() {
            return Err(parameter("Product tag position missing").sub(
                2_207_036,
                "Product tags on photos need a position",
                "Product tag positions are required for photos.",
            ));
        }
    }
    Ok(())
}
