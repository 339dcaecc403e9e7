//! Exactly what each endpoint sends, and what it makes of Meta's loose answers.

use std::sync::Arc;

use crate::support::{Fake, Log, json, logged, pairs as fields, session};
use axum::http::Method;
use fanfold_domain::publish::{ContainerId, ContainerState, ImageContainer, MediaId, PostText};
use fanfold_domain::{Class, Token};
use fanfold_graph::{Client, ClientError, ClientOptions, Endpoint, Flavour, Quiet};

fn image(alt: Option<&str>) -> ImageContainer {
    ImageContainer {
        image_url: "https://host/a.jpg?x=1&y=%23".into(),
        alt_text: alt.map(str::to_owned),
    }
}

fn words(caption: &str) -> PostText {
    PostText {
        caption: caption.into(),
        first_comment: Some("not here".into()),
        ..PostText::default()
    }
}

fn ids(ids: &[&str]) -> Vec<ContainerId> {
    ids.iter().map(|id| ContainerId((*id).into())).collect()
}

#[tokio::test]
async fn a_single_picture_carries_the_caption() {
    let (fake, address) = Fake::start(vec![json(200, r#"{"id":"17889615691921648"}"#)]).await;
    let id = session(&address)
        .create_image(
            "1784",
            &image(Some("A cat & a #dog")),
            &words("Hä #tag\nnew line"),
        )
        .await
        .unwrap();
    assert_eq!(id.0, "17889615691921648");
    let sent = fake.only();
    assert_eq!(
        (sent.method, sent.path.as_str()),
        (Method::POST, "/v25.0/1784/media")
    );
    assert!(sent.query.is_empty());
    assert_eq!(
        sent.form,
        fields(&[
            ("image_url", "https://host/a.jpg?x=1&y=%23"),
            ("alt_text", "A cat & a #dog"),
            ("caption", "Hä #tag\nnew line"),
        ])
    );
}

#[tokio::test]
async fn a_slide_carries_no_caption_and_says_that_it_is_one() {
    let (fake, address) = Fake::start(vec![json(200, r#"{"id":17}"#)]).await;
    let id = session(&address)
        .create_slide("1784", &image(None))
        .await
        .unwrap();
    assert_eq!(id.0, "17", "an id that comes as a number is still text");
    assert_eq!(
        fake.only().form,
        fields(&[
            ("image_url", "https://host/a.jpg?x=1&y=%23"),
            ("is_carousel_item", "true")
        ])
    );
}

#[tokio::test]
async fn a_carousel_names_its_slides_in_order() {
    let (fake, address) = Fake::start(vec![json(200, r#"{"id":"9"}"#)]).await;
    session(&address)
        .create_carousel("1784", &ids(&["3", "1", "2"]), &words("c"))
        .await
        .unwrap();
    assert_eq!(
        fake.only().form,
        fields(&[
            ("media_type", "CAROUSEL"),
            ("children", "3,1,2"),
            ("caption", "c")
        ])
    );
}

#[tokio::test]
async fn an_empty_caption_is_not_sent() {
    let (fake, address) = Fake::start(vec![json(200, r#"{"id":"9"}"#)]).await;
    session(&address)
        .create_carousel("1784", &ids(&["1", "2"]), &words(""))
        .await
        .unwrap();
    assert!(!fake.only().form.contains_key("caption"));
}

#[tokio::test]
async fn several_containers_are_read_in_one_call() {
    let body = r#"{"2":{"id":"2","status_code":"ERROR","status":"Error: Media upload has failed with error code 2207009"},"1":{"id":"1","status_code":"FINISHED","status":"x"},"3":{"id":"3","status_code":"SOMETHING_NEW"}}"#;
    let (fake, address) = Fake::start(vec![json(200, body)]).await;
    let readings = session(&address)
        .containers(&ids(&["1", "2", "3"]))
        .await
        .unwrap();
    let sent = fake.only();
    assert_eq!(sent.path, "/v25.0");
    assert_eq!(
        sent.query,
        fields(&[("ids", "1,2,3"), ("fields", "id,status_code,status")])
    );
    let states: Vec<_> = readings.iter().map(|reading| reading.state).collect();
    assert_eq!(
        states,
        [
            ContainerState::Finished,
            ContainerState::Error,
            ContainerState::Other
        ]
    );
    assert_eq!(readings[1].refusal.as_ref().unwrap().class, Class::Media);
    assert!(readings[0].refusal.is_none());
}

#[tokio::test]
async fn a_host_that_reads_only_one_at_a_time_is_asked_singly_from_then_on() {
    let refused = r#"{"error":{"message":"unsupported","code":100}}"#;
    let finished = r#"{"id":"1","status_code":"FINISHED"}"#;
    let mut answers = vec![json(400, refused)];
    answers.extend((0..4).map(|_| json(200, finished)));
    let (fake, address) = Fake::start(answers).await;
    let session = logged(&address, Flavour::Instagram, &Arc::new(Log::default()));
    for _ in 0..2 {
        let readings = session.containers(&ids(&["1", "2"])).await.unwrap();
        assert!(
            readings
                .iter()
                .all(|reading| reading.state == ContainerState::Finished)
        );
    }
    let many = fake
        .sent()
        .iter()
        .filter(|sent| sent.query.contains_key("ids"))
        .count();
    assert_eq!((many, fake.sent().len()), (1, 5));
}

#[tokio::test]
async fn one_container_that_is_gone_does_not_hide_the_others() {
    let gone = r#"{"error":{"message":"x","code":24,"error_subcode":2207006}}"#;
    let (fake, address) = Fake::start(vec![
        json(400, gone),
        json(400, gone),
        json(400, gone),
        json(200, "{}"),
    ])
    .await;
    let session = session(&address);
    let readings = session.containers(&ids(&["1", "2"])).await.unwrap();
    assert!(
        readings
            .iter()
            .all(|reading| reading.state == ContainerState::Expired)
    );
    assert_eq!(
        readings[0].refusal.as_ref().unwrap().class,
        Class::ContainerGone
    );
    let _ = session.containers(&ids(&["1", "2"])).await;
    let many = fake
        .sent()
        .iter()
        .filter(|sent| sent.query.contains_key("ids"))
        .count();
    assert_eq!(many, 2, "the form itself was not refused");
}

#[tokio::test]
async fn a_signed_out_account_is_not_asked_ten_times_over() {
    let out = r#"{"error":{"message":"x","code":190,"error_subcode":463}}"#;
    let (fake, address) = Fake::start(vec![json(400, out)]).await;
    let refusal = session(&address)
        .containers(&ids(&["1", "2", "3"]))
        .await
        .unwrap_err();
    assert_eq!(refusal.class, Class::Reconnect);
    assert_eq!(fake.sent().len(), 1);
}

#[tokio::test]
async fn the_media_list_tolerates_what_is_missing() {
    let body = r#"{"data":[{"id":"5","caption":"a","timestamp":"2026-09-11T10:00:00+0000","permalink":"https://www.instagram.com/p/x/"},{"id":6},{"caption":"no id"}],"paging":{}}"#;
    let (fake, address) = Fake::start(vec![json(200, body)]).await;
    let posts = session(&address).recent_media("1784", 5).await.unwrap();
    assert_eq!(
        fake.only().query,
        fields(&[("fields", "id,caption,timestamp,permalink"), ("limit", "5")])
    );
    assert_eq!(posts.len(), 2);
    assert_eq!(posts[1].id.0, "6");
    assert_eq!(posts[1].caption, None);
}

#[tokio::test]
async fn a_comment_is_written_and_found_again() {
    let list = r#"{"data":[{"id":"77","text":"first","username":"me"}]}"#;
    let (fake, address) = Fake::start(vec![json(200, r#"{"id":"77"}"#), json(200, list)]).await;
    let session = session(&address);
    let media = MediaId("5".into());
    assert_eq!(session.comment(&media, "first #x").await.unwrap(), "77");
    assert_eq!(session.comments(&media).await.unwrap()[0].text, "first");
    let sent = fake.sent();
    assert_eq!(sent[0].path, "/v25.0/5/comments");
    assert_eq!(sent[0].form, fields(&[("message", "first #x")]));
}

#[tokio::test]
async fn the_quota_is_what_instagram_says_and_fifty_when_it_does_not() {
    let (_fake, address) = Fake::start(vec![
        json(
            200,
            r#"{"data":[{"quota_usage":2,"config":{"quota_total":100,"quota_duration":86400}}]}"#,
        ),
        json(200, r#"{"data":[{"quota_usage":"7"}]}"#),
        json(200, r#"{"data":[]}"#),
    ])
    .await;
    let session = session(&address);
    let quota = session.quota("1").await.unwrap();
    assert_eq!((quota.used, quota.total, quota.window), (2, 100, 86_400));
    let quota = session.quota("1").await.unwrap();
    assert_eq!((quota.used, quota.total), (7, 50));
    assert!(session.quota("1").await.is_err());
}

#[tokio::test]
async fn me_is_read_flat_or_wrapped() {
    let flat =
        r#"{"user_id":17841400000000001,"id":"9","username":"kit","account_type":"BUSINESS"}"#;
    let wrapped = r#"{"data":[{"user_id":"17841400000000001","username":"kit"}]}"#;
    let (fake, address) = Fake::start(vec![json(200, flat), json(200, wrapped)]).await;
    let session = logged(&address, Flavour::Instagram, &Arc::new(Log::default()));
    for _ in 0..2 {
        let me = session.me().await.unwrap();
        assert_eq!(me.id, "17841400000000001");
        assert_eq!(me.username.as_deref(), Some("kit"));
    }
    assert_eq!(
        fake.sent()[0].query,
        fields(&[("fields", "user_id,username,name,account_type")])
    );
}

#[tokio::test]
async fn pages_without_instagram_are_passed_over_and_page_tokens_stay_hidden() {
    let first = r#"{"data":[{"id":"1","name":"Bare"},{"id":"2","name":"Bakery","access_token":"EAApagesecretsecret","tasks":["CREATE_CONTENT"],"instagram_business_account":{"id":"1784","username":"bakery"}}],"paging":{"cursors":{"after":"c1"},"next":"https://graph.facebook.com/evil"}}"#;
    let second = r#"{"data":[],"paging":{"cursors":{"after":"c2"}}}"#;
    let (fake, address) = Fake::start(vec![json(200, first), json(200, second)]).await;
    let found = session(&address).instagram_accounts().await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].id, "1784");
    let (page, token) = found[0].page.clone().unwrap();
    assert_eq!(
        (page.as_str(), token),
        ("2", Token::parse("EAApagesecretsecret"))
    );
    assert!(!format!("{found:?}").contains("pagesecret"));
    assert_eq!(fake.sent()[1].query["after"], "c1");
}

#[test]
fn a_version_that_is_none_is_refused() {
    for version in ["", "25.0", "v25", "v25.x", "v25.0/../v1.0"] {
        let mut options = ClientOptions::new(Endpoint::Meta, Flavour::Facebook);
        options.version = version.into();
        let refused = Client::new(options, Arc::new(Quiet));
        assert!(matches!(refused, Err(ClientError::Version(_))), "{version}");
    }
}

#[tokio::test]
async fn every_call_asks_for_the_version_and_the_language_it_was_told() {
    let created = r#"{"id":"1"}"#;
    let read = r#"{"id":"9","status_code":"FINISHED"}"#;
    let (fake, address) = Fake::start(vec![
        json(200, created),
        json(200, read),
        json(200, created),
    ])
    .await;
    let mut options = ClientOptions::new(Endpoint::parse(&address).unwrap(), Flavour::Facebook);
    options.version = "v23.0".into();
    options.locale = Some("de_DE".into());
    let session = Client::new(options, Arc::new(Quiet))
        .unwrap()
        .session(Token::parse("EAAsomebody").unwrap());
    session
        .create_image("1784", &image(None), &words("Hallo"))
        .await
        .unwrap();
    session.containers(&ids(&["9"])).await.unwrap();
    session
        .upload_photo("22", b"jpeg".as_slice(), 4, "image/jpeg")
        .await
        .unwrap();
    let sent = fake.sent();
    assert_eq!(sent.len(), 3);
    for one in &sent {
        assert!(one.path.starts_with("/v23.0/"), "{}", one.path);
    }
    assert_eq!(sent[0].form["locale"], "de_DE", "in the form of a write");
    assert_eq!(sent[1].query["locale"], "de_DE", "in the query of a read");
    let photo = String::from_utf8_lossy(&sent[2].body);
    assert!(photo.contains("name=\"locale\"\r\n\r\nde_DE"), "{photo}");
}

#[test]
fn every_version_to_choose_is_one_and_the_usual_one_comes_first() {
    assert_eq!(
        ClientOptions::VERSIONS.first(),
        Some(&ClientOptions::VERSION)
    );
    for version in ClientOptions::VERSIONS {
        assert!(ClientOptions::is_version(version), "{version}");
    }
    for locale in ["", "de", "de-DE", "DE_de", "de_DE&x=1", "deu_DE"] {
        assert!(!ClientOptions::is_locale(locale), "{locale}");
    }
    assert!(ClientOptions::is_locale("de_DE"));
}
