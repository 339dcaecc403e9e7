//! Every documented refusal, each with its code.

use serde_json::json;

use crate::support::{Practice, jpeg};

#[tokio::test]
async fn pictures_are_refused_for_what_they_are() {
    let practice = Practice::start().await;
    let mut large = jpeg(320, 320);
    large.resize(8 * 1024 * 1024 + 1, 0);
    let mut half = jpeg(320, 320);
    half.truncate(half.len() / 2);
    let mut edge = jpeg(320, 320);
    let end = edge.split_off(edge.len() - 2);
    edge.resize(8 * 1024 * 1024 - 2, 0);
    edge.extend(end);
    let cases = [
        (
            "png.jpg",
            b"\x89PNG\r\n\x1a\nrest".to_vec(),
            (36_001, 2_207_005),
        ),
        (
            "webp.jpg",
            b"RIFF\0\0\0\0WEBPVP8 ".to_vec(),
            (36_001, 2_207_005),
        ),
        ("half.jpg", half, (36_001, 2_207_005)),
        ("empty.jpg", Vec::new(), (9004, 2_207_052)),
        (
            "page.jpg",
            b"<html>please log in</html>".to_vec(),
            (9004, 2_207_052),
        ),
        ("large.jpg", large, (36_000, 2_207_004)),
        ("edge.jpg", edge, (0, 0)),
        ("strip.jpg", jpeg(1200, 90), (36_003, 2_207_009)),
        ("tall.jpg", jpeg(300, 400), (36_003, 2_207_009)),
        ("four-five.jpg", jpeg(320, 400), (0, 0)),
        ("wide.jpg", jpeg(382, 200), (0, 0)),
    ];
    for (name, bytes, expected) in cases {
        let url = practice.host.put(name, bytes);
        let reply = practice.create(&[("image_url", &url)]).await;
        assert_eq!(reply.error(), expected, "{name}: {}", reply.text());
        if expected.0 != 0 {
            let error = &reply.json()["error"];
            for field in [
                "message",
                "type",
                "error_user_title",
                "error_user_msg",
                "fbtrace_id",
            ] {
                assert!(
                    error[field].as_str().is_some_and(|text| !text.is_empty()),
                    "{field}"
                );
            }
            assert!(error["is_transient"].is_boolean());
        }
    }
    let url = practice.host.put("story.jpg", jpeg(180, 320));
    let story = practice
        .create(&[("image_url", &url), ("media_type", "STORIES")])
        .await;
    assert_eq!(story.status, 200);
}

#[tokio::test]
async fn addresses_are_followed_a_little_and_refused_when_they_lead_nowhere() {
    let practice = Practice::start().await;
    practice.host.put("a.jpg", jpeg(320, 320));
    let base = practice.host.url.clone();
    let closed = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}/a.jpg", listener.local_addr().unwrap())
    };
    let cases = [
        (format!("{base}/redirect-a.jpg"), (0, 0)),
        (format!("{base}/loop"), (9004, 2_207_052)),
        (format!("{base}/missing.jpg"), (9004, 2_207_052)),
        (closed, (9004, 2_207_052)),
        ("file:///etc/passwd".to_owned(), (9004, 2_207_052)),
        ("nonsense".to_owned(), (9004, 2_207_052)),
        (format!("{base}/ä.jpg"), (100, 0)),
    ];
    for (url, expected) in cases {
        let reply = practice.create(&[("image_url", &url)]).await;
        assert_eq!(reply.error(), expected, "{url}: {}", reply.text());
    }
}

#[tokio::test]
async fn faults_of_a_picture_can_be_told_later_as_status_text() {
    let practice = Practice::start().await;
    practice
        .admin("POST", "/settings", json!({ "verdicts": "async" }))
        .await;
    let url = practice.host.put("a.jpg", b"\x89PNG\r\n\x1a\n".to_vec());
    let container = practice.create(&[("image_url", &url)]).await.id();
    let status = practice.status(&container).await;
    assert_eq!(status["status_code"], "ERROR");
    assert_eq!(
        status["status"],
        "Error: Media upload has failed with error code 2207005"
    );
}

type Case<'a> = (Vec<(&'a str, &'a str)>, (i64, i64));

async fn each_is_answered(practice: &Practice, cases: Vec<Case<'_>>) {
    for (params, expected) in cases {
        let reply = practice.create(&params).await;
        assert_eq!(reply.error(), expected, "{params:?}: {}", reply.text());
    }
}

#[tokio::test]
async fn words_and_tags_are_held_to_their_limits() {
    let practice = Practice::start().await;
    let url = practice.host.put("a.jpg", jpeg(320, 320));
    let image = ("image_url", url.as_str());
    let long = "x".repeat(2201);
    let tags = "#a ".repeat(31);
    let mentions = "@a ".repeat(21);
    let alt = "x".repeat(1001);
    let people: Vec<_> = (0..21)
        .map(|n| json!({ "username": format!("u{n}"), "x": 0.5, "y": 0.5 }))
        .collect();
    let people = json!(people).to_string();
    let cases = vec![
        (vec![image, ("caption", long.as_str())], (36_004, 2_207_010)),
        (vec![image, ("caption", &tags)], (36_004, 2_207_010)),
        (vec![image, ("caption", &mentions)], (36_004, 2_207_010)),
        (vec![image, ("alt_text", &alt)], (100, 0)),
        (vec![image, ("user_tags", &people)], (100, 2_207_040)),
        (
            vec![image, ("user_tags", r#"[{"username":"a"}]"#)],
            (100, 0),
        ),
        (
            vec![image, ("user_tags", r#"[{"username":"a","x":2,"y":0}]"#)],
            (100, 0),
        ),
        (
            vec![image, ("user_tags", r#"[{"username":".a","x":0,"y":0}]"#)],
            (110, 2_207_013),
        ),
        (vec![image, ("user_tags", "{not json")], (100, 0)),
        (
            vec![image, ("collaborators", r#"["a","b","c","d"]"#)],
            (100, 0),
        ),
        (vec![image, ("location_id", "here")], (100, 0)),
    ];
    each_is_answered(&practice, cases).await;
}

#[tokio::test]
async fn parameters_are_taken_only_where_they_belong() {
    let practice = Practice::start().await;
    let url = practice.host.put("a.jpg", jpeg(320, 320));
    let image = ("image_url", url.as_str());
    let video = ("video_url", url.as_str());
    let child = ("is_carousel_item", "true");
    let carousel = ("media_type", "CAROUSEL");
    let cases = vec![
        (vec![], (100, 0)),
        (vec![image, child, ("collaborators", r#"["a"]"#)], (100, 0)),
        (vec![image, child, ("caption", "words")], (100, 0)),
        (vec![image, child, ("is_ai_generated", "true")], (100, 0)),
        (vec![image, child, ("location_id", "12")], (100, 0)),
        (vec![image, child, ("media_type", "REELS")], (100, 0)),
        (vec![image, ("is_carousel_item", "perhaps")], (100, 0)),
        (vec![image, ("media_type", "PHOTO")], (100, 2_207_023)),
        (vec![video, ("media_type", "VIDEO")], (100, 2_207_023)),
        (vec![video], (100, 2_207_023)),
        (
            vec![image, ("media_type", "STORIES"), ("alt_text", "a")],
            (100, 0),
        ),
        (
            vec![image, ("media_type", "STORIES"), ("caption", "ignored")],
            (0, 0),
        ),
        (vec![carousel], (100, 2_207_028)),
        (vec![carousel, ("children", "1")], (100, 2_207_028)),
        (vec![carousel, ("children", "1,2")], (24, 2_207_006)),
    ];
    each_is_answered(&practice, cases).await;
    let words = practice
        .create(&[image, child, ("collaborators", r#"["a"]"#)])
        .await;
    assert!(words.text().contains("param collaborators is not allowed"));
}

#[tokio::test]
async fn carousels_take_two_to_ten_of_their_own_unpublished_items() {
    let practice = Practice::start().await;
    let children = practice.children(11).await;
    let make = async |ids: Vec<&str>| {
        let list = json!(ids).to_string();
        practice
            .create(&[("media_type", "CAROUSEL"), ("children", &list)])
            .await
    };
    let all: Vec<&str> = children.iter().map(String::as_str).collect();
    assert_eq!(make(all.clone()).await.error(), (100, 2_207_028));
    assert_eq!(make(vec![all[0], all[0]]).await.error(), (100, 0));
    let single = practice.single("not an item").await;
    assert_eq!(make(vec![all[0], &single]).await.error(), (100, 0));
    let first = make(vec![all[0], all[1]]).await.id();
    let second = make(vec![all[1], all[2]]).await.id();
    practice.publish(&first).await.unwrap().id();
    assert_eq!(make(vec![all[0], all[3]]).await.error(), (24, 2_207_006));
    assert_eq!(
        practice.publish(&second).await.unwrap().error(),
        (24, 2_207_006)
    );
    assert_eq!(practice.publish(all[4]).await.unwrap().error().0, 100);
    practice
        .admin("POST", "/clock", json!({ "by_seconds": 86_400 }))
        .await;
    assert_eq!(make(vec![all[5], all[6]]).await.error(), (-2, 2_207_020));
    assert_eq!(practice.status(all[5]).await["status_code"], "EXPIRED");
}

#[tokio::test]
async fn publishing_refuses_unknown_used_and_foreign_containers() {
    let practice = Practice::start().await;
    assert_eq!(
        practice.publish("17950000000000000").await.unwrap().error(),
        (24, 2_207_008)
    );
    let done = practice.single("once").await;
    practice.publish(&done).await.unwrap().id();
    assert_eq!(
        practice.publish(&done).await.unwrap().error(),
        (24, 2_207_006)
    );
    practice
        .admin("POST", "/accounts", json!({ "username": "second" }))
        .await;
    let other = practice
        .admin(
            "POST",
            "/token",
            json!({ "account": "second", "flavour": "instagram" }),
        )
        .await;
    let mine = practice.single("mine").await;
    let thief = Practice {
        token: other["access_token"].as_str().unwrap().to_owned(),
        account: other["account"]["id"].as_str().unwrap().to_owned(),
        ..practice
    };
    assert_eq!(thief.publish(&mine).await.unwrap().error(), (24, 2_207_008));
    assert_eq!(
        thief.call("GET", &format!("/{mine}"), &[]).await.error(),
        (100, 33)
    );
}

#[tokio::test]
async fn a_day_takes_so_many_containers_and_no_more() {
    let practice = Practice::start().await;
    practice
        .admin("POST", "/settings", json!({ "containers_per_day": 3 }))
        .await;
    practice.children(3).await;
    let url = practice.host.put("a.jpg", jpeg(320, 320));
    let reply = practice.create(&[("image_url", &url)]).await;
    assert_eq!(reply.error(), (80002, 0));
    practice
        .admin("POST", "/clock", json!({ "by_seconds": 86_401 }))
        .await;
    assert_eq!(practice.create(&[("image_url", &url)]).await.status, 200);
}

#[tokio::test]
async fn a_token_is_renewed_after_a_day_and_inspected_at_any_time() {
    let mut practice = Practice::with_flavour("instagram").await;
    let days = json!({ "flavour": "instagram", "expires_in": 2 * 86_400 });
    let made = practice.admin("POST", "/token", days).await;
    practice.token = made["access_token"].as_str().unwrap().to_owned();
    let grant = [("grant_type", "ig_refresh_token")];
    let early = practice.call("GET", "/refresh_access_token", &grant).await;
    assert_eq!(early.error(), (100, 0));
    practice
        .admin("POST", "/clock", json!({ "by_seconds": 90_000 }))
        .await;
    let renewed = practice
        .call("GET", "/refresh_access_token", &grant)
        .await
        .json();
    assert_eq!(renewed["expires_in"], 5_184_000);
    let token = renewed["access_token"].as_str().unwrap().to_owned();
    practice
        .admin("POST", "/clock", json!({ "by_seconds": 90_000 }))
        .await;
    assert_eq!(practice.call("GET", "/me", &[]).await.error(), (190, 463));
    let old = std::mem::replace(&mut practice.token, token);
    assert_eq!(practice.call("GET", "/me", &[]).await.status, 200);
    let made = practice
        .admin("POST", "/token", json!({ "flavour": "facebook" }))
        .await;
    practice.token = made["access_token"].as_str().unwrap().to_owned();
    let seen = practice
        .call("GET", "/debug_token", &[("input_token", &old)])
        .await
        .json();
    assert_eq!(seen["data"]["is_valid"], false);
    assert_eq!(seen["data"]["error"]["subcode"], 463);
    let own = [("input_token", practice.token.as_str())];
    let seen = practice.call("GET", "/debug_token", &own).await.json();
    assert_eq!(
        (&seen["data"]["is_valid"], &seen["data"]["expires_at"]),
        (&json!(true), &json!(0))
    );
    let log = practice.admin("GET", "/requests", json!(null)).await;
    assert!(!log.to_string().contains(&old));
}

#[tokio::test]
async fn tokens_end_and_lack_permissions_as_at_meta() {
    for (flavour, http) in [("facebook", 400), ("instagram", 401)] {
        let mut practice = Practice::with_flavour(flavour).await;
        let good = practice.token.clone();
        practice.token = good.chars().take(4).collect();
        let reply = practice.call("GET", "/me", &[]).await;
        assert_eq!((reply.status, reply.error()), (http, (190, 0)));
        let short = json!({ "flavour": flavour, "expires_in": 60 });
        let made = practice.admin("POST", "/token", short).await;
        practice.token = made["access_token"].as_str().unwrap().to_owned();
        assert_eq!(practice.call("GET", "/me", &[]).await.status, 200);
        practice
            .admin("POST", "/clock", json!({ "by_seconds": 61 }))
            .await;
        let reply = practice.call("GET", "/me", &[]).await;
        assert_eq!((reply.status, reply.error()), (http, (190, 463)));
        let end = json!({ "access_token": good, "subcode": 460 });
        practice.admin("DELETE", "/token", end).await;
        practice.token = good;
        assert_eq!(practice.call("GET", "/me", &[]).await.error(), (190, 460));
        let bare = json!({ "flavour": flavour, "scopes": [] });
        let made = practice.admin("POST", "/token", bare).await;
        practice.token = made["access_token"].as_str().unwrap().to_owned();
        let reply = practice
            .create(&[("image_url", "http://127.0.0.1:1/a")])
            .await;
        assert_eq!((reply.status, reply.error()), (403, (10, 0)));
    }
    let instagram = Practice::with_flavour("instagram").await;
    let container = instagram.single("stays").await;
    let media = instagram.publish(&container).await.unwrap().id();
    assert_eq!(
        instagram
            .call("DELETE", &format!("/{media}"), &[])
            .await
            .error(),
        (10, 0)
    );
    assert_eq!(instagram.posts().await, 1);
}
