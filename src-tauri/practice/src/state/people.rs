//! Who is here: accounts, Pages, the apps that ask, and the tokens that were handed out.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// An Instagram professional account with its Facebook Page and user.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: String,
    /// The id that Instagram login calls `id`; `id` above is its `user_id`.
    pub(crate) scoped_id: String,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) page_id: String,
    pub(crate) page_name: String,
    pub(crate) user_id: String,
    pub(crate) user_name: String,
    #[serde(default)]
    pub(crate) restricted: bool,
    #[serde(default)]
    pub(crate) kind: AccountKind,
    /// Instagram wants the person to log in there first; every call is 190/459.
    #[serde(default)]
    pub(crate) checkpointed: bool,
}

/// What kind of account it is; only the first two may use the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AccountKind {
    #[default]
    Business,
    MediaCreator,
    Personal,
}

impl AccountKind {
    /// As `account_type` has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Business => "BUSINESS",
            Self::MediaCreator => "MEDIA_CREATOR",
            Self::Personal => "PERSONAL",
        }
    }
}

/// A Facebook Page without an Instagram account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The Facebook user who runs it.
    pub(crate) user_id: String,
}

/// The practice Meta app of one login.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct App {
    pub(crate) flavour: Flavour,
    pub(crate) id: String,
    pub(crate) secret: String,
}

/// An authorization code that was sent to a redirect address, by hash.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Code {
    pub(crate) hash: String,
    pub(crate) account: String,
    pub(crate) flavour: Flavour,
    pub(crate) scopes: Vec<String>,
    pub(crate) declined: Vec<String>,
    pub(crate) redirect_uri: String,
    /// The S256 challenge, where the app gave one.
    pub(crate) challenge: Option<String>,
    pub(crate) issued: Timestamp,
    pub(crate) used: bool,
}

/// Which of Meta's two doors a token opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flavour {
    /// Instagram API with Facebook Login.
    Facebook,
    /// Instagram API with Instagram Login.
    Instagram,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenKind {
    User,
    Page,
}

/// A token that was handed out, by hash.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) hash: String,
    pub(crate) account: String,
    pub(crate) flavour: Flavour,
    pub(crate) kind: TokenKind,
    pub(crate) scopes: Vec<String>,
    pub(crate) issued: Timestamp,
    /// `None` never ends, like a Page token.
    pub(crate) expires: Option<Timestamp>,
    /// The 190 sub-code with which the token was ended early.
    #[serde(default)]
    pub(crate) revoked: Option<i64>,
    /// Lives an hour and may be exchanged for a long one.
    #[serde(default)]
    pub(crate) short: bool,
    /// Asked for and not allowed.
    #[serde(default)]
    pub(crate) declined: Vec<String>,
    /// When data access lapses (Facebook login, 90 days); `None` never.
    #[serde(default)]
    pub(crate) data_access_until: Option<Timestamp>,
    /// The Page of a Page token whose Page has no Instagram account.
    #[serde(default)]
    pub(crate) page: Option<String>,
    /// The 190 sub-code of a rehearsal that is on.
    #[serde(default)]
    pub(crate) rehearsed: Option<i64>,
    /// Permissions that a rehearsal has taken away.
    #[serde(default)]
    pub(crate) withheld: Vec<String>,
}

/// Permissions that outlive data access (Meta, auth-vs-data, 2026-09-11).
const NEVER_LAPSE: [&str; 13] = [
    "ads_management",
    "ads_read",
    "business_management",
    "pages_manage_ads",
    "pages_manage_cta",
    "pages_manage_engagement",
    "pages_manage_metadata",
    "pages_manage_posts",
    "pages_messaging",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_show_list",
    "read_insights",
];

/// How a permission of a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Granted,
    Declined,
    Expired,
}

impl Standing {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Declined => "declined",
            Self::Expired => "expired",
        }
    }
}

impl Token {
    /// The 190 sub-code with which it is refused; `None` while it is good.
    pub(crate) fn ended(&self, now: Timestamp) -> Option<i64> {
        let out = self.expires.is_some_and(|expires| now >= expires);
        self.revoked.or(self.rehearsed).or(out.then_some(463))
    }

    /// Every permission it was asked for, and how each stands.
    pub(crate) fn standings(&self, now: Timestamp) -> Vec<(&str, Standing)> {
        let lapsed = self.data_access_until.is_some_and(|until| now >= until);
        let held = self.scopes.iter().map(|scope| {
            let standing = if self.withheld.contains(scope) {
                Standing::Declined
            } else if lapsed && !NEVER_LAPSE.contains(&scope.as_str()) {
                Standing::Expired
            } else {
                Standing::Granted
            };
            (scope.as_str(), standing)
        });
        let declined = self.declined.iter();
        held.chain(declined.map(|scope| (scope.as_str(), Standing::Declined)))
            .collect()
    }

    /// The permissions that count now.
    pub(crate) fn held(&self, now: Timestamp) -> Vec<String> {
        self.standings(now)
            .into_iter()
            .filter(|(_, standing)| *standing == Standing::Granted)
            .map(|(scope, _)| scope.to_owned())
            .collect()
    }
}

/// Short tokens of either login (Meta: one hour; one to two for Facebook).
pub(crate) const SHORT_LIFE: SignedDuration = SignedDuration::from_hours(1);
/// Long tokens of either login (Meta: sixty days).
pub(crate) const LONG_LIFE: SignedDuration = SignedDuration::from_hours(60 * 24);
/// Data access after a person's last visit (Meta: ninety days).
pub(crate) const DATA_ACCESS: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long an authorization code may be exchanged (Meta, business login: one hour).
pub(crate) const CODE_LIFE: SignedDuration = SignedDuration::from_hours(1);
