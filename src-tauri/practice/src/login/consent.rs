//! Showing the question, and sending the person back with the answer.

use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use jiff::Timestamp;

use super::ask::{Ask, back, logged};
use super::{blank_row, page, token_text};
use crate::faults::{Moment, Target};
use crate::graph::Envelope;
use crate::ids::{random_text, token_hash};
use crate::refusal::Refusal;
use crate::requests::Entry;
use crate::state::{Account, Code, DATA_ACCESS, Flavour, Record, SHORT_LIFE, Token};
use crate::world::{World, locked};

type World_ = Shared<Arc<World>>;

/// `GET /oauth/authorize`.
pub(super) async fn instagram(Shared(world): World_, RawQuery(query): RawQuery) -> Response {
    ask(&world, Flavour::Instagram, &query.unwrap_or_default()).await
}

/// `GET /dialog/oauth`, with or without a version.
pub(super) async fn facebook(Shared(world): World_, RawQuery(query): RawQuery) -> Response {
    ask(&world, Flavour::Facebook, &query.unwrap_or_default()).await
}

async fn ask(world: &World, flavour: Flavour, query: &str) -> Response {
    log(world, "GET", logged(query));
    let struck = locked(&world.faults).strike(Target::Authorize, Moment::Before, query);
    if let Some((_, fault)) = struck {
        return crate::reply::spoiled(world, &fault, "", Envelope::Graph).await;
    }
    let read = world
        .ledger
        .read(|state| Ask::read(flavour, query, state).map(|ask| (ask, accounts(state))));
    match read {
        Ok((ask, accounts)) => page::question(&ask, query, &accounts),
        Err(why) => page::refused(flavour, &why),
    }
}

fn accounts(state: &crate::state::State) -> Vec<Account> {
    state.accounts.values().cloned().collect()
}

fn log(world: &World, method: &str, params: serde_json::Value) {
    locked(&world.requests).begin(Entry {
        number: 0,
        at: world.now(),
        method: method.to_owned(),
        path: "consent".to_owned(),
        operation: Target::Authorize.name(),
        params,
        token: "none",
        status: None,
        fault: None,
        milliseconds: None,
    });
}

/// What a person chose on the page.
struct Choice {
    flavour: Flavour,
    query: String,
    account: Option<String>,
    allowed: Vec<String>,
    allow: bool,
}

impl Choice {
    fn read(form: &[u8]) -> Self {
        let mut choice = Self {
            flavour: Flavour::Instagram,
            query: String::new(),
            account: None,
            allowed: Vec::new(),
            allow: false,
        };
        for (name, value) in url::form_urlencoded::parse(form) {
            match &*name {
                "login" if value == "facebook" => choice.flavour = Flavour::Facebook,
                "ask" => choice.query = value.into_owned(),
                "account" => choice.account = Some(value.into_owned()),
                "allow" => choice.allowed.push(value.into_owned()),
                "answer" => choice.allow = value == "allow",
                _ => {}
            }
        }
        choice
    }
}

/// `POST /practice/consent`: back to the app, with a code or without.
pub(super) async fn decide(Shared(world): World_, form: Bytes) -> Response {
    let choice = Choice::read(&form);
    let read = world.ledger.read(|state| {
        Ask::read(choice.flavour, &choice.query, state).map(|a| (a, accounts(state)))
    });
    let (ask, accounts) = match read {
        Ok(read) => read,
        Err(why) => return page::refused(choice.flavour, &why),
    };
    let chosen = choice.account.as_deref();
    let account = accounts
        .iter()
        .find(|one| chosen.is_none_or(|chosen| one.id == chosen));
    let Some(account) = account else {
        return page::refused(choice.flavour, "There is no such account.");
    };
    if !choice.allow {
        return sent(&cancelled(&ask));
    }
    let (held, declined) = ask.scopes.iter().cloned().partition(|scope| {
        scope == ask.needed() || scope == "public_profile" || choice.allowed.contains(scope)
    });
    let granted = Granted {
        account: account.id.clone(),
        held,
        declined,
        now: world.now(),
    };
    let address = if ask.at_once {
        token_at_once(&world, &ask, granted).await
    } else {
        code(&world, &ask, granted).await
    };
    match address {
        Ok(address) => sent(&address),
        Err(refusal) => page::refused(choice.flavour, &refusal.message),
    }
}

struct Granted {
    account: String,
    held: Vec<String>,
    declined: Vec<String>,
    now: Timestamp,
}

fn fragment(flavour: Flavour) -> &'static str {
    match flavour {
        Flavour::Facebook => "_=_",
        Flavour::Instagram => "_",
    }
}

fn cancelled(ask: &Ask) -> String {
    let mut added = vec![
        ("error", "access_denied"),
        ("error_reason", "user_denied"),
        (
            "error_description",
            match ask.flavour {
                Flavour::Facebook => "Permissions error",
                Flavour::Instagram => "The user denied your request.",
            },
        ),
    ];
    if ask.flavour == Flavour::Facebook {
        added.push(("error_code", "200"));
    }
    if let Some(state) = &ask.state {
        added.push(("state", state));
    }
    back(&ask.redirect_uri, &added, fragment(ask.flavour))
}

async fn code(world: &Arc<World>, ask: &Ask, granted: Granted) -> Result<String, Refusal> {
    let code = format!("AQ{}", random_text(&*world.random, 96));
    let row = Code {
        hash: token_hash(&code),
        account: granted.account,
        flavour: ask.flavour,
        scopes: granted.held,
        declined: granted.declined,
        redirect_uri: ask.redirect_uri.clone(),
        challenge: ask.challenge.clone(),
        issued: granted.now,
        used: false,
    };
    world
        .commit(move |change| {
            change.put(Record::Code(row));
            Ok(())
        })
        .await?;
    let mut added = vec![("code", code.as_str())];
    if let Some(state) = &ask.state {
        added.push(("state", state));
    }
    Ok(back(&ask.redirect_uri, &added, fragment(ask.flavour)))
}

/// `response_type=token`: everything in the fragment, which no server sees.
async fn token_at_once(world: &Arc<World>, ask: &Ask, granted: Granted) -> Result<String, Refusal> {
    let token = token_text(&*world.random, ask.flavour);
    let until = granted.now.saturating_add(DATA_ACCESS).ok();
    let row = Token {
        scopes: granted.held,
        declined: granted.declined,
        expires: granted.now.saturating_add(SHORT_LIFE).ok(),
        short: true,
        data_access_until: until,
        ..blank_row(&token, &granted.account, ask.flavour, granted.now)
    };
    world
        .commit(move |change| {
            change.put(Record::Token(row));
            Ok(())
        })
        .await?;
    let mut fragment = url::form_urlencoded::Serializer::new(String::new());
    fragment
        .append_pair("access_token", &token)
        .append_pair("expires_in", &SHORT_LIFE.as_secs().to_string());
    if let Some(until) = until {
        fragment.append_pair(
            "data_access_expiration_time",
            &until.as_second().to_string(),
        );
    }
    if let Some(state) = &ask.state {
        fragment.append_pair("state", state);
    }
    Ok(back(&ask.redirect_uri, &[], &fragment.finish()))
}

fn sent(address: &str) -> Response {
    let Ok(place) = HeaderValue::try_from(address) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let headers = [
        (header::LOCATION, place),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::FOUND, headers).into_response()
}
