//! The loopback host as Instagram's fetcher meets it: over a real socket.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use fanfold_hosting::{Host, HostError, HostedUrl, LoopbackHost};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const PHOTO: &[u8] = b"\xff\xd8 not quite a photo \xff\xd9";

/// Status line, head in lower case, body.
async fn ask(host: &LoopbackHost, method: &str, path: &str) -> (u16, String, Vec<u8>) {
    let mut stream = TcpStream::connect(host.address()).await.unwrap();
    let request = format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).await.unwrap();
    let end = reply
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let body = reply.split_off(end + 4);
    let head = String::from_utf8(reply).unwrap().to_lowercase();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head, body)
}

fn path(url: &HostedUrl) -> String {
    let rest = url.as_str().strip_prefix("http://").unwrap();
    rest.split_once('/')
        .map(|(_, path)| format!("/{path}"))
        .unwrap()
}

fn photo(folder: &Path, name: &str) -> std::path::PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, PHOTO).unwrap();
    file
}

#[tokio::test]
async fn an_offered_file_is_served_with_its_type_and_length() {
    let folder = tempfile::tempdir().unwrap();
    let host = LoopbackHost::start().await.unwrap();
    let file = photo(folder.path(), "ä ö.jpg");
    let url = host.offer("a", &file, "image/jpeg").await.unwrap();
    assert!(url.as_str().is_ascii() && !url.as_str().contains("jpg"));

    let (status, head, body) = ask(&host, "GET", &path(&url)).await;
    assert_eq!((status, body.as_slice()), (200, PHOTO));
    assert!(head.contains("content-type: image/jpeg\r\n"), "{head}");
    assert!(
        head.contains(&format!("content-length: {}\r\n", PHOTO.len())),
        "{head}"
    );
    assert!(head.contains("cache-control: no-store\r\n"), "{head}");

    let (status, head, body) = ask(&host, "HEAD", &path(&url)).await;
    assert_eq!((status, body.len()), (200, 0));
    assert!(
        head.contains(&format!("content-length: {}\r\n", PHOTO.len())),
        "{head}"
    );
}

#[tokio::test]
async fn nothing_else_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let host = LoopbackHost::start().await.unwrap();
    let url = host
        .offer("a", &photo(folder.path(), "a.jpg"), "image/jpeg")
        .await
        .unwrap();
    for other in [
        "/",
        "/a",
        "/a.jpg",
        "/../a.jpg",
        "/%2e%2e/etc/passwd",
        "//etc/passwd",
    ] {
        assert_eq!(ask(&host, "GET", other).await.0, 404, "{other}");
    }
    assert_eq!(ask(&host, "POST", &path(&url)).await.0, 405);
}

#[tokio::test]
async fn a_withdrawn_file_is_gone_and_withdrawing_twice_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let host = LoopbackHost::start().await.unwrap();
    let file = photo(folder.path(), "a.jpg");
    let kept = host.offer("kept", &file, "image/jpeg").await.unwrap();
    let url = host.offer("a", &file, "image/jpeg").await.unwrap();
    host.withdraw(&url).await.unwrap();
    host.withdraw(&url).await.unwrap();
    assert_eq!(ask(&host, "GET", &path(&url)).await.0, 404);
    assert_eq!(ask(&host, "GET", &path(&kept)).await.0, 200);
}

#[tokio::test]
async fn the_same_key_is_the_same_offer_and_other_keys_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let host = LoopbackHost::start().await.unwrap();
    let file = photo(folder.path(), "a.jpg");
    let first = host.offer("a", &file, "image/jpeg").await.unwrap();
    let again = host.offer("a", &file, "image/jpeg").await.unwrap();
    let other = host.offer("b", &file, "image/jpeg").await.unwrap();
    assert_eq!(first, again);
    assert_ne!(first, other);
}

#[tokio::test]
async fn a_file_that_vanishes_is_refused_before_and_missing_after() {
    let folder = tempfile::tempdir().unwrap();
    let host = LoopbackHost::start().await.unwrap();
    let file = photo(folder.path(), "a.jpg");
    let url = host.offer("a", &file, "image/jpeg").await.unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(ask(&host, "GET", &path(&url)).await.0, 404);
    let refused = host.offer("b", &file, "image/jpeg").await;
    assert!(matches!(refused, Err(HostError::File { .. })));
    let folder_itself = host.offer("c", folder.path(), "image/jpeg").await;
    assert!(matches!(folder_itself, Err(HostError::File { .. })));
}

#[tokio::test]
async fn a_content_type_cannot_smuggle_headers() {
    let folder = tempfile::tempdir().unwrap();
    let host = LoopbackHost::start().await.unwrap();
    let file = photo(folder.path(), "a.jpg");
    let refused = host.offer("a", &file, "image/jpeg\r\nx: y").await;
    assert!(matches!(refused, Err(HostError::Refused(_))));
}

#[tokio::test]
async fn a_dropped_host_no_longer_answers() {
    let host = LoopbackHost::start().await.unwrap();
    let address = host.address();
    drop(host);
    // The port closes as soon as the server task runs again.
    let closed = async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    let limit = std::time::Duration::from_secs(5);
    assert!(tokio::time::timeout(limit, closed).await.is_ok());
}

#[test]
fn an_address_prints_without_the_part_that_opens_it() {
    let url = HostedUrl::new("http://127.0.0.1:9/5ecret").unwrap();
    assert!(!format!("{url:?}").contains("5ecret"));
    assert!(HostedUrl::new("file:///etc/passwd").is_none());
    assert!(HostedUrl::new("nonsense").is_none());
}
