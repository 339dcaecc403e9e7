//! The main job: a carousel, from pictures to a live post.

use fanfold_practice::Flavour;
use serde_json::{Value, json};

use crate::support::{Practice, exchange, form, jpeg};

#[tokio::test]
async fn a_whole_carousel_goes_live_with_its_words_and_pictures() {
    let practice = Practice::start().await;
    let parent = practice
        .carousel(10, "Ten colours <b>\u{1F600}</b> #one @two")
        .await;
    assert_eq!(practice.status(&parent).await["status_code"], "FINISHED");
    let media = practice.publish(&parent).await.unwrap().id();
    assert!(media.parse::<u64>().unwrap() > 1 << 53);
    assert_eq!(practice.status(&parent).await["status_code"], "PUBLISHED");

    let fields = "id,permalink,shortcode,media_type,media_product_type,timestamp,username,caption,\
                  children{id,media_type,media_url,alt_text}";
    let post = practice
        .call("GET", &format!("/{media}"), &[("fields", fields)])
        .await
        .json();
    assert_eq!(post["media_type"], "CAROUSEL_ALBUM");
    assert_eq!(post["caption"], "Ten colours <b>\u{1F600}</b> #one @two");
    assert!(post["timestamp"].as_str().unwrap().ends_with("+0000"));
    let children = post["children"]["data"].as_array().unwrap();
    assert_eq!(children.len(), 10);
    assert_eq!(children[3]["alt_text"], "colour 3");

    let address = children[9]["media_url"].as_str().unwrap();
    let path = address.strip_prefix(practice.server.base_url()).unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    let picture = exchange(practice.server.base_url(), &head, b"")
        .await
        .unwrap();
    assert_eq!(picture.body, jpeg(329, 320));

    let child = children[0]["id"].as_str().unwrap();
    let fields = [("fields", "id,media_type,permalink")];
    let child = practice
        .call("GET", &format!("/{child}"), &fields)
        .await
        .json();
    assert_eq!(child["media_type"], "IMAGE");
    assert!(child.get("permalink").is_none());
}

#[tokio::test]
async fn processing_takes_its_time_and_a_carousel_waits_for_its_items() {
    let practice = Practice::start().await;
    practice
        .admin("POST", "/settings", json!({ "processing_ms": 3_600_000 }))
        .await;
    let parent = practice.carousel(2, "").await;
    assert_eq!(practice.status(&parent).await["status_code"], "IN_PROGRESS");
    assert_eq!(
        practice.publish(&parent).await.unwrap().error(),
        (9007, 2_207_027)
    );
    practice
        .admin("POST", "/clock", json!({ "by_seconds": 3700 }))
        .await;
    assert_eq!(practice.status(&parent).await["status_code"], "IN_PROGRESS");
    practice
        .admin("POST", "/clock", json!({ "by_seconds": 3700 }))
        .await;
    assert_eq!(practice.status(&parent).await["status_code"], "FINISHED");
    assert_eq!(practice.publish(&parent).await.unwrap().status, 200);
}

#[tokio::test]
async fn parameters_come_by_query_form_json_or_multipart() {
    let practice = Practice::start().await;
    let url = practice.host.put("a.jpg", jpeg(320, 320));
    let path = format!("/v25.0/{}/media", practice.account);
    let query = form(&[("image_url", &url), ("access_token", &practice.token)]);
    let json =
        json!({ "image_url": url, "access_token": practice.token, "is_carousel_item": true });
    let multipart = format!(
        "--x\r\ncontent-disposition: form-data; name=\"image_url\"\r\n\r\n{url}\r\n--x\r\n\
         content-disposition: form-data; name=\"access_token\"\r\n\r\n{}\r\n--x--\r\n",
        practice.token
    );
    for (path, kind, body) in [
        (format!("{path}?{query}"), "text/plain", String::new()),
        (path.clone(), "application/x-www-form-urlencoded", query),
        (path.clone(), "application/json", json.to_string()),
        (path.clone(), "multipart/form-data; boundary=x", multipart),
    ] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             content-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let reply = exchange(practice.server.base_url(), &head, body.as_bytes())
            .await
            .unwrap();
        assert_eq!(reply.status, 200, "{kind}: {}", reply.text());
    }
}

#[tokio::test]
async fn many_statuses_come_in_one_read() {
    let practice = Practice::start().await;
    let ids = practice.children(3).await;
    let all = practice
        .call(
            "GET",
            "/",
            &[("ids", &ids.join(",")), ("fields", "status_code")],
        )
        .await
        .json();
    for id in &ids {
        assert_eq!(all[id]["status_code"], "FINISHED");
    }
}

#[tokio::test]
async fn the_list_is_newest_first_and_pages_by_cursor() {
    let practice = Practice::start().await;
    for n in 0..5 {
        let container = practice.single(&format!("post {n}")).await;
        practice.publish(&container).await.unwrap().id();
    }
    let path = format!("/{}/media", practice.account);
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let mut params = vec![("fields", "caption"), ("limit", "2")];
        if !after.is_empty() {
            params.push(("after", &after));
        }
        let page = practice.call("GET", &path, &params).await.json();
        let rows = page["data"].as_array().unwrap();
        seen.extend(
            rows.iter()
                .map(|row| row["caption"].as_str().unwrap().to_owned()),
        );
        let next = page["paging"]["cursors"]["after"]
            .as_str()
            .map(str::to_owned);
        let more = page["paging"]["next"].as_str();
        assert!(!more.unwrap_or_default().contains(&practice.token));
        if more.is_none() {
            break;
        }
        after = next.unwrap();
    }
    assert_eq!(seen, ["post 4", "post 3", "post 2", "post 1", "post 0"]);
}

#[tokio::test]
async fn people_and_permissions_differ_by_flavour() {
    let facebook = Practice::start().await;
    let grant = facebook
        .server
        .endpoint()
        .grant_for(Flavour::Facebook)
        .await
        .unwrap();
    assert_eq!(grant.account.id, facebook.account);
    assert!(!format!("{grant:?}").contains(&grant.access_token));
    let me = facebook.call("GET", "/me", &[]).await.json();
    assert_eq!(me["name"], "Practice Person");
    let fields = "id,name,access_token,instagram_business_account{id,username}";
    let pages = facebook
        .call("GET", "/me/accounts", &[("fields", fields)])
        .await
        .json();
    let page = &pages["data"][0];
    assert_eq!(
        page["instagram_business_account"]["id"],
        facebook.account.as_str()
    );
    let page_token = page["access_token"].as_str().unwrap().to_owned();
    let by_id = format!("/{}", page["id"].as_str().unwrap());
    let linked = facebook
        .call("GET", &by_id, &[("fields", "instagram_business_account")])
        .await;
    assert_eq!(
        linked.json()["instagram_business_account"]["id"],
        facebook.account.as_str()
    );
    let again = facebook
        .call("GET", "/me/accounts", &[("fields", fields)])
        .await
        .json();
    assert_eq!(again["data"][0]["access_token"], page_token.as_str());
    let permissions = facebook.call("GET", "/me/permissions", &[]).await.json();
    assert!(permissions["data"].as_array().unwrap().len() > 3);
    let by_page = Practice {
        token: page_token,
        ..facebook
    };
    let container = by_page.single("by Page").await;
    assert_eq!(by_page.publish(&container).await.unwrap().status, 200);

    let instagram = Practice::with_flavour("instagram").await;
    let fields = [("fields", "user_id,username,account_type")];
    let me = instagram.call("GET", "/me", &fields).await.json();
    assert_eq!(me["user_id"], instagram.account.as_str());
    assert_ne!(me["id"], me["user_id"]);
    assert_eq!(me["username"], "fanfold.practice");
    assert_eq!(
        instagram
            .call("GET", "/me", &[("fields", "nonsense")])
            .await
            .error(),
        (100, 0)
    );
}

#[tokio::test]
async fn comments_are_posted_listed_switched_and_deleted() {
    let practice = Practice::start().await;
    let container = practice.single("hello").await;
    let media = practice.publish(&container).await.unwrap().id();
    let path = format!("/{media}/comments");
    let comment = practice
        .call("POST", &path, &[("message", "first")])
        .await
        .id();
    let list = practice.call("GET", &path, &[]).await.json();
    assert_eq!(list["data"][0]["text"], "first");
    let off = [("comment_enabled", "false")];
    let reply = practice
        .call("POST", &format!("/{media}"), &off)
        .await
        .json();
    assert_eq!(reply["success"], true);
    assert_eq!(
        practice
            .call("POST", &path, &[("message", "no")])
            .await
            .error()
            .0,
        100
    );
    practice.call("DELETE", &format!("/{comment}"), &[]).await;
    let list = practice.call("GET", &path, &[]).await.json();
    assert_eq!(list["data"].as_array().unwrap().len(), 0);
    let deleted = practice
        .call("DELETE", &format!("/{media}"), &[])
        .await
        .json();
    assert_eq!(deleted["deleted_id"], media.as_str());
    assert_eq!(
        practice
            .call("GET", &format!("/{media}"), &[])
            .await
            .error(),
        (100, 33)
    );
    assert_eq!(practice.posts().await, 0);
}

#[tokio::test]
async fn the_quota_counts_posts_and_its_default_field_is_the_usage() {
    let practice = Practice::start().await;
    practice
        .admin("POST", "/settings", json!({ "quota_total": 1 }))
        .await;
    let (first, second) = (practice.carousel(2, "a").await, practice.single("b").await);
    practice.publish(&first).await.unwrap().id();
    let path = format!("/{}/content_publishing_limit", practice.account);
    let bare = practice.call("GET", &path, &[]).await.json();
    assert_eq!(bare, json!({ "data": [{ "quota_usage": 1 }] }));
    let fields = [("fields", "config,quota_usage")];
    let full = practice.call("GET", &path, &fields).await.json();
    assert_eq!(
        full["data"][0]["config"],
        json!({ "quota_total": 1, "quota_duration": 86400 })
    );
    assert_eq!(
        practice.publish(&second).await.unwrap().error(),
        (9, 2_207_042)
    );
    practice
        .admin("POST", "/clock", json!({ "by_seconds": 86_000 }))
        .await;
    let third = practice.single("c").await;
    practice
        .admin("POST", "/clock", json!({ "by_seconds": 500 }))
        .await;
    assert_eq!(practice.publish(&third).await.unwrap().status, 200);
}

#[tokio::test]
async fn usage_headers_grow_with_every_call() {
    let practice = Practice::start().await;
    let settings = json!({ "app_calls_per_hour": 100, "business_calls_per_day": 100 });
    practice.admin("POST", "/settings", settings).await;
    let mut last = 0;
    for _ in 0..3 {
        let reply = practice.call("GET", "/me", &[]).await;
        let usage: Value = serde_json::from_str(&reply.headers["x-app-usage"]).unwrap();
        let business: Value =
            serde_json::from_str(&reply.headers["x-business-use-case-usage"]).unwrap();
        let row = &business[&practice.account][0];
        assert_eq!(row["type"], "instagram");
        assert_eq!(row["estimated_time_to_regain_access"], 0);
        let now = usage["call_count"].as_u64().unwrap();
        assert!(now > last);
        assert!(!reply.headers["x-fb-trace-id"].is_empty());
        last = now;
    }
}

#[tokio::test]
async fn too_many_calls_are_refused_with_the_minutes_to_wait() {
    let practice = Practice::start().await;
    practice
        .admin("POST", "/settings", json!({ "business_calls_per_day": 2 }))
        .await;
    for _ in 0..2 {
        assert_eq!(practice.call("GET", "/me", &[]).await.status, 200);
    }
    let reply = practice.call("GET", "/me", &[]).await;
    assert_eq!(reply.error(), (80002, 0));
    let usage: Value = serde_json::from_str(&reply.headers["x-business-use-case-usage"]).unwrap();
    let minutes = &usage[&practice.account][0]["estimated_time_to_regain_access"];
    assert!(minutes.as_u64().unwrap() > 1400);
}
