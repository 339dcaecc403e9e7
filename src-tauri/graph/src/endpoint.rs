//! Where calls go: Meta's own hosts, or one base address that stands for all of them.

use std::net::IpAddr;

use url::{Host, Url};

use crate::Flavour;

/// Where calls go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Endpoint {
    /// Meta's hosts, by flavour.
    Meta,
    /// One address for every host: the practice Instagram, a test, a proxy.
    One(Url),
}

/// Why an address is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    #[error("\"{0}\" is not a web address")]
    NotAnAddress(String),
    /// A token would travel readable.
    #[error("{0} is not encrypted; only https is used beyond this computer")]
    PlainHttp(String),
}

impl Endpoint {
    /// An address as a person gave it. Plain `http` only to this very computer.
    pub fn parse(address: &str) -> Result<Self, EndpointError> {
        let shown = || fanfold_domain::catalogue::redact(address);
        let url = Url::parse(address.trim()).map_err(|_| EndpointError::NotAnAddress(shown()))?;
        let has_secret = !url.username().is_empty() || url.password().is_some();
        if url.host().is_none() || has_secret || url.query().is_some() {
            return Err(EndpointError::NotAnAddress(shown()));
        }
        match url.scheme() {
            "https" => Ok(Self::One(url)),
            "http" if is_loopback(&url) => Ok(Self::One(url)),
            "http" => Err(EndpointError::PlainHttp(shown())),
            _ => Err(EndpointError::NotAnAddress(shown())),
        }
    }

    /// Whether calls stay on this computer.
    pub fn is_loopback(&self) -> bool {
        matches!(self, Self::One(url) if is_loopback(url))
    }

    /// Whether a plain connection may be made at all.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self, Self::One(url) if url.scheme() == "http")
    }

    /// The address of a Graph path such as `17841…/media`; `version` is left out for the paths
    /// that have none.
    pub(crate) fn graph(&self, flavour: Flavour, version: &str, path: &str) -> Option<Url> {
        self.under(graph_host(flavour), &[version], path)
    }

    /// A path of the Graph host that has no version.
    pub(crate) fn unversioned(&self, flavour: Flavour, path: &str) -> Option<Url> {
        self.under(graph_host(flavour), &[], path)
    }

    /// Where Instagram changes a login code into a token.
    pub(crate) fn login(&self, path: &str) -> Option<Url> {
        self.under("https://api.instagram.com/", &[], path)
    }

    /// The page on which a person says yes.
    pub(crate) fn authorize(&self, flavour: Flavour, version: &str) -> Option<Url> {
        match flavour {
            Flavour::Facebook => {
                self.under("https://www.facebook.com/", &[version], "dialog/oauth")
            }
            Flavour::Instagram => self.under("https://www.instagram.com/", &[], "oauth/authorize"),
        }
    }

    /// The address that a container's answer named for its bytes, if a token may be sent there.
    pub(crate) fn upload(&self, named: &str) -> Option<Url> {
        let url = Url::parse(named).ok()?;
        let ours = match self {
            Self::Meta => Url::parse("https://rupload.facebook.com/").ok()?,
            Self::One(base) => base.clone(),
        };
        let bare = url.username().is_empty() && url.password().is_none();
        (bare && url.origin() == ours.origin()).then_some(url)
    }

    /// The address of a picture that an answer named, on one of Meta's delivery hosts; or on the one
    /// address that stands for all of them.
    pub(crate) fn shown(&self, named: &str) -> Option<Url> {
        let url = Url::parse(named).ok()?;
        let bare = url.username().is_empty() && url.password().is_none();
        let delivers = match url.host() {
            Some(Host::Domain(host)) => [".cdninstagram.com", ".fbcdn.net"]
                .iter()
                .any(|end| host.ends_with(end)),
            _ => false,
        };
        let metas = delivers && url.scheme() == "https" && url.port().is_none();
        let ours = matches!(self, Self::One(base) if base.origin() == url.origin());
        (bare && (metas || ours)).then_some(url)
    }

    fn under(&self, host: &str, before: &[&str], path: &str) -> Option<Url> {
        let mut url = match self {
            Self::One(url) => url.clone(),
            Self::Meta => Url::parse(host).ok()?,
        };
        url.path_segments_mut()
            .ok()?
            .pop_if_empty()
            .extend(before)
            .extend(path.split('/').filter(|part| !part.is_empty()));
        Some(url)
    }
}

fn graph_host(flavour: Flavour) -> &'static str {
    match flavour {
        Flavour::Facebook => "https://graph.facebook.com/",
        Flavour::Instagram => "https://graph.instagram.com/",
    }
}

fn is_loopback(url: &Url) -> bool {
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
    fn plain_http_is_refused_beyond_this_computer() {
        for address in [
            "http://graph.facebook.com",
            "http://10.0.0.1:80",
            "http://localhost.evil.com",
        ] {
            assert!(
                matches!(Endpoint::parse(address), Err(EndpointError::PlainHttp(_))),
                "{address}"
            );
        }
        for address in [
            "http://127.0.0.1:9",
            "http://[::1]:9/base",
            "http://localhost:1",
            "https://proxy.example/x",
        ] {
            assert!(Endpoint::parse(address).is_ok(), "{address}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_quoting_secrets() {
        for address in [
            "",
            "graph",
            "ftp://x",
            "file:///etc",
            "https://user:pass@x/",
            "https://x/?access_token=EAAsecretsecret",
        ] {
            let error = Endpoint::parse(address).unwrap_err();
            assert!(!error.to_string().contains("secretsecret"), "{error}");
        }
    }

    #[test]
    fn pictures_are_fetched_from_metas_hosts_alone() {
        let meta = |address| Endpoint::Meta.shown(address).is_some();
        assert!(meta(
            "https://scontent-fra3-1.cdninstagram.com/v/a.jpg?oh=1"
        ));
        assert!(meta("https://scontent.xx.fbcdn.net/v/a.jpg"));
        for foreign in [
            "http://scontent.xx.fbcdn.net/a.jpg",
            "https://scontent.xx.fbcdn.net:8443/a.jpg",
            "https://me@scontent.xx.fbcdn.net/a.jpg",
            "https://fbcdn.net.evil.com/a.jpg",
            "https://evilfbcdn.net/a.jpg",
            "https://169.254.169.254/a.jpg",
            "file:///etc/passwd",
            "a.jpg",
        ] {
            assert!(!meta(foreign), "{foreign}");
        }
        let base = Endpoint::parse("http://127.0.0.1:9").unwrap();
        assert!(base.shown("http://127.0.0.1:9/media/1.jpg").is_some());
        assert!(base.shown("http://127.0.0.1:10/media/1.jpg").is_none());
    }

    #[test]
    fn a_base_keeps_its_path_and_odd_ids_cannot_leave_theirs() {
        let base = Endpoint::parse("http://127.0.0.1:9/base/").unwrap();
        let url = base.graph(Flavour::Facebook, "v25.0", "178/media").unwrap();
        assert_eq!(url.as_str(), "http://127.0.0.1:9/base/v25.0/178/media");
        let odd = base.graph(Flavour::Facebook, "v25.0", "1?x=2#y").unwrap();
        assert_eq!(odd.query(), None);
        let meta = Endpoint::Meta
            .graph(Flavour::Instagram, "v25.0", "me")
            .unwrap();
        assert_eq!(meta.as_str(), "https://graph.instagram.com/v25.0/me");
    }
}
