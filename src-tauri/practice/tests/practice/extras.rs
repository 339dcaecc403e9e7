//! The lesser endpoints: Page photos, places, insights, tags of answers, deletion.

use serde_json::{Value, json};

use crate::support::{Practice, Reply, jpeg};

/// The practice server with the token of its Page.
async fn by_page() -> (Practice, String) {
    let mut practice = Practice::start().await;
    let fields = [("fields", "id,access_token")];
    let pages = practice.call("GET", "/me/accounts", &fields).await.json();
    let page = &pages["data"][0];
    let token = page["access_token"].as_str().unwrap();
    token.clone_into(&mut practice.token);
    (practice, page["id"].as_str().unwrap().to_owned())
}

async fn photo(practice: &Practice, page: &str, published: &str, file: &[u8]) -> Reply {
    let mut body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"published\"\r\n\r\n{published}\r\n\
         --x\r\ncontent-disposition: form-data; name=\"source\"; filename=\"a.jpg\"\r\n\
         content-type: image/jpeg\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let token = format!("Bearer {}", practice.token);
    let headers = [
        ("authorization", token.as_str()),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    let path = format!("/v25.0/{page}/photos");
    practice.send("POST", &path, &headers, &body).await.unwrap()
}

#[tokio::test]
async fn a_page_photo_lends_its_address_to_a_post_and_is_deleted_after() {
    let (practice, page) = by_page().await;
    let mut large = jpeg(1080, 1350);
    let end = large.split_off(large.len() - 2);
    large.resize(3_000_000, 0);
    large.extend(end);
    let id = photo(&practice, &page, "false", &large).await.id();
    let fields = [("fields", "images")];
    let node = practice
        .call("GET", &format!("/{id}"), &fields)
        .await
        .json();
    let image = &node["images"][0];
    assert_eq!(
        (&image["width"], &image["height"]),
        (&json!(1080), &json!(1350))
    );
    let source = image["source"].as_str().unwrap();
    let container = practice.create(&[("image_url", source)]).await.id();
    assert_eq!(practice.status(&container).await["status_code"], "FINISHED");
    let gone = practice.call("DELETE", &format!("/{id}"), &[]).await;
    assert_eq!(gone.json(), json!({ "success": true }));
    assert_eq!(
        practice.create(&[("image_url", source)]).await.error(),
        (9004, 2_207_052)
    );
    assert_eq!(
        practice
            .call("GET", &format!("/{id}"), &fields)
            .await
            .error(),
        (100, 33)
    );
    assert_eq!(practice.publish(&container).await.unwrap().status, 200);
}

#[tokio::test]
async fn page_photos_need_a_page_token_its_permission_and_a_picture() {
    let (mut practice, page) = by_page().await;
    let picture = jpeg(320, 320);
    assert_eq!(
        photo(&practice, &page, "true", &picture).await.error(),
        (100, 0)
    );
    assert_eq!(
        photo(&practice, &page, "false", b"<html>").await.error(),
        (324, 0)
    );
    assert_eq!(
        photo(&practice, "1", "false", &picture).await.error(),
        (100, 33)
    );
    practice.take_token(json!({})).await;
    assert_eq!(
        photo(&practice, &page, "false", &picture).await.error(),
        (200, 0)
    );
    let scopes = ["instagram_basic", "pages_show_list"];
    practice
        .take_token(json!({ "kind": "page", "scopes": scopes }))
        .await;
    assert_eq!(
        photo(&practice, &page, "false", &picture).await.error(),
        (10, 0)
    );
    practice.take_token(json!({ "flavour": "instagram" })).await;
    assert_eq!(
        photo(&practice, &page, "false", &picture).await.error(),
        (100, 33)
    );
}

#[tokio::test]
async fn places_are_found_by_name_with_facebook_login_only() {
    let practice = Practice::start().await;
    let search = [("q", "harbour"), ("fields", "name,location,link")];
    let rows = practice.call("GET", "/pages/search", &search).await.json();
    let rows = rows["data"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert!(
        rows.iter()
            .all(|row| row["location"]["city"].is_string() && row["link"].is_string())
    );
    assert_eq!(
        practice.call("GET", "/pages/search", &[]).await.error(),
        (100, 0)
    );
    let image = practice.host.put("a.jpg", jpeg(320, 320));
    let place = rows[0]["id"].as_str().unwrap();
    let params = [("image_url", image.as_str()), ("location_id", place)];
    assert_eq!(practice.create(&params).await.status, 200);
    let instagram = Practice::with_flavour("instagram").await;
    assert_eq!(
        instagram
            .call("GET", "/pages/search", &search)
            .await
            .error(),
        (2500, 0)
    );
}

#[tokio::test]
async fn insights_fit_the_kind_of_post_and_an_unknown_figure_spoils_all() {
    for flavour in ["facebook", "instagram"] {
        let practice = Practice::with_flavour(flavour).await;
        let carousel = practice.carousel(2, "figures").await;
        let media = practice.publish(&carousel).await.unwrap().id();
        let path = format!("/{media}/comments");
        practice
            .call("POST", &path, &[("message", "one")])
            .await
            .id();
        let read = async |id: &str, metric: &str| {
            let path = format!("/{id}/insights");
            practice.call("GET", &path, &[("metric", metric)]).await
        };
        let rows = read(&media, "comments,reach,saved").await.json();
        assert_eq!(rows["data"][0]["values"], json!([{ "value": 1 }]));
        assert_eq!(rows["data"][1]["name"], "reach");
        assert_eq!(
            rows["data"][1]["id"],
            format!("{media}/insights/reach/lifetime")
        );
        assert_eq!(read(&media, "comments,reach,saved").await.json(), rows);
        for wrong in [
            "impressions",
            "reach,plays",
            "nonsense",
            "replies",
            "facebook_views",
            "",
        ] {
            assert_eq!(read(&media, wrong).await.error(), (100, 0), "{wrong}");
        }
        let total = read(&media, "total_likes").await.status;
        assert_eq!(total, if flavour == "facebook" { 200 } else { 400 });
        let children = practice
            .call("GET", &format!("/{media}"), &[("fields", "children")])
            .await;
        let child = children.json()["children"]["data"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(read(&child, "reach").await.json(), json!({ "data": [] }));
        practice
            .admin(
                "POST",
                "/settings",
                json!({ "insights_after_seconds": 172_800 }),
            )
            .await;
        assert_eq!(read(&media, "reach").await.json(), json!({ "data": [] }));
    }
}

#[tokio::test]
async fn an_answer_that_is_known_is_not_sent_again() {
    let practice = Practice::start().await;
    let token = format!("Bearer {}", practice.token);
    let auth = ("authorization", token.as_str());
    let first = practice
        .send("GET", "/v25.0/me", &[auth], b"")
        .await
        .unwrap();
    let tag = first.headers["etag"].clone();
    let same = [auth, ("if-none-match", tag.as_str())];
    let again = practice.send("GET", "/v25.0/me", &same, b"").await.unwrap();
    assert_eq!((again.status, again.body.len()), (304, 0));
    let other = [auth, ("if-none-match", "\"other\"")];
    assert_eq!(
        practice
            .send("GET", "/v25.0/me", &other, b"")
            .await
            .unwrap()
            .status,
        200
    );
}

#[tokio::test]
async fn a_carousels_item_cannot_be_deleted_by_itself() {
    let practice = Practice::start().await;
    let carousel = practice.carousel(2, "").await;
    let media = practice.publish(&carousel).await.unwrap().id();
    let children = practice
        .call("GET", &format!("/{media}"), &[("fields", "children")])
        .await;
    let child = children.json()["children"]["data"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let refused = practice.call("DELETE", &format!("/{child}"), &[]).await;
    assert_eq!(refused.error(), (-1, 2_207_073));
    assert_eq!(practice.posts().await, 1);
}

#[tokio::test]
async fn quirks_change_the_answers_they_name() {
    let practice = Practice::start().await;
    let quirks = json!({
        "quota_complete": true, "png_accepted": true, "five_hashtags": true,
        "bare_success": true, "sparse_media": true,
    });
    practice
        .admin("POST", "/settings", json!({ "quirks": quirks }))
        .await;
    let quota = format!("/{}/content_publishing_limit", practice.account);
    let row = practice.call("GET", &quota, &[]).await.json()["data"][0].clone();
    assert_eq!(row["config"]["quota_total"], 100);
    let png = practice
        .host
        .put("a.png", b"\x89PNG\r\n\x1a\nrest".to_vec());
    let id = practice.create(&[("image_url", &png)]).await.id();
    assert_eq!(practice.status(&id).await["status_code"], "FINISHED");
    let image = practice.host.put("a.jpg", jpeg(320, 320));
    for (count, expected) in [(5, (0, 0)), (6, (36_004, 2_207_010))] {
        let caption = "#a ".repeat(count);
        let params = [("image_url", image.as_str()), ("caption", &caption)];
        assert_eq!(practice.create(&params).await.error(), expected);
    }
    let media = practice.single("words").await;
    let media = practice.publish(&media).await.unwrap().id();
    let path = format!("/{media}");
    let off = practice
        .call("POST", &path, &[("comment_enabled", "false")])
        .await;
    assert_eq!(off.json(), Value::Bool(true));
    let fields = [("fields", "caption,media_product_type,media_type")];
    let node = practice.call("GET", &path, &fields).await.json();
    assert!(node.get("caption").is_none() && node["media_type"] == "IMAGE");
}

#[tokio::test]
async fn figures_of_a_post_that_only_facebook_login_has() {
    for (flavour, expected) in [("facebook", (0, 0)), ("instagram", (100, 0))] {
        let practice = Practice::with_flavour(flavour).await;
        let container = practice.single("counted").await;
        let media = practice.publish(&container).await.unwrap().id();
        for path in [format!("/{media}"), format!("/{}/media", practice.account)] {
            let usual = practice
                .call("GET", &path, &[("fields", "like_count")])
                .await;
            assert_eq!(usual.status, 200);
            let own = practice
                .call("GET", &path, &[("fields", "total_like_count")])
                .await;
            assert_eq!(own.error(), expected, "{flavour} {path}");
        }
    }
}
