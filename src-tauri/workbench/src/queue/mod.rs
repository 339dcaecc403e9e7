//! The publish room's walls, implemented with the rooms behind them: graph as the gateway, hosting
//! as the media host, the library, the store's journal, the clock and chance.

mod clock;
mod gateway;
mod host;
mod journal;
mod library;

use std::sync::Arc;

use fanfold_domain::publish::PostState;
use fanfold_publish::{Entry, Journal, Notice, Outcome, Run, RunError, Runner, RunnerOptions};
use fanfold_store::{Account, Claim};
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::posts::PostDocument;

use clock::Scaled;
use gateway::OverGraph;
pub(crate) use host::{OnLoopback, OnTheWeb, PhotosOf};
use journal::InStore;
pub(crate) use journal::{save_of, to_text};
use library::InLibrary;
pub(crate) use library::content;

/// When a post that could not be carried on (no keychain, a full disk) is tried again: long enough
/// not to spin, short enough to go on soon after it was mended.
const PUT_OFF: SignedDuration = SignedDuration::from_secs(10);

impl Workbench {
    /// Carries one claimed post as far as it goes, and gives the claim back.
    pub(crate) async fn carry(
        self: &Arc<Self>,
        claim: Claim,
        account: &Account,
        document: PostDocument,
        cancel: &CancellationToken,
        notices: &(dyn Fn(Notice) + Send + Sync),
    ) -> Result<std::result::Result<Outcome, RunError>> {
        let claim = Arc::new(claim);
        let carried = self
            .carry_claim(&claim, account, document, cancel, notices)
            .await;
        let now = self.now();
        let given_back = match &carried {
            Ok(Ok(_)) => self.store.release(&claim, now).await,
            // Not over in a moment (no keychain, a full disk): another try has to wait.
            _ => self.store.put_off(&claim, now + PUT_OFF, now).await,
        };
        if let Err(error) = given_back {
            // The claim then ends by itself, with its lease or this process.
            tracing::warn!(%error, post = claim.post.id, "the post could not be given back");
        }
        carried
    }

    async fn carry_claim(
        self: &Arc<Self>,
        claim: &Arc<Claim>,
        account: &Account,
        document: PostDocument,
        cancel: &CancellationToken,
        notices: &(dyn Fn(Notice) + Send + Sync),
    ) -> Result<std::result::Result<Outcome, RunError>> {
        let journal = InStore::new(self.store.clone(), Arc::clone(claim));
        if let Some(paused) = self.paused(account, &journal, notices).await? {
            return Ok(paused);
        }
        let gateway = match OverGraph::connect(self, account).await {
            Ok(gateway) => gateway,
            // No token any more: a person has to reconnect, and this post says so.
            Err(WorkbenchError::Refused(refusal)) => {
                return Ok(self.stopped(&journal, *refusal).await);
            }
            Err(error) => return Err(error),
        };
        let runner = Runner {
            gateway: Arc::new(gateway),
            host: self.host_of(account).await?,
            library: Arc::new(InLibrary::new(
                Arc::clone(self),
                claim.post.id.clone(),
                document,
            )),
            journal: Arc::new(journal),
            clock: Arc::new(Scaled),
            dice: Arc::new(clock::Chance),
            options: RunnerOptions {
                pace: fanfold_publish::Pace::scaled(self.pace.time_scale),
                max_wait: self.pace.max_wait,
            },
        };
        Ok(runner.run(cancel, notices).await)
    }

    /// Leaves a post of a paused account waiting: while Instagram asks for quiet, nothing is called,
    /// whoever asks. A pause that only a person ends is no wait; Instagram's answer says what to do.
    async fn paused(
        &self,
        account: &Account,
        journal: &InStore,
        notices: &(dyn Fn(Notice) + Send + Sync),
    ) -> Result<Option<std::result::Result<Outcome, RunError>>> {
        let now = self.now();
        let stored = self.store.account(&account.id).await?;
        let pause = stored.and_then(|account| account.pause);
        let Some((until, reason)) = pause.and_then(|pause| Some((pause.until?, pause.reason)))
        else {
            return Ok(None);
        };
        if until <= now {
            return Ok(None);
        }
        let waits = |run: &mut Run| {
            if !run.may_be_live() {
                run.state = PostState::Waiting;
            }
            run.next_at = Some(until);
        };
        let outcome = settle(journal, "waiting", now, waits).await;
        Ok(Some(outcome.map(|run| {
            let post = run.post.clone();
            notices(Notice::Waiting {
                post,
                reason,
                until,
            });
            Outcome {
                state: PostState::Waiting,
                until: Some(until),
                run,
            }
        })))
    }

    async fn stopped(
        &self,
        journal: &InStore,
        refusal: fanfold_domain::Refusal,
    ) -> std::result::Result<Outcome, RunError> {
        let stops = |run: &mut Run| {
            run.state = PostState::NeedsAttention;
            run.next_at = None;
            run.error = Some(refusal.explanation);
        };
        let run = settle(journal, "stopped", self.now(), stops).await?;
        Ok(Outcome {
            state: run.state,
            until: None,
            run,
        })
    }
}

/// Writes a run that no runner carries on now.
async fn settle(
    journal: &InStore,
    event: &str,
    now: jiff::Timestamp,
    change: impl FnOnce(&mut Run) + Send,
) -> std::result::Result<Run, RunError> {
    let mut run = journal.load().await?;
    change(&mut run);
    let entry = Entry {
        event: event.to_owned(),
        outcome: None,
        intents: Vec::new(),
    };
    journal.save(&run, &entry, now).await?;
    Ok(run)
}
