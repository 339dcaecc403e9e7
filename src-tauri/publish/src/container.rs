//! The container of a slide, of what the run holds.

use fanfold_domain::details::Tag;
use fanfold_domain::publish::{
    Cover, FeedImage, ImageSlide, NewContainer, PlacedTag, PostText, Reel, StoryImage, StoryTag,
    StoryVideo, VideoSlide, VideoSource,
};

use crate::run::Kind;
use crate::slide::{Item, Slide};

/// What is created for a slide: fetched from where it is hosted, or, a clip, sent afterwards.
/// `None` for a picture that nobody hosts yet.
pub(crate) fn of(kind: Kind, slide: &Slide, text: &PostText) -> Option<NewContainer> {
    let url = slide.hosted.as_ref().map(|hosted| hosted.url.clone());
    Some(match slide.item {
        Item::Picture => picture(kind, url?, slide, text),
        Item::Clip => {
            let video = url.map_or(VideoSource::Upload, VideoSource::Url);
            clip(kind, video, slide, text)
        }
    })
}

fn picture(kind: Kind, image_url: String, slide: &Slide, text: &PostText) -> NewContainer {
    let alt_text = slide.alt.clone();
    match kind {
        Kind::Carousel => NewContainer::ImageSlide(ImageSlide {
            image_url,
            alt_text,
            tags: placed(&slide.tags),
            ..ImageSlide::default()
        }),
        Kind::Story => NewContainer::StoryImage(StoryImage {
            image_url,
            tags: story_tags(&slide.tags),
            is_ai_generated: text.is_ai_generated,
        }),
        Kind::Image | Kind::Reel => NewContainer::Image(FeedImage {
            image_url,
            alt_text,
            tags: placed(&slide.tags),
            post: text.whole(),
            ..FeedImage::default()
        }),
    }
}

fn clip(kind: Kind, video: VideoSource, slide: &Slide, text: &PostText) -> NewContainer {
    match kind {
        Kind::Carousel => NewContainer::VideoSlide(VideoSlide {
            video,
            tags: names(&slide.tags),
            products: Vec::new(),
            thumb_offset: slide.cover_ms,
        }),
        Kind::Story => NewContainer::StoryVideo(StoryVideo {
            video,
            tags: story_tags(&slide.tags),
            is_ai_generated: text.is_ai_generated,
        }),
        Kind::Image | Kind::Reel => NewContainer::Reel(Reel {
            tags: names(&slide.tags),
            cover: slide.cover_ms.map(Cover::Frame),
            share_to_feed: text.share_to_feed,
            ..Reel::new(video, text.whole())
        }),
    }
}

fn names(tags: &[Tag]) -> Vec<String> {
    tags.iter().map(|tag| tag.username.clone()).collect()
}

/// On a picture everybody has a place; its middle, where a draft of another kind had none.
fn placed(tags: &[Tag]) -> Vec<PlacedTag> {
    let at = |at: Option<f64>| at.unwrap_or(0.5) as f32;
    let tags = tags.iter().map(|tag| PlacedTag {
        username: tag.username.clone(),
        x: at(tag.x),
        y: at(tag.y),
    });
    tags.collect()
}

fn story_tags(tags: &[Tag]) -> Vec<StoryTag> {
    let tags = tags.iter().map(|tag| StoryTag {
        username: tag.username.clone(),
        at: tag.x.zip(tag.y).map(|(x, y)| (x as f32, y as f32)),
    });
    tags.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_a_person_chose_is_asked_for_before_the_clip_plays() {
        let film = || Slide::clip("film".into(), "original".into(), "film.mp4".into());
        let text = PostText::default();
        for chosen in [None, Some(2_500)] {
            let slide = film().covered(chosen);
            match of(Kind::Reel, &slide, &text) {
                Some(NewContainer::Reel(reel)) => {
                    assert_eq!(reel.cover, chosen.map(Cover::Frame));
                }
                other => panic!("{other:?}"),
            }
            match of(Kind::Carousel, &slide, &text) {
                Some(NewContainer::VideoSlide(clip)) => assert_eq!(clip.thumb_offset, chosen),
                other => panic!("{other:?}"),
            }
        }
    }
}
