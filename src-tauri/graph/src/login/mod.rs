//! Signing in with the user's own Meta app, by either of Meta's two logins, and what a token may do.
//!
//! Sources: Meta, manual login flow (2026-03-10), OIDC with PKCE (2023-07-18), long-lived tokens
//! (2026-09-11), Business Login for Instagram (2026-03-13), `debug_token`, user permissions.
//!
//! Secrets (tokens, login codes, verifiers, the app's secret) are [`Token`]s: they print as `***`.
//! They travel in a header or in a form, never in an address, with two exceptions, for which Meta
//! documents no other way: `input_token` of `debug_token`, and `client_secret` of Instagram's
//! short-to-long exchange. Addresses are never logged nor put into errors.
//!
//! Deliberately not here: opening a browser, listening for the redirect, the keychain, and when to
//! refresh (whoever keeps the token decides with [`refreshable`]).

mod address;
mod exchange;
mod inspect;
mod permissions;
mod returned;
mod scopes;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fanfold_domain::Token;

pub use address::{Ask, Authorize};
pub use exchange::{Grant, Refreshable, refreshable};
pub use inspect::{Inspection, Moment, ScopeTargets, TokenKind};
pub use permissions::{Permission, PermissionState};
pub use returned::{NotGranted, Returned, returned};
pub use scopes::{Need, Purpose, current_name, missing, needs, scopes};

/// The user's own Meta app, as its dashboard shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaApp {
    /// Facebook login: the Meta App ID. Instagram login: the *Instagram* App ID, another number.
    pub id: String,
    /// Only where the user gave it; some exchanges need it.
    pub secret: Option<Token>,
    /// Exactly as entered in the dashboard, trailing slash included.
    pub redirect_uri: String,
}

/// One try to sign in: what ties the answer to the question. Made anew for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Comes back with the answer; an answer without it is somebody else's.
    pub state: String,
    /// PKCE: shown only when the code is exchanged. Meta documents it for Facebook login alone and
    /// marks it as in testing (2023-07-18); `None` leaves it out.
    pub verifier: Option<Token>,
}

impl Attempt {
    /// An attempt from 64 random bytes: half for the state, half for the verifier (43 characters,
    /// the least that RFC 7636 takes).
    pub fn of_random(bytes: &[u8; 64]) -> Self {
        let (state, verifier) = bytes.split_at(32);
        Self {
            state: URL_SAFE_NO_PAD.encode(state),
            verifier: Token::parse(&URL_SAFE_NO_PAD.encode(verifier)),
        }
    }

    /// The same attempt without PKCE, for an app that refuses it.
    #[must_use]
    pub fn without_pkce(mut self) -> Self {
        self.verifier = None;
        self
    }
}
