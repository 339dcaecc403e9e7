//! `s3://bucket/prefix?endpoint=…&region=…`: a bucket as a person writes it.

use std::net::IpAddr;

use fanfold_domain::catalogue::redact;
use url::{Host, Url};

/// Which bucket. Holds no secret and refuses to be given one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S3Spec {
    pub bucket: String,
    /// Folders within the bucket, without slashes around; may be empty.
    pub prefix: String,
    /// `None`: Amazon's own.
    pub endpoint: Option<Url>,
    /// `us-east-1` where nobody says otherwise, which most others accept too.
    pub region: String,
    /// `bucket.endpoint/…` instead of `endpoint/bucket/…`.
    pub virtual_host: bool,
}

/// Why a bucket is not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum S3SpecError {
    #[error(
        "\"{0}\" is no bucket; it looks like s3://bucket/folder?endpoint=https://host&region=name"
    )]
    NotABucket(String),
    #[error("\"{0}\" is not known here; endpoint, region and style are")]
    UnknownPart(String),
    #[error("keys do not belong into the address; they are asked for separately")]
    KeyInside,
    #[error("\"{0}\" is no web address for the endpoint")]
    Endpoint(String),
    /// Pictures and signatures would travel readable.
    #[error("{0} is not encrypted; only https is used beyond this computer")]
    PlainHttp(String),
    #[error("\"{0}\" is no region")]
    Region(String),
}

impl S3Spec {
    /// Reads a bucket as a person wrote it.
    pub fn parse(text: &str) -> Result<Self, S3SpecError> {
        let text = text.trim();
        let shown = || S3SpecError::NotABucket(redact(text));
        let url = Url::parse(text).map_err(|_| shown())?;
        if url.scheme() != "s3" || url.fragment().is_some() || url.port().is_some() {
            return Err(shown());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(S3SpecError::KeyInside);
        }
        let bucket = url
            .host_str()
            .filter(|name| is_bucket(name))
            .ok_or_else(shown)?
            .to_owned();
        let prefix = url.path().trim_matches('/').to_owned();
        let mut spec = Self {
            bucket,
            prefix,
            endpoint: None,
            region: "us-east-1".to_owned(),
            virtual_host: false,
        };
        for (name, value) in url.query_pairs() {
            spec.part(&name, &value)?;
        }
        Ok(spec)
    }

    fn part(&mut self, name: &str, value: &str) -> Result<(), S3SpecError> {
        match name.to_ascii_lowercase().as_str() {
            "endpoint" => self.endpoint = Some(endpoint(value)?),
            "region" => {
                let fits = !value.is_empty()
                    && value.len() <= 64
                    && value
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
                if !fits {
                    return Err(S3SpecError::Region(redact(value)));
                }
                value.clone_into(&mut self.region);
            }
            "style" if value == "path" => self.virtual_host = false,
            "style" if value == "virtual" => self.virtual_host = true,
            name if name.contains("key") || name.contains("secret") || name.contains("token") => {
                return Err(S3SpecError::KeyInside);
            }
            name => return Err(S3SpecError::UnknownPart(redact(name))),
        }
        Ok(())
    }

    /// Whether the endpoint is this very computer without encryption.
    pub(super) fn is_plain(&self) -> bool {
        self.endpoint
            .as_ref()
            .is_some_and(|endpoint| endpoint.scheme() == "http")
    }
}

/// As Amazon names buckets: 3 to 63 of lower-case letters, digits, dots and dashes.
fn is_bucket(name: &str) -> bool {
    let edges = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    (3..=63).contains(&name.len())
        && name.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_')
        })
        && edges(name.bytes().next())
        && edges(name.bytes().last())
}

fn endpoint(value: &str) -> Result<Url, S3SpecError> {
    let value = if value.contains("://") {
        value.to_owned()
    } else {
        format!("https://{value}")
    };
    let wrong = || S3SpecError::Endpoint(redact(&value));
    let url = Url::parse(&value).map_err(|_| wrong())?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(S3SpecError::KeyInside);
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong());
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_this_computer(&url) => Ok(url),
        "http" => Err(S3SpecError::PlainHttp(redact(&value))),
        _ => Err(wrong()),
    }
}

fn is_this_computer(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_bucket_is_read_with_all_its_parts() {
        let spec = S3Spec::parse(
            " s3://my.bucket-1/posts/today/?endpoint=https://acc.r2.example.com&region=auto&style=virtual ",
        )
        .unwrap();
        assert_eq!(
            (spec.bucket.as_str(), spec.prefix.as_str()),
            ("my.bucket-1", "posts/today")
        );
        assert_eq!(
            spec.endpoint.unwrap().as_str(),
            "https://acc.r2.example.com/"
        );
        assert_eq!((spec.region.as_str(), spec.virtual_host), ("auto", true));
        let bare = S3Spec::parse("s3://bucket").unwrap();
        assert_eq!(
            (bare.prefix.as_str(), bare.region.as_str()),
            ("", "us-east-1")
        );
        assert_eq!(bare.endpoint, None);
        let named = S3Spec::parse("s3://bucket?endpoint=minio.example.com:9000").unwrap();
        assert_eq!(
            named.endpoint.unwrap().as_str(),
            "https://minio.example.com:9000/"
        );
    }

    #[test]
    fn plain_http_is_taken_on_this_computer_alone() {
        let spec = S3Spec::parse("s3://bucket?endpoint=http://127.0.0.1:9000").unwrap();
        assert!(spec.is_plain());
        for host in ["http://10.0.0.1:9000", "http://localhost.example.com"] {
            assert!(matches!(
                S3Spec::parse(&format!("s3://bucket?endpoint={host}")),
                Err(S3SpecError::PlainHttp(_))
            ));
        }
    }

    #[test]
    fn what_is_no_bucket_is_refused_and_keys_are_not_taken() {
        for text in [
            "",
            "bucket",
            "https://bucket.s3.amazonaws.com/",
            "s3://",
            "s3://ab",
            "s3://-bucket",
            "s3://bucket:9000/",
            "s3://bucket/#x",
        ] {
            assert!(
                matches!(S3Spec::parse(text), Err(S3SpecError::NotABucket(_))),
                "{text}"
            );
        }
        for text in [
            "s3://AKIA:secret@bucket/",
            "s3://bucket?secret_access_key=x",
            "s3://bucket?access_key_id=x",
            "s3://bucket?endpoint=https://a:b@host",
        ] {
            assert_eq!(S3Spec::parse(text), Err(S3SpecError::KeyInside), "{text}");
        }
        assert!(matches!(
            S3Spec::parse("s3://bucket?regoin=x"),
            Err(S3SpecError::UnknownPart(_))
        ));
        assert!(matches!(
            S3Spec::parse("s3://bucket?region=a b"),
            Err(S3SpecError::Region(_))
        ));
        assert!(matches!(
            S3Spec::parse("s3://bucket?endpoint=ftp://host"),
            Err(S3SpecError::Endpoint(_))
        ));
    }
}
