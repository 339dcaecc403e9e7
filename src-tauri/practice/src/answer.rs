//! From a call to its reply: log, faults, token, limits, operation, headers.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use crate::auth::{Caller, authenticate};
use crate::call::Call;
use crate::faults::{Fault, FaultError, Kind, Moment};
use crate::graph::{self, Operation};
use crate::refusal::{Refusal, Words, old_version, server_trouble, syntax, throttled};
use crate::requests::Entry;
use crate::usage::Load;
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
            reply(&server_trouble(), "none")
        })
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
            Kind::Cut => {
                wire::cut(with_headers(
                    reply(&server_trouble(), "cut"),
                    &fault,
                    &account,
                ))
                .await
            }
            _ => spoiled(world, &fault, &account).await,
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
        _ => spoiled(world, &fault, &account).await,
    };
    (response, Some(id))
}

/// The reply that a fault gives instead of the right one.
async fn spoiled(world: &World, fault: &Fault, account: &str) -> Response {
    let response = match fault.kind {
        Kind::Error => reply(&fault_refusal(&fault.error), &world.trace_id()),
        Kind::HttpStatus => text(
            fault.error.http.unwrap_or(503),
            "text/plain; charset=UTF-8",
            "Service Unavailable\n",
        ),
        Kind::Html => text(
            fault.error.http.unwrap_or(502),
            "text/html; charset=UTF-8",
            "<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>\n",
        ),
        Kind::Empty => text(fault.error.http.unwrap_or(200), "application/json", ""),
        Kind::Stall => {
            tokio::time::sleep(fault.delay()).await;
            wire::hang_up()
        }
        _ => wire::hang_up(),
    };
    with_headers(response, fault, account)
}

pub(crate) fn fault_refusal(error: &FaultError) -> Refusal {
    let message = error
        .message
        .clone()
        .unwrap_or_else(|| format!("(#{}) Practice fault", error.code));
    let mut refusal = Refusal::new(error.code, message).http(error.http.unwrap_or(400));
    refusal.subcode = error.subcode;
    refusal.words = Some(Box::new(Words {
        title: error.title.clone(),
        message: error.user_message.clone(),
    }));
    refusal.transient = error.is_transient.unwrap_or(false);
    refusal
}

fn with_headers(mut response: Response, fault: &Fault, account: &str) -> Response {
    for (name, value) in &fault.headers {
        let value = value.replace("{account}", account);
        if let (Ok(name), Ok(value)) = (
            HeaderName::try_from(name.as_str()),
            HeaderValue::try_from(value),
        ) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Carries the call out and dresses the result as Meta would.
async fn perform(
    world: &Arc<World>,
    call: &Call,
    operation: &Operation,
    broken: Option<Refusal>,
) -> Response {
    let trace = world.trace_id();
    let now = world.now();
    let admitted = match broken {
        Some(refusal) => Err(refusal),
        None => check_version(call, now)
            .and_then(|()| world.ledger.read(|state| authenticate(state, call, now))),
    };
    let caller = match admitted {
        Ok(caller) => caller,
        Err(refusal) => return reply(&refusal, &trace),
    };
    let settings = world.ledger.read(|state| state.settings.clone());
    let account = caller.account.id.clone();
    let load = locked(&world.usage).count(&account, operation.calls(), now, &settings);
    let result = if load.regain_minutes > 0 {
        Err(throttled(load.regain_minutes))
    } else {
        graph::run(world, call, operation, &caller).await
    };
    let mut response = match result {
        Ok(value) => json_reply(200, &value),
        Err(refusal) => reply(&refusal, &trace),
    };
    let minutes = load.regain_minutes.max(regain(&response));
    let load = Load {
        regain_minutes: minutes,
        ..load
    };
    dress(response.headers_mut(), call, &caller, load, &trace);
    response
}

/// Minutes that the operation itself asked the caller to stay away.
#[derive(Debug, Clone, Copy)]
struct Regain(u64);

fn regain(response: &Response) -> u64 {
    response
        .extensions()
        .get::<Regain>()
        .map_or(0, |minutes| minutes.0)
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

fn text(status: u16, kind: &'static str, body: &'static str) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

pub(crate) fn json_reply(status: u16, value: &Value) -> Response {
    let mut response = text(status, "application/json; charset=UTF-8", "");
    *response.body_mut() = Body::from(value.to_string());
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache, no-store"),
    );
    response
}

fn reply(refusal: &Refusal, trace: &str) -> Response {
    let mut response = json_reply(refusal.http, &refusal.envelope(trace));
    let headers = response.headers_mut();
    for name in ["x-fb-trace-id", "x-fb-request-id"] {
        if let Ok(value) = HeaderValue::try_from(trace) {
            headers.insert(name, value);
        }
    }
    headers.insert(
        header::WWW_AUTHENTICATE,
        HeaderValue::from_static("OAuth \"Facebook Platform\" \"invalid_request\""),
    );
    if let Some(minutes) = refusal.regain_minutes {
        response.extensions_mut().insert(Regain(minutes));
    }
    response
}

/// Versions and the day they end (Meta, Graph API changelog, read 2026-09-11).
const VERSIONS: [(&str, &str); 6] = [
    ("v21.0", "2027-01-21T00:00:00Z"),
    ("v22.0", "2027-05-20T00:00:00Z"),
    ("v23.0", "2027-10-08T00:00:00Z"),
    ("v24.0", "2028-02-18T00:00:00Z"),
    ("v25.0", "2028-07-29T00:00:00Z"),
    ("v26.0", "9999-01-01T00:00:00Z"),
];

/// An ended version is 2635; one that never was is no path at all. Without a
/// version Meta takes the oldest usable one, so nothing can be wrong.
fn check_version(call: &Call, now: jiff::Timestamp) -> Result<(), Refusal> {
    let Some(version) = &call.version else {
        return Ok(());
    };
    if let Some((_, end)) = VERSIONS.iter().find(|(name, _)| name == version) {
        let ended = end.parse::<jiff::Timestamp>().is_ok_and(|end| now >= end);
        return if ended {
            Err(old_version(version))
        } else {
            Ok(())
        };
    }
    let number = version
        .trim_start_matches('v')
        .parse::<f64>()
        .unwrap_or(0.0);
    if number < 21.0 {
        return Err(old_version(version));
    }
    Err(syntax(json!(format!(
        "Unknown path components: /{version}"
    ))))
}
