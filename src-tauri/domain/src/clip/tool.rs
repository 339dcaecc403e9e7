//! What a person is told when the program that converts clips is not to be had.

use crate::draft::PostKind;
use crate::finding::{Finding, Fix};
use crate::media::{MediaFacts, VideoFacts};
use crate::rules::{self, Policy};

/// Why clips cannot be fixed on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToolTrouble {
    /// No ffmpeg.
    Missing,
    /// One that is too old.
    TooOld,
    /// One that does not run, or that cannot make H.264 with AAC.
    Unfit,
}

/// Whose way of installing programs is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    Linux,
    Macos,
    Windows,
}

impl Platform {
    /// The one this build is for.
    pub fn here() -> Self {
        if cfg!(target_os = "macos") {
            Self::Macos
        } else if cfg!(windows) {
            Self::Windows
        } else {
            Self::Linux
        }
    }
}

/// What a clip that could not be made ready gets, in the words of whoever tried.
pub fn failed_finding(why: &str, kind: PostKind, policy: &Policy) -> Option<Finding> {
    let row = rules::rule("video.failed", kind, policy.profile)?;
    Some(row.finding("default").with("why", why).say(None, None))
}

/// Whether the index of a clip can be put in front of the rest without any program: an MP4 in one piece, of which nothing is
/// left out.
pub fn index_can_move(facts: &MediaFacts) -> bool {
    let whole =
        |video: &VideoFacts| video.fragmented == Some(false) && video.edit_list != Some(true);
    facts.format == "mp4" && facts.unreadable.is_none() && facts.video.as_ref().is_some_and(whole)
}

/// Whether mending what `findings` say of a clip takes ffmpeg, as far as can be told beforehand. A clip with something odd in
/// it may yet turn out to need it when it is mended.
pub fn needs_tool(facts: &MediaFacts, findings: &[Finding]) -> bool {
    let mut fixes = findings.iter().filter_map(|finding| finding.fix);
    fixes.any(|fix| fix != Fix::Remux || !index_can_move(facts))
}

/// What stands beside the findings of a clip that a fix would mend: how to get ffmpeg. A warning:
/// the clip stays fixable. `None` when none of `findings` can be mended. See [`needs_tool`].
pub fn tool_finding(
    findings: &[Finding],
    trouble: ToolTrouble,
    platform: Platform,
    kind: PostKind,
    policy: &Policy,
) -> Option<Finding> {
    findings.iter().find(|finding| finding.fix.is_some())?;
    let row = rules::rule("video.ffmpeg", kind, policy.profile)?;
    let way = match platform {
        Platform::Linux => "linux",
        Platform::Macos => "macos",
        Platform::Windows => "windows",
    };
    // The words for a platform hold its way of getting ffmpeg; those for a trouble say why.
    let way = row.words.get(way).map(|words| words.message.clone());
    let key = match trouble {
        ToolTrouble::Missing => "missing",
        ToolTrouble::TooOld => "too_old",
        ToolTrouble::Unfit => "unfit",
    };
    let words = row.finding(key).fix(None);
    let limit = row.min.map(|min| format!("{min}"));
    Some(words.with("way", way.unwrap_or_default()).say(None, limit))
}
