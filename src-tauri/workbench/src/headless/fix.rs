//! Ready files for everything that can be made ready. Sources are only read; nothing that is
//! there is overwritten.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use fanfold_domain::check::check_post;
use fanfold_domain::draft::PostKind;
use fanfold_domain::media::MediaFacts;
use fanfold_domain::plan::{FitChoice, plan, target_shape};
use fanfold_domain::rules::Policy;
use fanfold_domain::shape::Shape;
use fanfold_domain::{Finding, Fix, Recipe, Verdict};
use fanfold_media::{Cancel, FixError, Rendered};
use rayon::prelude::*;
use serde::Serialize;

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

/// Makes the files ready, several at once. `on_done` hears how many are. Blocks.
///
/// # Errors
/// A folder that cannot be written. What is wrong with a file is in its item.
pub fn fix(
    files: &[PathBuf],
    options: &FixOptions,
    cancel: &Cancel,
    on_done: impl Fn(usize) + Sync,
) -> Result<FixReport> {
    let facts = probe_all(files);
    let kind = options.kind.unwrap_or_else(|| default_kind(&facts));
    let before = report(files, &facts, kind, &options.policy);
    std::fs::create_dir_all(&options.out).map_err(|error| cannot_write(&options.out, &error))?;
    let all: Vec<&MediaFacts> = facts.iter().collect();
    let target = target_shape(&all, options.shape, kind, &options.policy);
    let names = Names::default();
    let done = std::sync::atomic::AtomicUsize::new(0);
    let made: Vec<Result<Made>> = files
        .par_iter()
        .zip(&facts)
        .map(|(path, facts)| {
            let recipe =
                plan(facts, kind, &options.policy, target, options.choice).map(|recipe| Recipe {
                    background: options.background,
                    ..recipe
                });
            let made = make(path, facts, recipe, &options.out, &names, cancel);
            on_done(done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1);
            made
        })
        .collect();
    let made: Vec<Made> = made.into_iter().collect::<Result<_>>()?;
    Ok(FixReport {
        r#as: kind,
        verdict: verdict(&made, kind, options),
        items: items(before, made, kind, options),
    })
}

/// One file's result: what was written and what it is, or why not.
struct Made {
    output: Option<(PathBuf, MediaFacts)>,
    actions: Vec<Fix>,
    /// What decoding found that the header hid.
    worse: Option<MediaFacts>,
}

fn make(
    path: &Path,
    facts: &MediaFacts,
    recipe: Option<Recipe>,
    out: &Path,
    names: &Names,
    cancel: &Cancel,
) -> Result<Made> {
    let nothing = Made {
        output: None,
        actions: Vec::new(),
        worse: None,
    };
    let Some(recipe) = recipe else {
        return Ok(nothing);
    };
    match fanfold_media::render(path, facts, &recipe, cancel) {
        Ok(Rendered { bytes, facts }) => {
            let output = names.write(out, path, &bytes)?;
            Ok(Made {
                output: Some((output, facts)),
                actions: recipe.actions,
                worse: None,
            })
        }
        Err(FixError::Unusable(why)) => {
            let worse = MediaFacts {
                unreadable: Some(why),
                ..facts.clone()
            };
            Ok(Made {
                worse: Some(worse),
                ..nothing
            })
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
            let findings = match (&after, &made.worse) {
                (Some(after), _) => after.findings.clone(),
                (None, Some(worse)) => {
                    fanfold_domain::check::check_item(worse, kind, &options.policy)
                }
                (None, None) => before.findings.clone(),
            };
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

fn verdict(made: &[Made], kind: PostKind, options: &FixOptions) -> Verdict {
    if made.iter().any(|made| made.output.is_none()) {
        return Verdict::Blocked;
    }
    let after: Vec<&MediaFacts> = made
        .iter()
        .filter_map(|made| made.output.as_ref().map(|(_, facts)| facts))
        .collect();
    check_post(&after, kind, &options.policy).verdict
}

fn cannot_write(path: &Path, error: &std::io::Error) -> WorkbenchError {
    let why = match error.kind() {
        std::io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            "it may not be written to".to_owned()
        }
        _ => error.to_string(),
    };
    WorkbenchError::Output {
        path: path.display().to_string(),
        why,
    }
}

/// File names given out in this run, so that two sources of one name do not meet.
#[derive(Default)]
struct Names(Mutex<HashSet<PathBuf>>);

impl Names {
    /// Writes `bytes` as `NAME.jpg`, or `NAME-2.jpg` and so on where that name is taken. The file
    /// appears whole or not at all.
    fn write(&self, out: &Path, source: &Path, bytes: &[u8]) -> Result<PathBuf> {
        let stem = source
            .file_stem()
            .map_or_else(|| "picture".into(), |stem| stem.to_string_lossy());
        let mut file =
            tempfile::NamedTempFile::new_in(out).map_err(|error| cannot_write(out, &error))?;
        file.write_all(bytes)
            .and_then(|()| file.as_file().sync_all())
            .map_err(|error| cannot_write(out, &error))?;
        for number in 1_u32.. {
            let name = if number == 1 {
                format!("{stem}.jpg")
            } else {
                format!("{stem}-{number}.jpg")
            };
            let path = out.join(name);
            let free = self
                .0
                .lock()
                .is_ok_and(|mut names| names.insert(path.clone()));
            if !free {
                continue;
            }
            match file.persist_noclobber(&path) {
                Ok(_) => return Ok(path),
                Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                    file = error.file;
                }
                Err(error) => return Err(cannot_write(&path, &error.error)),
            }
        }
        Err(WorkbenchError::Internal("no free file name".into()))
    }
}
