//! Tokens: renewing one (Instagram login), inspecting one (Facebook login).

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::auth::{Caller, Leave};
use crate::call::Call;
use crate::ids::token_hash;
use crate::login::token_text;
use crate::refusal::{Refusal, bad_token, dead_token, parameter};
use crate::state::{DAY, Flavour, LONG_LIFE, Record, State, Token, TokenKind};
use crate::world::World;

/// `GET /refresh_access_token`: a long token a day old or more gets sixty new days,
/// without any secret.
pub(super) async fn refresh(
    world: &Arc<World>,
    call: &Call,
    caller: &Caller,
) -> Result<Value, Refusal> {
    if caller.flavour != Flavour::Instagram {
        return Err(call.unknown_path());
    }
    caller.may(Leave::Basic)?;
    if call.params.need("grant_type")? != "ig_refresh_token" {
        return Err(parameter("Param grant_type must be ig_refresh_token"));
    }
    let now = world.now();
    if caller.row.short {
        return Err(parameter("A short-lived access token cannot be refreshed"));
    }
    if now.duration_since(caller.row.issued) < DAY {
        return Err(parameter("The access token is not yet 24 hours old"));
    }
    let token = token_text(&*world.random, Flavour::Instagram);
    let row = Token {
        hash: token_hash(&token),
        issued: now,
        expires: now.checked_add(LONG_LIFE).ok(),
        ..caller.row.clone()
    };
    world
        .commit(move |change| {
            change.put(Record::Token(row));
            Ok(())
        })
        .await?;
    Ok(json!({ "access_token": token, "token_type": "bearer", "expires_in": LONG_LIFE.as_secs() }))
}

/// `GET /debug_token`: what a token is; a bad one is an answer, not an error. Asked with the
/// app's own token (`id|secret`) or with any good token of Facebook login.
pub(super) fn inspect(world: &World, call: &Call) -> Result<Value, Refusal> {
    let now = world.now();
    let asker = call.token().unwrap_or_default();
    world.ledger.read(|state| {
        may_inspect(state, &asker, now)?;
        let input = call.params.need("input_token")?;
        let data = match state.tokens.get(&token_hash(&input)) {
            Some(row) => described(state, row, now),
            None if is_app(state, &input) => json!({
                "app_id": input.split('|').next(),
                "type": "APP",
                "application": APPLICATION,
                "is_valid": true,
                "scopes": [],
            }),
            None => json!({
                "is_valid": false,
                "scopes": [],
                "error": { "code": 190, "message": "Invalid OAuth access token." },
            }),
        };
        Ok(json!({ "data": data }))
    })
}

const APPLICATION: &str = "Fanfold practice";

fn is_app(state: &State, token: &str) -> bool {
    state
        .apps
        .iter()
        .any(|app| format!("{}|{}", app.id, app.secret) == token)
}

fn may_inspect(state: &State, asker: &str, now: Timestamp) -> Result<(), Refusal> {
    if is_app(state, asker) {
        return Ok(());
    }
    let row = state.tokens.get(&token_hash(asker));
    let row = row
        .filter(|row| row.flavour == Flavour::Facebook)
        .ok_or_else(|| bad_token(400))?;
    match row.ended(now) {
        Some(subcode) => Err(dead_token(400, subcode)),
        None => Ok(()),
    }
}

fn described(state: &State, row: &Token, now: Timestamp) -> Value {
    let ended = row.ended(now);
    let account = state.accounts.get(&row.account);
    let scopes = if ended.is_none() {
        row.held(now)
    } else {
        Vec::new()
    };
    let granular: Vec<Value> = scopes.iter().map(|scope| granular(scope, row)).collect();
    let mut data = json!({
        "app_id": state.app(row.flavour).map(|app| &app.id),
        "type": if row.kind == TokenKind::Page { "PAGE" } else { "USER" },
        "application": APPLICATION,
        "data_access_expires_at": row.data_access_until.map_or(0, Timestamp::as_second),
        "expires_at": row.expires.map_or(0, Timestamp::as_second),
        "is_valid": ended.is_none(),
        "issued_at": row.issued.as_second(),
        "scopes": scopes,
        "granular_scopes": granular,
        "user_id": account.map(|account| &account.user_id),
    });
    let Some(members) = data.as_object_mut() else {
        return data;
    };
    if row.kind == TokenKind::Page {
        let page = row.page.as_ref().or(account.map(|one| &one.page_id));
        members.insert("profile_id".to_owned(), json!(page));
    }
    if let Some(subcode) = ended {
        let error = json!({
            "code": 190,
            "subcode": subcode,
            "message": dead_token(400, subcode).message,
        });
        members.insert("error".to_owned(), error);
    }
    data
}

/// Permissions on an account name it; those without `target_ids` are for everything.
fn granular(scope: &str, row: &Token) -> Value {
    if scope.starts_with("instagram_") {
        json!({ "scope": scope, "target_ids": [row.account] })
    } else {
        json!({ "scope": scope })
    }
}
