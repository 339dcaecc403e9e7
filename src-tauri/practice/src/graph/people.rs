//! `/me`, the account node, the permissions of a Facebook user.

use std::sync::Arc;

use serde_json::{Value, json};

use super::pages;
use crate::auth::{Caller, Leave};
use crate::call::Call;
use crate::fields::{Field, parse, select};
use crate::refusal::{Refusal, no_object, unknown_field};
use crate::state::{Account, Flavour, Record, State, Token, TokenKind};
use crate::world::World;

/// The Facebook user, the Page of a Page token, or the Instagram account.
pub(super) fn me(world: &World, call: &Call, caller: &Caller) -> Result<Value, Refusal> {
    let fields = call.fields()?;
    let account = &caller.account;
    if caller.flavour == Flavour::Instagram {
        caller.may(Leave::Basic)?;
        return world.ledger.read(|state| {
            let node = account_node(world, state, account, caller.flavour, &fields)?;
            Ok(if state.settings.quirks.me_wrapped {
                json!({ "data": [node] })
            } else {
                node
            })
        });
    }
    let usual = parse("id,name")?;
    let fields = if fields.is_empty() { &usual } else { &fields };
    if caller.kind == TokenKind::Page {
        let page = world.ledger.read(|state| pages::of_token(state, caller));
        return page
            .ok_or_else(|| no_object("GET", "me"))?
            .node(None, fields);
    }
    user_node(account, fields)
}

pub(super) fn account_node(
    world: &World,
    state: &State,
    account: &Account,
    flavour: Flavour,
    fields: &[Field],
) -> Result<Value, Refusal> {
    // The two doors give the account different ids (Meta, reference/me).
    let id = if flavour == Flavour::Instagram {
        &account.scoped_id
    } else {
        &account.id
    };
    select(fields, id, |field| {
        Ok(Some(match field.name.as_str() {
            "username" => json!(account.username),
            "name" => json!(account.name),
            "profile_picture_url" => json!(format!("{}/practice/face.svg", world.base_url)),
            "followers_count" | "follows_count" => json!(0),
            "media_count" => json!(
                state
                    .live(&account.id)
                    .filter(|media| !media.shape.is_story())
                    .count()
            ),
            "biography" => json!("A practice account. Nothing here leaves this machine."),
            "website" => return Ok(None),
            "user_id" if flavour == Flavour::Instagram => json!(account.id),
            "account_type" if flavour == Flavour::Instagram => json!(account.kind.name()),
            name => return Err(unknown_field(name, "IGUser")),
        }))
    })
}

/// The caller's Facebook user, or one of that user's Pages, by id.
pub(super) fn by_other_id(
    state: &State,
    caller: &Caller,
    id: &str,
    fields: &[Field],
) -> Option<Result<Value, Refusal>> {
    if caller.flavour == Flavour::Instagram {
        return None;
    }
    if id == caller.account.user_id {
        return Some(user_node(&caller.account, fields));
    }
    let page = pages::find(state, caller, id)?;
    // A Page's token is known here once `/me/accounts` has given it out.
    let token = page.token_of(&caller.token);
    let token =
        Some(token).filter(|token| state.tokens.contains_key(&crate::ids::token_hash(token)));
    Some(page.node(token.as_deref(), fields))
}

fn user_node(account: &Account, fields: &[Field]) -> Result<Value, Refusal> {
    select(fields, &account.user_id, |field| {
        match field.name.as_str() {
            "name" => Ok(Some(json!(account.user_name))),
            name => Err(unknown_field(name, "User")),
        }
    })
}

/// `GET /me/permissions`.
pub(super) fn permissions(world: &World, caller: &Caller) -> Result<Value, Refusal> {
    if caller.flavour == Flavour::Instagram {
        return Err(unknown_field("permissions", "IGUser"));
    }
    let rows: Vec<Value> = caller
        .row
        .standings(world.now())
        .into_iter()
        .map(|(scope, standing)| json!({ "permission": scope, "status": standing.name() }))
        .collect();
    Ok(json!({ "data": rows }))
}

/// `DELETE /{user}/permissions[/{name}]`: one permission, or the whole connection, for every
/// token of this person.
pub(super) async fn revoke(
    world: &Arc<World>,
    call: &Call,
    caller: &Caller,
    user: &str,
    name: Option<&str>,
) -> Result<Value, Refusal> {
    let own = user == "me" || user == caller.account.user_id;
    if caller.flavour == Flavour::Instagram || !own {
        return Err(no_object(call.method.as_str(), user));
    }
    let (person, name) = (caller.account.user_id.clone(), name.map(str::to_owned));
    world
        .commit(move |change| {
            let state = change.state;
            let own = state.tokens.values().filter(|token| {
                let account = state.accounts.get(&token.account);
                token.flavour == Flavour::Facebook
                    && account.is_some_and(|account| account.user_id == person)
            });
            for token in own.cloned().collect::<Vec<_>>() {
                change.put(Record::Token(without(token, name.as_deref())));
            }
            Ok(json!({ "success": true }))
        })
        .await
}

fn without(mut token: Token, name: Option<&str>) -> Token {
    let Some(name) = name else {
        // The sub-code for an app that its user removed.
        token.revoked = Some(458);
        return token;
    };
    if token.scopes.iter().any(|scope| scope == name) {
        token.scopes.retain(|scope| scope != name);
        token.declined.push(name.to_owned());
    }
    token
}
