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
    /// The language of Instagram's own words for a person (`error_user_title`, `error_user_msg`), as
    /// Facebook writes it: `de_DE`. `None` leaves it to Meta (English).
    pub locale: Option<String>,
    pub timeouts: Timeouts,
    /// Longest answer read, in bytes; a longer one is no answer.
    pub longest_answer: usize,
    /// Makes the id that ties a call to its log lines; random by default.
    pub request_id: fn() -> String,
}

impl ClientOptions {
    /// The version asked for when nobody says otherwise.
    pub const VERSION: &'static str = "v25.0";

    /// Versions to choose from, newest first: those that Meta names for Instagram's pages and that
    /// live on (v22.0 until 2027-05-20. Meta, Graph API changelog, read 2026-09-11).
    pub const VERSIONS: [&'static str; 4] = [Self::VERSION, "v24.0", "v23.0", "v22.0"];

    /// Whether this can be a version in an address: `v25.0`.
    pub fn is_version(version: &str) -> bool {
        // Three digits are more than Meta will need in this program's life.
        let digits = |text: &str| {
            matches!(text.len(), 1..=3) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        version
            .strip_prefix('v')
            .and_then(|rest| rest.split_once('.'))
            .is_some_and(|(major, minor)| digits(major) && digits(minor))
    }

    /// Whether this can be a language: `de_DE`.
    pub fn is_locale(locale: &str) -> bool {
        let two = |part: &str, is: fn(&u8) -> bool| part.len() == 2 && part.bytes().all(|b| is(&b));
        locale.split_once('_').is_some_and(|(language, country)| {
            two(language, u8::is_ascii_lowercase) && two(country, u8::is_ascii_uppercase)
        })
    }

    pub fn new(base: Endpoint, flavour: Flavour) -> Self {
        Self {
            base,
            flavour,
            version: Self::VERSION.to_owned(),
            locale: None,
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
