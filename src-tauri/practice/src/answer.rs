//! From a call to its reply: log, faults, token, limits, operation, headers.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use futures::future::{BoxFuture, FutureExt};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::auth::{Caller, authenticate};
use crate::batch;
use crate::call::Call;
use crate::faults::{Kind, Moment};
use crate::graph::{self, Envelope, Operation};
use crate::login::check_proof;
use crate::refusal::{Refusal, app_throttled, server_trouble, throttled};
use crate::reply::{json_reply, refused, regain, spoiled, text, with_headers};
use crate::requests::Entry;
use crate::state::{Flavour, Settings};
use crate::usage::Load;
use crate::version;
use crate::wire::{self, HangUp};
use crate::world::{World, locked};

/// The Graph surface. A call that has arrived is carried out even when its sender
/// is gone before the reply, as at any real server.
pub(crate) async fn serve(Shared(world): Shared<Arc<World>>, request: Request) -> Response {
    let (call, refusal) = Call::read(request).await;
    tokio::spawn(async move { answer(&world, call, refusal).await })
        .await
        .unwrap_or_else(|error| {
            tracing::error!(%error, "a call broke off");
            refused(&server_trouble(), "none", Envelope::Graph)
        })
}

/// One item of a batch: a call like any other.
pub(crate) fn part(world: Arc<World>, call: Call) -> BoxFuture<'static, Response> {
    async move { answer(&world, call, None).await }.boxed()
}

async fn answer(world: &Arc<World>, call: Call, broken: Option<Refusal>) -> Response {
    let started = Instant::now();
    let operation = world.ledger.read(|state| Operation::of(&call, state));
    let number = locked(&world.requests).begin(Entry {
        number: 0,
        at: world.now(),
        method: call.method.to_string(),
        path: call.path.clone(),
        operation: operation.target().name(),
        params: call.params.masked(),
        token: call.token_source(),
        status: None,
        fault: None,
        milliseconds: None,
    });
    let (response, fault) = with_faults(world, &call, &operation, broken).await;
    let gone = response.extensions().get::<HangUp>().is_some();
    let status = (!gone).then(|| response.status().as_u16());
    let took = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    locked(&world.requests).end(number, status, fault, took);
    tracing::debug!(
        operation = operation.target().name(),
        ?status,
        ?fault,
        took,
        "practice call"
    );
    response
}

async fn with_faults(
    world: &Arc<World>,
    call: &Call,
    operation: &Operation,
    broken: Option<Refusal>,
) -> (Response, Option<u64>) {
    let strike =
        |moment| locked(&world.faults).strike(operation.target(), moment, operation.subject());
    let account = world.ledger.read(|state| {
        authenticate(state, call, world.clock.now())
            .map(|caller| caller.account.id)
            .unwrap_or_default()
    });
    if let Some((id, fault)) = strike(Moment::Before) {
        let response = match fault.kind {
            Kind::Slow => {
                tokio::time::sleep(fault.delay()).await;
                perform(world, call, operation, broken).await
            }
            Kind::Late => {
                let (world, call) = (Arc::clone(world), call.clone());
                tokio::spawn(async move {
                    tokio::time::sleep(fault.delay()).await;
                    let operation = world.ledger.read(|state| Operation::of(&call, state));
                    perform(&world, &call, &operation, broken).await
                });
                wire::hang_up()
            }
            Kind::Cut => {
                wire::cut(with_headers(
                    refused(&server_trouble(), "cut", operation.envelope()),
                    &fault,
                    &account,
                ))
                .await
            }
            _ => spoiled(world, &fault, &account, operation.envelope()).await,
        };
        return (response, Some(id));
    }
    let response = perform(world, call, operation, broken).await;
    let Some((id, fault)) = strike(Moment::After) else {
        return (response, None);
    };
    let response = match fault.kind {
        Kind::Slow => {
            tokio::time::sleep(fault.delay()).await;
            response
        }
        Kind::Cut => wire::cut(with_headers(response, &fault, &account)).await,
        _ => spoiled(world, &fault, &account, operation.envelope()).await,
    };
    (response, Some(id))
}

/// Carries the call out and dresses the result as Meta would.
async fn perform(
    world: &Arc<World>,
    call: &Call,
    operation: &Operation,
    broken: Option<Refusal>,
) -> Response {
    let trace = world.trace_id();
    let envelope = operation.envelope();
    let now = world.now();
    let sound = match broken {
        Some(refusal) => Err(refusal),
        None if operation.goes_unversioned() && call.version.is_none() => Ok(()),
        None => version::check(call, now),
    };
    if let Err(refusal) = sound {
        return refused(&refusal, &trace, envelope);
    }
    if operation.is_open() {
        return match graph::run_open(world, call, operation).await {
            Ok(value) => json_reply(200, &value),
            Err(refusal) => refused(&refusal, &trace, envelope),
        };
    }
    let admitted = world.ledger.read(|state| {
        let caller = authenticate(state, call, now)?;
        if caller.flavour == Flavour::Facebook {
            check_proof(state, call, &caller.token, now)?;
        }
        Ok(caller)
    });
    match admitted {
        Ok(caller) => counted(world, call, operation, &caller, &trace).await,
        Err(refusal) => refused(&refusal, &trace, envelope),
    }
}

/// A call with a good token: it counts, and the headers say how far the count has come.
async fn counted(
    world: &Arc<World>,
    call: &Call,
    operation: &Operation,
    caller: &Caller,
    trace: &str,
) -> Response {
    let settings = world.ledger.read(|state| state.settings.clone());
    let now = world.now();
    let account = &caller.account.id;
    let mut load = locked(&world.usage).count(account, operation.calls(), now, &settings);
    let result = match too_many(&settings, now, load) {
        Err(refusal) => Err(refusal),
        Ok(()) if operation.is_batch() && caller.flavour == Flavour::Instagram => {
            // As public clients report it: nothing, and no reason.
            return text(200, "application/json; charset=UTF-8", "");
        }
        Ok(()) if operation.is_batch() => batch::run(world, call).await,
        Ok(()) => graph::run(world, call, operation, caller).await,
    };
    if matches!(&result, Err(refusal) if refusal.code == 4) {
        load.app_percent = load.app_percent.max(100);
    }
    let mut response = match result {
        Ok(value) if settings.quirks.bare_success && value == json!({ "success": true }) => {
            json_reply(200, &json!(true))
        }
        Ok(value) if call.method == Method::GET => tagged(call, &value),
        Ok(value) => json_reply(200, &value),
        Err(refusal) => refused(&refusal, trace, operation.envelope()),
    };
    load.regain_minutes = load.regain_minutes.max(regain(&response));
    dress(response.headers_mut(), call, caller, load, trace);
    response
}

/// Refuses while a limit lasts: the app's own, the account's, or a counted one.
fn too_many(settings: &Settings, now: Timestamp, load: Load) -> Result<(), Refusal> {
    let left = |until: Option<Timestamp>| {
        let until = until.filter(|until| *until > now)?;
        let seconds = until.duration_since(now).as_secs();
        Some(u64::try_from(seconds).unwrap_or(0).div_ceil(60))
    };
    if let Some(minutes) = left(settings.app_throttled_until) {
        return Err(app_throttled(minutes));
    }
    if let Some(minutes) = left(settings.account_throttled_until) {
        return Err(throttled(minutes));
    }
    if load.regain_minutes > 0 {
        return Err(throttled(load.regain_minutes));
    }
    Ok(())
}

/// What is known already is not sent again (`ETag`, 304); the call counts all the same.
fn tagged(call: &Call, value: &Value) -> Response {
    let body = value.to_string();
    let hash = blake3::hash(body.as_bytes()).to_hex();
    let tag: String = hash.chars().take(32).collect();
    let tag = format!("\"{tag}\"");
    let mut response = if call.known_tag.as_deref() == Some(&tag) {
        let mut same = text(304, "application/json; charset=UTF-8", "");
        *same.status_mut() = StatusCode::NOT_MODIFIED;
        same
    } else {
        json_reply(200, value)
    };
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

fn dress(headers: &mut HeaderMap, call: &Call, caller: &Caller, load: Load, trace: &str) {
    let version = call.version.as_deref().unwrap_or("v22.0");
    let values = [
        ("x-app-usage", load.app_header().to_string()),
        (
            "x-business-use-case-usage",
            load.business_header(&caller.account.id).to_string(),
        ),
        ("facebook-api-version", version.to_owned()),
        ("x-fb-trace-id", trace.to_owned()),
        ("x-fb-request-id", trace.to_owned()),
    ];
    for (name, value) in values {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
}
