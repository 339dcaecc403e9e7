//! Bounds: hostile input, foreign pages, secrets in the log, old versions.

use serde_json::Value;

use crate::support::{Practice, exchange, form};

async fn raw(practice: &Practice, head: &str, body: &[u8]) -> Option<u16> {
    exchange(practice.server.base_url(), head, body)
        .await
        .map(|reply| reply.status)
}

#[tokio::test]
async fn hostile_input_is_refused_and_the_server_goes_on() {
    let practice = Practice::start().await;
    let deep = "[".repeat(100_000);
    let paths = [
        "/",
        "/%00",
        "/v25.0",
        "/v25.0/",
        "/../..",
        "/a/b/c/d",
        "/%ff%fe/media",
        "/me/media_publish",
    ];
    for path in paths {
        let reply = practice.call("GET", path, &[("fields", "{{{")]).await;
        assert!(
            (400..500).contains(&reply.status),
            "{path}: {}",
            reply.status
        );
        assert!(reply.json()["error"]["code"].is_i64(), "{path}");
    }
    for fields in ["a{", "id,,", &"a{".repeat(3000), "\u{202e}id"] {
        let reply = practice.call("GET", "/me", &[("fields", fields)]).await;
        assert_eq!(reply.error(), (2500, 0), "{fields}");
    }
    for kind in [
        "application/json",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
    ] {
        let head = format!(
            "POST /v25.0/{}/media HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             content-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            practice.account,
            deep.len()
        );
        let status = raw(&practice, &head, deep.as_bytes()).await.unwrap();
        assert_eq!(status, 400, "{kind}");
    }
    let huge = vec![b'a'; 1_100_000];
    let head = format!(
        "POST /v25.0/me/media HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        huge.len()
    );
    assert!(matches!(
        raw(&practice, &head, &huge).await,
        Some(400) | None
    ));
    assert_eq!(practice.call("GET", "/me", &[]).await.status, 200);
}

#[tokio::test]
async fn pages_from_elsewhere_are_refused() {
    let practice = Practice::start().await;
    let get = |extra: &str| {
        format!("GET /practice/admin/health HTTP/1.1\r\n{extra}connection: close\r\n\r\n")
    };
    let cases = [
        ("host: localhost\r\n", 200),
        ("host: 127.0.0.1:1234\r\n", 200),
        ("host: evil.example\r\n", 403),
        ("host: 127.0.0.1.evil.example\r\n", 403),
        ("host: localhost\r\norigin: https://evil.example\r\n", 403),
        ("host: localhost\r\norigin: null\r\n", 403),
    ];
    for (headers, expected) in cases {
        assert_eq!(
            raw(&practice, &get(headers), b"").await,
            Some(expected),
            "{headers}"
        );
    }
}

#[tokio::test]
async fn versions_end_on_their_day() {
    let practice = Practice::start().await;
    let query = form(&[("access_token", &practice.token)]);
    for (path, expected) in [
        ("/me", (2635, 0)),
        ("/v22.0/me", (0, 0)),
        ("/v26.0/me", (0, 0)),
        ("/v19.0/me", (2635, 0)),
        ("/v99.0/me", (2500, 0)),
    ] {
        let head =
            format!("GET {path}?{query} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        let reply = exchange(practice.server.base_url(), &head, b"")
            .await
            .unwrap();
        assert_eq!(reply.error(), expected, "{path}");
    }
}

#[tokio::test]
async fn calls_are_logged_without_their_secrets() {
    let practice = Practice::start().await;
    let query = form(&[("access_token", &practice.token), ("fields", "id")]);
    let head =
        format!("GET /v25.0/me?{query} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    exchange(practice.server.base_url(), &head, b"")
        .await
        .unwrap();
    let container = practice.single("seen").await;
    practice.publish(&container).await.unwrap();
    let log = practice.admin("GET", "/requests", Value::Null).await;
    assert!(!log.to_string().contains(&practice.token));
    assert_eq!(log["counts"]["publish"], 1);
    let published = practice
        .admin("GET", "/requests?operation=publish", Value::Null)
        .await;
    assert_eq!(published["count"], 1);
    assert_eq!(
        published["requests"][0]["params"]["creation_id"],
        container.as_str()
    );
    assert_eq!(published["requests"][0]["status"], 200);
    assert_eq!(published["requests"][0]["token"], "header");
    for entry in std::fs::read_dir(practice.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            assert!(!text.contains(&practice.token), "{}", path.display());
        }
    }
}

#[tokio::test]
async fn the_feed_shows_words_as_words() {
    let practice = Practice::start().await;
    let container = practice.carousel(2, "<script>alert(1)</script>").await;
    let media = practice.publish(&container).await.unwrap().id();
    let fields = [("fields", "permalink")];
    let post = practice
        .call("GET", &format!("/{media}"), &fields)
        .await
        .json();
    let link = post["permalink"].as_str().unwrap().to_owned();
    let link = link.strip_prefix(practice.server.base_url()).unwrap();
    for path in ["/practice/feed", link] {
        let head = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        let page = exchange(practice.server.base_url(), &head, b"")
            .await
            .unwrap();
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().contains("&lt;script&gt;alert(1)"));
        assert!(!page.text().contains("<script"));
        assert!(page.headers["content-security-policy"].contains("default-src 'none'"));
    }
}
