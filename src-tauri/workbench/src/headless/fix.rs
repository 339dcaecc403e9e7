//! Ready files for everything that can be made ready. Sources are only read; nothing that is
//! there is overwritten.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use fanfold_domain::check::check_post;
use fanfold_domain::draft::PostKind;
use fanfold_domain::media::{MediaFacts, MediaKind};
use fanfold_domain::plan::{FitChoice, plan, target_shape};
use fanfold_domain::rules::Policy;
use fanfold_domain::shape::Shape;
use fanfold_domain::{Finding, Fix, Recipe, Verdict};
use fanfold_media::{Cancel, FixError, Rendered};
use rayon::prelude::*;
use serde::Serialize;

use super::clips::{ClipStep, Clips, MadeOf, allow};
use super::names::{Nameless, Names, cannot_write};
use super::{Item, default_kind, probe_all, report};
use crate::error::{Result, WorkbenchError};

/// What `fix` was asked for.
#[derive(Debug, Clone)]
pub struct FixOptions {
    pub kind: Option<PostKind>,
    pub policy: Policy,
    pub shape: Shape,
    pub choice: FitChoice,
    /// What transparent parts are laid on, sRGB.
    pub background: [u8; 3],
    pub out: PathBuf,
    /// Where a clip that is too long begins, in seconds.
    pub start: f64,
    /// The ffmpeg that a person chose; `None` looks for one.
    pub ffmpeg: Option<PathBuf>,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FixProgress {
    /// Files that are done, made ready or not.
    pub done: usize,
    pub clip: Option<ClipStep>,
}

/// What became of one file.
#[derive(Debug, Clone, Serialize)]
pub struct FixItem {
    pub source: String,
    pub output: Option<String>,
    pub actions: Vec<Fix>,
    pub before: Item,
    pub after: Option<Item>,
    pub findings: Vec<Finding>,
}

/// What `fix` prints.
#[derive(Debug, Clone, Serialize)]
pub struct FixReport {
    pub r#as: PostKind,
    pub verdict: Verdict,
    pub items: Vec<FixItem>,
}

/// Makes the files ready: pictures several at once, beside one clip after the other. Blocks.
///
/// # Errors
/// A folder that cannot be written, a shape that Instagram does not take. What is wrong with a file
/// is in its item.
pub fn fix(
    files: &[PathBuf],
    options: &FixOptions,
    cancel: &Cancel,
    on_progress: impl Fn(FixProgress) + Sync,
) -> Result<FixReport> {
    let facts = probe_all(files);
    let kind = options
        .kind
        .unwrap_or_else(|| default_kind(facts.len(), facts.first()));
    allow(options.shape, &facts, kind, &options.policy)?;
    let before = report(files, &facts, kind, &options.policy);
    std::fs::create_dir_all(&options.out).map_err(|error| cannot_write(&options.out, &error))?;
    let all: Vec<&MediaFacts> = facts.iter().collect();
    let run = Run {
        target: target_shape(&all, options.shape, kind, &options.policy),
        names: Names::default(),
        done: AtomicUsize::new(0),
        kind,
        options,
        cancel,
        on_progress: &on_progress,
    };
    let made = run.make_all(files, &facts);
    let made: Vec<Made> = made.into_iter().collect::<Result<_>>()?;
    Ok(FixReport {
        r#as: kind,
        verdict: verdict(&before, &made, kind, options),
        items: items(before, made, kind, options),
    })
}

/// What all files of one call share.
struct Run<'a> {
    target: Option<f64>,
    names: Names,
    done: AtomicUsize,
    kind: PostKind,
    options: &'a FixOptions,
    cancel: &'a Cancel,
    on_progress: &'a (dyn Fn(FixProgress) + Sync),
}

impl Run<'_> {
    fn make_all(&self, files: &[PathBuf], facts: &[MediaFacts]) -> Vec<Result<Made>> {
        let slots: Vec<OnceLock<Result<Made>>> = files.iter().map(|_| OnceLock::new()).collect();
        let jobs: Vec<_> = files.iter().zip(facts).zip(&slots).enumerate().collect();
        let (clips, pictures): (Vec<_>, Vec<_>) = jobs
            .into_iter()
            .partition(|(_, ((_, facts), _))| is_clip(facts));
        let mut pictures = pictures;
        pictures.sort_by_key(|(_, ((_, facts), _))| std::cmp::Reverse(effort(facts)));
        std::thread::scope(|scope| {
            if !clips.is_empty() {
                scope.spawn(|| {
                    let shop = Clips::new(self.options, self.kind, self.target);
                    for (place, ((path, facts), slot)) in clips {
                        // Each place is filled once.
                        let _ = slot.set(self.clip(&shop, place, path, facts));
                        self.one_done();
                    }
                });
            }
            // Waiting for the disk is no work: it has a thread of its own, and no core waits.
            let (finish, finished) = std::sync::mpsc::channel();
            scope.spawn(move || {
                for (path, drawn, slot) in finished {
                    let slot: &OnceLock<Result<Made>> = slot;
                    let _ = slot.set(self.finish(path, drawn));
                    self.one_done();
                }
            });
            let next = pictures.into_iter().par_bridge();
            next.for_each_with(finish, |finish, (_, ((path, facts), slot))| {
                // The other end is there until the last picture is drawn.
                let _ = finish.send((path, self.draw(path, facts), slot));
            });
        });
        let lost = || Err(WorkbenchError::Internal("a file was left out".into()));
        slots
            .into_iter()
            .map(|slot| slot.into_inner().unwrap_or_else(lost))
            .collect()
    }

    fn one_done(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        (self.on_progress)(FixProgress { done, clip: None });
    }

    fn finish(&self, path: &Path, drawn: Result<Drawn>) -> Result<Made> {
        match drawn? {
            Drawn::Not(made) => Ok(*made),
            Drawn::Ready(file, facts, actions) => {
                let output = self.names.name(&self.options.out, path, file)?;
                Ok(Made {
                    output: Some((output, *facts)),
                    actions,
                    ..Made::default()
                })
            }
        }
    }

    fn draw(&self, path: &Path, facts: &MediaFacts) -> Result<Drawn> {
        let FixOptions {
            policy,
            choice,
            background,
            out,
            ..
        } = self.options;
        let recipe = plan(facts, self.kind, policy, self.target, *choice).map(|recipe| Recipe {
            background: *background,
            ..recipe
        });
        draw(path, facts, recipe, out, self.cancel)
    }

    fn clip(
        &self,
        shop: &Clips<'_>,
        place: usize,
        path: &Path,
        facts: &MediaFacts,
    ) -> Result<Made> {
        let tell = |progress: fanfold_media::ClipProgress| {
            (self.on_progress)(FixProgress {
                done: self.done.load(Ordering::Relaxed),
                clip: Some(ClipStep {
                    place,
                    share: progress.share,
                    seconds_left: progress.seconds_left,
                }),
            });
        };
        if self.cancel.is_cancelled() {
            return Err(WorkbenchError::NotNow("Stopped.".into()));
        }
        Ok(match shop.make(path, facts, self.cancel, &tell)? {
            MadeOf::Clip(clip) => {
                let (facts, actions) = (clip.facts.clone(), clip.recipe.actions.clone());
                let path = self.names.keep(&self.options.out, path, *clip)?;
                Made {
                    output: Some((path, facts)),
                    actions,
                    ..Made::default()
                }
            }
            MadeOf::Nothing(said) => Made {
                said,
                ..Made::default()
            },
            MadeOf::Worse(why) => Made {
                worse: Some(MediaFacts {
                    unreadable: Some(why),
                    ..facts.clone()
                }),
                ..Made::default()
            },
        })
    }
}

/// How long a picture takes beside others, to begin with the longest: nothing that is left for the
/// end keeps one core busy alone. What a byte takes, as measured with 12 megapixels each.
fn effort(facts: &MediaFacts) -> u64 {
    let each = match facts.format.as_str() {
        "jpeg" | "mpo" => 4,
        "webp" => 12,
        "heic" | "avif" => 24,
        _ => 1,
    };
    facts.bytes.saturating_mul(each)
}

fn is_clip(facts: &MediaFacts) -> bool {
    facts.kind == MediaKind::Video && facts.unreadable.is_none()
}

/// One file's result: what was written and what it is, or why not.
#[derive(Default)]
struct Made {
    output: Option<(PathBuf, MediaFacts)>,
    actions: Vec<Fix>,
    /// What decoding found that the header hid.
    worse: Option<MediaFacts>,
    /// Why a clip stays as it is.
    said: Option<Finding>,
}

/// A picture on its way.
enum Drawn {
    /// Written, without a name; what it is and what was done.
    Ready(Nameless, Box<MediaFacts>, Vec<Fix>),
    Not(Box<Made>),
}

fn draw(
    path: &Path,
    facts: &MediaFacts,
    recipe: Option<Recipe>,
    out: &Path,
    cancel: &Cancel,
) -> Result<Drawn> {
    let Some(recipe) = recipe else {
        return Ok(Drawn::Not(Box::default()));
    };
    match fanfold_media::render(path, facts, &recipe, cancel) {
        Ok(Rendered { bytes, facts }) => {
            let file = Nameless::written(out, &bytes)?;
            Ok(Drawn::Ready(file, Box::new(facts), recipe.actions))
        }
        Err(FixError::Unusable(why)) => {
            let worse = MediaFacts {
                unreadable: Some(why),
                ..facts.clone()
            };
            Ok(Drawn::Not(Box::new(Made {
                worse: Some(worse),
                ..Made::default()
            })))
        }
        Err(FixError::Changed) => Err(WorkbenchError::NotNow(format!(
            "{} was changed by another program while Fanfold read it. Try again.",
            path.display()
        ))),
        Err(FixError::Cancelled) => Err(WorkbenchError::NotNow("Stopped.".into())),
        Err(FixError::Library(error)) => Err(error.into()),
        Err(error) => Err(WorkbenchError::Internal(format!(
            "{}: {error}",
            path.display()
        ))),
    }
}

fn items(
    before: super::CheckReport,
    made: Vec<Made>,
    kind: PostKind,
    options: &FixOptions,
) -> Vec<FixItem> {
    // Slides are judged beside each other, so that "another shape" is seen after the fix too.
    let after: Vec<MediaFacts> = made
        .iter()
        .filter_map(|made| made.output.as_ref().map(|(_, facts)| facts.clone()))
        .collect();
    let after: Vec<&MediaFacts> = after.iter().collect();
    let mut judged = check_post(&after, kind, &options.policy).items.into_iter();
    before
        .items
        .into_iter()
        .zip(made)
        .map(|(before, made)| {
            let after = made
                .output
                .as_ref()
                .map(|(path, facts)| Item::new(path, facts, judged.next().unwrap_or_default()));
            let mut findings = match (&after, &made.worse) {
                (Some(after), _) => after.findings.clone(),
                (None, Some(worse)) => {
                    fanfold_domain::check::check_item(worse, kind, &options.policy)
                }
                (None, None) => before.findings.clone(),
            };
            findings.extend(made.said);
            findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
            FixItem {
                source: before.path.clone(),
                output: after.as_ref().map(|after| after.path.clone()),
                actions: made.actions,
                before,
                after,
                findings,
            }
        })
        .collect()
}

fn verdict(
    before: &super::CheckReport,
    made: &[Made],
    kind: PostKind,
    options: &FixOptions,
) -> Verdict {
    let left = before.items.iter().zip(made);
    let left = left.filter(|(_, made)| made.output.is_none());
    // A clip that only lacks the program to mend it with can still be mended.
    let lacking = |made: &Made| {
        let said = made.said.as_ref();
        said.is_some_and(|said| Verdict::of([said]) == Verdict::Ready)
    };
    let worst = left.map(|(item, made)| {
        if lacking(made) && item.verdict != Verdict::Blocked {
            Verdict::Fixable
        } else {
            Verdict::Blocked
        }
    });
    if let Some(worst) = worst.max() {
        return worst;
    }
    let after: Vec<&MediaFacts> = made
        .iter()
        .filter_map(|made| made.output.as_ref().map(|(_, facts)| facts))
        .collect();
    check_post(&after, kind, &options.policy).verdict
}
