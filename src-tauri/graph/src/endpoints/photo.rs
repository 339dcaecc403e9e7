//! Unpublished photos of a Facebook Page: a place from which Instagram can fetch a picture.
//!
//! Source: three public clients do exactly this (2026); Meta's pages on Page photos document the
//! calls, not this use. Facebook recompresses to 2048 pixels on the long side; addresses last days.
//! Facebook login only, with the Page's own token.

use fanfold_domain::Refusal;
use reqwest::Body;
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use tokio::io::AsyncRead;
use tokio_util::io::ReaderStream;

use super::read::{count, done, flat, id, text};
use crate::call::Call;
use crate::client::Session;
use crate::transport::lacks;

/// One size of a photo.
#[derive(Clone, PartialEq, Eq)]
pub struct PhotoSource {
    /// Whoever knows it can fetch the picture, so it does not print.
    pub url: String,
    pub width: u64,
    pub height: u64,
}

impl std::fmt::Debug for PhotoSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PhotoSource({}×{})", self.width, self.height)
    }
}

impl Session {
    /// Uploads a picture as an unpublished photo of the Page; its id. `length` in bytes.
    pub async fn upload_photo(
        &self,
        page: &str,
        picture: impl AsyncRead + Send + Sync + 'static,
        length: u64,
        content_type: &str,
    ) -> Result<String, Refusal> {
        let options = &self.client.inner.options;
        let body = Body::wrap_stream(ReaderStream::with_capacity(picture, 64 * 1024));
        let part = Part::stream_with_length(body, length)
            .file_name("photo.jpg")
            .mime_str(content_type)
            .map_err(|_| lacks("a type of picture"))?;
        let mut form = Form::new().text("published", "false").part("source", part);
        if let Some(locale) = &options.locale {
            form = form.text("locale", locale.clone());
        }
        let path = format!("{page}/photos");
        let request = options
            .base
            .graph(options.flavour, &options.version, &path)
            .map(|url| {
                self.client
                    .inner
                    .http
                    .post(url)
                    .bearer_auth(self.token.reveal())
                    .timeout(options.timeouts.stall)
                    .multipart(form)
            });
        let value = self
            .client
            .run(
                "photo.upload",
                request,
                &[&self.token],
                std::future::pending(),
            )
            .await?;
        id(&value)
    }

    /// Where the largest size of a photo is.
    pub async fn photo_source(&self, photo: &str) -> Result<PhotoSource, Refusal> {
        let call = Call::get("photo.read", photo).with("fields", "images");
        let value = self.send(call).await?;
        let images = flat(&value).get("images").and_then(Value::as_array);
        images
            .into_iter()
            .flatten()
            .filter_map(|image| {
                Some(PhotoSource {
                    url: text(image, "source")?,
                    width: count(image, "width")?,
                    height: count(image, "height")?,
                })
            })
            .max_by_key(|source| source.width.saturating_mul(source.height))
            .ok_or_else(|| lacks("an address of the photo"))
    }

    /// Deletes a photo.
    pub async fn delete_photo(&self, photo: &str) -> Result<(), Refusal> {
        done(&self.send(Call::delete("photo.delete", photo)).await?)
    }
}
