//! The remaining endpoints, by either login: method, path, parameters; and what is made of loose
//! answers.

use std::sync::Arc;

use crate::support::{Fake, Log, Sent, json, logged, pairs, session};
use fanfold_domain::Class;
use fanfold_domain::publish::MediaId;
use fanfold_graph::{BatchRead, Flavour, InsightsOf, Session};

fn instagram(address: &str) -> Session {
    logged(address, Flavour::Instagram, &Arc::new(Log::default()))
}

fn media() -> MediaId {
    MediaId("5".into())
}

#[tokio::test]
async fn comments_are_switched_and_deleted_by_both_logins() {
    for flavour in [Flavour::Facebook, Flavour::Instagram] {
        let (fake, address) = Fake::start(vec![
            json(200, r#"{"success":true}"#),
            json(200, "true"),
            json(200, r#"{"success":"true"}"#),
        ])
        .await;
        let session = logged(&address, flavour, &Arc::default());
        session.enable_comments(&media(), false).await.unwrap();
        session.enable_comments(&media(), true).await.unwrap();
        session.delete_comment("77").await.unwrap();
        let sent = fake.sent();
        assert_eq!(sent[0].line(), "POST /v25.0/5");
        assert_eq!(sent[0].form, pairs(&[("comment_enabled", "false")]));
        assert_eq!(sent[1].form, pairs(&[("comment_enabled", "true")]));
        assert_eq!(sent[2].line(), "DELETE /v25.0/77");
        assert!(sent[2].raw_query.is_empty() && sent[2].body.is_empty());
    }
}

#[tokio::test]
async fn only_facebook_login_deletes_a_post() {
    let refused = r#"{"error":{"message":"x","code":-1,"error_subcode":2207073,"error_user_title":"Media Type Not Supported"}}"#;
    let (fake, address) = Fake::start(vec![
        json(200, r#"{"success":true,"deleted_id":"5"}"#),
        json(400, refused),
    ])
    .await;
    assert!(session(&address).delete_media(&media()).await.unwrap());
    assert!(session(&address).delete_media(&media()).await.is_err());
    assert!(!instagram(&address).delete_media(&media()).await.unwrap());
    assert_eq!(fake.sent().len(), 2);
    assert_eq!(fake.sent()[0].line(), "DELETE /v25.0/5");
}

#[tokio::test]
async fn stories_are_a_list_of_their_own() {
    let body = r#"{"data":[{"id":"5","permalink":"https://www.instagram.com/stories/x/5"}]}"#;
    let (fake, address) = Fake::start(vec![json(200, body)]).await;
    let stories = instagram(&address).stories("1784").await.unwrap();
    assert_eq!(stories[0].id.0, "5");
    let sent = fake.only();
    assert_eq!(sent.line(), "GET /v25.0/1784/stories");
    assert_eq!(
        sent.query,
        pairs(&[("fields", "id,caption,timestamp,permalink")])
    );
}

#[tokio::test]
async fn a_profile_is_read_whole_and_its_pictures_without_a_token() {
    let body = r#"{"data":[{"id":"7","media_type":"IMAGE","media_url":"here"},
        {"id":"6","media_type":"VIDEO","media_product_type":"REELS","media_url":"v","thumbnail_url":"t"},
        {"id":"5","media_type":"CAROUSEL_ALBUM"},{"id":"../4"},{"media_type":"IMAGE"}]}"#;
    let (fake, address) = Fake::start(vec![json(200, body), json(200, "jpeg")]).await;
    let session = session(&address);
    let posts = session.grid("1784", 9).await.unwrap();
    let told: Vec<_> = posts
        .iter()
        .map(|post| {
            (
                &*post.id.0,
                post.picture.as_deref(),
                post.clip,
                post.carousel,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("7", Some("here"), false, false),
            ("6", Some("t"), true, false),
            ("5", None, false, true),
        ]
    );
    let picture = format!("{address}/media/7.jpg");
    assert_eq!(session.shown_picture(&picture).await.unwrap(), b"jpeg");
    let sent = fake.sent();
    assert_eq!(sent[0].line(), "GET /v25.0/1784/media");
    assert_eq!(sent[1].line(), "GET /media/7.jpg");
    let token = |sent: &Sent| sent.headers.contains_key("authorization");
    assert!(token(&sent[0]) && !token(&sent[1]));
    let foreign = session.shown_picture("https://evil.example/7.jpg").await;
    assert!(foreign.is_err());
    assert_eq!(fake.sent().len(), 2, "nothing is asked elsewhere");
}

#[tokio::test]
async fn a_post_in_full_tolerates_what_is_missing() {
    let full = r#"{"id":"5","permalink":"p","shortcode":"s","media_type":"VIDEO","media_product_type":"REELS","like_count":3,"comments_count":"4","is_comment_enabled":true}"#;
    let (fake, address) = Fake::start(vec![json(200, full), json(200, r#"{"id":5}"#)]).await;
    let session = session(&address);
    let details = session.media_details(&media()).await.unwrap();
    assert_eq!(details.product_type.as_deref(), Some("REELS"));
    assert_eq!((details.likes, details.comments), (Some(3), Some(4)));
    assert_eq!(details.comments_enabled, Some(true));
    let details = session.media_details(&media()).await.unwrap();
    assert_eq!(details.post.id.0, "5");
    assert_eq!((details.likes, details.media_url), (None, None));
    assert_eq!(fake.sent()[0].line(), "GET /v25.0/5");
}

#[tokio::test]
async fn figures_are_asked_for_by_the_kind_of_post() {
    let body = r#"{"data":[{"name":"reach","period":"lifetime","values":[{"value":123}],"title":"Reached","id":"5/insights/reach/lifetime"},{"name":"views","total_value":{"value":9}},{"name":"empty","values":[]}]}"#;
    let none = r#"{"data":[]}"#;
    let (fake, address) =
        Fake::start(vec![json(200, body), json(200, none), json(200, none)]).await;
    let session = instagram(&address);
    let figures = session.insights(&media(), InsightsOf::Feed).await.unwrap();
    let shown: Vec<_> = figures
        .iter()
        .map(|figure| format!("{} {}", figure.name, figure.value))
        .collect();
    assert_eq!(shown, ["reach 123", "views 9"]);
    for of in [InsightsOf::Reel, InsightsOf::Story] {
        assert!(session.insights(&media(), of).await.unwrap().is_empty());
    }
    let sent = fake.sent();
    assert_eq!(sent[0].line(), "GET /v25.0/5/insights");
    let gone = ["impressions", "plays", "video_views"];
    for sent in &sent {
        let asked: Vec<&str> = sent.query["metric"].split(',').collect();
        assert!(asked.contains(&"views") && !asked.iter().any(|name| gone.contains(name)));
    }
    assert!(sent[2].query["metric"].contains("navigation"));
    assert!(!sent[1].query["metric"].contains("follows"));
}

#[tokio::test]
async fn places_are_found_by_facebook_login_alone() {
    let body = r#"{"data":[{"id":"110","name":"Café","location":{"city":"Bern","latitude":46.9,"longitude":7.4},"link":"https://x"},{"id":"111","name":"Nowhere"}]}"#;
    let (fake, address) = Fake::start(vec![json(200, body)]).await;
    let places = session(&address).places(" Café & Bar ").await.unwrap();
    assert_eq!(places.len(), 1, "a Page without a location is no place");
    assert_eq!(places[0].city.as_deref(), Some("Bern"));
    assert_eq!(places[0].at, Some((46.9, 7.4)));
    let sent = fake.only();
    assert_eq!(sent.line(), "GET /v25.0/pages/search");
    assert_eq!(
        sent.query,
        pairs(&[("q", "Café & Bar"), ("fields", "id,name,location,link")])
    );
    assert!(instagram(&address).places("x").await.unwrap().is_empty());
    assert!(session(&address).places(" ").await.unwrap().is_empty());
    assert_eq!(fake.sent().len(), 1);
}

#[tokio::test]
async fn an_account_is_shown_with_the_fields_its_login_has() {
    let body = r#"{"data":[{"username":"kit","followers_count":12,"media_count":3,"profile_picture_url":"https://cdn/x"}]}"#;
    let (fake, address) = Fake::start(vec![json(200, body), json(200, body)]).await;
    let profile = session(&address).profile("1784").await.unwrap();
    assert_eq!((profile.followers, profile.posts), (Some(12), Some(3)));
    instagram(&address).profile("1784").await.unwrap();
    let sent = fake.sent();
    assert_eq!(sent[0].line(), "GET /v25.0/1784");
    assert!(!sent[0].query["fields"].contains("account_type"));
    assert!(sent[1].query["fields"].contains("account_type"));
}

#[tokio::test]
async fn a_pages_own_token_finds_its_account_and_the_other_name_counts_too() {
    let no_field = r#"{"error":{"message":"(#100) Tried accessing nonexisting field (accounts)","type":"OAuthException","code":100}}"#;
    let page = r#"{"id":"2","name":"Bakery","connected_instagram_account":{"id":"1784","username":"bakery"}}"#;
    let (fake, address) = Fake::start(vec![json(400, no_field), json(200, page)]).await;
    let found = session(&address).instagram_accounts().await.unwrap();
    assert_eq!(
        (found.len(), found[0].id.as_str(), found[0].page.clone()),
        (1, "1784", Some(("2".to_owned(), None)))
    );
    assert_eq!(fake.sent()[1].line(), "GET /v25.0/me");

    let (fake, address) = Fake::start(vec![json(400, no_field), json(400, no_field)]).await;
    let refusal = session(&address).instagram_accounts().await.unwrap_err();
    assert_eq!((refusal.class, fake.sent().len()), (Class::OurFault, 2));
}

#[tokio::test]
async fn a_pages_photo_is_offered_and_taken_back() {
    let images = r#"{"id":"9","images":[{"height":100,"width":80,"source":"https://scontent/s"},{"height":2048,"width":1638,"source":"https://scontent/l?x=1"},{"width":9}]}"#;
    let (fake, address) = Fake::start(vec![
        json(200, r#"{"id":"9","post_id":"2_9"}"#),
        json(200, images),
        json(200, r#"{"success":true}"#),
        json(200, r#"{"images":[]}"#),
    ])
    .await;
    let session = session(&address);
    let picture = b"\xff\xd8\xff\xe0picture";
    let id = session
        .upload_photo("2", &picture[..], picture.len() as u64, "image/jpeg")
        .await
        .unwrap();
    assert_eq!(id, "9");
    let source = session.photo_source(&id).await.unwrap();
    assert_eq!(
        (source.url.as_str(), source.width),
        ("https://scontent/l?x=1", 1638)
    );
    assert!(!format!("{source:?}").contains("scontent"));
    session.delete_photo(&id).await.unwrap();
    assert!(session.photo_source(&id).await.is_err());
    let sent = fake.sent();
    assert_eq!(sent[0].line(), "POST /v25.0/2/photos");
    let body = String::from_utf8_lossy(&sent[0].body);
    assert!(body.contains("name=\"published\"\r\n\r\nfalse"), "{body}");
    assert!(body.contains("name=\"source\"") && body.contains("Content-Type: image/jpeg"));
    assert!(
        sent[0]
            .body
            .windows(picture.len())
            .any(|part| part == picture)
    );
    assert_eq!(sent[1].query, pairs(&[("fields", "images")]));
    assert_eq!(sent[2].line(), "DELETE /v25.0/9");
}

#[tokio::test]
async fn each_part_of_a_batch_has_its_own_answer() {
    let ok = r#"{\"data\":[{\"quota_usage\":2}]}"#;
    let refused = r#"{\"error\":{\"message\":\"x\",\"code\":190,\"error_subcode\":463}}"#;
    let body = format!(r#"[{{"code":200,"body":"{ok}"}},{{"code":400,"body":"{refused}"}},null]"#);
    let (fake, address) = Fake::start(vec![json(200, &body)]).await;
    let reads: Vec<_> = ["1/content_publishing_limit", "2", "3"]
        .map(|path| BatchRead {
            path: path.into(),
            fields: "config,quota_usage".into(),
        })
        .into();
    let answers = session(&address).read_batch(&reads).await.unwrap().unwrap();
    assert!(answers[0].is_ok());
    assert_eq!(answers[1].as_ref().unwrap_err().class, Class::Reconnect);
    assert!(answers[2].is_err());
    let sent = fake.only();
    assert_eq!(sent.line(), "POST /v25.0");
    assert_eq!(sent.form["include_headers"], "false");
    let items: serde_json::Value = serde_json::from_str(&sent.form["batch"]).unwrap();
    assert_eq!(
        items[0],
        serde_json::json!({"method":"GET","relative_url":"1/content_publishing_limit?fields=config%2Cquota_usage"})
    );
    assert!(
        instagram(&address)
            .read_batch(&reads)
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(fake.sent().len(), 1);
}

#[tokio::test]
async fn a_batch_holds_fifty_at_most() {
    let part = r#"{"code":200,"body":"{}"}"#;
    let many = |count: usize| json(200, &format!("[{}]", vec![part; count].join(",")));
    let (fake, address) = Fake::start(vec![many(50), many(1)]).await;
    let read = BatchRead {
        path: "1".into(),
        fields: "id".into(),
    };
    let reads = vec![read; 51];
    let answers = session(&address).read_batch(&reads).await.unwrap().unwrap();
    assert_eq!((answers.len(), fake.sent().len()), (51, 2));
    assert!(answers.iter().all(Result::is_ok));
}

#[tokio::test]
async fn an_app_that_demands_a_proof_is_explained() {
    let body = r#"{"error":{"message":"API calls from the server require an appsecret_proof argument","type":"GraphMethodException","code":100}}"#;
    let (_fake, address) = Fake::start(vec![json(400, body)]).await;
    let refusal = session(&address).me().await.unwrap_err();
    assert_eq!(refusal.class, Class::OurFault);
    assert!(refusal.explanation.title.contains("proof"), "{refusal}");
    assert!(!refusal.explanation.steps.is_empty());
}
