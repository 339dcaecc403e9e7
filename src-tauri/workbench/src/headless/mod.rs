//! `check`, `fix` and `caption` without an account or a draft, as the headless contract has them.

mod clips;
mod fix;
mod names;
mod panorama;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use fanfold_domain::check::{Judge, check_post, judged_shape};
use fanfold_domain::draft::PostKind;
use fanfold_domain::media::{Color, MediaFacts, MediaKind, Unreadable, VideoFacts};
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

/// What `check` prints. `T` is what became of each [`Item`] in [`check_into`].
#[derive(Debug, Clone, Serialize)]
pub struct CheckReport<T = Item> {
    pub r#as: PostKind,
    pub rules: Profile,
    pub verdict: Verdict,
    /// What concerns the post as a whole.
    pub findings: Vec<Finding>,
    pub items: Vec<T>,
}

/// One image → feed, one video → reel, several files → carousel. `first` is the first of `count` files.
pub(crate) fn default_kind(count: usize, first: Option<&MediaFacts>) -> PostKind {
    match (count, first) {
        (1, Some(one)) if one.kind == MediaKind::Video => PostKind::Reel,
        (1, _) => PostKind::Feed,
        _ => PostKind::Carousel,
    }
}

/// What a file that nobody looked at is.
fn unseen() -> MediaFacts {
    MediaFacts::unreadable("unknown", 0, Unreadable::Corrupt)
}

/// Looks at the files, several at once, as little of each as the answer needs. Blocks.
pub(crate) fn probe_all(files: &[PathBuf]) -> Vec<MediaFacts> {
    let found: Vec<OnceLock<MediaFacts>> = files.iter().map(|_| OnceLock::new()).collect();
    fanfold_media::probe_many(files, &Cancel::new(), |place, facts| {
        if let Some(slot) = found.get(place) {
            // Each place is told once.
            let _ = slot.set(facts);
        }
    });
    let facts = found.into_iter().map(OnceLock::into_inner);
    facts.map(|facts| facts.unwrap_or_else(unseen)).collect()
}

/// Judges files as they are. `ffmpeg` is the one that a person chose, if any; where clips would
/// need one and there is none, a finding says so. Blocks.
pub fn check(
    files: &[PathBuf],
    kind: Option<PostKind>,
    policy: &Policy,
    ffmpeg: Option<&Path>,
) -> CheckReport {
    check_into(files, kind, policy, ffmpeg, |item| item)
}

/// Like [`check`], and makes of each item what is wanted of it, on the thread that judged it: nothing of a file outlasts
/// its turn, so that a thousand cost no more memory than ten.
pub fn check_into<T: Send + Sync>(
    files: &[PathBuf],
    kind: Option<PostKind>,
    policy: &Policy,
    ffmpeg: Option<&Path>,
    into: impl Fn(Item) -> T + Sync,
) -> CheckReport<T> {
    let first = files.first().map(|path| fanfold_media::probe(path));
    let kind = kind.unwrap_or_else(|| default_kind(files.len(), first.as_ref()));
    let judge = Judge::new(first.as_ref(), kind, policy);
    let tool = clips::Tool::new(kind, policy, ffmpeg);
    let look = |place: usize, path: &Path, facts: &MediaFacts| {
        let mut item = Item::new(path, facts, judge.item(place, facts));
        let verdict = item.verdict;
        tool.tell_when_missing(facts, &mut item);
        (judged_shape(facts), verdict, into(item))
    };
    let looked: Vec<OnceLock<(Option<f64>, Verdict, T)>> =
        files.iter().map(|_| OnceLock::new()).collect();
    // Each place is told once.
    let note = |place: usize, facts: &MediaFacts| {
        if let Some((path, slot)) = files.get(place).zip(looked.get(place)) {
            let _ = slot.set(look(place, path, facts));
        }
    };
    if let Some(first) = &first {
        note(0, first);
    }
    let others = files.get(1..).unwrap_or_default();
    fanfold_media::probe_many(others, &Cancel::new(), |place, facts| {
        note(place + 1, &facts);
    });
    let looked = files.iter().zip(looked).enumerate();
    let looked: Vec<_> = looked
        .map(|(place, (path, slot))| {
            let seen = slot.into_inner();
            seen.unwrap_or_else(|| look(place, path, &unseen()))
        })
        .collect();
    let shapes: Vec<Option<f64>> = looked.iter().map(|(shape, ..)| *shape).collect();
    let findings = judge.together(&shapes);
    let each = looked.iter().map(|(_, verdict, _)| *verdict);
    CheckReport {
        r#as: kind,
        rules: policy.profile,
        verdict: each.fold(Verdict::of(&findings), Verdict::max),
        findings,
        items: looked.into_iter().map(|(.., told)| told).collect(),
    }
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
