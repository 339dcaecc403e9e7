//! A workbench on a folder of its own, with its time in the test's hands.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError};

use fanfold_domain::account::{Flavour, TokenState};
use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::publish::PostState;
use fanfold_domain::rules::Policy;
use fanfold_store::{Account, PostRow};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::instagram::Instagram;
use crate::error::Result;
use crate::posts::PostDocument;
use crate::queue::{Carried, Heard, not_carried};
use crate::schedule::When;
use crate::view::Missed;
use crate::{DataFolder, Options, Time, Workbench};

pub(super) struct Stage {
    pub(super) bench: Arc<Workbench>,
    pub(super) instagram: Arc<Instagram>,
    clock: Arc<AtomicI64>,
    folder: tempfile::TempDir,
}

pub(super) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

async fn open(folder: &Path, clock: &Arc<AtomicI64>) -> Arc<Workbench> {
    let (now, pass) = (Arc::clone(clock), Arc::clone(clock));
    let time = Time::new(move || Timestamp::from_millisecond(now.load(Ordering::SeqCst)).unwrap())
        .in_zone(TimeZone::get("Europe/Berlin").unwrap())
        .passing(move |until| {
            pass.fetch_max(until.as_millisecond(), Ordering::SeqCst);
        });
    let options = Options {
        time,
        ..Options::default()
    };
    let folder = DataFolder::choose(Some(folder.to_owned())).unwrap();
    Workbench::open(folder, options).await.unwrap()
}

impl Stage {
    pub(super) async fn at(start: &str) -> Self {
        // In memory where there is such a place: what is tested is the queue, not the disk.
        let fast = Path::new("/dev/shm");
        let folder = if fast.is_dir() {
            tempfile::tempdir_in(fast).unwrap()
        } else {
            tempfile::tempdir().unwrap()
        };
        let clock = Arc::new(AtomicI64::new(time(start).as_millisecond()));
        let bench = open(folder.path(), &clock).await;
        let stage = Self {
            bench,
            instagram: Arc::default(),
            clock,
            folder,
        };
        stage.connect();
        stage
    }

    fn connect(&self) {
        let instagram = Arc::clone(&self.instagram);
        let outside =
            move |bench: &Arc<Workbench>, account: &Account| instagram.outside(bench, account);
        let set = self.bench.outside.set(Box::new(outside));
        assert!(set.is_ok());
    }

    /// Another Fanfold on the same folder, the first one gone.
    pub(super) async fn start_again(&mut self) {
        self.bench.store.close().await;
        self.bench = open(self.folder.path(), &self.clock).await;
        self.connect();
    }

    pub(super) fn now(&self) -> Timestamp {
        self.bench.now()
    }

    pub(super) fn set(&self, now: Timestamp) {
        self.clock.store(now.as_millisecond(), Ordering::SeqCst);
    }

    pub(super) fn want(&self, missed: Missed) {
        let settings = &self.bench.settings;
        settings
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .missed = missed;
    }

    pub(super) async fn account(&self, id: &str) -> Account {
        let account = Account {
            id: id.to_owned(),
            username: id.to_owned(),
            flavour: Flavour::Instagram,
            ig_user_id: "17841400000000001".to_owned(),
            graph_url: None,
            media_host: "loopback".to_owned(),
            token_expires_at: None,
            token_state: TokenState::Valid,
            pause: None,
            held: None,
            details: "{}".to_owned(),
            created_at: self.now(),
            updated_at: self.now(),
        };
        self.bench.store.put_account(&account).await.unwrap();
        account
    }

    /// A scheduled picture whose caption is its name.
    pub(super) async fn post(&self, account: &Account, name: &str, when: When) -> PostRow {
        self.queued(account, name, "", when).await
    }

    /// The same with a first comment.
    pub(super) async fn post_with_comment(
        &self,
        account: &Account,
        name: &str,
        due: Timestamp,
    ) -> PostRow {
        let when = When::At(due);
        self.queued(account, name, "More tomorrow", when).await
    }

    async fn queued(&self, account: &Account, name: &str, comment: &str, when: When) -> PostRow {
        let slide = Slide::new("s".to_owned(), String::new(), "a.jpg".to_owned());
        let draft = Draft {
            caption: name.to_owned(),
            first_comment: comment.to_owned(),
            slides: vec![slide],
            ..Draft::default()
        };
        let document = PostDocument::new(draft, &self.bench.shelf, Policy::default());
        let queued = self.bench.enqueue_when(account, None, &document, when);
        queued.await.unwrap()
    }

    pub(super) async fn post_at(&self, account: &Account, name: &str, due: Timestamp) -> PostRow {
        self.post(account, name, When::At(due)).await
    }

    /// Everything that is due now.
    pub(super) async fn run(&self) -> Result<()> {
        let left = |_: &str, carried: Carried| match carried {
            Ok(Ok(_)) => ControlFlow::Continue(()),
            Ok(Err(error)) => ControlFlow::Break(not_carried(&error)),
            Err(error) => ControlFlow::Break(error),
        };
        let heard = Heard {
            notices: &|_| {},
            left: &left,
            trouble: &ControlFlow::Break,
        };
        self.bench.carry_lanes(true, &heard).await
    }

    /// Lets time pass up to `end`, waking whenever the queue has something to do.
    pub(super) async fn live_until(&self, end: Timestamp) {
        loop {
            self.run().await.unwrap();
            let outlook = self.bench.store.outlook(self.now(), self.bench.spacing());
            match outlook.await.unwrap().next {
                Some(next) if next <= end => self.set(next.max(self.now() + minutes(0))),
                _ => break,
            }
        }
        self.set(end.max(self.now()));
    }

    pub(super) async fn states(&self) -> Vec<PostState> {
        let lines = self.bench.store.lines().await.unwrap();
        lines.into_iter().map(|line| line.state).collect()
    }

    pub(super) async fn row(&self, id: &str) -> PostRow {
        self.bench.store.post(id).await.unwrap()
    }

    pub(super) fn captions(&self) -> Vec<String> {
        let live = self.instagram.live().into_iter();
        live.map(|post| post.caption).collect()
    }
}
