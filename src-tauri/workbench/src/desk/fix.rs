//! Fixing slides: plan, render on all cores, and only then change the draft, as one undo step.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::media::MediaFacts;
use fanfold_domain::plan::{FitChoice, plan, target_shape};
use fanfold_domain::shape::Shape;
use fanfold_domain::{Recipe, Severity};
use fanfold_media::{Cancel, FixError};
use rayon::prelude::*;

use super::open::Fixing;
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::look::{Look, kind_of};
use crate::view::Event;
use crate::view::draft::{DraftView, Progress};

/// A slide and what is to be done to it.
struct Job {
    slide: String,
    media: String,
    facts: MediaFacts,
    recipe: Recipe,
}

impl Workbench {
    /// Repairs every slide that has something to repair, or just `only`. Cancelled or not, either
    /// all of it happens or nothing.
    pub async fn fix(self: &Arc<Self>, id: &str, only: Option<&str>) -> Result<DraftView> {
        let cancel = Cancel::new();
        let jobs = self.start_fixing(id, only, &cancel)?;
        if jobs.is_empty() {
            return self.draft_view(id);
        }
        self.say_draft(id);
        let (bench, draft, stop) = (Arc::clone(self), id.to_owned(), cancel.clone());
        let work = move || {
            let results = bench.render_all(&draft, &jobs, &stop);
            (jobs, results)
        };
        let (jobs, results) = tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| WorkbenchError::internal(&error))?;
        let trouble = self.finish_fixing(id, jobs, results, cancel.is_cancelled())?;
        self.say_draft(id);
        self.save_soon(id);
        match trouble {
            Some(error) => Err(error),
            None => self.draft_view(id),
        }
    }

    /// Stops a fix that is under way.
    pub fn fix_cancel(&self, id: &str) {
        let stop = self.desk.with(id, |draft| {
            draft.fixing.as_ref().map(|fix| fix.cancel.clone())
        });
        if let Ok(Some(cancel)) = stop {
            cancel.cancel();
        }
    }

    fn start_fixing(&self, id: &str, only: Option<&str>, cancel: &Cancel) -> Result<Vec<Job>> {
        let policy = self.policy();
        self.desk.with(id, |draft| {
            if draft.fixing.is_some() {
                return Err(WorkbenchError::NotNow(
                    "The slides are being fixed already.".into(),
                ));
            }
            let look = Look::at(&draft.doc, &self.shelf, &policy);
            let target = self.target(&draft.doc);
            let wanted = |slide: &Slide| match only {
                Some(only) => slide.id == only,
                None => look.takes_part(&slide.id, target, &policy),
            };
            let slides = draft.doc.slides.iter().filter(|slide| wanted(slide));
            let jobs: Vec<Job> = slides
                .filter_map(|slide| self.job(&draft.doc, slide, target))
                .collect();
            if !jobs.is_empty() {
                let progress = Progress {
                    done: 0,
                    total: jobs.len() as u32,
                };
                draft.fixing = Some(Fixing {
                    cancel: cancel.clone(),
                    progress,
                });
                draft.seen();
            }
            Ok(jobs)
        })?
    }

    /// The shape that the slides of this draft get.
    pub(crate) fn target(&self, doc: &Draft) -> Option<f64> {
        let facts: Vec<MediaFacts> = doc
            .slides
            .iter()
            .map(|slide| self.shelf.facts(slide))
            .collect();
        let facts: Vec<&MediaFacts> = facts.iter().collect();
        let shape = Shape::parse(&doc.shape).unwrap_or(Shape::Auto);
        target_shape(&facts, shape, kind_of(doc.slides.len()), &self.policy())
    }

    fn job(&self, doc: &Draft, slide: &Slide, target: Option<f64>) -> Option<Job> {
        let facts = self.shelf.facts(slide);
        let kind = kind_of(doc.slides.len());
        let recipe = plan(&facts, kind, &self.policy(), target, FitChoice::default())?;
        Some(Job {
            slide: slide.id.clone(),
            media: slide.media.clone(),
            facts,
            recipe,
        })
    }

    fn render_all(
        self: &Arc<Self>,
        id: &str,
        jobs: &[Job],
        cancel: &Cancel,
    ) -> Vec<std::result::Result<(), FixError>> {
        let done = AtomicU32::new(0);
        let one = |job: &Job| {
            let output = self
                .library
                .render(&job.media, &job.facts, &job.recipe, cancel)?;
            self.shelf
                .know_output(&job.media, &job.recipe.key(), output);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            let told = self.desk.with(id, |draft| {
                if let Some(fixing) = &mut draft.fixing {
                    fixing.progress.done = done.max(fixing.progress.done);
                    draft.seen();
                }
            });
            if told.is_ok() {
                self.say_draft(id);
            }
            Ok(())
        };
        jobs.par_iter().map(one).collect()
    }

    /// Applies what worked. A picture whose damage only decoding found gets its finding; another
    /// failure is the answer.
    fn finish_fixing(
        &self,
        id: &str,
        jobs: Vec<Job>,
        results: Vec<std::result::Result<(), FixError>>,
        cancelled: bool,
    ) -> Result<Option<WorkbenchError>> {
        let mut fixed = Vec::new();
        let mut trouble = None;
        for (job, result) in jobs.into_iter().zip(results) {
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
            let label = match fixed.len() {
                1 => "fixing a slide".to_owned(),
                count => format!("fixing {count} slides"),
            };
            draft.change(&label, |doc| {
                for (id, recipe) in fixed {
                    if let Some(slide) = doc.slides.iter_mut().find(|slide| slide.id == id) {
                        slide.recipe = Some(recipe);
                    }
                }
            });
        })?;
        Ok(trouble)
    }

    /// Makes the files that the draft's recipes ask for and that are not known to be there: after a
    /// change of shape, an undo, a restart.
    pub(crate) fn render_missing(self: &Arc<Self>, id: &str) {
        let missing = self.desk.with(id, |draft| {
            let slides = draft.doc.slides.iter();
            let jobs = slides.filter_map(|slide| {
                let recipe = slide.recipe.clone()?;
                let known = self.shelf.output(&slide.media, &recipe.key()).is_some();
                let (slide_id, media) = (slide.id.clone(), slide.media.clone());
                let facts = self.shelf.facts(slide);
                (!known).then_some(Job {
                    slide: slide_id,
                    media,
                    facts,
                    recipe,
                })
            });
            jobs.collect::<Vec<Job>>()
        });
        let Ok(jobs) = missing else { return };
        if jobs.is_empty() {
            return;
        }
        let (bench, id) = (Arc::clone(self), id.to_owned());
        drop(tokio::task::spawn_blocking(move || {
            let results = bench.render_all(&id, &jobs, &Cancel::new());
            let failed: Vec<_> = results
                .into_iter()
                .filter_map(std::result::Result::err)
                .collect();
            if let Some(error) = failed.first() {
                tracing::error!(%error, "a fixed slide could not be made again");
                bench.say(Event::Notice {
                    text: error.to_string(),
                });
            }
            let _ = bench.desk.with(&id, super::open::OpenDraft::seen);
            bench.say_draft(&id);
        }));
    }

    /// Every slide shaped to the draft's shape, as part of one change.
    pub(crate) fn reshape(&self, doc: &mut Draft) {
        let target = self.target(doc);
        let chosen = doc.shape != "auto";
        let recipes: Vec<Option<Recipe>> = doc
            .slides
            .iter()
            .map(|slide| {
                // Choosing a shape shapes every slide; "auto" only what was fixed before.
                let wanted = chosen || slide.recipe.is_some();
                wanted
                    .then(|| self.job(doc, slide, target))
                    .flatten()
                    .map(|job| job.recipe)
            })
            .collect();
        for (slide, recipe) in doc.slides.iter_mut().zip(recipes) {
            slide.recipe = recipe;
        }
    }
}

/// Findings that *Fix all* removes: what Instagram refuses, and what it would change.
pub(crate) fn worth_fixing(finding: &fanfold_domain::Finding) -> bool {
    finding.fix.is_some() && finding.severity >= Severity::Warning
}
