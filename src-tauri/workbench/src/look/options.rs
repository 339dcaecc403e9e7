//! The ways to make a slide fit, each with its consequence in words and in frames.

use fanfold_domain::check::share_label;
use fanfold_domain::draft::{Draft, PostKind, Slide};
use fanfold_domain::media::{MediaFacts, MediaKind};
use fanfold_domain::panorama::{self, Split};
use fanfold_domain::plan::shape_options;
use fanfold_domain::recipe::{Fill, Fit};
use fanfold_domain::rules::Policy;
use fanfold_domain::shape::{Rect, crop_frame, loss, ratio_label};
use fanfold_domain::{say, word};

use super::{Look, Seen, shape_facts, target_of};
use crate::desk::{Shelf, no_room};
use crate::view::{FixChoice, FixOption};

/// A picture nearer than this to the shape of the slides has only one way to fit.
const SAME_SHAPE: f64 = 0.002;

/// Why a straightened picture is not split: its parts would each lose another bit of their edges.
pub(crate) fn tilted() -> String {
    say!("A picture that was straightened cannot be split. Set straightening to 0° first.")
}

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
            PostKind::Carousel,
            own.map(std::slice::from_ref).unwrap_or_default(),
            policy,
        ),
        _ => target_of(&named, PostKind::Carousel, others, policy),
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
    let facts = &seen.shaped;
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
    let (frame, in_force) = if let Some(Fit::Crop { frame }) = in_force(seen) {
        (*frame, true)
    } else {
        let largest = crop_frame(aspect, target, (0.5, 0.5));
        (seen.slide.turn().inside(aspect, largest), false)
    };
    FixOption {
        id: "crop".into(),
        title: say!("Crop to {ratio}", ratio = ratio_label(target)),
        text: say!(
            "Keeps {share}. You choose which part.",
            share = share_label(frame.area())
        ),
        choice: FixChoice::Crop {
            x: frame.x + frame.w / 2.0,
            y: frame.y + frame.h / 2.0,
        },
        size: size(
            f64::from(seen.shaped.width) * frame.w,
            f64::from(seen.shaped.height) * frame.h,
        ),
        reason: None,
        in_force,
        aspect: target,
        frames: vec![frame],
    }
}

fn bands_options(seen: &Seen<'_>, aspect: f64, target: f64) -> [FixOption; 2] {
    let fill = in_force(seen).and_then(Fit::fill);
    let sides = if aspect > target {
        word!("above and below")
    } else {
        word!("left and right")
    };
    let color = match fill {
        Some(Fill::Color(color)) => Some(color),
        _ => None,
    };
    let all = seen.slide.turn().inside(aspect, Rect::WHOLE);
    let (width, height) = (
        f64::from(seen.shaped.width) * all.w,
        f64::from(seen.shaped.height) * all.h,
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
        frames: vec![all],
    };
    [
        option(
            "bands",
            word!("Add bands"),
            say!("Keeps all of it, with plain space {sides}.", sides),
            FixChoice::bands(color),
            color.is_some(),
        ),
        option(
            "blur",
            word!("Add blurred edges"),
            say!(
                "Keeps all of it, with a blurred copy of itself {sides}.",
                sides
            ),
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
    let facts = &seen.shaped;
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
    let reason = if seen.slide.turn().is_straightened() {
        Some(tilted())
    } else {
        (room < 2).then(|| no_room(split.parts, others.len() as u32, most))
    };
    Some(split_words(&split, aspect, target, reason))
}

fn split_words(split: &Split, aspect: f64, target: f64, reason: Option<String>) -> FixOption {
    let crop = 1.0 - loss(aspect, target);
    let kept = if split.keeps() > 0.995 {
        say!("keeps all of it")
    } else {
        say!("keeps {share} of it", share = share_label(split.keeps()))
    };
    let instead = if split.keeps() > crop + 0.005 {
        say!(", where a crop keeps {share}", share = share_label(crop))
    } else {
        String::new()
    };
    FixOption {
        id: "split".into(),
        title: say!("Split over {parts} slides", parts = split.parts),
        text: reason
            .clone()
            .unwrap_or_else(|| say!("Swipes as one picture and {kept}{instead}.", kept, instead)),
        choice: FixChoice::Split { parts: split.parts },
        size: say!(
            "{parts} slides, {width} × {height} each",
            parts = split.parts,
            width = split.width,
            height = split.height
        ),
        reason,
        in_force: false,
        aspect: f64::from(split.width) / f64::from(split.height),
        frames: split.frames(),
    }
}
