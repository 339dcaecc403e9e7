//! What a person does to a picture by hand: turns it, draws a frame on it, gives its treatment to the
//! others, puts another file in its place.

use std::sync::Arc;

use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::media::{MediaFacts, MediaKind};
use fanfold_domain::plan::{FitChoice, plan_frame_turned, plan_turned};
use fanfold_domain::recipe::Fit;
use fanfold_domain::shape::Rect;
use fanfold_domain::speech::told;
use fanfold_domain::turn::{Turn, turned_along};
use fanfold_domain::{say, text, word};

use super::fix::{Change, Job, Work};
use super::open::OpenDraft;
use super::people::change_pictures;
use super::repair::chosen_before;
use super::row::chosen;
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::look::{Look, kind_of};
use crate::view::DraftView;

/// A frame this near to the whole picture is the whole picture.
const WHOLE: f64 = 0.999_5;

/// A frame this near to a shape was drawn for it: fingers and rounding are no choice.
const NEARLY: f64 = 0.02;

const CLIP: &str =
    text!("Clips cannot be turned. Turn it where it was filmed or edited, then add it again.");
const PART: &str = text!(
    "This slide is a part of a split picture. Put the picture back together to turn or crop it."
);

impl Workbench {
    /// Turns pictures by quarters, clockwise, as one undo step. Frames turn along, and everything
    /// that was fixed is shaped anew where the post's shape changes with it. The answer comes once
    /// the turned files are made.
    ///
    /// # Errors
    /// Slides that are gone, that are clips or parts of a split picture, or that nobody can open;
    /// then nothing is turned.
    pub async fn slide_turn(
        self: &Arc<Self>,
        id: &str,
        slides: &[String],
        quarters: i32,
    ) -> Result<DraftView> {
        self.load(id).await?;
        self.desk.with(id, |draft| {
            draft.is_at_rest()?;
            self.turn(draft, slides, quarters.into())
        })??;
        self.say_draft(id);
        self.save_soon(id);
        let (bench, draft) = (Arc::clone(self), id.to_owned());
        let make = move || {
            let jobs = bench.missing(&draft);
            if !jobs.is_empty() {
                bench.make_missing(&draft, &jobs);
            }
            bench.render_missing_clips(&draft);
        };
        tokio::task::spawn_blocking(make)
            .await
            .map_err(|error| WorkbenchError::internal(&error))?;
        self.draft_view(id)
    }

    fn turn(&self, draft: &mut OpenDraft, ids: &[String], quarters: i64) -> Result<()> {
        let count = chosen(&draft.doc, ids)?;
        let is_meant = |slide: &&Slide| ids.contains(&slide.id);
        for slide in draft.doc.slides.iter().filter(is_meant) {
            self.turnable(slide)?;
        }
        if quarters.rem_euclid(4) == 0 {
            return Ok(());
        }
        let label = match count {
            1 => say!("turning a slide"),
            count => say!("turning {count} slides", count),
        };
        change_pictures(draft, &self.shelf, &label, |doc| {
            let (kind, policy) = (kind_of(doc, &self.shelf), self.policy());
            for slide in doc
                .slides
                .iter_mut()
                .filter(|slide| ids.contains(&slide.id))
            {
                let turn = slide.turn().and(quarters);
                if let Some(recipe) = &mut slide.recipe {
                    recipe.turn = turn;
                    if let Fit::Crop { frame } = &mut recipe.fit {
                        *frame = turned_along(*frame, quarters);
                    }
                } else {
                    let facts = self.shelf.facts(slide);
                    let choice = FitChoice::default();
                    slide.recipe = plan_turned(&facts, kind, &policy, None, choice, turn);
                }
            }
            // The shape may be another now; every fixed slide follows it.
            self.reshape(doc);
        });
        Ok(())
    }

    /// Why a slide is not turned.
    fn turnable(&self, slide: &Slide) -> Result<()> {
        let facts = self.shelf.facts(slide);
        let why = if facts.kind == MediaKind::Video {
            told(CLIP)
        } else if slide.part.is_some() {
            told(PART)
        } else if !is_open(&facts) {
            word!("This file cannot be opened, so there is nothing to turn or crop.")
        } else {
            return Ok(());
        };
        Err(WorkbenchError::NotNow(why.to_owned()))
    }

    /// The work that shows exactly `frame` of a turned picture, brought to the post's shape about its
    /// centre. `None` for a clip that is not turned: its crop goes by the middle alone.
    pub(super) fn framed(
        &self,
        doc: &Draft,
        slide: &Slide,
        frame: Rect,
        turn: Turn,
    ) -> Result<Option<Job>> {
        let facts = self.shelf.facts(slide);
        if facts.kind == MediaKind::Video && turn.is_none() {
            return Ok(None);
        }
        self.turnable(slide)?;
        let (kind, policy) = (kind_of(doc, &self.shelf), self.policy());
        let keep = || plan_turned(&facts, kind, &policy, None, FitChoice::default(), turn);
        let turned = with_recipe(doc, &slide.id, keep());
        let frame = match turn.of_facts(&facts).aspect() {
            Some(aspect) => {
                // Drawn for the shape that the post had, or for the one that it has by turning this.
                let shapes = [self.target(doc), self.target(&turned)];
                brought_into(frame, aspect, shapes)
            }
            None => frame,
        };
        let whole = frame.w >= WHOLE && frame.h >= WHOLE && !turn.is_straightened();
        let recipe = if whole {
            keep()
        } else {
            plan_frame_turned(&facts, kind, &policy, frame, turn)
        };
        let recipe = recipe.ok_or(WorkbenchError::SlideGone)?;
        Ok(Some(Job {
            slide: slide.id.clone(),
            media: slide.media.clone(),
            facts,
            recipe,
        }))
    }

    /// Gives every other picture of a draft what one slide has: a crop about the same place, bands of
    /// the same colour, blurred edges. How each is turned stays its own.
    ///
    /// # Errors
    /// A slide that is gone, or that nothing was done to.
    pub async fn fix_like(self: &Arc<Self>, id: &str, slide: &str) -> Result<DraftView> {
        let plan = |bench: &Self, draft: &OpenDraft| {
            let own = draft.doc.slides.iter().find(|own| own.id == slide);
            let own = own.ok_or(WorkbenchError::SlideGone)?;
            if own.recipe.is_none() {
                let why = word!("Nothing was done to this slide yet. Crop it or add bands first.");
                return Err(WorkbenchError::NotNow(why.to_owned()));
            }
            let choice = chosen_before(own);
            let look = Look::at(&draft.doc, &bench.shelf, &bench.policy());
            let others = look.slides.iter().filter(|seen| {
                let picture = is_open(&seen.original) && seen.original.kind == MediaKind::Image;
                seen.slide.id != slide && seen.slide.part.is_none() && picture
            });
            let jobs = others.filter_map(|seen| {
                let job = bench.job(&draft.doc, seen.slide, look.target, Some(choice))?;
                // What is right as it is stays as it is.
                let idle = seen.slide.recipe.is_none() && !seen.needs_fix();
                let same = seen.slide.recipe.as_ref() == Some(&job.recipe);
                let needless = same || (idle && job.recipe.fit == Fit::Keep);
                (!needless).then_some(job)
            });
            Ok(Work {
                jobs: jobs.collect(),
                clips: Vec::new(),
                change: Change::Alike,
            })
        };
        self.carry_out(id, plan).await
    }

    /// Another file for a slide, as part of one change.
    pub(super) fn put_in_place(&self, doc: &mut Draft, id: &str, media: String, name: String) {
        let Some(at) = doc.slides.iter().position(|slide| slide.id == id) else {
            return;
        };
        let Some(before) = doc.slides.get(at).cloned() else {
            return;
        };
        let after = Slide {
            media,
            name,
            recipe: None,
            clip: None,
            unreadable: None,
            part: None,
            cover_ms: None,
            ..before.clone()
        };
        if let Some(slide) = doc.slides.get_mut(at) {
            *slide = after.clone();
        }
        // A part of another picture says nothing about this one.
        if before.recipe.is_some() && before.part.is_none() {
            let choice = Some(chosen_before(&before));
            let job = self.job(doc, &after, self.target(doc), choice);
            if let Some(slide) = doc.slides.get_mut(at) {
                slide.recipe = job.map(|job| job.recipe);
            }
        }
    }
}

/// `frame` in the first shape that it has nearly, else in the last.
fn brought_into(frame: Rect, aspect: f64, shapes: [Option<f64>; 2]) -> Rect {
    let own = frame.w * aspect / frame.h;
    let near = |shape: &f64| (own / shape - 1.0).abs() < NEARLY;
    let [before, after] = shapes;
    match before.filter(near).or(after) {
        Some(shape) => frame.in_shape(aspect, shape),
        None => frame,
    }
}

fn is_open(facts: &MediaFacts) -> bool {
    facts.decodable && facts.unreadable.is_none() && facts.kind != MediaKind::Unknown
}

fn with_recipe(doc: &Draft, id: &str, recipe: Option<fanfold_domain::Recipe>) -> Draft {
    let mut doc = doc.clone();
    if let Some(slide) = doc.slides.iter_mut().find(|slide| slide.id == id) {
        slide.recipe = recipe;
    }
    doc
}
