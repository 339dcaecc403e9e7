//! Replies as Meta's hosts shape them, and those that a fault spoils.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use crate::faults::{Fault, FaultError, Kind};
use crate::graph::Envelope;
use crate::refusal::{Refusal, Words};
use crate::wire;
use crate::world::World;

/// The reply that a fault gives instead of the right one.
pub(crate) async fn spoiled(
    world: &World,
    fault: &Fault,
    account: &str,
    envelope: Envelope,
) -> Response {
    let response = match fault.kind {
        Kind::Error => refused(&fault_refusal(&fault.error), &world.trace_id(), envelope),
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
        Kind::Redirect => elsewhere(),
        Kind::Huge => json_reply(200, &huge()),
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

/// To a host that cannot exist (RFC 2606), unless the fault names another.
fn elsewhere() -> Response {
    let mut response = text(302, "text/html; charset=UTF-8", "");
    let place = HeaderValue::from_static("https://elsewhere.invalid/");
    response.headers_mut().insert(header::LOCATION, place);
    response
}

/// Two megabytes that parse.
fn huge() -> Value {
    let row = json!({ "id": "1", "name": "x".repeat(1000) });
    json!({ "data": vec![row; 2000] })
}

pub(crate) fn with_headers(mut response: Response, fault: &Fault, account: &str) -> Response {
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

/// Minutes that the operation itself asked the caller to stay away.
#[derive(Debug, Clone, Copy)]
struct Regain(u64);

pub(crate) fn regain(response: &Response) -> u64 {
    response
        .extensions()
        .get::<Regain>()
        .map_or(0, |minutes| minutes.0)
}

pub(crate) fn text(status: u16, kind: &'static str, body: &'static str) -> Response {
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

pub(crate) fn refused(refusal: &Refusal, trace: &str, envelope: Envelope) -> Response {
    let body = match envelope {
        Envelope::Graph => refusal.envelope(trace),
        Envelope::Login => refusal.login_envelope(),
        Envelope::Upload => refusal.upload_envelope(),
    };
    let mut response = json_reply(refusal.http, &body);
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
