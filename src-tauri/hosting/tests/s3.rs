//! A bucket behind a real S3-compatible server on loopback, which checks every signature.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::Router;
use axum::http::{Response, StatusCode};
use fanfold_domain::Token;
use fanfold_hosting::{
    Doctor, Fault, Host, HostError, HostedUrl, Reach, S3Host, S3Keys, S3Spec, Wanted,
};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioIo};
use s3s::S3Result;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use tempfile::TempDir;
use tokio::net::TcpListener;

const ID: &str = "AKIAFANFOLDTEST";
const SECRET: &str = "canarySecretCanarySecretCanarySecret";

/// A server with the bucket `posts`, and a photo to offer.
struct Bucket {
    address: SocketAddr,
    folder: TempDir,
}

/// This storage makes buckets as they are named; S3 does not.
struct BucketsThatAre(PathBuf);

#[async_trait::async_trait]
impl S3Access for BucketsThatAre {
    async fn check(&self, asked: &mut S3AccessContext<'_>) -> S3Result<()> {
        if asked.credentials().is_none() {
            return Err(s3s::s3_error!(AccessDenied, "not signed"));
        }
        match asked.s3_path().get_bucket_name() {
            Some(name) if !self.0.join(name).is_dir() => {
                Err(s3s::s3_error!(NoSuchBucket, "no such bucket"))
            }
            _ => Ok(()),
        }
    }
}

impl Bucket {
    async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let root = folder.path().join("s3");
        std::fs::create_dir_all(root.join("posts")).unwrap();
        let storage = s3s_fs::FileSystem::new(&root).unwrap();
        let service = {
            let mut builder = S3ServiceBuilder::new(storage);
            builder.set_auth(SimpleAuth::from_single(ID, SECRET));
            builder.set_access(BucketsThatAre(root));
            builder.build()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let server = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new());
                    let _ = server.serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Self { address, folder }
    }

    fn host(&self) -> S3Host {
        self.host_with("posts/today", SECRET)
    }

    fn host_with(&self, place: &str, secret: &str) -> S3Host {
        host(self.address, place, secret)
    }

    fn photo(&self, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join("photo.jpg");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn objects(&self) -> usize {
        let folder = self.folder.path().join("s3/posts/today");
        std::fs::read_dir(folder).map_or(0, Iterator::count)
    }
}

fn host(address: SocketAddr, place: &str, secret: &str) -> S3Host {
    let spec = S3Spec::parse(&format!("s3://{place}?endpoint=http://{address}")).unwrap();
    let keys = S3Keys {
        id: ID.into(),
        secret: Token::parse(secret).unwrap(),
        session: None,
    };
    S3Host::new(spec, &keys).unwrap()
}

fn jpeg(length: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
    bytes.splice(0..4, [0xff, 0xd8, 0xff, 0xe0]);
    bytes
}

/// A plain client: no keys, no cookies.
async fn fetch(address: &str) -> (StatusCode, Option<String>, Vec<u8>) {
    let client = Client::builder(TokioExecutor::new()).build_http::<Empty<Bytes>>();
    let response = client.get(address.parse().unwrap()).await.unwrap();
    let status = response.status();
    let kind = response.headers().get("content-type");
    let kind = kind.map(|kind| kind.to_str().unwrap().to_owned());
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, kind, body.to_vec())
}

#[tokio::test]
async fn a_file_is_offered_by_a_link_that_anybody_can_fetch_and_taken_back() {
    let bucket = Bucket::start().await;
    let host = bucket.host();
    // The second goes in several parts.
    for length in [4_000, 20_000_000] {
        let bytes = jpeg(length);
        let photo = bucket.photo(&bytes);
        let url = host
            .offer("job-1/slide 1", &photo, "image/jpeg")
            .await
            .unwrap();
        assert!(url.as_str().is_ascii() && url.as_str().contains("/posts/today/"));
        let (status, kind, body) = fetch(url.as_str()).await;
        assert_eq!(
            (status, kind.as_deref()),
            (StatusCode::OK, Some("image/jpeg"))
        );
        assert!(body == bytes, "the very bytes");

        let wanted = Wanted::Picture {
            bytes: Some(length as u64),
        };
        let seen = Doctor::new()
            .unwrap()
            .examine(url.as_str(), wanted, Reach::ThisComputer)
            .await;
        assert_eq!(seen.findings, []);

        // As after a restart: only the address and the handle are left.
        let kept = HostedUrl::with_handle(url.as_str(), url.handle()).unwrap();
        host.withdraw(&kept).await.unwrap();
        assert_eq!(fetch(url.as_str()).await.0, StatusCode::NOT_FOUND);
        host.withdraw(&kept).await.unwrap();
    }
}

#[tokio::test]
async fn the_bucket_stays_private_and_the_link_holds_for_a_container_s_life() {
    let bucket = Bucket::start().await;
    let photo = bucket.photo(&jpeg(4_000));
    let url = bucket
        .host()
        .offer("a", &photo, "image/jpeg")
        .await
        .unwrap();
    let (bare, query) = url.as_str().split_once('?').unwrap();
    assert_eq!(fetch(bare).await.0, StatusCode::FORBIDDEN);
    let forged = url.as_str().replace("X-Amz-Expires=1", "X-Amz-Expires=2");
    assert_ne!(forged, url.as_str());
    assert_eq!(fetch(&forged).await.0, StatusCode::FORBIDDEN);
    let seconds: u64 = url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "X-Amz-Expires")
        .unwrap()
        .1
        .parse()
        .unwrap();
    assert!((24 * 3600..=7 * 24 * 3600).contains(&seconds));
    assert!(!url.as_str().contains(SECRET));
    assert!(!format!("{url:?}").contains("Signature"));
}

#[tokio::test]
async fn the_same_key_again_is_the_same_offer_with_the_new_file() {
    let bucket = Bucket::start().await;
    let host = bucket.host();
    let (first, second) = (jpeg(4_000), jpeg(5_000));
    host.offer("a", &bucket.photo(&first), "image/jpeg")
        .await
        .unwrap();
    let url = host
        .offer("a", &bucket.photo(&second), "image/jpeg")
        .await
        .unwrap();
    assert!(fetch(url.as_str()).await.2 == second);
    host.withdraw(&url).await.unwrap();
    assert_eq!(bucket.objects(), 0);
}

#[tokio::test]
async fn a_wrong_secret_is_named_and_printed_nowhere() {
    let bucket = Bucket::start().await;
    let photo = bucket.photo(&jpeg(4_000));
    let wrong = "wrongSecretWrongSecretWrongSecret";
    let host = bucket.host_with("posts", wrong);
    let error = host.offer("a", &photo, "image/jpeg").await.unwrap_err();
    assert!(matches!(error, HostError::WrongKey(_)), "{error}");
    assert!(
        error.to_string().ends_with(": SignatureDoesNotMatch"),
        "{error}"
    );
    let told = format!("{error} {error:?} {host:?}");
    assert!(!told.contains(wrong) && !told.contains(ID), "{told}");
    assert_eq!(bucket.objects(), 0);
}

#[tokio::test]
async fn a_missing_bucket_is_named() {
    let bucket = Bucket::start().await;
    let photo = bucket.photo(&jpeg(4_000));
    let host = bucket.host_with("nowhere", SECRET);
    let error = host.offer("a", &photo, "image/jpeg").await.unwrap_err();
    assert!(
        matches!(&error, HostError::NoBucket(name) if name == "nowhere"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_lost_photo_and_a_host_that_is_off_are_told_apart() {
    let bucket = Bucket::start().await;
    let gone = bucket.folder.path().join("gone.jpg");
    let error = bucket.host().offer("a", &gone, "image/jpeg").await;
    assert!(matches!(error, Err(HostError::File { .. })));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let off = listener.local_addr().unwrap();
    drop(listener);
    let photo = bucket.photo(&jpeg(4_000));
    let error = host(off, "posts", SECRET)
        .offer("a", &photo, "image/jpeg")
        .await
        .unwrap_err();
    assert!(matches!(error, HostError::Unreachable(_)), "{error:?}");
}

/// A server that refuses everything in S3's own words.
async fn refusing(status: u16, code: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answer = move || async move {
        Response::builder()
            .status(status)
            .header("content-type", "application/xml")
            .body(axum::body::Body::from(format!(
                "<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>Words about {ID} and {SECRET}</Message></Error>"
            )))
            .unwrap()
    };
    let router = Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

#[tokio::test]
async fn each_refusal_of_a_bucket_has_its_name() {
    let bucket = Bucket::start().await;
    let photo = bucket.photo(&jpeg(4_000));
    for (status, code, name) in [
        (403, "RequestTimeTooSkewed", "Clock"),
        (403, "InvalidAccessKeyId", "WrongKey"),
        (403, "SignatureDoesNotMatch", "WrongKey"),
        (400, "ExpiredToken", "WrongKey"),
        (404, "NoSuchBucket", "NoBucket"),
        (301, "PermanentRedirect", "WrongRegion"),
        (400, "AuthorizationHeaderMalformed", "WrongRegion"),
        (403, "AccessDenied", "Denied"),
        (500, "InternalError", "Unwell"),
        (503, "SlowDown", "Unwell"),
        (400, "EntityTooLarge", "Refused"),
    ] {
        let host = host(refusing(status, code).await, "posts", SECRET);
        let error = host.offer("a", &photo, "image/jpeg").await.unwrap_err();
        let told = format!("{error:?} {error}");
        assert!(told.starts_with(name), "{code}: {told}");
        assert!(!told.contains(SECRET) && !told.contains(ID), "{told}");
    }
}

#[tokio::test]
async fn the_doctor_sees_that_a_link_has_been_taken_back() {
    let bucket = Bucket::start().await;
    let host = bucket.host();
    let photo = bucket.photo(&jpeg(4_000));
    let url = host.offer("a", &photo, "image/jpeg").await.unwrap();
    host.withdraw(&url).await.unwrap();
    let seen = Doctor::new()
        .unwrap()
        .examine(
            url.as_str(),
            Wanted::Picture { bytes: None },
            Reach::ThisComputer,
        )
        .await;
    let fault = seen.findings.first().map(|finding| finding.fault.clone());
    assert_eq!(fault, Some(Fault::Missing(404)));
}
