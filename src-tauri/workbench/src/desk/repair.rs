//! What is done to a slide: its shape, its fit, its part of a split picture. Pixels are not touched
//! here.

use fanfold_domain::Recipe;
use fanfold_domain::details::Tag;
use fanfold_domain::draft::{Draft, PostKind, Slide};
use fanfold_domain::media::MediaFacts;
use fanfold_domain::panorama::{self, Part};
use fanfold_domain::plan::{FitChoice, plan_frame_turned, plan_turned};
use fanfold_domain::recipe::Fit;
use fanfold_domain::say;

use super::fix::Job;
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::look::{kind_of, shape_facts, split_shapes, target_of, tilted};

impl Workbench {
    /// The shape that the slides of this draft get.
    pub(crate) fn target(&self, doc: &Draft) -> Option<f64> {
        let slides = doc.slides.iter();
        let shaped: Vec<MediaFacts> = slides
            .map(|slide| shape_facts(slide, &self.shelf))
            .collect();
        target_of(doc, kind_of(doc, &self.shelf), &shaped, &self.policy())
    }

    /// What a fix does to one slide; without a `choice`, in the way it was fixed before.
    pub(super) fn job(
        &self,
        doc: &Draft,
        slide: &Slide,
        target: Option<f64>,
        choice: Option<FitChoice>,
    ) -> Option<Job> {
        let facts = self.shelf.facts(slide);
        let (kind, policy) = (kind_of(doc, &self.shelf), self.policy());
        let turn = slide.turn();
        let seen = turn.of_facts(&facts);
        let recipe = if let Some(part) = slide.part {
            let frame = part_frame(&seen, target, part)?;
            plan_frame_turned(&facts, kind, &policy, frame, turn)?
        } else if let Some(choice) = choice {
            plan_turned(&facts, kind, &policy, target, choice, turn)?
        } else if let Some(frame) = zoomed(slide, &seen, target) {
            plan_frame_turned(&facts, kind, &policy, frame, turn)?
        } else {
            let choice = chosen_before(slide);
            plan_turned(&facts, kind, &policy, target, choice, turn)?
        };
        Some(Job {
            slide: slide.id.clone(),
            media: slide.media.clone(),
            facts,
            recipe,
        })
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
                    .then(|| self.job(doc, slide, target, None))
                    .flatten()
                    .map(|job| job.recipe)
            })
            .collect();
        let clips = doc.slides.iter();
        let clips: Vec<_> = clips
            .map(|slide| self.clip_reshaped(doc, slide, target))
            .collect();
        for ((slide, recipe), clip) in doc.slides.iter_mut().zip(recipes).zip(clips) {
            slide.recipe = recipe;
            slide.clip = clip;
        }
    }

    /// The slides that one slide becomes when it is split, and how their files are made.
    pub(super) fn divide(
        &self,
        doc: &Draft,
        slide: &str,
        parts: u32,
    ) -> Result<(Vec<Slide>, Vec<Job>)> {
        let own = doc.slides.iter().find(|own| own.id == slide);
        let own = own.ok_or(WorkbenchError::SlideGone)?;
        let policy = self.policy();
        let turn = own.turn();
        if turn.is_straightened() {
            return Err(WorkbenchError::NotNow(tilted()));
        }
        let original = self.shelf.facts(own);
        let facts = turn.of_facts(&original);
        let (_, most) = panorama::slides_range();
        let others = doc.slides.len() as u32 - 1;
        if others + parts > most {
            return Err(WorkbenchError::NotNow(no_room(parts, others, most)));
        }
        let shapes = split_shapes(doc, slide, &self.shelf, &policy);
        let best = shapes
            .iter()
            .filter_map(|shape| panorama::split(facts.width, facts.height, *shape, parts))
            .reduce(|best, next| {
                if next.keeps() > best.keeps() + 1e-9 {
                    next
                } else {
                    best
                }
            });
        let cannot = || {
            let message = say!("This picture cannot be split over {parts} slides.", parts);
            WorkbenchError::Usage { message }
        };
        let split = best.filter(|_| own.part.is_none()).ok_or_else(cannot)?;
        let mut slides = Vec::new();
        let mut jobs = Vec::new();
        for (number, frame) in (1..).zip(split.frames()) {
            let recipe = plan_frame_turned(&original, PostKind::Carousel, &policy, frame, turn);
            let recipe = recipe.ok_or_else(cannot)?;
            let first = number == 1;
            let part = Slide {
                id: if first { own.id.clone() } else { self.new_id() },
                // Each part shows something else; the description stays with the first.
                alt_text: if first {
                    own.alt_text.clone()
                } else {
                    String::new()
                },
                recipe: Some(recipe.clone()),
                part: Some(Part { number, of: parts }),
                tags: on_part(&own.tags, number, parts),
                ..own.clone()
            };
            jobs.push(Job {
                slide: part.id.clone(),
                media: part.media.clone(),
                facts: original.clone(),
                recipe,
            });
            slides.push(part);
        }
        Ok((slides, jobs))
    }
}

/// Why a picture cannot be split over so many slides.
pub(crate) fn no_room(parts: u32, others: u32, most: u32) -> String {
    say!(
        "Instagram takes {most} slides. There are {others} others here, so there is no room for {parts} more.",
        most,
        others,
        parts
    )
}

fn part_frame(
    facts: &MediaFacts,
    target: Option<f64>,
    part: Part,
) -> Option<fanfold_domain::shape::Rect> {
    panorama::split(facts.width, facts.height, target?, part.of)?.frame(part.number)
}

/// The people whom one part of a picture shows, where they are in it.
fn on_part(tags: &[Tag], number: u32, of: u32) -> Vec<Tag> {
    let tags = tags.iter().filter_map(|tag| {
        let x = tag.x? * f64::from(of);
        let shown = x.floor().clamp(0.0, f64::from(of.saturating_sub(1)));
        let here = shown as u32 + 1 == number;
        here.then(|| Tag::placed(&tag.username, Some(x - shown), tag.y))
    });
    tags.collect()
}

/// The people of a part, where they are in the whole picture.
fn off_part(slide: &Slide) -> Vec<Tag> {
    let Some(part) = slide.part else {
        return slide.tags.clone();
    };
    let tags = slide.tags.iter().map(|tag| {
        let x = tag
            .x
            .map(|x| (x + f64::from(part.number.saturating_sub(1))) / f64::from(part.of.max(1)));
        Tag::placed(&tag.username, x, tag.y)
    });
    tags.collect()
}

/// The fit a person chose for this slide, as its recipe remembers it.
pub(super) fn chosen_before(slide: &Slide) -> FitChoice {
    match slide.recipe.as_ref().map(|recipe| &recipe.fit) {
        Some(Fit::Pad { fill, .. }) => FitChoice::Pad { fill: *fill },
        Some(Fit::Crop { frame }) => FitChoice::Crop {
            focus: frame.middle(),
        },
        Some(Fit::Keep) | None => FitChoice::default(),
    }
}

/// The frame for this shape where a person drew one that is smaller than it had to be, or the picture
/// is straightened.
fn zoomed(
    slide: &Slide,
    seen: &MediaFacts,
    target: Option<f64>,
) -> Option<fanfold_domain::shape::Rect> {
    let recipe = slide.recipe.as_ref()?;
    let Fit::Crop { frame } = recipe.fit else {
        return None;
    };
    let (aspect, target) = (seen.aspect()?, target?);
    let drawn = recipe.turn.is_straightened() || recipe.turn.zoom(aspect, frame) < 1.0;
    drawn.then(|| recipe.turn.reframed(aspect, frame, target))
}

/// A split picture whole again: its parts become the one slide they came from.
pub(super) fn join(doc: &mut Draft, slide: &str) {
    let Some(own) = doc.slides.iter().find(|own| own.id == slide).cloned() else {
        return;
    };
    let Some(part) = own.part else { return };
    let same = |other: &Slide| {
        other.media == own.media && other.part.is_some_and(|other| other.of == part.of)
    };
    let described = doc
        .slides
        .iter()
        .find(|other| same(other) && !other.alt_text.is_empty());
    let people = doc.slides.iter().filter(|other| same(other));
    let people: Vec<Tag> = people.flat_map(off_part).collect();
    let whole = Slide {
        tags: fanfold_domain::details::tags(&people, false).unwrap_or_default(),
        recipe: None,
        part: None,
        alt_text: described.map_or_else(String::new, |other| other.alt_text.clone()),
        ..own.clone()
    };
    let at = doc.slides.iter().position(same).unwrap_or_default();
    doc.slides.retain(|other| !same(other));
    doc.slides.insert(at.min(doc.slides.len()), whole);
}
