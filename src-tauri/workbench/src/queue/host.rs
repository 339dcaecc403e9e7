//! The loopback host of this process, for accounts whose Instagram is on this computer.

use std::sync::Arc;

use async_trait::async_trait;
use fanfold_domain::catalogue::{Local, refuse_local};
use fanfold_domain::{Delivery, Refusal};
use fanfold_hosting::{Host, HostError, HostedUrl, LoopbackHost};
use fanfold_publish::{HostPort, Hosted, SlideFile};

use crate::Workbench;
use crate::error::{Result, WorkbenchError};

/// One server for all posts of this process.
pub(crate) struct OnLoopback(LoopbackHost);

impl Workbench {
    /// The host, started with the first post.
    pub(crate) async fn host(&self) -> Result<Arc<OnLoopback>> {
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

fn refusal(error: &HostError) -> Refusal {
    let local = match error {
        HostError::File { .. } => Local::PhotoLost,
        HostError::Unreachable(_) | HostError::Refused(_) => Local::MediaHostUnreachable,
    };
    refuse_local(local, Delivery::NotSent, &error.to_string())
}

#[async_trait]
impl HostPort for OnLoopback {
    async fn offer(&self, file: &SlideFile) -> std::result::Result<Hosted, Refusal> {
        let offered = self.0.offer(&file.key, &file.path, &file.media_type).await;
        let url = offered.map_err(|error| refusal(&error))?;
        let url = url.as_str().to_owned();
        Ok(Hosted {
            handle: url.clone(),
            url,
        })
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
        if let Some(url) = HostedUrl::new(&hosted.url)
            && let Err(error) = self.0.withdraw(&url).await
        {
            tracing::warn!(%error, "a hosted copy could not be taken back");
        }
    }
}
