//! What can go wrong with a clip or with the program that makes it ready. The messages are for
//! people: what happened, what to do.

use std::path::PathBuf;

use fanfold_domain::clip::ToolTrouble;
use fanfold_domain::media::Unreadable;

use crate::error::{FixError, LibraryError};

/// Why clips cannot be made ready on this machine. How to mend it is in `rules.toml`
/// (`video.ffmpeg`), which [`ToolError::trouble`] leads to.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ToolError {
    #[error("There is no ffmpeg on this computer.")]
    Missing,
    #[error("ffmpeg {version} is too old.")]
    TooOld { version: String },
    #[error("This ffmpeg cannot be used: {why}.")]
    Unfit { why: &'static str },
}

impl ToolError {
    pub fn trouble(&self) -> ToolTrouble {
        match self {
            Self::Missing => ToolTrouble::Missing,
            Self::TooOld { .. } => ToolTrouble::TooOld,
            Self::Unfit { .. } => ToolTrouble::Unfit,
        }
    }
}

/// Why a clip could not be made ready. Nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum ClipError {
    #[error(transparent)]
    Tool(#[from] ToolError),
    /// The clip must be replaced.
    #[error("{}", FixError::Unusable(*.0))]
    Unusable(Unreadable),
    /// Another program wrote to the clip meanwhile.
    #[error("The file was changed by another program. Add it again.")]
    Changed,
    #[error("Stopped.")]
    Cancelled,
    /// Free some space, or nothing may be written there.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// ffmpeg gave no sign of life and was ended.
    #[error(
        "ffmpeg did nothing for {seconds} seconds and was stopped. Try again, or export the clip as MP4."
    )]
    Stalled { seconds: u64 },
    /// The result did not pass the check that every file has to pass.
    #[error(
        "The finished clip did not pass the check and was not kept ({0}). Export it as MP4 (H.264 and AAC), then add it again."
    )]
    BadOutput(String),
    /// ffmpeg could not do it. `detail` is the end of what it said, without paths.
    #[error(
        "ffmpeg could not convert this clip. Export it as MP4 (H.264 and AAC), then add it again."
    )]
    Failed { detail: String },
}

impl ClipError {
    /// The fact about the file, when the file itself is what is wrong.
    pub fn unreadable(&self) -> Option<Unreadable> {
        match self {
            Self::Unusable(why) => Some(*why),
            _ => None,
        }
    }

    /// Whether another way of doing it may still succeed.
    pub(super) fn may_go_otherwise(&self) -> bool {
        matches!(self, Self::BadOutput(_) | Self::Failed { .. })
    }
}

/// What ffmpeg's last words mean for whoever wanted `out`.
pub(super) fn read_last_words(words: &[String], out: &std::path::Path) -> ClipError {
    let says = |text: &str| words.iter().any(|line| line.contains(text));
    if is_full(words) {
        return ClipError::Library(LibraryError::DiskFull(folder(out)));
    }
    if says("moov atom not found") || says("Invalid data found when processing input") {
        return ClipError::Unusable(Unreadable::Corrupt);
    }
    ClipError::Failed {
        detail: words.join("\n"),
    }
}

/// ffmpeg ends well also when the last bytes found no room.
pub(super) fn is_full(words: &[String]) -> bool {
    const FULL: [&str; 3] = [
        "No space left on device",
        "Disk quota exceeded",
        "not enough space on the disk",
    ];
    words
        .iter()
        .any(|line| FULL.iter().any(|text| line.contains(text)))
}

fn folder(out: &std::path::Path) -> PathBuf {
    out.parent().unwrap_or(out).to_owned()
}
