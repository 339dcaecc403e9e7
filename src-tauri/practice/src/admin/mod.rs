//! `/practice/admin`: faults, clock, settings, people, rehearsals, request log, reset.
//!
//! For programs on this machine; the whole server refuses everything else. Bodies are JSON.
//!
//! | address | what |
//! |---|---|
//! | `GET /health` | that it runs, which run it is, its clock |
//! | `GET, POST /accounts` | accounts; add or change one: `username`, `name`, `kind`, `restricted`, `checkpointed` |
//! | `GET, POST /pages`, `DELETE /pages/{id}` | Pages without Instagram: `name` |
//! | `GET /apps` | the Meta app of each login: `flavour`, `id`, `secret` |
//! | `POST, DELETE /token` | hand one out (`account`, `flavour`, `kind`, `expires_in`, `scopes`, `short`, `data_access_in`), end one or all (`access_token`, `subcode`) |
//! | `GET, POST, DELETE /faults`, `DELETE /faults/{id}` | faults; `{"preset": name}` takes one by name, its members override |
//! | `GET /presets`, `GET /errors` | what can be named: presets, and every documented error |
//! | `GET, DELETE /rehearsals`, `POST /rehearsals/{id}` | all in words; all off; one: `on`, `once`, `minutes` |
//! | `GET, POST /clock` | the clock: `by_seconds`, `shift_seconds` |
//! | `GET, POST /settings` | limits, times, switches, quirks; named ones change |
//! | `GET /posts`, `GET, DELETE /requests` | what is live; what was called (`?operation=`) |
//! | `POST /reset` | everything but accounts and tokens is forgotten |

mod people;

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::errors;
use crate::faults::Fault;
use crate::graph::permalink;
use crate::presets::{self, PRESETS};
use crate::refusal::{Refusal, parameter};
use crate::rehearsals;
use crate::state::{Record, Settings};
use crate::world::{World, locked};

pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/health", get(health))
        .merge(people::routes())
        .route("/faults", get(faults).post(set_fault).delete(clear_faults))
        .route("/faults/{id}", delete(remove_fault))
        .route("/presets", get(presets))
        .route("/errors", get(error_rows))
        .route("/rehearsals", get(rehearsals).delete(calm))
        .route("/rehearsals/{id}", post(rehearse))
        .route("/clock", get(clock).post(shift_clock))
        .route("/settings", get(settings).post(change_settings))
        .route("/posts", get(posts))
        .route("/requests", get(requests).delete(clear_requests))
        .route("/reset", post(reset))
}

pub(crate) use people::person;

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
            .and_then(named_fault)
            .ok_or_else(|| Refused("There is no such preset.".to_owned()))?;
        let mut base = serde_json::to_value(preset).map_err(|e| Refused(e.to_string()))?;
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

/// A preset's fault, or that of a row of the error catalogue.
fn named_fault(name: &str) -> Option<Fault> {
    let preset = presets::find(name).and_then(|preset| preset.fault().ok());
    preset.or_else(|| errors::find(name).map(errors::Row::fault))
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

/// Every documented error that can be had by name.
async fn error_rows() -> Json<Value> {
    Json(errors::ROWS.iter().map(errors::Row::described).collect())
}

async fn rehearsals(Shared(world): World_) -> Json<Value> {
    Json(json!(rehearsals::list(&world)))
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Rehearse {
    /// Switched on or off; on unless given.
    on: Option<bool>,
    /// Strikes one call and is over.
    once: bool,
    /// How many minutes, for what lasts some.
    minutes: Option<u32>,
}

/// Switches one rehearsal; answers with it as it is then.
async fn rehearse(
    Shared(world): World_,
    Path(id): Path<String>,
    body: Result<Json<Rehearse>, JsonRejection>,
) -> Answer {
    let Json(wanted) = body?;
    let order = rehearsals::Order {
        on: wanted.on.unwrap_or(true),
        once: wanted.once,
        minutes: wanted.minutes,
    };
    let row = rehearsals::switch(&world, &id, order).await?;
    let row = row.ok_or_else(|| Refused("There is no such rehearsal.".to_owned()))?;
    Ok(Json(json!(row)))
}

/// Everything well again: faults, rehearsals and the clock.
async fn calm(Shared(world): World_) -> Answer {
    rehearsals::calm(&world).await?;
    Ok(Json(json!({ "calm": true })))
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
                    "particulars": media.particulars,
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

/// Forgets posts, containers, comments, photos, faults, rehearsals, usage, settings and the
/// request log. Accounts and their tokens stay, so whoever is connected remains so.
async fn reset(Shared(world): World_) -> Answer {
    rehearsals::calm(&world).await?;
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
