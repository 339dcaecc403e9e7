//! Clips in `check` and `fix`: what is missing to mend them, and the mending.

use std::cell::OnceCell;
use std::path::Path;
use std::sync::OnceLock;

use fanfold_domain::Finding;
use fanfold_domain::clip::{
    ClipChoice, ClipRecipe, Platform, ToolTrouble, clip_range, clip_target, failed_finding,
    is_closed, needs_tool, plan_clip, tool_finding,
};
use fanfold_domain::draft::PostKind;
use fanfold_domain::media::{MediaFacts, MediaKind, Unreadable};
use fanfold_domain::rules::Policy;
use fanfold_domain::shape::{Shape, ratio_label};
use fanfold_media::{Cancel, ClipError, ClipProgress, Ffmpeg, MadeClip, ToolError};

use super::FixOptions;
use crate::error::{Result, WorkbenchError};

/// The clip that is being made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClipStep {
    /// Its place among the files, from 0.
    pub place: usize,
    /// 0–1.
    pub share: f64,
    /// Seconds of waiting left, once known.
    pub seconds_left: Option<f64>,
}

/// Says of clips that a fix would mend what is missing to mend them.
pub(super) struct Tool<'a> {
    kind: PostKind,
    policy: &'a Policy,
    chosen: Option<&'a Path>,
    /// Looked for when a clip first needs it.
    there: OnceLock<bool>,
}

impl<'a> Tool<'a> {
    pub(super) fn new(kind: PostKind, policy: &'a Policy, chosen: Option<&'a Path>) -> Self {
        Self {
            kind,
            policy,
            chosen,
            there: OnceLock::new(),
        }
    }

    pub(super) fn tell_when_missing(&self, facts: &MediaFacts, item: &mut super::Item) {
        let there = || *self.there.get_or_init(|| Ffmpeg::is_there(self.chosen));
        let is_clip = item.kind == MediaKind::Video;
        if !is_clip || !needs_tool(facts, &item.findings) || there() {
            return;
        }
        let (trouble, here) = (ToolTrouble::Missing, Platform::here());
        let missing = tool_finding(&item.findings, trouble, here, self.kind, self.policy);
        item.findings.extend(missing);
    }
}

/// What a shape asked for by name may be, for the files at hand.
///
/// # Errors
/// The range, in words, when `shape` is outside.
pub(super) fn allow(
    shape: Shape,
    facts: &[MediaFacts],
    kind: PostKind,
    policy: &Policy,
) -> Result<()> {
    const SLACK: f64 = 0.005;
    let Shape::Ratio(ratio) = shape else {
        return Ok(());
    };
    let pictures = facts.iter().any(|facts| facts.kind != MediaKind::Video);
    let (min, max) = if pictures || kind == PostKind::Carousel {
        fanfold_domain::plan::allowed_range(kind, policy)
    } else {
        clip_range(kind, policy)
    };
    if (min - SLACK..=max + SLACK).contains(&ratio) {
        return Ok(());
    }
    Err(WorkbenchError::Usage {
        message: format!(
            "Instagram takes {} to {} here, and {} is outside.",
            ratio_label(min),
            ratio_label(max),
            ratio_label(ratio)
        ),
    })
}

/// What became of a clip.
pub(super) enum MadeOf {
    Clip(Box<MadeClip>),
    /// It stays as it is, and these say why, beside what is known.
    Nothing(Option<Finding>),
    /// Nobody can play it.
    Worse(Unreadable),
}

/// Makes clips ready, one after the other: each conversion takes all cores by itself.
pub(super) struct Clips<'a> {
    options: &'a FixOptions,
    kind: PostKind,
    /// The shape of all slides of a carousel.
    target: Option<f64>,
    /// Looked for when a clip first needs it, and asked who it is when it does not do: that takes
    /// as long as repacking a clip.
    presumed: OnceCell<std::result::Result<Ffmpeg, ToolError>>,
    found: OnceCell<std::result::Result<Ffmpeg, ToolError>>,
}

impl<'a> Clips<'a> {
    /// Sweeps up what a crash left in the folder.
    pub(super) fn new(options: &'a FixOptions, kind: PostKind, target: Option<f64>) -> Self {
        fanfold_media::sweep(&options.out);
        Self {
            options,
            kind,
            target,
            presumed: OnceCell::new(),
            found: OnceCell::new(),
        }
    }

    /// One clip. What is wrong with it is in the answer; an error ends the whole run.
    pub(super) fn make(
        &self,
        path: &Path,
        facts: &MediaFacts,
        cancel: &Cancel,
        on_progress: &dyn Fn(ClipProgress),
    ) -> Result<MadeOf> {
        match self.try_make(path, facts, cancel, on_progress) {
            Ok(made) => Ok(made.map_or(MadeOf::Nothing(None), |made| MadeOf::Clip(Box::new(made)))),
            Err(ClipError::Tool(error)) => Ok(self.lacking(facts, &error)),
            Err(error) => self.answer(path, error),
        }
    }

    /// `work` with the ffmpeg at hand, or with a better one where that does not do.
    fn with_ffmpeg<T>(
        &self,
        work: impl Fn(&Ffmpeg) -> std::result::Result<T, ClipError>,
    ) -> std::result::Result<T, ClipError> {
        let chosen = self.options.ffmpeg.as_deref();
        let presumed = self.presumed.get_or_init(|| Ffmpeg::presumed(chosen));
        let presumed = presumed.as_ref().map_err(Clone::clone)?;
        match work(presumed) {
            Err(ClipError::Cancelled) => Err(ClipError::Cancelled),
            Err(error) => {
                // It may be too old, or no ffmpeg at all: that is what is to be said then.
                let found = self.found.get_or_init(|| Ffmpeg::find(chosen));
                let found = found.as_ref().map_err(Clone::clone)?;
                if found.program() == presumed.program() {
                    return Err(error);
                }
                work(found)
            }
            done => done,
        }
    }

    /// The clip stays fixable, and how to get what is missing stands beside it.
    fn lacking(&self, facts: &MediaFacts, error: &ToolError) -> MadeOf {
        let policy = &self.options.policy;
        let found = fanfold_domain::check::check_item(facts, self.kind, policy);
        let (trouble, here) = (error.trouble(), Platform::here());
        MadeOf::Nothing(tool_finding(&found, trouble, here, self.kind, policy))
    }

    fn try_make(
        &self,
        path: &Path,
        facts: &MediaFacts,
        cancel: &Cancel,
        on_progress: &dyn Fn(ClipProgress),
    ) -> std::result::Result<Option<MadeClip>, ClipError> {
        let seen = if is_closed(facts) {
            self.with_ffmpeg(|ffmpeg| ffmpeg.look(path, facts, cancel))?
        } else {
            facts.clone()
        };
        let Some(recipe) = self.recipe(&seen) else {
            return Ok(None);
        };
        let out = &self.options.out;
        let repacked = fanfold_media::repack(path, &seen, &recipe, out, cancel, on_progress)?;
        if repacked.is_some() {
            return Ok(repacked);
        }
        let make = |ffmpeg: &Ffmpeg| ffmpeg.make(path, &seen, &recipe, out, cancel, on_progress);
        self.with_ffmpeg(make).map(Some)
    }

    fn recipe(&self, facts: &MediaFacts) -> Option<ClipRecipe> {
        let FixOptions { policy, shape, .. } = self.options;
        let target = clip_target(facts, *shape, self.kind, policy, self.target);
        let choice = ClipChoice {
            fit: self.options.choice,
            start: self.options.start,
        };
        plan_clip(facts, self.kind, policy, target, choice)
    }

    fn answer(&self, path: &Path, error: ClipError) -> Result<MadeOf> {
        match error {
            ClipError::Unusable(why) => Ok(MadeOf::Worse(why)),
            ClipError::Cancelled => Err(WorkbenchError::NotNow("Stopped.".into())),
            ClipError::Changed => Err(WorkbenchError::NotNow(format!(
                "{} was changed by another program while Fanfold read it. Try again.",
                path.display()
            ))),
            ClipError::Library(error) => Err(error.into()),
            other => {
                if let ClipError::Failed { detail } = &other {
                    tracing::error!(detail, "ffmpeg failed");
                }
                let why = other.to_string();
                let said = failed_finding(&why, self.kind, &self.options.policy);
                Ok(MadeOf::Nothing(said))
            }
        }
    }
}
