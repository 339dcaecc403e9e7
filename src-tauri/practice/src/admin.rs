//! `/practice/admin`: faults, clock, settings, tokens, request log, reset.
//!
//! For programs on this machine; the whole server refuses everything else.

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::auth::all_scopes;
use crate::faults::Fault;
use crate::graph::permalink;
use crate::ids::{random_text, token_hash};
use crate::presets::{self, PRESETS};
use crate::refusal::{Refusal, parameter};
use crate::state::{Account, Flavour, Record, Settings, State, Token, TokenKind};
use crate::world::{World, add_account, locked};

pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/health", get(health))
        .route("/accounts", get(accounts).post(new_account))
        .route("/token", post(new_token).delete(end_token))
        .route("/faults", get(faults).post(set_fault).delete(clear_faults))
        .route("/faults/{id}", delete(remove_fault))
        .route("/presets", get(presets))
        .route("/clock", get(clock).post(shift_clock))
        .route("/settings", get(settings).post(change_settings))
        .route("/posts", get(posts))
        .route("/requests", get(requests).delete(clear_requests))
        .route("/reset", post(reset))
}

/// A refused admin call: HTTP 400 and a sentence.
struct Refused(String);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({ "error": self.0 }))).into_response()
    }
}

impl From<JsonRejection> for Refused {
    fn from(rejection: JsonRejection) -> Self {
        Self(rejection.body_text())
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal.message)
    }
}

type Answer = Result<Json<Value>, Refused>;
type World_ = Shared<Arc<World>>;

async fn health(Shared(world): World_) -> Json<Value> {
    Json(json!({ "ok": true, "instance": world.instance, "now": world.now() }))
}

async fn accounts(Shared(world): World_) -> Json<Value> {
    Json(
        world
            .ledger
            .read(|state| json!(state.accounts.values().collect::<Vec<_>>())),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewAccount {
    username: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    restricted: bool,
}

/// Adds an account, or changes the one with this username.
async fn new_account(
    Shared(world): World_,
    body: Result<Json<NewAccount>, JsonRejection>,
) -> Answer {
    let Json(wanted) = body?;
    let account = world
        .commit(move |change| {
            let known = change
                .state
                .accounts
                .values()
                .find(|one| one.username == wanted.username);
            let name = wanted.name.unwrap_or_else(|| wanted.username.clone());
            let mut account = match known {
                Some(known) => known.clone(),
                None => add_account(change, &wanted.username, &name),
            };
            account.restricted = wanted.restricted;
            change.put(Record::Account(account.clone()));
            Ok(account)
        })
        .await?;
    Ok(Json(json!(account)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct NewToken {
    /// Id or username; the first account unless given.
    account: Option<String>,
    flavour: Flavour,
    kind: TokenKind,
    /// Seconds; absent means it never ends.
    expires_in: Option<i64>,
    /// All that the flavour has, unless given.
    scopes: Option<Vec<String>>,
}

impl Default for NewToken {
    fn default() -> Self {
        Self {
            account: None,
            flavour: Flavour::Facebook,
            kind: TokenKind::User,
            expires_in: None,
            scopes: None,
        }
    }
}

fn pick(state: &State, wanted: Option<&str>) -> Option<Account> {
    match wanted {
        // The first account has the first sequence number and so the smallest id.
        None => state
            .accounts
            .values()
            .min_by_key(|account| account.id.clone())
            .cloned(),
        Some(wanted) => state
            .account(wanted)
            .or_else(|| {
                state
                    .accounts
                    .values()
                    .find(|account| account.username == wanted)
            })
            .cloned(),
    }
}

async fn new_token(Shared(world): World_, body: Result<Json<NewToken>, JsonRejection>) -> Answer {
    let Json(wanted) = body?;
    let account = world
        .ledger
        .read(|state| pick(state, wanted.account.as_deref()))
        .ok_or_else(|| Refused("There is no such account.".to_owned()))?;
    let prefix = if wanted.flavour == Flavour::Instagram {
        "IGAA"
    } else {
        "EAA"
    };
    let token = format!("{prefix}{}", random_text(&*world.random, 48));
    let now = world.now();
    let expires = wanted
        .expires_in
        .and_then(|s| now.checked_add(SignedDuration::from_secs(s)).ok());
    let row = Token {
        hash: token_hash(&token),
        account: account.id.clone(),
        flavour: wanted.flavour,
        kind: wanted.kind,
        scopes: wanted.scopes.unwrap_or_else(|| all_scopes(wanted.flavour)),
        issued: now,
        expires,
        revoked: None,
    };
    world
        .commit(move |change| {
            change.put(Record::Token(row));
            Ok(())
        })
        .await?;
    Ok(Json(json!({
        "access_token": token,
        "flavour": wanted.flavour,
        "account": account,
        "expires_at": expires,
    })))
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct EndToken {
    /// One token; every token unless given.
    access_token: Option<String>,
    /// The 190 sub-code; 467 unless given.
    subcode: Option<i64>,
}

async fn end_token(Shared(world): World_, body: Result<Json<EndToken>, JsonRejection>) -> Answer {
    let Json(wanted) = body?;
    let hash = wanted.access_token.as_deref().map(token_hash);
    let ended = world
        .commit(move |change| {
            let chosen: Vec<Token> = change
                .state
                .tokens
                .values()
                .filter(|token| hash.as_ref().is_none_or(|hash| token.hash == *hash))
                .cloned()
                .collect();
            let count = chosen.len();
            for token in chosen {
                let revoked = Some(wanted.subcode.unwrap_or(467));
                change.put(Record::Token(Token { revoked, ..token }));
            }
            Ok(count)
        })
        .await?;
    Ok(Json(json!({ "ended": ended })))
}

async fn faults(Shared(world): World_) -> Json<Value> {
    Json(json!(locked(&world.faults).list()))
}

/// A fault, or `{"preset": "name"}` with members of its own that override it.
async fn set_fault(Shared(world): World_, body: Result<Json<Value>, JsonRejection>) -> Answer {
    let Json(mut wanted) = body?;
    let preset = wanted
        .as_object_mut()
        .and_then(|members| members.remove("preset"));
    if let Some(name) = preset {
        let preset = name
            .as_str()
            .and_then(presets::find)
            .ok_or_else(|| Refused("There is no such preset.".to_owned()))?;
        let mut base = serde_json::to_value(preset.fault().map_err(|e| Refused(e.to_string()))?)
            .map_err(|e| Refused(e.to_string()))?;
        if let (Some(base), Some(own)) = (base.as_object_mut(), wanted.as_object()) {
            base.extend(own.clone());
        }
        wanted = base;
    }
    let fault: Fault = serde_json::from_value(wanted).map_err(|e| Refused(e.to_string()))?;
    let id = locked(&world.faults).set(fault.clone());
    tracing::info!(id, on = fault.on.name(), "a practice fault was switched on");
    Ok(Json(json!({ "id": id, "fault": fault })))
}

async fn remove_fault(Shared(world): World_, Path(id): Path<u64>) -> Answer {
    if locked(&world.faults).remove(id) {
        Ok(Json(json!({ "removed": id })))
    } else {
        Err(Refused("There is no such fault.".to_owned()))
    }
}

async fn clear_faults(Shared(world): World_) -> Json<Value> {
    locked(&world.faults).clear();
    Json(json!({ "cleared": true }))
}

async fn presets() -> Json<Value> {
    Json(PRESETS.iter().map(presets::Preset::row).collect())
}

async fn clock(Shared(world): World_) -> Json<Value> {
    let shift = world
        .ledger
        .read(|state| state.settings.clock_shift_seconds);
    Json(json!({ "now": world.now(), "shift_seconds": shift }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shift {
    /// Moves the clock by so much.
    #[serde(default)]
    by_seconds: Option<i64>,
    /// Sets the whole shift; 0 is the true time again.
    #[serde(default)]
    shift_seconds: Option<i64>,
}

/// A century either way is as far as it goes.
const FARTHEST: i64 = 3_155_760_000;

async fn shift_clock(Shared(world): World_, body: Result<Json<Shift>, JsonRejection>) -> Answer {
    let Json(wanted) = body?;
    world
        .commit(move |change| {
            let mut settings = change.state.settings.clone();
            let from = wanted.shift_seconds.unwrap_or(settings.clock_shift_seconds);
            let shift = from.saturating_add(wanted.by_seconds.unwrap_or(0));
            if shift.abs() > FARTHEST {
                return Err(parameter("The clock does not go that far"));
            }
            settings.clock_shift_seconds = shift;
            change.put(Record::Settings(settings));
            Ok(())
        })
        .await?;
    Ok(clock(Shared(world)).await)
}

async fn settings(Shared(world): World_) -> Json<Value> {
    Json(world.ledger.read(|state| json!(state.settings)))
}

/// Changes the named settings and leaves the others.
async fn change_settings(
    Shared(world): World_,
    body: Result<Json<Value>, JsonRejection>,
) -> Answer {
    let Json(wanted) = body?;
    let changed = world
        .commit(move |change| {
            let mut all = json!(change.state.settings);
            if let (Some(all), Some(own)) = (all.as_object_mut(), wanted.as_object()) {
                all.extend(own.clone());
            }
            let settings: Settings = serde_json::from_value(all).map_err(parameter)?;
            change.put(Record::Settings(settings.clone()));
            Ok(settings)
        })
        .await?;
    Ok(Json(json!(changed)))
}

async fn posts(Shared(world): World_) -> Json<Value> {
    Json(world.ledger.read(|state| {
        let rows: Vec<Value> = state
            .posts()
            .rev()
            .filter(|media| !media.deleted)
            .map(|media| {
                let comments = state
                    .comments
                    .values()
                    .filter(|one| one.media == media.id)
                    .count();
                json!({
                    "id": media.id,
                    "account": media.account,
                    "container": media.container,
                    "shape": media.shape,
                    "caption": media.particulars.caption,
                    "items": media.items,
                    "comments": comments,
                    "timestamp": media.timestamp,
                    "permalink": permalink(&world, media),
                })
            })
            .collect();
        json!({ "count": rows.len(), "posts": rows })
    }))
}

#[derive(Deserialize)]
struct Which {
    operation: Option<String>,
}

async fn requests(Shared(world): World_, Query(which): Query<Which>) -> Json<Value> {
    let log = locked(&world.requests);
    let rows = log.list(which.operation.as_deref());
    Json(json!({ "count": rows.len(), "counts": log.counts(), "requests": rows }))
}

async fn clear_requests(Shared(world): World_) -> Json<Value> {
    locked(&world.requests).clear();
    Json(json!({ "cleared": true }))
}

/// Forgets posts, containers, comments, faults, usage, settings and the request
/// log. Accounts and their tokens stay, so whoever is connected remains so.
async fn reset(Shared(world): World_) -> Answer {
    world
        .commit(|change| {
            change.put(Record::Cleared);
            change.put(Record::Settings(Settings::default()));
            Ok(())
        })
        .await?;
    locked(&world.faults).clear();
    locked(&world.requests).clear();
    locked(&world.usage).clear();
    let at: Timestamp = world.now();
    Ok(Json(json!({ "reset": true, "at": at })))
}
