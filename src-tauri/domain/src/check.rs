//! Facts in, findings out: every file and post judged as Instagram would.
//!
//! No limit lives here: numbers and words come from `rules.toml`.

mod image;
mod post;
pub mod video;
mod words;

use crate::draft::PostKind;
use crate::finding::{Finding, Fix};
use crate::media::{MediaFacts, MediaKind, Unreadable};
use crate::rules::{self, Policy};
use crate::say;
use crate::speech::{decimal, percent};

pub use post::{Judge, PostCheck, check_post, judged_shape, shapes_differ};
pub use words::{alt_text, collaborators, people, place, story_caption, story_details};

/// Everything the rules say about one file, most severe first.
pub fn check_item(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Vec<Finding> {
    let mut findings = match (facts.unreadable, facts.kind) {
        (Some(why), _) => vec![unreadable(facts, why, kind, policy)]
            .into_iter()
            .flatten()
            .collect(),
        (None, MediaKind::Image) => image::check(facts, kind, policy),
        (None, MediaKind::Video) => video::check(facts, kind, policy),
        (None, MediaKind::Unknown) => image::no_picture(facts, kind, policy).into_iter().collect(),
    };
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

fn unreadable(
    facts: &MediaFacts,
    why: Unreadable,
    kind: PostKind,
    policy: &Policy,
) -> Option<Finding> {
    if why == Unreadable::TooManyPixels {
        let rule = rules::rule("image.too_many_pixels", kind, policy.profile)?;
        let limit = rule
            .max
            .map(|max| say!("{count} megapixels", count = max as u64 / 1_000_000));
        let pixels = u64::from(facts.width) * u64::from(facts.height);
        let measured = (pixels > 0).then(|| format!("{} × {}", facts.width, facts.height));
        return Some(rule.finding("default").say(measured, limit));
    }
    let video = facts.kind == MediaKind::Video
        || matches!(why, Unreadable::Encrypted | Unreadable::NoVideoTrack);
    let id = if video {
        "video.unreadable"
    } else {
        "image.unreadable"
    };
    let key = match why {
        Unreadable::Missing => "missing",
        Unreadable::Denied => "denied",
        Unreadable::NotAFile => "not_a_file",
        Unreadable::Empty => "empty",
        Unreadable::Truncated => "truncated",
        Unreadable::Encrypted => "encrypted",
        Unreadable::NoVideoTrack => "no_video_track",
        Unreadable::NoRoom => "no_room",
        Unreadable::NotKept => "not_kept",
        Unreadable::Corrupt | Unreadable::TooManyPixels => "corrupt",
    };
    // Places and permissions read the same whatever the file would have been.
    let shared = matches!(
        key,
        "missing" | "denied" | "not_a_file" | "empty" | "no_room" | "not_kept"
    );
    let rule = rules::rule(
        if shared { "image.unreadable" } else { id },
        kind,
        policy.profile,
    )?;
    Some(
        rule.finding(key)
            .with("format", format_label(&facts.format))
            .fix(None)
            .say(None, None),
    )
}

/// A format as people write it.
pub fn format_label(format: &str) -> String {
    match format {
        "jpeg" => "JPEG".into(),
        "webp" => "WebP".into(),
        "mpo" => say!("a JPEG with a second picture inside (MPO)"),
        "webm" => "WebM".into(),
        "unknown" => say!("no kind Fanfold knows"),
        other => other.to_uppercase(),
    }
}

/// Bytes as people read them: `4.2 MB`, `514 kB`.
pub fn bytes_label(bytes: u64) -> String {
    match bytes {
        0..1_000 => say!("{bytes} bytes", bytes),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => decimal(format!("{:.1} MB", bytes as f64 / 1e6)),
        _ => decimal(format!("{:.1} GB", bytes as f64 / 1e9)),
    }
}

/// A share as people read it; never 0 % of something or 100 % of less than all.
pub fn share_label(share: f64) -> String {
    percent(((share * 100.0).round() as i64).clamp(1, 99))
}

/// `crop` for pictures; clips are cropped while they are converted.
fn shape_fix(facts: &MediaFacts) -> Fix {
    if facts.kind == MediaKind::Video {
        Fix::Transcode
    } else {
        Fix::Crop
    }
}

#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;
