//! Fixing slides: plan, render on all cores, and only then change the draft, as one undo step.
//!
//! What is done to a slide is worked out in `repair`; here it is done.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use fanfold_domain::draft::Slide;
use fanfold_domain::media::MediaFacts;
use fanfold_domain::plan::keep;
use fanfold_domain::say;
use fanfold_domain::{ClipRecipe, Recipe, Severity};
use fanfold_media::{Cancel, FixError};
use rayon::prelude::*;

use super::clips::{ClipJob, ClipResult, clip_trouble};
use super::open::Fixing;
use super::people::change_pictures;
use super::shelf::Shelf;
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::look::{Look, kind_of};
use crate::view::FixChoice;
use crate::view::draft::{DraftView, Progress};

/// A slide and what is to be done to it.
pub(crate) struct Job {
    pub(crate) slide: String,
    pub(crate) media: String,
    pub(crate) facts: MediaFacts,
    pub(crate) recipe: Recipe,
}

/// What becomes of the draft once every job is done.
pub(super) enum Change {
    /// Each slide gets its recipe.
    Recipes,
    /// The same, under a name of its own.
    Alike,
    /// One slide becomes these; all or none.
    Split { slide: String, parts: Vec<Slide> },
}

/// Jobs that are one undo step together.
pub(super) struct Work {
    pub(super) jobs: Vec<Job>,
    pub(super) clips: Vec<ClipJob>,
    pub(super) change: Change,
}

impl Workbench {
    /// Repairs every slide that has something to repair, or just `only`. Cancelled or not, either
    /// all of it happens or nothing.
    pub async fn fix(self: &Arc<Self>, id: &str, only: Option<&str>) -> Result<DraftView> {
        let plan = |bench: &Self, draft: &super::OpenDraft| {
            let look = Look::at(&draft.doc, &bench.shelf, &bench.policy());
            let wanted = |slide: &&Slide| match only {
                Some(only) => slide.id == only,
                None => look.takes_part(&slide.id),
            };
            let slides = || draft.doc.slides.iter().filter(wanted);
            let jobs = slides().filter_map(|slide| bench.job(&draft.doc, slide, look.target, None));
            let clips =
                slides().filter_map(|slide| bench.clip_job(&draft.doc, slide, look.target, None));
            Ok(Work {
                jobs: jobs.collect(),
                clips: clips.collect(),
                change: Change::Recipes,
            })
        };
        self.carry_out(id, plan).await
    }

    /// Repairs one slide the way a person chose.
    ///
    /// # Errors
    /// A slide that is gone, a way that this picture does not allow, with the reason.
    pub async fn fix_with(
        self: &Arc<Self>,
        id: &str,
        slide: &str,
        choice: FixChoice,
    ) -> Result<DraftView> {
        if let FixChoice::Split { parts } = choice {
            return self.split_panorama(id, slide, parts).await;
        }
        let plan = |bench: &Self, draft: &super::OpenDraft| {
            let own = draft.doc.slides.iter().find(|own| own.id == slide);
            let own = own.ok_or(WorkbenchError::SlideGone)?;
            if let Some(framed) = choice.frame() {
                let (frame, turn) = framed?;
                if let Some(job) = bench.framed(&draft.doc, own, frame, turn)? {
                    return Ok(Work {
                        jobs: vec![job],
                        clips: Vec::new(),
                        change: Change::Recipes,
                    });
                }
            }
            let choice = choice.fit()?;
            let target = bench.target(&draft.doc);
            Ok(Work {
                jobs: bench
                    .job(&draft.doc, own, target, Some(choice))
                    .into_iter()
                    .collect(),
                clips: bench
                    .clip_job(&draft.doc, own, target, Some(choice))
                    .into_iter()
                    .collect(),
                change: Change::Recipes,
            })
        };
        self.carry_out(id, plan).await
    }

    /// Splits one wide picture over `parts` slides, side by side in its place.
    ///
    /// # Errors
    /// More slides than a carousel takes, or a picture that cannot be divided so, in words.
    pub async fn split_panorama(
        self: &Arc<Self>,
        id: &str,
        slide: &str,
        parts: u32,
    ) -> Result<DraftView> {
        let plan = |bench: &Self, draft: &super::OpenDraft| {
            let (slides, jobs) = bench.divide(&draft.doc, slide, parts)?;
            Ok(Work {
                jobs,
                clips: Vec::new(),
                change: Change::Split {
                    slide: slide.to_owned(),
                    parts: slides,
                },
            })
        };
        self.carry_out(id, plan).await
    }

    pub(super) async fn carry_out(
        self: &Arc<Self>,
        id: &str,
        plan: impl FnOnce(&Self, &super::OpenDraft) -> Result<Work>,
    ) -> Result<DraftView> {
        self.load(id).await?;
        self.look_for_ffmpeg();
        let cancel = Cancel::new();
        let Work {
            jobs,
            clips,
            change,
        } = self.start(id, &cancel, plan)?;
        if jobs.is_empty() && clips.is_empty() {
            return self.draft_view(id);
        }
        self.say_draft(id);
        let (bench, draft, stop) = (Arc::clone(self), id.to_owned(), cancel.clone());
        let work = move || {
            let done = AtomicU32::new(0);
            let (results, made) = std::thread::scope(|scope| {
                let clips = scope.spawn(|| bench.render_clips(&draft, &clips, &done, &stop));
                let results = bench.render_all(&draft, &jobs, Some(&done), &stop);
                (results, clips.join().unwrap_or_default())
            });
            let pictures: Vec<_> = jobs.into_iter().zip(results).collect();
            let slides = clips.into_iter().map(|job| job.slide);
            (pictures, slides.zip(made).collect::<Vec<_>>())
        };
        let (pictures, clips) = tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| WorkbenchError::internal(&error))?;
        let trouble = self.finish(id, pictures, clips, change, cancel.is_cancelled())?;
        // What was asked for meanwhile had to wait.
        self.render_missing_clips(id);
        self.say_draft(id);
        self.save_soon(id);
        match trouble {
            Some(error) => Err(error),
            None => self.draft_view(id),
        }
    }

    /// Stops a fix that is under way.
    pub fn fix_cancel(&self, id: &str) {
        let _ = self.desk.with(id, |draft| {
            if let Some(fixing) = &mut draft.fixing {
                fixing.stopped = true;
                fixing.cancel.cancel();
            }
        });
    }

    fn start(
        &self,
        id: &str,
        cancel: &Cancel,
        plan: impl FnOnce(&Self, &super::OpenDraft) -> Result<Work>,
    ) -> Result<Work> {
        self.desk.with(id, |draft| {
            draft.is_at_rest()?;
            let work = plan(self, draft)?;
            let total = work.jobs.len() + work.clips.len();
            if total > 0 {
                let progress = Progress {
                    total: total as u32,
                    ..Progress::default()
                };
                draft.fixing = Some(Fixing {
                    cancel: cancel.clone(),
                    stopped: false,
                    progress,
                    remaking: None,
                });
                draft.seen();
            }
            Ok(work)
        })?
    }

    /// Makes pictures on all cores; `done` counts them where the draft shows how far they are.
    pub(super) fn render_all(
        self: &Arc<Self>,
        id: &str,
        jobs: &[Job],
        done: Option<&AtomicU32>,
        cancel: &Cancel,
    ) -> Vec<std::result::Result<(), FixError>> {
        let one = |job: &Job| {
            let output = self
                .library
                .render(&job.media, &job.facts, &job.recipe, cancel)?;
            self.shelf
                .know_output(&job.media, &job.recipe.key(), output);
            let done = done.map(|done| done.fetch_add(1, Ordering::Relaxed) + 1);
            let told = self.desk.with(id, |draft| {
                if let (Some(fixing), Some(done)) = (&mut draft.fixing, done) {
                    fixing.progress.done = done.max(fixing.progress.done);
                }
                draft.seen();
            });
            if told.is_ok() {
                self.say_draft_soon(id);
            }
            Ok(())
        };
        jobs.par_iter().map(one).collect()
    }

    /// Applies what worked. A picture whose damage only decoding found gets its finding; another
    /// failure is the answer.
    fn finish(
        &self,
        id: &str,
        pictures: Vec<(Job, std::result::Result<(), FixError>)>,
        clips: Vec<(String, ClipResult)>,
        change: Change,
        cancelled: bool,
    ) -> Result<Option<WorkbenchError>> {
        let total = pictures.len();
        let mut fixed = Vec::new();
        let mut made = Vec::new();
        let mut trouble = None;
        for (slide, result) in clips {
            match result {
                Ok(recipe) => made.extend(recipe.map(|recipe| (slide, recipe))),
                Err(error) => trouble = trouble.or_else(|| clip_trouble(error)),
            }
        }
        for (job, result) in pictures {
            match result {
                Ok(()) => fixed.push((job.slide, job.recipe)),
                Err(FixError::Cancelled) => {}
                Err(FixError::Unusable(why)) => {
                    let mut facts = job.facts;
                    facts.unreadable = Some(why);
                    self.shelf.know(&job.media, facts);
                }
                Err(error) => {
                    tracing::error!(%error, slide = job.slide, "a slide could not be fixed");
                    trouble.get_or_insert_with(|| match error {
                        FixError::Library(error) => WorkbenchError::Library(error),
                        other => WorkbenchError::Internal(other.to_string()),
                    });
                }
            }
        }
        self.desk.with(id, |draft| {
            draft.fixing = None;
            draft.seen();
            if cancelled {
                return;
            }
            match change {
                Change::Recipes => {
                    let label = match fixed.len() + made.len() {
                        1 => say!("fixing a slide"),
                        count => say!("fixing {count} slides", count),
                    };
                    take_recipes(draft, &self.shelf, &label, fixed, made);
                }
                Change::Alike => {
                    let label = match fixed.len() + made.len() {
                        1 => say!("making alike a slide"),
                        count => say!("making alike {count} slides", count),
                    };
                    take_recipes(draft, &self.shelf, &label, fixed, made);
                }
                Change::Split { slide, parts } if fixed.len() == total => {
                    draft.change(&say!("splitting a slide over {total}", total), |doc| {
                        if let Some(at) = doc.slides.iter().position(|own| own.id == slide) {
                            doc.slides.splice(at..=at, parts);
                        }
                    });
                }
                Change::Split { .. } => {}
            }
        })?;
        Ok(trouble)
    }

    /// What an earlier publish made of pictures that nobody fixed, if it is still there: the window
    /// shows what went out.
    pub(super) fn recall_prepared(self: &Arc<Self>, id: &str) {
        let policy = self.policy();
        let wanted = self.desk.with(id, |draft| {
            let kind = kind_of(&draft.doc, &self.shelf);
            let slides = draft.doc.slides.iter();
            let plain = slides.filter(|slide| slide.fix_key().is_none());
            let kept = plain.filter_map(|slide| {
                let recipe = keep(&self.shelf.facts(slide), kind, &policy)?;
                let known = self.shelf.output(&slide.media, &recipe.key()).is_some();
                (!known).then(|| (slide.media.clone(), recipe))
            });
            kept.collect::<Vec<_>>()
        });
        let wanted = wanted.unwrap_or_default();
        if wanted.is_empty() {
            return;
        }
        let (bench, id) = (Arc::clone(self), id.to_owned());
        drop(tokio::task::spawn_blocking(move || {
            let mut found = false;
            for (media, recipe) in wanted {
                if let Ok(Some(output)) = bench.library.output(&media, &recipe) {
                    bench.shelf.know_output(&media, &recipe.key(), output);
                    found = true;
                }
            }
            if found {
                let _ = bench.desk.with(&id, super::open::OpenDraft::seen);
                bench.say_draft(&id);
            }
        }));
    }
}

fn take_recipes(
    draft: &mut super::OpenDraft,
    shelf: &Shelf,
    label: &str,
    fixed: Vec<(String, Recipe)>,
    made: Vec<(String, ClipRecipe)>,
) {
    change_pictures(draft, shelf, label, |doc| {
        for (id, recipe) in fixed {
            if let Some(slide) = doc.slides.iter_mut().find(|slide| slide.id == id) {
                slide.recipe = Some(recipe);
            }
        }
        for (id, recipe) in made {
            if let Some(slide) = doc.slides.iter_mut().find(|slide| slide.id == id) {
                slide.clip = Some(recipe);
            }
        }
    });
}

/// Findings that *Fix all* removes: what Instagram refuses, and what it would change.
pub(crate) fn worth_fixing(finding: &fanfold_domain::Finding) -> bool {
    finding.fix.is_some() && finding.severity >= Severity::Warning
}
