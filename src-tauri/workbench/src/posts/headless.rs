//! `post` and `queue` of the headless contract.

use std::path::PathBuf;
use std::sync::Arc;

use fanfold_domain::catalogue::Action;
use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::media::MediaFacts;
use fanfold_domain::plan::{FitChoice, plan, target_shape};
use fanfold_domain::publish::PostState;
use fanfold_domain::shape::Shape;
use fanfold_domain::{Explanation, Severity, Verdict};
use fanfold_media::Cancel;
use fanfold_publish::{Notice, Outcome};
use fanfold_store::{Claim, PostRow};

use super::PostDocument;
use super::operations::gone;
use crate::Workbench;
use crate::accounts::PRACTICE;
use crate::desk::THUMB;
use crate::error::{Result, WorkbenchError};
use crate::look::{Look, kind_of};
use crate::queue::content;
use crate::queue_api::{Line, PostOrder, QueueRow, Report};

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
    pub async fn post(self: &Arc<Self>, order: PostOrder, lines: Lines<'_>) -> Result<Report> {
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
        if order.dry_run {
            return Ok(Report::new(None, "dry_run", None));
        }
        self.ready_account(&order.account).await?;
        let due = order.at.unwrap_or_else(|| self.now());
        let row = self.enqueue(order.account, None, &document, due).await?;
        if due > self.now() {
            return Ok(Report::new(Some(row.id), PostState::Scheduled.name(), None));
        }
        let claim = self.store.claim_post(&row.id, self.now()).await?;
        self.reported(claim, lines).await
    }

    async fn reported(self: &Arc<Self>, claim: Claim, lines: Lines<'_>) -> Result<Report> {
        let id = claim.post.id.clone();
        let also = |notice: Notice| {
            if let Some(line) = line(notice) {
                lines(line);
            }
        };
        match self.carry_claimed(claim, &also).await? {
            Ok(Outcome { state, run, .. }) => {
                let media = run.media().map(|id| id.0.clone());
                let report = Report::new(Some(id), state.name(), run.error.clone());
                Ok(report.live(media, run.permalink))
            }
            Err(error) => Err(WorkbenchError::Internal(error.to_string())),
        }
    }

    /// The files as a draft, fixed if that was asked for.
    async fn draft_of(self: &Arc<Self>, order: &PostOrder) -> Result<Draft> {
        let (library, files) = (self.library.clone(), order.files.clone());
        let take = move || import(&library, &files);
        let taken = tokio::task::spawn_blocking(take)
            .await
            .map_err(|error| WorkbenchError::internal(&error))??;
        let runtime = tokio::runtime::Handle::current();
        let mut slides = Vec::new();
        for (index, taken) in taken.into_iter().enumerate() {
            let alt = order.alt.iter().find(|(slide, _)| *slide == index + 1);
            let (media, name, unreadable) = match taken {
                Ok(imported) => {
                    let (hash, name) = (imported.hash.clone(), imported.name.clone());
                    self.keep(&runtime, imported);
                    (hash, name, None)
                }
                Err((name, why)) => (String::new(), name, Some(why)),
            };
            let alt_text = alt.map(|(_, text)| text.clone()).unwrap_or_default();
            slides.push(Slide {
                id: self.new_id(),
                media,
                name,
                alt_text,
                recipe: None,
                unreadable,
                part: None,
                clip: None,
            });
        }
        if order.fix {
            self.fix_slides(&mut slides, order);
        }
        Ok(Draft {
            caption: order.caption.clone(),
            first_comment: order.first_comment.clone().unwrap_or_default(),
            slides,
            ..Draft::default()
        })
    }

    fn fix_slides(&self, slides: &mut [Slide], order: &PostOrder) {
        let facts: Vec<MediaFacts> = slides.iter().map(|slide| self.shelf.facts(slide)).collect();
        let all: Vec<&MediaFacts> = facts.iter().collect();
        let kind = kind_of(slides.len());
        let target = target_shape(&all, Shape::Auto, kind, &order.policy);
        for (slide, facts) in slides.iter_mut().zip(&facts) {
            slide.recipe = plan(facts, kind, &order.policy, target, FitChoice::default());
        }
    }

    /// What is wrong with the content, before anything is sent: the first error, with its slide.
    fn refuse_content(&self, document: &PostDocument, order: &PostOrder) -> Option<Explanation> {
        // Judged as the person handed it in: taking off data that has no place in public is ours to
        // do, changing what is seen is not.
        let look = Look::at(&document.draft, &self.shelf, &order.policy);
        for (index, seen) in look.slides.iter().enumerate() {
            let error = seen
                .findings
                .iter()
                .find(|finding| finding.severity == Severity::Error);
            if let Some(finding) = error {
                return Some(content(
                    finding,
                    u32::try_from(index + 1).ok(),
                    Action::FixMedia,
                ));
            }
        }
        let many = look
            .post
            .iter()
            .find(|finding| finding.severity == Severity::Error);
        if let Some(finding) = many {
            return Some(content(finding, None, Action::ChangeContent));
        }
        let caption = fanfold_domain::caption::check(&document.draft.caption);
        if caption.verdict != Verdict::Ready {
            let finding = caption
                .findings
                .iter()
                .find(|f| f.severity == Severity::Error)?;
            return Some(content(finding, None, Action::FixCaption));
        }
        None
    }

    /// Publishes what is due and takes up what an earlier process left unfinished. `true` when
    /// every post taken up was published or is not yet due.
    pub async fn queue_run(
        self: &Arc<Self>,
        until_idle: bool,
        lines: Lines<'_>,
        reports: &(dyn Fn(&Report) + Send + Sync),
    ) -> Result<bool> {
        let mut all_well = true;
        loop {
            while let Some(claim) = self.store.claim_due(self.now(), &[]).await? {
                let report = self.reported(claim, lines).await?;
                all_well &= matches!(report.state.as_str(), "published" | "scheduled");
                reports(&report);
            }
            if until_idle {
                return Ok(all_well);
            }
            tokio::select! {
                () = self.until_due() => {}
                _ = tokio::signal::ctrl_c() => return Ok(all_well),
            }
        }
    }

    /// Every post and where it stands.
    pub async fn queue_list(&self) -> Result<Vec<QueueRow>> {
        Ok(self
            .store
            .posts()
            .await?
            .into_iter()
            .map(queue_row)
            .collect())
    }

    /// Puts a stopped post into the queue again.
    pub async fn queue_retry(&self, id: &str) -> Result<QueueRow> {
        Ok(queue_row(self.prepare_retry(id).await?))
    }

    /// Takes a post back before it goes live.
    pub async fn queue_cancel(self: &Arc<Self>, id: &str) -> Result<QueueRow> {
        self.stop_post(id).await?;
        Ok(queue_row(self.store.post(id).await.map_err(gone)?))
    }
}

fn queue_row(row: PostRow) -> QueueRow {
    QueueRow {
        post: row.id,
        account: row.account,
        state: row.state,
        due: (row.state == PostState::Scheduled).then_some(row.due),
        until: row.until,
        attempts: row.attempts,
        media_id: row.media_id,
        permalink: row.permalink,
        error: row.error,
    }
}

type Taken =
    std::result::Result<fanfold_media::Imported, (String, fanfold_domain::media::Unreadable)>;

/// Takes the files in, in order; several at once.
fn import(library: &fanfold_media::Library, files: &[PathBuf]) -> Result<Vec<Taken>> {
    use fanfold_domain::media::Unreadable;
    use fanfold_media::LibraryError;
    let slots: Vec<std::sync::OnceLock<Result<Taken>>> =
        files.iter().map(|_| std::sync::OnceLock::new()).collect();
    let name = |path: &PathBuf| {
        path.file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    };
    library.import_many(files, THUMB, &Cancel::new(), |place, result| {
        let (Some(slot), Some(path)) = (slots.get(place), files.get(place)) else {
            return;
        };
        let taken = match result {
            Ok((imported, _)) => Ok(Ok(imported)),
            Err(LibraryError::Source { why, .. }) => Ok(Err((name(path), why))),
            Err(LibraryError::ChangedWhileRead(_)) => Ok(Err((name(path), Unreadable::Truncated))),
            Err(error) => Err(error.into()),
        };
        // Each place is told once.
        let _ = slot.set(taken);
    });
    let lost = || Err(WorkbenchError::Internal("a file was not taken in".into()));
    slots
        .into_iter()
        .map(|slot| slot.into_inner().unwrap_or_else(lost))
        .collect()
}
