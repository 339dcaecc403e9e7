//! The walls, faked: a gateway with scripted faults, a host that can move, a journal that can fail,
//! and a clock on tokio's paused time.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use fanfold_domain::publish::{
    ContainerId, ContainerReading, Created, LivePost, MediaId, NewContainer, PostText, Quota,
    VideoSource,
};
use fanfold_domain::{Explanation, Refusal};
use fanfold_publish::{
    Beat, ClipUpload, Clock, Dice, Entry, Gateway, HostPort, Hosted, Journal, JournalError,
    Library, Notice, Outcome, Run, RunError, Runner, RunnerOptions, Scope, Slide, SlideFile,
};
use jiff::Timestamp;
use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::world::World;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Op {
    CreateChild,
    CreateSingle,
    Upload,
    CreateParent,
    Read,
    Publish,
    Recent,
    Stories,
    Media,
    Quota,
    Comment,
    Comments,
}

#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// Refused, and nothing happened.
    Before(Refusal),
    /// It happened, and this came back all the same.
    After(Refusal),
    /// This came back, and it happens only some seconds later.
    Late(Refusal, Duration),
    CrashBefore,
    CrashAfter,
}

/// Everything that outlives a runner.
pub(crate) struct Stage {
    pub(crate) world: Arc<Mutex<World>>,
    /// Faults by call of an operation, counted from 0.
    pub(crate) script: Mutex<BTreeMap<(Op, u32), Fault>>,
    /// Faults by number of the call over all operations.
    pub(crate) by_call: Mutex<BTreeMap<u32, Fault>>,
    pub(crate) counts: Mutex<BTreeMap<Op, u32>>,
    pub(crate) calls: Mutex<u32>,
    pub(crate) in_publish: Mutex<u32>,
    pub(crate) quota: Mutex<Quota>,
    pub(crate) book: Mutex<Book>,
    pub(crate) port: Mutex<u16>,
    pub(crate) host_answers: Mutex<bool>,
    pub(crate) offers: Mutex<u32>,
    pub(crate) withdrawn: Mutex<u32>,
    pub(crate) lost_file: Mutex<Option<String>>,
    pub(crate) takes_uploads: Mutex<bool>,
    /// Whether each upload was a resumed one.
    pub(crate) uploads: Mutex<Vec<bool>>,
    pub(crate) crashed: Notify,
    start: Instant,
}

#[derive(Default)]
pub(crate) struct Book {
    pub(crate) run: Option<Run>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) saves: u32,
    /// The save that fails, and whether it reaches the disk first.
    pub(crate) fail_at: Option<(u32, bool)>,
    pub(crate) pauses: Vec<(Scope, Option<Timestamp>)>,
    pub(crate) taken: Vec<MediaId>,
    pub(crate) lease_lost: bool,
}

pub(crate) const CAPTION: &str = "Bread at dawn\n#bakery";

fn base() -> Timestamp {
    "2026-09-11T09:31:00Z".parse().unwrap()
}

fn time_since(start: Instant) -> Timestamp {
    base() + jiff::SignedDuration::try_from(start.elapsed()).unwrap()
}

pub(crate) fn slides(count: usize) -> Vec<Slide> {
    (0..count)
        .map(|index| {
            Slide::new(
                format!("hash{index}"),
                "original".to_owned(),
                format!("photo {index}.jpg"),
                Some(format!("Loaf {index}")),
            )
        })
        .collect()
}

pub(crate) fn clip() -> Slide {
    Slide::clip(
        "film".to_owned(),
        "original".to_owned(),
        "film.mp4".to_owned(),
    )
}

pub(crate) fn run_of(count: usize, comment: Option<&str>) -> Run {
    Run::new(
        "post-1".to_owned(),
        "practice".to_owned(),
        slides(count),
        PostText {
            caption: CAPTION.to_owned(),
            first_comment: comment.map(str::to_owned),
            ..PostText::default()
        },
    )
}

/// The call, the words and whether bytes follow.
pub(crate) fn told(container: &NewContainer) -> (Op, String, bool) {
    let (op, caption) = match container {
        NewContainer::ImageSlide(_) | NewContainer::VideoSlide(_) => (Op::CreateChild, ""),
        NewContainer::Image(image) => (Op::CreateSingle, image.post.caption.as_str()),
        NewContainer::Reel(reel) => (Op::CreateSingle, reel.post.caption.as_str()),
        _ => (Op::CreateSingle, ""),
    };
    let video = match container {
        NewContainer::VideoSlide(clip) => Some(&clip.video),
        NewContainer::Reel(reel) => Some(&reel.video),
        NewContainer::StoryVideo(story) => Some(&story.video),
        _ => None,
    };
    (op, caption.to_owned(), video == Some(&VideoSource::Upload))
}

impl Stage {
    pub(crate) fn new(run: Run) -> Arc<Self> {
        Arc::new(Self {
            world: Arc::default(),
            script: Mutex::default(),
            by_call: Mutex::default(),
            counts: Mutex::default(),
            calls: Mutex::new(0),
            in_publish: Mutex::new(0),
            quota: Mutex::new(Quota {
                used: 0,
                total: 50,
                window: 86_400,
            }),
            book: Mutex::new(Book {
                run: Some(run),
                ..Book::default()
            }),
            port: Mutex::new(4000),
            host_answers: Mutex::new(true),
            offers: Mutex::new(0),
            withdrawn: Mutex::new(0),
            lost_file: Mutex::new(None),
            takes_uploads: Mutex::new(false),
            uploads: Mutex::default(),
            crashed: Notify::new(),
            start: Instant::now(),
        })
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    pub(crate) fn run(&self) -> Run {
        self.book.lock().unwrap().run.clone().unwrap()
    }

    pub(crate) fn fault(&self, op: Op, call: u32, fault: Fault) {
        self.script.lock().unwrap().insert((op, call), fault);
    }

    pub(crate) fn now(&self) -> Timestamp {
        time_since(self.start)
    }

    pub(crate) fn count(&self, op: Op) -> u32 {
        self.counts.lock().unwrap().get(&op).copied().unwrap_or(0)
    }

    pub(crate) fn runner(self: &Arc<Self>, max_wait: Duration) -> Runner {
        Runner {
            gateway: self.clone(),
            host: self.clone(),
            library: self.clone(),
            journal: self.clone(),
            clock: self.clone(),
            dice: self.clone(),
            options: RunnerOptions {
                max_wait,
                ..RunnerOptions::default()
            },
        }
    }

    /// A runner until it is done, or dropped at a crash (`None`).
    pub(crate) async fn attempt(self: &Arc<Self>) -> Option<Result<Outcome, RunError>> {
        let runner = self.runner(Duration::from_hours(2400));
        let cancel = CancellationToken::new();
        let quiet = |_: Notice| {};
        tokio::select! {
            biased;
            () = self.crashed.notified() => None,
            result = runner.run(&cancel, &quiet) => Some(result),
        }
    }

    /// Runners one after the other, each on another port, until one ends well.
    pub(crate) async fn finish(self: &Arc<Self>) -> Outcome {
        for _ in 0..20 {
            if let Some(Ok(outcome)) = self.attempt().await {
                return outcome;
            }
            *self.port.lock().unwrap() += 1;
            *self.in_publish.lock().unwrap() = 0;
        }
        panic!("no runner came to an end");
    }

    fn next_fault(&self, op: Op) -> Option<Fault> {
        let mut counts = self.counts.lock().unwrap();
        let count = counts.entry(op).or_default();
        let here = *count;
        *count += 1;
        let mut calls = self.calls.lock().unwrap();
        let call = *calls;
        *calls += 1;
        let by_call = self.by_call.lock().unwrap().remove(&call);
        by_call.or_else(|| self.script.lock().unwrap().remove(&(op, here)))
    }

    async fn die<T>(&self) -> T {
        self.crashed.notify_one();
        std::future::pending().await
    }

    /// One call: latency, then the fault or the truth.
    async fn call<T>(
        &self,
        op: Op,
        effect: impl FnOnce(&mut World, Timestamp) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal>
    where
        T: Send + 'static,
    {
        let fault = self.next_fault(op);
        tokio::time::sleep(Duration::from_millis(40)).await;
        let (world, start) = (Arc::clone(&self.world), self.start);
        let apply = move || {
            let now = time_since(start);
            effect(&mut world.lock().unwrap(), now)
        };
        match fault {
            None => apply(),
            Some(Fault::Before(refusal)) => Err(refusal),
            Some(Fault::After(refusal)) => {
                let _done = apply();
                Err(refusal)
            }
            Some(Fault::Late(refusal, delay)) => {
                tokio::spawn(async move {
                    tokio::time::sleep(delay).await;
                    let _done = apply();
                });
                Err(refusal)
            }
            Some(Fault::CrashBefore) => self.die().await,
            Some(Fault::CrashAfter) => {
                let _done = apply();
                self.die().await
            }
        }
    }
}

#[async_trait]
impl Gateway for Stage {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn takes_uploads(&self) -> bool {
        *self.takes_uploads.lock().unwrap()
    }

    async fn create(&self, _slide: usize, container: &NewContainer) -> Result<Created, Refusal> {
        let (op, caption, sent) = told(container);
        let made = self.call(op, move |world, now| Ok(world.create(&caption, now)));
        let id = made.await?;
        let upload_to = sent.then(|| format!("https://rupload/{}", id.0));
        Ok(Created { id, upload_to })
    }

    async fn upload(&self, upload: &ClipUpload) -> Result<(), Refusal> {
        self.uploads.lock().unwrap().push(upload.resume);
        self.call(Op::Upload, |_, _| Ok(())).await
    }

    async fn create_parent(
        &self,
        children: &[ContainerId],
        text: &PostText,
    ) -> Result<ContainerId, Refusal> {
        let (children, caption) = (children.to_vec(), text.caption.clone());
        self.call(Op::CreateParent, move |world, now| {
            world.create_parent(&children, &caption, now)
        })
        .await
    }

    async fn read_containers(&self, ids: &[ContainerId]) -> Result<Vec<ContainerReading>, Refusal> {
        let ids = ids.to_vec();
        self.call(Op::Read, move |world, now| {
            ids.iter().map(|id| world.reading(id, now)).collect()
        })
        .await
    }

    async fn publish(&self, container: &ContainerId) -> Result<MediaId, Refusal> {
        {
            let mut under_way = self.in_publish.lock().unwrap();
            *under_way += 1;
            assert_eq!(*under_way, 1, "two publishes under way");
        }
        self.world().publish_calls += 1;
        let container = container.clone();
        let result = self
            .call(Op::Publish, move |world, now| {
                world.publish(&container, now)
            })
            .await;
        *self.in_publish.lock().unwrap() -= 1;
        result
    }

    async fn recent(&self, limit: u32) -> Result<Vec<LivePost>, Refusal> {
        self.call(Op::Recent, move |world, _| {
            Ok(world.live.iter().take(limit as usize).cloned().collect())
        })
        .await
    }

    async fn stories(&self) -> Result<Vec<LivePost>, Refusal> {
        self.call(Op::Stories, |world, _| Ok(world.live.clone()))
            .await
    }

    async fn media(&self, id: &MediaId) -> Result<LivePost, Refusal> {
        let id = id.clone();
        self.call(Op::Media, move |world, _| {
            Ok(world
                .live
                .iter()
                .find(|post| post.id == id)
                .cloned()
                .unwrap())
        })
        .await
    }

    async fn quota(&self) -> Result<Quota, Refusal> {
        let quota = *self.quota.lock().unwrap();
        self.call(Op::Quota, move |_, _| Ok(quota)).await
    }

    async fn comment(&self, _: &MediaId, text: &str) -> Result<(), Refusal> {
        let text = text.to_owned();
        self.call(Op::Comment, move |world, _| {
            world.comments.push(text);
            Ok(())
        })
        .await
    }

    async fn comments(&self, _: &MediaId) -> Result<Vec<String>, Refusal> {
        self.call(Op::Comments, |world, _| Ok(world.comments.clone()))
            .await
    }
}

#[async_trait]
impl HostPort for Stage {
    async fn offer(&self, file: &SlideFile) -> Result<Hosted, Refusal> {
        *self.offers.lock().unwrap() += 1;
        let port = *self.port.lock().unwrap();
        Ok(Hosted {
            url: format!("http://127.0.0.1:{port}/{}", file.key),
            handle: port.to_string(),
        })
    }

    async fn holds(&self, hosted: &Hosted) -> bool {
        hosted.handle == self.port.lock().unwrap().to_string()
    }

    async fn answers(&self, _: &Hosted) -> bool {
        *self.host_answers.lock().unwrap()
    }

    async fn withdraw(&self, _: &Hosted) {
        *self.withdrawn.lock().unwrap() += 1;
    }
}

#[async_trait]
impl Library for Stage {
    async fn check(&self, _: &Run) -> Result<(), Explanation> {
        Ok(())
    }

    async fn file(&self, slide: &Slide) -> Result<SlideFile, Explanation> {
        if self.lost_file.lock().unwrap().as_deref() == Some(&slide.media) {
            return Err(fanfold_domain::catalogue::refuse_local(
                fanfold_domain::catalogue::Local::PhotoLost,
                fanfold_domain::Delivery::NotSent,
                "",
            )
            .explanation);
        }
        Ok(SlideFile {
            path: PathBuf::from("/library").join(&slide.media),
            bytes: 1000,
            media_type: "image/jpeg".to_owned(),
            key: slide.media.clone(),
        })
    }
}

#[async_trait]
impl Journal for Stage {
    async fn load(&self) -> Result<Run, JournalError> {
        // As from a disk: only what can be written can be read back.
        let text = serde_json::to_string(&self.run()).unwrap();
        Ok(serde_json::from_str(&text).unwrap())
    }

    async fn save(&self, run: &Run, entry: &Entry, _: Timestamp) -> Result<(), JournalError> {
        let mut book = self.book.lock().unwrap();
        if book.lease_lost {
            return Err(JournalError::LeaseLost);
        }
        let number = book.saves;
        book.saves += 1;
        let failing = book.fail_at.filter(|(at, _)| *at == number);
        if failing.is_none_or(|(_, reaches_disk)| reaches_disk) {
            book.run = Some(run.clone());
            book.entries.push(entry.clone());
        }
        match failing {
            Some(_) => Err(JournalError::Unwritable("the disk is full".to_owned())),
            None => Ok(()),
        }
    }

    async fn beat(&self, _: Timestamp) -> Result<Beat, JournalError> {
        if self.book.lock().unwrap().lease_lost {
            return Err(JournalError::LeaseLost);
        }
        Ok(Beat::default())
    }

    async fn taken(&self, _: &Run) -> Result<Vec<MediaId>, JournalError> {
        Ok(self.book.lock().unwrap().taken.clone())
    }

    async fn pause(
        &self,
        scope: Scope,
        until: Option<Timestamp>,
        _: &Explanation,
        _: Timestamp,
    ) -> Result<(), JournalError> {
        self.book.lock().unwrap().pauses.push((scope, until));
        Ok(())
    }
}

#[async_trait]
impl Clock for Stage {
    fn now(&self) -> Timestamp {
        Stage::now(self)
    }

    async fn sleep_until(&self, until: Timestamp) {
        let wait = until.duration_since(Stage::now(self));
        if let Ok(wait) = Duration::try_from(wait) {
            tokio::time::sleep(wait).await;
        }
    }
}

impl Dice for Stage {
    fn roll(&self) -> f64 {
        0.5
    }
}
