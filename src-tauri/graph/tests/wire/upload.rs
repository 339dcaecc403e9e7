//! Video bytes: what is sent, from where it goes on, and where a token never goes.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{Fake, Log, TOKEN, json, logged, raw, session};
use fanfold_domain::answer::{AnswerShape, Delivery};
use fanfold_domain::publish::{ContainerId, Phase};
use fanfold_domain::{Class, Token};
use fanfold_graph::{Client, ClientOptions, Endpoint, Flavour, Quiet, UploadFrom};

fn clip(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at % 251) as u8).collect()
}

fn done() -> axum::http::Response<axum::body::Body> {
    json(200, r#"{"success":true,"message":"Upload successful."}"#)
}

#[tokio::test]
async fn a_file_goes_whole_and_goes_on_from_what_has_arrived() {
    let bytes = pattern(600_000);
    let file = clip(&bytes);
    let (fake, address) = Fake::start(vec![done(), done()]).await;
    let to = format!("{address}/ig-api-upload/v25.0/17");
    let session = session(&address);
    let heard = Arc::new(Mutex::new(Vec::new()));
    for offset in [0, 500_000] {
        let heard = Arc::clone(&heard);
        session
            .upload_file(&to, offset, file.path(), move |at| {
                heard.lock().unwrap().push(at);
            })
            .await
            .unwrap();
    }
    for (sent, offset) in fake.sent().iter().zip([0, 500_000]) {
        assert_eq!(sent.line(), "POST /ig-api-upload/v25.0/17");
        assert_eq!(sent.headers["authorization"], format!("OAuth {TOKEN}"));
        assert_eq!(sent.headers["offset"], offset.to_string());
        assert_eq!(sent.headers["file_size"], "600000");
        assert_eq!(
            sent.headers["content-length"],
            (600_000 - offset).to_string()
        );
        assert!(!sent.headers.contains_key("transfer-encoding"));
        assert!(sent.body == bytes[offset..], "the bytes are the file's");
    }
    let heard = heard.lock().unwrap();
    assert!(
        heard
            .windows(2)
            .all(|two| two[0] < two[1] || two[0] == 600_000)
    );
    assert_eq!(heard.iter().filter(|at| **at == 600_000).count(), 2);
}

#[tokio::test]
async fn a_token_goes_to_no_host_that_an_answer_names() {
    let (elsewhere, other) = Fake::start(vec![done()]).await;
    let (fake, address) = Fake::start(vec![done()]).await;
    let session = session(&address);
    let file = clip(b"film");
    let userinfo = format!("{}/x", address.replace("http://", "http://u:p@"));
    for to in [
        format!("{other}/ig-api-upload/v25.0/17"),
        "https://rupload.facebook.com.evil.example/17".to_owned(),
        "https://rupload.facebook.com/17".to_owned(),
        "file:///etc/passwd".to_owned(),
        "not an address".to_owned(),
        userinfo,
    ] {
        let refusal = session
            .upload_file(&to, 0, file.path(), |_| {})
            .await
            .unwrap_err();
        assert_eq!(
            refusal.explanation.title, "Instagram pointed somewhere else",
            "{to}"
        );
        assert_eq!(refusal.delivery, Delivery::NotSent);
    }
    assert!(elsewhere.sent().is_empty() && fake.sent().is_empty());

    let options = ClientOptions::new(Endpoint::Meta, Flavour::Facebook);
    let meta = Client::new(options, Arc::new(Quiet)).unwrap();
    let session = meta.session(Token::parse(TOKEN).unwrap());
    for to in [
        "http://rupload.facebook.com/17",
        "https://graph.facebook.com/17",
    ] {
        let refused = session.upload_file(to, 0, file.path(), |_| {}).await;
        assert_eq!(refused.unwrap_err().delivery, Delivery::NotSent, "{to}");
    }
}

#[tokio::test]
async fn an_upload_that_is_refused_says_why() {
    let answers = [
        (
            400,
            r#"{"debug_info":{"retriable":false,"type":"NotAuthorizedError","message":"bad token"}}"#,
            Class::Reconnect,
        ),
        (
            400,
            r#"{"debug_info":{"retriable":true,"type":"ProcessingFailedError","message":"try again"}}"#,
            Class::Transient,
        ),
        (200, r#"{"success":false}"#, Class::Transient),
        (200, "<html>hello</html>", Class::Transient),
    ];
    let script = answers.iter().map(|(http, body, _)| json(*http, body));
    let (_fake, address) = Fake::start(script.collect()).await;
    let session = session(&address);
    let file = clip(b"film");
    for (_, body, class) in answers {
        let refusal = session
            .upload_file(&format!("{address}/u/17"), 0, file.path(), |_| {})
            .await
            .unwrap_err();
        assert_eq!(refusal.class, class, "{body}");
    }
}

#[tokio::test]
async fn an_upload_that_stands_still_or_breaks_off_is_given_up() {
    let file = clip(&pattern(5_000_000));
    let log = Arc::new(Log::default());
    let address = raw(b"", Duration::from_secs(30)).await;
    let to = format!("{address}/u/17");
    let session = logged(&address, Flavour::Facebook, &log);
    let refusal = session
        .upload_file(&to, 0, file.path(), |_| {})
        .await
        .unwrap_err();
    assert_eq!(refusal.answer.kind.as_deref(), Some("timed_out"));
    assert_eq!(refusal.delivery, Delivery::Unknown);
    assert_eq!(log.0.lock().unwrap().len(), 1, "it is in the log of calls");

    let address = raw(b"", Duration::ZERO).await;
    let to = format!("{address}/u/17");
    let session = logged(&address, Flavour::Facebook, &log);
    let refusal = session
        .upload_file(&to, 0, file.path(), |_| {})
        .await
        .unwrap_err();
    assert_eq!(
        (refusal.class, refusal.answer.shape),
        (Class::Transient, AnswerShape::Network)
    );
}

#[tokio::test]
async fn a_file_that_is_gone_or_shorter_sends_nothing_wrong() {
    let (fake, address) = Fake::start(vec![done()]).await;
    let session = session(&address);
    let to = format!("{address}/u/17");
    let gone = std::path::Path::new("/nowhere/at/all.mp4");
    let refusal = session.upload_file(&to, 0, gone, |_| {}).await.unwrap_err();
    assert_eq!(refusal.answer.kind.as_deref(), Some("photo_lost"));
    assert!(fake.sent().is_empty());
    let from = UploadFrom {
        to: &to,
        offset: 0,
        size: 10_000,
    };
    // It promises more than it holds: never a success.
    let refused = session.upload(from, &b"short"[..], |_| {}).await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn how_far_an_upload_is_can_be_asked() {
    let body = r#"{"id":"17","status":"In Progress: x","status_code":"IN_PROGRESS","video_status":{"uploading_phase":{"status":"in_progress","bytes_transferred":50002},"processing_phase":{"status":"not_started"}},"copyright_check_status":{"status":"in_progress","matches_found":false}}"#;
    let plain = r#"{"id":"17","status_code":"FINISHED"}"#;
    let (fake, address) = Fake::start(vec![json(200, body), json(200, plain)]).await;
    let session = session(&address);
    let container = ContainerId("17".into());
    let details = session.container_details(&container).await.unwrap();
    let upload = details.upload.unwrap();
    assert_eq!(
        (upload.transferred, upload.uploading, upload.processing),
        (50_002, Phase::InProgress, Phase::NotStarted)
    );
    assert_eq!(details.copyright.unwrap().status, "in_progress");
    let details = session.container_details(&container).await.unwrap();
    assert!(details.upload.is_none() && details.copyright.is_none());
    assert_eq!(
        fake.sent()[0].query["fields"],
        "id,status_code,status,video_status,copyright_check_status"
    );
}
