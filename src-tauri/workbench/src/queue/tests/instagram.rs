//! An Instagram in memory: it takes everything, remembers what is live, and fails when told to.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, Weak};

use async_trait::async_trait;
use fanfold_domain::catalogue::{Local, refuse_local};
use fanfold_domain::publish::{
    ContainerId, ContainerReading, ContainerState, Created, LivePost, MediaId, NewContainer,
    PostText, Quota,
};
use fanfold_domain::{Delivery, Explanation, Refusal};
use fanfold_publish::{ClipUpload, Gateway, HostPort, Hosted, Library, Run, Slide, SlideFile};
use fanfold_store::Account;
use jiff::Timestamp;

use crate::Workbench;
use crate::accounts::app_of;
use crate::queue::Outside;

/// A post that went live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Live {
    pub(super) account: String,
    pub(super) caption: String,
    pub(super) at: Timestamp,
    id: String,
    permalink: String,
}

type Answer = Box<dyn Fn(&str, &str, Timestamp) -> Option<Refusal> + Send + Sync>;

#[derive(Default)]
struct World {
    containers: HashMap<String, (String, bool)>,
    live: Vec<Live>,
    calls: Vec<(String, Timestamp)>,
    comments: Vec<String>,
    next: u64,
}

/// Shared by all accounts.
#[derive(Default)]
pub(super) struct Instagram {
    world: Mutex<World>,
    /// Account, call and time: what is refused.
    answer: Mutex<Option<Answer>>,
    offline: Mutex<Option<(Timestamp, Timestamp)>>,
}

impl Instagram {
    pub(super) fn live(&self) -> Vec<Live> {
        self.world.lock().unwrap().live.clone()
    }

    /// Every call with its account and time.
    pub(super) fn calls(&self) -> Vec<(String, Timestamp)> {
        self.world.lock().unwrap().calls.clone()
    }

    /// How many comments were left.
    pub(super) fn comments(&self) -> usize {
        self.world.lock().unwrap().comments.len()
    }

    pub(super) fn answer(
        &self,
        answer: impl Fn(&str, &str, Timestamp) -> Option<Refusal> + Send + Sync + 'static,
    ) {
        *self.answer.lock().unwrap() = Some(Box::new(answer));
    }

    pub(super) fn behave(&self) {
        *self.answer.lock().unwrap() = None;
    }

    /// Nothing gets out between these times.
    pub(super) fn offline(&self, from: Timestamp, until: Timestamp) {
        *self.offline.lock().unwrap() = Some((from, until));
    }

    fn is_offline(&self, now: Timestamp) -> bool {
        let gone = self.offline.lock().unwrap();
        gone.is_some_and(|(from, until)| now >= from && now < until)
    }

    pub(super) fn outside(self: &Arc<Self>, bench: &Arc<Workbench>, account: &Account) -> Outside {
        let desk = Arc::new(Desk {
            instagram: Arc::clone(self),
            bench: Arc::downgrade(bench),
            account: account.clone(),
        });
        Outside {
            gateway: desk.clone(),
            host: desk.clone(),
            library: desk,
        }
    }
}

/// One account's way to it.
struct Desk {
    instagram: Arc<Instagram>,
    bench: Weak<Workbench>,
    account: Account,
}

impl Desk {
    async fn call<T>(
        &self,
        name: &str,
        work: impl FnOnce(&mut World, Timestamp) -> T + Send,
    ) -> Result<T, Refusal>
    where
        T: Send,
    {
        let bench = self.bench.upgrade().unwrap();
        let now = bench.now();
        if self.instagram.is_offline(now) {
            let refusal = refuse_local(Local::Unreachable, Delivery::NotSent, "no way out");
            bench.network_heard(&self.account.id, &refusal).await;
            return Err(refusal);
        }
        bench.call_book.network.reached(&app_of(&self.account));
        let refused = {
            let answer = self.instagram.answer.lock().unwrap();
            let answer = answer.as_ref();
            answer.and_then(|answer| answer(&self.account.id, name, now))
        };
        let mut world = self.instagram.world.lock().unwrap();
        world.calls.push((self.account.id.clone(), now));
        match refused {
            Some(refusal) => Err(refusal),
            None => Ok(work(&mut world, now)),
        }
    }

    async fn made(&self, caption: &str) -> Result<ContainerId, Refusal> {
        let caption = caption.to_owned();
        self.call("create", |world, _| {
            world.next += 1;
            let id = format!("c{}", world.next);
            world.containers.insert(id.clone(), (caption, false));
            ContainerId(id)
        })
        .await
    }
}

fn shown(live: &Live) -> LivePost {
    LivePost {
        id: MediaId(live.id.clone()),
        permalink: Some(live.permalink.clone()),
        caption: Some(live.caption.clone()),
        timestamp: Some(live.at.to_string()),
    }
}

#[async_trait]
impl Gateway for Desk {
    fn time(&self) -> Option<jiff::Timestamp> {
        None
    }

    fn takes_uploads(&self) -> bool {
        false
    }

    async fn create(&self, _slide: usize, container: &NewContainer) -> Result<Created, Refusal> {
        let caption = match container {
            NewContainer::Image(image) => image.post.caption.as_str(),
            _ => "",
        };
        Ok(Created {
            id: self.made(caption).await?,
            upload_to: None,
        })
    }

    async fn upload(&self, _upload: &ClipUpload) -> Result<(), Refusal> {
        Ok(())
    }

    async fn create_parent(
        &self,
        _children: &[ContainerId],
        text: &PostText,
    ) -> Result<ContainerId, Refusal> {
        self.made(&text.caption).await
    }

    async fn read_containers(&self, ids: &[ContainerId]) -> Result<Vec<ContainerReading>, Refusal> {
        self.call("read", |world, _| {
            ids.iter()
                .map(|id| ContainerReading {
                    id: id.clone(),
                    state: match world.containers.get(&id.0) {
                        Some((_, true)) => ContainerState::Published,
                        _ => ContainerState::Finished,
                    },
                    refusal: None,
                })
                .collect()
        })
        .await
    }

    async fn publish(&self, container: &ContainerId) -> Result<MediaId, Refusal> {
        let account = self.account.id.clone();
        self.call("publish", |world, at| {
            let (caption, out) = world.containers.get_mut(&container.0).unwrap();
            assert!(!*out, "a container was published twice");
            *out = true;
            let caption = caption.clone();
            let id = format!("m{}", world.live.len());
            world.live.push(Live {
                account,
                caption,
                at,
                permalink: format!("https://instagram.com/p/{id}"),
                id: id.clone(),
            });
            MediaId(id)
        })
        .await
    }

    async fn recent(&self, limit: u32) -> Result<Vec<LivePost>, Refusal> {
        let account = self.account.id.clone();
        self.call("recent", |world, _| {
            let own = world.live.iter().rev().filter(|one| one.account == account);
            own.take(limit as usize).map(shown).collect()
        })
        .await
    }

    async fn stories(&self) -> Result<Vec<LivePost>, Refusal> {
        Ok(Vec::new())
    }

    async fn media(&self, id: &MediaId) -> Result<LivePost, Refusal> {
        self.call("media", |world, _| {
            shown(world.live.iter().find(|one| one.id == id.0).unwrap())
        })
        .await
    }

    async fn quota(&self) -> Result<Quota, Refusal> {
        self.call("quota", |_, _| Quota {
            used: 0,
            total: 100,
            window: 86_400,
        })
        .await
    }

    async fn comment(&self, _media: &MediaId, text: &str) -> Result<(), Refusal> {
        let text = text.to_owned();
        self.call("comment", |world, _| world.comments.push(text))
            .await
    }

    async fn comments(&self, _media: &MediaId) -> Result<Vec<String>, Refusal> {
        self.call("comments", |world, _| world.comments.clone())
            .await
    }
}

#[async_trait]
impl HostPort for Desk {
    async fn offer(&self, file: &SlideFile) -> Result<Hosted, Refusal> {
        Ok(Hosted {
            handle: file.key.clone(),
            url: format!("https://example.com/{}", file.key),
        })
    }

    async fn holds(&self, _hosted: &Hosted) -> bool {
        true
    }

    async fn answers(&self, _hosted: &Hosted) -> bool {
        true
    }

    async fn withdraw(&self, _hosted: &Hosted) {}
}

#[async_trait]
impl Library for Desk {
    async fn check(&self, _run: &Run) -> Result<(), Explanation> {
        Ok(())
    }

    async fn file(&self, slide: &Slide) -> Result<SlideFile, Explanation> {
        Ok(SlideFile {
            path: PathBuf::from("/nowhere"),
            bytes: 1,
            media_type: "image/jpeg".to_owned(),
            key: slide.output.clone(),
        })
    }
}
