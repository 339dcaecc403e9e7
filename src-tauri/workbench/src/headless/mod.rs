//! `check`, `fix` and `caption` without an account or a draft, as the headless contract has them.

mod clips;
mod fix;
mod names;
mod panorama;

use std::path::{Path, PathBuf};

use fanfold_domain::check::check_post;
use fanfold_domain::draft::PostKind;
use fanfold_domain::media::{Color, MediaFacts, MediaKind, VideoFacts};
use fanfold_domain::rules::{Policy, Profile};
use fanfold_domain::{Finding, Verdict};
use fanfold_media::Cancel;
use serde::Serialize;

pub use clips::ClipStep;
pub use fix::{FixItem, FixOptions, FixProgress, FixReport, fix};
pub use panorama::{Parts, SplitItem, SplitReport, split};

/// ITEM of the contract: one file, as found.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    pub path: String,
    pub kind: MediaKind,
    pub format: String,
    pub bytes: u64,
    pub width: u32,
    pub height: u32,
    pub stored_width: u32,
    pub stored_height: u32,
    pub orientation: u8,
    pub color: Color,
    pub has_alpha: bool,
    pub animated: bool,
    pub has_location: bool,
    pub video: Option<VideoFacts>,
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
}

impl Item {
    pub(crate) fn new(path: &Path, facts: &MediaFacts, findings: Vec<Finding>) -> Self {
        Self {
            path: path.display().to_string(),
            kind: facts.kind,
            format: facts.format.clone(),
            bytes: facts.bytes,
            width: facts.width,
            height: facts.height,
            stored_width: facts.stored_width,
            stored_height: facts.stored_height,
            orientation: facts.orientation,
            color: facts.color,
            has_alpha: facts.has_alpha,
            animated: facts.animated,
            has_location: facts.has_location,
            video: facts.video.clone(),
            verdict: Verdict::of(&findings),
            findings,
        }
    }
}

/// What `check` prints.
#[derive(Debug, Clone, Serialize)]
pub struct CheckReport {
    pub r#as: PostKind,
    pub rules: Profile,
    pub verdict: Verdict,
    /// What concerns the post as a whole.
    pub findings: Vec<Finding>,
    pub items: Vec<Item>,
}

/// One image → feed, one video → reel, several files → carousel.
pub(crate) fn default_kind(facts: &[MediaFacts]) -> PostKind {
    match facts {
        [one] if one.kind == MediaKind::Video => PostKind::Reel,
        [_] => PostKind::Feed,
        _ => PostKind::Carousel,
    }
}

/// Looks at the files, several at once, as little of each as the answer needs. Blocks.
pub(crate) fn probe_all(files: &[PathBuf]) -> Vec<MediaFacts> {
    let found: Vec<std::sync::OnceLock<MediaFacts>> =
        files.iter().map(|_| std::sync::OnceLock::new()).collect();
    fanfold_media::probe_many(files, &Cancel::new(), |place, facts| {
        if let Some(slot) = found.get(place) {
            // Each place is told once.
            let _ = slot.set(facts);
        }
    });
    let missing =
        || MediaFacts::unreadable("unknown", 0, fanfold_domain::media::Unreadable::Corrupt);
    found
        .into_iter()
        .map(|slot| slot.into_inner().unwrap_or_else(missing))
        .collect()
}

/// Judges files as they are. `ffmpeg` is the one that a person chose, if any; where clips would
/// need one and there is none, a finding says so. Blocks.
pub fn check(
    files: &[PathBuf],
    kind: Option<PostKind>,
    policy: &Policy,
    ffmpeg: Option<&Path>,
) -> CheckReport {
    let facts = probe_all(files);
    let kind = kind.unwrap_or_else(|| default_kind(&facts));
    let mut report = report(files, &facts, kind, policy);
    clips::tell_what_is_missing(&mut report, policy, ffmpeg);
    report
}

pub(crate) fn report(
    files: &[PathBuf],
    facts: &[MediaFacts],
    kind: PostKind,
    policy: &Policy,
) -> CheckReport {
    let all: Vec<&MediaFacts> = facts.iter().collect();
    let checked = check_post(&all, kind, policy);
    let items = files
        .iter()
        .zip(facts)
        .zip(checked.items)
        .map(|((path, facts), findings)| Item::new(path, facts, findings))
        .collect();
    CheckReport {
        r#as: kind,
        rules: policy.profile,
        verdict: checked.verdict,
        findings: checked.findings,
        items,
    }
}
