//! The host doctor against hosts on loopback that do everything wrong.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use fanfold_hosting::{Doctor, Examination, Fault, Reach, Wanted};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

const JPEG: [u8; 8] = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4];
const PICTURE: Wanted = Wanted::Picture { bytes: None };

type Heard = Arc<Mutex<Vec<HeaderMap>>>;

/// A host that answers everything the same way; its address and what it was asked.
async fn answering(
    status: u16,
    headers: &[(&'static str, String)],
    body: &[u8],
) -> (String, Heard) {
    let heard = Heard::default();
    let (headers, body) = (headers.to_vec(), body.to_vec());
    let answer = move |State(heard): State<Heard>, asked: HeaderMap| async move {
        heard.lock().unwrap().push(asked);
        let mut response = Response::builder().status(status);
        for (name, value) in &headers {
            response = response.header(*name, value);
        }
        response.body(Body::from(body)).unwrap()
    };
    let router = Router::new()
        .fallback(answer)
        .with_state(Arc::clone(&heard));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/photo.jpg", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, heard)
}

/// A host that writes these bytes and then waits.
async fn raw(reply: &'static [u8], then_wait: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/photo.jpg", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = vec![0; 8 * 1024];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(reply).await;
                tokio::time::sleep(then_wait).await;
            });
        }
    });
    address
}

/// A server whose certificate nobody has signed, for `name`.
async fn distrusted(name: &str) -> String {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let shown = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(shown));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    let _ = stream
                        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
                        .await;
                }
            });
        }
    });
    format!("https://localhost:{port}")
}

async fn examine(address: &str, wanted: Wanted, reach: Reach) -> Examination {
    let doctor = Doctor::new().unwrap();
    let doctor = doctor.within(Duration::from_millis(700)).unwrap();
    doctor.examine(address, wanted, reach).await
}

async fn here(address: &str, wanted: Wanted) -> Vec<Fault> {
    faults(&examine(address, wanted, Reach::ThisComputer).await)
}

fn faults(seen: &Examination) -> Vec<Fault> {
    seen.findings
        .iter()
        .map(|finding| {
            assert!(finding.words.ends_with('.') && finding.todo.ends_with('.'));
            finding.fault.clone()
        })
        .collect()
}

fn kind(name: &str) -> Vec<(&'static str, String)> {
    vec![("content-type", name.to_owned())]
}

#[tokio::test]
async fn a_good_host_has_nothing_wrong_and_is_asked_as_by_a_stranger() {
    let (address, heard) = answering(200, &kind("image/jpeg"), &JPEG).await;
    let wanted = Wanted::Picture { bytes: Some(8) };
    let seen = examine(&address, wanted, Reach::ThisComputer).await;
    assert_eq!(seen.findings, []);
    assert!(seen.is_healthy());
    assert_eq!(
        (seen.status, seen.declared, seen.bytes),
        (Some(200), Some(8), 8)
    );
    assert!(seen.first_byte <= seen.whole);
    let heard = heard.lock().unwrap().clone();
    assert_eq!(heard.len(), 1);
    for name in ["cookie", "authorization", "referer"] {
        assert!(
            !heard.iter().any(|asked| asked.contains_key(name)),
            "{name}"
        );
    }
    let film = b"\0\0\0\x18ftypmp42....";
    let (address, _) = answering(200, &kind("video/mp4; x=y"), film).await;
    assert_eq!(here(&address, Wanted::Video { bytes: None }).await, []);
}

#[tokio::test]
async fn a_redirect_is_told_and_not_followed() {
    let (target, heard) = answering(200, &kind("image/jpeg"), &JPEG).await;
    let to = format!("{target}?access_token=EAAsecretsecret1");
    let (address, _) = answering(302, &[("location", to)], b"").await;
    let seen = examine(&address, PICTURE, Reach::ThisComputer).await;
    let shown = format!("{target}?access_token=***");
    assert_eq!(faults(&seen), [Fault::Redirects(shown)]);
    assert!(heard.lock().unwrap().is_empty());
    assert!(!seen.is_healthy());
}

#[tokio::test]
async fn what_is_no_picture_is_named() {
    let page = b"<!DOCTYPE html><title>You are about to visit</title>";
    let cases: Vec<(u16, &str, &[u8], Fault)> = vec![
        (200, "text/html; charset=utf-8", page, Fault::WebPage),
        (200, "image/jpeg", page, Fault::WebPage),
        (
            200,
            "image/png",
            b"\x89PNG....",
            Fault::WrongType("image/png".into()),
        ),
        (
            200,
            "application/octet-stream",
            &JPEG,
            Fault::WrongType("application/octet-stream".into()),
        ),
        (
            200,
            "image/jpeg",
            b"\x89PNG....",
            Fault::NotWhatItSays("image/jpeg".into()),
        ),
        (
            200,
            "video/mp4",
            b"\0\0\0\x18ftypmp42",
            Fault::WrongType("video/mp4".into()),
        ),
        (200, "image/jpeg", b"", Fault::Empty),
        (403, "application/xml", b"<Error/>", Fault::LogIn(403)),
        (401, "text/html", page, Fault::LogIn(401)),
        (404, "text/html", page, Fault::Missing(404)),
        (503, "text/html", page, Fault::Status(503)),
        (206, "image/jpeg", &JPEG, Fault::Status(206)),
    ];
    for (status, name, body, fault) in cases {
        let (address, _) = answering(status, &kind(name), body).await;
        assert_eq!(here(&address, PICTURE).await, [fault], "{status} {name}");
    }
    let (address, _) = answering(200, &[], &JPEG).await;
    assert_eq!(here(&address, PICTURE).await, [Fault::NoType]);
}

#[tokio::test]
async fn sizes_that_do_not_fit_are_named() {
    let (address, _) = answering(200, &kind("image/jpeg"), &JPEG).await;
    let other = Fault::OtherSize {
        came: 8,
        expected: 9,
    };
    assert_eq!(
        here(&address, Wanted::Picture { bytes: Some(9) }).await,
        [other]
    );

    let cut = b"HTTP/1.1 200 OK\r\ncontent-type: image/jpeg\r\ncontent-length: 100\r\n\r\n\xff\xd8\xff\xe0";
    let fault = Fault::Cut {
        came: 4,
        promised: Some(100),
    };
    assert_eq!(
        here(&raw(cut, Duration::ZERO).await, PICTURE).await,
        [fault]
    );

    let open =
        b"HTTP/1.1 200 OK\r\ncontent-type: image/jpeg\r\nconnection: close\r\n\r\n\xff\xd8\xff\xe0";
    let seen = examine(
        &raw(open, Duration::ZERO).await,
        PICTURE,
        Reach::ThisComputer,
    )
    .await;
    assert_eq!(faults(&seen), [Fault::NoLength]);
    assert!(seen.is_healthy(), "Instagram may take it");

    let mut large = JPEG.to_vec();
    large.resize(33 * 1024 * 1024, 0);
    let (address, _) = answering(200, &kind("image/jpeg"), &large).await;
    let doctor = Doctor::new().unwrap();
    let seen = doctor.examine(&address, PICTURE, Reach::ThisComputer).await;
    assert_eq!(faults(&seen), [Fault::TooLarge]);
}

#[tokio::test]
async fn a_host_that_does_not_answer_is_named() {
    let slow = raw(b"", Duration::from_secs(30)).await;
    assert_eq!(here(&slow, PICTURE).await, [Fault::TimedOut]);
    let stalls = raw(
        b"HTTP/1.1 200 OK\r\ncontent-type: image/jpeg\r\ncontent-length: 100\r\n\r\n\xff\xd8\xff\xe0",
        Duration::from_secs(30),
    )
    .await;
    assert_eq!(here(&stalls, PICTURE).await, [Fault::TimedOut]);
    let gone = raw(b"", Duration::ZERO).await;
    assert!(matches!(
        here(&gone, PICTURE).await.as_slice(),
        [Fault::Broken(_)]
    ));
    let plain = raw(b"HTTP/1.1 200 OK\r\n\r\n", Duration::ZERO).await;
    let encrypted = plain.replace("http:", "https:");
    let found = here(&encrypted, PICTURE).await;
    assert!(
        matches!(found.as_slice(), [Fault::Certificate(_)]),
        "{found:?}"
    );
    for name in ["localhost", "elsewhere.example"] {
        let found = here(&distrusted(name).await, PICTURE).await;
        assert!(
            matches!(found.as_slice(), [Fault::Certificate(_)]),
            "{found:?}"
        );
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let off = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let found = here(&off, PICTURE).await;
    assert!(
        matches!(found.as_slice(), [Fault::NoConnection(_)]),
        "{found:?}"
    );
}

#[tokio::test]
async fn addresses_that_meta_cannot_reach_are_named_without_asking_them() {
    let (address, heard) = answering(200, &kind("image/jpeg"), &JPEG).await;
    let world =
        |address: String| async move { faults(&examine(&address, PICTURE, Reach::World).await) };
    assert_eq!(world(address).await, [Fault::Private, Fault::NotEncrypted]);
    for private in [
        "https://localhost/a.jpg",
        "https://nas/a.jpg",
        "https://printer.local/a.jpg",
        "https://192.168.1.20/a.jpg",
        "https://[fd00::1]/a.jpg",
    ] {
        assert_eq!(world(private.into()).await, [Fault::Private], "{private}");
    }
    assert_eq!(
        world("https://user:pass@192.168.1.20/ä.jpg".into()).await,
        [Fault::NotAscii, Fault::LogInInside, Fault::Private]
    );
    for wrong in ["", "photo.jpg", "ftp://host/a.jpg", "file:///a.jpg"] {
        assert_eq!(world(wrong.into()).await, [Fault::NotAnAddress], "{wrong}");
    }
    assert!(heard.lock().unwrap().is_empty());
}
