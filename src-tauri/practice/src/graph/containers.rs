//! `POST /{ig-user}/media`: a container is made.

use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::order::Order;
use crate::auth::Caller;
use crate::call::Call;
use crate::faults::{Kind, Moment, Target};
use crate::fetch::Fetched;
use crate::ids::IdKind;
use crate::ledger::{Change, sync_folder};
use crate::picture::{self, Look};
use crate::refusal::{
    Refusal, account_restricted, container_expired, fetch_failed, fetch_slow, no_media, parameter,
    picture_format, picture_ratio, picture_too_large, server_trouble, throttled,
};
use crate::state::{Container, DAY, Outcome, Phase, Picture, Record, Shape, Verdicts};
use crate::world::{World, locked};

/// 8 MiB for images, 300 MB for reels, 100 MB for story videos (Meta, 2026-09-11).
const IMAGE: u64 = 8 * 1024 * 1024;
const REEL: u64 = 300_000_000;
const STORY: u64 = 100_000_000;

pub(super) async fn create(
    world: &Arc<World>,
    call: &Call,
    target: Target,
    caller: &Caller,
    account: &str,
) -> Result<Value, Refusal> {
    let account = world
        .ledger
        .read(|state| caller.account(state, call, account))?;
    if account.restricted {
        return Err(account_restricted());
    }
    let order = Order::read(call)?;
    let settings = world.ledger.read(|state| state.settings.clone());
    let subject = order
        .address
        .clone()
        .unwrap_or_else(|| order.children.join(","));
    let mut outcome = Outcome::Ready;
    let mut picture = None;
    if let Some(address) = &order.address {
        match obtain(world, address, order.shape).await {
            Ok(kept) => picture = Some(kept),
            // A video's faults always show later, an image's when so set.
            Err(refusal) if order.shape.is_video() || settings.verdicts == Verdicts::Async => {
                outcome = Outcome::Failed(refusal.subcode.unwrap_or(2_207_053));
            }
            Err(refusal) => return Err(refusal),
        }
    }
    let struck = locked(&world.faults).strike(target, Moment::Shaping, &subject);
    if let Some((_, fault)) = struck {
        outcome = match fault.kind {
            Kind::ProcessingStuck => Outcome::Stuck,
            Kind::Expired => Outcome::Expired,
            _ => Outcome::Failed(fault.error.subcode.unwrap_or(2_207_026)),
        };
    }
    let now = world.now();
    let factor = if order.shape.is_video() { 4 } else { 1 };
    let delay = i64::try_from(settings.processing_ms.saturating_mul(factor)).unwrap_or(i64::MAX);
    let draft = Container {
        id: String::new(),
        account: account.id,
        shape: order.shape,
        created: now,
        ready: now
            .saturating_add(SignedDuration::from_millis(delay))
            .unwrap_or(now),
        outcome,
        picture,
        children: order.children,
        particulars: order.particulars,
        published: None,
    };
    world
        .commit(move |change| store(change, draft, now, settings.containers_per_day))
        .await
}

fn store(
    change: &mut Change<'_>,
    mut container: Container,
    now: Timestamp,
    limit: u32,
) -> Result<Value, Refusal> {
    let recent: Vec<Timestamp> = change
        .state
        .containers
        .values()
        .filter(|other| other.account == container.account)
        .map(|other| other.created)
        .filter(|created| now.duration_since(*created) < DAY)
        .collect();
    if recent.len() >= limit as usize {
        // Meta names the limit of 400 but not its code; the account's own throttle is
        // the one that says when to come back.
        let oldest = recent.iter().min().copied().unwrap_or(now);
        let wait = (DAY - now.duration_since(oldest)).as_mins();
        return Err(throttled(u64::try_from(wait).unwrap_or(0) + 1));
    }
    if container.shape == Shape::Carousel {
        adopt(change, &mut container, now)?;
    }
    container.id = change.id(IdKind::Container);
    let id = container.id.clone();
    change.put(Record::Container(container));
    Ok(json!({ "id": id }))
}

/// A carousel takes unpublished, living items of its own account, and is ready
/// after the last of them.
fn adopt(change: &Change<'_>, carousel: &mut Container, now: Timestamp) -> Result<(), Refusal> {
    let delay = carousel.ready.duration_since(now);
    for id in &carousel.children {
        let child = change
            .state
            .containers
            .get(id)
            .filter(|child| child.account == carousel.account)
            .ok_or_else(|| no_media(id))?;
        if !child.shape.is_child() {
            return Err(parameter(format_args!(
                "Param children: {id} was not created with is_carousel_item"
            )));
        }
        match child.phase(now) {
            Phase::Published => return Err(no_media(id)),
            Phase::Expired => return Err(container_expired()),
            Phase::Failed(subcode) => carousel.outcome = Outcome::Failed(subcode),
            Phase::InProgress | Phase::Finished => {}
        }
        match child.outcome {
            Outcome::Failed(subcode) => carousel.outcome = Outcome::Failed(subcode),
            Outcome::Stuck => carousel.outcome = Outcome::Stuck,
            Outcome::Ready | Outcome::Expired => {}
        }
        let after = child.ready.saturating_add(delay).unwrap_or(child.ready);
        carousel.ready = carousel.ready.max(after);
    }
    Ok(())
}

/// Fetches, looks and keeps.
async fn obtain(world: &Arc<World>, address: &str, shape: Shape) -> Result<Picture, Refusal> {
    spoil_fetch(world, address).await?;
    let (limit, too_large) = match shape {
        Shape::Reel | Shape::CarouselVideo => (REEL, video_refused()),
        Shape::StoryVideo => (STORY, video_refused()),
        _ => (IMAGE, picture_too_large()),
    };
    let fetched = world
        .fetcher
        .fetch(address, &world.pictures, limit, &too_large)
        .await?;
    let world = Arc::clone(world);
    tokio::task::spawn_blocking(move || keep(&world.pictures, fetched, shape))
        .await
        .unwrap_or_else(|_| Err(server_trouble()))
}

/// A fault on the server's own download, if one is set.
async fn spoil_fetch(world: &World, address: &str) -> Result<(), Refusal> {
    let struck = locked(&world.faults).strike(Target::Fetch, Moment::Before, address);
    let Some((_, fault)) = struck else {
        return Ok(());
    };
    match fault.kind {
        Kind::Slow => {
            tokio::time::sleep(fault.delay()).await;
            Ok(())
        }
        Kind::Stall => {
            tokio::time::sleep(fault.delay()).await;
            Err(fetch_slow())
        }
        Kind::Error if fault.error.code != 0 => Err(crate::answer::fault_refusal(&fault.error)),
        _ => Err(fetch_failed("The server could not be reached.")),
    }
}

fn video_refused() -> Refusal {
    Refusal::new(352, "(#352) The video format is not supported.").sub(
        2_207_026,
        "Unsupported video format",
        "The video format is not supported. Use MOV or MP4.",
    )
}

fn keep(folder: &Path, fetched: Fetched, shape: Shape) -> Result<Picture, Refusal> {
    let disk = |error: std::io::Error| {
        tracing::error!(%error, "a fetched file could not be stored");
        server_trouble()
    };
    let head = if shape.is_video() {
        let mut head = vec![0; 64];
        let mut file = fetched.file.reopen().map_err(disk)?;
        let read = std::io::Read::read(&mut file, &mut head).map_err(disk)?;
        head.truncate(read);
        head
    } else {
        std::fs::read(fetched.file.path()).map_err(disk)?
    };
    let (width, height) = judge(&picture::look(&head), shape)?;
    let path = folder.join(&fetched.hash);
    if !path.exists() {
        fetched.file.as_file().sync_all().map_err(disk)?;
        fetched
            .file
            .persist(&path)
            .map_err(|error| disk(error.error))?;
        sync_folder(folder).map_err(disk)?;
    }
    Ok(Picture {
        hash: fetched.hash,
        width,
        height,
        bytes: fetched.bytes,
        video: shape.is_video(),
    })
}

fn judge(look: &Look, shape: Shape) -> Result<(u32, u32), Refusal> {
    match look {
        Look::Video if shape.is_video() => Ok((0, 0)),
        _ if shape.is_video() => Err(video_refused()),
        &Look::Jpeg { width, height } => {
            let fits = if shape.is_story() {
                picture::story_ratio(width, height)
            } else {
                picture::feed_ratio(width, height)
            };
            if fits {
                Ok((width, height))
            } else {
                Err(picture_ratio(width, height))
            }
        }
        Look::Other(name) => Err(picture_format(name)),
        Look::Video => Err(picture_format("video")),
        Look::Unknown => Err(fetch_failed("The address does not lead to a picture.")),
    }
}
