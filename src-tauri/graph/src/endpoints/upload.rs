//! Video bytes to rupload: one request to the end of the file, resumed from what has arrived.
//!
//! Source: Meta, resumable uploads, 2026-03-15; Facebook login only, as documented. The address is
//! the one that the container's answer named, and only on the host that it should be on: the token
//! travels along. Several slices are not documented, so none are sent.

use std::io::SeekFrom;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use fanfold_domain::Refusal;
use fanfold_domain::answer::{Answer, AnswerShape, Delivery};
use fanfold_domain::catalogue::{Local, refuse, refuse_local};
use futures::{Stream, StreamExt};
use reqwest::Body;
use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use tokio::io::{AsyncRead, AsyncSeekExt};
use tokio_util::io::ReaderStream;

use super::read::done;
use crate::client::Session;

/// Bytes read from the file at a time.
const PIECE: usize = 256 * 1024;

/// Where an upload goes, and from where on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadFrom<'a> {
    /// As the container's answer named it.
    pub to: &'a str,
    /// Bytes that Instagram has already; see `container_details`.
    pub offset: u64,
    /// Length of the whole file, in bytes, whatever the offset.
    pub size: u64,
}

impl Session {
    /// Sends a file from `offset` to its end. `progress` hears how many bytes of the whole have
    /// left, from the task that sends them: be quick.
    ///
    /// # Errors
    /// A file that cannot be read ([`Local::PhotoLost`], nothing sent); Instagram's refusal; a
    /// connection that broke or stood still: ask how far it is and go on from there.
    pub async fn upload_file(
        &self,
        to: &str,
        offset: u64,
        file: &Path,
        progress: impl Fn(u64) + Send + Sync + 'static,
    ) -> Result<(), Refusal> {
        let lost = |error: std::io::Error| {
            refuse_local(Local::PhotoLost, Delivery::NotSent, &error.to_string())
        };
        let mut opened = tokio::fs::File::open(file).await.map_err(lost)?;
        let size = opened.metadata().await.map_err(lost)?.len();
        opened.seek(SeekFrom::Start(offset)).await.map_err(lost)?;
        let from = UploadFrom { to, offset, size };
        self.upload(from, opened, progress).await
    }

    /// Sends what `rest` holds, which is the file from `offset` on.
    pub async fn upload(
        &self,
        from: UploadFrom<'_>,
        rest: impl AsyncRead + Send + Sync + 'static,
        progress: impl Fn(u64) + Send + Sync + 'static,
    ) -> Result<(), Refusal> {
        let inner = &self.client.inner;
        let Some(url) = inner.options.base.upload(from.to) else {
            return Err(elsewhere());
        };
        let mut secret = HeaderValue::from_str(&format!("OAuth {}", self.token.reveal()))
            .map_err(|_| refuse_local(Local::TokenMissing, Delivery::NotSent, "no header"))?;
        secret.set_sensitive(true);
        let sent = Arc::new(AtomicU64::new(0));
        let pieces = counted(rest, from.offset, Arc::clone(&sent), progress);
        let request = inner
            .http
            .post(url)
            .header(AUTHORIZATION, secret)
            .header("offset", from.offset)
            .header("file_size", from.size)
            .header(CONTENT_TYPE, "application/octet-stream")
            .header(CONTENT_LENGTH, from.size.saturating_sub(from.offset))
            .body(Body::wrap_stream(pieces));
        let stalled = stalled(&sent, inner.options.timeouts.stall);
        let value = self
            .client
            .run("container.upload", Some(request), &[&self.token], stalled)
            .await?;
        done(&value)
    }
}

/// The reader's pieces, counted as they leave.
fn counted(
    rest: impl AsyncRead + Send + Sync + 'static,
    offset: u64,
    sent: Arc<AtomicU64>,
    progress: impl Fn(u64) + Send + Sync + 'static,
) -> impl Stream<Item = std::io::Result<Bytes>> + Send + 'static {
    ReaderStream::with_capacity(rest, PIECE).inspect(move |piece| {
        if let Ok(bytes) = piece {
            let length = bytes.len() as u64;
            let so_far = sent.fetch_add(length, Ordering::Relaxed) + length;
            progress(offset + so_far);
        }
    })
}

/// Ends when nothing has left for that long, the wait for the answer included.
async fn stalled(sent: &AtomicU64, limit: Duration) {
    let mut before = None;
    loop {
        let now = sent.load(Ordering::Relaxed);
        if before == Some(now) {
            return;
        }
        before = Some(now);
        tokio::time::sleep(limit).await;
    }
}

/// An answer that names a host to which no token goes.
fn elsewhere() -> Refusal {
    refuse(
        Answer {
            kind: Some("redirect".to_owned()),
            message: "The answer names another host for the upload.".to_owned(),
            shape: AnswerShape::Network,
            ..Answer::default()
        },
        Delivery::NotSent,
    )
}
