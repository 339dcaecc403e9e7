//! What a journal entry says, read leniently: entries outlive the Fanfold that wrote them.

use fanfold_domain::publish::PostState;
use fanfold_domain::speech::retold;
use fanfold_publish::{Entry, Run};
use fanfold_store::JournalRow;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A journal entry as it is written: the machine's own, and where it left the post.
#[derive(Debug, Serialize)]
pub(crate) struct Written<'a> {
    #[serde(flatten)]
    entry: &'a Entry,
    state: PostState,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
    /// Why it waits or stopped, as people read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
}

impl<'a> Written<'a> {
    pub(crate) fn new(entry: &'a Entry, run: &'a Run) -> Self {
        let rests = matches!(
            run.state,
            PostState::Waiting | PostState::Failed | PostState::NeedsAttention
        );
        let why = run.error.as_ref().filter(|_| rests);
        Self {
            entry,
            state: run.state,
            until: run.next_at,
            why: why.map(|why| why.title.as_str()),
        }
    }
}

/// The same, read back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    /// What came back instead of success.
    pub(super) outcome: Option<String>,
    pub(super) intents: Vec<String>,
    pub(super) state: Option<PostState>,
    pub(super) until: Option<Timestamp>,
    /// The time a person chose.
    pub(super) due: Option<Timestamp>,
    pub(super) why: Option<String>,
}

impl Said {
    pub(super) fn of(row: &JournalRow) -> Self {
        let said: Self = serde_json::from_value(row.entry.clone()).unwrap_or_default();
        let why = said.why.map(|why| retold(&why).into_owned());
        Self { why, ..said }
    }

    /// When it goes on by itself after trouble.
    pub(super) fn sleeps_until(&self) -> Option<Timestamp> {
        let sleep = |intent: &String| intent.strip_prefix("sleep until ")?.parse().ok();
        self.intents.iter().find_map(sleep)
    }
}
