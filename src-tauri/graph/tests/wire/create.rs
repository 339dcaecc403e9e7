//! Every kind of container by either login: exactly which parameters are sent.

use std::sync::Arc;

use crate::support::{Fake, Log, json, logged, pairs};
use axum::body::Body;
use axum::http::Response;
use fanfold_domain::publish::{
    Carousel, ContainerId, Cover, FeedImage, Graduation, ImageSlide, NewContainer, PaidPartnership,
    PlacedProduct, PlacedTag, Reel, ReelAudio, StoryImage, StoryTag, StoryVideo, VideoSlide,
    VideoSource, WholePost,
};
use fanfold_graph::{Flavour, Session};

const IMAGE: &str = "https://host/a.jpg";
const VIDEO: &str = "https://host/a.mp4";

fn whole() -> WholePost {
    WholePost {
        caption: "Hä #tag".into(),
        collaborators: vec!["ann".into(), "ben".into()],
        location_id: Some("110".into()),
        is_ai_generated: true,
        paid_partnership: Some(PaidPartnership {
            sponsors: vec!["1".into(), "2".into()],
        }),
    }
}

fn tag() -> PlacedTag {
    PlacedTag {
        username: "ann".into(),
        x: 0.1,
        y: 0.85,
    }
}

fn product() -> PlacedProduct {
    PlacedProduct {
        product_id: "77".into(),
        x: 0.5,
        y: 2.0,
    }
}

type Case = (NewContainer, Vec<(&'static str, &'static str)>);

const PLACED: (&str, &str) = ("user_tags", r#"[{"username":"ann","x":0.1,"y":0.85}]"#);
const NAMED: (&str, &str) = ("user_tags", r#"[{"username":"ann"}]"#);
const PLACED_PRODUCT: (&str, &str) = ("product_tags", r#"[{"product_id":"77","x":0.5,"y":1.0}]"#);
const NAMED_PRODUCT: (&str, &str) = ("product_tags", r#"[{"product_id":"77"}]"#);
const POST: [(&str, &str); 6] = [
    ("caption", "Hä #tag"),
    ("collaborators", r#"["ann","ben"]"#),
    ("is_ai_generated", "true"),
    ("location_id", "110"),
    ("is_paid_partnership", "true"),
    ("branded_content_sponsor_ids", r#"["1","2"]"#),
];

fn with_post(own: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    [own, &POST].concat()
}

/// Every kind with everything that it can carry.
fn full() -> Vec<Case> {
    vec![
        image(),
        image_slide(),
        video_slide(),
        carousel(),
        reel(),
        story_image(),
        story_video(),
    ]
}

fn image() -> Case {
    let image = FeedImage {
        image_url: IMAGE.into(),
        alt_text: Some("A cat".into()),
        tags: vec![tag()],
        products: vec![product()],
        post: whole(),
    };
    let own = [
        ("image_url", IMAGE),
        ("alt_text", "A cat"),
        PLACED,
        PLACED_PRODUCT,
    ];
    (NewContainer::Image(image), with_post(&own))
}

fn image_slide() -> Case {
    let slide = ImageSlide {
        image_url: IMAGE.into(),
        alt_text: Some("A cat".into()),
        tags: vec![tag()],
        products: vec![product()],
    };
    let sent = vec![
        ("image_url", IMAGE),
        ("is_carousel_item", "true"),
        ("alt_text", "A cat"),
        PLACED,
        PLACED_PRODUCT,
    ];
    (NewContainer::ImageSlide(slide), sent)
}

fn video_slide() -> Case {
    let slide = VideoSlide {
        video: VideoSource::Url(VIDEO.into()),
        tags: vec!["ann".into()],
        products: vec!["77".into()],
        thumb_offset: Some(1500),
    };
    let sent = vec![
        ("media_type", "VIDEO"),
        ("video_url", VIDEO),
        ("is_carousel_item", "true"),
        NAMED,
        NAMED_PRODUCT,
        ("thumb_offset", "1500"),
    ];
    (NewContainer::VideoSlide(slide), sent)
}

fn carousel() -> Case {
    let carousel = Carousel {
        slides: vec![ContainerId("3".into()), ContainerId("1".into())],
        post: whole(),
    };
    let own = [("media_type", "CAROUSEL"), ("children", "3,1")];
    (NewContainer::Carousel(carousel), with_post(&own))
}

fn reel() -> Case {
    let reel = Reel {
        video: VideoSource::Upload,
        tags: vec!["ann".into()],
        products: vec!["77".into()],
        cover: Some(Cover::Url(IMAGE.into())),
        share_to_feed: Some(false),
        audio_name: Some("Mine".into()),
        audio: Some(ReelAudio {
            audio_id: "5".into(),
            audio_volume: 80,
            video_volume: 20,
        }),
        trial: Some(Graduation::Performance),
        post: whole(),
    };
    let own = [
        ("media_type", "REELS"),
        ("upload_type", "resumable"),
        NAMED,
        NAMED_PRODUCT,
        ("cover_url", IMAGE),
        ("share_to_feed", "false"),
        ("audio_name", "Mine"),
        (
            "audio_configuration",
            r#"{"audio_id":"5","audio_volume":80,"video_volume":20}"#,
        ),
        (
            "trial_params",
            r#"{"graduation_strategy":"SS_PERFORMANCE"}"#,
        ),
    ];
    (NewContainer::Reel(reel), with_post(&own))
}

fn story_image() -> Case {
    let tagged = |username: &str, at| StoryTag {
        username: username.into(),
        at,
    };
    let story = StoryImage {
        image_url: IMAGE.into(),
        tags: vec![tagged("ann", None), tagged("ben", Some((0.25, 0.5)))],
        is_ai_generated: false,
    };
    let sent = vec![
        ("media_type", "STORIES"),
        ("image_url", IMAGE),
        (
            "user_tags",
            r#"[{"username":"ann"},{"username":"ben","x":0.25,"y":0.5}]"#,
        ),
    ];
    (NewContainer::StoryImage(story), sent)
}

fn story_video() -> Case {
    let clip = StoryVideo {
        video: VideoSource::Url(VIDEO.into()),
        tags: Vec::new(),
        is_ai_generated: false,
    };
    let sent = vec![("media_type", "STORIES"), ("video_url", VIDEO)];
    (NewContainer::StoryVideo(clip), sent)
}

/// Parameters that Instagram login does not have.
const FACEBOOK_ONLY: [&str; 5] = [
    "location_id",
    "is_paid_partnership",
    "branded_content_sponsor_ids",
    "product_tags",
    "audio_configuration",
];

async fn fake(answers: usize) -> (Fake, String) {
    let answer = |_| {
        json(
            200,
            r#"{"id":"17","uri":"https://rupload.facebook.com/x/17"}"#,
        )
    };
    Fake::start((0..answers).map(answer).collect::<Vec<Response<Body>>>()).await
}

fn by(address: &str, flavour: Flavour) -> Session {
    logged(address, flavour, &Arc::new(Log::default()))
}

#[tokio::test]
async fn every_kind_sends_its_own_parameters_and_no_others() {
    let kinds = full();
    for flavour in [Flavour::Facebook, Flavour::Instagram] {
        let (fake, address) = fake(kinds.len()).await;
        let session = by(&address, flavour);
        for (what, _) in &kinds {
            let created = session.create("1784", what).await.unwrap();
            assert_eq!(created.id.0, "17");
            assert_eq!(
                created.upload_to.as_deref(),
                Some("https://rupload.facebook.com/x/17")
            );
        }
        for ((what, expected), sent) in kinds.iter().zip(fake.sent()) {
            let expected: Vec<_> = expected
                .iter()
                .copied()
                .filter(|(name, _)| flavour == Flavour::Facebook || !FACEBOOK_ONLY.contains(name))
                .collect();
            assert_eq!(sent.line(), "POST /v25.0/1784/media");
            assert!(sent.raw_query.is_empty());
            assert_eq!(sent.form, pairs(&expected), "{flavour:?} {what:?}");
        }
    }
}

/// Kinds with as little as they can carry, and one choice each.
fn bare() -> Vec<Case> {
    let upload = VideoSource::Upload;
    vec![
        (
            NewContainer::Image(FeedImage {
                image_url: IMAGE.into(),
                ..FeedImage::default()
            }),
            vec![("image_url", IMAGE)],
        ),
        (
            NewContainer::Reel(Reel::new(
                VideoSource::Url(VIDEO.into()),
                WholePost {
                    paid_partnership: Some(PaidPartnership::default()),
                    ..WholePost::default()
                },
            )),
            vec![
                ("media_type", "REELS"),
                ("video_url", VIDEO),
                ("is_paid_partnership", "true"),
            ],
        ),
        (
            NewContainer::Reel(Reel {
                cover: Some(Cover::Frame(2000)),
                trial: Some(Graduation::Manual),
                share_to_feed: Some(true),
                ..Reel::new(upload.clone(), WholePost::default())
            }),
            vec![
                ("media_type", "REELS"),
                ("upload_type", "resumable"),
                ("thumb_offset", "2000"),
                ("share_to_feed", "true"),
                ("trial_params", r#"{"graduation_strategy":"MANUAL"}"#),
            ],
        ),
        (
            NewContainer::StoryVideo(StoryVideo {
                video: upload.clone(),
                tags: Vec::new(),
                is_ai_generated: false,
            }),
            vec![("media_type", "STORIES"), ("upload_type", "resumable")],
        ),
        (
            NewContainer::VideoSlide(VideoSlide {
                video: upload,
                tags: Vec::new(),
                products: Vec::new(),
                thumb_offset: None,
            }),
            vec![
                ("media_type", "VIDEO"),
                ("upload_type", "resumable"),
                ("is_carousel_item", "true"),
            ],
        ),
    ]
}

#[tokio::test]
async fn what_is_not_given_is_not_sent() {
    let bare = bare();
    let (fake, address) = fake(bare.len()).await;
    let session = by(&address, Flavour::Facebook);
    for (what, _) in &bare {
        session.create("1784", what).await.unwrap();
    }
    for ((_, expected), sent) in bare.iter().zip(fake.sent()) {
        assert_eq!(sent.form, pairs(expected));
    }
}

#[tokio::test]
async fn ten_slides_need_no_more_calls_than_instagram_forces() {
    for flavour in [Flavour::Facebook, Flavour::Instagram] {
        let mut answers: Vec<Response<Body>> = (1..=10)
            .map(|at| json(200, &format!(r#"{{"id":"{at}"}}"#)))
            .collect();
        let all: Vec<String> = (1..=10)
            .map(|at| format!(r#""{at}":{{"id":"{at}","status_code":"FINISHED"}}"#))
            .collect();
        answers.push(json(200, &format!("{{{}}}", all.join(","))));
        answers.push(json(200, r#"{"id":"100"}"#));
        answers.push(json(200, r#"{"id":"100","status_code":"FINISHED"}"#));
        answers.push(json(200, r#"{"id":"500"}"#));
        let (fake, address) = Fake::start(answers).await;
        let session = by(&address, flavour);
        let slides = (0..10).map(|_| async {
            let slide = ImageSlide {
                image_url: IMAGE.into(),
                ..ImageSlide::default()
            };
            session
                .create("1784", &NewContainer::ImageSlide(slide))
                .await
        });
        // Side by side.
        let slides = futures::future::try_join_all(slides).await.unwrap();
        let slides: Vec<_> = slides.into_iter().map(|created| created.id).collect();
        assert_eq!(session.containers(&slides).await.unwrap().len(), 10);
        let carousel = NewContainer::Carousel(Carousel {
            slides,
            post: WholePost::default(),
        });
        let parent = session.create("1784", &carousel).await.unwrap().id;
        session.container(&parent).await.unwrap();
        session.publish("1784", &parent).await.unwrap();
        // Ten slides, one read of all, the carousel, its own state, publishing.
        assert_eq!(fake.sent().len(), 14, "{flavour:?}");
    }
}
