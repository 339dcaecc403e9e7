//! From Instagram's answer to the next step: the catalogue of known errors (`errors.toml`) and the
//! one classifier used by publishing, the window and `explain`.

use serde::{Deserialize, Serialize};

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
