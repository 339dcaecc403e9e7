//! What a rule says about a file, a caption or a post.

use serde::{Deserialize, Serialize};

use crate::recipe::Fill;
use crate::word;

/// How much a finding matters. Ordered: a note is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Information.
    Note,
    /// Shown, does not block publishing.
    Warning,
    /// Blocks publishing.
    Error,
}

/// The repair that removes a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Fix {
    Crop,
    Pad,
    Rotate,
    Turn,
    Straighten,
    Resize,
    Upscale,
    ConvertSrgb,
    EncodeJpeg,
    StripMetadata,
    FirstFrame,
    Flatten,
    Remux,
    Transcode,
    Trim,
    Split,
}

impl Fix {
    /// The past tense for a list of what was done ("cropped, colours converted"). `fill`: of the bands, where there
    /// are any.
    pub fn done_word(self, fill: Option<Fill>) -> &'static str {
        match self {
            Self::Crop => word!("cropped"),
            Self::Pad if fill == Some(Fill::Blur) => word!("blurred edges added"),
            Self::Pad => word!("bands added"),
            Self::Rotate => word!("turned upright"),
            Self::Turn => word!("turned"),
            Self::Straighten => word!("straightened"),
            Self::Resize => word!("made smaller"),
            Self::Upscale => word!("enlarged"),
            Self::ConvertSrgb => word!("colours converted"),
            Self::EncodeJpeg => word!("saved as JPEG"),
            Self::StripMetadata => word!("location and camera data removed"),
            Self::FirstFrame => word!("first picture taken"),
            Self::Flatten => word!("transparency filled"),
            Self::Remux => word!("repacked"),
            Self::Transcode => word!("converted"),
            Self::Trim => word!("shortened"),
            Self::Split => word!("split"),
        }
    }
}

/// One thing a rule has to say, in words a person can act on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Finding {
    /// Stable id of the rule, e.g. `image.aspect`.
    pub rule: String,
    /// Names the row of the rules that it came from; [`crate::rules::passport`] reads it.
    #[serde(default)]
    pub row: String,
    pub severity: Severity,
    /// A few words: "Too wide".
    pub title: String,
    /// One or two sentences: what it is, what it means, what to do.
    pub message: String,
    /// What was found, with its unit.
    pub measured: Option<String>,
    /// What is allowed, with its unit.
    pub limit: Option<String>,
    /// The repair; `None` when a person must act.
    pub fix: Option<Fix>,
}

/// The sum of the findings of an item or a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Instagram takes it as it is.
    Ready,
    /// Fanfold can make it ready.
    Fixable,
    /// A person must act.
    Blocked,
}

impl Verdict {
    /// No error: ready. Every error repairable: fixable. Else blocked.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        findings
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| {
                if finding.fix.is_some() {
                    Self::Fixable
                } else {
                    Self::Blocked
                }
            })
            .max()
            .unwrap_or(Self::Ready)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fills_the_room_beside_a_picture_is_told_apart() {
        assert_eq!(Fix::Pad.done_word(Some(Fill::Blur)), "blurred edges added");
        let black = Fill::Color([0; 3]);
        assert_eq!(Fix::Pad.done_word(Some(black)), "bands added");
        assert_eq!(Fix::Crop.done_word(Some(Fill::Blur)), "cropped");
    }
}
