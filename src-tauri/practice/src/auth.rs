//! Who calls: token, flavour, account and permissions.

use jiff::Timestamp;

use crate::call::Call;
use crate::ids::token_hash;
use crate::refusal::{Refusal, bad_token, dead_token, no_object, not_professional, permission};
use crate::state::{Account, AccountKind, Flavour, State, Token, TokenKind};

/// The owner of a good token.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) flavour: Flavour,
    pub(crate) kind: TokenKind,
    /// The permissions that count now.
    pub(crate) scopes: Vec<String>,
    /// The row of the token; what it names as scopes may have been taken away since.
    pub(crate) row: Token,
    /// The Instagram account of the token; a Facebook user may reach more.
    pub(crate) account: Account,
    /// As sent; needed to derive Page tokens. Never logged.
    pub(crate) token: String,
}

/// What a call needs leave for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Leave {
    Basic,
    Publish,
    Comments,
    Delete,
    Insights,
    Pages,
    /// Lending a Page's photos as addresses.
    PagePhotos,
}

/// The scopes a practice token carries unless told otherwise.
pub(crate) fn all_scopes(flavour: Flavour) -> Vec<String> {
    let leaves = [
        Leave::Basic,
        Leave::Publish,
        Leave::Comments,
        Leave::Delete,
        Leave::Insights,
        Leave::Pages,
        Leave::PagePhotos,
    ];
    let mut scopes: Vec<String> = leaves
        .into_iter()
        .filter_map(|leave| scope(leave, flavour))
        .map(str::to_owned)
        .collect();
    if flavour == Flavour::Facebook {
        scopes.push("pages_read_engagement".to_owned());
    }
    scopes
}

/// The permissions that each login knows (Meta, permission registry, 2026-09-11).
pub(crate) fn known_scopes(flavour: Flavour) -> &'static [&'static str] {
    match flavour {
        Flavour::Facebook => &[
            "public_profile",
            "email",
            "instagram_basic",
            "instagram_content_publish",
            "instagram_manage_comments",
            "instagram_manage_insights",
            "instagram_manage_messages",
            "instagram_manage_contents",
            "instagram_manage_engagement",
            "instagram_shopping_tag_products",
            "pages_show_list",
            "pages_read_engagement",
            "pages_manage_posts",
            "business_management",
            "ads_management",
            "ads_read",
            "catalog_management",
        ],
        Flavour::Instagram => &[
            "instagram_business_basic",
            "instagram_business_content_publish",
            "instagram_business_manage_comments",
            "instagram_business_manage_insights",
            "instagram_business_manage_messages",
        ],
    }
}

pub(crate) fn scope(leave: Leave, flavour: Flavour) -> Option<&'static str> {
    match (flavour, leave) {
        (Flavour::Facebook, Leave::Basic) => Some("instagram_basic"),
        (Flavour::Facebook, Leave::Publish) => Some("instagram_content_publish"),
        (Flavour::Facebook, Leave::Comments) => Some("instagram_manage_comments"),
        (Flavour::Facebook, Leave::Delete) => Some("instagram_manage_contents"),
        (Flavour::Facebook, Leave::Insights) => Some("instagram_manage_insights"),
        (Flavour::Facebook, Leave::Pages) => Some("pages_show_list"),
        (Flavour::Instagram, Leave::Basic) => Some("instagram_business_basic"),
        (Flavour::Instagram, Leave::Publish) => Some("instagram_business_content_publish"),
        (Flavour::Instagram, Leave::Comments) => Some("instagram_business_manage_comments"),
        (Flavour::Instagram, Leave::Insights) => Some("instagram_business_manage_insights"),
        (Flavour::Facebook, Leave::PagePhotos) => Some("pages_manage_posts"),
        (Flavour::Instagram, Leave::Delete | Leave::Pages | Leave::PagePhotos) => None,
    }
}

/// Checks the token. A bad one is HTTP 401 on the Instagram host and 400 on
/// Facebook's; with no token to tell, its usual beginning decides.
pub(crate) fn authenticate(state: &State, call: &Call, now: Timestamp) -> Result<Caller, Refusal> {
    let token = call.token().unwrap_or_default();
    let guessed = if token.starts_with("IG") { 401 } else { 400 };
    let row = state
        .tokens
        .get(&token_hash(&token))
        .ok_or_else(|| bad_token(guessed))?;
    let http = if row.flavour == Flavour::Instagram {
        401
    } else {
        400
    };
    if let Some(subcode) = row.ended(now) {
        return Err(dead_token(http, subcode));
    }
    let account = state
        .accounts
        .get(&row.account)
        .ok_or_else(|| bad_token(http))?;
    if account.checkpointed {
        return Err(dead_token(http, 459));
    }
    if row.flavour == Flavour::Instagram && account.kind == AccountKind::Personal {
        return Err(not_professional());
    }
    Ok(Caller {
        flavour: row.flavour,
        kind: row.kind,
        scopes: row.held(now),
        row: row.clone(),
        account: account.clone(),
        token,
    })
}

impl Caller {
    pub(crate) fn may(&self, leave: Leave) -> Result<(), Refusal> {
        match scope(leave, self.flavour) {
            Some(scope) if self.scopes.iter().any(|held| held == scope) => Ok(()),
            Some(scope) => Err(permission(scope)),
            None => Err(permission("Facebook Login")),
        }
    }

    /// An Instagram account that this token reaches, by id or as `me`.
    pub(crate) fn account(&self, state: &State, call: &Call, id: &str) -> Result<Account, Refusal> {
        if id == "me" && self.flavour == Flavour::Instagram {
            return Ok(self.account.clone());
        }
        let reaches = |account: &Account| match (self.flavour, self.kind) {
            (Flavour::Facebook, TokenKind::User) => account.user_id == self.account.user_id,
            _ => account.id == self.account.id,
        };
        let account = state
            .account(id)
            .filter(|account| reaches(account))
            .ok_or_else(|| no_object(call.method.as_str(), id))?;
        if account.kind == AccountKind::Personal {
            return Err(not_professional());
        }
        Ok(account.clone())
    }
}
