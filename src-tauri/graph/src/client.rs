//! A client for one flavour, and a session: the client with one account's token.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use fanfold_domain::Token;
use jiff::{SignedDuration, Timestamp};

use crate::{CallLog, ClientOptions, Flavour};

/// Why no client could be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("\"{0}\" is not a version of the Graph API; it looks like v25.0")]
    Version(String),
    /// No TLS on this computer (no certificate store, for one).
    #[error("encrypted connections are not possible on this computer: {0}")]
    Tls(String),
}

/// A client for one flavour. Cloning shares connections; keep one, they are reused.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) options: ClientOptions,
    pub(crate) http: reqwest::Client,
    pub(crate) calls: Arc<dyn CallLog>,
    /// Set once the host has refused to read several ids in one call, so it is asked singly.
    multi_refused: AtomicBool,
    /// Instagram's clock at its last answer, and when that came.
    told: Mutex<Option<(Timestamp, Instant)>>,
}

impl Client {
    pub fn new(options: ClientOptions, calls: Arc<dyn CallLog>) -> Result<Self, ClientError> {
        if !ClientOptions::is_version(&options.version) {
            return Err(ClientError::Version(options.version));
        }
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("Fanfold/", env!("CARGO_PKG_VERSION")))
            // A redirect would carry the token to whoever the answer names.
            .redirect(reqwest::redirect::Policy::none())
            // The publish machine alone decides what may be sent twice.
            .retry(reqwest::retry::never())
            .connect_timeout(options.timeouts.connect)
            .https_only(!options.base.is_plain())
            .referer(false);
        if options.base.is_loopback() {
            builder = builder.no_proxy();
        }
        let http = builder
            .build()
            .map_err(|error| ClientError::Tls(error.without_url().to_string()))?;
        Ok(Self {
            inner: Arc::new(Inner {
                options,
                http,
                calls,
                multi_refused: AtomicBool::new(false),
                told: Mutex::default(),
            }),
        })
    }

    pub fn flavour(&self) -> Flavour {
        self.inner.options.flavour
    }

    /// The client with one account's token.
    pub fn session(&self, token: Token) -> Session {
        Session {
            client: self.clone(),
            token,
        }
    }

    /// What Instagram's own clock says now, to a second or so, whatever this computer's says; `None`
    /// before its first answer.
    pub fn time(&self) -> Option<Timestamp> {
        let told = *self.told();
        let (then, at) = told?;
        let since = SignedDuration::try_from(at.elapsed()).ok()?;
        then.checked_add(since).ok()
    }

    /// An answer of Instagram's own brought this `Date`.
    pub(crate) fn dated(&self, date: &str) {
        // `Sun, 06 Nov 1994 08:49:37 GMT`: HTTP's dates are those of mail.
        if let Ok(then) = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(date) {
            *self.told() = Some((then, Instant::now()));
        }
    }

    fn told(&self) -> MutexGuard<'_, Option<(Timestamp, Instant)>> {
        let told = &self.inner.told;
        told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn reads_many(&self) -> bool {
        !self.inner.multi_refused.load(Ordering::Relaxed)
    }

    pub(crate) fn read_singly_from_now_on(&self) {
        self.inner.multi_refused.store(true, Ordering::Relaxed);
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("options", &self.inner.options)
            .finish_non_exhaustive()
    }
}

/// A client with one token. Every endpoint is a method of it; see `endpoints/`.
#[derive(Debug, Clone)]
pub struct Session {
    pub(crate) client: Client,
    pub(crate) token: Token,
}

impl Session {
    pub fn flavour(&self) -> Flavour {
        self.client.flavour()
    }

    /// As [`Client::time`].
    pub fn time(&self) -> Option<Timestamp> {
        self.client.time()
    }

    /// The same client with another token (a Page's own), or with this one where there is none.
    #[must_use]
    pub fn with_token(&self, token: Option<Token>) -> Self {
        Self {
            client: self.client.clone(),
            token: token.unwrap_or_else(|| self.token.clone()),
        }
    }
}
