//! `POST /ig-api-upload/<version>/<container>`: a video's bytes, resumable.
//!
//! Source: Meta, resumable uploads, 2026-03-15. How many bytes have come is the length of a file,
//! so a connection that drops, and a process that dies, keep what arrived. Facebook login only;
//! refusals come in an envelope of their own.

mod bytes;

use std::collections::HashSet;
use std::sync::Arc;

use axum::Router;
use axum::body::BodyDataStream;
use axum::extract::{DefaultBodyLimit, Path, Request, State as Shared};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::post;
use futures::StreamExt as _;
use serde_json::{Value, json};

use crate::faults::{Kind, Moment, Target};
use crate::graph::Envelope;
use crate::ids::token_hash;
use crate::refusal::{Refusal, bad_token, container_expired, dead_token, parameter};
use crate::reply::{json_reply, spoiled};
use crate::requests::Entry;
use crate::state::{Container, Flavour, Phase, State, TokenKind};
use crate::wire::hang_up;
use crate::world::{World, locked};

pub(crate) fn routes() -> Router<Arc<World>> {
    // Meta's pages show the address with and without its version.
    Router::new()
        .route("/ig-api-upload/{version}/{container}", post(versioned))
        .route("/ig-api-upload/{container}", post(unversioned))
        .layer(DefaultBodyLimit::disable())
}

type World_ = Shared<Arc<World>>;

async fn versioned(
    Shared(world): World_,
    Path((_, container)): Path<(String, String)>,
    request: Request,
) -> Response {
    serve(&world, &container, request).await
}

async fn unversioned(
    Shared(world): World_,
    Path(container): Path<String>,
    request: Request,
) -> Response {
    serve(&world, &container, request).await
}

async fn serve(world: &Arc<World>, container: &str, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let headers = &head.headers;
    let mut body = body.into_data_stream();
    let number = log(world, container, headers);
    let strike = |moment| locked(&world.faults).strike(Target::Upload, moment, container);
    let before = strike(Moment::Before);
    let midway = before
        .as_ref()
        .is_some_and(|(_, fault)| fault.kind == Kind::DropMidway);
    let (response, fault) = match before {
        Some((id, fault)) if fault.kind == Kind::Slow => {
            tokio::time::sleep(fault.delay()).await;
            let done = carried_out(world, container, headers, &mut body, false).await;
            (done, Some(id))
        }
        Some((id, fault)) if !midway => {
            (spoiled(world, &fault, "", Envelope::Upload).await, Some(id))
        }
        before => {
            let done = carried_out(world, container, headers, &mut body, midway).await;
            match strike(Moment::After) {
                Some((id, fault)) => (spoiled(world, &fault, "", Envelope::Upload).await, Some(id)),
                None => (done, before.map(|(id, _)| id)),
            }
        }
    };
    let gone = response.extensions().get::<crate::wire::HangUp>().is_some();
    if !gone {
        drain(&mut body).await;
    }
    let status = (!gone).then(|| response.status().as_u16());
    locked(&world.requests).end(number, status, fault, 0);
    response
}

/// Takes what is still on the way: closing on a caller who is sending resets the connection, and with it goes the
/// answer that was meant for him.
async fn drain(body: &mut BodyDataStream) {
    while let Some(Ok(_)) = body.next().await {}
}

fn log(world: &World, container: &str, headers: &HeaderMap) -> u64 {
    let number = |name: &str| text(headers, name).map(Value::from);
    locked(&world.requests).begin(Entry {
        number: 0,
        at: world.now(),
        method: "POST".to_owned(),
        path: format!("/ig-api-upload/{container}"),
        operation: Target::Upload.name(),
        params: json!({
            "offset": number("offset"),
            "file_size": number("file_size"),
            "file_url": number("file_url"),
        }),
        token: if headers.contains_key(header::AUTHORIZATION) {
            "header"
        } else {
            "none"
        },
        status: None,
        fault: None,
        milliseconds: None,
    })
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

async fn carried_out(
    world: &Arc<World>,
    container: &str,
    headers: &HeaderMap,
    body: &mut BodyDataStream,
    midway: bool,
) -> Response {
    match take(world, container, headers, body, midway).await {
        Ok(true) => json_reply(
            200,
            &json!({ "success": true, "message": "Upload successful." }),
        ),
        Ok(false) => hang_up(),
        Err(refusal) => json_reply(refusal.http, &refusal.upload_envelope()),
    }
}

/// Takes what the call brings; false when the connection ends before all of it.
async fn take(
    world: &Arc<World>,
    id: &str,
    headers: &HeaderMap,
    body: &mut BodyDataStream,
    midway: bool,
) -> Result<bool, Refusal> {
    let now = world.now();
    // Held before anything is read: what is read must stay so until it is acted on.
    let _alone = Alone::new(world, id)?;
    let container = world.ledger.read(|state| {
        let account = admitted(state, headers, now)?;
        let container = state.containers.get(id);
        let own = |one: &&Container| {
            let owner = state.accounts.get(&one.account);
            owner.is_some_and(|owner| account.reaches(&owner.user_id, &owner.id))
        };
        container
            .filter(own)
            .cloned()
            .ok_or_else(|| parameter("The container does not exist"))
    })?;
    let Some(upload) = container.upload else {
        return Err(parameter("The container was not made for an upload"));
    };
    if container.phase(now) == Phase::Expired {
        return Err(container_expired());
    }
    if upload.done {
        return Err(parameter("Every byte of this video has arrived already"));
    }
    if let Some(address) = text(headers, "file_url") {
        return bytes::fetched(world, container, &address).await;
    }
    let total = bytes::begin(world, &container, headers).await?;
    let whole = bytes::store(world, id, body, total, midway).await?;
    if whole {
        bytes::finish(world, id).await?;
    }
    Ok(whole)
}

/// Whose token came.
struct Owner {
    user: String,
    account: String,
    page: bool,
}

impl Owner {
    fn reaches(&self, user: &str, account: &str) -> bool {
        if self.page {
            self.account == account
        } else {
            self.user == user
        }
    }
}

fn admitted(state: &State, headers: &HeaderMap, now: jiff::Timestamp) -> Result<Owner, Refusal> {
    let given = text(headers, "authorization").unwrap_or_default();
    // Unlike the Graph hosts, this one knows the scheme OAuth only.
    let token = given.strip_prefix("OAuth ").unwrap_or_default();
    let row = state.tokens.get(&token_hash(token.trim()));
    let row = row
        .filter(|row| row.flavour == Flavour::Facebook)
        .ok_or_else(|| bad_token(400))?;
    if let Some(subcode) = row.ended(now) {
        return Err(dead_token(400, subcode));
    }
    let account = state
        .accounts
        .get(&row.account)
        .ok_or_else(|| bad_token(400))?;
    Ok(Owner {
        user: account.user_id.clone(),
        account: account.id.clone(),
        page: row.kind == TokenKind::Page,
    })
}

/// One call at a time writes a container's file.
struct Alone<'a> {
    world: &'a World,
    id: String,
}

impl<'a> Alone<'a> {
    fn new(world: &'a World, id: &str) -> Result<Self, Refusal> {
        let mut busy: std::sync::MutexGuard<'_, HashSet<String>> = locked(&world.uploading);
        if busy.insert(id.to_owned()) {
            return Ok(Self {
                world,
                id: id.to_owned(),
            });
        }
        Err(Refusal::new(2, "Another upload of this video is under way").transient())
    }
}

impl Drop for Alone<'_> {
    fn drop(&mut self) {
        locked(&self.world.uploading).remove(&self.id);
    }
}
