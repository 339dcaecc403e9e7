//! Comments on a post.

use std::sync::Arc;

use serde_json::{Value, json};

use super::own_media;
use crate::auth::{Caller, Leave};
use crate::call::Call;
use crate::fields::{Field, parse, select};
use crate::ids::IdKind;
use crate::refusal::{Refusal, not_allowed, parameter, unknown_field};
use crate::state::{Comment, Record, State};
use crate::words;
use crate::world::World;

/// A post's comments, newest first.
pub(super) fn of<'a>(state: &'a State, media: &'a str) -> impl Iterator<Item = &'a Comment> {
    let mut found: Vec<&Comment> = state
        .comments
        .values()
        .filter(move |comment| comment.media == media)
        .collect();
    found.sort_by_key(|comment| std::cmp::Reverse(comment.timestamp));
    found.into_iter()
}

pub(super) fn node(state: &State, comment: &Comment, fields: &[Field]) -> Result<Value, Refusal> {
    select(fields, &comment.id, |field| {
        let username = || {
            state
                .accounts
                .get(&comment.account)
                .map(|account| account.username.clone())
        };
        Ok(match field.name.as_str() {
            "text" => Some(json!(comment.text)),
            "timestamp" => Some(json!(
                comment
                    .timestamp
                    .strftime("%Y-%m-%dT%H:%M:%S+0000")
                    .to_string()
            )),
            "username" => username().map(Value::from),
            "from" => username().map(|name| json!({ "id": comment.account, "username": name })),
            "like_count" => Some(json!(0)),
            "hidden" => Some(json!(false)),
            "media" => Some(json!({ "id": comment.media })),
            name => return Err(unknown_field(name, "ShadowIGComment")),
        })
    })
}

pub(super) fn edge(state: &State, media: &str, fields: &[Field]) -> Result<Value, Refusal> {
    let usual = parse("timestamp,text")?;
    let fields = if fields.is_empty() { &usual } else { fields };
    let rows = of(state, media)
        .map(|comment| node(state, comment, fields))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "data": rows }))
}

pub(super) fn list(
    world: &World,
    call: &Call,
    caller: &Caller,
    id: &str,
) -> Result<Value, Refusal> {
    caller.may(Leave::Comments)?;
    let fields = call.fields()?;
    world.ledger.read(|state| {
        let media = own_media(state, call, caller, id)?;
        edge(state, &media.id, &fields)
    })
}

pub(super) async fn add(
    world: &Arc<World>,
    call: &Call,
    caller: &Caller,
    id: &str,
) -> Result<Value, Refusal> {
    caller.may(Leave::Comments)?;
    let message = call.params.need("message")?;
    // Meta documents no limit for comments; the caption's is the safe reading.
    words::check(&message, words::HASHTAGS).map_err(|refusal| {
        parameter(
            refusal
                .words
                .and_then(|words| words.message)
                .unwrap_or_default(),
        )
    })?;
    let media = world
        .ledger
        .read(|state| own_media(state, call, caller, id).cloned())?;
    if !media.comments_enabled {
        return Err(not_allowed("message", "media with comments turned off"));
    }
    let now = world.now();
    world
        .commit(move |change| {
            let id = change.id(IdKind::Comment);
            change.put(Record::Comment(Comment {
                id: id.clone(),
                media: media.id,
                account: media.account,
                text: message,
                timestamp: now,
            }));
            Ok(json!({ "id": id }))
        })
        .await
}
