//! Faults that can be switched on: what goes wrong, on which call, how often.
//!
//! Kept in memory only: a restarted server is a healthy one.

mod board;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub(crate) use board::{FaultBoard, Moment};

/// Which calls a fault is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Target {
    /// Any of the three that follow.
    Create,
    CreateChild,
    CreateParent,
    CreateSingle,
    Status,
    Publish,
    List,
    Media,
    Quota,
    Comment,
    Comments,
    Delete,
    Insights,
    /// The server's own download of a picture.
    Fetch,
    Me,
    Accounts,
    Permissions,
    /// Renewing a token.
    Refresh,
    /// `debug_token`.
    Inspect,
    /// A consent page.
    Authorize,
    /// A code into a token.
    Exchange,
    /// A short token into a long one.
    Extend,
    /// Taking permissions away.
    Revoke,
    /// The bytes of a video.
    Upload,
    /// An unpublished Page photo.
    Photo,
    /// Looking for places.
    Places,
    /// Several calls in one; each of them is also a call of its own.
    Batch,
    Account,
    /// A path that means nothing.
    Unknown,
    #[serde(rename = "*")]
    Any,
}

impl Target {
    /// Whether a fault for `self` is for a call of `called`.
    fn means(self, called: Self) -> bool {
        match self {
            // The server's own download is no call.
            Self::Any => called != Self::Fetch,
            Self::Create => matches!(
                called,
                Self::CreateChild | Self::CreateParent | Self::CreateSingle
            ),
            _ => self == called,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::CreateChild => "create_child",
            Self::CreateParent => "create_parent",
            Self::CreateSingle => "create_single",
            Self::Status => "status",
            Self::Publish => "publish",
            Self::List => "list",
            Self::Media => "media",
            Self::Quota => "quota",
            Self::Comment => "comment",
            Self::Comments => "comments",
            Self::Delete => "delete",
            Self::Insights => "insights",
            Self::Fetch => "fetch",
            Self::Me => "me",
            Self::Accounts => "accounts",
            Self::Permissions => "permissions",
            Self::Refresh => "refresh",
            Self::Inspect => "inspect",
            Self::Authorize => "authorize",
            Self::Exchange => "exchange",
            Self::Extend => "extend",
            Self::Revoke => "revoke",
            Self::Upload => "upload",
            Self::Photo => "photo",
            Self::Places => "places",
            Self::Batch => "batch",
            Self::Account => "account",
            Self::Unknown => "unknown",
            Self::Any => "*",
        }
    }
}

/// Whether the call still takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum When {
    /// Nothing happens but the fault.
    #[default]
    Before,
    /// The effect happens; only the reply is spoiled.
    After,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// A Graph error envelope, from `error`.
    Error,
    /// A bare HTTP status, `error.http`, with a line of text.
    HttpStatus,
    /// An HTML page, as a proxy or a maintenance host sends it.
    Html,
    /// 200 and nothing in it.
    Empty,
    /// The right reply, of which half arrives.
    Cut,
    /// 302 to another host: the `location` of `headers`, or one that does not exist.
    Redirect,
    /// Two megabytes of JSON that mean nothing.
    Huge,
    /// The connection closes without a reply.
    Drop,
    /// On `upload`: half of the bytes arrive and stay, then the connection closes.
    DropMidway,
    /// No reply for `delay_ms` (ten minutes unless given), then the connection closes.
    Stall,
    /// The right reply, `delay_ms` late (three seconds unless given).
    Slow,
    /// The effect happens and the connection closes: `drop`, always after.
    LostReply,
    /// The connection closes without a reply, and the effect happens `delay_ms` later (three
    /// seconds unless given): the call was still on its way inside.
    Late,
    /// The container ends in `ERROR` with `error.subcode` in its status text.
    ProcessingError,
    /// The container never leaves `IN_PROGRESS`.
    ProcessingStuck,
    /// The container is `EXPIRED` from the start.
    Expired,
}

impl Kind {
    /// Whether it changes what a create call makes, not what it answers.
    fn shapes_container(self) -> bool {
        matches!(
            self,
            Self::ProcessingError | Self::ProcessingStuck | Self::Expired
        )
    }
}

/// The error that a fault answers with. Absent members are left out of the reply.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct FaultError {
    pub(crate) code: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) subcode: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_transient: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) http: Option<u16>,
}

/// One fault, as set over the admin address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    pub(crate) on: Target,
    #[serde(default)]
    pub(crate) when: When,
    pub(crate) kind: Kind,
    #[serde(default)]
    pub(crate) error: FaultError,
    /// Added to the reply; `{account}` in a value stands for the account's id.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    /// Matching calls that pass unharmed first.
    #[serde(default)]
    pub(crate) skip: u64,
    /// How often it strikes; absent: until it is cleared.
    #[serde(default)]
    pub(crate) times: Option<u64>,
    /// Only the n-th different picture address or container (from 1) that matching
    /// calls named since the fault was set, every time it is named.
    #[serde(default)]
    pub(crate) item: Option<usize>,
    /// Only calls whose picture address or container contains this text.
    #[serde(default)]
    pub(crate) matching: Option<String>,
    #[serde(default)]
    pub(crate) delay_ms: Option<u64>,
    /// Only once a call of this kind has come since the fault was set.
    #[serde(default)]
    pub(crate) since: Option<Target>,
}

impl Fault {
    pub(crate) fn when(&self) -> When {
        if self.kind == Kind::LostReply {
            When::After
        } else {
            self.when
        }
    }

    pub(crate) fn delay(&self) -> Duration {
        let usual = if self.kind == Kind::Stall {
            600_000
        } else {
            3000
        };
        Duration::from_millis(self.delay_ms.unwrap_or(usual))
    }
}
