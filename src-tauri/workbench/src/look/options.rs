//! The ways to make a slide fit, each with its consequence in words and in frames.

use fanfold_domain::check::share_label;
use fanfold_domain::draft::{Draft, PostKind, Slide};
use fanfold_domain::media::{MediaFacts, MediaKind};
use fanfold_domain::panorama::{self, Split};
use fanfold_domain::plan::shape_options;
use fanfold_domain::recipe::{Fill, Fit};
use fanfold_domain::rules::Policy;
use fanfold_domain::shape::{Rect, crop_frame, loss, ratio_label};

use super::{Look, Seen, shape_facts, target_of};
use crate::desk::{Shelf, no_room};
use crate::view::{FixChoice, FixOption};

/// A picture nearer than this to the shape of the slides has only one way to fit.
const SAME_SHAPE: f64 = 0.002;

/// The shapes that the parts of a split slide may take, best first: the one of the other slides,
/// or any common one where it stands alone.
pub(crate) fn split_shapes(doc: &Draft, slide: &str, shelf: &Shelf, policy: &Policy) -> Vec<f64> {
    let others: Vec<Slide> = doc
        .slides
        .iter()
        .filter(|own| own.id != slide)
        .cloned()
        .collect();
    let shaped: Vec<MediaFacts> = others.iter().map(|own| shape_facts(own, shelf)).collect();
    let own: Option<MediaFacts> = doc
        .slides
        .iter()
        .find(|own| own.id == slide)
        .map(|own| shape_facts(own, shelf));
    shapes_beside(&doc.shape, &shaped, own.as_ref(), policy)
}

fn shapes_beside(
    shape: &str,
    others: &[MediaFacts],
    own: Option<&MediaFacts>,
    policy: &Policy,
) -> Vec<f64> {
    let named = Draft {
        shape: shape.to_owned(),
        ..Draft::default()
    };
    let asked = fanfold_domain::shape::Shape::parse(shape);
    let beside = match asked {
        Some(fanfold_domain::shape::Shape::Ratio(_)) => target_of(
            &named,
            own.map(std::slice::from_ref).unwrap_or_default(),
            policy,
        ),
        _ => target_of(&named, others, policy),
    };
    if let Some(target) = beside {
        return vec![target];
    }
    // 3:4 is not promised by Instagram, so it is never proposed.
    let strict = Policy {
        allow_three_four: false,
        ..*policy
    };
    let options = shape_options(&[], PostKind::Carousel, &strict);
    options.iter().map(|option| option.ratio).collect()
}

/// The ways on offer for one slide; none where nothing about its shape has to change.
pub(super) fn options(look: &Look<'_>, shape: &str, seen: &Seen<'_>) -> Vec<FixOption> {
    let facts = &seen.original;
    let sound = facts.kind == MediaKind::Image && facts.decodable && facts.unreadable.is_none();
    let (Some(aspect), Some(target)) = (facts.aspect().filter(|_| sound), look.target) else {
        return Vec::new();
    };
    if seen.slide.part.is_some() {
        return Vec::new();
    }
    let fits = (aspect / target - 1.0).abs() <= SAME_SHAPE;
    let split = split_option(look, shape, seen, aspect);
    if fits {
        return split.into_iter().collect();
    }
    let crop = crop_option(seen, aspect, target);
    let bands = bands_options(seen, aspect, target);
    std::iter::once(crop).chain(split).chain(bands).collect()
}

fn in_force<'a>(seen: &'a Seen<'_>) -> Option<&'a Fit> {
    seen.slide.recipe.as_ref().map(|recipe| &recipe.fit)
}

fn crop_option(seen: &Seen<'_>, aspect: f64, target: f64) -> FixOption {
    let (frame, in_force) = match in_force(seen) {
        Some(Fit::Crop { frame }) => (*frame, true),
        _ => (crop_frame(aspect, target, (0.5, 0.5)), false),
    };
    FixOption {
        id: "crop".into(),
        title: format!("Crop to {}", ratio_label(target)),
        text: format!(
            "Keeps {}. You choose which part.",
            share_label(frame.area())
        ),
        choice: FixChoice::Crop {
            x: frame.x + frame.w / 2.0,
            y: frame.y + frame.h / 2.0,
        },
        size: size(
            f64::from(seen.original.width) * frame.w,
            f64::from(seen.original.height) * frame.h,
        ),
        reason: None,
        in_force,
        aspect: target,
        frames: vec![frame],
    }
}

fn bands_options(seen: &Seen<'_>, aspect: f64, target: f64) -> [FixOption; 2] {
    let fill = match in_force(seen) {
        Some(Fit::Pad { fill, .. }) => Some(*fill),
        _ => None,
    };
    let sides = if aspect > target {
        "above and below"
    } else {
        "left and right"
    };
    let color = match fill {
        Some(Fill::Color(color)) => Some(color),
        _ => None,
    };
    let (width, height) = (
        f64::from(seen.original.width),
        f64::from(seen.original.height),
    );
    let padded = size(width.max(height * target), height.max(width / target));
    let option = |id: &str, title: &str, text: String, choice, in_force| FixOption {
        id: id.into(),
        title: title.into(),
        text,
        choice,
        size: padded.clone(),
        reason: None,
        in_force,
        aspect: target,
        frames: vec![Rect::WHOLE],
    };
    [
        option(
            "bands",
            "Add bands",
            format!("Keeps all of it, with plain space {sides}."),
            FixChoice::bands(color),
            color.is_some(),
        ),
        option(
            "blur",
            "Add blurred edges",
            format!("Keeps all of it, with a blurred copy of itself {sides}."),
            FixChoice::Blur,
            fill == Some(Fill::Blur),
        ),
    ]
}

fn size(width: f64, height: f64) -> String {
    format!("{} × {}", width.round(), height.round())
}

/// Splitting is offered where a crop to the split's own shape would throw much away.
fn split_option(look: &Look<'_>, shape: &str, seen: &Seen<'_>, aspect: f64) -> Option<FixOption> {
    let others: Vec<MediaFacts> = look
        .slides
        .iter()
        .filter(|other| other.slide.id != seen.slide.id)
        .map(|other| other.shaped.clone())
        .collect();
    let (_, most) = panorama::slides_range();
    let room = most.saturating_sub(others.len() as u32);
    let facts = &seen.original;
    let shapes = if room >= 2 {
        shapes_beside(shape, &others, Some(facts), &look.policy)
    } else {
        // Without room the shape decides nothing but whether to say so.
        look.target.into_iter().collect()
    };
    let propose = |room| panorama::propose_shape(facts.width, facts.height, &shapes, room);
    let (target, split) = propose(room.max(2))?;
    if !panorama::is_worth_offering(aspect, target) {
        return None;
    }
    let reason = (room < 2).then(|| no_room(split.parts, others.len() as u32, most));
    Some(split_words(&split, aspect, target, reason))
}

fn split_words(split: &Split, aspect: f64, target: f64, reason: Option<String>) -> FixOption {
    let crop = 1.0 - loss(aspect, target);
    let kept = if split.keeps() > 0.995 {
        "keeps all of it".to_owned()
    } else {
        format!("keeps {} of it", share_label(split.keeps()))
    };
    let instead = if split.keeps() > crop + 0.005 {
        format!(", where a crop keeps {}", share_label(crop))
    } else {
        String::new()
    };
    FixOption {
        id: "split".into(),
        title: format!("Split over {} slides", split.parts),
        text: reason
            .clone()
            .unwrap_or_else(|| format!("Swipes as one picture and {kept}{instead}.")),
        choice: FixChoice::Split { parts: split.parts },
        size: format!(
            "{} slides, {} × {} each",
            split.parts, split.width, split.height
        ),
        reason,
        in_force: false,
        aspect: f64::from(split.width) / f64::from(split.height),
        frames: split.frames(),
    }
}
