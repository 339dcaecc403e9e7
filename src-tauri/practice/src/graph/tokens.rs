//! Tokens: renewing one (Instagram login), inspecting one (Facebook login).

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::auth::{Caller, Leave};
use crate::call::Call;
use crate::ids::{random_text, token_hash};
use crate::refusal::{Refusal, parameter};
use crate::state::{DAY, Flavour, Record, State, Token, TokenKind};
use crate::world::World;

/// Sixty days (Meta, refresh_access_token).
const LIFE: SignedDuration = SignedDuration::from_hours(60 * 24);

/// `GET /refresh_access_token`: a token a day old or more gets sixty new days,
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
    let old = token_hash(&caller.token);
    let age = world.ledger.read(|state| {
        state
            .tokens
            .get(&old)
            .map(|row| now.duration_since(row.issued))
    });
    if age.is_none_or(|age| age < DAY) {
        return Err(parameter("The access token is not yet 24 hours old"));
    }
    let token = format!("IGAA{}", random_text(&*world.random, 48));
    let row = Token {
        hash: token_hash(&token),
        account: caller.account.id.clone(),
        flavour: caller.flavour,
        kind: caller.kind,
        scopes: caller.scopes.clone(),
        issued: now,
        expires: now.checked_add(LIFE).ok(),
        revoked: None,
    };
    world
        .commit(move |change| {
            change.put(Record::Token(row));
            Ok(())
        })
        .await?;
    Ok(json!({ "access_token": token, "token_type": "bearer", "expires_in": LIFE.as_secs() }))
}

/// `GET /debug_token`: what a token is; a bad one is an answer, not an error.
pub(super) fn inspect(world: &World, call: &Call, caller: &Caller) -> Result<Value, Refusal> {
    if caller.flavour == Flavour::Instagram {
        return Err(call.unknown_path());
    }
    let hash = token_hash(&call.params.need("input_token")?);
    let now = world.now();
    world.ledger.read(|state| {
        let data = match state.tokens.get(&hash) {
            Some(row) => described(state, row, now),
            None => json!({
                "is_valid": false,
                "scopes": [],
                "error": { "code": 190, "message": "Invalid OAuth access token." },
            }),
        };
        Ok(json!({ "data": data }))
    })
}

fn described(state: &State, row: &Token, now: Timestamp) -> Value {
    let ended = row.revoked.or_else(|| {
        row.expires
            .is_some_and(|expires| now >= expires)
            .then_some(463)
    });
    let account = state.accounts.get(&row.account);
    let mut data = json!({
        "app_id": "100000000000001",
        "type": if row.kind == TokenKind::Page { "PAGE" } else { "USER" },
        "application": "Fanfold practice",
        // Data access lapses 90 days after the last activity (Meta, auth-vs-data).
        "data_access_expires_at": row.issued.as_second() + 90 * 86_400,
        "expires_at": row.expires.map_or(0, Timestamp::as_second),
        "is_valid": ended.is_none(),
        "issued_at": row.issued.as_second(),
        "scopes": if ended.is_none() { row.scopes.clone() } else { Vec::new() },
        "user_id": account.map(|account| &account.user_id),
    });
    if let (Some(members), Some(subcode)) = (data.as_object_mut(), ended) {
        let error = json!({
            "code": 190,
            "subcode": subcode,
            "message": "Error validating access token.",
        });
        members.insert("error".to_owned(), error);
    }
    data
}
