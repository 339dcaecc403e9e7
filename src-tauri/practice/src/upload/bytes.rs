//! From bytes on the way to a file, and from the file to a video that is processed.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use axum::body::BodyDataStream;
use axum::http::HeaderMap;
use futures::StreamExt;

use super::text;
use crate::graph::{self, Role};
use crate::refusal::{Refusal, container_expired, parameter, server_trouble};
use crate::state::{Container, Outcome, Record, Upload};
use crate::world::World;

fn number(headers: &HeaderMap, name: &str) -> Result<u64, Refusal> {
    let given = text(headers, name)
        .ok_or_else(|| parameter(format_args!("The header {name} is missing")))?;
    given
        .trim()
        .parse()
        .map_err(|_| parameter(format_args!("The header {name} is not a number")))
}

/// Checks the headers against what is here, and remembers the size. Gives the size.
pub(super) async fn begin(
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

fn opened(path: &Path) -> Result<File, Refusal> {
    File::options()
        .create(true)
        .append(true)
        .open(path)
        .map_err(disk)
}

/// Appends the body to the container's file; true when the file is whole.
pub(super) async fn store(
    world: &World,
    id: &str,
    body: &mut BodyDataStream,
    total: u64,
    midway: bool,
) -> Result<bool, Refusal> {
    let path = world.upload_path(id);
    let mut file = opened(&path)?;
    let mut have = file.metadata().map_err(disk)?.len();
    let stop = have + (total - have) / 2;
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
pub(super) async fn finish(world: &Arc<World>, id: &str) -> Result<(), Refusal> {
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
pub(super) async fn fetched(
    world: &Arc<World>,
    container: Container,
    address: &str,
) -> Result<bool, Refusal> {
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
