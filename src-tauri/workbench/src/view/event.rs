//! What a shell may hear while it is open.

use serde::Serialize;

use super::{AccountView, DraftSummary, DraftView, News, PostView, QueueView, SignInView};

/// Something changed. Each carries the whole new picture, so a missed one does no harm.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Event {
    /// A draft changed by something else than the window's own edit: an import, a fix, a publish.
    Draft { draft: Box<DraftView> },
    /// The list in the rail changed.
    Drafts {
        drafts: Vec<DraftSummary>,
        total: u32,
    },
    /// A publish moved on.
    Post { post: Box<PostView> },
    /// What waits in the queue changed.
    Queue { queue: Box<QueueView> },
    /// A post went live, or needs a person: for a notification.
    News { news: News },
    /// The account's state changed.
    Account { account: Option<AccountView> },
    /// Accounts came, went or changed.
    Accounts {
        accounts: Vec<AccountView>,
        chosen: Option<String>,
    },
    /// A sign-in through the browser moved on.
    SignIn { sign_in: Box<SignInView> },
    /// Something of this account's health changed: ask again where it is shown.
    Health { account: String },
    /// Something good to know that needs no answer: `2 files skipped`.
    Notice { text: String },
}
