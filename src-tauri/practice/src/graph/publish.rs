//! `POST /{ig-user}/media_publish` and the quota that bounds it.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::auth::{Caller, Leave};
use crate::call::Call;
use crate::fields::parse;
use crate::ids::{IdKind, shortcode};
use crate::ledger::Change;
use crate::refusal::{
    Refusal, account_restricted, no_creation, no_media, not_allowed, not_ready, parameter,
    quota_reached, unknown_field,
};
use crate::state::{Account, Container, DAY, Item, Media, Phase, Record, Shape};
use crate::world::World;

/// Makes a container live. Check and effect are one change of the ledger, so of
/// any number of racing calls for one container exactly one succeeds.
pub(super) async fn publish(
    world: &Arc<World>,
    call: &Call,
    caller: &Caller,
    account: &str,
) -> Result<Value, Refusal> {
    let account = world
        .ledger
        .read(|state| caller.account(state, call, account))?;
    let creation = call.params.need("creation_id")?;
    let now = world.now();
    world
        .commit(move |change| make_live(change, &account, &creation, now))
        .await
}

fn make_live(
    change: &mut Change<'_>,
    account: &Account,
    creation: &str,
    now: Timestamp,
) -> Result<Value, Refusal> {
    let container = change
        .state
        .containers
        .get(creation)
        .filter(|container| container.account == account.id)
        .ok_or_else(no_creation)?
        .clone();
    if container.shape.is_child() {
        return Err(not_allowed(
            "creation_id",
            "carousel items; publish the carousel",
        ));
    }
    let again = change.state.settings.quirks.publishes_again;
    match container.phase(now) {
        Phase::Published if again => {}
        Phase::Published => return Err(no_media(creation)),
        Phase::Expired => return Err(no_creation()),
        Phase::InProgress | Phase::Failed(_) => return Err(not_ready()),
        Phase::Finished => {}
    }
    if account.restricted {
        return Err(account_restricted());
    }
    let settings = &change.state.settings;
    let total = settings.quota_total;
    let used = change.state.quota_usage(&account.id, day_before(now));
    if settings.quota_full || used >= total {
        return Err(quota_reached(total));
    }
    let children = children(change, &container)?;
    let media = media(change, &container, &children, now);
    let id = media.id.clone();
    change.put(Record::Media(media));
    for mut done in std::iter::once(container).chain(children) {
        done.published = Some(id.clone());
        change.put(Record::Container(done));
    }
    Ok(json!({ "id": id }))
}

/// A child may have gone live in another carousel since this one was made.
fn children(change: &Change<'_>, container: &Container) -> Result<Vec<Container>, Refusal> {
    let again = change.state.settings.quirks.publishes_again;
    container
        .children
        .iter()
        .map(|id| {
            let child = change.state.containers.get(id);
            child
                .filter(|child| again || child.published.is_none())
                .cloned()
                .ok_or_else(|| no_media(id))
        })
        .collect()
}

fn media(
    change: &mut Change<'_>,
    container: &Container,
    children: &[Container],
    now: Timestamp,
) -> Media {
    let id = change.id(IdKind::Media);
    let carousel = container.shape == Shape::Carousel;
    let parts = if carousel {
        children
    } else {
        std::slice::from_ref(container)
    };
    let mut items = Vec::new();
    for part in parts {
        let Some(picture) = part.picture.clone() else {
            continue;
        };
        items.push(Item {
            id: if carousel {
                change.id(IdKind::Media)
            } else {
                id.clone()
            },
            picture,
            alt_text: part.particulars.alt_text.clone(),
            user_tags: part.particulars.user_tags.clone(),
        });
    }
    Media {
        shortcode: shortcode(&id),
        id,
        account: container.account.clone(),
        container: container.id.clone(),
        shape: container.shape,
        timestamp: now,
        items,
        cover: container.cover.clone(),
        particulars: container.particulars.clone(),
        comments_enabled: true,
        deleted: false,
    }
}

fn day_before(now: Timestamp) -> Timestamp {
    now.saturating_sub(DAY).unwrap_or(now)
}

/// `GET /{ig-user}/content_publishing_limit`. Without `fields` only the usage.
pub(super) fn quota(
    world: &World,
    call: &Call,
    caller: &Caller,
    account: &str,
) -> Result<Value, Refusal> {
    caller.may(Leave::Publish)?;
    let now = world.now();
    let since = since(call, now)?;
    let mut fields = call.fields()?;
    let complete = world
        .ledger
        .read(|state| state.settings.quirks.quota_complete);
    if fields.is_empty() && complete {
        fields = parse("quota_usage,config")?;
    }
    world.ledger.read(|state| {
        let account = caller.account(state, call, account)?;
        let settings = &state.settings;
        let usage = if settings.quota_full {
            settings.quota_total
        } else {
            state.quota_usage(&account.id, since)
        };
        let mut row = serde_json::Map::new();
        for name in fields.iter().map(|field| field.name.as_str()) {
            let value = match name {
                "quota_usage" => json!(usage),
                "config" => json!({
                    "quota_total": state.settings.quota_total,
                    "quota_duration": DAY.as_secs(),
                }),
                other => return Err(unknown_field(other, "ContentPublishingLimitResponse")),
            };
            row.insert(name.to_owned(), value);
        }
        if row.is_empty() {
            row.insert("quota_usage".to_owned(), json!(usage));
        }
        Ok(json!({ "data": [row] }))
    })
}

/// `since`: Unix seconds, not older than 24 hours (Meta, 2026-09-11).
fn since(call: &Call, now: Timestamp) -> Result<Timestamp, Refusal> {
    let oldest = day_before(now);
    let Some(seconds) = call.params.number("since")? else {
        return Ok(oldest);
    };
    let slack = oldest
        .saturating_sub(SignedDuration::from_secs(60))
        .unwrap_or(oldest);
    match Timestamp::from_second(seconds) {
        Ok(since) if since >= slack => Ok(since.max(oldest)),
        _ => Err(parameter("Param since must be within the last 24 hours")),
    }
}
