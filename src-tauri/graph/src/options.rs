//! What a client is told once.

use std::time::Duration;

use fanfold_domain::account::Flavour;

use crate::Endpoint;

/// How long to wait for what. Never scaled: they are about the wire, not about Instagram's pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the connection stands (name, TCP, TLS).
    pub connect: Duration,
    /// A whole read or creation, connection included.
    pub call: Duration,
    /// A whole `media_publish`; giving up early leaves the outcome open.
    pub publish: Duration,
    /// How long an upload may stand still, the wait for its answer included; a whole upload has no
    /// limit.
    pub stall: Duration,
}

impl Timeouts {
    /// `media_publish` is never given less, outside tests of this very limit.
    pub const LEAST_PUBLISH: Duration = Duration::from_mins(1);
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            call: Duration::from_secs(30),
            publish: Duration::from_secs(90),
            stall: Duration::from_secs(90),
        }
    }
}

/// What a client is told once. Cheap to build; one client serves many accounts of one flavour.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    pub base: Endpoint,
    pub flavour: Flavour,
    /// As in addresses: `v25.0` (Meta still documents Instagram with it; available until
    /// 2028-07-29. Meta, Graph API changelog).
    pub version: String,
    pub timeouts: Timeouts,
    /// Longest answer read, in bytes; a longer one is no answer.
    pub longest_answer: usize,
    /// Makes the id that ties a call to its log lines; random by default.
    pub request_id: fn() -> String,
}

impl ClientOptions {
    /// The version asked for when nobody says otherwise.
    pub const VERSION: &'static str = "v25.0";

    pub fn new(base: Endpoint, flavour: Flavour) -> Self {
        Self {
            base,
            flavour,
            version: Self::VERSION.to_owned(),
            timeouts: Timeouts::default(),
            longest_answer: 4 * 1024 * 1024,
            request_id: || uuid::Uuid::new_v4().simple().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publishing_is_given_time_enough() {
        assert!(Timeouts::default().publish >= Timeouts::LEAST_PUBLISH);
    }
}
