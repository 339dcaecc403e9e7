//! The journal of one claimed post, in the store.

use std::sync::Arc;

use async_trait::async_trait;
use fanfold_domain::answer::{Answer, AnswerShape};
use fanfold_domain::catalogue::classify;
use fanfold_domain::publish::MediaId;
use fanfold_domain::{Class, Explanation};
use fanfold_publish::{Beat, Entry, Journal, JournalError, Run, Scope};
use fanfold_store::{Claim, Pause, PauseKind, PostRow, PostSave, Store, StoreError};
use jiff::Timestamp;

use crate::recorder::Written;

pub(crate) struct InStore {
    store: Store,
    claim: Arc<Claim>,
}

impl InStore {
    pub(crate) fn new(store: Store, claim: Arc<Claim>) -> Self {
        Self { store, claim }
    }
}

fn failed(error: StoreError) -> JournalError {
    match error {
        StoreError::LeaseLost => JournalError::LeaseLost,
        other => JournalError::Unwritable(other.to_string()),
    }
}

/// What ends the pause. A block is told by its codes: the person's way out of a block and of a
/// checkpoint is the same, but connecting again proves the checkpoint passed, and nothing of a block.
fn kind_of(until: Option<Timestamp>, why: &Explanation) -> PauseKind {
    if until.is_some() {
        return PauseKind::Wait;
    }
    let answer = Answer {
        code: why.code.map(i64::from),
        subcode: why.subcode.map(i64::from),
        shape: AnswerShape::Graph,
        ..Answer::default()
    };
    match classify(&answer) {
        Class::PolicyBlock => PauseKind::Block,
        _ => PauseKind::SignIn,
    }
}

/// What of a run stands in columns of its own.
pub(crate) fn save_of<'a>(run: &'a Run, text: &'a str) -> PostSave<'a> {
    PostSave {
        state: run.state,
        until: run.next_at,
        run: text,
        over: None,
        media_id: run.media().map(|id| id.0.as_str()),
        permalink: run.permalink.as_deref(),
        error: run.error.as_ref(),
    }
}

/// The same for a post that nobody carries: only over what was read of it. A post that went live
/// meanwhile must not be put back to where it was, or it would go live again.
pub(crate) fn save_over<'a>(row: &'a PostRow, run: &'a Run, text: &'a str) -> PostSave<'a> {
    PostSave {
        over: Some(&row.run),
        ..save_of(run, text)
    }
}

pub(crate) fn to_text(value: &impl serde::Serialize) -> Result<String, JournalError> {
    serde_json::to_string(value).map_err(|error| JournalError::Unwritable(error.to_string()))
}

#[async_trait]
impl Journal for InStore {
    async fn load(&self) -> Result<Run, JournalError> {
        Run::read(&self.claim.post.run).map_err(|error| JournalError::Unwritable(error.to_string()))
    }

    async fn save(&self, run: &Run, entry: &Entry, now: Timestamp) -> Result<(), JournalError> {
        let (text, said) = (to_text(run)?, to_text(&Written::new(entry, run))?);
        self.store
            .save_run(&self.claim, &save_of(run, &text), &entry.event, &said, now)
            .await
            .map_err(failed)
    }

    async fn beat(&self, now: Timestamp) -> Result<Beat, JournalError> {
        let beat = self.store.beat(&self.claim, now).await.map_err(failed)?;
        Ok(Beat {
            cancel: beat.cancel,
        })
    }

    async fn taken(&self, run: &Run) -> Result<Vec<MediaId>, JournalError> {
        let ids = self
            .store
            .media_ids(&run.account, &run.post)
            .await
            .map_err(failed)?;
        Ok(ids.into_iter().map(MediaId).collect())
    }

    async fn pause(
        &self,
        scope: Scope,
        until: Option<Timestamp>,
        why: &Explanation,
        now: Timestamp,
    ) -> Result<(), JournalError> {
        let pause = Pause {
            until,
            reason: why.title.clone(),
            kind: kind_of(until, why),
        };
        let account = &self.claim.post.account;
        let done = match scope {
            Scope::Account => self.store.pause_account(account, &pause, now).await,
            Scope::App => self.store.pause_every_account(&pause, now).await,
        };
        done.map_err(failed)
    }
}
