//! The shapes on offer, with what each slide would lose.

use fanfold_domain::check::share_label;
use fanfold_domain::draft::Draft;
use fanfold_domain::media::MediaFacts;
use fanfold_domain::plan::{ShapeOption, shape_options};
use fanfold_domain::rules::Policy;
use fanfold_domain::shape::ratio_label;

use super::Look;
use crate::view::{ShapeChoice, ShapeView};

/// A loss below this is no loss a person would see.
const NOTHING: f64 = 0.005;

pub(crate) fn shape_view(
    doc: &Draft,
    look: &Look<'_>,
    target: Option<f64>,
    policy: &Policy,
) -> ShapeView {
    let facts: Vec<&MediaFacts> = look.slides.iter().map(|seen| &seen.original).collect();
    let mut options: Vec<ShapeChoice> = Vec::new();
    if let Some(target) = target {
        options.push(ShapeChoice {
            id: "auto".into(),
            label: "Auto".into(),
            aspect: target,
            loss: format!("{}: the shape that loses least", ratio_label(target)),
        });
    }
    options.extend(shape_options(&facts, look.kind, policy).iter().map(choice));
    let label = match look.slides.len() {
        0 => String::new(),
        1 => "Shapes this photo".to_owned(),
        count => format!("Shapes all {count} slides"),
    };
    ShapeView {
        chosen: doc.shape.clone(),
        aspect: target,
        label,
        options,
    }
}

fn choice(option: &ShapeOption) -> ShapeChoice {
    ShapeChoice {
        id: option.id.clone(),
        label: option.id.clone(),
        aspect: option.ratio,
        loss: loss_words(option),
    }
}

fn loss_words(option: &ShapeOption) -> String {
    let worst = option
        .losses
        .iter()
        .copied()
        .enumerate()
        .fold(
            (0, 0.0),
            |worst, next| if next.1 > worst.1 { next } else { worst },
        );
    if worst.1 < NOTHING {
        return "Loses nothing".to_owned();
    }
    if option.losses.len() == 1 {
        return format!("Cuts off {}", share_label(worst.1));
    }
    let mean = option.total() / option.losses.len() as f64;
    format!(
        "Cuts off {} on average, {} of slide {}",
        share_label(mean),
        share_label(worst.1),
        worst.0 + 1
    )
}
