//! Does what the machine asks for, one post at a time, and writes everything down first.

use std::sync::Arc;
use std::time::Duration;

use fanfold_domain::publish::PostState;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::acting::Acting;
use crate::event::{Effect, Event};
use crate::pace::{Pace, later};
use crate::progress::{Notice, begins, distance, progress};
use crate::run::{Clips, Fence, Run};
use crate::step::{Moment, step};
use crate::walls::{Clock, Dice, Entry, Gateway, HostPort, Journal, JournalError, Library};

/// The claim is renewed this often: four times in a lease of 60 s, so that one late beat is no loss.
const HEARTBEAT: SignedDuration = SignedDuration::from_secs(15);

/// How a runner behaves.
#[derive(Debug, Clone, Copy)]
pub struct RunnerOptions {
    pub pace: Pace,
    /// The longest sleep before one step, real time; a longer one leaves the post waiting.
    pub max_wait: Duration,
}

impl Default for RunnerOptions {
    fn default() -> Self {
        Self {
            pace: Pace::default(),
            max_wait: Duration::from_mins(10),
        }
    }
}

/// How a run was left.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Settled, or [`PostState::Waiting`].
    pub state: PostState,
    /// When a waiting post goes on.
    pub until: Option<Timestamp>,
    pub run: Run,
}

/// The run could not be carried on; nothing is lost, another runner takes it up.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The machine asked for nothing and is not done. A fault of this program.
    #[error("the publish of post {0} stopped without a next step")]
    Stuck(String),
}

/// Carries one claimed post as far as it goes. Dropping the future at any point is safe.
pub struct Runner {
    pub gateway: Arc<dyn Gateway>,
    pub host: Arc<dyn HostPort>,
    pub library: Arc<dyn Library>,
    pub journal: Arc<dyn Journal>,
    pub clock: Arc<dyn Clock>,
    pub dice: Arc<dyn Dice>,
    pub options: RunnerOptions,
}

/// What the loop waits for.
enum Next {
    Event(Box<Event>),
    Beat,
    /// Longer than the runner may sleep.
    Leave(Timestamp),
}

impl Runner {
    /// Runs until the post is settled or has to wait for longer than the options allow. `cancel`
    /// takes the post back, if it is not live by then.
    ///
    /// # Errors
    /// The journal cannot be written or the claim is lost: everything under way is dropped, and
    /// what may have arrived is found out by the next runner.
    pub async fn run(
        &self,
        cancel: &CancellationToken,
        notices: &(dyn Fn(Notice) + Send + Sync),
    ) -> Result<Outcome, RunError> {
        let mut run = self.load().await?;
        let mut flight: FuturesUnordered<Acting<'_>> = FuturesUnordered::new();
        let mut event = Event::Resume;
        let mut patience = Patience::default();
        let mut beat_at = later(self.clock.now(), HEARTBEAT);
        let mut cancelled = false;
        loop {
            let (next, effects) = self.advance(&run, event, notices).await?;
            patience.watch(&next);
            run = next;
            let mut wake = None;
            for effect in effects {
                if let Some(notice) = begins(&run, &effect) {
                    notices(notice);
                }
                match effect {
                    Effect::Sleep { until } => wake = Some(until),
                    effect => flight.push(self.act(run.clone(), effect)),
                }
            }
            event = loop {
                if flight.is_empty() && run.state.is_settled() {
                    return Ok(Outcome {
                        state: run.state,
                        until: None,
                        run,
                    });
                }
                let watch = (!cancelled).then_some(cancel);
                match self
                    .next(
                        &run,
                        &mut flight,
                        wake,
                        beat_at,
                        watch,
                        &mut patience,
                        notices,
                    )
                    .await?
                {
                    Next::Event(event) => {
                        cancelled |= *event == Event::Cancel;
                        break *event;
                    }
                    Next::Leave(until) => return self.leave(run, until, notices).await,
                    Next::Beat => {
                        beat_at = later(self.clock.now(), HEARTBEAT);
                        if self.journal.beat(self.clock.now()).await?.cancel && !cancelled {
                            cancelled = true;
                            break Event::Cancel;
                        }
                    }
                }
            };
        }
    }

    async fn load(&self) -> Result<Run, RunError> {
        let mut run = self.journal.load().await?;
        run.clips = if self.gateway.takes_uploads() {
            Clips::Sent
        } else {
            Clips::Fetched
        };
        Ok(run)
    }

    /// One transition, written down before anything of it is done.
    async fn advance(
        &self,
        run: &Run,
        event: Event,
        notices: &(dyn Fn(Notice) + Send + Sync),
    ) -> Result<(Run, Vec<Effect>), RunError> {
        let now = self.clock.now();
        let moment = Moment {
            now,
            theirs: self.gateway.time(),
            pace: self.options.pace,
            dice: &*self.dice,
        };
        let mut entry = Entry {
            event: event.name().to_owned(),
            outcome: event.refusal().map(ToString::to_string),
            intents: Vec::new(),
        };
        let seen = event.clone();
        let (next, effects) = step(run, event, &moment);
        entry.intents = effects.iter().map(Effect::intent).collect();
        self.journal.save(&next, &entry, now).await?;
        tracing::debug!(post = %next.post, event = entry.event, outcome = entry.outcome,
            intents = ?entry.intents, state = next.state.name(), "publish step");
        if let Some(notice) = progress(&next, &seen) {
            notices(notice);
        }
        if next.state != run.state {
            notices(Notice::State {
                post: next.post.clone(),
                state: next.state,
            });
        }
        Ok((next, effects))
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the loop's own locals, borrowed apart"
    )]
    async fn next(
        &self,
        run: &Run,
        flight: &mut FuturesUnordered<Acting<'_>>,
        wake: Option<Timestamp>,
        beat_at: Timestamp,
        cancel: Option<&CancellationToken>,
        patience: &mut Patience,
        notices: &(dyn Fn(Notice) + Send + Sync),
    ) -> Result<Next, RunError> {
        let now = self.clock.now();
        if flight.is_empty() {
            let Some(until) = wake else {
                return Err(RunError::Stuck(run.post.clone()));
            };
            if !patience.allows(until, now, self.options.max_wait) {
                return Ok(Next::Leave(until));
            }
            patience.announce(run, until, now, notices);
        }
        let cancelled = async {
            match cancel {
                Some(cancel) => cancel.cancelled().await,
                None => std::future::pending().await,
            }
        };
        let woken = async {
            match wake {
                Some(until) => self.clock.sleep_until(until).await,
                None => std::future::pending().await,
            }
        };
        let next = tokio::select! {
            biased;
            () = cancelled => Next::Event(Box::new(Event::Cancel)),
            Some(done) = flight.next(), if !flight.is_empty() => Next::Event(Box::new(done?)),
            () = woken => Next::Event(Box::new(Event::Woke)),
            () = self.clock.sleep_until(beat_at) => Next::Beat,
        };
        if flight.is_empty() {
            patience.spend(self.clock.now().duration_since(now));
        }
        Ok(next)
    }

    /// Leaves the post in the queue with a time to go on.
    async fn leave(
        &self,
        mut run: Run,
        until: Timestamp,
        notices: &(dyn Fn(Notice) + Send + Sync),
    ) -> Result<Outcome, RunError> {
        if !matches!(run.fence, Fence::Doubt(_)) {
            run.state = PostState::Waiting;
        }
        run.next_at = Some(until);
        let entry = Entry {
            event: "waiting".to_owned(),
            outcome: None,
            intents: vec![format!("go on at {until}")],
        };
        self.journal.save(&run, &entry, self.clock.now()).await?;
        notices(waiting(&run, until));
        Ok(Outcome {
            state: PostState::Waiting,
            until: Some(until),
            run,
        })
    }
}

fn waiting(run: &Run, until: Timestamp) -> Notice {
    Notice::Waiting {
        post: run.post.clone(),
        reason: run.error.as_ref().map_or_else(
            || "Instagram is still preparing the post".to_owned(),
            crate::words::sentence,
        ),
        until,
    }
}

/// How long a runner has slept before one step.
#[derive(Default)]
struct Patience {
    /// The farthest that the run came. Going back and getting there again is no getting on.
    farthest: (usize, u32, bool),
    slept: SignedDuration,
    announced: Option<Timestamp>,
}

impl Patience {
    fn watch(&mut self, run: &Run) {
        let farthest = distance(run);
        if farthest > self.farthest {
            *self = Self {
                farthest,
                ..Self::default()
            };
        }
    }

    fn allows(&self, until: Timestamp, now: Timestamp, most: Duration) -> bool {
        let most = SignedDuration::try_from(most).unwrap_or(SignedDuration::MAX);
        self.slept.saturating_add(until.duration_since(now)) <= most
    }

    fn spend(&mut self, slept: SignedDuration) {
        self.slept = self.slept.saturating_add(slept.max(SignedDuration::ZERO));
    }

    /// Says once that a run in trouble waits; polling says nothing.
    fn announce(
        &mut self,
        run: &Run,
        until: Timestamp,
        now: Timestamp,
        notices: &(dyn Fn(Notice) + Send + Sync),
    ) {
        if run.error.is_some() && until > now && self.announced != Some(until) {
            self.announced = Some(until);
            notices(waiting(run, until));
        }
    }
}
