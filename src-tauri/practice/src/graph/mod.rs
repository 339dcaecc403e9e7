//! The operations of the Graph API, one file a resource.

mod comments;
mod containers;
mod files;
mod insights;
mod media;
mod order;
mod pages;
mod people;
mod photos;
mod placement;
mod places;
mod publish;
mod status;
mod tokens;

use std::sync::Arc;

use axum::http::Method;
use serde_json::{Map, Value};

use crate::auth::{Caller, Leave};
use crate::call::Call;
use crate::faults::Target;
use crate::login::{self, Exchange};
use crate::refusal::{Refusal, no_object, parameter};
use crate::state::State;
use crate::world::World;

pub(crate) use containers::{beyond, ready};
pub(crate) use files::{Kept, Role, largest, obtain, take_upload};
pub(crate) use media::permalink;
pub(crate) use places::name_of as place_name;

/// At most this many objects in one `ids` read (Meta: 50).
const MOST_IDS: usize = 50;

/// What a call asks for, found from method, path and parameters.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    act: Act,
    target: Target,
    subject: String,
}

/// Meta's hosts refuse in bodies of different shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Envelope {
    Graph,
    /// `api.instagram.com`.
    Login,
    /// `rupload.facebook.com`.
    Upload,
}

#[derive(Debug, Clone)]
enum Act {
    Create(String),
    Publish(String),
    Quota(String),
    List { account: String, stories: bool },
    Node(String),
    Nodes(Vec<String>),
    Toggle(String),
    Delete(String),
    Comments(String),
    Comment(String),
    Insights(String),
    Me,
    Accounts,
    Permissions,
    Revoke { user: String, name: Option<String> },
    Refresh,
    Inspect,
    Exchange(Exchange),
    Photo(String),
    Places,
    Batch,
    Unknown,
}

impl Operation {
    pub(crate) fn of(call: &Call, state: &State) -> Self {
        let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
        let (act, target) = match (call.method.clone(), segments.as_slice()) {
            (Method::GET, []) if call.params.has("ids") => nodes(call, state),
            (Method::GET, ["me"]) => (Act::Me, Target::Me),
            (Method::GET, ["me", "accounts"]) => (Act::Accounts, Target::Accounts),
            (Method::GET, ["pages", "search"]) => (Act::Places, Target::Places),
            (method, [_, "permissions"] | [_, "permissions", _]) => permissions(&method, &segments),
            (Method::POST, [] | ["me"]) if call.params.has("batch") => (Act::Batch, Target::Batch),
            (method, ["oauth", "access_token"] | ["access_token" | "refresh_access_token"])
            | (method @ Method::GET, ["debug_token"]) => tokens(&method, call, &segments),
            (Method::POST, [page, "photos"]) => (Act::Photo((*page).to_owned()), Target::Photo),
            (Method::POST, [id, "media"]) => (Act::Create((*id).to_owned()), create_target(call)),
            (Method::POST, [id, "media_publish"]) => {
                (Act::Publish((*id).to_owned()), Target::Publish)
            }
            (Method::GET, [id, "content_publishing_limit"]) => {
                (Act::Quota((*id).to_owned()), Target::Quota)
            }
            (Method::GET, [id, edge @ ("media" | "stories")]) => (
                Act::List {
                    account: (*id).to_owned(),
                    stories: *edge == "stories",
                },
                Target::List,
            ),
            (Method::GET, [id, "comments"]) => (Act::Comments((*id).to_owned()), Target::Comments),
            (Method::POST, [id, "comments"]) => (Act::Comment((*id).to_owned()), Target::Comment),
            (Method::GET, [id, "insights"]) => (Act::Insights((*id).to_owned()), Target::Insights),
            (Method::GET, [id]) => (Act::Node((*id).to_owned()), node_target(state, id)),
            (Method::POST, [id]) => (Act::Toggle((*id).to_owned()), Target::Media),
            (Method::DELETE, [id]) => (Act::Delete((*id).to_owned()), Target::Delete),
            _ => (Act::Unknown, Target::Unknown),
        };
        let subject = subject(call, &act);
        Self {
            act,
            target,
            subject,
        }
    }

    pub(crate) fn target(&self) -> Target {
        self.target
    }

    /// The picture address or id that the call is about.
    pub(crate) fn subject(&self) -> &str {
        &self.subject
    }

    /// Whether the call brings its own proof of who asks, and no account's token.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.act, Act::Exchange(_) | Act::Inspect)
    }

    pub(crate) fn is_batch(&self) -> bool {
        matches!(self.act, Act::Batch)
    }

    /// Paths of Instagram login that have no version (Meta, business login, 2026-03-13).
    pub(crate) fn goes_unversioned(&self) -> bool {
        matches!(
            self.act,
            Act::Refresh
                | Act::Exchange(Exchange::InstagramCode | Exchange::InstagramLong)
                | Act::Unknown
        )
    }

    /// The body in which this host refuses.
    pub(crate) fn envelope(&self) -> Envelope {
        match self.act {
            Act::Exchange(Exchange::InstagramCode) => Envelope::Login,
            _ => Envelope::Graph,
        }
    }

    /// Every id of a multi-id read counts as a call.
    pub(crate) fn calls(&self) -> usize {
        if let Act::Nodes(ids) = &self.act {
            ids.len().max(1)
        } else {
            1
        }
    }
}

fn permissions(method: &Method, segments: &[&str]) -> (Act, Target) {
    match (method, segments) {
        (&Method::GET, [_, "permissions"]) => (Act::Permissions, Target::Permissions),
        (&Method::DELETE, [user, "permissions", name @ ..]) if name.len() <= 1 => {
            let revoke = Act::Revoke {
                user: (*user).to_owned(),
                name: name.first().map(|name| (*name).to_owned()),
            };
            (revoke, Target::Revoke)
        }
        _ => (Act::Unknown, Target::Unknown),
    }
}

/// Addresses that make, renew and inspect tokens.
fn tokens(method: &Method, call: &Call, segments: &[&str]) -> (Act, Target) {
    match (method, segments) {
        (&Method::GET, ["debug_token"]) => (Act::Inspect, Target::Inspect),
        (&Method::GET, ["refresh_access_token"]) => (Act::Refresh, Target::Refresh),
        (&Method::GET, ["access_token"]) => {
            (Act::Exchange(Exchange::InstagramLong), Target::Extend)
        }
        (&Method::POST, ["oauth", _]) if call.version.is_none() => {
            (Act::Exchange(Exchange::InstagramCode), Target::Exchange)
        }
        (&(Method::GET | Method::POST), ["oauth", _]) => {
            let long = call.params.text("grant_type").as_deref() == Some("fb_exchange_token");
            let target = if long {
                Target::Extend
            } else {
                Target::Exchange
            };
            (Act::Exchange(Exchange::Facebook), target)
        }
        _ => (Act::Unknown, Target::Unknown),
    }
}

fn nodes(call: &Call, state: &State) -> (Act, Target) {
    let ids = call.params.list("ids").ok().flatten().unwrap_or_default();
    let target = ids
        .first()
        .map_or(Target::Unknown, |id| node_target(state, id));
    (Act::Nodes(ids), target)
}

fn create_target(call: &Call) -> Target {
    let child = call
        .params
        .flag("is_carousel_item")
        .ok()
        .flatten()
        .unwrap_or(false);
    let carousel = call
        .params
        .text("media_type")
        .is_some_and(|kind| kind.eq_ignore_ascii_case("carousel"));
    match (child, carousel) {
        (_, true) => Target::CreateParent,
        (true, false) => Target::CreateChild,
        (false, false) => Target::CreateSingle,
    }
}

fn node_target(state: &State, id: &str) -> Target {
    if state.containers.contains_key(id) {
        Target::Status
    } else if state.account(id).is_some() {
        Target::Account
    } else {
        Target::Media
    }
}

fn subject(call: &Call, act: &Act) -> String {
    match act {
        Act::Create(_) => ["image_url", "video_url", "children"]
            .into_iter()
            .find_map(|name| call.params.text(name))
            .unwrap_or_default(),
        Act::Publish(_) => call.params.text("creation_id").unwrap_or_default(),
        Act::Node(id)
        | Act::Toggle(id)
        | Act::Delete(id)
        | Act::Comments(id)
        | Act::Comment(id)
        | Act::Insights(id) => id.clone(),
        Act::Nodes(ids) => ids.join(","),
        _ => String::new(),
    }
}

/// Carries an operation out.
pub(crate) async fn run(
    world: &Arc<World>,
    call: &Call,
    operation: &Operation,
    caller: &Caller,
) -> Result<Value, Refusal> {
    match &operation.act {
        Act::Create(account) => {
            caller.may(Leave::Publish)?;
            containers::create(world, call, operation.target, caller, account).await
        }
        Act::Publish(account) => {
            caller.may(Leave::Publish)?;
            publish::publish(world, call, caller, account).await
        }
        Act::Quota(account) => publish::quota(world, call, caller, account),
        Act::List { account, stories } => media::list(world, call, caller, account, *stories),
        Act::Node(id) => node(world, call, caller, id),
        Act::Nodes(ids) => all_nodes(world, call, caller, ids),
        Act::Toggle(id) => media::toggle_comments(world, call, caller, id).await,
        Act::Delete(id) => media::delete(world, call, caller, id).await,
        Act::Comments(id) => comments::list(world, call, caller, id),
        Act::Comment(id) => comments::add(world, call, caller, id).await,
        Act::Insights(id) => insights::read(world, call, caller, id),
        Act::Me => people::me(world, call, caller),
        Act::Accounts => pages::list(world, call, caller).await,
        Act::Permissions => people::permissions(world, caller),
        Act::Revoke { user, name } => {
            people::revoke(world, call, caller, user, name.as_deref()).await
        }
        Act::Refresh => tokens::refresh(world, call, caller).await,
        Act::Photo(page) => photos::add(world, call, caller, page).await,
        Act::Places => places::search(world, call, caller),
        Act::Inspect | Act::Exchange(_) | Act::Batch | Act::Unknown => Err(call.unknown_path()),
    }
}

/// Carries out what needs no account's token.
pub(crate) async fn run_open(
    world: &Arc<World>,
    call: &Call,
    operation: &Operation,
) -> Result<Value, Refusal> {
    match &operation.act {
        Act::Exchange(which) => login::run(world, call, *which).await,
        Act::Inspect => tokens::inspect(world, call),
        _ => Err(call.unknown_path()),
    }
}

/// Any object by its id.
fn node(world: &World, call: &Call, caller: &Caller, id: &str) -> Result<Value, Refusal> {
    caller.may(Leave::Basic)?;
    let fields = call.fields()?;
    let now = world.now();
    world.ledger.read(|state| {
        if let Some(container) = state.containers.get(id) {
            caller.account(state, call, &container.account)?;
            return status::node(world, container, &fields, now);
        }
        if let Some((media, item)) = media::find(state, id) {
            caller.account(state, call, &media.account)?;
            media::check_fields(caller, &fields)?;
            return media::Node {
                world,
                state,
                media,
                item,
            }
            .select(&fields);
        }
        if let Some(photo) = photos::find(state, caller, id) {
            return photos::node(world, photo, &fields);
        }
        if let Some(comment) = state.comments.get(id) {
            caller.account(state, call, &comment.account)?;
            return comments::node(state, comment, &fields);
        }
        if let Some(node) = people::by_other_id(state, caller, id, &fields) {
            return node;
        }
        let account = caller.account(state, call, id)?;
        people::account_node(world, state, &account, caller.flavour, &fields)
    })
}

fn all_nodes(
    world: &World,
    call: &Call,
    caller: &Caller,
    ids: &[String],
) -> Result<Value, Refusal> {
    if ids.is_empty() || ids.len() > MOST_IDS {
        return Err(parameter(format_args!(
            "The ids parameter takes 1 to {MOST_IDS} ids"
        )));
    }
    let mut all = Map::new();
    for id in ids {
        let found = node(world, call, caller, id).map_err(|refusal| {
            // One id that does not exist spoils the whole read, with its own code.
            if refusal.subcode == Some(33) {
                Refusal {
                    http: 404,
                    ..Refusal::new(
                        803,
                        format!("(#803) Some of the aliases you requested do not exist: {id}"),
                    )
                }
            } else {
                refusal
            }
        })?;
        all.insert(id.clone(), found);
    }
    Ok(Value::Object(all))
}

/// A post that this caller may touch.
fn own_media<'a>(
    state: &'a State,
    call: &Call,
    caller: &Caller,
    id: &str,
) -> Result<&'a crate::state::Media, Refusal> {
    let media = state
        .media
        .get(id)
        .filter(|media| !media.deleted)
        .ok_or_else(|| no_object(call.method.as_str(), id))?;
    caller.account(state, call, &media.account)?;
    Ok(media)
}
