//! The queue as the window and its tray show it.

use serde::Serialize;

/// The post that goes out next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct NextPost {
    pub post_id: String,
    pub title: String,
    pub account: String,
    /// `tomorrow at 09:00`.
    pub when: String,
}

/// An account of which nothing is published at the moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct PausedAccount {
    pub account_id: String,
    pub username: String,
    pub reason: String,
    /// When it goes on by itself, in words; `None` when a person has to resume it.
    pub until: Option<String>,
    /// A person paused it; otherwise Instagram.
    pub by_person: bool,
}

/// What waits, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct QueueView {
    /// `3 posts scheduled, next tomorrow at 09:00`.
    pub sentence: String,
    pub running: u32,
    pub scheduled: u32,
    pub waiting: u32,
    pub attention: u32,
    /// The last calls did not get out; the queue goes on by itself.
    pub offline: bool,
    pub next: Option<NextPost>,
    pub paused: Vec<PausedAccount>,
}

/// A post went live, or needs a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct News {
    pub post_id: String,
    pub title: String,
    pub body: String,
    pub good: bool,
}
