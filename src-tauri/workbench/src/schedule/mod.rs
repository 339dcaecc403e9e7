//! When a post goes out: at a time, in the next free slot of its account's week, or now after all;
//! and what becomes of one whose time passed while nobody was there.
//!
//! A scheduled post is a thing of its own: what was handed over is what goes out, whatever is done to
//! its draft later, until the draft is scheduled or published again. Then it is the same post with the
//! new content, so that nothing goes out twice.

mod civil;
mod missed;
mod said;
mod slots;

use std::collections::BTreeSet;
use std::sync::Arc;

use fanfold_domain::publish::PostState;
use fanfold_domain::say;
use fanfold_publish::Run;
use fanfold_store::{Account, Due, NewPost, PostRow, StoreError};
use jiff::Timestamp;

use crate::Workbench;
use crate::accounts::PRACTICE;
use crate::error::{Result, WorkbenchError};
use crate::posts::{PostDocument, busy, gone, run_of};
use crate::queue::{save_over, to_text};
use crate::view::{PostView, SlotInput, SlotsView};

pub(crate) use civil::{wall, zone_name};
pub(crate) use missed::GRACE;
use slots::Week;

/// What a person may choose as a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    At(Timestamp),
    /// The next slot of the account's week at which nothing is due.
    NextSlot,
}

pub(crate) fn no_slots(account: &Account) -> WorkbenchError {
    WorkbenchError::NotNow(say!(
        "@{username} has no weekly slots yet. Set some, or choose a time.",
        username = account.username
    ))
}

impl Workbench {
    /// Schedules a draft for the account in use. A post of it that is not out yet gets the new time
    /// and the draft as it is now.
    pub async fn schedule(self: &Arc<Self>, draft: &str, at: &str) -> Result<PostView> {
        let at = self.time_to_come(at)?;
        self.schedule_when(draft, When::At(at)).await
    }

    /// The same, in the next free slot of the account's week.
    pub async fn schedule_next_slot(self: &Arc<Self>, draft: &str) -> Result<PostView> {
        self.schedule_when(draft, When::NextSlot).await
    }

    async fn schedule_when(self: &Arc<Self>, draft: &str, when: When) -> Result<PostView> {
        let (account, document) = self.ready_draft(draft).await?;
        let old = self.unfinished_of(draft, &account.id).await?;
        let row = match old {
            Some(old) => {
                let run = revised(&old, &document)?;
                self.move_to(&old, run, Some(&document), &account, when)
                    .await?
            }
            None => {
                self.enqueue_when(&account, Some(draft.to_owned()), &document, when)
                    .await?
            }
        };
        self.queue_changed.notify_one();
        self.told(&row).await
    }

    /// A draft that could be published, with its account: nothing is scheduled that cannot go out.
    async fn ready_draft(self: &Arc<Self>, draft: &str) -> Result<(Account, PostDocument)> {
        self.load(draft).await?;
        let id = self
            .account_id()
            .ok_or_else(|| WorkbenchError::NotNow(say!("Choose an account first.")))?;
        if let Some(why) = self.content_in_the_way(draft)? {
            return Err(WorkbenchError::NotNow(why));
        }
        let account = self.ready_account(&id).await?;
        self.save(draft).await?;
        let doc = self.desk.with(draft, |draft| draft.doc.clone())?;
        let document = PostDocument::new(doc, &self.shelf, self.policy());
        Ok((account, document))
    }

    /// Chooses another time for a post.
    pub async fn reschedule(self: &Arc<Self>, post: &str, at: &str) -> Result<PostView> {
        let at = self.time_to_come(at)?;
        let row = self.reschedule_to(post, When::At(at)).await?;
        self.told(&row).await
    }

    pub(crate) async fn reschedule_to(self: &Arc<Self>, post: &str, when: When) -> Result<PostRow> {
        let row = self.store.post(post).await.map_err(gone)?;
        if !can_reschedule(&row, &run_of(&row)?) {
            return Err(WorkbenchError::NotNow(say!(
                "Another time can be chosen only while a post waits or has stopped before it could be live."
            )));
        }
        let account = self.ready_account(&row.account).await?;
        let run = fresh_start(run_of(&row)?);
        let row = self.move_to(&row, run, None, &account, when).await?;
        self.queue_changed.notify_one();
        Ok(row)
    }

    /// Publishes a scheduled post now, or one that missed its time.
    pub async fn publish_now(self: &Arc<Self>, post: &str) -> Result<PostView> {
        let row = self.store.post(post).await.map_err(gone)?;
        if row.state != PostState::Scheduled && !row.missed {
            return Err(WorkbenchError::NotNow(say!(
                "Only a scheduled post can be brought forward."
            )));
        }
        self.ready_account(&row.account).await?;
        self.may_begin(&row.account).await?;
        let mut run = run_of(&row)?;
        run.retry();
        let row = self.go_on(&row, &run, None, "publish_now").await?;
        self.go(row.id.clone());
        self.told(&row).await
    }

    /// Stores a new post for its time.
    pub(crate) async fn enqueue_when(
        &self,
        account: &Account,
        draft: Option<String>,
        document: &PostDocument,
        when: When,
    ) -> Result<PostRow> {
        loop {
            let due = self.moment_of(account, None, when).await?;
            let post = self.new_post(account.id.clone(), draft.clone(), document, due)?;
            let now = self.now();
            let added = match when {
                When::At(_) => self.store.add_post(&post, now).await,
                When::NextSlot => self.store.add_post_alone(&post, now).await,
            };
            match added {
                Ok(()) => return self.queued(&post).await,
                // Another Fanfold took the slot just now: the next one.
                Err(StoreError::TimeTaken) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    pub(crate) async fn queued(&self, post: &NewPost) -> Result<PostRow> {
        Ok(self.store.post(&post.id).await?)
    }

    pub(crate) async fn move_to(
        &self,
        row: &PostRow,
        run: Run,
        document: Option<&PostDocument>,
        account: &Account,
        when: When,
    ) -> Result<PostRow> {
        let text = to_text(&run).map_err(|error| WorkbenchError::internal(&error))?;
        let words = document.map(to_text).transpose();
        let words = words.map_err(|error| WorkbenchError::internal(&error))?;
        loop {
            let due = Due {
                at: self.moment_of(account, Some(&row.id), when).await?,
                kind: "reschedule",
                alone_in: (when == When::NextSlot).then_some(account.id.as_str()),
            };
            let (save, now) = (save_over(row, &run, &text), self.now());
            let moved = self
                .store
                .set_due(&row.id, &save, words.as_deref(), due, now);
            match moved.await {
                Ok(()) => return Ok(self.store.post(&row.id).await?),
                Err(StoreError::TimeTaken) => {}
                Err(error) => return Err(busy(error)),
            }
        }
    }

    /// The moment that is meant; a post's own time is no reason not to take it.
    async fn moment_of(
        &self,
        account: &Account,
        own: Option<&str>,
        when: When,
    ) -> Result<Timestamp> {
        match when {
            When::At(at) => Ok(at),
            When::NextSlot => {
                let free = self.free_slots(&account.id, own, 1).await?;
                free.first().copied().ok_or_else(|| no_slots(account))
            }
        }
    }

    /// The next `most` slots of an account at which nothing but `own` is due.
    pub(crate) async fn free_slots(
        &self,
        account: &str,
        own: Option<&str>,
        most: usize,
    ) -> Result<Vec<Timestamp>> {
        let week = self.week_of(account).await?;
        let (now, zone) = (self.now(), self.zone());
        let due = self.store.due_times(account, now).await?;
        let others = due.into_iter().filter(|(id, _)| Some(id.as_str()) != own);
        let taken: BTreeSet<Timestamp> = others.map(|(_, at)| at).collect();
        Ok(week.free(now, &zone, &taken).take(most).collect())
    }

    pub(crate) async fn week_of(&self, account: &str) -> Result<Week> {
        let text = self.store.slots(account).await?;
        Ok(text.map_or_else(Week::default, |text| Week::read(&text)))
    }

    /// An account's week.
    pub async fn slots(self: &Arc<Self>, account: &str) -> Result<SlotsView> {
        let account = self.account_here(account).await?;
        let week = self.week_of(&account.id).await?;
        Ok(SlotsView {
            account_id: account.id,
            zone: zone_name(&self.zone(), self.now()),
            days: week.days(),
            sentence: week.sentence(),
        })
    }

    /// Sets an account's week. Posts that are scheduled already keep their times.
    ///
    /// # Errors
    /// Wrong usage for what is no time of a week.
    pub async fn set_slots(
        self: &Arc<Self>,
        account: &str,
        slots: &[SlotInput],
    ) -> Result<SlotsView> {
        let week = Week::of(slots).map_err(|message| WorkbenchError::Usage { message })?;
        let account = self.account_here(account).await?;
        let text = week.to_text();
        self.store.set_slots(&account.id, &text, self.now()).await?;
        self.slots(&account.id).await
    }

    /// An account of this computer; the practice one is made when it was never used.
    pub(crate) async fn account_here(self: &Arc<Self>, id: &str) -> Result<Account> {
        match self.store.account(id).await? {
            Some(account) => Ok(account),
            None if id == PRACTICE => self.practice_account().await,
            None => self.known_account(id).await,
        }
    }
}

/// Whether a post waits, or has stopped, where another time still makes sense.
pub(crate) fn can_reschedule(row: &PostRow, run: &Run) -> bool {
    let stands = matches!(
        row.state,
        PostState::Scheduled | PostState::Waiting | PostState::NeedsAttention
    );
    (stands || row.missed) && !run.may_be_live()
}

/// The run of a post that waits for its time again; what was built of it may still be of use.
fn fresh_start(mut run: Run) -> Run {
    run.retry();
    run.state = PostState::Scheduled;
    run
}

/// The run with what the draft is now.
fn revised(row: &PostRow, document: &PostDocument) -> Result<Run> {
    let mut run = run_of(row)?;
    let fresh = document.run(row.id.clone(), row.account.clone());
    run.revise(fresh)
        .map_err(|error| WorkbenchError::NotNow(error.to_string()))?;
    Ok(fresh_start(run))
}
