//! One sentence that says what stands between the person and publishing, and the one button that
//! removes it.

use fanfold_domain::Finding;
use fanfold_domain::panorama::slides_range;
use fanfold_domain::publish::PostState;

use super::{Look, Seen};
use crate::view::{Primary, PrimaryAction, Readiness, Tone};
use crate::words::count;

/// What else decides whether a draft can be published.
#[derive(Debug, Clone, Default)]
pub(crate) struct Standing {
    pub(crate) account: Option<String>,
    pub(crate) arriving: usize,
    /// How many of them are in.
    pub(crate) arrived: usize,
    pub(crate) fixing: bool,
    /// How the newest publish of this draft stands.
    pub(crate) post: Option<PostState>,
    /// The newest publish went out with exactly what is here now.
    pub(crate) unchanged: bool,
}

fn primary(action: PrimaryAction, label: impl Into<String>) -> Primary {
    Primary {
        action,
        label: label.into(),
        slide: None,
    }
}

fn bar(
    tone: Tone,
    sentence: impl Into<String>,
    detail: impl Into<String>,
    primary: Primary,
) -> Readiness {
    let can_publish = primary.action == PrimaryAction::Publish;
    let sentence = sentence.into();
    Readiness {
        tone,
        publish_reason: (!can_publish).then(|| sentence.clone()),
        sentence,
        detail: detail.into(),
        primary,
        can_publish,
        fixable: 0,
    }
}

pub(crate) fn readiness(look: &Look<'_>, caption: &[Finding], standing: &Standing) -> Readiness {
    let mut readiness = under_way(look, standing)
        .or_else(|| slides(look, caption))
        .or_else(|| text(caption))
        .unwrap_or_else(|| ready(look, caption, standing));
    readiness.fixable = look.fixable() as u32;
    readiness
}

/// Nothing to decide now.
fn under_way(look: &Look<'_>, standing: &Standing) -> Option<Readiness> {
    let none = || primary(PrimaryAction::None, "");
    if standing.arriving > 0 {
        let sentence = match standing.arrived {
            0 => format!("Adding {}…", count(standing.arriving, "photo", "photos")),
            arrived => format!("Adding photos: {arrived} of {} are in.", standing.arriving),
        };
        return Some(bar(
            Tone::Working,
            sentence,
            "Originals are copied, never changed.",
            none(),
        ));
    }
    if standing.fixing {
        return Some(bar(
            Tone::Working,
            "Fixing slides…",
            "The originals stay as they are.",
            none(),
        ));
    }
    match standing.post? {
        PostState::Publishing => Some(bar(
            Tone::Working,
            "Publishing…",
            "You can go on with another draft.",
            none(),
        )),
        PostState::Checking => Some(bar(
            Tone::Working,
            "Finding out whether this post is live.",
            "Fanfold publishes nothing again until it knows.",
            none(),
        )),
        PostState::Waiting | PostState::Scheduled => Some(bar(
            Tone::Working,
            "This post goes on by itself.",
            "See Activity for when.",
            none(),
        )),
        PostState::Published if standing.unchanged && !look.slides.is_empty() => Some(bar(
            Tone::Ready,
            "This post is live.",
            "Change something to publish it as another post.",
            none(),
        )),
        _ => None,
    }
}

fn slides(look: &Look<'_>, caption: &[Finding]) -> Option<Readiness> {
    if look.slides.is_empty() {
        let add = primary(PrimaryAction::AddSlides, "Add photos…");
        return Some(bar(
            Tone::Calm,
            "Add photos to begin.",
            "Drop them anywhere in the window.",
            add,
        ));
    }
    let rest = rest_words(look, caption);
    let blocked = look.blocked();
    // Once something must be fixed, everything that can be is: one button, one count.
    let to_fix = if look.must_fix() > 0 {
        look.fixable()
    } else {
        0
    };
    if let Some(finding) = look
        .post
        .iter()
        .find(|finding| finding.rule == "carousel.count")
    {
        let split = primary(PrimaryAction::SplitPost, split_label(look.slides.len()));
        return Some(bar(Tone::Block, finding.message.clone(), rest, split));
    }
    if to_fix > 0 {
        let fixing = format!("Fix {}", slide_count(to_fix));
        let todo = match blocked.len() {
            0 => fixing,
            blocked => format!("{fixing} and replace {}", count(blocked, "photo", "photos")),
        };
        let fix = primary(
            PrimaryAction::FixAll,
            format!("Fix {}", slide_count(to_fix)),
        );
        return Some(bar(
            Tone::Fix,
            format!("{todo}, then you can publish."),
            rest,
            fix,
        ));
    }
    replace(look, &blocked, rest)
}

/// Only a person can help.
fn replace(look: &Look<'_>, blocked: &[&Seen<'_>], rest: String) -> Option<Readiness> {
    let first = blocked.first()?;
    let sentence = if blocked.len() == 1 {
        format!(
            "Replace or remove slide {}, then you can publish.",
            position(look, &first.slide.id)
        )
    } else {
        format!(
            "Replace or remove {} slides, then you can publish.",
            blocked.len()
        )
    };
    let show = Primary {
        action: PrimaryAction::ShowSlide,
        label: "Show what is wrong".into(),
        slide: Some(first.slide.id.clone()),
    };
    Some(bar(Tone::Block, sentence, rest, show))
}

/// How a post with too many slides is divided.
fn split_label(slides: usize) -> String {
    let most = slides_range().1.max(1) as usize;
    match slides.div_ceil(most) {
        0..=2 => format!("Move {} to a second post", slides.saturating_sub(most)),
        posts => format!("Split into {posts} posts"),
    }
}

fn slide_count(slides: usize) -> String {
    count(slides, "slide", "slides")
}

fn position(look: &Look<'_>, id: &str) -> usize {
    look.slides
        .iter()
        .position(|seen| seen.slide.id == id)
        .map_or(1, |index| index + 1)
}

fn text(caption: &[Finding]) -> Option<Readiness> {
    let error = caption
        .iter()
        .find(|finding| finding.severity == fanfold_domain::Severity::Error)?;
    let show = primary(PrimaryAction::ShowCaption, "Show where");
    Some(bar(
        Tone::Block,
        error.message.clone(),
        "The slides are ready.",
        show,
    ))
}

fn ready(look: &Look<'_>, caption: &[Finding], standing: &Standing) -> Readiness {
    let detail = rest_words(look, caption);
    let Some(account) = &standing.account else {
        let practice = primary(PrimaryAction::UsePractice, "Start with practice");
        return bar(
            Tone::Calm,
            "Choose an account, then you can publish.",
            detail,
            practice,
        );
    };
    let publish = primary(PrimaryAction::Publish, "Publish");
    let changed = look.needy();
    if changed > 0 {
        let sentence = format!(
            "Ready, but Instagram would change {}.",
            count(changed, "slide", "slides")
        );
        return bar(
            Tone::Fix,
            sentence,
            "Fix them to decide yourself what is kept.",
            publish,
        );
    }
    let what = match look.slides.len() {
        1 => "This photo is ready".to_owned(),
        count => format!("All {count} slides are ready"),
    };
    bar(
        Tone::Ready,
        format!("{what} to publish to {account}."),
        detail,
        publish,
    )
}

/// What is already in order.
fn rest_words(look: &Look<'_>, caption: &[Finding]) -> String {
    let hashtags = caption
        .iter()
        .find(|finding| finding.rule == "caption.hashtags_many");
    if let Some(finding) = hashtags {
        return finding.message.clone();
    }
    let error = caption
        .iter()
        .any(|finding| finding.severity == fanfold_domain::Severity::Error);
    match (
        error,
        look.slides
            .iter()
            .filter(|seen| !seen.slide.alt_text.trim().is_empty())
            .count(),
    ) {
        (true, _) => "The caption needs you too.".to_owned(),
        (false, 0) => "The caption is in order. No slide has alt text yet.".to_owned(),
        (false, described) => format!(
            "The caption is in order. Alt text on {described} of {}.",
            slide_count(look.slides.len())
        ),
    }
}
