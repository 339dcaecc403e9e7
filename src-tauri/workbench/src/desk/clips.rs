//! Clips on the desk: which ffmpeg makes them ready, what is done to each, and doing it, one after
//! the other beside the pictures.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use fanfold_domain::clip::{
    ClipChoice, ClipRecipe, ToolTrouble, clip_target, is_closed, length_ms, nearest_frame,
    plan_clip,
};
use fanfold_domain::draft::{Draft, PostKind, Slide};
use fanfold_domain::media::{MediaFacts, MediaKind};
use fanfold_domain::plan::FitChoice;
use fanfold_domain::rules::Policy;
use fanfold_domain::say;
use fanfold_domain::shape::Shape;
use fanfold_domain::speech::retold;
use fanfold_media::{Cancel, ClipError, ClipProgress, Ffmpeg, Output, ToolError};

use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::look::kind_of;
use crate::view::ClipToolView;

const SETTING: &str = "ffmpeg_path";

/// For people who start Fanfold from a terminal, and for tests.
const ENVIRONMENT: &str = "FANFOLD_FFMPEG";

/// Longest side of a clip's frame: half a window's height, since it is shown as the cover too.
const FRAME: u32 = 800;

static ONE_FRAME: Mutex<()> = Mutex::new(());

/// The ffmpeg in use.
#[derive(Debug)]
pub(crate) struct ClipTool {
    chosen: RwLock<Option<PathBuf>>,
    /// Said by [`ENVIRONMENT`]; a person's choice in Settings comes first.
    environment: Option<PathBuf>,
    found: RwLock<Option<Arc<Ffmpeg>>>,
}

impl Default for ClipTool {
    fn default() -> Self {
        Self::told_by(std::env::var_os(ENVIRONMENT).map(PathBuf::from))
    }
}

impl ClipTool {
    fn told_by(environment: Option<PathBuf>) -> Self {
        Self {
            chosen: RwLock::default(),
            environment,
            found: RwLock::default(),
        }
    }

    fn chosen(&self) -> Option<PathBuf> {
        let chosen = self.chosen.read().unwrap_or_else(PoisonError::into_inner);
        chosen.clone().or_else(|| self.environment.clone())
    }

    /// Chosen in Settings, where it can be taken back.
    fn is_chosen(&self) -> bool {
        let chosen = self.chosen.read().unwrap_or_else(PoisonError::into_inner);
        chosen.is_some()
    }

    /// `line` with who said so, where Settings cannot change it.
    fn told(&self, line: &str) -> String {
        if self.environment.is_some() && !self.is_chosen() {
            say!("{line} (set by {name})", line, name = ENVIRONMENT)
        } else {
            line.to_owned()
        }
    }

    fn choose(&self, path: Option<PathBuf>) {
        *self.chosen.write().unwrap_or_else(PoisonError::into_inner) = path;
        *self.found.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Blocks while a program is asked who it is; the answer is kept.
    fn get(&self) -> std::result::Result<Arc<Ffmpeg>, ToolError> {
        let known = self.found.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.as_ref() {
            return Ok(Arc::clone(found));
        }
        drop(known);
        let found = Arc::new(Ffmpeg::find(self.chosen().as_deref())?);
        let kept = Arc::clone(&found);
        *self.found.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(found)
    }
}

/// A clip and what it is to become.
pub(crate) struct ClipJob {
    pub(super) slide: String,
    media: String,
    facts: MediaFacts,
    plan: ClipPlan,
}

/// What a recipe depends on beside the clip.
#[derive(Clone)]
struct ClipPlan {
    kind: PostKind,
    policy: Policy,
    shape: Shape,
    /// Of all slides.
    target: Option<f64>,
    fit: FitChoice,
}

impl ClipPlan {
    fn recipe(&self, facts: &MediaFacts) -> Option<ClipRecipe> {
        let Self { kind, policy, .. } = self;
        let target = clip_target(facts, self.shape, *kind, policy, self.target);
        let choice = ClipChoice {
            fit: self.fit,
            start: 0.0,
        };
        plan_clip(facts, *kind, policy, target, choice)
    }
}

/// What came of a job; no recipe where nothing can be done.
pub(super) type ClipResult = std::result::Result<Option<ClipRecipe>, ClipError>;

impl Workbench {
    /// Remembers which ffmpeg was chosen and whether there is one at all.
    pub(crate) async fn recall_clip_tool(&self) -> Result<()> {
        let path: Option<Option<PathBuf>> = self.store.setting(SETTING).await?;
        self.clip_tool.choose(path.flatten());
        self.look_for_ffmpeg();
        Ok(())
    }

    /// Whether one is there, by a look at the disk: somebody may have installed it meanwhile.
    pub(super) fn look_for_ffmpeg(&self) {
        let there = Ffmpeg::is_there(self.clip_tool.chosen().as_deref());
        if !there {
            self.shelf.know_clip_trouble(Some(ToolTrouble::Missing));
        } else if self.shelf.clip_trouble() == Some(ToolTrouble::Missing) {
            self.shelf.know_clip_trouble(None);
        }
    }

    /// The ffmpeg for clips. Blocks for a tenth of a second the first time.
    pub(crate) fn ffmpeg(&self) -> std::result::Result<Arc<Ffmpeg>, ToolError> {
        let found = self.clip_tool.get();
        let trouble = found.as_ref().err().map(ToolError::trouble);
        self.shelf.know_clip_trouble(trouble);
        found
    }

    /// What makes clips ready on this machine.
    pub async fn clip_tool(self: &Arc<Self>) -> Result<ClipToolView> {
        let bench = Arc::clone(self);
        let look = move || match bench.ffmpeg().and_then(|own| own.examine().map(|()| own)) {
            Ok(own) => ClipToolView {
                ready: true,
                line: bench.clip_tool.told(&format!("ffmpeg {}", own.version())),
                chosen: bench.clip_tool.is_chosen(),
            },
            Err(error) => ClipToolView {
                ready: false,
                line: bench.clip_tool.told(&retold(&error.to_string())),
                chosen: bench.clip_tool.is_chosen(),
            },
        };
        tokio::task::spawn_blocking(look)
            .await
            .map_err(|error| WorkbenchError::internal(&error))
    }

    /// Takes another ffmpeg, chosen in the system's own dialog: no path comes from the window.
    /// `None` goes back to the machine's.
    ///
    /// # Errors
    /// A program that cannot be used, with the reason; the one in use stays.
    pub async fn choose_ffmpeg(self: &Arc<Self>, path: Option<PathBuf>) -> Result<ClipToolView> {
        if let Some(path) = path.clone() {
            let examine = move || Ffmpeg::at(&path).and_then(|own| own.examine());
            let examined = tokio::task::spawn_blocking(examine)
                .await
                .map_err(|error| WorkbenchError::internal(&error))?;
            examined.map_err(|error| WorkbenchError::NotNow(error.to_string()))?;
        }
        self.store.set_setting(SETTING, &path).await?;
        self.clip_tool.choose(path);
        let view = self.clip_tool().await?;
        for id in self.desk.ids() {
            self.desk.with(&id, super::OpenDraft::seen)?;
            self.say_draft(&id);
        }
        Ok(view)
    }

    /// What a fix does to a clip; `None` for a picture, and where no ffmpeg is: the finding on the
    /// slide says so.
    pub(super) fn clip_job(
        &self,
        doc: &Draft,
        slide: &Slide,
        target: Option<f64>,
        choice: Option<FitChoice>,
    ) -> Option<ClipJob> {
        let facts = self.shelf.facts(slide);
        let usable = facts.kind == MediaKind::Video && facts.unreadable.is_none();
        let missing = self.shelf.clip_trouble() == Some(ToolTrouble::Missing);
        (usable && !missing).then(|| ClipJob {
            slide: slide.id.clone(),
            media: slide.media.clone(),
            facts,
            plan: self.clip_plan(doc, target, choice),
        })
    }

    /// The recipe of a clip that was made ready before, for another shape of the slides.
    pub(super) fn clip_reshaped(
        &self,
        doc: &Draft,
        slide: &Slide,
        target: Option<f64>,
    ) -> Option<ClipRecipe> {
        slide.clip.as_ref()?;
        let recipe = self
            .clip_plan(doc, target, None)
            .recipe(&self.shelf.facts(slide));
        recipe.or_else(|| slide.clip.clone())
    }

    fn clip_plan(&self, doc: &Draft, target: Option<f64>, choice: Option<FitChoice>) -> ClipPlan {
        ClipPlan {
            kind: kind_of(doc, &self.shelf),
            policy: self.policy(),
            shape: Shape::parse(&doc.shape).unwrap_or(Shape::Auto),
            target,
            fit: choice.unwrap_or_default(),
        }
    }

    /// Makes the clips, in order. `done` counts them with the pictures made meanwhile.
    pub(super) fn render_clips(
        self: &Arc<Self>,
        id: &str,
        jobs: &[ClipJob],
        done: &AtomicU32,
        cancel: &Cancel,
    ) -> Vec<ClipResult> {
        jobs.iter()
            .map(|job| {
                if cancel.is_cancelled() {
                    return Err(ClipError::Cancelled);
                }
                let made = self.render_clip(id, job, cancel);
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                self.tell_progress(id, done, None);
                made
            })
            .collect()
    }

    fn render_clip(self: &Arc<Self>, id: &str, job: &ClipJob, cancel: &Cancel) -> ClipResult {
        let ffmpeg = self.ffmpeg()?;
        let mut facts = job.facts.clone();
        if is_closed(&facts) {
            let source = self.library.original(&job.media)?;
            facts = ffmpeg.look(&source, &facts, cancel)?;
            self.shelf.know(&job.media, facts.clone());
        }
        let Some(recipe) = job.plan.recipe(&facts) else {
            return Ok(None);
        };
        let output = self.clip_file(id, &job.media, &facts, &recipe, &ffmpeg, cancel)?;
        self.shelf.know_output(&job.media, &recipe.key(), output);
        Ok(Some(recipe))
    }

    /// The file of a recipe, made now; the draft tells how far it is.
    pub(super) fn clip_file(
        self: &Arc<Self>,
        id: &str,
        media: &str,
        facts: &MediaFacts,
        recipe: &ClipRecipe,
        ffmpeg: &Ffmpeg,
        cancel: &Cancel,
    ) -> std::result::Result<Output, ClipError> {
        let tell = |progress: ClipProgress| self.tell_progress(id, 0, Some(progress));
        self.library
            .render_clip(media, facts, recipe, ffmpeg, cancel, &tell)
    }

    /// Shows how far a fix is; `done` never goes back.
    pub(super) fn tell_progress(self: &Arc<Self>, id: &str, done: u32, clip: Option<ClipProgress>) {
        let told = self.desk.with(id, |draft| {
            if let Some(fixing) = &mut draft.fixing {
                let progress = &mut fixing.progress;
                progress.done = done.max(progress.done);
                let percent = clip.map(|clip| (clip.share.clamp(0.0, 1.0) * 100.0) as u32);
                progress.percent = percent.unwrap_or(0);
                let left = clip.and_then(|clip| clip.seconds_left);
                let left = left.map(|seconds| seconds.ceil().clamp(0.0, 1e6) as u32);
                progress.seconds_left = left.unwrap_or(0);
                draft.seen();
            }
        });
        if told.is_ok() {
            self.say_draft_soon(id);
        }
    }

    /// The first picture of a clip, by its content; `None` where it cannot be had.
    pub(crate) fn clip_poster(&self, hash: &str, facts: &MediaFacts, side: u32) -> Option<PathBuf> {
        let ffmpeg = self.ffmpeg().ok()?;
        let made = self
            .library
            .clip_thumb(hash, facts, side, &ffmpeg, &Cancel::new());
        made.inspect_err(|error| tracing::warn!(%error, "no picture of a clip"))
            .ok()
    }

    /// A frame of a clip as a small picture, made now unless it is there already; one after the other,
    /// because a row of them is asked for at once.
    pub(crate) fn clip_frame(&self, hash: &str, at_ms: u32) -> Option<PathBuf> {
        let facts = self.shelf.original_facts(hash)?;
        if facts.kind != MediaKind::Video || facts.unreadable.is_some() {
            return None;
        }
        let at_ms = nearest_frame(at_ms, length_ms(&facts));
        let _turn = ONE_FRAME.lock().unwrap_or_else(PoisonError::into_inner);
        let ffmpeg = self.ffmpeg().ok()?;
        let none = Cancel::new();
        let made = self
            .library
            .clip_frame(hash, &facts, at_ms, FRAME, &ffmpeg, &none);
        made.inspect_err(|error| tracing::warn!(%error, "no frame of a clip"))
            .ok()
    }

    /// The first picture of a clip that is in no file of ours.
    pub(crate) fn first_picture(&self, clip: &[u8]) -> Option<Vec<u8>> {
        let ffmpeg = self.ffmpeg().ok()?;
        let made = ffmpeg.poster_of(clip, crate::desk::THUMB * 2, &Cancel::new());
        made.inspect_err(|error| tracing::warn!(%error, "no picture of a clip"))
            .ok()
    }

    /// The first picture of a clip that was made ready.
    pub(crate) fn output_poster(&self, output: &Output, side: u32) -> Option<Vec<u8>> {
        let ffmpeg = self.ffmpeg().ok()?;
        let none = Cancel::new();
        let made = ffmpeg.poster(&output.path, &output.facts, 0.0, side, &none);
        made.inspect_err(|error| tracing::warn!(%error, "no picture of a clip"))
            .ok()
    }
}

/// What a failed clip means for a person; `None` where the slide itself says it.
pub(super) fn clip_trouble(error: ClipError) -> Option<WorkbenchError> {
    match error {
        ClipError::Cancelled | ClipError::Unusable(_) => None,
        ClipError::Library(error) => Some(WorkbenchError::Library(error)),
        ClipError::Failed { detail } => {
            tracing::error!(detail, "ffmpeg failed");
            Some(WorkbenchError::NotNow(
                ClipError::Failed { detail }.to_string(),
            ))
        }
        other => Some(WorkbenchError::NotNow(other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_environment_says_is_used_and_not_called_a_choice() {
        let tool = ClipTool::told_by(Some("/opt/ffmpeg".into()));
        assert_eq!(tool.chosen(), Some("/opt/ffmpeg".into()));
        assert!(!tool.is_chosen());
        assert_eq!(
            tool.told("ffmpeg 7.1"),
            "ffmpeg 7.1 (set by FANFOLD_FFMPEG)"
        );
        tool.choose(Some("/home/ffmpeg".into()));
        assert_eq!(tool.chosen(), Some("/home/ffmpeg".into()));
        assert!(tool.is_chosen());
        assert_eq!(tool.told("ffmpeg 7.1"), "ffmpeg 7.1");
        tool.choose(None);
        assert_eq!(tool.chosen(), Some("/opt/ffmpeg".into()));
    }

    #[test]
    fn nothing_said_is_nothing_chosen() {
        let tool = ClipTool::told_by(None);
        assert!(tool.chosen().is_none() && !tool.is_chosen());
        assert_eq!(tool.told("ffmpeg 7.1"), "ffmpeg 7.1");
    }
}
