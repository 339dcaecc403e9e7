//! Faults that can be switched on: what goes wrong, on which call, how often.
//!
//! Kept in memory only: a restarted server is a healthy one.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

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

/// A fault with its counters.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Active {
    pub(crate) id: u64,
    /// The rehearsal that switched it on.
    pub(crate) rehearsal: Option<String>,
    pub(crate) fault: Fault,
    pub(crate) struck: u64,
    passed: u64,
    #[serde(skip)]
    subjects: Vec<String>,
}

/// At which point of a call faults are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Before,
    After,
    /// While a container is being made.
    Shaping,
}

#[derive(Default)]
pub(crate) struct FaultBoard {
    active: Vec<Active>,
    last: u64,
}

impl FaultBoard {
    pub(crate) fn set(&mut self, fault: Fault) -> u64 {
        self.put(fault, None)
    }

    /// Switches a rehearsal's fault on anew: it strikes as often as it did at first.
    pub(crate) fn rehearse(&mut self, name: &str, fault: Fault) -> u64 {
        self.end_rehearsal(name);
        self.put(fault, Some(name.to_owned()))
    }

    pub(crate) fn end_rehearsal(&mut self, name: &str) {
        self.active
            .retain(|active| active.rehearsal.as_deref() != Some(name));
    }

    /// Whether a rehearsal's fault may still strike.
    pub(crate) fn rehearses(&self, name: &str) -> bool {
        self.active.iter().any(|active| {
            active.rehearsal.as_deref() == Some(name)
                && active.fault.times.is_none_or(|times| active.struck < times)
        })
    }

    fn put(&mut self, fault: Fault, rehearsal: Option<String>) -> u64 {
        self.last += 1;
        self.active.push(Active {
            rehearsal,
            id: self.last,
            fault,
            struck: 0,
            passed: 0,
            subjects: Vec::new(),
        });
        self.last
    }

    pub(crate) fn list(&self) -> &[Active] {
        &self.active
    }

    /// Removes one fault; false when there is none with this id.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.active.len();
        self.active.retain(|active| active.id != id);
        self.active.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.active.clear();
    }

    /// The fault that strikes this call now, if any; the oldest one wins.
    /// `subject` is the picture address or container that the call is about.
    pub(crate) fn strike(
        &mut self,
        target: Target,
        moment: Moment,
        subject: &str,
    ) -> Option<(u64, Fault)> {
        self.active.iter_mut().find_map(|active| {
            active
                .strikes(target, moment, subject)
                .then(|| (active.id, active.fault.clone()))
        })
    }
}

impl Active {
    fn strikes(&mut self, target: Target, moment: Moment, subject: &str) -> bool {
        let fault = &self.fault;
        let its_moment = match moment {
            Moment::Shaping => fault.kind.shapes_container(),
            Moment::Before => !fault.kind.shapes_container() && fault.when() == When::Before,
            Moment::After => !fault.kind.shapes_container() && fault.when() == When::After,
        };
        if !fault.on.means(target)
            || !its_moment
            || fault
                .matching
                .as_ref()
                .is_some_and(|text| !subject.contains(text.as_str()))
            || !self.is_item(subject)
            || self.fault.times.is_some_and(|times| self.struck >= times)
        {
            return false;
        }
        if self.passed < self.fault.skip {
            self.passed += 1;
            return false;
        }
        self.struck += 1;
        true
    }

    fn is_item(&mut self, subject: &str) -> bool {
        let Some(wanted) = self.fault.item else {
            return true;
        };
        let at = self
            .subjects
            .iter()
            .position(|seen| seen == subject)
            .unwrap_or_else(|| {
                self.subjects.push(subject.to_owned());
                self.subjects.len() - 1
            });
        at + 1 == wanted
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn board(json: &str) -> FaultBoard {
        let mut board = FaultBoard::default();
        board.set(serde_json::from_str(json).unwrap());
        board
    }

    #[test]
    fn skip_and_times_count_matching_calls_only() {
        let mut board = board(r#"{"on":"publish","kind":"drop","skip":1,"times":2}"#);
        let mut hit = |target| board.strike(target, Moment::Before, "1").is_some();
        assert!(!hit(Target::Status));
        assert!(!hit(Target::Publish));
        assert!(hit(Target::Publish));
        assert!(hit(Target::Publish));
        assert!(!hit(Target::Publish));
    }

    #[test]
    fn an_item_is_struck_each_time_it_is_named_again() {
        let mut board = board(r#"{"on":"create_child","kind":"error","item":2}"#);
        let mut hit = |url| {
            board
                .strike(Target::CreateChild, Moment::Before, url)
                .is_some()
        };
        assert!(!hit("a"));
        assert!(hit("b"));
        assert!(!hit("c"));
        assert!(!hit("a"));
        assert!(hit("b"));
    }

    #[test]
    fn a_lost_reply_is_always_after_the_effect() {
        let mut board = board(r#"{"on":"publish","kind":"lost_reply"}"#);
        assert!(board.strike(Target::Publish, Moment::Before, "1").is_none());
        assert!(board.strike(Target::Publish, Moment::After, "1").is_some());
    }
}
