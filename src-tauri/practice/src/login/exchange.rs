//! Codes into tokens, short tokens into long ones.
//!
//! Messages are those that public clients report, Meta's pages giving none. Without the secret only a code that was asked for with a challenge is exchanged;
//! whether Meta does so is unverified (OIDC page, 2023-07-18).

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{blank_row, token_text};
use crate::call::Call;
use crate::ids::token_hash;
use crate::ledger::Change;
use crate::refusal::{Refusal, bad_token, dead_token, parameter};
use crate::state::{
    App, CODE_LIFE, Code, DATA_ACCESS, Flavour, LONG_LIFE, Record, SHORT_LIFE, Token, TokenKind,
};
use crate::world::World;

/// Which of Meta's three addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exchange {
    /// `POST api.instagram.com/oauth/access_token`.
    InstagramCode,
    /// `GET graph.instagram.com/access_token`.
    InstagramLong,
    /// `GET graph.facebook.com/<version>/oauth/access_token`, for codes and for long tokens.
    Facebook,
}

pub(crate) async fn run(
    world: &Arc<World>,
    call: &Call,
    which: Exchange,
) -> Result<Value, Refusal> {
    match which {
        Exchange::InstagramCode => instagram_code(world, call).await,
        Exchange::InstagramLong => instagram_long(world, call).await,
        Exchange::Facebook => match call.params.text("grant_type").as_deref() {
            Some("fb_exchange_token") => facebook_long(world, call).await,
            Some("client_credentials") => {
                let app = named_app(world, call, Flavour::Facebook)?;
                secret(call, &app, true)?;
                let token = format!("{}|{}", app.id, app.secret);
                Ok(json!({ "access_token": token, "token_type": "bearer" }))
            }
            None | Some("authorization_code") => facebook_code(world, call).await,
            Some(other) => Err(parameter(format_args!("Invalid grant_type: {other}"))),
        },
    }
}

fn named_app(world: &World, call: &Call, flavour: Flavour) -> Result<App, Refusal> {
    let refused = |message: &str| {
        let code = if flavour == Flavour::Facebook {
            101
        } else {
            400
        };
        Refusal::new(code, message)
    };
    let given = call.params.text("client_id").ok_or_else(|| {
        refused(match flavour {
            Flavour::Facebook => "Missing client_id parameter.",
            Flavour::Instagram => "Missing required field client_id",
        })
    })?;
    let app = world.ledger.read(|state| state.app(flavour).cloned());
    app.filter(|app| app.id == given).ok_or_else(|| {
        refused(match flavour {
            Flavour::Facebook => {
                "Error validating application. Cannot get application info due to a system error."
            }
            Flavour::Instagram => "Invalid platform app",
        })
    })
}

/// A secret that is given must be right; whether it may be absent is the caller's to say.
fn secret(call: &Call, app: &App, needed: bool) -> Result<(), Refusal> {
    match call.params.text("client_secret") {
        Some(secret) if secret == app.secret => Ok(()),
        Some(_) => Err(Refusal::new(1, "Error validating client secret.")),
        None if !needed => Ok(()),
        None if app.flavour == Flavour::Facebook => {
            Err(Refusal::new(1, "Missing client_secret parameter."))
        }
        None => Err(Refusal::new(400, "Missing required field client_secret")),
    }
}

/// What is wrong with a code, in the words of either host.
fn code_refused(flavour: Flavour, subcode: i64, facebook: &str, instagram: &str) -> Refusal {
    match flavour {
        Flavour::Facebook => Refusal::new(100, facebook).bare_sub(subcode),
        Flavour::Instagram => Refusal::new(400, instagram),
    }
}

/// Uses a code up: it exists, is this app's, fresh, unused, and every part of the request that
/// made it is repeated.
fn redeem(
    change: &mut Change<'_>,
    call: &Call,
    app: &App,
    now: Timestamp,
) -> Result<Code, Refusal> {
    const MISMATCH: &str = "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request";
    let flavour = app.flavour;
    let refused =
        |subcode, facebook, instagram| code_refused(flavour, subcode, facebook, instagram);
    let given = call.params.text("code").ok_or_else(|| {
        refused(
            36_009,
            "Missing authorization code",
            "Missing required field code",
        )
    })?;
    let unknown = "Matching code was not found or was already used";
    let code = change
        .state
        .codes
        .get(&token_hash(&given))
        .filter(|code| code.flavour == flavour)
        .ok_or_else(|| refused(36_009, "Invalid verification code format.", unknown))?
        .clone();
    if code.used {
        return Err(refused(
            36_009,
            "This authorization code has been used.",
            unknown,
        ));
    }
    if now.duration_since(code.issued) >= CODE_LIFE {
        return Err(refused(
            36_007,
            "This authorization code has expired.",
            "This authorization code has expired",
        ));
    }
    if call.params.text("redirect_uri").as_deref() != Some(&code.redirect_uri) {
        return Err(refused(36_008, MISMATCH, MISMATCH));
    }
    let verifier = call.params.text("code_verifier");
    if let Some(challenge) = &code.challenge {
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.unwrap_or_default().as_bytes()));
        if hash != *challenge {
            return Err(refused(
                36_009,
                "Invalid code_verifier parameter.",
                "Invalid code_verifier",
            ));
        }
    }
    secret(call, app, code.challenge.is_none())?;
    change.put(Record::Code(Code {
        used: true,
        ..code.clone()
    }));
    Ok(code)
}

fn short_row(token: &str, code: &Code, now: Timestamp) -> Token {
    let facebook = code.flavour == Flavour::Facebook;
    Token {
        scopes: code.scopes.clone(),
        declined: code.declined.clone(),
        expires: now.saturating_add(SHORT_LIFE).ok(),
        short: true,
        data_access_until: now.saturating_add(DATA_ACCESS).ok().filter(|_| facebook),
        ..blank_row(token, &code.account, code.flavour, now)
    }
}

/// Exchanges the call's code for a short token; gives both.
async fn by_code(
    world: &Arc<World>,
    call: &Call,
    flavour: Flavour,
) -> Result<(String, Code), Refusal> {
    let app = named_app(world, call, flavour)?;
    let token = token_text(&*world.random, flavour);
    let (call, now) = (call.clone(), world.now());
    world
        .commit(move |change| {
            let code = redeem(change, &call, &app, now)?;
            change.put(Record::Token(short_row(&token, &code, now)));
            Ok((token, code))
        })
        .await
}

async fn instagram_code(world: &Arc<World>, call: &Call) -> Result<Value, Refusal> {
    if call.params.text("grant_type").as_deref() != Some("authorization_code") {
        return Err(Refusal::new(400, "Invalid grant_type"));
    }
    let (token, code) = by_code(world, call, Flavour::Instagram).await?;
    let quirks = world.ledger.read(|state| state.settings.quirks.clone());
    let user = match code.account.parse::<u64>() {
        Ok(number) if quirks.user_id_number => json!(number),
        _ => json!(code.account),
    };
    let permissions = if quirks.permissions_array {
        json!(code.scopes)
    } else {
        json!(code.scopes.join(","))
    };
    let row = json!({ "access_token": token, "user_id": user, "permissions": permissions });
    Ok(if quirks.token_wrapped {
        json!({ "data": [row] })
    } else {
        row
    })
}

async fn facebook_code(world: &Arc<World>, call: &Call) -> Result<Value, Refusal> {
    let (token, _) = by_code(world, call, Flavour::Facebook).await?;
    Ok(bearer(&token, SHORT_LIFE))
}

fn bearer(token: &str, life: SignedDuration) -> Value {
    json!({ "access_token": token, "token_type": "bearer", "expires_in": life.as_secs() })
}

/// `ig_exchange_token`: a short token and the secret give sixty days.
async fn instagram_long(world: &Arc<World>, call: &Call) -> Result<Value, Refusal> {
    if call.params.need("grant_type")? != "ig_exchange_token" {
        return Err(parameter("Param grant_type must be ig_exchange_token"));
    }
    let app = world
        .ledger
        .read(|state| state.app(Flavour::Instagram).cloned());
    let app = app.ok_or_else(|| parameter("Invalid platform app"))?;
    match call.params.text("client_secret") {
        None => return Err(parameter("The parameter client_secret is required")),
        Some(_) => secret(call, &app, true)?,
    }
    let short = call.token().unwrap_or_default();
    lengthen(world, &short, Flavour::Instagram, 401).await
}

/// `fb_exchange_token`: likewise, with the short token in a parameter of its own.
async fn facebook_long(world: &Arc<World>, call: &Call) -> Result<Value, Refusal> {
    let app = named_app(world, call, Flavour::Facebook)?;
    secret(call, &app, true)?;
    let short = call.params.need("fb_exchange_token")?;
    lengthen(world, &short, Flavour::Facebook, 400).await
}

async fn lengthen(
    world: &Arc<World>,
    short: &str,
    flavour: Flavour,
    http: u16,
) -> Result<Value, Refusal> {
    let token = token_text(&*world.random, flavour);
    let (hash, now) = (token_hash(short), world.now());
    world
        .commit(move |change| {
            let old = change.state.tokens.get(&hash);
            let old = old.filter(|old| old.flavour == flavour && old.kind == TokenKind::User);
            let old = old.ok_or_else(|| bad_token(http))?;
            if let Some(subcode) = old.ended(now) {
                return Err(dead_token(http, subcode));
            }
            if flavour == Flavour::Instagram && !old.short {
                return Err(parameter("The access token is not a short-lived one"));
            }
            let row = Token {
                hash: token_hash(&token),
                issued: now,
                expires: now.saturating_add(LONG_LIFE).ok(),
                short: false,
                ..old.clone()
            };
            change.put(Record::Token(row));
            Ok(bearer(&token, LONG_LIFE))
        })
        .await
}
