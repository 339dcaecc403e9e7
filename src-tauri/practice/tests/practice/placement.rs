//! Every parameter on every kind of container: taken where it belongs, refused elsewhere.

use std::collections::BTreeSet;

use crate::support::{Practice, jpeg, movie};

/// The kinds, and what is given to make one.
const KINDS: [(&str, &[(&str, &str)]); 7] = [
    ("image", &[("image_url", "IMAGE")]),
    (
        "image item",
        &[("image_url", "IMAGE"), ("is_carousel_item", "true")],
    ),
    (
        "video item",
        &[
            ("video_url", "FILM"),
            ("media_type", "VIDEO"),
            ("is_carousel_item", "true"),
        ],
    ),
    (
        "carousel",
        &[("media_type", "CAROUSEL"), ("children", "CHILDREN")],
    ),
    ("reel", &[("video_url", "FILM"), ("media_type", "REELS")]),
    (
        "story image",
        &[("image_url", "IMAGE"), ("media_type", "STORIES")],
    ),
    (
        "story video",
        &[("video_url", "FILM"), ("media_type", "STORIES")],
    ),
];

/// A parameter with a good value, and the kinds that take it.
const PARAMETERS: [(&str, &str, &[&str]); 16] = [
    (
        "caption",
        "words",
        &["image", "carousel", "reel", "story image", "story video"],
    ),
    ("alt_text", "words", &["image", "image item"]),
    (
        "user_tags",
        r#"[{"username":"a","x":0.5,"y":0.5}]"#,
        &[
            "image",
            "image item",
            "video item",
            "reel",
            "story image",
            "story video",
        ],
    ),
    (
        "collaborators",
        r#"["a","b"]"#,
        &["image", "carousel", "reel"],
    ),
    (
        "location_id",
        "106000000000001",
        &["image", "carousel", "reel"],
    ),
    (
        "product_tags",
        r#"[{"product_id":"1","x":0.5,"y":0.5}]"#,
        &["image", "image item"],
    ),
    ("share_to_feed", "true", &["carousel", "reel"]),
    ("cover_url", "IMAGE", &["reel"]),
    (
        "thumb_offset",
        "100",
        &["video item", "reel", "story video"],
    ),
    ("audio_name", "song", &["reel"]),
    ("audio_configuration", r#"{"audio_id":"1"}"#, &["reel"]),
    (
        "trial_params",
        r#"{"graduation_strategy":"MANUAL"}"#,
        &["reel"],
    ),
    (
        "is_ai_generated",
        "true",
        &["image", "carousel", "reel", "story image", "story video"],
    ),
    (
        "branded_content_sponsor_ids",
        r#"["1"]"#,
        &["image", "carousel", "reel"],
    ),
    (
        "is_paid_partnership",
        "true",
        &["image", "carousel", "reel"],
    ),
    (
        "something_new",
        "ignored",
        &[
            "image",
            "image item",
            "video item",
            "carousel",
            "reel",
            "story image",
            "story video",
        ],
    ),
];

/// Refused with Instagram login wherever they stand.
const FACEBOOK_ONLY: [&str; 5] = [
    "location_id",
    "product_tags",
    "audio_configuration",
    "branded_content_sponsor_ids",
    "is_paid_partnership",
];

async fn takers(practice: &Practice, name: &str, value: &str) -> BTreeSet<&'static str> {
    let mut takers = BTreeSet::new();
    let image = practice.host.put("a.jpg", jpeg(320, 320));
    let film = practice.host.put("a.mp4", movie(1080, 1080, 5));
    for (kind, given) in KINDS {
        let children = practice.children(2).await.join(",");
        let filled = |text: &str| match text {
            "IMAGE" => image.clone(),
            "FILM" => film.clone(),
            "CHILDREN" => children.clone(),
            text => text.to_owned(),
        };
        let owned: Vec<(&str, String)> = given
            .iter()
            .chain(std::iter::once(&(name, value)))
            .map(|(name, value)| (*name, filled(value)))
            .collect();
        let params: Vec<(&str, &str)> = owned
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let reply = practice.create(&params).await;
        if reply.status == 200 {
            takers.insert(kind);
        } else {
            assert_eq!(reply.error().0, 100, "{kind} {name}: {}", reply.text());
        }
    }
    takers
}

#[tokio::test]
async fn every_parameter_is_taken_where_it_belongs_and_nowhere_else() {
    let practice = Practice::start().await;
    for (name, value, places) in PARAMETERS {
        let expected: BTreeSet<&str> = places.iter().copied().collect();
        assert_eq!(takers(&practice, name, value).await, expected, "{name}");
    }
}

#[tokio::test]
async fn what_only_facebook_login_has_is_refused_to_the_other() {
    let practice = Practice::with_flavour("instagram").await;
    for (name, value, places) in PARAMETERS {
        let expected = if FACEBOOK_ONLY.contains(&name) {
            BTreeSet::new()
        } else {
            places.iter().copied().collect()
        };
        assert_eq!(takers(&practice, name, value).await, expected, "{name}");
    }
}

#[tokio::test]
async fn values_are_held_to_their_limits() {
    let practice = Practice::start().await;
    let image = practice.host.put("a.jpg", jpeg(320, 320));
    let film = practice.host.put("a.mp4", movie(1080, 1920, 5));
    let picture = ("image_url", image.as_str());
    let reel = [("media_type", "REELS"), ("video_url", film.as_str())];
    let tag = r#"{"product_id":"1"}"#;
    let many = |count: usize| format!("[{}]", vec![tag; count].join(","));
    let (thirty, more) = (many(30), many(31));
    for (params, expected) in [
        (vec![picture, ("location_id", "106000000000008")], (100, 0)),
        (vec![picture, ("location_id", "1")], (100, 0)),
        (
            vec![picture, ("branded_content_sponsor_ids", "1,2,3")],
            (100, 0),
        ),
        (
            vec![picture, ("product_tags", "[{\"product_id\":\"1\"}]")],
            (100, 2_207_036),
        ),
        (
            vec![
                reel[0],
                reel[1],
                ("product_tags", r#"[{"product_id":"1","x":0.1,"y":0.1}]"#),
            ],
            (100, 2_207_035),
        ),
        (
            vec![reel[0], reel[1], ("product_tags", thirty.as_str())],
            (0, 0),
        ),
        (
            vec![reel[0], reel[1], ("product_tags", &more)],
            (100, 2_207_040),
        ),
        (
            vec![
                reel[0],
                reel[1],
                ("trial_params", r#"{"graduation_strategy":"NEVER"}"#),
            ],
            (100, 0),
        ),
        (
            vec![reel[0], reel[1], ("audio_configuration", "{}")],
            (100, 0),
        ),
        (
            vec![reel[0], reel[1], ("upload_type", "resumable")],
            (100, 0),
        ),
        (vec![reel[0], ("upload_type", "whole")], (100, 0)),
        (
            vec![reel[0], reel[1], ("cover_url", "http://127.0.0.1/ä")],
            (100, 0),
        ),
    ] {
        let reply = practice.create(&params).await;
        assert_eq!(reply.error(), expected, "{params:?}: {}", reply.text());
    }
}
