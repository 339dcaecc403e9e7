//! The host doctor: fetches an address as Meta would and names what is wrong with it, before
//! Instagram does.
//!
//! Meta documents only that the file must be on a public server (IG User Media, 2026-09-11); what
//! else is looked at here is what public clients have seen fail: addresses that are not ASCII,
//! redirects, log-in pages, wrong types, slow hosts, plain http, private networks.
//!
//! No cookies, no log-in, no redirect is followed, and what is fetched is counted, not kept. Meta
//! fetches from elsewhere: an address that works here may still be closed to others, so the doctor
//! cannot promise success.

mod fetch;
mod finding;
mod words;

use std::net::IpAddr;
use std::time::Duration;

use url::{Host, Url};

use fetch::{Client, Failure};
pub use finding::{Fault, Finding};

/// What the address should hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A JPEG, with its size in bytes where it is known.
    Picture { bytes: Option<u64> },
    /// An MP4 or MOV, with its size in bytes where it is known.
    Video { bytes: Option<u64> },
}

/// From where it has to be reachable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// From Meta's servers.
    World,
    /// From this computer alone: the practice Instagram.
    ThisComputer,
}

/// How an address was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Examination {
    /// The gravest first; empty when nothing is wrong.
    pub findings: Vec<Finding>,
    pub status: Option<u16>,
    pub content_type: Option<String>,
    /// `Content-Length`.
    pub declared: Option<u64>,
    /// Bytes that came.
    pub bytes: u64,
    /// From asking to the head of the answer.
    pub first_byte: Option<Duration>,
    /// From asking to the last byte.
    pub whole: Option<Duration>,
}

impl Examination {
    /// Whether Instagram can be expected to take it.
    pub fn is_healthy(&self) -> bool {
        !self.findings.iter().any(|finding| finding.fatal)
    }
}

/// Why nothing can be examined.
#[derive(Debug, thiserror::Error)]
pub enum DoctorError {
    #[error("encrypted connections are not possible on this computer: {0}")]
    Tls(String),
}

/// Examines addresses. Keep one; it holds the certificates.
#[derive(Debug, Clone)]
pub struct Doctor {
    client: Client,
    limits: Limits,
}

/// How long and how much. Meta's own limits are not documented; a host that needs longer than this
/// has failed for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) connect: Duration,
    pub(crate) head: Duration,
    pub(crate) body: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            head: Duration::from_secs(20),
            body: Duration::from_mins(2),
        }
    }
}

impl Doctor {
    pub fn new() -> Result<Self, DoctorError> {
        let limits = Limits::default();
        Ok(Self {
            client: Client::new(limits)?,
            limits,
        })
    }

    /// The same doctor with less patience: no step takes longer than this.
    pub fn within(mut self, longest: Duration) -> Result<Self, DoctorError> {
        self.limits = Limits {
            connect: self.limits.connect.min(longest),
            head: self.limits.head.min(longest),
            body: self.limits.body.min(longest),
        };
        self.client = Client::new(self.limits)?;
        Ok(self)
    }

    /// Fetches the address once and says what is wrong. Nothing is kept of what comes.
    pub async fn examine(&self, address: &str, wanted: Wanted, reach: Reach) -> Examination {
        let mut seen = Examination {
            findings: Vec::new(),
            status: None,
            content_type: None,
            declared: None,
            bytes: 0,
            first_byte: None,
            whole: None,
        };
        if let Some(url) = self.address(address, reach, &mut seen).await {
            match self.client.fetch(&url, most_bytes(wanted)).await {
                Ok(fetched) => finding::judge(&fetched, wanted, &mut seen),
                Err(failure) => seen.find(of_failure(failure)),
            }
        }
        seen.findings
            .sort_by_key(|finding| std::cmp::Reverse(finding.fatal));
        seen
    }

    /// What is wrong with the address itself; `None` when there is nothing to fetch.
    async fn address(&self, address: &str, reach: Reach, seen: &mut Examination) -> Option<Url> {
        if !address.is_ascii() {
            seen.find(Fault::NotAscii);
        }
        let url = match Url::parse(address) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => url,
            _ => {
                seen.find(Fault::NotAnAddress);
                return None;
            }
        };
        if !url.username().is_empty() || url.password().is_some() {
            seen.find(Fault::LogInInside);
        }
        if reach == Reach::ThisComputer {
            return Some(url);
        }
        if url.scheme() == "http" {
            seen.find(Fault::NotEncrypted);
        }
        if self.is_private(&url).await {
            seen.find(Fault::Private);
            return None;
        }
        Some(url)
    }

    /// Whether only this computer, or its own network, can reach it. A name counts as private when
    /// every address behind it is.
    async fn is_private(&self, url: &Url) -> bool {
        let port = url.port_or_known_default().unwrap_or(443);
        let name = match url.host() {
            Some(Host::Ipv4(ip)) => return is_private(IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => return is_private(IpAddr::V6(ip)),
            Some(Host::Domain(name)) => name.trim_end_matches('.').to_ascii_lowercase(),
            None => return true,
        };
        let endings = [
            ".local",
            ".localhost",
            ".internal",
            ".lan",
            ".home.arpa",
            ".test",
        ];
        if !name.contains('.') || endings.iter().any(|ending| name.ends_with(ending)) {
            return true;
        }
        let looked_up = tokio::net::lookup_host((name.as_str(), port));
        match tokio::time::timeout(self.limits.connect, looked_up).await {
            Ok(Ok(found)) => {
                let mut found = found.peekable();
                found.peek().is_some() && found.all(|address| is_private(address.ip()))
            }
            // Fetching names that trouble.
            _ => false,
        }
    }
}

impl Examination {
    fn find(&mut self, fault: Fault) {
        self.findings.push(Finding::of(fault));
    }
}

/// More than this is not read: the file is wrong anyway. Meta takes pictures of 8 MB and reels of 300
/// MB (2026-09-11).
fn most_bytes(wanted: Wanted) -> u64 {
    match wanted {
        Wanted::Picture { .. } => 32 * 1024 * 1024,
        Wanted::Video { .. } => 1024 * 1024 * 1024,
    }
}

fn of_failure(failure: Failure) -> Fault {
    match failure {
        Failure::Name(words) => Fault::NameNotFound(words),
        Failure::Connect(words) => Fault::NoConnection(words),
        Failure::Certificate(words) => Fault::Certificate(words),
        Failure::TimedOut => Fault::TimedOut,
        Failure::Broken(words) => Fault::Broken(words),
    }
}

/// Addresses that Meta's servers cannot reach (IANA special-purpose registries, 2026).
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [first, second, ..] = ip.octets();
            ip.is_loopback()
                || ip.is_private()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_broadcast()
                || ip.is_multicast()
                || ip.is_documentation()
                // Shared by an internet provider's customers.
                || (first == 100 && (64..128).contains(&second))
        }
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => is_private(IpAddr::V4(ip)),
            None => {
                ip.is_loopback()
                    || ip.is_unspecified()
                    || ip.is_unique_local()
                    || ip.is_unicast_link_local()
                    || ip.is_multicast()
            }
        },
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn addresses_of_ones_own_network_are_private() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.1.1",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "fe80::1",
            "fd00::1",
            "::ffff:192.168.1.1",
        ] {
            assert!(is_private(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["1.1.1.1", "100.63.0.1", "172.32.0.1", "2606:4700::1111"] {
            assert!(!is_private(ip.parse().unwrap()), "{ip}");
        }
    }
}
