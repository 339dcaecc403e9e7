//! A recipe carried out on a clip: copied if that is enough, converted if not, and judged before it
//! counts.

use std::fs::{self, File, Metadata};
use std::path::Path;
use std::time::Duration;

use fanfold_domain::Severity;
use fanfold_domain::check::check_item;
use fanfold_domain::clip::{ClipRecipe, Pictures, Sound};
use fanfold_domain::media::{MediaFacts, Unreadable};
use tempfile::TempPath;

use super::arguments::{self, Encoding};
use super::encoder::Encoder;
use super::error::{ClipError, ToolError};
use super::find::Ffmpeg;
use super::running::{ClipProgress, Ended, Run};
use crate::cancel::Cancel;
use crate::error::LibraryError;
use crate::probe::{self, probe};

/// Half-made clips are called so, to be known again after a crash.
const PREFIX: &str = ".fanfold-clip-";

/// A half-made clip that nobody wrote to for this long belongs to nobody.
const STALE: Duration = Duration::from_hours(1);

/// A result this much shorter than planned lacks a part of the clip.
const MISSING_SECONDS: f64 = 1.0;
const MISSING_SHARE: f64 = 0.03;

/// A clip that follows the rules. The file is gone again unless it is given a name.
#[derive(Debug)]
pub struct MadeClip {
    file: TempPath,
    /// What the probe says of it.
    pub facts: MediaFacts,
    /// What was really done: the recipe, or its conversion where a copy was not enough.
    pub recipe: ClipRecipe,
}

impl MadeClip {
    /// Where it lies until it has its name.
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// Gives it the name `path`, on the same disk, unless there is a file of that name: then
    /// `Err(self)`. It appears whole.
    ///
    /// # Errors
    /// A disk that does not take the name, inside the answer.
    pub fn keep_as(mut self, path: &Path) -> Result<Result<(), Self>, LibraryError> {
        match self.file.persist_noclobber(path) {
            Ok(()) => Ok(Ok(())),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                self.file = error.path;
                Ok(Err(self))
            }
            Err(error) => Err(LibraryError::write(path, error.error)),
        }
    }

    /// Gives it the name `path`, in place of whatever has that name.
    pub(crate) fn replace(self, path: &Path) -> Result<MediaFacts, LibraryError> {
        let failed = |error| LibraryError::write(path, error);
        fs::create_dir_all(path.parent().unwrap_or(path)).map_err(failed)?;
        self.file
            .persist(path)
            .map_err(|error| failed(error.error))?;
        Ok(self.facts)
    }
}

/// Removes half-made clips that a crash left in `folder`. Those of a run under way stay.
pub fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let age = entry
            .metadata()
            .and_then(|meta| meta.modified())
            .ok()
            .and_then(|time| time.elapsed().ok());
        if ours
            && age.is_some_and(|age| age > STALE)
            && let Err(error) = fs::remove_file(entry.path())
        {
            tracing::warn!(%error, "a half-made clip stays");
        }
    }
}

impl Ffmpeg {
    /// Carries out `recipe` on the clip at `source`, which `facts` are of. The result lies in
    /// `folder`. The source is only read. Blocks; a copy takes a second for 100 MB, a conversion
    /// about as long as the clip plays.
    ///
    /// # Errors
    /// Nothing is left behind; see [`ClipError`].
    pub fn make(
        &self,
        source: &Path,
        facts: &MediaFacts,
        recipe: &ClipRecipe,
        folder: &Path,
        cancel: &Cancel,
        on_progress: &dyn Fn(ClipProgress),
    ) -> Result<MadeClip, ClipError> {
        let job = Job {
            ffmpeg: self,
            source,
            facts,
            folder,
            cancel,
            on_progress,
            before: state(source)?,
        };
        if job.before.len() != facts.bytes {
            return Err(ClipError::Changed);
        }
        if recipe.pictures == Pictures::Encode || matches!(recipe.sound, Sound::Encode { .. }) {
            self.examine()?;
        }
        if recipe.pictures == Pictures::Copy {
            match job.attempt(recipe, None) {
                Err(error) if error.may_go_otherwise() => {
                    tracing::info!(%error, "a copy is not enough; the clip is converted");
                }
                other => return other,
            }
        }
        job.convert(&recipe.converted())
    }
}

struct Job<'a> {
    ffmpeg: &'a Ffmpeg,
    source: &'a Path,
    facts: &'a MediaFacts,
    folder: &'a Path,
    cancel: &'a Cancel,
    on_progress: &'a dyn Fn(ClipProgress),
    before: Metadata,
}

impl Job<'_> {
    fn convert(&self, recipe: &ClipRecipe) -> Result<MadeClip, ClipError> {
        self.ffmpeg.examine()?;
        let first = self.ffmpeg.encoder().ok_or(ToolError::Unfit {
            why: "its encoders for H.264 do not work",
        })?;
        let error = match self.convert_with(first, recipe) {
            Err(error) if error.may_go_otherwise() => error,
            other => return other,
        };
        // Graphics cards refuse sizes and rates that software takes.
        match self.ffmpeg.software_encoder() {
            Some(second) if second != first => {
                tracing::info!(%error, "the hardware's encoder failed; software takes over");
                self.convert_with(second, recipe)
            }
            _ => Err(error),
        }
    }

    /// First for quality; when that is too large, for bytes.
    fn convert_with(&self, encoder: Encoder, recipe: &ClipRecipe) -> Result<MadeClip, ClipError> {
        let inside = self.ffmpeg.inside(self.source, self.facts, self.cancel)?;
        let mut encoding = Encoding {
            encoder,
            fitting: false,
            inside: &inside,
            maps_tones: inside.hdr && self.ffmpeg.maps_tones(),
        };
        match self.attempt(recipe, Some(encoding)) {
            Err(ClipError::BadOutput(why)) if why == TOO_LARGE => {
                encoding.fitting = true;
                self.attempt(recipe, Some(encoding))
            }
            other => other,
        }
    }

    fn attempt(
        &self,
        recipe: &ClipRecipe,
        encoding: Option<Encoding<'_>>,
    ) -> Result<MadeClip, ClipError> {
        let out = begin(self.folder)?;
        let copied = encoding.is_none();
        let run = Run {
            arguments: arguments::clip(self.source, self.facts, recipe, encoding, &out),
            source: self.source,
            out: &out,
            seconds: recipe.seconds,
            max_bytes: Some(recipe.max_bytes),
        };
        let ended = self.ffmpeg.run(&run, self.cancel, self.on_progress);
        if !same(&self.before, &state(self.source)?) {
            return Err(ClipError::Changed);
        }
        if ended? == Ended::TooLarge {
            return Err(ClipError::BadOutput(TOO_LARGE.to_owned()));
        }
        finished(out, recipe, copied)
    }
}

/// A file to make a clip in.
pub(super) fn begin(folder: &Path) -> Result<TempPath, ClipError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(".part");
    // A finished clip is an ordinary file: who may read it is the folder's and the system's say.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder);
    // Closed: ffmpeg opens it by name, which one system allows to one program only.
    let file = file.map_err(|error| LibraryError::write(folder, error))?;
    Ok(file.into_temp_path())
}

/// The clip in `out`, once it is judged and the disk has it.
pub(super) fn finished(
    out: TempPath,
    recipe: &ClipRecipe,
    copied: bool,
) -> Result<MadeClip, ClipError> {
    let facts = probe(&out);
    judge(&facts, recipe, copied)?;
    File::options()
        .append(true)
        .open(&out)
        .and_then(|file| file.sync_all())
        .map_err(|error| LibraryError::write(&*out, error))?;
    Ok(MadeClip {
        file: out,
        facts,
        recipe: recipe.clone(),
    })
}

const TOO_LARGE: &str = "it is too large";

/// The same judge that `check` asks, and a look at whether anything is missing.
fn judge(facts: &MediaFacts, recipe: &ClipRecipe, copied: bool) -> Result<(), ClipError> {
    let bad = |why: String| Err(ClipError::BadOutput(why));
    if let Some(why) = facts.unreadable {
        return bad(format!("{why:?}").to_lowercase());
    }
    if facts.bytes > recipe.max_bytes {
        return bad(TOO_LARGE.to_owned());
    }
    let findings = check_item(facts, recipe.kind, &recipe.policy);
    if let Some(error) = findings.iter().find(|one| one.severity == Severity::Error) {
        return bad(error.title.clone());
    }
    let video = facts.video.as_ref();
    let length = video.and_then(|video| video.duration);
    if let (Some(wanted), Some(length)) = (recipe.seconds, length)
        && !recipe.edited
        && length < wanted - (wanted * MISSING_SHARE).max(MISSING_SECONDS)
    {
        // A copy may stumble over what a conversion mends; a conversion lacks what is not there.
        if copied {
            return bad(format!("{length:.1} of {wanted:.1} seconds"));
        }
        return Err(ClipError::Unusable(Unreadable::Truncated));
    }
    Ok(())
}

pub(super) fn state(path: &Path) -> Result<Metadata, ClipError> {
    let meta = fs::metadata(path);
    meta.map_err(|error| ClipError::Unusable(probe::why(&error)))
}

pub(super) fn same(before: &Metadata, after: &Metadata) -> bool {
    let time = |meta: &Metadata| meta.modified().ok();
    before.len() == after.len() && time(before) == time(after)
}
