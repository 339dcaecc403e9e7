//! Where Instagram fetches a post's pictures: this process for an Instagram on this computer, the
//! account's Page, or the person's own bucket.

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use fanfold_domain::catalogue::{Local, refuse_local};
use fanfold_domain::{Delivery, Refusal};
use fanfold_graph::Session;
use fanfold_hosting::{
    Doctor, Host, HostError, HostedUrl, LoopbackHost, PagePhoto, PagePhotos, Reach, Wanted,
};
use fanfold_publish::{HostPort, Hosted, SlideFile};

use crate::Workbench;
use crate::error::{Result, WorkbenchError};

/// One server for all posts of this process.
pub(crate) struct OnLoopback(LoopbackHost);

impl Workbench {
    /// The host of this process, started with the first post.
    pub(crate) async fn loopback_host(&self) -> Result<Arc<OnLoopback>> {
        let start = || async {
            LoopbackHost::start()
                .await
                .map(|host| Arc::new(OnLoopback(host)))
        };
        let host = self.loopback.get_or_try_init(start).await;
        host.cloned()
            .map_err(|error| WorkbenchError::Internal(error.to_string()))
    }
}

/// What a host's trouble means for a publish.
pub(crate) fn refusal(error: &HostError) -> Refusal {
    let local = match error {
        HostError::File { .. } => Local::PhotoLost,
        HostError::Unreachable(_) | HostError::Unwell(_) => Local::MediaHostUnreachable,
        HostError::Meta(refusal) => return (**refusal).clone(),
        HostError::Refused(_)
        | HostError::WrongKey(_)
        | HostError::NoBucket(_)
        | HostError::WrongRegion(_)
        | HostError::Clock(_)
        | HostError::Denied(_) => Local::MediaHostRefused,
    };
    refuse_local(local, Delivery::NotSent, &error.to_string())
}

async fn offered(host: &dyn Host, file: &SlideFile) -> std::result::Result<Hosted, Refusal> {
    let offered = host.offer(&file.key, &file.path, &file.media_type).await;
    let url = offered.map_err(|error| refusal(&error))?;
    Ok(Hosted {
        handle: url.handle().to_owned(),
        url: url.as_str().to_owned(),
    })
}

async fn withdrawn(host: &dyn Host, hosted: &Hosted) {
    if let Some(url) = HostedUrl::with_handle(&hosted.url, &hosted.handle)
        && let Err(error) = host.withdraw(&url).await
    {
        tracing::warn!(%error, host = host.name(), "a hosted copy could not be taken back");
    }
}

#[async_trait]
impl HostPort for OnLoopback {
    async fn offer(&self, file: &SlideFile) -> std::result::Result<Hosted, Refusal> {
        offered(&self.0, file).await
    }

    async fn holds(&self, hosted: &Hosted) -> bool {
        HostedUrl::new(&hosted.url).is_some_and(|url| self.0.serves(&url))
    }

    async fn answers(&self, hosted: &Hosted) -> bool {
        // It is this very process: what it serves, it answers.
        self.holds(hosted).await
            && tokio::net::TcpStream::connect(self.0.address())
                .await
                .is_ok()
    }

    async fn withdraw(&self, hosted: &Hosted) {
        withdrawn(&self.0, hosted).await;
    }
}

/// A host on the web: it goes on serving when this process ends.
pub(crate) struct OnTheWeb {
    pub(crate) host: Box<dyn Host>,
    pub(crate) doctor: Doctor,
    pub(crate) reach: Reach,
}

#[async_trait]
impl HostPort for OnTheWeb {
    async fn offer(&self, file: &SlideFile) -> std::result::Result<Hosted, Refusal> {
        offered(&*self.host, file).await
    }

    async fn holds(&self, _hosted: &Hosted) -> bool {
        // Addresses hold longer than the containers that were made of them.
        true
    }

    async fn answers(&self, hosted: &Hosted) -> bool {
        let wanted = Wanted::Picture { bytes: None };
        let seen = self.doctor.examine(&hosted.url, wanted, self.reach).await;
        if !seen.is_healthy() {
            tracing::warn!(findings = ?seen.findings, "the media host's own link does not work");
        }
        seen.is_healthy()
    }

    async fn withdraw(&self, hosted: &Hosted) {
        withdrawn(&*self.host, hosted).await;
    }
}

/// No such object, or none for this sign-in (Meta, Graph API error 100/33).
const GONE: (Option<i64>, Option<i64>) = (Some(100), Some(33));

/// The photos of one Page, with that Page's sign-in.
pub(crate) struct PhotosOf {
    pub(crate) page: String,
    pub(crate) session: Session,
}

#[async_trait]
impl PagePhotos for PhotosOf {
    async fn upload(
        &self,
        picture: &Path,
        content_type: &str,
    ) -> std::result::Result<PagePhoto, Refusal> {
        let lost = |error: &std::io::Error| {
            refuse_local(Local::PhotoLost, Delivery::NotSent, &error.to_string())
        };
        let file = tokio::fs::File::open(picture).await.map_err(|e| lost(&e))?;
        let length = file.metadata().await.map_err(|e| lost(&e))?.len();
        let id = self
            .session
            .upload_photo(&self.page, file, length, content_type)
            .await?;
        let source = self.session.photo_source(&id).await?;
        Ok(PagePhoto {
            id,
            url: source.url,
        })
    }

    async fn delete(&self, id: &str) -> std::result::Result<(), Refusal> {
        match self.session.delete_photo(id).await {
            // What is gone already is taken back.
            Err(refusal) if (refusal.answer.code, refusal.answer.subcode) == GONE => Ok(()),
            done => done.map(drop),
        }
    }
}
