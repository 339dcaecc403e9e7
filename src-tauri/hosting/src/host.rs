//! What every host can do.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use url::Url;

/// An address that Instagram can fetch: ASCII, no redirects, no log-in, the file's own type and
/// length.
///
/// Whoever knows it can fetch the picture, so it prints without its path.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct HostedUrl(Url);

/// Why a host could not offer or withdraw a file.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// The file to offer cannot be read any more.
    #[error("the photo at {path} cannot be read: {cause}")]
    File {
        path: PathBuf,
        #[source]
        cause: std::io::Error,
    },
    /// The host does not answer.
    #[error("the media host does not answer: {0}")]
    Unreachable(String),
    /// The host refuses: permissions, space, a wrong address.
    #[error("the media host refuses: {0}")]
    Refused(String),
}

/// A place where Instagram can fetch a picture.
#[async_trait]
pub trait Host: Send + Sync {
    /// Offers a file. The same `key` again is the same offer, with this file. The address holds at
    /// least until [`Host::withdraw`] or, for hosts with expiring links, 24 hours (a container's
    /// life).
    async fn offer(
        &self,
        key: &str,
        file: &Path,
        content_type: &str,
    ) -> Result<HostedUrl, HostError>;

    /// Takes a file back. Withdrawing what is not offered any more is no error.
    async fn withdraw(&self, url: &HostedUrl) -> Result<(), HostError>;

    /// Its kind, as the headless contract names it: `loopback`, `s3`, `page-photo`.
    fn name(&self) -> &'static str;
}

impl HostedUrl {
    /// Takes an address if Instagram would.
    pub fn new(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let fits = matches!(url.scheme(), "http" | "https") && url.as_str().is_ascii();
        fits.then_some(Self(url))
    }

    /// The address itself, for Instagram's `image_url`.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Same scheme, host and port.
    pub(crate) fn is_same_place(&self, other: &Self) -> bool {
        self.0.origin() == other.0.origin()
    }

    pub(crate) fn path(&self) -> &str {
        self.0.path()
    }
}

impl std::fmt::Debug for HostedUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HostedUrl({})", self.0.origin().ascii_serialization())
    }
}
