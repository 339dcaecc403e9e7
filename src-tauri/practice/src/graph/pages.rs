//! The Pages of a Facebook user, with and without an Instagram account.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::auth::{Caller, Leave};
use crate::call::Call;
use crate::fields::{Field, parse, select};
use crate::ids::{page_token, token_hash};
use crate::refusal::{Refusal, parameter, unknown_field};
use crate::state::{Account, AccountKind, Flavour, Record, State, Token, TokenKind};
use crate::world::World;

/// Pages in one answer unless `limit` says otherwise.
const USUAL_PAGE: usize = 25;
const LARGEST_PAGE: usize = 100;

/// A Page as its user sees it.
pub(super) struct Page {
    pub(super) id: String,
    name: String,
    /// The professional account that is linked to it.
    account: Option<Account>,
}

/// Every Page of the caller's Facebook user, in the order of their ids.
pub(super) fn all(state: &State, caller: &Caller) -> Vec<Page> {
    let user = &caller.account.user_id;
    let linked = state.accounts.values().filter(|one| one.user_id == *user);
    let linked = linked.map(|account| Page {
        id: account.page_id.clone(),
        name: account.page_name.clone(),
        // A personal account is not told of here (Meta, Page node).
        account: Some(account.clone()).filter(|one| one.kind != AccountKind::Personal),
    });
    let bare = state.pages.values().filter(|page| page.user_id == *user);
    let bare = bare.map(|page| Page {
        id: page.id.clone(),
        name: page.name.clone(),
        account: None,
    });
    let mut pages: Vec<Page> = linked.chain(bare).collect();
    pages.sort_by(|a, b| a.id.cmp(&b.id));
    pages
}

/// One Page of the caller by its id. A Page token reaches its own Page only.
pub(super) fn find(state: &State, caller: &Caller, id: &str) -> Option<Page> {
    let own = own_page(caller);
    all(state, caller)
        .into_iter()
        .find(|page| page.id == id && own.is_none_or(|own| own == id))
}

fn own_page(caller: &Caller) -> Option<&str> {
    (caller.kind == TokenKind::Page).then(|| {
        let row = caller.row.page.as_deref();
        row.unwrap_or(&caller.account.page_id)
    })
}

/// The Page of a Page token.
pub(super) fn of_token(state: &State, caller: &Caller) -> Option<Page> {
    find(state, caller, own_page(caller)?)
}

impl Page {
    pub(super) fn token_of(&self, user_token: &str) -> String {
        page_token(user_token, &self.id)
    }

    pub(super) fn node(&self, token: Option<&str>, fields: &[Field]) -> Result<Value, Refusal> {
        select(fields, &self.id, |field| {
            Ok(match field.name.as_str() {
                "name" => Some(json!(self.name)),
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
                    match &self.account {
                        Some(account) => Some(linked(account, field)?),
                        None => None,
                    }
                }
                name => return Err(unknown_field(name, "Page")),
            })
        })
    }

    /// Page tokens of a long user token do not end; those of a short one end with it.
    fn row(&self, world: &World, caller: &Caller) -> Token {
        let account = self.account.as_ref();
        Token {
            hash: token_hash(&self.token_of(&caller.token)),
            account: account.map_or_else(|| caller.account.id.clone(), |one| one.id.clone()),
            kind: TokenKind::Page,
            issued: world.now(),
            expires: caller.row.expires.filter(|_| caller.row.short),
            short: false,
            page: Some(self.id.clone()),
            ..caller.row.clone()
        }
    }
}

fn linked(account: &Account, field: &Field) -> Result<Value, Refusal> {
    select(&field.nested, &account.id, |inner| {
        match inner.name.as_str() {
            "username" => Ok(Some(json!(account.username))),
            "name" => Ok(Some(json!(account.name))),
            "profile_picture_url" | "followers_count" => Ok(None),
            name => Err(unknown_field(name, "IGUser")),
        }
    })
}

/// `GET /me/accounts`: the Pages with their tokens, by cursor.
pub(super) async fn list(
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
    let pages = world.ledger.read(|state| all(state, caller));
    let start = start(call, &pages)?;
    let size = size(call)?;
    let shown: Vec<&Page> = pages.iter().skip(start).take(size).collect();
    if fields.iter().any(|field| field.name == "access_token") {
        remember(world, caller, &shown).await?;
    }
    let rows = shown
        .iter()
        .map(|page| page.node(Some(&page.token_of(&caller.token)), &fields))
        .collect::<Result<Vec<_>, _>>()?;
    let mut answer = json!({ "data": rows });
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return Ok(answer);
    };
    let mut paging = json!({ "cursors": { "before": first.id, "after": last.id } });
    if start + shown.len() < pages.len() {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for kept in ["fields", "limit"] {
            if let Some(value) = call.params.text(kept) {
                query.append_pair(kept, &value);
            }
        }
        query.append_pair("after", &last.id);
        let next = format!("{}{}?{}", world.base_url, call.path, query.finish());
        if let Some(paging) = paging.as_object_mut() {
            paging.insert("next".to_owned(), json!(next));
        }
    }
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("paging".to_owned(), paging);
    }
    Ok(answer)
}

fn size(call: &Call) -> Result<usize, Refusal> {
    match call.params.number("limit")? {
        None => Ok(USUAL_PAGE),
        Some(limit) => usize::try_from(limit)
            .ok()
            .filter(|limit| *limit > 0)
            .map(|limit| limit.min(LARGEST_PAGE))
            .ok_or_else(|| parameter("Param limit must be a positive integer")),
    }
}

/// Ids grow along the list, so a cursor holds even when its Page has gone.
fn start(call: &Call, pages: &[Page]) -> Result<usize, Refusal> {
    let Some(after) = call.params.text("after") else {
        return Ok(0);
    };
    if !after.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(parameter("Param after is not a valid cursor"));
    }
    Ok(pages.iter().filter(|page| page.id <= after).count())
}

async fn remember(world: &Arc<World>, caller: &Caller, pages: &[&Page]) -> Result<(), Refusal> {
    let rows: Vec<Token> = pages.iter().map(|page| page.row(world, caller)).collect();
    world
        .commit(move |change| {
            for row in rows {
                if !change.state.tokens.contains_key(&row.hash) {
                    change.put(Record::Token(row));
                }
            }
            Ok(())
        })
        .await
}
