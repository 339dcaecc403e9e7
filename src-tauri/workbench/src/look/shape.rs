//! The shapes on offer, with what each slide would lose.

use fanfold_domain::check::share_label;
use fanfold_domain::draft::Draft;
use fanfold_domain::media::MediaFacts;
use fanfold_domain::plan::{ShapeOption, option, shape_options, target_shape};
use fanfold_domain::rules::Policy;
use fanfold_domain::say;
use fanfold_domain::shape::{Shape, ratio_label};
use fanfold_domain::speech::percent;

use super::{Look, Seen};
use crate::view::{ShapeChoice, ShapeKeeps, ShapeView};

/// A loss below this is no loss a person would see.
const NOTHING: f64 = 0.005;

pub(crate) fn shape_view(
    doc: &Draft,
    look: &Look<'_>,
    target: Option<f64>,
    policy: &Policy,
) -> ShapeView {
    let facts: Vec<&MediaFacts> = look.slides.iter().map(|seen| &seen.shaped).collect();
    let offered = shape_options(&facts, look.kind, policy);
    let least = offered
        .iter()
        .map(ShapeOption::total)
        .fold(f64::MAX, f64::min);
    let mut options: Vec<ShapeChoice> = Vec::new();
    // Whatever is chosen, Auto says what it would choose.
    if let Some(target) = target_shape(&facts, Shape::Auto, look.kind, policy) {
        let auto = option(&facts, target);
        options.push(ShapeChoice {
            id: "auto".into(),
            label: say!("Auto"),
            loss: say!(
                "{ratio}: the shape that loses least",
                ratio = ratio_label(target)
            ),
            ..choice(&auto, auto.total() < least - 1e-9)
        });
    }
    let beaten = options.iter().any(|auto| auto.best);
    let named = offered
        .iter()
        .map(|one| choice(one, !beaten && one.total() <= least + 1e-9));
    options.extend(named);
    let label = match look.slides.len() {
        0 => String::new(),
        1 if look.slides.iter().any(Seen::is_clip) => say!("Shapes this clip"),
        1 => say!("Shapes this photo"),
        count => say!("Shapes all {count} slides", count),
    };
    ShapeView {
        chosen: doc.shape.clone(),
        aspect: target,
        label,
        options,
    }
}

fn choice(option: &ShapeOption, best: bool) -> ShapeChoice {
    let slides = option.losses.len();
    let mean = option.total() / (slides.max(1)) as f64;
    let (worst, most) = worst(option);
    let several = slides > 1 && most >= NOTHING;
    let keeps = option
        .losses
        .iter()
        .enumerate()
        .map(|(index, loss)| ShapeKeeps {
            share: 1.0 - loss,
            words: say!(
                "Slide {number} keeps {share}",
                number = index + 1,
                share = kept(*loss)
            ),
        });
    ShapeChoice {
        id: option.id.clone(),
        label: ratio_label(option.ratio),
        aspect: option.ratio,
        loss: loss_words(option),
        keeps: kept(mean),
        worst: several.then(|| {
            say!(
                "Least of slide {number}: {share}",
                number = worst + 1,
                share = kept(most)
            )
        }),
        slides: keeps.collect(),
        best,
    }
}

/// What is left after a loss; all of it where nobody would see the difference.
fn kept(loss: f64) -> String {
    if loss < NOTHING {
        percent(100)
    } else {
        share_label(1.0 - loss)
    }
}

/// The slide that loses most, and how much.
fn worst(option: &ShapeOption) -> (usize, f64) {
    let losses = option.losses.iter().copied().enumerate();
    losses.fold(
        (0, 0.0),
        |worst, next| if next.1 > worst.1 { next } else { worst },
    )
}

fn loss_words(option: &ShapeOption) -> String {
    let worst = worst(option);
    if worst.1 < NOTHING {
        return say!("Loses nothing");
    }
    if option.losses.len() == 1 {
        return say!("Cuts off {share}", share = share_label(worst.1));
    }
    let mean = option.total() / option.losses.len() as f64;
    say!(
        "Cuts off {share} on average, {most} of slide {number}",
        share = share_label(mean),
        most = share_label(worst.1),
        number = worst.0 + 1
    )
}
