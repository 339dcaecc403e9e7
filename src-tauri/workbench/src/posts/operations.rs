//! What a window does with posts: publish, stop, go on, look.

use std::sync::Arc;

use fanfold_domain::Action;
use fanfold_domain::publish::PostState;
use fanfold_publish::{Notice, Outcome, RunError};
use fanfold_store::{Account, Claim, NewPost, PostRow, StoreError};

use super::{DraftPost, PostDocument};
use crate::Workbench;
use crate::accounts::PRACTICE;
use crate::error::{Result, WorkbenchError};
use crate::queue::{save_of, to_text};
use crate::view::{Event, PostView};

impl Workbench {
    /// Publishes a draft. The post is on the disk before anything is sent; the answer is how it
    /// stands then, the rest comes as events.
    pub async fn publish_draft(self: &Arc<Self>, id: &str) -> Result<PostView> {
        let view = self.draft_view(id)?;
        if !view.readiness.can_publish {
            return Err(WorkbenchError::NotNow(view.readiness.sentence));
        }
        let account = self
            .account_id()
            .ok_or_else(|| WorkbenchError::NotNow("Choose an account first.".into()))?;
        // Without a keychain nothing is queued that could not go out.
        self.ready_account(&account).await?;
        self.save(id).await?;
        let doc = self.desk.with(id, |draft| draft.doc.clone())?;
        let document = PostDocument::new(doc, &self.shelf, self.policy());
        let row = match self.unfinished_of(id, &account).await? {
            Some(old) => self.revise(old, document).await?,
            None => {
                self.enqueue(account, Some(id.to_owned()), &document, self.now())
                    .await?
            }
        };
        self.go(row.id.clone());
        self.told(&row).await
    }

    /// A post of this draft to this account that stopped and is not live: publishing goes on with
    /// it, so that nothing can go out twice. The same draft for another account is another post.
    async fn unfinished_of(&self, draft: &str, account: &str) -> Result<Option<PostRow>> {
        let open = |row: &PostRow| {
            row.draft.as_deref() == Some(draft)
                && row.account == account
                && !matches!(row.state, PostState::Published | PostState::Cancelled)
        };
        Ok(self.store.posts().await?.into_iter().find(open))
    }

    /// Stores a new post.
    pub(crate) async fn enqueue(
        &self,
        account: String,
        draft: Option<String>,
        document: &PostDocument,
        due: jiff::Timestamp,
    ) -> Result<PostRow> {
        let id = self.new_id();
        let run = document.run(id.clone(), account.clone());
        let text = |value: std::result::Result<String, _>| {
            value.map_err(|error: fanfold_publish::JournalError| WorkbenchError::internal(&error))
        };
        let now = self.now();
        let post = NewPost {
            id: id.clone(),
            account,
            draft,
            due,
            document: text(to_text(document))?,
            run: text(to_text(&run))?,
            state: if due > now {
                PostState::Scheduled
            } else {
                PostState::Publishing
            },
        };
        self.store.add_post(&post, now).await?;
        Ok(self.store.post(&id).await?)
    }

    /// The stopped post goes on, with what the draft is now.
    async fn revise(&self, row: PostRow, document: PostDocument) -> Result<PostRow> {
        let mut run: fanfold_publish::Run =
            serde_json::from_str(&row.run).map_err(|error| WorkbenchError::internal(&error))?;
        let fresh = document.run(row.id.clone(), row.account.clone());
        let same = fresh.text == run.text
            && fresh.slides.len() == run.slides.len()
            && fresh.slides.iter().zip(&run.slides).all(|(new, old)| {
                new.media == old.media && new.output == old.output && new.alt == old.alt
            });
        if same || run.may_be_live() {
            // Nothing changed, or it may be live: the same post is finished, never a second made.
            run.retry();
            return self.go_on(&row, &run, None).await;
        }
        run.revise(fresh.slides, fresh.text)
            .map_err(|error| WorkbenchError::NotNow(error.to_string()))?;
        self.go_on(&row, &run, Some(&document)).await
    }

    async fn go_on(
        &self,
        row: &PostRow,
        run: &fanfold_publish::Run,
        document: Option<&PostDocument>,
    ) -> Result<PostRow> {
        let text = to_text(run).map_err(|error| WorkbenchError::internal(&error))?;
        let now = self.now();
        let words = document.map(to_text).transpose();
        let words = words.map_err(|error| WorkbenchError::internal(&error))?;
        self.store
            .save_idle_run(
                &row.id,
                &save_of(run, &text),
                words.as_deref(),
                "retry",
                now,
            )
            .await
            .map_err(busy)?;
        self.store.resume_account(&row.account, now).await?;
        Ok(self.store.post(&row.id).await?)
    }

    /// Goes on with a post that stopped, from where it stopped.
    pub async fn post_retry(self: &Arc<Self>, id: &str) -> Result<PostView> {
        let stopped = self.store.post(id).await.map_err(gone)?;
        let signed_out = stopped
            .error
            .as_ref()
            .is_some_and(|error| error.action == Action::Reconnect);
        if signed_out && stopped.account == PRACTICE {
            self.reconnect_practice().await?;
        }
        let row = self.prepare_retry(id).await?;
        self.go(row.id.clone());
        self.told(&row).await
    }

    pub(crate) async fn prepare_retry(&self, id: &str) -> Result<PostRow> {
        let row = self.store.post(id).await.map_err(gone)?;
        if matches!(row.state, PostState::Published | PostState::Cancelled) {
            return Err(WorkbenchError::NotNow("This post is finished.".into()));
        }
        let mut run: fanfold_publish::Run =
            serde_json::from_str(&row.run).map_err(|error| WorkbenchError::internal(&error))?;
        run.retry();
        self.go_on(&row, &run, None).await
    }

    /// Stops a post before it goes live.
    pub async fn post_cancel(self: &Arc<Self>, id: &str) -> Result<PostView> {
        let row = self.stop_post(id).await?;
        self.told(&row).await
    }

    pub(crate) async fn stop_post(self: &Arc<Self>, id: &str) -> Result<PostRow> {
        let row = self.store.post(id).await.map_err(gone)?;
        if self.working.stop(id) || self.store.request_cancel(id, self.now()).await? {
            return Ok(row);
        }
        if matches!(row.state, PostState::Published | PostState::Cancelled) {
            return Err(WorkbenchError::NotNow("This post is finished.".into()));
        }
        let mut run: fanfold_publish::Run =
            serde_json::from_str(&row.run).map_err(|error| WorkbenchError::internal(&error))?;
        if run.may_be_live() {
            let may = "This post may already be live. Fanfold finds out first; choose Try again.";
            return Err(WorkbenchError::NotNow(may.into()));
        }
        run.state = PostState::Cancelled;
        run.next_at = None;
        let text = to_text(&run).map_err(|error| WorkbenchError::internal(&error))?;
        let now = self.now();
        self.store
            .save_idle_run(id, &save_of(&run, &text), None, "cancel", now)
            .await
            .map_err(busy)?;
        Ok(self.store.post(id).await?)
    }

    /// Every post, what goes on first.
    pub async fn activity(self: &Arc<Self>) -> Result<Vec<PostView>> {
        let rows = self.store.posts().await?;
        Ok(rows.iter().filter_map(|row| self.post_view(row)).collect())
    }

    /// Carries a post in the background.
    fn go(self: &Arc<Self>, id: String) {
        let bench = Arc::clone(self);
        self.runtime.spawn(async move {
            let claim = match bench.store.claim_post(&id, bench.now()).await {
                Ok(claim) => claim,
                // Another Fanfold has it, and shows it.
                Err(StoreError::LeaseLost | StoreError::WrongState { .. }) => return,
                Err(error) => {
                    tracing::error!(%error, post = id, "a post could not be taken up");
                    return;
                }
            };
            if let Err(error) = bench.carry_claimed(claim, &|_| {}).await {
                tracing::error!(%error, post = id, "a post could not be carried on");
                bench.say(Event::Notice {
                    text: error.to_string(),
                });
            }
        });
    }

    /// Takes up what an earlier process left, and what is due; for a window that starts.
    pub fn resume_queue(self: &Arc<Self>) {
        let bench = Arc::clone(self);
        self.runtime.spawn(async move {
            loop {
                match bench.store.claim_due(bench.now(), &[]).await {
                    Ok(Some(claim)) => {
                        if let Err(error) = bench.carry_claimed(claim, &|_| {}).await {
                            tracing::error!(%error, "a post could not be carried on");
                        }
                    }
                    Ok(None) => {}
                    Err(error) => tracing::error!(%error, "the queue could not be read"),
                }
                bench.until_due().await;
            }
        });
    }

    /// Sleeps until a post is due, looking again now and then: another process may add one.
    pub(crate) async fn until_due(&self) {
        /// How long a post that another process added may wait unnoticed.
        const LOOK: std::time::Duration = std::time::Duration::from_secs(20);
        /// A post whose claim is held elsewhere is due, and not ours to take.
        const PAUSE: std::time::Duration = std::time::Duration::from_millis(500);
        let next = self.store.next_due().await.ok().flatten();
        let left =
            next.and_then(|at| std::time::Duration::try_from(at.duration_since(self.now())).ok());
        let pause = left
            .unwrap_or(if next.is_some() { PAUSE } else { LOOK })
            .clamp(PAUSE, LOOK);
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = self.queue_changed.notified() => {}
        }
    }

    /// Carries a claimed post and tells the window on the way.
    pub(crate) async fn carry_claimed(
        self: &Arc<Self>,
        claim: Claim,
        also: &(dyn Fn(Notice) + Send + Sync),
    ) -> Result<std::result::Result<Outcome, RunError>> {
        let row = claim.post.clone();
        let document: PostDocument = serde_json::from_str(&row.document)
            .map_err(|error| WorkbenchError::internal(&error))?;
        let account = match self.account_for(&row.account).await {
            Ok(account) => account,
            Err(error) => {
                self.store.release(&claim, self.now()).await?;
                return Err(error);
            }
        };
        let cancel = self.working.start(&row.id);
        let (bench, id) = (Arc::clone(self), row.id.clone());
        let told = tokio::sync::Notify::new();
        let notices = |notice: Notice| {
            also(notice);
            told.notify_one();
        };
        let outcome = {
            let carried = self.carry(claim, &account, document, &cancel, &notices);
            tokio::pin!(carried);
            loop {
                tokio::select! {
                    outcome = &mut carried => break outcome,
                    () = told.notified() => bench.tell(&id).await,
                }
            }
        };
        self.working.end(&row.id);
        self.tell(&row.id).await;
        self.say_drafts().await;
        outcome
    }

    /// The account of a post; the practice one with its server running.
    async fn account_for(self: &Arc<Self>, id: &str) -> Result<Account> {
        if id == PRACTICE {
            return self.practice_account().await;
        }
        let removed = || WorkbenchError::NotNow("The account was removed.".into());
        self.store.account(id).await?.ok_or_else(removed)
    }

    /// The account with its sign-in at hand.
    ///
    /// # Errors
    /// No keychain, no sign-in in it, an account that was removed.
    pub(crate) async fn ready_account(self: &Arc<Self>, id: &str) -> Result<Account> {
        let account = self.account_for(id).await?;
        self.publishing_token(&account).await?;
        Ok(account)
    }

    async fn tell(self: &Arc<Self>, id: &str) {
        match self.store.post(id).await {
            Ok(row) => {
                if let Err(error) = self.told(&row).await {
                    tracing::warn!(%error, "a post could not be shown");
                }
            }
            Err(error) => tracing::warn!(%error, "a post could not be read"),
        }
    }

    /// Tells the window how a post stands, with its draft.
    async fn told(self: &Arc<Self>, row: &PostRow) -> Result<PostView> {
        for media in media_of(row) {
            self.recall(&media).await?;
        }
        let view = self
            .post_view(row)
            .ok_or_else(|| WorkbenchError::Internal("a post cannot be read".into()))?;
        if let (Some(draft), Ok(document)) = (
            &row.draft,
            serde_json::from_str::<PostDocument>(&row.document),
        ) {
            let post = DraftPost {
                document: document.draft,
                view: view.clone(),
            };
            self.posts_of_drafts.set(draft, post);
            let _ = self.desk.with(draft, crate::desk::OpenDraft::seen);
            self.say_draft(draft);
        }
        self.say(Event::Post {
            post: Box::new(view.clone()),
        });
        Ok(view)
    }

    /// Finds the newest post of a draft, for showing the draft.
    pub(crate) async fn refresh_post_of(self: &Arc<Self>, draft: &str) -> Result<()> {
        let rows = self.store.posts().await?;
        let own = rows
            .into_iter()
            .filter(|row| row.draft.as_deref() == Some(draft));
        if let Some(row) = own.max_by_key(|row| row.created_at) {
            self.told(&row).await?;
        }
        Ok(())
    }
}

fn media_of(row: &PostRow) -> Vec<String> {
    let document = serde_json::from_str::<PostDocument>(&row.document);
    let slides = document.map(|document| document.slides).unwrap_or_default();
    slides.into_iter().map(|slide| slide.media).collect()
}

pub(crate) fn gone(error: StoreError) -> WorkbenchError {
    match error {
        StoreError::NotFound { .. } => WorkbenchError::PostGone,
        other => other.into(),
    }
}

fn busy(error: StoreError) -> WorkbenchError {
    match error {
        StoreError::LeaseLost => WorkbenchError::NotNow(
            "This post is under way right now. Wait a moment, then try again.".into(),
        ),
        other => other.into(),
    }
}
