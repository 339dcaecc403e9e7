//! The publish room's walls, implemented with the rooms behind them: graph as the gateway, hosting
//! as the media host, the library, the store's journal, the clock and chance.

mod clock;
mod gateway;
mod host;
mod journal;
mod lanes;
mod library;
mod network;
mod standing;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use fanfold_domain::catalogue::{Action, Local, refuse_local};
use fanfold_domain::publish::PostState;
use fanfold_domain::say;
use fanfold_domain::{Delivery, Explanation};
use fanfold_publish::{
    Entry, Gateway, HostPort, Journal, Library, Notice, Outcome, Run, RunError, Runner,
    RunnerOptions,
};
use fanfold_store::{Account, Claim};
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::Workbench;
use crate::accounts::PRACTICE;
use crate::error::{Result, WorkbenchError};
use crate::posts::PostDocument;
use crate::recorder::carrying;

use clock::ByTime;
use gateway::OverGraph;
pub(crate) use host::{OnLoopback, OnTheWeb, PhotosOf};
use journal::InStore;
pub(crate) use journal::{save_of, save_over, to_text};
pub(crate) use lanes::{Carried, Heard, not_carried};
use library::InLibrary;
pub(crate) use library::content;
pub(crate) use network::Network;
pub(crate) use standing::{Hold, Standing};

/// When a post that could not be carried on (no keychain, a full disk) is tried again: soon after it
/// was mended, and ever less often while it is not.
const PUT_OFF: f64 = 10.0;
/// That wait at its longest.
const PUT_OFF_MOST: f64 = 600.0;

/// What a post is carried with, of one account.
pub(crate) struct Outside {
    pub(crate) gateway: Arc<dyn Gateway>,
    pub(crate) host: Arc<dyn HostPort>,
    pub(crate) library: Arc<dyn Library>,
}

/// Makes an outside for tests.
#[cfg(test)]
pub(crate) type Pretend = Box<dyn Fn(&Arc<Workbench>, &Account) -> Outside + Send + Sync>;

type Ran = std::result::Result<Outcome, RunError>;

impl Workbench {
    /// Carries one claimed post as far as it goes, and gives the claim back.
    pub(crate) async fn carry(
        self: &Arc<Self>,
        claim: &Claim,
        account: &Account,
        document: PostDocument,
        cancel: &CancellationToken,
        notices: &(dyn Fn(Notice) + Send + Sync),
    ) -> Carried {
        let claim = Arc::new(claim.clone());
        let carried = self
            .carry_claim(&claim, account, document, cancel, notices)
            .await;
        match &carried {
            Ok(Ok(_)) => self.give_back(&claim).await,
            // Not over in a moment (no keychain, a full disk): another try has to wait.
            _ => self.put_off(&claim).await,
        }
        carried
    }

    async fn give_back(&self, claim: &Claim) {
        if let Err(error) = self.store.release(claim, self.now()).await {
            // The claim then ends by itself, with its lease or this process.
            tracing::warn!(%error, post = claim.post.id, "the post could not be given back");
        }
    }

    pub(crate) async fn put_off(&self, claim: &Claim) {
        let tries = i32::try_from(claim.post.attempts.saturating_sub(1).min(16)).unwrap_or(16);
        let seconds = (PUT_OFF * 2f64.powi(tries)).min(PUT_OFF_MOST);
        let wait = fanfold_publish::Pace::scaled(self.pace.time_scale).wait(seconds);
        let now = self.now();
        let until = now.saturating_add(wait).unwrap_or(now);
        if let Err(error) = self.store.put_off(claim, until, now).await {
            tracing::warn!(%error, post = claim.post.id, "the post could not be given back");
        }
    }

    /// The account of a post, the practice one with its server running; `None` when it was removed.
    async fn account_for(self: &Arc<Self>, id: &str) -> Result<Option<Account>> {
        if id == PRACTICE {
            return self.practice_account().await.map(Some);
        }
        Ok(self.store.account(id).await?)
    }

    /// The account with its sign-in at hand.
    ///
    /// # Errors
    /// No keychain, no sign-in in it, an account that was removed.
    pub(crate) async fn ready_account(self: &Arc<Self>, id: &str) -> Result<Account> {
        let removed = || WorkbenchError::NotNow(say!("The account was removed."));
        let account = self.account_for(id).await?.ok_or_else(removed)?;
        self.publishing_token(&account).await?;
        self.host_of(&account).await?;
        Ok(account)
    }

    /// Its account is no longer here: a person has to connect it again, or take the post back.
    async fn account_gone(&self, claim: &Claim) -> Ran {
        let journal = InStore::new(self.store.clone(), Arc::new(claim.clone()));
        let refusal = refuse_local(Local::AccountRemoved, Delivery::NotSent, "");
        let stopped = self.stopped(&journal, refusal.explanation).await;
        self.give_back(claim).await;
        stopped
    }

    /// Leaves a post that nothing is under way of to its next try.
    async fn step_aside(&self, claim: &Claim, until: Timestamp) -> Carried {
        // As it stands now: what the claim began with may be long past, the fence included.
        let mut claim = claim.clone();
        claim.post = self.store.post(&claim.post.id).await?;
        let claim = &claim;
        let journal = InStore::new(self.store.clone(), Arc::new(claim.clone()));
        let outcome = self.waits(&journal, "offline", until).await;
        self.give_back(claim).await;
        Ok(outcome)
    }

    async fn carry_claim(
        self: &Arc<Self>,
        claim: &Arc<Claim>,
        account: &Account,
        document: PostDocument,
        cancel: &CancellationToken,
        notices: &(dyn Fn(Notice) + Send + Sync),
    ) -> Carried {
        let journal = InStore::new(self.store.clone(), Arc::clone(claim));
        if let Some(paused) = self.paused(account, &journal, notices).await? {
            return Ok(paused);
        }
        #[cfg(test)]
        if let Some(outside) = self.outside.get() {
            let runner = self.runner(outside(self, account), journal);
            return Ok(runner.run(cancel, notices).await);
        }
        let slides = document.slides.len();
        let gateway = match OverGraph::connect(self, account, &claim.post.id, slides).await {
            Ok(gateway) => gateway,
            // No token any more: a person has to reconnect, and this post says so.
            Err(WorkbenchError::Refused(refusal)) => {
                return Ok(self.stopped(&journal, refusal.explanation).await);
            }
            Err(error) => return Err(error),
        };
        let host = match self.host_of(account).await {
            Ok(host) => host,
            // Nowhere to put the pictures: nothing that passes by itself.
            Err(WorkbenchError::Account { message, hint }) => {
                return Ok(self.stopped(&journal, no_host(message, hint)).await);
            }
            Err(error) => return Err(error),
        };
        let library = InLibrary::new(Arc::clone(self), claim.post.id.clone(), document);
        let outside = Outside {
            gateway: Arc::new(gateway),
            host,
            library: Arc::new(library),
        };
        let runner = self.runner(outside, journal);
        let post = claim.post.id.as_str();
        // Boxed: two of its size would be held while it is handed over.
        Ok(carrying(post, Box::pin(runner.run(cancel, notices))).await)
    }

    fn runner(&self, outside: Outside, journal: InStore) -> Runner {
        Runner {
            gateway: outside.gateway,
            host: outside.host,
            library: outside.library,
            journal: Arc::new(journal),
            clock: Arc::new(ByTime(self.time.clone())),
            dice: Arc::new(clock::Chance),
            options: RunnerOptions {
                pace: fanfold_publish::Pace::scaled(self.pace.time_scale),
                max_wait: self.pace.max_wait,
            },
        }
    }

    /// Leaves a post of a paused account waiting: while Instagram asks for quiet, nothing is called,
    /// whoever asks. A pause that only a person ends is no wait; Instagram's answer says what to do.
    async fn paused(
        &self,
        account: &Account,
        journal: &InStore,
        notices: &(dyn Fn(Notice) + Send + Sync),
    ) -> Result<Option<Ran>> {
        let stored = self.store.account(&account.id).await?;
        let pause = stored.and_then(|account| account.pause);
        let Some((until, reason)) = pause.and_then(|pause| Some((pause.until?, pause.reason)))
        else {
            return Ok(None);
        };
        if until <= self.now() {
            return Ok(None);
        }
        let outcome = self.waits(journal, "waiting", until).await;
        if let Ok(outcome) = &outcome {
            notices(Notice::Waiting {
                post: outcome.run.post.clone(),
                reason,
                until,
            });
        }
        Ok(Some(outcome))
    }

    async fn waits(&self, journal: &InStore, event: &str, until: Timestamp) -> Ran {
        let waits = |run: &mut Run| {
            if !run.may_be_live() {
                run.state = PostState::Waiting;
            }
            run.next_at = Some(until);
        };
        let run = settle(journal, event, self.now(), waits).await?;
        Ok(Outcome {
            state: PostState::Waiting,
            until: Some(until),
            run,
        })
    }

    async fn stopped(&self, journal: &InStore, why: Explanation) -> Ran {
        let gives_up = |run: &mut Run| run.give_up(why);
        let run = settle(journal, "stopped", self.now(), gives_up).await?;
        Ok(Outcome {
            state: run.state,
            until: None,
            run,
        })
    }
}

fn no_host(message: String, hint: String) -> Explanation {
    let refusal = refuse_local(Local::MediaHostRefused, Delivery::NotSent, "");
    Explanation {
        title: message,
        message: say!("Nothing was posted."),
        steps: vec![hint, say!("Then choose Try again.")],
        action: Action::CheckMediaHost,
        automatic_retry: false,
        retry_after: None,
        ..refusal.explanation
    }
}

/// Writes a run that no runner carries on now.
async fn settle(
    journal: &InStore,
    event: &str,
    now: Timestamp,
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
