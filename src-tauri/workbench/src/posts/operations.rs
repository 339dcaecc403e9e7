//! What a window does with posts: publish, stop, go on, look.

use std::sync::Arc;

use fanfold_domain::Action;
use fanfold_domain::publish::PostState;
use fanfold_domain::{say, word};
use fanfold_publish::Run;
use fanfold_store::{Due, NewPost, PauseKind, PostRow, StoreError};
use jiff::Timestamp;

use super::PostDocument;
use crate::Workbench;
use crate::accounts::PRACTICE;
use crate::error::{Result, WorkbenchError};
use crate::look::Surroundings;
use crate::queue::{save_over, to_text};
use crate::view::PostView;

/// Posts of each kind that a look at the activity reads: those to come, those that need a person,
/// those that are over.
const SHOWN: u32 = 100;

/// Where live posts are.
const INSTAGRAM: &str = "https://www.instagram.com/";

impl Workbench {
    /// Publishes a draft. The post is on the disk before anything is sent; the answer is how it
    /// stands then, the rest comes as events. A post of it that is scheduled goes out now, as the
    /// draft is.
    pub async fn publish_draft(self: &Arc<Self>, id: &str) -> Result<PostView> {
        let account = self
            .account_id()
            .ok_or_else(|| WorkbenchError::NotNow(say!("Choose an account first.")))?;
        let old = self.unfinished_of(id, &account).await?;
        let waits = old
            .as_ref()
            .is_some_and(|row| matches!(row.state, PostState::Scheduled | PostState::Waiting));
        let view = self.draft_view(id)?;
        let in_the_way = if waits {
            self.content_in_the_way(id)?
        } else {
            (!view.readiness.can_publish).then_some(view.readiness.sentence)
        };
        if let Some(why) = in_the_way {
            return Err(WorkbenchError::NotNow(why));
        }
        // Without a keychain nothing is queued that could not go out.
        self.ready_account(&account).await?;
        self.save(id).await?;
        let doc = self.desk.with(id, |draft| draft.doc.clone())?;
        let document = PostDocument::new(doc, &self.shelf, self.policy());
        let row = if let Some(old) = old {
            self.revise(old, document).await?
        } else {
            self.may_begin(&account).await?;
            let now = self.now();
            let post = self.new_post(account, Some(id.to_owned()), &document, now)?;
            self.store.add_post(&post, now).await?;
            self.queued(&post).await?
        };
        self.go(row.id.clone());
        self.told(&row).await
    }

    /// What of the content keeps a draft from being published, whatever became of an earlier post.
    pub(crate) fn content_in_the_way(&self, id: &str) -> Result<Option<String>> {
        let readiness = self.desk.with(id, |draft| {
            let alone = Surroundings {
                post: None,
                unchanged: false,
                ..self.surroundings(draft)
            };
            draft.view(&alone).readiness
        })?;
        Ok((!readiness.can_publish).then_some(readiness.sentence))
    }

    /// A post of this draft to this account that is not live and not taken back: publishing goes on
    /// with it, so that nothing can go out twice. The same draft for another account is another post.
    pub(crate) async fn unfinished_of(
        &self,
        draft: &str,
        account: &str,
    ) -> Result<Option<PostRow>> {
        Ok(self.store.unfinished_post_of(draft, account).await?)
    }

    /// A post as it is stored.
    pub(crate) fn new_post(
        &self,
        account: String,
        draft: Option<String>,
        document: &PostDocument,
        due: Timestamp,
    ) -> Result<NewPost> {
        let id = self.new_id();
        let run = document.run(id.clone(), account.clone());
        Ok(NewPost {
            id,
            account,
            draft,
            due,
            document: text(document)?,
            run: text(&run)?,
            state: if due > self.now() {
                PostState::Scheduled
            } else {
                PostState::Publishing
            },
        })
    }

    /// An account that Instagram has blocked publishes nothing new until a person resumes it.
    pub(crate) async fn may_begin(&self, account: &str) -> Result<()> {
        let Some(account) = self.store.account(account).await? else {
            return Ok(());
        };
        match account.pause {
            Some(pause) if pause.until.is_none() && pause.kind == PauseKind::Block => {
                Err(WorkbenchError::NotNow(say!(
                    "Instagram has stopped @{username} from publishing: {reason} Nothing was posted. Look at the account on Instagram, then resume publishing.",
                    username = account.username,
                    reason = sentence(&pause.reason)
                )))
            }
            _ => Ok(()),
        }
    }

    /// The post that is not out yet goes on, with what the draft is now.
    async fn revise(&self, row: PostRow, document: PostDocument) -> Result<PostRow> {
        let mut run = run_of(&row)?;
        let fresh = document.run(row.id.clone(), row.account.clone());
        let same = fresh.kind == run.kind
            && fresh.text == run.text
            && fresh.slides.len() == run.slides.len()
            && fresh.slides.iter().zip(&run.slides).all(|(new, old)| {
                new.media == old.media
                    && new.output == old.output
                    && new.alt == old.alt
                    && new.cover_ms == old.cover_ms
                    && new.tags == old.tags
            });
        self.store.lift_pause(&row.account, self.now()).await?;
        if same || run.may_be_live() {
            // Nothing changed, or it may be live: the same post is finished, never a second made.
            run.retry();
            return self.go_on(&row, &run, None, "retry").await;
        }
        run.revise(fresh)
            .map_err(|error| WorkbenchError::NotNow(error.to_string()))?;
        self.go_on(&row, &run, Some(&document), "retry").await
    }

    /// Puts a post back into the queue, due now if it was not yet.
    pub(crate) async fn go_on(
        &self,
        row: &PostRow,
        run: &Run,
        document: Option<&PostDocument>,
        kind: &str,
    ) -> Result<PostRow> {
        let run_text = text(run)?;
        let now = self.now();
        let words = document.map(text).transpose()?;
        let due = Due {
            at: row.due.min(now),
            kind,
            alone_in: None,
        };
        let save = save_over(row, run, &run_text);
        self.store
            .set_due(&row.id, &save, words.as_deref(), due, now)
            .await
            .map_err(busy)?;
        self.queue_changed.notify_one();
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

    /// A person wants it tried again: that also ends a pause that waits for a person.
    pub(crate) async fn prepare_retry(&self, id: &str) -> Result<PostRow> {
        let row = self.store.post(id).await.map_err(gone)?;
        let row = self.retried(&row).await?;
        self.store.lift_pause(&row.account, self.now()).await?;
        Ok(row)
    }

    /// The post is in the queue again; its account's pause is not touched.
    pub(crate) async fn retried(&self, row: &PostRow) -> Result<PostRow> {
        if matches!(row.state, PostState::Published | PostState::Cancelled) {
            return Err(WorkbenchError::NotNow(say!("This post is finished.")));
        }
        let mut run = run_of(row)?;
        run.retry();
        self.go_on(row, &run, None, "retry").await
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
            return Err(WorkbenchError::NotNow(say!("This post is finished.")));
        }
        let mut run = run_of(&row)?;
        if run.may_be_live() {
            let may =
                word!("This post may already be live. Fanfold finds out first; choose Try again.");
            return Err(WorkbenchError::NotNow(may.into()));
        }
        run.state = PostState::Cancelled;
        run.next_at = None;
        run.error = None;
        let text = text(&run)?;
        let now = self.now();
        self.store
            .save_idle_run(id, &save_over(&row, &run, &text), None, "cancel", now)
            .await
            .map_err(busy)?;
        self.queue_changed.notify_one();
        Ok(self.store.post(id).await?)
    }

    /// Where a live post is, for the browser: at Instagram, or at whatever stands in for it.
    ///
    /// # Errors
    /// A post that is not live, and an address of anybody else.
    pub async fn post_address(&self, id: &str) -> Result<String> {
        let row = self.store.post(id).await.map_err(gone)?;
        let account = self.store.account(&row.account).await?;
        let stand_in = account.and_then(|account| account.graph_url);
        let known = |address: &String| {
            let own = stand_in
                .as_deref()
                .is_some_and(|base| address.starts_with(base));
            own || address.starts_with(INSTAGRAM)
        };
        let address = row.permalink.filter(known);
        address.ok_or_else(|| {
            WorkbenchError::NotNow(say!("Instagram has not said where this post is."))
        })
    }

    /// The posts to come, those that need a person, and the last that are over.
    pub async fn activity(self: &Arc<Self>) -> Result<Vec<PostView>> {
        self.learn_holds().await?;
        let rows = self.store.recent_posts(SHOWN).await?;
        Ok(rows.iter().filter_map(|row| self.post_view(row)).collect())
    }
}

fn text(value: &impl serde::Serialize) -> Result<String> {
    to_text(value).map_err(|error| WorkbenchError::internal(&error))
}

/// Ends with a full stop.
fn sentence(words: &str) -> String {
    format!("{}.", words.trim_end_matches('.'))
}

/// Where a stored post stands.
///
/// # Errors
/// It is from a newer Fanfold, or damaged.
pub(crate) fn run_of(row: &PostRow) -> Result<Run> {
    Run::read(&row.run).map_err(|error| WorkbenchError::NotNow(error.to_string()))
}

pub(crate) fn gone(error: StoreError) -> WorkbenchError {
    match error {
        StoreError::NotFound { .. } => WorkbenchError::PostGone,
        other => other.into(),
    }
}

pub(crate) fn busy(error: StoreError) -> WorkbenchError {
    match error {
        StoreError::LeaseLost => WorkbenchError::NotNow(say!(
            "This post is under way right now. Wait a moment, then try again."
        )),
        other => other.into(),
    }
}
