//! `/me`, the Pages of a Facebook user, permissions, the account node.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::auth::{Caller, Leave};
use crate::call::Call;
use crate::fields::{Field, parse, select};
use crate::ids::{page_token, token_hash};
use crate::refusal::{Refusal, unknown_field};
use crate::state::{Account, Flavour, Record, State, Token, TokenKind};
use crate::world::World;

/// The Facebook user, the Page of a Page token, or the Instagram account.
pub(super) fn me(world: &World, call: &Call, caller: &Caller) -> Result<Value, Refusal> {
    let fields = call.fields()?;
    let account = &caller.account;
    if caller.flavour == Flavour::Instagram {
        caller.may(Leave::Basic)?;
        return world
            .ledger
            .read(|state| account_node(world, state, account, caller.flavour, &fields));
    }
    let usual = parse("id,name")?;
    let fields = if fields.is_empty() { &usual } else { &fields };
    if caller.kind == TokenKind::Page {
        return page_node(account, None, fields);
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
            "account_type" if flavour == Flavour::Instagram => json!("BUSINESS"),
            name => return Err(unknown_field(name, "IGUser")),
        }))
    })
}

fn page_node(account: &Account, token: Option<&str>, fields: &[Field]) -> Result<Value, Refusal> {
    select(fields, &account.page_id, |field| {
        Ok(match field.name.as_str() {
            "name" => Some(json!(account.page_name)),
            "access_token" => token.map(Value::from),
            "tasks" => Some(json!([
                "ANALYZE",
                "ADVERTISE",
                "MODERATE",
                "CREATE_CONTENT",
                "MANAGE"
            ])),
            "category" => Some(json!("Personal blog")),
            "instagram_business_account" | "connected_instagram_account" => {
                Some(select(&field.nested, &account.id, |inner| {
                    match inner.name.as_str() {
                        "username" => Ok(Some(json!(account.username))),
                        "name" => Ok(Some(json!(account.name))),
                        "profile_picture_url" | "followers_count" => Ok(None),
                        name => Err(unknown_field(name, "IGUser")),
                    }
                })?)
            }
            name => return Err(unknown_field(name, "Page")),
        })
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
    let own =
        |account: &&Account| account.page_id == id && account.user_id == caller.account.user_id;
    let page = state.accounts.values().find(own)?;
    let token = page_token(&caller.token, id);
    // A Page's token is known here once `/me/accounts` has given it out.
    let token = Some(token).filter(|token| state.tokens.contains_key(&token_hash(token)));
    Some(page_node(page, token.as_deref(), fields))
}

fn user_node(account: &Account, fields: &[Field]) -> Result<Value, Refusal> {
    select(fields, &account.user_id, |field| {
        match field.name.as_str() {
            "name" => Ok(Some(json!(account.user_name))),
            name => Err(unknown_field(name, "User")),
        }
    })
}

/// `GET /me/accounts`: the Pages, with tokens that do not end.
pub(super) async fn accounts(
    world: &Arc<World>,
    call: &Call,
    caller: &Caller,
) -> Result<Value, Refusal> {
    if caller.flavour == Flavour::Instagram {
        return Err(unknown_field("accounts", "IGUser"));
    }
    caller.may(Leave::Pages)?;
    let mut fields = call.fields()?;
    if fields.is_empty() {
        fields = parse("access_token,category,name,id,tasks")?;
    }
    let pages: Vec<Account> = world.ledger.read(|state| {
        let own = |account: &&Account| account.user_id == caller.account.user_id;
        state.accounts.values().filter(own).cloned().collect()
    });
    if fields.iter().any(|field| field.name == "access_token") {
        let rows: Vec<Token> = pages
            .iter()
            .map(|page| page_row(world, caller, page))
            .collect();
        world
            .commit(move |change| {
                for row in rows {
                    if !change.state.tokens.contains_key(&row.hash) {
                        change.put(Record::Token(row));
                    }
                }
                Ok(())
            })
            .await?;
    }
    let rows = pages
        .iter()
        .map(|page| {
            let token = page_token(&caller.token, &page.page_id);
            page_node(page, Some(&token), &fields)
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "data": rows }))
}

fn page_row(world: &World, caller: &Caller, page: &Account) -> Token {
    Token {
        hash: token_hash(&page_token(&caller.token, &page.page_id)),
        account: page.id.clone(),
        flavour: Flavour::Facebook,
        kind: TokenKind::Page,
        scopes: caller.scopes.clone(),
        issued: world.now(),
        expires: None,
        revoked: None,
    }
}

/// `GET /me/permissions`.
pub(super) fn permissions(caller: &Caller) -> Result<Value, Refusal> {
    if caller.flavour == Flavour::Instagram {
        return Err(unknown_field("permissions", "IGUser"));
    }
    let all = crate::auth::all_scopes(caller.flavour);
    let rows: Vec<Value> = all
        .iter()
        .map(|scope| {
            let held = caller.scopes.contains(scope);
            json!({ "permission": scope, "status": if held { "granted" } else { "declined" } })
        })
        .collect();
    Ok(json!({ "data": rows }))
}
