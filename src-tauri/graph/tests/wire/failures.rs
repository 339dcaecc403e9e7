//! Everything that can happen to a call on the wire, and what it is taken for.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{Fake, Log, TOKEN, distrusted, json, logged, raw, session};
use axum::body::Body;
use axum::http::Response;
use fanfold_domain::answer::{AnswerShape, Delivery};
use fanfold_domain::publish::ContainerId;
use fanfold_domain::{Class, Refusal};
use fanfold_graph::Flavour;

async fn publish_at(address: &str) -> Refusal {
    session(address)
        .publish("1784", &ContainerId("17".into()))
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_refusal_is_an_answer_with_all_its_parts() {
    let body = r#"{"error":{"message":"expired","type":"OAuthException","code":190,"error_subcode":463,"error_user_title":"Sign in","error_user_msg":"Sign in again.","fbtrace_id":"Abc"}}"#;
    let (_fake, address) = Fake::start(vec![json(401, body)]).await;
    let refusal = publish_at(&address).await;
    assert_eq!(
        (refusal.class, refusal.delivery),
        (Class::Reconnect, Delivery::Answered)
    );
    assert_eq!(refusal.explanation.title, "Sign in");
    assert_eq!(refusal.explanation.trace_id.as_deref(), Some("Abc"));
    assert_eq!(refusal.answer.http, Some(401));
}

#[tokio::test]
async fn an_error_in_a_success_is_still_an_error() {
    let body = r#"{"error":{"message":"x","code":9007,"error_subcode":2207027}}"#;
    let (_fake, address) = Fake::start(vec![json(200, body)]).await;
    assert_eq!(publish_at(&address).await.class, Class::NotReady);
}

#[tokio::test]
async fn a_server_error_is_transient() {
    let body = r#"{"error":{"message":"x","code":2,"is_transient":true}}"#;
    let (fake, address) = Fake::start(vec![json(500, body), json(500, "")]).await;
    assert_eq!(publish_at(&address).await.class, Class::Transient);
    let empty = publish_at(&address).await;
    assert_eq!(
        (empty.class, empty.delivery),
        (Class::Transient, Delivery::Unknown)
    );
    assert_eq!(
        fake.sent().len(),
        2,
        "the transport itself never sends twice"
    );
}

#[tokio::test]
async fn a_web_page_is_no_answer() {
    let page = "<!DOCTYPE html><html><title>Sorry</title></html>";
    let (_fake, address) = Fake::start(vec![json(200, page)]).await;
    let refusal = publish_at(&address).await;
    assert_eq!(refusal.answer.shape, AnswerShape::Html);
    assert_eq!(
        (refusal.class, refusal.delivery),
        (Class::Transient, Delivery::Unknown)
    );
}

#[tokio::test]
async fn a_body_cut_in_half_leaves_the_outcome_open() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"id\":\"17";
    let refusal = publish_at(&raw(cut, Duration::ZERO).await).await;
    assert_eq!(
        (refusal.class, refusal.delivery),
        (Class::Transient, Delivery::Unknown)
    );
    assert_eq!(refusal.answer.http, Some(200));
}

#[tokio::test]
async fn a_reply_that_is_lost_leaves_the_outcome_open() {
    let refusal = publish_at(&raw(b"", Duration::ZERO).await).await;
    assert_eq!(
        (refusal.class, refusal.delivery),
        (Class::Transient, Delivery::Unknown)
    );
}

#[tokio::test]
async fn a_stalled_answer_is_given_up_in_time_and_leaves_the_outcome_open() {
    let address = raw(b"", Duration::from_secs(30)).await;
    let began = std::time::Instant::now();
    let refusal = publish_at(&address).await;
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(
        (refusal.class, refusal.delivery),
        (Class::Transient, Delivery::Unknown)
    );
    assert_eq!(refusal.answer.kind.as_deref(), Some("timed_out"));
}

#[tokio::test]
async fn a_body_that_stalls_is_given_up_too() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\"";
    let refusal = publish_at(&raw(half, Duration::from_secs(30)).await).await;
    assert_eq!(refusal.delivery, Delivery::Unknown);
    assert_eq!(refusal.answer.kind.as_deref(), Some("timed_out"));
}

#[tokio::test]
async fn a_refused_connection_means_that_nothing_was_sent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let refusal = publish_at(&address).await;
    assert_eq!(
        (refusal.class, refusal.delivery),
        (Class::Transient, Delivery::NotSent)
    );
    assert_eq!(refusal.answer.kind.as_deref(), Some("unreachable"));
}

#[tokio::test]
async fn plain_text_behind_an_https_address_means_that_nothing_was_sent() {
    let address = raw(b"HTTP/1.1 200 OK\r\n\r\n", Duration::ZERO).await;
    let refusal = publish_at(&address.replace("http:", "https:")).await;
    assert_eq!(
        (refusal.class, refusal.delivery),
        (Class::Transient, Delivery::NotSent)
    );
}

#[tokio::test]
async fn a_certificate_that_does_not_fit_keeps_the_token_here() {
    for name in ["localhost", "elsewhere.example"] {
        let refusal = publish_at(&distrusted(name).await).await;
        assert_eq!(refusal.answer.kind.as_deref(), Some("tls"), "{refusal}");
        assert_eq!(
            (refusal.class, refusal.delivery),
            (Class::Transient, Delivery::NotSent)
        );
    }
}

#[tokio::test]
async fn a_redirect_is_never_followed_with_a_token() {
    let (elsewhere, target) = Fake::start(vec![json(200, r#"{"id":"1"}"#)]).await;
    let redirect = Response::builder()
        .status(302)
        .header("location", format!("{target}/taken"))
        .body(Body::empty())
        .unwrap();
    let (_fake, address) = Fake::start(vec![redirect]).await;
    let refusal = publish_at(&address).await;
    assert!(elsewhere.sent().is_empty());
    assert_eq!(refusal.answer.http, Some(302));
    assert_eq!(
        refusal.explanation.title,
        "Instagram pointed somewhere else"
    );
}

#[tokio::test]
async fn two_megabytes_of_json_are_read_and_five_are_not() {
    let long = |bytes: usize| format!(r#"{{"id":"17","x":"{}"}}"#, "a".repeat(bytes));
    let (_fake, address) = Fake::start(vec![
        json(200, &long(2_000_000)),
        json(200, &long(5_000_000)),
    ])
    .await;
    let session = session(&address);
    let container = ContainerId("17".into());
    assert_eq!(session.publish("1", &container).await.unwrap().0, "17");
    let refusal = session.publish("1", &container).await.unwrap_err();
    assert_eq!(refusal.answer.shape, AnswerShape::Garbled);
    assert_eq!(refusal.delivery, Delivery::Unknown);
}

#[tokio::test]
async fn a_success_without_an_id_leaves_the_outcome_open() {
    let (_fake, address) = Fake::start(vec![json(200, r#"{"success":true}"#)]).await;
    let refusal = publish_at(&address).await;
    assert_eq!(
        (refusal.class, refusal.delivery),
        (Class::Transient, Delivery::Unknown)
    );
    assert_eq!(refusal.answer.shape, AnswerShape::Incomplete);
}

#[tokio::test]
async fn a_throttle_waits_as_long_as_the_headers_say() {
    let throttled = Response::builder()
        .status(400)
        .header(
            "x-business-use-case-usage",
            r#"{"1784":[{"type":"instagram","call_count":120,"total_cputime":1,"total_time":1,"estimated_time_to_regain_access":7}]}"#,
        )
        .body(Body::from(r#"{"error":{"message":"x","code":80002}}"#))
        .unwrap();
    let (_fake, address) = Fake::start(vec![throttled]).await;
    let log = Arc::new(Log::default());
    let refusal = logged(&address, Flavour::Instagram, &log)
        .quota("1784")
        .await
        .unwrap_err();
    assert_eq!(refusal.class, Class::Throttle);
    assert_eq!(refusal.explanation.retry_after, Some(420.0));
    let records = log.0.lock().unwrap();
    let usage = records[0].usage.as_ref().unwrap();
    assert!((usage.business[0].meter.highest() - 120.0).abs() < 1e-9);
}

#[tokio::test]
async fn every_call_is_recorded_once_with_its_codes() {
    let refused =
        r#"{"error":{"message":"x","code":36003,"error_subcode":2207009,"fbtrace_id":"T"}}"#;
    let (_fake, address) = Fake::start(vec![json(400, refused), json(200, r#"{"id":"5"}"#)]).await;
    let log = Arc::new(Log::default());
    let session = logged(&address, Flavour::Facebook, &log);
    let container = ContainerId("17".into());
    session.publish("1", &container).await.unwrap_err();
    session.publish("1", &container).await.unwrap();
    let records = log.0.lock().unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0].endpoint, "media.publish");
    assert_eq!(
        (records[0].code, records[0].subcode),
        (Some(36003), Some(2_207_009))
    );
    assert_eq!(records[0].trace_id.as_deref(), Some("T"));
    assert_eq!((records[1].http, records[1].code), (Some(200), None));
    assert_eq!(records[1].bytes, 10);
    assert_ne!(records[0].request_id, records[1].request_id);
}

/// Where log lines go in the test below.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_token_is_in_the_bearer_header_and_nowhere_else() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // For the whole process: what the other tests log is looked through as well.
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let quoted = format!(
        r#"{{"error":{{"message":"Cannot parse {TOKEN} here","type":"{TOKEN}","code":190,"error_user_msg":"{TOKEN}","fbtrace_id":"{TOKEN}"}}}}"#
    );
    let (fake, address) = Fake::start(vec![json(401, &quoted), json(200, r#"{"data":[]}"#)]).await;
    let log = Arc::new(Log::default());
    let session = logged(&address, Flavour::Facebook, &log);
    let refusal = session
        .publish("1784", &ContainerId("17".into()))
        .await
        .unwrap_err();
    session.recent_media("1784", 5).await.unwrap();

    for sent in fake.sent() {
        assert_eq!(sent.headers["authorization"], format!("Bearer {TOKEN}"));
        assert!(!sent.raw_query.contains("canary") && !sent.path.contains("canary"));
        assert!(!sent.form.values().any(|value| value.contains("canary")));
    }
    let told = format!("{refusal} {refusal:?}") + &serde_json::to_string(&refusal).unwrap();
    assert!(!told.contains(TOKEN), "{told}");
    let records = format!("{:?}", log.0.lock().unwrap());
    assert!(!records.contains("canary"), "{records}");
    let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("media.publish"), "{logged}");
    assert!(!logged.contains(TOKEN), "{logged}");
    assert!(!format!("{session:?}").contains("canary"));
}

#[tokio::test]
async fn a_list_of_many_is_no_answer_to_a_publish() {
    let body = r#"{"data":[{"id":"1"},{"id":"2"}]}"#;
    let (_fake, address) = Fake::start(vec![json(200, body)]).await;
    let refusal = publish_at(&address).await;
    assert_eq!(refusal.answer.shape, AnswerShape::Incomplete);
}

#[tokio::test]
async fn rows_that_are_no_comments_are_no_answer() {
    let nonsense = r#"{"data":[{"id":"1","name":"x"},{"id":"2","name":"x"}]}"#;
    let none = r#"{"data":[]}"#;
    let (_fake, address) = Fake::start(vec![json(200, nonsense), json(200, none)]).await;
    let session = session(&address);
    let media = fanfold_domain::publish::MediaId("18".into());
    let refusal = session.comments(&media).await.unwrap_err();
    assert_eq!(refusal.answer.shape, AnswerShape::Incomplete);
    assert!(session.comments(&media).await.unwrap().is_empty());
}
