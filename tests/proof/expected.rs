//! What must come of a fault at a step, by the design's table alone.

use fanfold_domain::Action;

use crate::faults::{Kind, Row};

/// Every request of a publish, hosted copies included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Instagram fetches a hosted copy.
    Fetch,
    CreateSingle,
    CreateChild,
    CreateParent,
    /// A container is opened for a clip that is sent to it.
    Open,
    /// The clip's bytes are sent.
    Upload,
    /// How many bytes have arrived is asked, after sending broke off in the middle.
    Arrived,
    /// Containers are read while they are processed.
    Read,
    /// The quota is asked for, after a publish was refused for it.
    Quota,
    Publish,
    /// The container is read after a publish whose answer was lost.
    Doubt,
    /// The account's list is searched after that.
    Find,
    Media,
    Comment,
    /// Comments are listed after one whose answer was lost.
    Comments,
}

pub(crate) const STEPS: [Step; 15] = [
    Step::Fetch,
    Step::CreateSingle,
    Step::CreateChild,
    Step::CreateParent,
    Step::Open,
    Step::Upload,
    Step::Arrived,
    Step::Read,
    Step::Quota,
    Step::Publish,
    Step::Doubt,
    Step::Find,
    Step::Media,
    Step::Comment,
    Step::Comments,
];

/// What a person and Instagram must see in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Live, and nothing is the matter.
    Live,
    /// Live, and the person is told that the first comment is missing.
    LiveWithoutComment,
    /// Not live; this is to be done.
    Person(Action),
    /// Live, and Fanfold could not find out: it says so, and publishes nothing more.
    MayBeLive,
    Refused(Action),
}

impl Step {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Fetch => "fetch",
            Self::CreateSingle => "single",
            Self::CreateChild => "child",
            Self::CreateParent => "parent",
            Self::Open => "open",
            Self::Upload => "upload",
            Self::Arrived => "arrived",
            Self::Read => "read",
            Self::Quota => "quota",
            Self::Publish => "publish",
            Self::Doubt => "doubt",
            Self::Find => "list",
            Self::Media => "media",
            Self::Comment => "comment",
            Self::Comments => "comments",
        }
    }

    /// The practice Instagram's word for the call, and the call after which it is meant.
    pub(crate) fn call(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Fetch => ("fetch", None),
            Self::CreateSingle | Self::Open => ("create_single", None),
            Self::CreateChild => ("create_child", None),
            Self::CreateParent => ("create_parent", None),
            Self::Upload => ("upload", None),
            Self::Arrived => ("status", Some("upload")),
            Self::Read => ("status", None),
            Self::Quota => ("quota", None),
            Self::Publish => ("publish", None),
            Self::Doubt => ("status", Some("publish")),
            Self::Find => ("list", None),
            Self::Media => ("media", None),
            Self::Comment => ("comment", None),
            Self::Comments => ("comments", None),
        }
    }

    /// The fault without which this step is not reached.
    pub(crate) fn way(self) -> Option<&'static str> {
        match self {
            Self::Quota => Some(
                r#"{"on":"publish","kind":"error","times":1,"error":{"code":9,"subcode":2207042}}"#,
            ),
            Self::Doubt | Self::Find => Some(r#"{"on":"publish","kind":"lost_reply","times":1}"#),
            Self::Arrived => Some(r#"{"on":"upload","kind":"drop_midway","times":1}"#),
            Self::Comments => Some(r#"{"on":"comment","kind":"lost_reply","times":1}"#),
            _ => None,
        }
    }

    /// Whether something is different at Instagram afterwards.
    pub(crate) fn has_effect(self) -> bool {
        matches!(
            self,
            Self::CreateSingle
                | Self::CreateChild
                | Self::CreateParent
                | Self::Open
                | Self::Upload
                | Self::Publish
                | Self::Comment
        )
    }

    /// What is published: a picture, two of them, or a clip.
    pub(crate) fn files(self) -> &'static [&'static str] {
        match self {
            Self::CreateSingle => &["0.jpg"],
            Self::Open | Self::Upload | Self::Arrived => &["tide.mp4"],
            _ => &["0.jpg", "1.jpg"],
        }
    }
}

pub(crate) fn end(step: Step, kind: &Kind, after: bool) -> End {
    match step {
        Step::Fetch
        | Step::CreateSingle
        | Step::CreateChild
        | Step::CreateParent
        | Step::Open
        | Step::Upload => built(kind),
        Step::Read | Step::Arrived => match kind.row {
            // An id that is not known is built anew.
            Row::Ours(_) => End::Live,
            // Nothing was fetched here: there is no link of ours to look at.
            Row::Fetch if step == Step::Read => End::Person(Action::CheckMediaHost),
            _ => built(kind),
        },
        // How long is then not known, and the wait is the same.
        Step::Quota | Step::Media => End::Live,
        Step::Publish if after => End::Live,
        Step::Publish => match kind.row {
            Row::Fetch => End::Person(Action::CheckMediaHost),
            Row::Unknown => End::Person(Action::ContactSupport),
            _ => built(kind),
        },
        Step::Doubt | Step::Find => match (step, kind.row) {
            // What cannot be read is looked for in the list.
            (Step::Doubt, Row::Ours(_)) => End::Live,
            (_, Row::Person(_) | Row::Ours(_)) => End::MayBeLive,
            _ => End::Live,
        },
        Step::Comment | Step::Comments => match kind.row {
            // Tried again, or waited out; only a real refusal leaves it out.
            Row::Transient | Row::Throttle => End::Live,
            _ => End::LiveWithoutComment,
        },
    }
}

fn built(kind: &Kind) -> End {
    match kind.row {
        Row::Person(action) => End::Person(action),
        Row::Ours(action) => End::Refused(action),
        _ => End::Live,
    }
}
