//! What every host can do.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use fanfold_domain::Refusal;
use url::Url;

/// An address that Instagram can fetch: ASCII, no redirects, no log-in, the file's own type and
/// length.
///
/// Whoever knows it can fetch the picture, so it prints without its path.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct HostedUrl {
    url: Url,
    /// What the host knows it by; the address itself where there is nothing better.
    handle: Option<String>,
}

/// Why a host could not offer or withdraw a file. Words are masked: no key, no signature.
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
    /// The host has a fault of its own, or too much to do; later it may take the file.
    #[error("the media host has a fault of its own: {0}")]
    Unwell(String),
    /// The host refuses: permissions, space, a wrong address.
    #[error("the media host refuses: {0}")]
    Refused(String),
    /// The access key or its secret is wrong.
    #[error("the media host does not know this access key, or its secret is wrong: {0}")]
    WrongKey(String),
    /// No such bucket.
    #[error("the bucket \"{0}\" does not exist at the media host")]
    NoBucket(String),
    /// The bucket is in another region than the one given.
    #[error("the bucket is in another region: {0}")]
    WrongRegion(String),
    /// This computer's clock is too far from the host's.
    #[error(
        "this computer’s clock is wrong, so the media host does not believe its signatures: {0}"
    )]
    Clock(String),
    /// The key is right and may not do this.
    #[error("the access key may not do this in the bucket: {0}")]
    Denied(String),
    /// Instagram's own side refused (a Page's photo).
    #[error(transparent)]
    Meta(Box<Refusal>),
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
        fits.then_some(Self { url, handle: None })
    }

    /// An address that its host knows by something else; how it is built anew after a restart.
    pub fn with_handle(address: &str, handle: &str) -> Option<Self> {
        let mut url = Self::new(address)?;
        url.handle = Some(handle.to_owned());
        Some(url)
    }

    /// The address itself, for Instagram's `image_url`.
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// What to keep for taking it back later: an object's name, a photo's id, else the address.
    pub fn handle(&self) -> &str {
        self.handle.as_deref().unwrap_or(self.url.as_str())
    }

    /// Same scheme, host and port.
    pub(crate) fn is_same_place(&self, other: &Self) -> bool {
        self.url.origin() == other.url.origin()
    }

    pub(crate) fn path(&self) -> &str {
        self.url.path()
    }
}

impl std::fmt::Debug for HostedUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HostedUrl({})", self.url.origin().ascii_serialization())
    }
}
