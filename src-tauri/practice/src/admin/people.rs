//! The admin side's people: accounts, Pages, apps, tokens.

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State as Shared};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Refused, World_};
use crate::auth::all_scopes;
use crate::ids::{IdKind, token_hash};
use crate::login::{blank_row, token_text};
use crate::state::{Account, AccountKind, Flavour, Page, Record, State, Token, TokenKind};
use crate::world::{World, add_account};

pub(super) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/accounts", get(accounts).post(new_account))
        .route("/pages", get(pages).post(new_page))
        .route("/pages/{id}", delete(remove_page))
        .route("/apps", get(apps))
        .route("/token", post(new_token).delete(end_token))
}

async fn accounts(Shared(world): World_) -> Json<Value> {
    Json(
        world
            .ledger
            .read(|state| json!(state.accounts.values().collect::<Vec<_>>())),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewAccount {
    username: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    restricted: bool,
    /// Stays as it is unless given; a new account is a business one.
    #[serde(default)]
    kind: Option<AccountKind>,
    #[serde(default)]
    checkpointed: bool,
}

/// Adds an account, or changes the one with this username.
async fn new_account(
    Shared(world): World_,
    body: Result<Json<NewAccount>, JsonRejection>,
) -> Answer {
    let Json(wanted) = body?;
    let account = world
        .commit(move |change| {
            let known = change
                .state
                .accounts
                .values()
                .find(|one| one.username == wanted.username);
            let name = wanted.name.unwrap_or_else(|| wanted.username.clone());
            let mut account = match known {
                Some(known) => known.clone(),
                None => add_account(change, &wanted.username, &name),
            };
            account.restricted = wanted.restricted;
            account.checkpointed = wanted.checkpointed;
            account.kind = wanted.kind.unwrap_or(account.kind);
            change.put(Record::Account(account.clone()));
            Ok(account)
        })
        .await?;
    Ok(Json(json!(account)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct NewToken {
    /// Id or username; the first account unless given.
    account: Option<String>,
    flavour: Flavour,
    kind: TokenKind,
    /// Seconds; absent means it never ends.
    expires_in: Option<i64>,
    /// All that the flavour has, unless given.
    scopes: Option<Vec<String>>,
    /// A short token, which may be exchanged for a long one.
    short: bool,
    /// Seconds until data access lapses; absent means never.
    data_access_in: Option<i64>,
}

impl Default for NewToken {
    fn default() -> Self {
        Self {
            account: None,
            flavour: Flavour::Facebook,
            kind: TokenKind::User,
            expires_in: None,
            scopes: None,
            short: false,
            data_access_in: None,
        }
    }
}

fn pick(state: &State, wanted: Option<&str>) -> Option<Account> {
    match wanted {
        // The first account has the first sequence number and so the smallest id.
        None => state
            .accounts
            .values()
            .min_by_key(|account| account.id.clone())
            .cloned(),
        Some(wanted) => state
            .account(wanted)
            .or_else(|| {
                state
                    .accounts
                    .values()
                    .find(|account| account.username == wanted)
            })
            .cloned(),
    }
}

async fn new_token(Shared(world): World_, body: Result<Json<NewToken>, JsonRejection>) -> Answer {
    let Json(wanted) = body?;
    let account = world
        .ledger
        .read(|state| pick(state, wanted.account.as_deref()))
        .ok_or_else(|| Refused("There is no such account.".to_owned()))?;
    let token = token_text(&*world.random, wanted.flavour);
    let now = world.now();
    let after = |seconds: i64| now.checked_add(SignedDuration::from_secs(seconds)).ok();
    let expires = wanted.expires_in.and_then(after);
    let all = all_scopes(wanted.flavour);
    let scopes = wanted.scopes.unwrap_or_else(|| all.clone());
    let row = Token {
        kind: wanted.kind,
        declined: all
            .into_iter()
            .filter(|scope| !scopes.contains(scope))
            .collect(),
        scopes,
        expires,
        short: wanted.short,
        data_access_until: wanted.data_access_in.and_then(after),
        ..blank_row(&token, &account.id, wanted.flavour, now)
    };
    world
        .commit(move |change| {
            crate::sweep::sweep(change, now);
            change.put(Record::Token(row));
            Ok(())
        })
        .await?;
    Ok(Json(json!({
        "access_token": token,
        "flavour": wanted.flavour,
        "account": account,
        "expires_at": expires,
    })))
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct EndToken {
    /// One token; every token unless given.
    access_token: Option<String>,
    /// The 190 sub-code; 467 unless given.
    subcode: Option<i64>,
}

async fn end_token(Shared(world): World_, body: Result<Json<EndToken>, JsonRejection>) -> Answer {
    let Json(wanted) = body?;
    let hash = wanted.access_token.as_deref().map(token_hash);
    let ended = world
        .commit(move |change| {
            let chosen: Vec<Token> = change
                .state
                .tokens
                .values()
                .filter(|token| hash.as_ref().is_none_or(|hash| token.hash == *hash))
                .cloned()
                .collect();
            let count = chosen.len();
            for token in chosen {
                let revoked = Some(wanted.subcode.unwrap_or(467));
                change.put(Record::Token(Token { revoked, ..token }));
            }
            Ok(count)
        })
        .await?;
    Ok(Json(json!({ "ended": ended })))
}

async fn pages(Shared(world): World_) -> Json<Value> {
    Json(
        world
            .ledger
            .read(|state| json!(state.pages.values().collect::<Vec<_>>())),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPage {
    name: String,
}

/// Adds a Page without an Instagram account to the practice person.
async fn new_page(Shared(world): World_, body: Result<Json<NewPage>, JsonRejection>) -> Answer {
    let Json(wanted) = body?;
    let page = world
        .commit(move |change| {
            let page = Page {
                id: change.id(IdKind::Page),
                name: wanted.name,
                user_id: person(change.state),
            };
            change.put(Record::Page(page.clone()));
            Ok(page)
        })
        .await?;
    Ok(Json(json!(page)))
}

/// The Facebook user that every practice account belongs to.
pub(crate) fn person(state: &State) -> String {
    let first = state.accounts.values().next();
    first.map_or_else(String::new, |account| account.user_id.clone())
}

async fn remove_page(Shared(world): World_, Path(id): Path<String>) -> Answer {
    let known = world.ledger.read(|state| state.pages.contains_key(&id));
    if !known {
        return Err(Refused("There is no such Page.".to_owned()));
    }
    let gone = id.clone();
    world
        .commit(move |change| {
            change.put(Record::PageGone(gone));
            Ok(())
        })
        .await?;
    Ok(Json(json!({ "removed": id })))
}

/// The practice Meta app of each login, secret and all: it protects nothing.
async fn apps(Shared(world): World_) -> Json<Value> {
    Json(world.ledger.read(|state| json!(state.apps)))
}
