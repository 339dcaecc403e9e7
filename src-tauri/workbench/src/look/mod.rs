//! Looking at a draft: what the rules say of it as it would be published, and the view that a
//! window draws of it.

mod caption;
mod options;
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
use fanfold_domain::shape::Shape;
use fanfold_domain::{Finding, Severity, Verdict};

use crate::desk::{Shelf, worth_fixing};

pub(crate) use options::split_shapes;
pub(crate) use view::Surroundings;

/// One slide is a feed post, several are a carousel.
pub(crate) fn kind_of(slides: usize) -> PostKind {
    if slides == 1 {
        PostKind::Feed
    } else {
        PostKind::Carousel
    }
}

/// The facts that decide which shape a slide takes: of a part, only its part of the picture.
pub(crate) fn shape_facts(slide: &Slide, shelf: &Shelf) -> MediaFacts {
    let facts = shelf.facts(slide);
    slide
        .part
        .map_or(facts.clone(), |part| part.of_facts(&facts))
}

/// The shape that the slides of a draft get; `None` without a usable picture.
pub(crate) fn target_of(doc: &Draft, shaped: &[MediaFacts], policy: &Policy) -> Option<f64> {
    let shape = Shape::parse(&doc.shape).unwrap_or(Shape::Auto);
    let shaped: Vec<&MediaFacts> = shaped.iter().collect();
    target_shape(&shaped, shape, kind_of(doc.slides.len()), policy)
}

/// A slide with everything known of it.
pub(crate) struct Seen<'a> {
    pub(crate) slide: &'a Slide,
    pub(crate) original: MediaFacts,
    /// Like `original`, of a part only its part.
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

    /// Whether a fix has something to do and can do it. That clips are not published yet does not
    /// keep them from being made ready.
    pub(crate) fn needs_fix(&self) -> bool {
        self.can_be_mended() && self.findings.iter().any(worth_fixing)
    }

    fn can_be_mended(&self) -> bool {
        let others = self.findings.iter();
        Verdict::of(others.filter(|finding| finding.rule != NOT_YET)) != Verdict::Blocked
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

/// Names the finding that clips get until they are published.
const NOT_YET: &str = "video.not_yet";

impl<'a> Look<'a> {
    pub(crate) fn at(doc: &'a Draft, shelf: &Shelf, policy: &Policy) -> Self {
        let kind = kind_of(doc.slides.len());
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
            found.extend(no_clips(&seen.original));
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
            target: target_of(doc, &shaped, policy),
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

/// Clips are judged, but this version publishes pictures only, and says so on the slide.
fn no_clips(facts: &MediaFacts) -> Option<Finding> {
    (facts.kind == MediaKind::Video).then(|| Finding {
        rule: NOT_YET.into(),
        row: String::new(),
        severity: Severity::Error,
        title: "A clip".into(),
        message: "This version of Fanfold publishes photos. Remove the clip, or publish it from the phone.".into(),
        measured: None,
        limit: None,
        fix: None,
    })
}

/// What a fixed file will be, until it is there.
fn foreseen(facts: &MediaFacts, recipe: &Recipe) -> MediaFacts {
    let mut after = facts.clone();
    let (width, height) = (f64::from(facts.width), f64::from(facts.height));
    let (width, height) = match &recipe.fit {
        Fit::Crop { frame } => (width * frame.w, height * frame.h),
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
