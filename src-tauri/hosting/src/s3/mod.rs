//! S3-compatible buckets: Amazon, Cloudflare, Backblaze, MinIO, one's own.
//!
//! Files are uploaded with their own type, offered by a presigned link, and deleted afterwards. The
//! bucket stays private.

mod fault;
mod spec;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use fanfold_domain::Token;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as ObjectPath;
use object_store::signer::{Method, Signer};
use object_store::{
    Attribute, Attributes, BackoffConfig, ClientOptions, MultipartUpload, ObjectStore,
    ObjectStoreExt, RetryConfig,
};
use tokio::io::AsyncReadExt;

use crate::{Host, HostError, HostedUrl};
use fault::{Masked, named};
pub use spec::{S3Spec, S3SpecError};

/// How long a link holds: twice a container's life of 24 hours, so that a rebuilt one finds it too.
/// S3 takes at most seven days.
const LINK: Duration = Duration::from_hours(48);
/// Files of this many bytes and more go in parts of it; S3 takes no less than 5 MiB.
const PART: usize = 8 * 1024 * 1024;

/// What opens the bucket. Prints no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S3Keys {
    /// The access key's id; not a secret by itself.
    pub id: String,
    pub secret: Token,
    /// Of temporary keys.
    pub session: Option<Token>,
}

/// A bucket as a media host.
pub struct S3Host {
    store: AmazonS3,
    spec: S3Spec,
    masked: Masked,
}

impl std::fmt::Debug for S3Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The store would print the key's id, and temporary keys.
        f.debug_struct("S3Host")
            .field("spec", &self.spec)
            .finish_non_exhaustive()
    }
}

impl S3Host {
    /// Nothing is asked of the bucket yet.
    ///
    /// # Errors
    /// What no bucket can be behind.
    pub fn new(spec: S3Spec, keys: &S3Keys) -> Result<Self, HostError> {
        let masked = Masked::new(keys);
        let options = ClientOptions::new()
            .with_connect_timeout(Duration::from_secs(10))
            .with_timeout(Duration::from_mins(5))
            .with_allow_http(spec.is_plain());
        let retry = RetryConfig {
            backoff: BackoffConfig::default(),
            max_retries: 2,
            retry_timeout: Duration::from_secs(30),
        };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&spec.bucket)
            .with_region(&spec.region)
            .with_access_key_id(&keys.id)
            .with_secret_access_key(keys.secret.reveal())
            .with_virtual_hosted_style_request(spec.virtual_host)
            .with_client_options(options)
            .with_retry(retry);
        if let Some(endpoint) = &spec.endpoint {
            builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
        }
        if let Some(session) = &keys.session {
            builder = builder.with_token(session.reveal());
        }
        let store = builder
            .build()
            .map_err(|error| HostError::Refused(masked.words(&error)))?;
        Ok(Self {
            store,
            spec,
            masked,
        })
    }

    fn object(&self, key: &str, content_type: &str) -> ObjectPath {
        let name = format!("{}{}", plain(key), ending(content_type));
        let parts = self.spec.prefix.split('/').filter(|part| !part.is_empty());
        parts.chain([name.as_str()]).collect()
    }

    async fn upload(
        &self,
        object: &ObjectPath,
        file: &Path,
        content_type: &str,
    ) -> Result<(), HostError> {
        let lost = |cause| HostError::File {
            path: file.to_owned(),
            cause,
        };
        let mut opened = tokio::fs::File::open(file).await.map_err(lost)?;
        let facts = opened.metadata().await.map_err(lost)?;
        if !facts.is_file() {
            return Err(lost(std::io::ErrorKind::InvalidInput.into()));
        }
        let attributes = Attributes::from_iter([
            (Attribute::ContentType, content_type.to_owned()),
            (Attribute::CacheControl, "no-store".to_owned()),
        ]);
        let first = piece(&mut opened).await.map_err(lost)?;
        if first.len() < PART {
            let sent = self
                .store
                .put_opts(object, first.into(), attributes.into())
                .await;
            return sent.map(drop).map_err(|error| self.named(&error));
        }
        let mut parts = self
            .store
            .put_multipart_opts(object, attributes.into())
            .await
            .map_err(|error| self.named(&error))?;
        match self.send(&mut *parts, first, &mut opened, file).await {
            Ok(()) => Ok(()),
            Err(error) => {
                // Parts that lie around cost money.
                let _ = parts.abort().await;
                Err(error)
            }
        }
    }

    /// A large file, part by part.
    async fn send(
        &self,
        parts: &mut dyn MultipartUpload,
        first: Vec<u8>,
        rest: &mut tokio::fs::File,
        file: &Path,
    ) -> Result<(), HostError> {
        let mut next = first;
        while !next.is_empty() {
            parts
                .put_part(next.into())
                .await
                .map_err(|error| self.named(&error))?;
            next = piece(rest).await.map_err(|cause| HostError::File {
                path: file.to_owned(),
                cause,
            })?;
        }
        let done = parts.complete().await;
        done.map(drop).map_err(|error| self.named(&error))
    }

    fn named(&self, error: &object_store::Error) -> HostError {
        named(error, &self.spec.bucket, &self.masked)
    }
}

/// The file's next part; shorter only at its end.
async fn piece(file: &mut tokio::fs::File) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(PART as u64).read_to_end(&mut bytes).await?;
    Ok(bytes)
}

#[async_trait]
impl Host for S3Host {
    async fn offer(
        &self,
        key: &str,
        file: &Path,
        content_type: &str,
    ) -> Result<HostedUrl, HostError> {
        let object = self.object(key, content_type);
        self.upload(&object, file, content_type).await?;
        let link = self
            .store
            .signed_url(Method::GET, &object, LINK)
            .await
            .map_err(|error| self.named(&error))?;
        HostedUrl::with_handle(link.as_str(), object.as_ref())
            .ok_or_else(|| HostError::Refused("the link is no usable address".to_owned()))
    }

    async fn withdraw(&self, url: &HostedUrl) -> Result<(), HostError> {
        let object = ObjectPath::parse(url.handle())
            .map_err(|_| HostError::Refused("it is none of this bucket's files".to_owned()))?;
        match self.store.delete(&object).await {
            Ok(()) => Ok(()),
            Err(error) => match self.named(&error) {
                HostError::Refused(_) if matches!(error, object_store::Error::NotFound { .. }) => {
                    Ok(())
                }
                error => Err(error),
            },
        }
    }

    fn name(&self) -> &'static str {
        "s3"
    }
}

/// A key as a name: short whatever the key, because a server that keeps objects as files takes 255
/// bytes a name (MinIO's limits, 2026), and telling nobody who sees the link about the post.
fn plain(key: &str) -> String {
    blake3::hash(key.as_bytes()).to_hex().to_string()
}

fn ending(content_type: &str) -> &'static str {
    match content_type {
        "image/jpeg" => ".jpg",
        "video/mp4" => ".mp4",
        "video/quicktime" => ".mov",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_keys_share_a_name_and_every_name_is_short_and_stays_in_its_folder() {
        let long = "3/c0.123456,0.123456,0.500000,0.500000/".repeat(40);
        let keys = ["a", "A", "a/b", "a-b", "a_b", "../a", "é", "", &long];
        let names: std::collections::BTreeSet<String> = keys.iter().map(|key| plain(key)).collect();
        assert_eq!(names.len(), keys.len());
        let fits = |name: &String| name.len() <= 64 && name.bytes().all(|c| c.is_ascii_hexdigit());
        assert!(names.iter().all(fits));
    }
}
