//! Creating containers of every kind: which parameter goes where. Nothing here is visible to
//! anybody.
//!
//! Source: Meta, IG User Media, 2026-09-11. What Instagram login has no parameter for is not sent
//! there; [`NewContainer::left_out`] names it.

use fanfold_domain::Refusal;
use fanfold_domain::account::Flavour;
use fanfold_domain::publish::{
    ContainerId, Cover, Created, FeedImage, Graduation, ImageContainer, ImageSlide, NewContainer,
    PlacedProduct, PlacedTag, PostText, Reel, StoryTag, VideoSlide, VideoSource, WholePost,
};
use serde_json::{Value, json};

use super::read::{flat, id, text};
use crate::call::Call;
use crate::client::Session;

impl Session {
    /// Creates a container of any kind.
    pub async fn create(&self, account: &str, what: &NewContainer) -> Result<Created, Refusal> {
        let call = Call::post(endpoint(what), format!("{account}/media"));
        let value = self.send(parameters(call, what, self.flavour())).await?;
        Ok(Created {
            id: ContainerId(id(&value)?),
            upload_to: text(flat(&value), "uri"),
        })
    }

    /// A picture that is a post of its own.
    pub async fn create_image(
        &self,
        account: &str,
        image: &ImageContainer,
        words: &PostText,
    ) -> Result<ContainerId, Refusal> {
        let image = FeedImage {
            image_url: image.image_url.clone(),
            alt_text: image.alt_text.clone(),
            post: words.whole(),
            ..FeedImage::default()
        };
        let created = self.create(account, &NewContainer::Image(image)).await?;
        Ok(created.id)
    }

    /// One slide of a carousel. Captions belong to the carousel; Instagram refuses them here.
    pub async fn create_slide(
        &self,
        account: &str,
        image: &ImageContainer,
    ) -> Result<ContainerId, Refusal> {
        let slide = ImageSlide {
            image_url: image.image_url.clone(),
            alt_text: image.alt_text.clone(),
            ..ImageSlide::default()
        };
        let created = self
            .create(account, &NewContainer::ImageSlide(slide))
            .await?;
        Ok(created.id)
    }

    /// The carousel around its slides, in order.
    pub async fn create_carousel(
        &self,
        account: &str,
        slides: &[ContainerId],
        words: &PostText,
    ) -> Result<ContainerId, Refusal> {
        let carousel = fanfold_domain::publish::Carousel {
            slides: slides.to_vec(),
            post: words.whole(),
        };
        let created = self
            .create(account, &NewContainer::Carousel(carousel))
            .await?;
        Ok(created.id)
    }
}

fn endpoint(what: &NewContainer) -> &'static str {
    match what {
        NewContainer::Image(_) => "container.create_image",
        NewContainer::ImageSlide(_) => "container.create_slide",
        NewContainer::VideoSlide(_) => "container.create_video_slide",
        NewContainer::Carousel(_) => "container.create_carousel",
        NewContainer::Reel(_) => "container.create_reel",
        NewContainer::StoryImage(_) => "container.create_story_image",
        NewContainer::StoryVideo(_) => "container.create_story_video",
    }
}

fn parameters(call: Call, what: &NewContainer, flavour: Flavour) -> Call {
    match what {
        NewContainer::Image(image) => {
            let call = call
                .with("image_url", &image.image_url)
                .with_some("alt_text", image.alt_text.as_deref());
            let call = tagged(call, &image.tags);
            post(
                products(call, &image.products, flavour),
                &image.post,
                flavour,
            )
        }
        NewContainer::ImageSlide(slide) => {
            let call = call
                .with("image_url", &slide.image_url)
                .with("is_carousel_item", "true")
                .with_some("alt_text", slide.alt_text.as_deref());
            products(tagged(call, &slide.tags), &slide.products, flavour)
        }
        NewContainer::VideoSlide(slide) => video_slide(call, slide, flavour),
        NewContainer::Carousel(carousel) => {
            let children: Vec<&str> = carousel
                .slides
                .iter()
                .map(|slide| slide.0.as_str())
                .collect();
            let call = call
                .with("media_type", "CAROUSEL")
                .with("children", children.join(","));
            post(call, &carousel.post, flavour)
        }
        NewContainer::Reel(reel) => self::reel(call, reel, flavour),
        NewContainer::StoryImage(story) => {
            let call = call
                .with("media_type", "STORIES")
                .with("image_url", &story.image_url);
            labelled(story_tags(call, &story.tags), story.is_ai_generated)
        }
        NewContainer::StoryVideo(story) => {
            let call = video(call.with("media_type", "STORIES"), &story.video);
            labelled(story_tags(call, &story.tags), story.is_ai_generated)
        }
    }
}

fn video_slide(call: Call, slide: &VideoSlide, flavour: Flavour) -> Call {
    let call =
        video(call.with("media_type", "VIDEO"), &slide.video).with("is_carousel_item", "true");
    let call = named(call, &slide.tags);
    let call = named_products(call, &slide.products, flavour);
    with_number(call, "thumb_offset", slide.thumb_offset)
}

fn reel(call: Call, reel: &Reel, flavour: Flavour) -> Call {
    let call = video(call.with("media_type", "REELS"), &reel.video);
    let call = named_products(named(call, &reel.tags), &reel.products, flavour);
    let call = match &reel.cover {
        Some(Cover::Url(url)) => call.with("cover_url", url),
        Some(Cover::Frame(at)) => call.with("thumb_offset", at.to_string()),
        None => call,
    };
    let call = match reel.share_to_feed {
        Some(share) => call.with("share_to_feed", share.to_string()),
        None => call,
    };
    let call = call.with_some("audio_name", reel.audio_name.as_deref());
    let call = match reel.audio.as_ref().filter(|_| flavour == Flavour::Facebook) {
        Some(audio) => with_json(
            call,
            "audio_configuration",
            &json!({
                "audio_id": audio.audio_id,
                "audio_volume": audio.audio_volume,
                "video_volume": audio.video_volume,
            }),
        ),
        None => call,
    };
    let call = match reel.trial {
        Some(graduation) => {
            let word = match graduation {
                Graduation::Manual => "MANUAL",
                Graduation::Performance => "SS_PERFORMANCE",
            };
            with_json(
                call,
                "trial_params",
                &json!({ "graduation_strategy": word }),
            )
        }
        None => call,
    };
    post(call, &reel.post, flavour)
}

/// What belongs to the post as a whole.
fn post(call: Call, post: &WholePost, flavour: Flavour) -> Call {
    let mut call = call.with_some("caption", Some(&post.caption));
    if !post.collaborators.is_empty() {
        call = with_json(call, "collaborators", &json!(post.collaborators));
    }
    call = labelled(call, post.is_ai_generated);
    if flavour == Flavour::Instagram {
        return call;
    }
    call = call.with_some("location_id", post.location_id.as_deref());
    match &post.paid_partnership {
        Some(partnership) if partnership.sponsors.is_empty() => {
            call.with("is_paid_partnership", "true")
        }
        Some(partnership) => with_json(
            call.with("is_paid_partnership", "true"),
            "branded_content_sponsor_ids",
            &json!(partnership.sponsors),
        ),
        None => call,
    }
}

fn labelled(call: Call, ai: bool) -> Call {
    if ai {
        call.with("is_ai_generated", "true")
    } else {
        call
    }
}

fn video(call: Call, source: &VideoSource) -> Call {
    match source {
        VideoSource::Url(url) => call.with("video_url", url),
        VideoSource::Upload => call.with("upload_type", "resumable"),
    }
}

fn tagged(call: Call, tags: &[PlacedTag]) -> Call {
    let rows = tags
        .iter()
        .map(|tag| json!({ "username": tag.username, "x": place(tag.x), "y": place(tag.y) }));
    with_rows(call, "user_tags", rows.collect())
}

fn named(call: Call, usernames: &[String]) -> Call {
    let rows = usernames.iter().map(|name| json!({ "username": name }));
    with_rows(call, "user_tags", rows.collect())
}

fn story_tags(call: Call, tags: &[StoryTag]) -> Call {
    let rows = tags.iter().map(|tag| match tag.at {
        Some((x, y)) => json!({ "username": tag.username, "x": place(x), "y": place(y) }),
        None => json!({ "username": tag.username }),
    });
    with_rows(call, "user_tags", rows.collect())
}

fn products(call: Call, products: &[PlacedProduct], flavour: Flavour) -> Call {
    if flavour == Flavour::Instagram {
        return call;
    }
    let rows = products.iter().map(|product| {
        json!({ "product_id": product.product_id, "x": place(product.x), "y": place(product.y) })
    });
    with_rows(call, "product_tags", rows.collect())
}

fn named_products(call: Call, products: &[String], flavour: Flavour) -> Call {
    if flavour == Flavour::Instagram {
        return call;
    }
    let rows = products.iter().map(|id| json!({ "product_id": id }));
    with_rows(call, "product_tags", rows.collect())
}

/// A place as Meta reads it, 0 to 1, without the digits that a binary fraction brings along.
fn place(at: f32) -> Value {
    let at = if at.is_finite() {
        at.clamp(0.0, 1.0)
    } else {
        0.5
    };
    json!((f64::from(at) * 10_000.0).round() / 10_000.0)
}

fn with_rows(call: Call, name: &'static str, rows: Vec<Value>) -> Call {
    if rows.is_empty() {
        return call;
    }
    with_json(call, name, &Value::Array(rows))
}

fn with_json(call: Call, name: &'static str, value: &Value) -> Call {
    call.with(name, value.to_string())
}

fn with_number(call: Call, name: &'static str, value: Option<u32>) -> Call {
    match value {
        Some(value) => call.with(name, value.to_string()),
        None => call,
    }
}
