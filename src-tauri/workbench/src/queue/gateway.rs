//! Instagram, for one account, over the graph room.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use fanfold_domain::account::Flavour;
use fanfold_domain::catalogue::{Local, refuse, refuse_local};
use fanfold_domain::publish::{
    ContainerId, ContainerReading, ContainerState, Created, LivePost, MediaId, NewContainer, Phase,
    PostText, Quota, VideoSource,
};
use fanfold_domain::{Answer, Delivery, Refusal, Token};
use fanfold_graph::Session;
use fanfold_graph::limiter::CallKind;
use fanfold_publish::{ClipUpload, Gateway};
use fanfold_store::Account;

use crate::Workbench;
use crate::accounts::{Before, PRACTICE, app_of};
use crate::error::{Result, WorkbenchError};
use crate::recorder::about_slide;

/// How often a clip on its way is shown anew.
const SHOWN_EVERY: Duration = Duration::from_millis(250);

/// A session with Instagram (or the practice one) for one account.
pub(crate) struct OverGraph {
    session: RwLock<Session>,
    token: Token,
    account: Account,
    app: String,
    bench: Arc<Workbench>,
    post: String,
    /// How many the post has.
    slides: usize,
}

impl OverGraph {
    /// Connects an account with its token from the keychain.
    ///
    /// # Errors
    /// No keychain, or no token in it any more.
    pub(crate) async fn connect(
        bench: &Arc<Workbench>,
        account: &Account,
        post: &str,
        slides: usize,
    ) -> Result<Self> {
        let token = bench.token(&account.id).await?.ok_or_else(|| {
            let refusal = refuse_local(Local::TokenMissing, Delivery::NotSent, &account.id);
            WorkbenchError::Refused(Box::new(refusal))
        })?;
        let session = bench.session_of(account, token.clone())?;
        let bench = Arc::clone(bench);
        Ok(Self {
            session: RwLock::new(session),
            token,
            account: account.clone(),
            app: app_of(account),
            bench,
            post: post.to_owned(),
            slides,
        })
    }

    fn session(&self) -> Session {
        self.session
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What a refusal says of the account is kept. A practice server that another process ran may
    /// have ended with it: the next try finds one again, here.
    async fn heal<T>(
        &self,
        answer: std::result::Result<T, Refusal>,
    ) -> std::result::Result<T, Refusal> {
        let Err(refusal) = answer else { return answer };
        self.bench.heard(&self.account.id, &refusal).await;
        if refusal.delivery != Delivery::NotSent || self.account.id != PRACTICE {
            return Err(refusal);
        }
        match self.bench.practice.endpoint().await {
            Ok(endpoint) => {
                let account = Account {
                    graph_url: Some(endpoint.base_url),
                    ..self.account.clone()
                };
                if let Ok(session) = self.bench.session_of(&account, self.token.clone()) {
                    *self.session.write().unwrap_or_else(PoisonError::into_inner) = session;
                }
                Err(refusal)
            }
            Err(error) => Err(refuse_local(
                Local::PracticeOff,
                Delivery::NotSent,
                &error.to_string(),
            )),
        }
    }

    fn me(&self) -> &str {
        &self.account.ig_user_id
    }

    /// How many bytes of a clip Instagram has; `None` when it has all of them.
    async fn arrived(&self, upload: &ClipUpload) -> std::result::Result<Option<u64>, Refusal> {
        let read = async |session: Session| session.container_details(&upload.container).await;
        let details = self.call(CallKind::Plain, read).await?;
        let done = matches!(
            details.reading.state,
            ContainerState::Finished | ContainerState::Published
        );
        let has = details.upload.map_or((0, false), |progress| {
            (progress.transferred, progress.uploading == Phase::Complete)
        });
        Ok((!done && !has.1 && has.0 < upload.file.bytes).then_some(has.0))
    }

    async fn send(&self, upload: &ClipUpload, from: u64) -> std::result::Result<(), Refusal> {
        let sent = self
            .bench
            .working
            .sending(&self.post, upload.slide, upload.file.bytes);
        let count = Arc::clone(&sent);
        let send = async |session: Session| {
            let count = Arc::clone(&count);
            let progress = move |bytes| count.store(bytes, Ordering::Relaxed);
            session
                .upload_file(&upload.to, from, &upload.file.path, progress)
                .await
        };
        let call = self.call(CallKind::Plain, send);
        let call = about_slide(upload.slide, self.slides, call);
        tokio::pin!(call);
        let mut shown = from;
        loop {
            tokio::select! {
                done = &mut call => {
                    self.bench.working.sent(&self.post, upload.slide);
                    return done;
                }
                () = tokio::time::sleep(SHOWN_EVERY) => {
                    let now = sent.load(Ordering::Relaxed);
                    if now != shown {
                        shown = now;
                        self.bench.tell(&self.post).await;
                    }
                }
            }
        }
    }

    /// Holds a call back that would come too near to what Instagram allows.
    async fn may(&self, kind: CallKind) -> std::result::Result<(), Refusal> {
        let limits = &self.bench.call_book.limits;
        // Slowing down means once a call: the next one asks again.
        match limits.before(&self.app, &self.account.id, kind, self.bench.now()) {
            Before::Go => Ok(()),
            Before::Sleep(pause) => {
                tokio::time::sleep(pause).await;
                Ok(())
            }
            Before::Refuse(refusal) => Err(*refusal),
        }
    }

    /// A call with what it counts for: held back if need be, noted, and what was learned kept.
    async fn call<T>(
        &self,
        kind: CallKind,
        call: impl AsyncFnOnce(Session) -> std::result::Result<T, Refusal>,
    ) -> std::result::Result<T, Refusal> {
        self.may(kind).await?;
        let answer = call(self.session()).await;
        let sent = !matches!(&answer, Err(refusal) if refusal.delivery == Delivery::NotSent);
        let limits = &self.bench.call_book.limits;
        let (app, account, now) = (&self.app, &self.account.id, self.bench.now());
        if sent {
            limits.made(app, account, kind, now);
        }
        if let Err(refusal) = &answer {
            limits.refused(app, account, refusal, now);
        }
        self.heal(answer).await
    }
}

#[async_trait]
impl Gateway for OverGraph {
    fn takes_uploads(&self) -> bool {
        // Instagram login has no uploads (Meta, resumable uploads, 2026-03-15).
        self.account.flavour == Flavour::Facebook
    }

    fn time(&self) -> Option<jiff::Timestamp> {
        self.session().time()
    }

    async fn create(
        &self,
        slide: usize,
        container: &NewContainer,
    ) -> std::result::Result<Created, Refusal> {
        let create = async |session: Session| session.create(self.me(), container).await;
        let call = self.call(CallKind::Create, create);
        let created = about_slide(slide, self.slides, call).await?;
        if created.upload_to.is_none() && takes_bytes(container) {
            let message = "The answer names no address for the clip.".to_owned();
            let answer = Answer {
                message,
                ..Answer::default()
            };
            return Err(refuse(answer, Delivery::Answered));
        }
        Ok(created)
    }

    async fn upload(&self, upload: &ClipUpload) -> std::result::Result<(), Refusal> {
        let from = if upload.resume {
            match self.arrived(upload).await? {
                Some(bytes) => bytes,
                None => return Ok(()),
            }
        } else {
            0
        };
        self.send(upload, from).await
    }

    async fn create_parent(
        &self,
        children: &[ContainerId],
        text: &PostText,
    ) -> std::result::Result<ContainerId, Refusal> {
        let create =
            async |session: Session| session.create_carousel(self.me(), children, text).await;
        self.call(CallKind::Create, create).await
    }

    async fn read_containers(
        &self,
        ids: &[ContainerId],
    ) -> std::result::Result<Vec<ContainerReading>, Refusal> {
        let read = async |session: Session| session.containers(ids).await;
        self.call(CallKind::Plain, read).await
    }

    async fn publish(&self, container: &ContainerId) -> std::result::Result<MediaId, Refusal> {
        let publish = async |session: Session| session.publish(self.me(), container).await;
        self.call(CallKind::Publish, publish).await
    }

    async fn recent(&self, limit: u32) -> std::result::Result<Vec<LivePost>, Refusal> {
        // 100 a page is the most that Meta gives.
        let limit = limit.min(100) as u8;
        let read = async |session: Session| session.recent_media(self.me(), limit).await;
        self.call(CallKind::Plain, read).await
    }

    async fn stories(&self) -> std::result::Result<Vec<LivePost>, Refusal> {
        let read = async |session: Session| session.stories(self.me()).await;
        self.call(CallKind::Plain, read).await
    }

    async fn media(&self, id: &MediaId) -> std::result::Result<LivePost, Refusal> {
        let read = async |session: Session| session.media(id).await;
        self.call(CallKind::Plain, read).await
    }

    async fn quota(&self) -> std::result::Result<Quota, Refusal> {
        let read = async |session: Session| session.quota(self.me()).await;
        let quota = self.call(CallKind::Plain, read).await?;
        self.bench.quota_seen(&self.account, quota).await;
        Ok(quota)
    }

    async fn comment(&self, media: &MediaId, text: &str) -> std::result::Result<(), Refusal> {
        let comment = async |session: Session| session.comment(media, text).await.map(drop);
        self.call(CallKind::Plain, comment).await
    }

    async fn comments(&self, media: &MediaId) -> std::result::Result<Vec<String>, Refusal> {
        let read = async |session: Session| session.comments(media).await;
        let comments = self.call(CallKind::Plain, read).await?;
        Ok(comments.into_iter().map(|comment| comment.text).collect())
    }
}

/// Whether a clip's bytes are to follow.
fn takes_bytes(container: &NewContainer) -> bool {
    let video = match container {
        NewContainer::VideoSlide(slide) => &slide.video,
        NewContainer::Reel(reel) => &reel.video,
        NewContainer::StoryVideo(story) => &story.video,
        _ => return false,
    };
    *video == VideoSource::Upload
}
