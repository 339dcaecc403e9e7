//! Looking at a draft: what the rules say of it as it would be published, and the view that a
//! window draws of it.

mod caption;
mod readiness;
mod shape;
mod slide;
mod view;

use fanfold_domain::check::{PostCheck, check_post, shapes_differ};
use fanfold_domain::draft::{Draft, PostKind, Slide};
use fanfold_domain::media::{Color, MediaFacts, MediaKind};
use fanfold_domain::recipe::{Fit, Recipe};
use fanfold_domain::rules::Policy;
use fanfold_domain::{Finding, Severity, Verdict};

use crate::desk::{Shelf, worth_fixing};

pub(crate) use view::Surroundings;

/// One slide is a feed post, several are a carousel.
pub(crate) fn kind_of(slides: usize) -> PostKind {
    if slides == 1 {
        PostKind::Feed
    } else {
        PostKind::Carousel
    }
}

/// A slide with everything known of it.
pub(crate) struct Seen<'a> {
    pub(crate) slide: &'a Slide,
    pub(crate) original: MediaFacts,
    /// As it would be published.
    pub(crate) published: MediaFacts,
    /// Its fixed file is still being made.
    pub(crate) rendering: bool,
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

    pub(crate) fn needs_fix(&self) -> bool {
        self.verdict() != Verdict::Blocked && self.findings.iter().any(worth_fixing)
    }
}

/// A draft, judged.
pub(crate) struct Look<'a> {
    pub(crate) kind: PostKind,
    pub(crate) slides: Vec<Seen<'a>>,
    /// What concerns the post as a whole.
    pub(crate) post: Vec<Finding>,
}

impl<'a> Look<'a> {
    pub(crate) fn at(doc: &'a Draft, shelf: &Shelf, policy: &Policy) -> Self {
        let kind = kind_of(doc.slides.len());
        let seen = |slide: &'a Slide| {
            let original = shelf.facts(slide);
            let done = shelf.published(slide);
            let rendering = done.is_none();
            let published = done.unwrap_or_else(|| match &slide.recipe {
                Some(recipe) => foreseen(&original, recipe),
                None => original.clone(),
            });
            Seen {
                slide,
                original,
                published,
                rendering,
                findings: Vec::new(),
            }
        };
        let mut slides: Vec<Seen<'a>> = doc.slides.iter().map(seen).collect();
        let facts: Vec<&MediaFacts> = slides.iter().map(|seen| &seen.published).collect();
        let PostCheck {
            findings, items, ..
        } = check_post(&facts, kind, policy);
        for (seen, mut found) in slides.iter_mut().zip(items) {
            found.extend(no_clips(&seen.original));
            found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
            seen.findings = found;
        }
        Self {
            kind,
            slides,
            post: findings,
        }
    }

    /// Whether *Fix all* touches a slide: there is something to repair, or the others get a shape
    /// that this one would then stand out from, as the first slide does when another shape costs less.
    pub(crate) fn takes_part(&self, slide: &str, target: Option<f64>, policy: &Policy) -> bool {
        let Some(seen) = self.slides.iter().find(|seen| seen.slide.id == slide) else {
            return false;
        };
        let own = seen.published.aspect();
        let other = target
            .zip(own)
            .is_some_and(|(target, own)| shapes_differ(target, own, policy));
        let joins = other && self.kind == PostKind::Carousel && self.fixable() > 0;
        seen.needs_fix() || (joins && seen.verdict() != Verdict::Blocked)
    }

    /// Slides that *Fix all* would repair.
    pub(crate) fn fixable(&self) -> usize {
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
        rule: "video.not_yet".into(),
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
