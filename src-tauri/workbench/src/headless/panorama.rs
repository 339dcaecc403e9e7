//! A wide picture from the terminal, cut into the slides of a carousel. Sources are only read.

use std::path::{Path, PathBuf};

use fanfold_domain::check::{check_item, check_post};
use fanfold_domain::draft::PostKind;
use fanfold_domain::media::MediaFacts;
use fanfold_domain::panorama::{self, Part, Split};
use fanfold_domain::plan::{allowed_range, plan_frame, shape_options};
use fanfold_domain::rules::Policy;
use fanfold_domain::shape::{Rect, Shape};
use fanfold_domain::{Recipe, Verdict};
use fanfold_media::{Cancel, FixError, Rendered};
use rayon::prelude::*;
use serde::Serialize;

use super::fix::{FixItem, FixOptions};
use super::names::{Names, cannot_write};
use super::{Item, probe_all};
use crate::error::{Result, WorkbenchError};

/// Into how many slides a picture is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    /// The number that loses least.
    Auto,
    Exactly(u32),
}

/// One part, as an item of `fix` with its place.
#[derive(Debug, Clone, Serialize)]
pub struct SplitItem {
    #[serde(flatten)]
    pub item: FixItem,
    /// `None` for a file that could not be split.
    pub part: Option<Part>,
}

/// What `fix --split` prints: the items of `fix`, one a part, left to right.
#[derive(Debug, Clone, Serialize)]
pub struct SplitReport {
    pub r#as: PostKind,
    pub verdict: Verdict,
    pub items: Vec<SplitItem>,
}

/// Cuts every file into parts of one shape. Blocks.
///
/// # Errors
/// A kind of post that has one slide, more slides than a carousel takes, a folder that cannot be
/// written.
pub fn split(
    files: &[PathBuf],
    parts: Parts,
    options: &FixOptions,
    cancel: &Cancel,
) -> Result<SplitReport> {
    if options.kind.is_some_and(|kind| kind != PostKind::Carousel) {
        return Err(usage("A split picture becomes a carousel; leave --as out."));
    }
    let (fewest, most) = panorama::slides_range();
    if let Parts::Exactly(parts) = parts
        && !(fewest..=most).contains(&parts)
    {
        let message =
            format!("A carousel takes {fewest} to {most} slides, so {parts} parts are none.");
        return Err(usage(message));
    }
    let facts = probe_all(files);
    let splits = divide(&facts, parts, options);
    let total: u32 = splits.iter().flatten().map(|split| split.parts).sum();
    if total > most {
        let message = format!(
            "Together that would be {total} slides, and a carousel takes {most}. Split fewer files, or into fewer parts."
        );
        return Err(usage(message));
    }
    std::fs::create_dir_all(&options.out).map_err(|error| cannot_write(&options.out, &error))?;
    let names = Names::default();
    let pieces: Vec<Piece<'_>> = files
        .iter()
        .zip(&facts)
        .zip(&splits)
        .flat_map(|((path, facts), split)| pieces(path, facts, split.as_ref()))
        .collect();
    let made: Vec<Result<Made>> = pieces
        .par_iter()
        .map(|piece| make(piece, options, &names, cancel))
        .collect();
    let made: Vec<Made> = made.into_iter().collect::<Result<_>>()?;
    Ok(report(&pieces, made, &options.policy))
}

fn usage(message: impl Into<String>) -> WorkbenchError {
    WorkbenchError::Usage {
        message: message.into(),
    }
}

/// One shape for all files: the one asked for, or the one that suits the first picture best.
fn divide(facts: &[MediaFacts], parts: Parts, options: &FixOptions) -> Vec<Option<Split>> {
    let policy = &options.policy;
    let (min, max) = allowed_range(PostKind::Carousel, policy);
    let mut shapes: Vec<f64> = match options.shape {
        Shape::Ratio(ratio) => vec![ratio.clamp(min, max)],
        Shape::Auto | Shape::First => {
            // 3:4 is not promised by Instagram, so it is never proposed.
            let strict = Policy {
                allow_three_four: false,
                ..*policy
            };
            let common = shape_options(&[], PostKind::Carousel, &strict);
            common.iter().map(|option| option.ratio).collect()
        }
    };
    let mut splits = Vec::new();
    for facts in facts {
        let sound = facts.unreadable.is_none() && facts.decodable && facts.video.is_none();
        let found = best(facts, parts, &shapes).filter(|_| sound);
        if let Some((shape, _)) = found {
            shapes = vec![shape];
        }
        splits.push(found.map(|(_, split)| split));
    }
    splits
}

fn best(facts: &MediaFacts, parts: Parts, shapes: &[f64]) -> Option<(f64, Split)> {
    let (width, height) = (facts.width, facts.height);
    match parts {
        Parts::Auto => panorama::propose_shape(width, height, shapes, u32::MAX),
        Parts::Exactly(parts) => shapes
            .iter()
            .filter_map(|shape| Some((*shape, panorama::split(width, height, *shape, parts)?)))
            .reduce(|best, next| {
                if next.1.keeps() > best.1.keeps() + 1e-9 {
                    next
                } else {
                    best
                }
            }),
    }
}

/// One part to be made; a file that cannot be split is one piece without a frame.
struct Piece<'a> {
    path: &'a Path,
    facts: &'a MediaFacts,
    part: Option<(Part, Rect)>,
}

fn pieces<'a>(path: &'a Path, facts: &'a MediaFacts, split: Option<&Split>) -> Vec<Piece<'a>> {
    let Some(split) = split else {
        let part = None;
        return vec![Piece { path, facts, part }];
    };
    (1..)
        .zip(split.frames())
        .map(|(number, frame)| {
            let of = split.parts;
            let part = Some((Part { number, of }, frame));
            Piece { path, facts, part }
        })
        .collect()
}

enum Made {
    /// Written, with what it is.
    Written(PathBuf, MediaFacts, Recipe),
    /// Not made: what is known of the source now.
    Not(MediaFacts),
}

fn make(piece: &Piece<'_>, options: &FixOptions, names: &Names, cancel: &Cancel) -> Result<Made> {
    let Piece { path, facts, part } = piece;
    let recipe =
        part.and_then(|(_, frame)| plan_frame(facts, PostKind::Carousel, &options.policy, frame));
    let (Some((part, _)), Some(recipe)) = (part, recipe) else {
        return Ok(Made::Not((*facts).clone()));
    };
    let recipe = Recipe {
        background: options.background,
        ..recipe
    };
    match fanfold_media::render(path, facts, &recipe, cancel) {
        Ok(Rendered { bytes, facts }) => {
            let output = names.write(&options.out, &named(path, part.number), &bytes)?;
            Ok(Made::Written(output, facts, recipe))
        }
        Err(FixError::Unusable(why)) => Ok(Made::Not(MediaFacts {
            unreadable: Some(why),
            ..(*facts).clone()
        })),
        Err(FixError::Cancelled) => Err(WorkbenchError::NotNow("Stopped.".into())),
        Err(FixError::Library(error)) => Err(error.into()),
        Err(error) => Err(WorkbenchError::NotNow(format!(
            "{}: {error}",
            path.display()
        ))),
    }
}

/// `ridge.jpg` as `ridge-part1.jpg`.
fn named(path: &Path, number: u32) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-part{number}.jpg"))
}

fn report(pieces: &[Piece<'_>], made: Vec<Made>, policy: &Policy) -> SplitReport {
    let kind = PostKind::Carousel;
    let after: Vec<MediaFacts> = made
        .iter()
        .filter_map(|made| match made {
            Made::Written(_, facts, _) => Some(facts.clone()),
            Made::Not(_) => None,
        })
        .collect();
    let whole = after.len() == made.len();
    let after: Vec<&MediaFacts> = after.iter().collect();
    let checked = check_post(&after, kind, policy);
    let mut judged = checked.items.into_iter();
    let items = pieces.iter().zip(made).map(|(piece, made)| {
        let before = Item::new(
            piece.path,
            piece.facts,
            check_item(piece.facts, kind, policy),
        );
        let (output, actions, findings) = match made {
            Made::Written(path, facts, recipe) => {
                let found = judged.next().unwrap_or_default();
                (
                    Some(Item::new(&path, &facts, found.clone())),
                    recipe.actions,
                    found,
                )
            }
            Made::Not(facts) => (None, Vec::new(), check_item(&facts, kind, policy)),
        };
        SplitItem {
            item: FixItem {
                source: before.path.clone(),
                output: output.as_ref().map(|after| after.path.clone()),
                actions,
                before,
                after: output,
                findings,
            },
            part: piece.part.map(|(part, _)| part),
        }
    });
    SplitReport {
        r#as: kind,
        items: items.collect(),
        verdict: if whole {
            checked.verdict
        } else {
            Verdict::Blocked
        },
    }
}
