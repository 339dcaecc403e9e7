//! From Instagram's answer to the next step: the catalogue of known errors (`errors.toml`) and the
//! one classifier used by publishing, the window and `explain`.
//!
//! The catalogue is data; the order in which an answer is matched is code (`classify.rs`). What a
//! publish does after a refusal is the publish room's.

use serde::{Deserialize, Serialize};

use crate::speech::retold;

mod classify;
mod explain;
mod german;
mod local;
mod redact;
mod row;
pub(crate) mod words;

#[cfg(test)]
mod recorded;

pub use classify::classify;
pub use explain::{beside_codes, explain, refuse, refuse_answer};
pub use local::{Local, refuse_local};
pub use redact::redact;
pub use row::{Row, rows};

pub(crate) use german::pairs;

/// What kind of trouble an answer is; decides what the publish machine does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Class {
    PolicyBlock,
    PublishQuota,
    Throttle,
    LoginNeeded,
    Reconnect,
    Permission,
    AccountState,
    NotReady,
    ContainerGone,
    Fetch,
    Media,
    Text,
    Tags,
    Carousel,
    Duplicate,
    Link,
    Transient,
    OurFault,
    Unknown,
}

impl Class {
    /// The action that moves this class on, where a catalogue row names no other.
    pub fn action(self) -> Action {
        match self {
            Self::PolicyBlock | Self::LoginNeeded | Self::AccountState => Action::OpenInstagram,
            Self::PublishQuota => Action::WaitForQuota,
            Self::Throttle | Self::NotReady => Action::Wait,
            Self::Reconnect => Action::Reconnect,
            Self::Permission => Action::GrantPermission,
            Self::ContainerGone => Action::Rebuild,
            Self::Fetch | Self::Link => Action::CheckMediaHost,
            Self::Media => Action::FixMedia,
            Self::Text => Action::FixCaption,
            Self::Tags => Action::FixTags,
            Self::Carousel | Self::Duplicate => Action::ChangeContent,
            Self::Transient => Action::Retry,
            Self::OurFault | Self::Unknown => Action::ContactSupport,
        }
    }

    /// Whether Fanfold goes on by itself (how often is the publish machine's to count).
    pub fn retries_by_itself(self) -> bool {
        matches!(
            self,
            Self::PublishQuota
                | Self::Throttle
                | Self::NotReady
                | Self::ContainerGone
                | Self::Fetch
                | Self::Transient
                | Self::Unknown
        )
    }
}

/// The one thing that moves it on; the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Reconnect,
    OpenInstagram,
    GrantPermission,
    Wait,
    WaitForQuota,
    Retry,
    Rebuild,
    FixMedia,
    FixCaption,
    FixTags,
    ChangeContent,
    CheckMediaHost,
    FixApp,
    ContactSupport,
}

/// Where the words come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Instagram,
    Catalogue,
    Unknown,
}

/// What happened, in plain words, and what to do: the EXPLAIN object of the headless contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Explanation {
    pub code: Option<i32>,
    pub subcode: Option<i32>,
    pub title: String,
    pub message: String,
    pub cause: String,
    pub steps: Vec<String>,
    pub action: Action,
    pub automatic_retry: bool,
    /// Seconds.
    pub retry_after: Option<f64>,
    pub trace_id: Option<String>,
    /// For support: codes and Instagram's developer text, secrets masked.
    pub technical: String,
    pub source: Source,
    /// The slide it concerns, 1-based.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
}

impl Explanation {
    /// The same in the language that is spoken now: one that was stored is as old as its trouble.
    #[must_use]
    pub fn retold(&self) -> Self {
        let again = |text: &String| retold(text).into_owned();
        Self {
            title: again(&self.title),
            message: again(&self.message),
            cause: again(&self.cause),
            steps: self.steps.iter().map(again).collect(),
            ..self.clone()
        }
    }
}
