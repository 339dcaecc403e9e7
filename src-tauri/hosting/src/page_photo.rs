//! Unpublished photos of a Facebook Page as a media host.
//!
//! Instagram can always reach Facebook's own network, and the user needs no web space. Facebook
//! login only. Source: three public clients do this (2026); Meta documents the calls, not the use.
//!
//! Deliberately not here: the calls themselves. Whoever speaks with Meta implements [`PagePhotos`].

use std::path::Path;

use async_trait::async_trait;
use fanfold_domain::Refusal;

use crate::{Host, HostError, HostedUrl};

/// A photo of a Page as it was made.
#[derive(Clone, PartialEq, Eq)]
pub struct PagePhoto {
    pub id: String,
    /// Where its largest size is. Whoever knows it can fetch the picture, so it does not print.
    pub url: String,
}

impl std::fmt::Debug for PagePhoto {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PagePhoto({})", self.id)
    }
}

/// The photos of one Page, spoken with Meta by somebody else.
#[async_trait]
pub trait PagePhotos: Send + Sync {
    /// Uploads a picture without publishing it, and asks where its largest size is.
    async fn upload(&self, picture: &Path, content_type: &str) -> Result<PagePhoto, Refusal>;

    /// Deletes a photo. One that is gone already is no error.
    async fn delete(&self, id: &str) -> Result<(), Refusal>;
}

/// A Page's photos as a host. Pictures only: Meta refuses its own addresses for videos.
#[derive(Debug)]
pub struct PagePhotoHost<P>(P);

impl<P: PagePhotos> PagePhotoHost<P> {
    pub fn new(photos: P) -> Self {
        Self(photos)
    }
}

#[async_trait]
impl<P: PagePhotos> Host for PagePhotoHost<P> {
    async fn offer(
        &self,
        _key: &str,
        file: &Path,
        content_type: &str,
    ) -> Result<HostedUrl, HostError> {
        if !content_type.starts_with("image/") {
            return Err(HostError::Refused(
                "a Page's photos hold pictures only; videos need another host".to_owned(),
            ));
        }
        tokio::fs::metadata(file)
            .await
            .map_err(|cause| HostError::File {
                path: file.to_owned(),
                cause,
            })?;
        let refused = |refusal| HostError::Meta(Box::new(refusal));
        let photo = self.0.upload(file, content_type).await.map_err(refused)?;
        if let Some(url) = HostedUrl::with_handle(&photo.url, &photo.id) {
            return Ok(url);
        }
        // Nobody could fetch it, so nobody would take it back.
        let _ = self.0.delete(&photo.id).await;
        Err(HostError::Refused(
            "Facebook named no usable address for the photo".to_owned(),
        ))
    }

    async fn withdraw(&self, url: &HostedUrl) -> Result<(), HostError> {
        self.0
            .delete(url.handle())
            .await
            .map_err(|refusal| HostError::Meta(Box::new(refusal)))
    }

    fn name(&self) -> &'static str {
        "page-photo"
    }
}
