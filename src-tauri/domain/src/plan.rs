//! From facts to a recipe: which shape a post gets, and what has to be done to each picture.

use serde::Serialize;

use crate::check::shapes_differ;
use crate::draft::PostKind;
use crate::finding::Fix;
use crate::media::{Color, MediaFacts, MediaKind};
use crate::recipe::{Fill, Fit, Recipe};
use crate::rules::{self, Policy, Profile};
use crate::shape::{Rect, Shape, crop_frame, ideal_shape, loss, ratio_name};
use crate::turn::Turn;

/// Visually equal to a 12-megapixel original once Instagram has compressed it again
/// (SSIMULACRA2 81 against the reference in the project's measurements).
const QUALITY: u8 = 85;

/// Shapes nearer than this to the target are left alone: a crop of a pixel or two helps nobody.
const SAME_SHAPE: f64 = 0.002;

/// White: what a picture with transparency is laid on unless a person chooses otherwise.
pub const WHITE: [u8; 3] = [255, 255, 255];

/// How a picture of another shape gets to the target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FitChoice {
    /// Cut, keeping as near to the focus (fractions of the oriented picture) as the edges allow.
    Crop { focus: (f64, f64) },
    /// Keep all of it and fill the rest.
    Pad { fill: Fill },
}

impl Default for FitChoice {
    fn default() -> Self {
        Self::Crop { focus: (0.5, 0.5) }
    }
}

/// One shape a carousel could take, with what it costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShapeOption {
    /// `4:5`, `1:1`, `1.91:1` …
    pub id: String,
    pub ratio: f64,
    /// The share each slide would lose, in order; 0 for slides that are no usable picture.
    pub losses: Vec<f64>,
}

impl ShapeOption {
    /// The sum of what is lost over all slides.
    pub fn total(&self) -> f64 {
        self.losses.iter().sum()
    }
}

/// The range of shapes this kind of post takes.
pub fn allowed_range(kind: PostKind, policy: &Policy) -> (f64, f64) {
    let rule = rules::rule("image.aspect", kind, policy.profile);
    let (min, max) = rule.map_or((0.8, 1.91), |rule| {
        (rule.min.unwrap_or(0.8), rule.max.unwrap_or(1.91))
    });
    let lenient = policy.allow_three_four && policy.profile == Profile::Instagram;
    let wider = rules::variant("image.aspect", Some("three_four"), kind, policy.profile)
        .filter(|_| lenient)
        .and_then(|rule| rule.min);
    (wider.unwrap_or(min), max)
}

fn usable(facts: &MediaFacts) -> Option<f64> {
    facts.aspect().filter(|_| facts.unreadable.is_none())
}

/// The shape of a picture that can be made anew.
fn picture(facts: &MediaFacts) -> Option<f64> {
    usable(facts).filter(|_| facts.kind == MediaKind::Image && facts.decodable)
}

/// A shape with what each slide would lose by it.
pub fn option(items: &[&MediaFacts], ratio: f64) -> ShapeOption {
    let losses = items
        .iter()
        .map(|facts| usable(facts).map_or(0.0, |own| loss(own, ratio)));
    ShapeOption {
        id: ratio_name(ratio),
        ratio,
        losses: losses.collect(),
    }
}

/// The shapes offered to a person, with what each slide would lose.
pub fn shape_options(items: &[&MediaFacts], kind: PostKind, policy: &Policy) -> Vec<ShapeOption> {
    if let Some(ideal) = ideal_shape(kind) {
        return vec![option(items, ideal)];
    }
    let (min, max) = allowed_range(kind, policy);
    let common = [0.75, 0.8, 1.0, 1.91];
    let fits = |ratio: &f64| *ratio >= min - 1e-9 && *ratio <= max + 1e-9;
    common
        .into_iter()
        .filter(fits)
        .map(|ratio| option(items, ratio))
        .collect()
}

/// The shape that a post gets: one for all slides of a carousel; `None` when there is no usable
/// picture. Ratios asked for by name are brought into the allowed range.
pub fn target_shape(
    items: &[&MediaFacts],
    shape: Shape,
    kind: PostKind,
    policy: &Policy,
) -> Option<f64> {
    let (min, max) = allowed_range(kind, policy);
    if let Some(ideal) = ideal_shape(kind)
        && kind == PostKind::Story
        && matches!(shape, Shape::Auto | Shape::First)
    {
        return Some(ideal);
    }
    let own: Vec<f64> = items.iter().filter_map(|facts| usable(facts)).collect();
    let first = own.first()?.clamp(min, max);
    match shape {
        Shape::Ratio(ratio) => Some(ratio.clamp(min, max)),
        Shape::First => Some(first),
        Shape::Auto => {
            let named = shape_options(items, kind, policy)
                .into_iter()
                .map(|option| option.ratio);
            // Slides of one shape keep it; first among equals is the first slide's own.
            let candidates = std::iter::once(first).chain(own.iter().map(|a| a.clamp(min, max)));
            candidates
                .chain(named)
                .map(|ratio| (ratio, option(items, ratio).total()))
                .reduce(|best, next| if next.1 < best.1 - 1e-9 { next } else { best })
                .map(|(ratio, _)| ratio)
        }
    }
}

/// What has to be done to one picture so that it has `target` and follows every rule; `None` when
/// the file is no picture that this build can open.
pub fn plan(
    facts: &MediaFacts,
    kind: PostKind,
    policy: &Policy,
    target: Option<f64>,
    choice: FitChoice,
) -> Option<Recipe> {
    plan_turned(facts, kind, policy, target, choice, Turn::NONE)
}

/// [`plan`] for a picture that a person turned. `facts` are of the picture before the turn; a focus
/// is in the turned one.
pub fn plan_turned(
    facts: &MediaFacts,
    kind: PostKind,
    policy: &Policy,
    target: Option<f64>,
    choice: FitChoice,
    turn: Turn,
) -> Option<Recipe> {
    let facts = &turn.of_facts(facts);
    let aspect = picture(facts)?;
    let other = target.filter(|target| (aspect / target - 1.0).abs() > SAME_SHAPE);
    let fit = match (other, choice) {
        (None, _) => Fit::Keep,
        (Some(target), FitChoice::Crop { focus }) => Fit::Crop {
            frame: turn.inside(aspect, crop_frame(aspect, target, focus)),
        },
        (Some(target), FitChoice::Pad { fill }) => Fit::Pad {
            aspect: target,
            fill,
        },
    };
    Some(recipe(facts, kind, policy, (fit, turn), choice))
}

/// What has to be done to show only `frame` of a picture, whatever shape that is; `None` as for
/// [`plan`].
pub fn plan_frame(
    facts: &MediaFacts,
    kind: PostKind,
    policy: &Policy,
    frame: Rect,
) -> Option<Recipe> {
    plan_frame_turned(facts, kind, policy, frame, Turn::NONE)
}

/// [`plan_frame`] for a picture that a person turned: `frame` is in the turned one, and is made
/// smaller where it would show an empty corner.
pub fn plan_frame_turned(
    facts: &MediaFacts,
    kind: PostKind,
    policy: &Policy,
    frame: Rect,
    turn: Turn,
) -> Option<Recipe> {
    let facts = &turn.of_facts(facts);
    let aspect = picture(facts)?;
    let frame = if turn.is_straightened() {
        turn.inside(aspect, frame)
    } else {
        frame
    };
    let fit = (Fit::Crop { frame }, turn);
    Some(recipe(facts, kind, policy, fit, FitChoice::default()))
}

/// The recipe that keeps the picture's shape: what publishing does to a slide without a fix.
pub fn keep(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Option<Recipe> {
    plan(facts, kind, policy, None, FitChoice::default())
}

/// `facts` as they are after the turn.
fn recipe(
    facts: &MediaFacts,
    kind: PostKind,
    policy: &Policy,
    (fit, turn): (Fit, Turn),
    choice: FitChoice,
) -> Recipe {
    let photo = if kind == PostKind::Reel {
        PostKind::Feed
    } else {
        kind
    };
    let max_width = rules::max_of("image.wide", photo, policy.profile) as u32;
    let min_width = rules::rule("image.narrow", photo, policy.profile)
        .filter(|rule| rule.fix == Some(Fix::Upscale))
        .and_then(|rule| rule.min)
        .map_or(0, |min| match policy.profile {
            // Meta only speaks of the width; the guide of both sides.
            Profile::Instagram => min.ceil() as u32,
            Profile::Guide => min_for_both_sides(min, facts, &fit),
        });
    let background = match choice {
        FitChoice::Pad {
            fill: Fill::Color(color),
        } => color,
        FitChoice::Pad { fill: Fill::Blur } | FitChoice::Crop { .. } => WHITE,
    };
    let mut recipe = Recipe {
        fit,
        turn,
        max_width,
        min_width,
        max_bytes: rules::max_of("image.bytes", photo, policy.profile),
        quality: QUALITY,
        background,
        actions: Vec::new(),
    };
    recipe.actions = actions(facts, &recipe);
    recipe
}

/// The width at which both sides of the fitted picture reach `min`.
fn min_for_both_sides(min: f64, facts: &MediaFacts, fit: &Fit) -> u32 {
    let own = facts.aspect().unwrap_or(1.0);
    let aspect = match fit {
        Fit::Crop {
            frame: Rect { w, h, .. },
        } => own * w / h,
        Fit::Pad { aspect, .. } => *aspect,
        Fit::Keep => own,
    };
    (min * aspect.max(1.0)).ceil() as u32
}

fn fitted_width(facts: &MediaFacts, recipe: &Recipe) -> f64 {
    let (width, height) = (f64::from(facts.width), f64::from(facts.height));
    let whole = recipe
        .turn
        .inside(facts.aspect().unwrap_or(1.0), Rect::WHOLE);
    match &recipe.fit {
        Fit::Crop { frame } => width * frame.w,
        Fit::Pad { aspect, .. } => (width * whole.w).max(height * whole.h * aspect),
        Fit::Keep => width * whole.w,
    }
}

/// What the recipe does, in the order it is done, for a person to read.
fn actions(facts: &MediaFacts, recipe: &Recipe) -> Vec<Fix> {
    let width = fitted_width(facts, recipe);
    let steps = [
        (facts.animated, Fix::FirstFrame),
        (facts.orientation > 1, Fix::Rotate),
        (recipe.turn.quarters() > 0, Fix::Turn),
        (recipe.turn.is_straightened(), Fix::Straighten),
        (matches!(recipe.fit, Fit::Crop { .. }), Fix::Crop),
        (matches!(recipe.fit, Fit::Pad { .. }), Fix::Pad),
        (width > f64::from(recipe.max_width), Fix::Resize),
        (width < f64::from(recipe.min_width), Fix::Upscale),
        (
            !matches!(facts.color, Color::Srgb | Color::Gray),
            Fix::ConvertSrgb,
        ),
        (facts.has_alpha, Fix::Flatten),
        (recipe.touches_pixels(facts), Fix::EncodeJpeg),
        (true, Fix::StripMetadata),
    ];
    steps
        .into_iter()
        .filter_map(|(done, fix)| done.then_some(fix))
        .collect()
}

/// Whether the slides of a carousel already share one allowed shape.
pub fn is_uniform(items: &[&MediaFacts], policy: &Policy) -> bool {
    let own: Vec<f64> = items.iter().filter_map(|facts| usable(facts)).collect();
    own.first().is_none_or(|first| {
        own.iter()
            .all(|aspect| !shapes_differ(*first, *aspect, policy))
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn photo(width: u32, height: u32) -> MediaFacts {
        MediaFacts {
            kind: MediaKind::Image,
            unreadable: None,
            decodable: true,
            width,
            height,
            color: Color::Srgb,
            ..MediaFacts::unreadable("jpeg", 1000, crate::media::Unreadable::Empty)
        }
    }

    fn auto(items: &[MediaFacts]) -> f64 {
        let items: Vec<&MediaFacts> = items.iter().collect();
        target_shape(&items, Shape::Auto, PostKind::Carousel, &Policy::default()).unwrap()
    }

    #[test]
    fn slides_of_one_shape_keep_it() {
        assert!((auto(&[photo(1500, 1000), photo(3000, 2000)]) - 1.5).abs() < 1e-9);
    }

    #[test]
    fn the_shape_that_loses_least_is_proposed() {
        let shapes = [photo(1080, 1080), photo(1080, 1350), photo(1080, 1350)];
        assert!((auto(&shapes) - 0.8).abs() < 1e-9);
    }

    #[test]
    fn a_strip_is_brought_into_the_range() {
        assert!((auto(&[photo(12_000, 90), photo(12_000, 90)]) - 1.91).abs() < 1e-9);
    }

    #[test]
    fn a_shape_asked_for_by_name_is_taken_only_as_far_as_instagram_goes() {
        let item = photo(1000, 1000);
        let target = target_shape(
            &[&item],
            Shape::Ratio(9.0 / 16.0),
            PostKind::Feed,
            &Policy::default(),
        );
        assert_eq!(target, Some(0.8));
    }

    #[test]
    fn the_guide_enlarges_both_sides() {
        let guide = Policy {
            profile: Profile::Guide,
            allow_three_four: false,
        };
        let small = photo(300, 200);
        let recipe = plan(&small, PostKind::Feed, &guide, None, FitChoice::default()).unwrap();
        assert_eq!(recipe.min_width, 480);
        assert!(recipe.actions.contains(&Fix::Upscale));
    }

    #[test]
    fn a_turned_picture_is_shaped_as_it_is_seen() {
        let (policy, kind) = (Policy::default(), PostKind::Carousel);
        let turn = Turn::new(1, 0.0).unwrap();
        let lying = photo(1500, 1200);
        let upright = plan_turned(&lying, kind, &policy, Some(0.8), FitChoice::default(), turn);
        let upright = upright.unwrap();
        assert_eq!(upright.fit, Fit::Keep, "4:5 once it stands");
        assert!(upright.touches_pixels(&lying) && upright.actions.contains(&Fix::Turn));
        let turn = Turn::new(1, 5.0).unwrap();
        let tilted = plan_turned(&lying, kind, &policy, Some(1.0), FitChoice::default(), turn);
        let tilted = tilted.unwrap();
        assert!(tilted.actions.contains(&Fix::Straighten));
        let Fit::Crop { frame } = tilted.fit else {
            panic!("{:?}", tilted.fit)
        };
        assert!((frame.w * 0.8 / frame.h - 1.0).abs() < 1e-9);
        assert!(frame.w < 0.99, "no empty corner");
    }

    #[test]
    fn what_cannot_be_opened_has_no_recipe() {
        let mut heic = photo(100, 100);
        heic.decodable = false;
        assert_eq!(keep(&heic, PostKind::Feed, &Policy::default()), None);
    }
}
