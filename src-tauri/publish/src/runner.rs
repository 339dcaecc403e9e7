//! Does what the machine asks for, one post at a time, and writes everything down first.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use fanfold_domain::publish::PostState;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::event::{Effect, Event, Found};
use crate::pace::{LOOK_BACK, Pace, later};
use crate::progress::{Notice, begins, distance, progress};
use crate::run::{Fence, Run};
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
            max_wait: Duration::from_secs(600),
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

type Acting<'a> = Pin<Box<dyn Future<Output = Result<Event, JournalError>> + Send + 'a>>;

/// What the loop waits for.
enum Next {
    Event(Event),
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
        let mut run = self.journal.load().await?;
        let mut flight: FuturesUnordered<Acting<'_>> = FuturesUnordered::new();
        let mut event = Event::Resume;
        let mut patience = Patience::default();
        let mut beat_at = later(self.clock.now(), HEARTBEAT);
        let mut cancelled = false;
        loop {
            let (next, effects) = self.advance(&run, event, notices).await?;
            patience.watch(&run, &next);
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
                        cancelled |= event == Event::Cancel;
                        break event;
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
            () = cancelled => Next::Event(Event::Cancel),
            Some(done) = flight.next(), if !flight.is_empty() => Next::Event(done?),
            () = woken => Next::Event(Event::Woke),
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

    /// One effect, to its event.
    fn act(&self, run: Run, effect: Effect) -> Acting<'_> {
        Box::pin(async move {
            Ok(match effect {
                Effect::CheckMedia => {
                    Event::Checked(self.library.check(&run).await.map_err(Box::new))
                }
                Effect::Prepare { slide } => self.prepare(&run, slide).await,
                Effect::Host { slide } => self.host_slide(&run, slide).await,
                Effect::Recall { slide, hosted } => Event::Recalled {
                    slide,
                    held: self.host.holds(&hosted).await,
                },
                Effect::Probe { slide, hosted } => Event::Probed {
                    slide,
                    answers: self.host.answers(&hosted).await,
                },
                Effect::CreateChild { slide, image } => Event::Created {
                    slide,
                    result: self.gateway.create_child(&image).await.map_err(Box::new),
                },
                Effect::CreateSingle { image, text } => Event::Created {
                    slide: 0,
                    result: self
                        .gateway
                        .create_single(&image, &text)
                        .await
                        .map_err(Box::new),
                },
                Effect::CreateParent { children, text } => Event::ParentCreated(
                    self.gateway
                        .create_parent(&children, &text)
                        .await
                        .map_err(Box::new),
                ),
                Effect::ReadContainers { ids } => {
                    let result = self.gateway.read_containers(&ids).await.map_err(Box::new);
                    Event::Read { ids, result }
                }
                Effect::ReadQuota => self.read_quota().await,
                Effect::Publish { container } => {
                    Event::Published(self.gateway.publish(&container).await.map_err(Box::new))
                }
                Effect::ReadDoubted { container } => self.read_doubted(container).await,
                Effect::FindLive => {
                    let taken = self.journal.taken(&run).await?;
                    let posts = self.gateway.recent(LOOK_BACK).await.map_err(Box::new);
                    Event::FoundLive(posts.map(|posts| Found { posts, taken }))
                }
                Effect::ReadMedia { media } => {
                    Event::MediaRead(self.gateway.media(&media).await.map_err(Box::new))
                }
                Effect::Comment { media, text } => {
                    Event::Commented(self.gateway.comment(&media, &text).await.map_err(Box::new))
                }
                Effect::ListComments { media } => {
                    Event::CommentsListed(self.gateway.comments(&media).await.map_err(Box::new))
                }
                Effect::Withdraw { slide, hosted } => {
                    self.host.withdraw(&hosted).await;
                    Event::Withdrawn { slide }
                }
                Effect::Pause { scope, until, why } => {
                    let now = self.clock.now();
                    self.journal.pause(scope, until, &why, now).await?;
                    Event::Paused
                }
                Effect::Sleep { until } => {
                    self.clock.sleep_until(until).await;
                    Event::Woke
                }
            })
        })
    }

    async fn prepare(&self, run: &Run, index: usize) -> Event {
        let result = match run.slides.get(index) {
            Some(slide) => self.library.file(slide).await.map(drop).map_err(Box::new),
            None => Ok(()),
        };
        Event::Prepared {
            slide: index,
            result,
        }
    }

    async fn host_slide(&self, run: &Run, index: usize) -> Event {
        let Some(slide) = run.slides.get(index) else {
            return Event::Woke;
        };
        match self.library.file(slide).await {
            Ok(file) => Event::Hosted {
                slide: index,
                result: self.host.offer(&file).await.map_err(Box::new),
            },
            Err(error) => Event::Prepared {
                slide: index,
                result: Err(Box::new(error)),
            },
        }
    }

    async fn read_doubted(&self, container: fanfold_domain::publish::ContainerId) -> Event {
        let result = self
            .gateway
            .read_containers(std::slice::from_ref(&container))
            .await;
        Event::DoubtRead(match result {
            Ok(readings) => Ok(readings
                .into_iter()
                .find(|reading| reading.id == container)
                // Left out of the answer: nothing was learned.
                .unwrap_or(fanfold_domain::publish::ContainerReading {
                    id: container,
                    state: fanfold_domain::publish::ContainerState::Other,
                    refusal: None,
                })),
            Err(refusal) => Err(Box::new(refusal)),
        })
    }

    /// When the oldest posts leave the window that the quota counts.
    async fn read_quota(&self) -> Event {
        let quota = match self.gateway.quota().await {
            Ok(quota) => quota,
            Err(refusal) => return Event::QuotaRead(Err(Box::new(refusal))),
        };
        let now = self.clock.now();
        if quota.used < quota.total {
            return Event::QuotaRead(Ok(Some(now)));
        }
        let posts = match self.gateway.recent(quota.used.saturating_add(1)).await {
            Ok(posts) => posts,
            Err(refusal) => return Event::QuotaRead(Err(Box::new(refusal))),
        };
        Event::QuotaRead(Ok(crate::doubt::frees_at(&posts, quota, now)))
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
    slept: SignedDuration,
    announced: Option<Timestamp>,
}

impl Patience {
    fn watch(&mut self, before: &Run, after: &Run) {
        if distance(before) != distance(after) {
            *self = Self::default();
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
