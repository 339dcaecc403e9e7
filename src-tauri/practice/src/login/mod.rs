//! Signing in, as far as Meta's side of it goes: consent pages, codes, tokens.
//!
//! Sources: Meta, Business Login for Instagram, 2026-03-13; Facebook manual login flow,
//! 2026-03-10. Deliberately not here: passwords (the practice person is always signed in) and
//! the app dashboard (there is one app a login, and its redirect addresses need no listing
//! unless the setting `redirect_uris` names some).

mod ask;
mod consent;
mod exchange;
mod page;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

use crate::call::Call;
use crate::clock::Random;
use crate::ids::{random_text, token_hash};
use crate::refusal::{Refusal, proof_refused};
use crate::state::{App, Flavour, State, Token, TokenKind};
use crate::world::World;

pub(crate) use exchange::{Exchange, run};

/// The consent pages and the answer that a person gives on them.
pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/oauth/authorize", get(consent::instagram))
        .route("/dialog/oauth", get(consent::facebook))
        .route("/{version}/dialog/oauth", get(consent::facebook))
        .route("/practice/consent", post(consent::decide))
}

/// The app ids are numbers of different lengths, as at Meta, where mixing them up is common.
const FACEBOOK_APP: &str = "100000000000001";
const INSTAGRAM_APP: &str = "2000000000000002";

/// The two practice apps with secrets of their own.
pub(crate) fn new_app(flavour: Flavour, random: &dyn Random) -> App {
    let id = match flavour {
        Flavour::Facebook => FACEBOOK_APP,
        Flavour::Instagram => INSTAGRAM_APP,
    };
    let secret = blake3::hash(random_text(random, 48).as_bytes()).to_hex();
    App {
        flavour,
        id: id.to_owned(),
        secret: secret.chars().take(32).collect(),
    }
}

/// A token nobody has had before. The beginnings are Meta's.
pub(crate) fn token_text(random: &dyn Random, flavour: Flavour) -> String {
    let beginning = match flavour {
        Flavour::Facebook => "EAA",
        Flavour::Instagram => "IGAA",
    };
    format!("{beginning}{}", random_text(random, 48))
}

/// What a new token row starts from: a user's, endless, with nothing allowed.
pub(crate) fn blank_row(token: &str, account: &str, flavour: Flavour, now: Timestamp) -> Token {
    Token {
        hash: token_hash(token),
        account: account.to_owned(),
        flavour,
        kind: TokenKind::User,
        scopes: Vec::new(),
        issued: now,
        expires: None,
        revoked: None,
        short: false,
        declined: Vec::new(),
        data_access_until: None,
        page: None,
        rehearsed: None,
        withheld: Vec::new(),
    }
}

/// How far a proof's own time may be from the server's (Meta: about five minutes).
const PROOF_SECONDS: i64 = 300;

/// Checks `appsecret_proof` (Facebook login): always when it is given, and that it is given when
/// the app demands it.
pub(crate) fn check_proof(
    state: &State,
    call: &Call,
    token: &str,
    now: Timestamp,
) -> Result<(), Refusal> {
    let Some(given) = call.params.text("appsecret_proof") else {
        return if state.settings.require_proof {
            Err(proof_refused(false))
        } else {
            Ok(())
        };
    };
    let message = match call.params.number("appsecret_time")? {
        Some(time) if (now.as_second() - time).abs() <= PROOF_SECONDS => format!("{token}|{time}"),
        Some(_) => return Err(proof_refused(true)),
        None => token.to_owned(),
    };
    let secret = state
        .app(Flavour::Facebook)
        .map(|app| app.secret.as_bytes());
    let proof = secret.and_then(|secret| Hmac::<Sha256>::new_from_slice(secret).ok());
    let proof = proof.map(|mut mac| {
        mac.update(message.as_bytes());
        hex(&mac.finalize().into_bytes())
    });
    if proof.as_deref() == Some(given.as_str()) {
        Ok(())
    } else {
        Err(proof_refused(true))
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
