//! Downloading what `image_url` and `video_url` name, as Instagram would.
//!
//! Without cookies, in bounds of time and size, following a few redirects. Meta
//! does not document its fetcher; the time limits here are short ones for loopback
//! and home networks. Only plain HTTP: a practice picture comes from this machine.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper::{Request, Response, header};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use url::Url;

use crate::refusal::{Refusal, fetch_failed, fetch_slow, parameter, server_trouble};

const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(20);
const REDIRECTS: usize = 5;

pub(crate) struct Fetcher {
    client: Client<HttpConnector, Empty<Bytes>>,
}

/// A downloaded file, not yet kept.
pub(crate) struct Fetched {
    pub(crate) file: tempfile::NamedTempFile,
    pub(crate) hash: String,
    pub(crate) bytes: u64,
}

impl Fetcher {
    pub(crate) fn new() -> Self {
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(CONNECT));
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(10))
            .build(connector);
        Self { client }
    }

    /// Downloads `address` into `folder`, at most `limit` bytes.
    ///
    /// Refusals: `too_large` beyond the limit, -2/2207003 when it takes too long,
    /// 9004/2207052 for everything else that keeps the file from arriving.
    pub(crate) async fn fetch(
        &self,
        address: &str,
        folder: &Path,
        limit: u64,
        too_large: &Refusal,
    ) -> Result<Fetched, Refusal> {
        let url = check_address(address)?;
        tokio::time::timeout(WHOLE, self.download(url, folder, limit, too_large))
            .await
            .unwrap_or_else(|_| Err(fetch_slow()))
    }

    async fn download(
        &self,
        url: Url,
        folder: &Path,
        limit: u64,
        too_large: &Refusal,
    ) -> Result<Fetched, Refusal> {
        let response = self.follow(url).await?;
        let status = response.status();
        if !status.is_success() {
            return Err(fetch_failed(&format!(
                "The address answered with HTTP {status}."
            )));
        }
        let disk = |error: std::io::Error| {
            tracing::error!(%error, "a fetched file could not be stored");
            server_trouble()
        };
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(disk)?;
        let mut hasher = blake3::Hasher::new();
        let mut bytes = 0_u64;
        let mut body = response.into_body();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| fetch_failed("The file broke off on the way."))?;
            let Ok(data) = frame.into_data() else {
                continue;
            };
            bytes += data.len() as u64;
            if bytes > limit {
                return Err(too_large.clone());
            }
            hasher.update(&data);
            file.write_all(&data).map_err(disk)?;
        }
        Ok(Fetched {
            file,
            hash: hasher.finalize().to_hex().to_string(),
            bytes,
        })
    }

    async fn follow(&self, mut url: Url) -> Result<Response<Incoming>, Refusal> {
        for _ in 0..=REDIRECTS {
            let request = Request::get(url.as_str())
                .header(header::USER_AGENT, "facebookexternalhit/1.1 (practice)")
                .header(header::ACCEPT, "image/*,video/*;q=0.9,*/*;q=0.1")
                .body(Empty::new())
                .map_err(|_| fetch_failed("The address is not valid."))?;
            let response = self.client.request(request).await.map_err(|error| {
                if timed_out(&error) {
                    fetch_slow()
                } else {
                    fetch_failed("The server could not be reached.")
                }
            })?;
            if !response.status().is_redirection() {
                return Ok(response);
            }
            url = response
                .headers()
                .get(header::LOCATION)
                .and_then(|place| place.to_str().ok())
                .and_then(|place| url.join(place).ok())
                .filter(|next| next.scheme() == "http")
                .ok_or_else(|| fetch_failed("The redirect leads nowhere."))?;
        }
        Err(fetch_failed("The address redirects too often."))
    }
}

/// Whether a deadline of the system is somewhere behind an error.
fn timed_out(error: &(dyn std::error::Error + 'static)) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|io| io.kind() == std::io::ErrorKind::TimedOut)
        || error.source().is_some_and(timed_out)
}

/// ASCII only (Meta, IG User Media, 2026-09-11), absolute, HTTP.
pub(crate) fn check_address(address: &str) -> Result<Url, Refusal> {
    if !address.is_ascii() {
        return Err(parameter(
            "The media URL must contain only US ASCII characters",
        ));
    }
    let url = Url::parse(address).map_err(|_| fetch_failed("The address is not valid."))?;
    match url.scheme() {
        "http" if url.has_host() => Ok(url),
        "https" => Err(fetch_failed(
            "The practice Instagram fetches http:// addresses only.",
        )),
        _ => Err(fetch_failed("The address is not valid.")),
    }
}
