//! Looking at a draft: what the rules say of it as it would be published, and the view that a
//! window draws of it.

mod caption;
mod details;
mod options;
mod published;
mod readiness;
mod shape;
mod slide;
#[cfg(test)]
mod tests;
mod view;

use fanfold_domain::check::{PostCheck, alt_text, check_post, shapes_differ};
use fanfold_domain::clip::{Platform, tool_finding};
use fanfold_domain::draft::{Draft, PostKind, Slide};
use fanfold_domain::media::{Color, MediaFacts, MediaKind};
use fanfold_domain::plan::target_shape;
use fanfold_domain::recipe::{Fit, Recipe};
use fanfold_domain::rules::Policy;
use fanfold_domain::shape::{Rect, Shape};
use fanfold_domain::{Finding, Severity, Verdict};

use crate::desk::{Shelf, worth_fixing};

pub(crate) use details::details_findings;
pub(crate) use options::{split_shapes, tilted};
pub(crate) use readiness::{Said, wrongly_tagged};
pub(crate) use view::Surroundings;

/// One picture is a feed post, one clip a reel, several slides are a carousel; a story is one by a
/// person's choice.
pub(crate) fn kind_of(doc: &Draft, shelf: &Shelf) -> PostKind {
    match &*doc.slides {
        _ if doc.story => PostKind::Story,
        [one] if shelf.facts(one).kind == MediaKind::Video => PostKind::Reel,
        [_] => PostKind::Feed,
        _ => PostKind::Carousel,
    }
}

/// The facts that decide which shape a slide takes: as a person turned it, and of a part only its
/// part of the picture.
pub(crate) fn shape_facts(slide: &Slide, shelf: &Shelf) -> MediaFacts {
    let facts = slide.turn().of_facts(&shelf.facts(slide));
    slide
        .part
        .map_or(facts.clone(), |part| part.of_facts(&facts))
}

/// The shape that the slides of a draft get; `None` without a usable picture.
pub(crate) fn target_of(
    doc: &Draft,
    kind: PostKind,
    shaped: &[MediaFacts],
    policy: &Policy,
) -> Option<f64> {
    let shape = Shape::parse(&doc.shape).unwrap_or(Shape::Auto);
    let shaped: Vec<&MediaFacts> = shaped.iter().collect();
    target_shape(&shaped, shape, kind, policy)
}

/// A slide with everything known of it.
pub(crate) struct Seen<'a> {
    pub(crate) slide: &'a Slide,
    pub(crate) original: MediaFacts,
    /// Like `original`, as a person turned it, and of a part only its part.
    pub(crate) shaped: MediaFacts,
    /// As it would be published.
    pub(crate) published: MediaFacts,
    /// Its fixed file is still being made.
    pub(crate) rendering: bool,
    /// What the recipe made is gone and cannot be made again.
    pub(crate) lost: bool,
    pub(crate) findings: Vec<Finding>,
}

impl Seen<'_> {
    pub(crate) fn verdict(&self) -> Verdict {
        Verdict::of(&self.findings)
    }

    /// The finding that matters most, if it is more than a note.
    pub(crate) fn top(&self) -> Option<&Finding> {
        self.findings
            .iter()
            .find(|finding| finding.severity >= Severity::Warning)
    }

    pub(crate) fn is_clip(&self) -> bool {
        self.original.kind == MediaKind::Video
    }

    /// Whether a fix has something to do and can do it.
    pub(crate) fn needs_fix(&self) -> bool {
        self.can_be_mended() && self.findings.iter().any(worth_fixing)
    }

    fn can_be_mended(&self) -> bool {
        self.verdict() != Verdict::Blocked
    }
}

/// A draft, judged.
pub(crate) struct Look<'a> {
    pub(crate) kind: PostKind,
    pub(crate) slides: Vec<Seen<'a>>,
    /// What concerns the post as a whole.
    pub(crate) post: Vec<Finding>,
    /// The shape that all slides get.
    pub(crate) target: Option<f64>,
    pub(crate) policy: Policy,
    /// Clips can be shown by their first picture.
    pub(crate) posters: bool,
}

impl<'a> Look<'a> {
    pub(crate) fn at(doc: &'a Draft, shelf: &Shelf, policy: &Policy) -> Self {
        let kind = kind_of(doc, shelf);
        let seen = |slide: &'a Slide| {
            let original = shelf.facts(slide);
            let done = shelf.published(slide);
            let rendering = done.is_none();
            let made = |key: String| shelf.output(&slide.media, &key).is_some();
            let lost = !rendering && !slide.fix_key().is_none_or(made);
            let published = done.unwrap_or_else(|| match &slide.recipe {
                Some(recipe) => foreseen(&original, recipe),
                None => original.clone(),
            });
            Seen {
                slide,
                shaped: shape_facts(slide, shelf),
                original,
                published,
                rendering,
                lost,
                findings: Vec::new(),
            }
        };
        let mut slides: Vec<Seen<'a>> = doc.slides.iter().map(seen).collect();
        let facts: Vec<&MediaFacts> = slides.iter().map(|seen| &seen.published).collect();
        let PostCheck {
            findings, items, ..
        } = check_post(&facts, kind, policy);
        for (seen, mut found) in slides.iter_mut().zip(items) {
            if let Some(trouble) = shelf.clip_trouble()
                && seen.original.kind == MediaKind::Video
            {
                found.extend(tool_finding(
                    &found,
                    trouble,
                    Platform::here(),
                    kind,
                    policy,
                ));
            }
            if seen.original.unreadable.is_none() {
                found.extend(alt_text(&seen.slide.alt_text, seen.original.kind, kind));
            }
            found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
            seen.findings = found;
        }
        let shaped: Vec<MediaFacts> = slides.iter().map(|seen| seen.shaped.clone()).collect();
        Self {
            kind,
            slides,
            post: findings,
            target: target_of(doc, kind, &shaped, policy),
            policy: *policy,
            posters: shelf.clip_trouble().is_none(),
        }
    }

    /// Whether *Fix all* touches a slide.
    pub(crate) fn takes_part(&self, slide: &str) -> bool {
        let mut slides = self.slides.iter();
        let found = slides.find(|seen| seen.slide.id == slide);
        found.is_some_and(|seen| self.is_fixed_along(seen, self.needy() > 0))
    }

    /// There is something to repair, or the others get a shape that this one would then stand out
    /// from, as the first slide does when another shape costs less.
    fn is_fixed_along(&self, seen: &Seen<'_>, others: bool) -> bool {
        let own = seen.published.aspect();
        let other = self
            .target
            .zip(own)
            .is_some_and(|(target, own)| shapes_differ(target, own, &self.policy));
        let joins = other && others && self.kind == PostKind::Carousel;
        seen.needs_fix() || (joins && seen.can_be_mended())
    }

    /// Slides that *Fix all* changes.
    pub(crate) fn fixable(&self) -> usize {
        let others = self.needy() > 0;
        let slides = self.slides.iter();
        slides
            .filter(|seen| self.is_fixed_along(seen, others))
            .count()
    }

    /// Slides that Instagram would refuse or change, and a fix makes right.
    pub(crate) fn needy(&self) -> usize {
        self.slides.iter().filter(|seen| seen.needs_fix()).count()
    }

    /// Slides whose errors a fix removes.
    pub(crate) fn must_fix(&self) -> usize {
        self.slides
            .iter()
            .filter(|seen| seen.verdict() == Verdict::Fixable)
            .count()
    }

    /// Slides that a person must replace.
    pub(crate) fn blocked(&self) -> Vec<&Seen<'a>> {
        self.slides
            .iter()
            .filter(|seen| seen.verdict() == Verdict::Blocked)
            .collect()
    }
}

/// What a fixed file will be, until it is there.
fn foreseen(facts: &MediaFacts, recipe: &Recipe) -> MediaFacts {
    let mut after = recipe.turn.of_facts(facts);
    let whole = recipe
        .turn
        .inside(after.aspect().unwrap_or(1.0), Rect::WHOLE);
    let (seen_w, seen_h) = (f64::from(after.width), f64::from(after.height));
    let (width, height) = (seen_w * whole.w, seen_h * whole.h);
    let (width, height) = match &recipe.fit {
        Fit::Crop { frame } => (seen_w * frame.w, seen_h * frame.h),
        Fit::Pad { aspect, .. } => (width.max(height * aspect), height.max(width / aspect)),
        Fit::Keep => (width, height),
    };
    let scale = (f64::from(recipe.max_width) / width).min(1.0);
    "jpeg".clone_into(&mut after.format);
    after.bytes = 0;
    after.width = (width * scale).round() as u32;
    after.height = (height * scale).round() as u32;
    after.orientation = 1;
    after.color = Color::Srgb;
    after.has_alpha = false;
    after.animated = false;
    after.has_location = false;
    after
}
