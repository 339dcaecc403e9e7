//! Everything that can be the matter with a call, in rows of `errors.md`'s table: what it is, and which row it is of.
//! The rows are said here once more on purpose: were they read from the program, it could not be wrong.

use fanfold_domain::Action;
use serde_json::{Value, json};

/// What the design asks for when a call before the live post goes like this once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Row {
    /// Tried again by itself.
    Transient,
    /// Waited out, nothing called meanwhile.
    Throttle,
    /// Waits until the oldest post leaves the window.
    Quota,
    NotReady,
    /// Asked again, then built anew.
    Gone,
    /// Our own link is looked at, then built anew once.
    Fetch,
    /// Tried once more, but never `media_publish`.
    Unknown,
    /// A person acts; the whole account waits, or this post.
    Person(Action),
    /// Refused for good.
    Ours(Action),
}

/// One kind of fault.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) row: Row,
    /// Without `on` and `when`.
    pub(crate) fault: &'static str,
    /// Spends its time waiting, not working.
    pub(crate) idle: bool,
}

const fn wire(name: &'static str, fault: &'static str) -> Kind {
    Kind {
        name,
        row: Row::Transient,
        fault,
        idle: false,
    }
}

const fn code(name: &'static str, row: Row, fault: &'static str) -> Kind {
    Kind {
        name,
        row,
        fault,
        idle: false,
    }
}

const fn idle(kind: Kind) -> Kind {
    Kind { idle: true, ..kind }
}

pub(crate) const KINDS: &[Kind] = &[
    wire("connection closed", r#"{"kind":"drop"}"#),
    wire("answer cut in half", r#"{"kind":"cut"}"#),
    idle(wire("no answer, stalled", r#"{"kind":"stall"}"#)),
    wire(
        "answer late, but there",
        r#"{"kind":"slow","delay_ms":150}"#,
    ),
    wire("empty answer", r#"{"kind":"empty"}"#),
    wire("HTML page", r#"{"kind":"html"}"#),
    wire("bare 503", r#"{"kind":"http_status"}"#),
    wire("2 MB of nonsense", r#"{"kind":"huge"}"#),
    wire("redirect", r#"{"kind":"redirect"}"#),
    code(
        "2, HTTP 500",
        Row::Transient,
        r#"{"kind":"error","error":{"code":2,"is_transient":true,"http":500}}"#,
    ),
    code(
        "1",
        Row::Transient,
        r#"{"kind":"error","error":{"code":1}}"#,
    ),
    code(
        "-1/2207001",
        Row::Transient,
        r#"{"kind":"error","error":{"code":-1,"subcode":2207001,"is_transient":true,"http":500}}"#,
    ),
    code(
        "80002, minutes told",
        Row::Throttle,
        r#"{"kind":"error","error":{"code":80002},"headers":{"x-business-use-case-usage":"{\"{account}\":[{\"type\":\"instagram\",\"call_count\":101,\"total_cputime\":12,\"total_time\":14,\"estimated_time_to_regain_access\":1}]}"}}"#,
    ),
    idle(code(
        "4, whole app",
        Row::Throttle,
        r#"{"kind":"error","error":{"code":4,"is_transient":true,"http":403}}"#,
    )),
    idle(code(
        "17",
        Row::Throttle,
        r#"{"kind":"error","error":{"code":17,"http":429}}"#,
    )),
    code(
        "4/2207051 blocked",
        Row::Person(Action::OpenInstagram),
        r#"{"kind":"error","error":{"code":4,"subcode":2207051}}"#,
    ),
    code(
        "368 blocked",
        Row::Person(Action::OpenInstagram),
        r#"{"kind":"error","error":{"code":368,"subcode":1390008}}"#,
    ),
    idle(code(
        "9/2207042 quota",
        Row::Quota,
        r#"{"kind":"error","error":{"code":9,"subcode":2207042}}"#,
    )),
    code(
        "190/463 expired",
        Row::Person(Action::Reconnect),
        r#"{"kind":"error","error":{"code":190,"subcode":463,"http":401}}"#,
    ),
    code(
        "190/459 checkpoint",
        Row::Person(Action::OpenInstagram),
        r#"{"kind":"error","error":{"code":190,"subcode":459}}"#,
    ),
    code(
        "10 permission",
        Row::Person(Action::GrantPermission),
        r#"{"kind":"error","error":{"code":10,"http":403}}"#,
    ),
    code(
        "25/2207050 restricted",
        Row::Person(Action::OpenInstagram),
        r#"{"kind":"error","error":{"code":25,"subcode":2207050}}"#,
    ),
    code(
        "9007/2207027 too early",
        Row::NotReady,
        r#"{"kind":"error","error":{"code":9007,"subcode":2207027}}"#,
    ),
    code(
        "24/2207008 unknown",
        Row::Gone,
        r#"{"kind":"error","error":{"code":24,"subcode":2207008}}"#,
    ),
    code(
        "24/2207006 gone",
        Row::Gone,
        r#"{"kind":"error","error":{"code":24,"subcode":2207006}}"#,
    ),
    code(
        "-2/2207020 expired",
        Row::Gone,
        r#"{"kind":"error","error":{"code":-2,"subcode":2207020}}"#,
    ),
    code(
        "9004/2207052 fetch",
        Row::Fetch,
        r#"{"kind":"error","error":{"code":9004,"subcode":2207052}}"#,
    ),
    code(
        "-2/2207003 fetch slow",
        Row::Fetch,
        r#"{"kind":"error","error":{"code":-2,"subcode":2207003}}"#,
    ),
    code(
        "36003/2207009 picture",
        Row::Person(Action::FixMedia),
        r#"{"kind":"error","error":{"code":36003,"subcode":2207009}}"#,
    ),
    code(
        "36004/2207010 caption",
        Row::Person(Action::FixCaption),
        r#"{"kind":"error","error":{"code":36004,"subcode":2207010}}"#,
    ),
    code(
        "100/2207040 tags",
        Row::Person(Action::FixTags),
        r#"{"kind":"error","error":{"code":100,"subcode":2207040}}"#,
    ),
    code(
        "100/2207028 carousel",
        Row::Person(Action::ChangeContent),
        r#"{"kind":"error","error":{"code":100,"subcode":2207028}}"#,
    ),
    code(
        "506 duplicate",
        Row::Person(Action::ChangeContent),
        r#"{"kind":"error","error":{"code":506}}"#,
    ),
    code(
        "1609005 link",
        Row::Person(Action::CheckMediaHost),
        r#"{"kind":"error","error":{"code":1609005}}"#,
    ),
    code(
        "100 parameter",
        Row::Ours(Action::ContactSupport),
        r#"{"kind":"error","error":{"code":100}}"#,
    ),
    code(
        "2635 old version",
        Row::Ours(Action::FixApp),
        r#"{"kind":"error","error":{"code":2635}}"#,
    ),
    code(
        "20261122 unheard of",
        Row::Unknown,
        r#"{"kind":"error","error":{"code":20261122}}"#,
    ),
];

/// What can go wrong when Instagram fetches the hosted copy: every answer of the create call that says so.
pub(crate) const FETCHES: &[Kind] = &[
    code(
        "9004/2207052 fetch",
        Row::Fetch,
        r#"{"kind":"error","error":{"code":9004,"subcode":2207052}}"#,
    ),
    code(
        "-2/2207003 fetch slow",
        Row::Fetch,
        r#"{"kind":"error","error":{"code":-2,"subcode":2207003}}"#,
    ),
    code("connection closed", Row::Fetch, r#"{"kind":"drop"}"#),
    code(
        "no answer, stalled",
        Row::Fetch,
        r#"{"kind":"stall","delay_ms":300}"#,
    ),
    wire(
        "answer late, but there",
        r#"{"kind":"slow","delay_ms":150}"#,
    ),
    code(
        "36001/2207005 format",
        Row::Person(Action::FixMedia),
        r#"{"kind":"error","error":{"code":36001,"subcode":2207005}}"#,
    ),
];

/// What can go wrong while a clip is sent. The host that takes it names kinds of errors, not codes.
pub(crate) const UPLOADS: &[Kind] = &[
    wire("connection closed", r#"{"kind":"drop"}"#),
    wire("broken off midway", r#"{"kind":"drop_midway"}"#),
    wire("answer cut in half", r#"{"kind":"cut"}"#),
    idle(wire("no answer, stalled", r#"{"kind":"stall"}"#)),
    wire(
        "answer late, but there",
        r#"{"kind":"slow","delay_ms":150}"#,
    ),
    wire("empty answer", r#"{"kind":"empty"}"#),
    wire("HTML page", r#"{"kind":"html"}"#),
    wire("bare 503", r#"{"kind":"http_status"}"#),
    wire("2 MB of nonsense", r#"{"kind":"huge"}"#),
    wire("redirect", r#"{"kind":"redirect"}"#),
    code(
        "2, HTTP 500",
        Row::Transient,
        r#"{"kind":"error","error":{"code":2,"is_transient":true,"http":500}}"#,
    ),
    code(
        "ProcessingFailed",
        Row::Unknown,
        r#"{"kind":"error","error":{"code":352,"message":"The file could not be converted"}}"#,
    ),
    code(
        "NotAuthorized",
        Row::Person(Action::Reconnect),
        r#"{"kind":"error","error":{"code":190,"http":401}}"#,
    ),
    // The size or the offset was not what it has: a new container, and all bytes again.
    code(
        "ParameterValidation",
        Row::Gone,
        r#"{"kind":"error","error":{"code":100}}"#,
    ),
];

impl Kind {
    /// Whether the answer is spoiled on its way, not replaced.
    pub(crate) fn halves(&self) -> bool {
        self.fault.contains("cut")
    }

    /// Whether it is neither before nor after the effect.
    pub(crate) fn is_midway(&self) -> bool {
        self.fault.contains("midway")
    }

    /// The fault on calls of `on`, striking once.
    pub(crate) fn on(&self, on: &str, after: bool, since: Option<&str>) -> Value {
        let mut fault: Value = serde_json::from_str(self.fault).unwrap();
        let more = json!({ "on": on, "when": if after { "after" } else { "before" }, "times": 1, "since": since });
        fault
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        fault
    }
}
