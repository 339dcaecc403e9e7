//! Posts whose time passed while no Fanfold ran, or the computer slept.
//!
//! A running queue meets every post at its time, whether it can go out then or not (its account may
//! be paused, or waiting for Instagram). So a post that nobody met and that is late was missed, and
//! nothing else is.

use std::sync::{Arc, PoisonError};

use fanfold_domain::Delivery;
use fanfold_domain::catalogue::{Local, refuse_local};
use fanfold_domain::publish::PostState;
use fanfold_publish::Run;
use fanfold_store::{MissedSave, PostRow, Spacing};
use jiff::SignedDuration;

use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::posts::run_of;
use crate::queue::{save_of, to_text};
use crate::view::Missed;

/// A post that is later than this was missed: a computer that wakes, an update that restarts Fanfold
/// and a `queue run` every few minutes all come in time.
pub(crate) const GRACE: SignedDuration = SignedDuration::from_mins(15);

/// Between two late posts of one account. Instagram takes many posts in a row for spam, and blocks
/// the account for a day or more (Meta, error 4/2207051, 2026-09-11).
const APART: f64 = 300.0;

/// Missed posts that are settled in one write.
const MANY: u32 = 200;

impl Workbench {
    /// How far apart late posts go out. A wait like any other: the time scale divides it.
    pub(crate) fn spacing(&self) -> Spacing {
        Spacing {
            late: GRACE,
            gap: fanfold_publish::Pace::scaled(self.pace.time_scale).wait(APART),
        }
    }

    /// Meets the time of every post that has come; what nobody met in time follows the person's
    /// choice.
    pub(crate) async fn meet(self: &Arc<Self>) -> Result<()> {
        while self.store.meet(self.now(), self.spacing()).await? {
            let wanted = self
                .settings
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .missed;
            let now = self.now();
            let local = match wanted {
                Missed::Late => {
                    let posts = self.store.publish_missed(now).await?;
                    tracing::info!(posts, "missed posts go out late, apart from each other");
                    continue;
                }
                Missed::Ask => Local::Missed,
                Missed::Skip => Local::Skipped,
            };
            let rows = self.store.missed_posts(now, MANY).await?;
            self.settle_missed(&rows, local).await?;
        }
        Ok(())
    }

    async fn settle_missed(self: &Arc<Self>, rows: &[PostRow], local: Local) -> Result<()> {
        let mut settled = Vec::new();
        for row in rows {
            let run = run_of(row).map(|run| unpublished(run, local));
            let run = run.and_then(|run| {
                let text = to_text(&run).map_err(|error| WorkbenchError::internal(&error))?;
                Ok((row, run, text))
            });
            match run {
                Ok(run) => settled.push(run),
                Err(error) => {
                    // Whoever can read it decides; it must not hold the others up.
                    tracing::warn!(%error, post = row.id, "a missed post could not be read");
                    self.store.meet_late(&row.id).await?;
                }
            }
        }
        let saves: Vec<MissedSave<'_>> = settled
            .iter()
            .map(|(row, run, text)| MissedSave {
                id: &row.id,
                save: save_of(run, text),
            })
            .collect();
        self.store.settle_missed(&saves, self.now()).await?;
        tracing::info!(posts = saves.len(), ?local, "posts missed their time");
        for (row, ..) in &settled {
            self.tell(&row.id).await;
            if local == Local::Missed {
                self.say_news(&row.id).await;
            }
        }
        Ok(())
    }
}

fn unpublished(mut run: Run, local: Local) -> Run {
    let refusal = refuse_local(local, Delivery::NotSent, "");
    run.state = match local {
        Local::Skipped => PostState::Cancelled,
        _ => PostState::NeedsAttention,
    };
    run.next_at = None;
    run.error = Some(refusal.explanation);
    run
}
