//! Whose token it is, and which Instagram accounts it can publish to.
//!
//! Sources: Meta, `me` of both logins, `/me/accounts`, 2026-09-11. Page tokens are
//! secrets like user tokens and come as [`Token`].

use fanfold_domain::{Class, Refusal, Token};
use serde_json::Value;

use super::read::{count, flat, list, text};
use crate::Flavour;
use crate::call::Call;
use crate::client::Session;
use crate::transport::lacks;

/// Most pages of Pages that are read: 25 × 100.
const MOST_PAGES: usize = 25;

const PAGE: &str = "id,name,tasks,access_token,instagram_business_account{id,username,name},connected_instagram_account{id,username,name}";
/// A Page asked with its own token tells neither tasks nor token.
const PAGE_ITSELF: &str = "id,name,instagram_business_account{id,username,name},connected_instagram_account{id,username,name}";

/// Whose token it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// Facebook login: the person. Instagram login: the professional account (`1784…`).
    pub id: String,
    /// Instagram login only.
    pub username: Option<String>,
    pub name: Option<String>,
    /// `BUSINESS`, `MEDIA_CREATOR`; Instagram login only.
    pub account_type: Option<String>,
}

/// An Instagram account that the token can publish to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundAccount {
    /// The id that publishing calls take (`1784…`).
    pub id: String,
    pub username: Option<String>,
    pub name: Option<String>,
    /// Facebook login: the Page it hangs on, and the Page's own token (no expiry when it came from
    /// a long-lived one).
    pub page: Option<(String, Option<Token>)>,
    /// What the person may do on that Page (`CREATE_CONTENT`, …); empty for Instagram login.
    pub tasks: Vec<String>,
}

/// An account as Instagram shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    pub username: Option<String>,
    pub name: Option<String>,
    /// `BUSINESS`, `MEDIA_CREATOR`; Instagram login only.
    pub account_type: Option<String>,
    /// An address that expires; the picture is worth keeping, the address is not.
    pub picture_url: Option<String>,
    pub followers: Option<u64>,
    pub follows: Option<u64>,
    pub posts: Option<u64>,
}

impl Session {
    /// Whose token it is.
    pub async fn me(&self) -> Result<Me, Refusal> {
        let fields = match self.flavour() {
            Flavour::Facebook => "id,name",
            Flavour::Instagram => "user_id,username,name,account_type",
        };
        let value = self
            .send(Call::get("me.read", "me").with("fields", fields))
            .await?;
        let row = flat(&value);
        let id = text(row, "user_id").or_else(|| text(row, "id"));
        Ok(Me {
            id: id.ok_or_else(|| lacks("an id"))?,
            username: text(row, "username"),
            name: text(row, "name"),
            account_type: text(row, "account_type"),
        })
    }

    /// The account as Instagram shows it.
    pub async fn profile(&self, account: &str) -> Result<Profile, Refusal> {
        let fields = match self.flavour() {
            Flavour::Facebook => {
                "username,name,profile_picture_url,followers_count,follows_count,media_count"
            }
            Flavour::Instagram => {
                "username,name,account_type,profile_picture_url,followers_count,follows_count,media_count"
            }
        };
        let call = Call::get("account.read", account).with("fields", fields);
        let value = self.send(call).await?;
        let row = flat(&value);
        Ok(Profile {
            username: text(row, "username"),
            name: text(row, "name"),
            account_type: text(row, "account_type"),
            picture_url: text(row, "profile_picture_url"),
            followers: count(row, "followers_count"),
            follows: count(row, "follows_count"),
            posts: count(row, "media_count"),
        })
    }

    /// The Instagram accounts this token can publish to. Facebook login: one a Page that has one
    /// (follows the list's pages); a Page's own token finds its own. Instagram login: the account
    /// itself.
    pub async fn instagram_accounts(&self) -> Result<Vec<FoundAccount>, Refusal> {
        if self.flavour() == Flavour::Instagram {
            let me = self.me().await?;
            return Ok(vec![FoundAccount {
                id: me.id,
                username: me.username,
                name: me.name,
                page: None,
                tasks: Vec::new(),
            }]);
        }
        match self.pages().await {
            Ok(pages) => Ok(pages.iter().filter_map(of_page).collect()),
            // A Page has no Pages: Meta calls the list a field that does not exist.
            Err(refusal) if refusal.class == Class::OurFault => {
                let call = Call::get("me.page", "me").with("fields", PAGE_ITSELF);
                let page = self.send(call).await.map_err(|_| refusal)?;
                Ok(of_page(flat(&page)).into_iter().collect())
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// The Pages this token can see, in Meta's order, those without Instagram too.
    async fn pages(&self) -> Result<Vec<Value>, Refusal> {
        let mut found = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let call = Call::get("me.pages", "me/accounts")
                .with("fields", PAGE)
                .with("limit", "100")
                .with_some("after", after.as_deref());
            let value = self.send(call).await?;
            found.extend_from_slice(list(&value));
            let more = value.pointer("/paging/next").is_some();
            let next = value
                .pointer("/paging/cursors/after")
                .and_then(Value::as_str)
                .map(str::to_owned);
            if !more || next.is_none() || next == after {
                break;
            }
            after = next;
        }
        Ok(found)
    }
}

fn of_page(page: &Value) -> Option<FoundAccount> {
    // Some Pages show their account under the other name only.
    let account = ["instagram_business_account", "connected_instagram_account"]
        .into_iter()
        .find_map(|key| page.get(key).filter(|account| account.is_object()))?;
    let tasks = page
        .get("tasks")
        .and_then(Value::as_array)
        .map(|tasks| {
            tasks
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default();
    let token = page
        .get("access_token")
        .and_then(Value::as_str)
        .and_then(Token::parse);
    Some(FoundAccount {
        id: text(account, "id")?,
        username: text(account, "username"),
        name: text(account, "name").or_else(|| text(page, "name")),
        page: Some((text(page, "id")?, token)),
        tasks,
    })
}
