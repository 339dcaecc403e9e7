//! `POST /{ig-user}/media`: a container is made.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::files::{Role, obtain};
use super::order::Order;
use crate::auth::Caller;
use crate::call::Call;
use crate::faults::{Kind, Moment, Target};
use crate::ids::IdKind;
use crate::ledger::Change;
use crate::refusal::{
    Refusal, account_restricted, bad_offset, container_expired, no_media, not_ready, parameter,
    throttled,
};
use crate::state::{
    Container, DAY, Outcome, Phase, Picture, Record, Settings, Shape, Upload, Verdicts,
};
use crate::words::{FEW_HASHTAGS, HASHTAGS};
use crate::world::{World, locked};

/// What `slow_processing` makes of an image.
const SLOW_MS: u64 = 120_000;

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
    let settings = world.ledger.read(|state| state.settings.clone());
    let hashtags = if settings.quirks.five_hashtags {
        FEW_HASHTAGS
    } else {
        HASHTAGS
    };
    let order = Order::read(call, caller.flavour, hashtags)?;
    let files = gather(world, &order, &settings).await?;
    let outcome = struck(world, target, &order).unwrap_or(files.outcome);
    let now = world.now();
    let draft = Container {
        id: String::new(),
        account: account.id,
        shape: order.shape,
        created: now,
        ready: ready(now, &settings, order.shape),
        outcome,
        picture: files.picture,
        cover: files.cover,
        upload: order.upload.then(Upload::default),
        children: order.children,
        particulars: order.particulars,
        published: None,
    };
    let version = call.version.clone().unwrap_or_default();
    let base = world.base_url.clone();
    let upload = draft.upload.is_some();
    let id = world
        .commit(move |change| {
            crate::sweep::sweep(change, now);
            store(change, draft, now, settings.containers_per_day)
        })
        .await?;
    world.tidy().await;
    if upload {
        let uri = format!("{base}/ig-api-upload/{version}/{id}");
        return Ok(json!({ "id": id, "uri": uri }));
    }
    Ok(json!({ "id": id }))
}

/// When processing ends that begins now; a video takes four times an image's time.
pub(crate) fn ready(now: Timestamp, settings: &Settings, shape: Shape) -> Timestamp {
    let factor = if shape.is_video() { 4 } else { 1 };
    let least = if settings.slow_processing { SLOW_MS } else { 0 };
    let time = settings.processing_ms.max(least).saturating_mul(factor);
    let delay = i64::try_from(time).unwrap_or(i64::MAX);
    now.saturating_add(SignedDuration::from_millis(delay))
        .unwrap_or(now)
}

/// What was fetched for an order, and how processing will end.
struct Files {
    picture: Option<Picture>,
    cover: Option<Picture>,
    outcome: Outcome,
}

async fn gather(world: &Arc<World>, order: &Order, settings: &Settings) -> Result<Files, Refusal> {
    let mut files = Files {
        picture: None,
        cover: None,
        outcome: if order.upload {
            Outcome::Waiting
        } else {
            Outcome::Ready
        },
    };
    // A video's faults always show later, an image's when so set.
    let later = order.shape.is_video() || settings.verdicts == Verdicts::Async;
    let failed = |refusal: Refusal| {
        if later {
            Ok(Outcome::Failed(refusal.subcode.unwrap_or(2_207_053)))
        } else {
            Err(refusal)
        }
    };
    if let Some(address) = &order.address {
        match obtain(world, address, Role::Item(order.shape)).await {
            Ok(kept) => {
                if let Some(subcode) = kept.trouble {
                    files.outcome = Outcome::Failed(subcode);
                } else if beyond(order.particulars.thumb_offset, &kept.picture) {
                    return Err(bad_offset());
                }
                files.picture = Some(kept.picture);
            }
            Err(refusal) => files.outcome = failed(refusal)?,
        }
    }
    if let Some(address) = &order.cover {
        match obtain(world, address, Role::Cover).await {
            Ok(kept) => files.cover = Some(kept.picture),
            Err(refusal) => files.outcome = failed(refusal)?,
        }
    }
    Ok(files)
}

/// Whether a moment lies outside a video.
pub(crate) fn beyond(offset: Option<i64>, video: &Picture) -> bool {
    offset.is_some_and(|offset| {
        let length = video.duration_ms.unwrap_or_default();
        u64::try_from(offset).is_ok_and(|offset| offset >= length)
    })
}

/// How a fault has processing end, if one is set.
fn struck(world: &World, target: Target, order: &Order) -> Option<Outcome> {
    let subject = order
        .address
        .clone()
        .unwrap_or_else(|| order.children.join(","));
    let (_, fault) = locked(&world.faults).strike(target, Moment::Shaping, &subject)?;
    Some(match fault.kind {
        Kind::ProcessingStuck => Outcome::Stuck,
        Kind::Expired => Outcome::Expired,
        _ => Outcome::Failed(fault.error.subcode.unwrap_or(2_207_026)),
    })
}

fn store(
    change: &mut Change<'_>,
    mut container: Container,
    now: Timestamp,
    limit: u32,
) -> Result<String, Refusal> {
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
    Ok(id)
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
            // Its bytes are still to come.
            Outcome::Waiting => return Err(not_ready()),
            Outcome::Ready | Outcome::Expired => {}
        }
        let after = child.ready.saturating_add(delay).unwrap_or(child.ready);
        carousel.ready = carousel.ready.max(after);
    }
    Ok(())
}
