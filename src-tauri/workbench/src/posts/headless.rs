//! `post` and `queue` of the headless contract.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use fanfold_domain::publish::PostState;
use fanfold_publish::{Notice, Outcome};
use fanfold_store::{PostLine, PostRow};
use jiff::{SignedDuration, Timestamp};

use super::PostDocument;
use super::gone;
use crate::Workbench;
use crate::accounts::PRACTICE;
use crate::error::{Result, WorkbenchError};
use crate::queue::{Carried, Heard, Hold, not_carried};
use crate::queue_api::{Line, PostOrder, QueueRow, Report, Warning};
use crate::schedule::{GRACE, When};

type Lines<'a> = &'a (dyn Fn(Line) + Send + Sync);

fn line(notice: Notice) -> Option<Line> {
    match notice {
        Notice::Progress {
            post,
            step,
            item,
            done,
            total,
        } => Some(Line::Progress {
            post,
            step,
            item,
            done,
            total,
        }),
        Notice::Waiting {
            post,
            reason,
            until,
        } => Some(Line::Waiting {
            post,
            reason,
            until,
        }),
        Notice::State { .. } => None,
    }
}

impl Workbench {
    /// Makes a post of files and publishes it, or queues it for its time.
    ///
    /// # Errors
    /// Wrong usage, no keychain, a data folder that fails. What is wrong with the content, or what
    /// Instagram refuses, is in the report.
    pub async fn post(
        self: &Arc<Self>,
        order: PostOrder,
        lines: Lines<'_>,
        warn: &(dyn Fn(Warning) + Send + Sync),
    ) -> Result<Report> {
        if order.account != PRACTICE && self.store.account(&order.account).await?.is_none() {
            let message = format!(
                "There is no account “{}”. See `account list`.",
                order.account
            );
            return Err(WorkbenchError::Usage { message });
        }
        let draft = self.draft_of(&order).await?;
        let document = PostDocument::new(draft, &self.shelf, order.policy);
        if let Some(refused) = self.refuse_content(&document, &order) {
            return Ok(Report::new(
                None,
                PostState::NeedsAttention.name(),
                Some(refused),
            ));
        }
        self.warn_of_repeats(&order.account, &document.draft, warn)
            .await;
        if order.dry_run {
            return Ok(Report::new(None, "dry_run", None));
        }
        let account = self.ready_account(&order.account).await?;
        let when = match order.at {
            Some(When::NextSlot) => Some(When::NextSlot),
            Some(When::At(at)) => self.to_come(at)?.map(When::At),
            None => None,
        };
        if let Some(when) = when {
            let row = self.enqueue_when(&account, None, &document, when).await?;
            return Ok(Report::new(Some(row.id), PostState::Scheduled.name(), None));
        }
        self.may_begin(&account.id).await?;
        let now = self.now();
        let post = self.new_post(account.id, None, &document, now)?;
        self.store.add_post(&post, now).await?;
        let row = self.queued(&post).await?;
        Box::pin(self.carried_in_turn(&row.id, lines)).await
    }

    /// A time of the terminal's. One that has just passed means now: a script takes its time; one
    /// that is long over is a mistake.
    fn to_come(&self, at: Timestamp) -> Result<Option<Timestamp>> {
        let now = self.now();
        if at > now {
            return Ok(Some(at));
        }
        if now.duration_since(at) > GRACE {
            let message =
                format!("{at} has passed. Choose a time to come, or none to publish now.");
            return Err(WorkbenchError::Usage { message });
        }
        Ok(None)
    }

    /// Carries a post once nothing else of its account is under way, and reports how it stands.
    async fn carried_in_turn(self: &Arc<Self>, id: &str, lines: Lines<'_>) -> Result<Report> {
        let now = self.now();
        let patience = SignedDuration::try_from(self.pace.max_wait).unwrap_or(SignedDuration::MAX);
        let latest = now.saturating_add(patience).unwrap_or(Timestamp::MAX);
        let Some(claim) = self.claim_turn(id, Some(latest)).await? else {
            // Another Fanfold took it up, or its account is busy for longer than anybody waits here.
            return Ok(stands(self.store.post(id).await?));
        };
        let carried = self.carry_claimed(claim, &told(lines)).await;
        reported(id, carried)
    }

    /// Publishes what is due and takes up what an earlier process left unfinished. `true` when
    /// every post taken up was published or is not yet due.
    pub async fn queue_run(
        self: &Arc<Self>,
        until_idle: bool,
        lines: Lines<'_>,
        reports: &(dyn Fn(&Report) + Send + Sync),
    ) -> Result<bool> {
        let all_well = AtomicBool::new(true);
        let notices = told(lines);
        let left = |post: &str, carried: Carried| {
            let report = match reported(post, carried) {
                Ok(report) => report,
                // Another Fanfold has taken it over, and carries it on.
                Err(WorkbenchError::TakenOver) => return ControlFlow::Continue(()),
                Err(error) => return ControlFlow::Break(error),
            };
            if !matches!(report.state.as_str(), "published" | "scheduled") {
                all_well.store(false, Ordering::Relaxed);
            }
            reports(&report);
            ControlFlow::Continue(())
        };
        let heard = Heard {
            notices: &notices,
            left: &left,
            trouble: &ControlFlow::Break,
        };
        tokio::select! {
            done = self.carry_lanes(until_idle, &heard) => done?,
            // What is under way is dropped where it is; the next runner takes it up.
            _ = tokio::signal::ctrl_c() => {}
        }
        Ok(all_well.load(Ordering::Relaxed))
    }

    /// Every post and where it stands.
    pub async fn queue_list(&self) -> Result<Vec<QueueRow>> {
        self.learn_holds().await?;
        let lines = self.store.lines().await?;
        Ok(lines.into_iter().map(|line| self.queue_row(line)).collect())
    }

    /// Puts a stopped post into the queue again.
    pub async fn queue_retry(&self, id: &str) -> Result<QueueRow> {
        self.prepare_retry(id).await?;
        self.queue_line(id).await
    }

    /// Takes a post back before it goes live.
    pub async fn queue_cancel(self: &Arc<Self>, id: &str) -> Result<QueueRow> {
        self.stop_post(id).await?;
        self.queue_line(id).await
    }

    /// Chooses another time for a post.
    pub async fn queue_move(self: &Arc<Self>, id: &str, when: When) -> Result<QueueRow> {
        if let When::At(at) = when
            && at <= self.now()
        {
            let message = format!("{at} has passed. Choose a time to come.");
            return Err(WorkbenchError::Usage { message });
        }
        self.reschedule_to(id, when).await?;
        self.queue_line(id).await
    }

    async fn queue_line(&self, id: &str) -> Result<QueueRow> {
        self.learn_holds().await?;
        let row = self.store.post(id).await.map_err(gone)?;
        Ok(self.queue_row(row.into()))
    }

    /// A row of the list. A post whose time has come and whose account Instagram keeps waiting waits,
    /// and says until when.
    fn queue_row(&self, line: PostLine) -> QueueRow {
        let open = !line.state.is_settled();
        let hold = match self.hold(&line.account) {
            Some(Hold::Until(until)) if open && line.due < until => Some(until),
            _ => None,
        };
        let due_now = line.due <= self.now();
        QueueRow {
            post: line.id,
            account: line.account,
            state: match (line.state, hold) {
                (PostState::Scheduled, Some(_)) if due_now => PostState::Waiting,
                (state, _) => seen(state, line.media_id.is_some()),
            },
            due: (line.state == PostState::Scheduled).then_some(line.due),
            until: line.until.max(hold),
            attempts: line.attempts,
            media_id: line.media_id,
            permalink: line.permalink,
            error: line.error.map(|error| error.retold()),
        }
    }
}

/// A listener that hands on what a program is told.
fn told(lines: Lines<'_>) -> impl Fn(Notice) + Send + Sync {
    move |notice| {
        if let Some(line) = line(notice) {
            lines(line);
        }
    }
}

fn reported(id: &str, carried: Carried) -> Result<Report> {
    match carried? {
        Ok(Outcome { state, run, .. }) => {
            let media = run.media().map(|id| id.0.clone());
            let state = seen(state, media.is_some());
            let report = Report::new(Some(id.to_owned()), state.name(), run.error.clone());
            Ok(report.live(media, run.permalink))
        }
        Err(error) => Err(not_carried(&error)),
    }
}

/// A post that is live and waits has nothing left but its first comment: it counts as published, and
/// its error says what keeps the comment.
fn seen(state: PostState, live: bool) -> PostState {
    match state {
        PostState::Waiting if live => PostState::Published,
        state => state,
    }
}

/// How a stored post stands. One that somebody else carries is on its way.
fn stands(row: PostRow) -> Report {
    let state = match row.state {
        PostState::Publishing | PostState::Checking => PostState::Waiting,
        state => state,
    };
    let state = seen(state, row.media_id.is_some());
    let error = row.error.map(|error| error.retold());
    Report::new(Some(row.id), state.name(), error).live(row.media_id, row.permalink)
}
