//! Carrying posts side by side: one lane an account, several lanes at a time, and nothing done while
//! nothing is due.
//!
//! Which post is next is the store's answer; what happens in a lane is the publish room's.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fanfold_domain::speech::retold;
use fanfold_publish::{JournalError, Notice, Outcome, RunError};
use fanfold_store::{Claim, StoreError, Watch};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Notify, mpsc};

use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::posts::PostDocument;
use crate::view::Event;

/// Posts carried at a time. A post mostly waits for Instagram, so more lanes than processors; but each
/// may send ten pictures at once, and a home's way out is full with a handful.
const LANES: usize = 8;

/// How often an idle queue looks at the clock and at what other processes wrote: a sleep is not told
/// of a computer that was asleep, nor of a clock that was set. One look costs some microseconds.
const TICK: Duration = Duration::from_secs(2);

/// After a look that failed (a full disk, a database that another program keeps busy).
const TROUBLE: Duration = Duration::from_secs(10);

/// A clock that goes back by more than this was set, not corrected.
const SET_BACK: SignedDuration = SignedDuration::from_secs(60);

/// Between two tries to begin a post that a person asked for while its account publishes another.
const TURN: Duration = Duration::from_millis(300);

/// How a post was left: carried, or not.
pub(crate) type Carried = Result<std::result::Result<Outcome, RunError>>;

/// Who listens to the lanes.
pub(crate) struct Heard<'a> {
    pub(crate) notices: &'a (dyn Fn(Notice) + Send + Sync),
    /// A post was left; the lanes close when this breaks.
    pub(crate) left: &'a (dyn Fn(&str, Carried) -> ControlFlow<WorkbenchError> + Send + Sync),
    /// The queue could not be read or written; likewise.
    pub(crate) trouble: &'a (dyn Fn(WorkbenchError) -> ControlFlow<WorkbenchError> + Send + Sync),
}

/// The posts in the lanes.
#[derive(Default)]
struct Lanes {
    taken: Mutex<BTreeSet<String>>,
    ended: Notify,
}

impl Lanes {
    fn busy(&self) -> usize {
        self.posts().len()
    }

    fn begin(&self, post: &str) {
        self.posts().insert(post.to_owned());
    }

    fn end(&self, post: &str) {
        self.posts().remove(post);
        self.ended.notify_one();
    }

    fn posts(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a look at the queue came to.
enum Round {
    Again,
    Over,
}

impl Workbench {
    /// Takes up what an earlier process left, and what becomes due; for as long as a window is open.
    pub fn resume_queue(self: &Arc<Self>) {
        let bench = Arc::clone(self);
        self.runtime.spawn(async move {
            let left = |post: &str, carried: Carried| {
                bench.say_trouble(post, carried);
                ControlFlow::Continue(())
            };
            let said = Mutex::new(String::new());
            let trouble = |error: WorkbenchError| {
                tracing::error!(%error, "the queue cannot go on");
                let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
                // Told once, not every time that it is tried again.
                if *said != error.to_string() {
                    *said = error.to_string();
                    bench.say(Event::Notice { text: said.clone() });
                }
                ControlFlow::Continue(())
            };
            let heard = Heard {
                notices: &|_| {},
                left: &left,
                trouble: &trouble,
            };
            if let Err(error) = bench.carry_lanes(false, &heard).await {
                tracing::error!(%error, "the queue stands still");
            }
        });
    }

    /// Carries what is due, until nothing is when asked to end then, else for good.
    ///
    /// Claiming and carrying go on side by side in one task: a lane that is in the middle of a write
    /// must never stand still while the queue waits for that write to end.
    ///
    /// # Errors
    /// A listener has had enough: posts under way are dropped where they are, and the next runner
    /// takes them up.
    pub(crate) async fn carry_lanes(
        self: &Arc<Self>,
        until_idle: bool,
        heard: &Heard<'_>,
    ) -> Result<()> {
        let lanes = Lanes::default();
        let (give, take) = mpsc::channel(LANES);
        tokio::select! {
            done = self.claim_for(&lanes, &give, until_idle, heard) => done,
            error = self.carry_taken(&lanes, take, heard) => Err(error),
        }
    }

    /// Hands out what is due, one post a lane.
    async fn claim_for(
        self: &Arc<Self>,
        lanes: &Lanes,
        give: &mpsc::Sender<Claim>,
        until_idle: bool,
        heard: &Heard<'_>,
    ) -> Result<()> {
        let mut watch = None;
        loop {
            let round = self.claim_round(lanes, give, &mut watch, until_idle);
            match round.await {
                Ok(Round::Over) => return Ok(()),
                Ok(Round::Again) => {}
                Err(error) => match (heard.trouble)(error) {
                    ControlFlow::Break(error) => return Err(error),
                    ControlFlow::Continue(()) => tokio::time::sleep(TROUBLE).await,
                },
            }
        }
    }

    async fn claim_round(
        self: &Arc<Self>,
        lanes: &Lanes,
        give: &mpsc::Sender<Claim>,
        watch: &mut Option<Watch>,
        until_idle: bool,
    ) -> Result<Round> {
        self.meet().await?;
        // A computer that slept in mid-publish still carries its posts: they are not up for grabs.
        let mut own = self.working.posts();
        own.extend(lanes.posts().iter().cloned());
        // One time for the whole round, so that nothing runs out between renewing and claiming.
        let now = self.now();
        self.store.renew(&own, now).await?;
        while lanes.busy() < LANES {
            let Some(claim) = self.store.claim_due(now, self.spacing()).await? else {
                break;
            };
            lanes.begin(&claim.post.id);
            if give.send(claim).await.is_err() {
                return Ok(Round::Over);
            }
        }
        if until_idle && lanes.busy() == 0 {
            return Ok(Round::Over);
        }
        self.say_queue().await;
        let watch = match watch {
            Some(watch) => watch,
            None => watch.insert(self.store.watch().await?),
        };
        let room = lanes.busy() < LANES;
        tokio::select! {
            () = lanes.ended.notified() => {}
            done = self.until_work(watch), if room => done?,
            () = self.call_book.network.back() => self.go_online().await?,
        }
        Ok(Round::Again)
    }

    /// Carries what was handed out, until a listener has had enough.
    async fn carry_taken(
        self: &Arc<Self>,
        lanes: &Lanes,
        mut take: mpsc::Receiver<Claim>,
        heard: &Heard<'_>,
    ) -> WorkbenchError {
        let mut under_way = FuturesUnordered::new();
        loop {
            tokio::select! {
                Some(claim) = take.recv() => {
                    under_way.push(self.carry_in_lane(claim, heard.notices));
                }
                Some((post, carried)) = under_way.next(), if !under_way.is_empty() => {
                    lanes.end(&post);
                    if let ControlFlow::Break(error) = (heard.left)(&post, carried) {
                        return error;
                    }
                }
            }
        }
    }

    async fn carry_in_lane(
        self: &Arc<Self>,
        claim: Claim,
        notices: &(dyn Fn(Notice) + Send + Sync),
    ) -> (String, Carried) {
        let post = claim.post.id.clone();
        let carried = self.carry_claimed(claim, notices).await;
        (post, carried)
    }

    /// Returns when there may be something to do.
    async fn until_work(&self, watch: &mut Watch) -> Result<()> {
        let mut before = self.now();
        let outlook = self.store.outlook(before, self.spacing()).await?;
        // What is due and was not taken is in somebody's hands: it is looked at again with the tick.
        let next = outlook.next.filter(|at| *at > before);
        let overdue = outlook.next.is_some() && next.is_none();
        watch.moved().await?;
        loop {
            let left = next.and_then(|at| Duration::try_from(at.duration_since(self.now())).ok());
            let pause = left.unwrap_or(TICK).min(TICK);
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.queue_changed.notified() => return Ok(()),
            }
            let now = self.now();
            if before.duration_since(now) > SET_BACK {
                tracing::warn!(%before, %now, "the clock was set back");
                self.store.clock_set_back(now).await?;
                return Ok(());
            }
            before = now;
            let come = overdue || next.is_some_and(|at| at <= now);
            if come || watch.moved().await? || (outlook.others && self.take_over(now).await?) {
                return Ok(());
            }
        }
    }

    async fn take_over(&self, now: Timestamp) -> Result<bool> {
        Ok(self.store.take_over(now).await?)
    }

    /// Carries a post that a person asked for, in the background: before others of its account that
    /// wait, after the one that is under way.
    pub(crate) fn go(self: &Arc<Self>, id: String) {
        let bench = Arc::clone(self);
        self.runtime.spawn(async move {
            let claim = match bench.claim_turn(&id, None).await {
                Ok(Some(claim)) => claim,
                // Another Fanfold has it, and shows it.
                Ok(None) => return,
                Err(error) => return bench.say_trouble(&id, Err(error)),
            };
            let carried = bench.carry_claimed(claim, &|_| {}).await;
            bench.say_trouble(&id, carried);
            bench.queue_changed.notify_one();
        });
    }

    /// Claims this post as soon as nothing of its account is under way. `None` when somebody else has
    /// it or it is over, and when its turn has not come by `latest`.
    pub(crate) async fn claim_turn(
        &self,
        id: &str,
        latest: Option<Timestamp>,
    ) -> Result<Option<Claim>> {
        loop {
            match self.store.claim_post(id, self.now()).await {
                Ok(claim) => return Ok(Some(claim)),
                Err(StoreError::LeaseLost | StoreError::WrongState { .. }) => return Ok(None),
                Err(StoreError::AccountBusy) => {}
                Err(error) => return Err(error.into()),
            }
            if latest.is_some_and(|latest| self.now() >= latest) {
                return Ok(None);
            }
            tokio::time::sleep(TURN).await;
        }
    }

    /// Tells what kept a post from being carried on; a refusal of Instagram's is on its card.
    fn say_trouble(&self, post: &str, carried: Carried) {
        let error = match carried {
            Ok(Ok(_)) => return,
            Ok(Err(error)) => not_carried(&error),
            Err(error) => error,
        };
        if matches!(error, WorkbenchError::TakenOver) {
            return;
        }
        tracing::error!(%error, post, "a post could not be carried on");
        self.say(Event::Notice {
            text: retold(&error.to_string()).into_owned(),
        });
    }

    /// Carries a claimed post and tells the window on the way.
    pub(crate) async fn carry_claimed(
        self: &Arc<Self>,
        claim: Claim,
        also: &(dyn Fn(Notice) + Send + Sync),
    ) -> Carried {
        let row = claim.post.clone();
        let prepared = async {
            let document: PostDocument = serde_json::from_str(&row.document)
                .map_err(|error| WorkbenchError::internal(&error))?;
            Ok((document, self.account_for(&row.account).await?))
        };
        let (document, account) = match prepared.await {
            Ok((document, Some(account))) => (document, account),
            Ok((_, None)) => {
                let outcome = self.account_gone(&claim).await;
                self.left(&row.id).await;
                return Ok(outcome);
            }
            Err(error) => {
                self.put_off(&claim).await;
                return Err(error);
            }
        };
        let cancel = self.working.start(&row.id);
        let (told, aside) = (Notify::new(), Notify::new());
        let waits = Mutex::new(None);
        let network = &self.call_book.network;
        let app = crate::accounts::app_of(&account);
        let notices = |notice: Notice| {
            if let Notice::Waiting { until, .. } = &notice
                && network.is_gone(&app)
                && until.duration_since(self.now()) > super::network::SHORT
            {
                *waits.lock().unwrap_or_else(PoisonError::into_inner) = Some(*until);
                aside.notify_one();
            }
            also(notice);
            told.notify_one();
        };
        // Beside the carrying, never instead of it: a run in mid-write must not stand still.
        let telling = async {
            loop {
                told.notified().await;
                self.tell(&row.id).await;
            }
        };
        let carried = tokio::select! {
            carried = self.carry(&claim, &account, document, &cancel, &notices) => Some(carried),
            () = aside.notified() => None,
            () = telling => None,
        };
        let until = waits.into_inner().ok().flatten();
        let carried = match (carried, until) {
            (Some(carried), _) => carried,
            // Nothing gets out, and nothing is under way: the lane is for others meanwhile.
            (None, until) => self.step_aside(&claim, until.unwrap_or(self.now())).await,
        };
        self.working.end(&row.id);
        self.left(&row.id).await;
        carried
    }

    /// A post is no longer under way here.
    async fn left(self: &Arc<Self>, post: &str) {
        self.tell(post).await;
        self.say_news(post).await;
        self.say_drafts().await;
    }
}

/// A run that could not be carried on, for people.
pub(crate) fn not_carried(error: &RunError) -> WorkbenchError {
    match error {
        RunError::Journal(JournalError::LeaseLost) => WorkbenchError::TakenOver,
        RunError::Journal(error) => WorkbenchError::NotCarried(error.to_string()),
        RunError::Stuck(_) => WorkbenchError::Internal(error.to_string()),
    }
}
