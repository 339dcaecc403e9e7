//! `POST /ig-api-upload/<version>/<container>`: a video's bytes, resumable.
//!
//! Source: Meta, resumable uploads, 2026-03-15. How many bytes have come is the length of a file,
//! so a connection that drops, and a process that dies, keep what arrived. Facebook login only;
//! refusals come in an envelope of their own.

use std::collections::HashSet;
use std::fs::File;
use std::io::Write;
use std::path::Path as FsPath;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State as Shared};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::post;
use futures::StreamExt;
use serde_json::{Value, json};

use crate::faults::{Kind, Moment, Target};
use crate::graph::{self, Envelope, Role};
use crate::ids::token_hash;
use crate::refusal::{
    Refusal, bad_token, container_expired, dead_token, parameter, server_trouble,
};
use crate::reply::{json_reply, spoiled};
use crate::requests::Entry;
use crate::state::{Container, Flavour, Outcome, Phase, Record, State, TokenKind, Upload};
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
    let number = log(world, container, request.headers());
    let strike = |moment| locked(&world.faults).strike(Target::Upload, moment, container);
    let before = strike(Moment::Before);
    let midway = before
        .as_ref()
        .is_some_and(|(_, fault)| fault.kind == Kind::DropMidway);
    let (response, fault) = match before {
        Some((id, fault)) if fault.kind == Kind::Slow => {
            tokio::time::sleep(fault.delay()).await;
            (
                carried_out(world, container, request, false).await,
                Some(id),
            )
        }
        Some((id, fault)) if !midway => {
            (spoiled(world, &fault, "", Envelope::Upload).await, Some(id))
        }
        before => {
            let done = carried_out(world, container, request, midway).await;
            match strike(Moment::After) {
                Some((id, fault)) => (spoiled(world, &fault, "", Envelope::Upload).await, Some(id)),
                None => (done, before.map(|(id, _)| id)),
            }
        }
    };
    let gone = response.extensions().get::<crate::wire::HangUp>().is_some();
    let status = (!gone).then(|| response.status().as_u16());
    locked(&world.requests).end(number, status, fault, 0);
    response
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
    request: Request,
    midway: bool,
) -> Response {
    match take(world, container, request, midway).await {
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
    request: Request,
    midway: bool,
) -> Result<bool, Refusal> {
    let now = world.now();
    let headers = request.headers().clone();
    // Held before anything is read: what is read must stay so until it is acted on.
    let _alone = Alone::new(world, id)?;
    let container = world.ledger.read(|state| {
        let account = admitted(state, &headers, now)?;
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
    if let Some(address) = text(&headers, "file_url") {
        return fetched(world, container, &address).await;
    }
    let total = begin(world, &container, &headers).await?;
    let whole = store(world, id, request, total, midway).await?;
    if whole {
        finish(world, id).await?;
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

fn number(headers: &HeaderMap, name: &str) -> Result<u64, Refusal> {
    let given = text(headers, name)
        .ok_or_else(|| parameter(format_args!("The header {name} is missing")))?;
    given
        .trim()
        .parse()
        .map_err(|_| parameter(format_args!("The header {name} is not a number")))
}

/// Checks the headers against what is here, and remembers the size. Gives the size.
async fn begin(
    world: &Arc<World>,
    container: &Container,
    headers: &HeaderMap,
) -> Result<u64, Refusal> {
    let offset = number(headers, "offset")?;
    let total = number(headers, "file_size")?;
    let stored = world.uploaded(&container.id);
    if offset != stored {
        return Err(parameter(format_args!(
            "The offset is {offset}, but {stored} bytes have arrived"
        )));
    }
    let largest = graph::largest(Role::Item(container.shape));
    if total == 0 || total > largest {
        return Err(parameter(format_args!(
            "The file_size must be 1 to {largest}"
        )));
    }
    let length = text(headers, "content-length").and_then(|text| text.parse::<u64>().ok());
    if length.is_some_and(|length| Some(length) != total.checked_sub(offset)) {
        return Err(parameter(
            "The body must hold every byte from the offset to the end",
        ));
    }
    let known = container.upload.and_then(|upload| upload.total);
    if known.is_some_and(|known| known != total) {
        return Err(parameter("The file_size differs from the first call's"));
    }
    if known.is_none() {
        let id = container.id.clone();
        change(world, id, move |container| {
            container.upload = Some(Upload {
                total: Some(total),
                done: false,
            });
        })
        .await?;
    }
    Ok(total)
}

async fn change(
    world: &Arc<World>,
    id: String,
    edit: impl FnOnce(&mut Container) + Send + 'static,
) -> Result<(), Refusal> {
    world
        .commit(move |change| {
            if let Some(container) = change.state.containers.get(&id) {
                let mut container = container.clone();
                edit(&mut container);
                change.put(Record::Container(container));
            }
            Ok(())
        })
        .await
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err takes")]
fn disk(error: std::io::Error) -> Refusal {
    tracing::error!(%error, "an upload could not be stored");
    server_trouble()
}

fn opened(path: &FsPath) -> Result<File, Refusal> {
    File::options()
        .create(true)
        .append(true)
        .open(path)
        .map_err(disk)
}

/// Appends the body to the container's file; true when the file is whole.
async fn store(
    world: &World,
    id: &str,
    request: Request,
    total: u64,
    midway: bool,
) -> Result<bool, Refusal> {
    let path = world.upload_path(id);
    let mut file = opened(&path)?;
    let mut have = file.metadata().map_err(disk)?.len();
    let stop = have + (total - have) / 2;
    let mut body = request.into_body().into_data_stream();
    while let Some(chunk) = body.next().await {
        // A broken connection: what came stays.
        let Ok(mut chunk) = chunk else { break };
        if have + chunk.len() as u64 > total {
            return Err(parameter("More bytes came than file_size says"));
        }
        if midway && have + chunk.len() as u64 >= stop {
            let room = usize::try_from(stop - have).unwrap_or_default();
            chunk.truncate(room);
            file.write_all(&chunk).map_err(disk)?;
            file.sync_data().map_err(disk)?;
            return Ok(false);
        }
        file.write_all(&chunk).map_err(disk)?;
        have += chunk.len() as u64;
    }
    file.sync_data().map_err(disk)?;
    Ok(have == total)
}

/// The video is here: processing begins.
async fn finish(world: &Arc<World>, id: &str) -> Result<(), Refusal> {
    let container = world
        .ledger
        .read(|state| state.containers.get(id).cloned())
        .ok_or_else(container_expired)?;
    let (shape, path) = (container.shape, world.upload_path(id));
    let folder = world.pictures.clone();
    let kept = tokio::task::spawn_blocking(move || graph::take_upload(&folder, &path, shape))
        .await
        .unwrap_or_else(|_| Err(server_trouble()))?;
    arrived(world, container, kept).await
}

/// The server fetches the video itself.
async fn fetched(world: &Arc<World>, container: Container, address: &str) -> Result<bool, Refusal> {
    let kept = graph::obtain(world, address, Role::Item(container.shape)).await;
    // Any trouble on the way is of the one kind here.
    let kept = kept.map_err(|refusal| Refusal::new(9004, refusal.message))?;
    arrived(world, container, kept).await.map(|()| true)
}

async fn arrived(
    world: &Arc<World>,
    container: Container,
    kept: graph::Kept,
) -> Result<(), Refusal> {
    let settings = world.ledger.read(|state| state.settings.clone());
    let offset = container.particulars.thumb_offset;
    let outcome = match kept.trouble {
        Some(subcode) => Outcome::Failed(subcode),
        None if graph::beyond(offset, &kept.picture) => Outcome::Failed(2_207_057),
        None => Outcome::Ready,
    };
    let ready = graph::ready(world.now(), &settings, container.shape);
    change(world, container.id, move |container| {
        // A fault may have settled how it ends already.
        if container.outcome == Outcome::Waiting {
            container.outcome = outcome;
        }
        container.ready = ready;
        container.picture = Some(kept.picture);
        container.upload = Some(Upload {
            done: true,
            ..container.upload.unwrap_or_default()
        });
    })
    .await
}
