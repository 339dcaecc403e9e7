//! Reels, stories and video items that the server fetches itself.

use serde_json::json;

use crate::support::{Practice, jpeg, movie};

/// Parameters, a file, and the sub-code with which processing ends.
type Case<'a> = (&'a [(&'a str, &'a str)], Vec<u8>, Option<i64>);

#[tokio::test]
async fn videos_are_judged_by_their_header_and_told_later() {
    let practice = Practice::start().await;
    let reel = [("media_type", "REELS")];
    let item = [("media_type", "VIDEO"), ("is_carousel_item", "true")];
    let story = [("media_type", "STORIES")];
    let mut cut = movie(1080, 1920, 5);
    cut.truncate(cut.len() - 100);
    let cases: Vec<Case<'_>> = vec![
        (&reel, movie(1080, 1920, 5), None),
        (&reel, movie(1080, 1920, 90), None),
        (&reel, movie(1080, 1920, 901), Some(2_207_085)),
        (&reel, movie(1080, 1920, 2), Some(2_207_085)),
        (&reel, movie(2160, 3840, 5), Some(2_207_085)),
        (&reel, cut, Some(2_207_026)),
        (&reel, jpeg(320, 320), Some(2_207_026)),
        (&item, movie(1080, 1080, 2), Some(2_207_077)),
        (&item, movie(1080, 1080, 3), None),
        (&item, movie(1080, 1080, 61), Some(2_207_085)),
        (&story, movie(1080, 1920, 60), None),
        (&story, movie(1080, 1920, 61), Some(2_207_085)),
    ];
    for (at, (own, film, subcode)) in cases.into_iter().enumerate() {
        let url = practice.host.put("film.mp4", film);
        let mut params = own.to_vec();
        params.push(("video_url", &url));
        let id = practice.create(&params).await.id();
        let status = practice.status(&id).await;
        let expected = subcode.map_or_else(
            || "Finished: Media has been uploaded and it is ready to be published.".to_owned(),
            |subcode| format!("Error: Media upload has failed with error code {subcode}"),
        );
        assert_eq!(status["status"], expected, "case {at}");
    }
}

#[tokio::test]
async fn a_reel_has_a_cover_and_a_moment_within_it() {
    let practice = Practice::start().await;
    let film = practice.host.put("film.mp4", movie(1080, 1920, 5));
    let cover = practice.host.put("cover.jpg", jpeg(360, 640));
    let reel = [("media_type", "REELS"), ("video_url", film.as_str())];
    for (offset, expected) in [
        ("4999", (0, 0)),
        ("5000", (1, 2_207_057)),
        ("-1", (1, 2_207_057)),
    ] {
        let params = [reel[0], reel[1], ("thumb_offset", offset)];
        assert_eq!(practice.create(&params).await.error(), expected, "{offset}");
    }
    let params = [
        reel[0],
        reel[1],
        ("cover_url", cover.as_str()),
        ("share_to_feed", "true"),
    ];
    let id = practice.create(&params).await.id();
    let media = practice.publish(&id).await.unwrap().id();
    let fields = [("fields", "thumbnail_url,is_shared_to_feed")];
    let node = practice
        .call("GET", &format!("/{media}"), &fields)
        .await
        .json();
    assert_eq!(node["is_shared_to_feed"], true);
    let thumbnail = node["thumbnail_url"].as_str().unwrap();
    let thumbnail = thumbnail.strip_prefix(practice.server.base_url()).unwrap();
    let file = practice.send("GET", thumbnail, &[], b"").await.unwrap();
    assert_eq!(file.body, jpeg(360, 640));
    let wrong = practice
        .host
        .put("cover.png", b"\x89PNG\r\n\x1a\n".to_vec());
    let params = [reel[0], reel[1], ("cover_url", wrong.as_str())];
    let id = practice.create(&params).await.id();
    assert!(
        practice.status(&id).await["status"]
            .as_str()
            .unwrap()
            .ends_with("2207005")
    );
}

#[tokio::test]
async fn stories_are_listed_apart_and_only_for_a_day() {
    let practice = Practice::start().await;
    let image = practice.host.put("story.jpg", jpeg(360, 640));
    let film = practice.host.put("story.mp4", movie(1080, 1920, 10));
    let story = ("media_type", "STORIES");
    for own in [("image_url", image.as_str()), ("video_url", film.as_str())] {
        let id = practice.create(&[story, own]).await.id();
        practice.publish(&id).await.unwrap().id();
    }
    let list = async |edge: &str| {
        let path = format!("/{}/{edge}", practice.account);
        let fields = [("fields", "media_product_type")];
        let rows = practice.call("GET", &path, &fields).await.json();
        rows["data"].as_array().unwrap().clone()
    };
    let stories = list("stories").await;
    assert_eq!(stories.len(), 2);
    assert!(
        stories
            .iter()
            .all(|row| row["media_product_type"] == "STORY")
    );
    assert!(list("media").await.is_empty());
    practice.pass(86_400).await;
    assert!(list("stories").await.is_empty());
    assert_eq!(
        practice.admin("GET", "/posts", json!(null)).await["count"],
        2
    );
}
