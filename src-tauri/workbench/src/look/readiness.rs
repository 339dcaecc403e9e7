//! One sentence that says what stands between the person and publishing, and the one button that
//! removes it.

use fanfold_domain::check::people;
use fanfold_domain::draft::{PostKind, Slide};
use fanfold_domain::panorama::slides_range;
use fanfold_domain::publish::PostState;
use fanfold_domain::{Finding, Severity};
use fanfold_domain::{say, word};

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

/// What the rules say beside the pictures.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Said<'a> {
    pub(crate) caption: &'a [Finding],
    pub(crate) comment: &'a [Finding],
    pub(crate) details: &'a [Finding],
}

impl<'a> Said<'a> {
    /// What keeps the post from being published. A story has neither caption nor comment.
    pub(crate) fn error(&self, kind: PostKind) -> Option<&'a Finding> {
        let texts = [self.caption, self.comment];
        let texts = texts.into_iter().filter(|_| kind != PostKind::Story);
        let mut all = texts.chain([self.details]).flatten();
        all.find(|finding| finding.severity == Severity::Error)
    }
}

pub(crate) fn readiness(look: &Look<'_>, said: &Said<'_>, standing: &Standing) -> Readiness {
    let mut readiness = under_way(look, standing)
        .or_else(|| slides(look, said))
        .or_else(|| text(look, said))
        .unwrap_or_else(|| ready(look, said, standing));
    readiness.fixable = look.fixable() as u32;
    readiness
}

/// Nothing to decide now.
fn under_way(look: &Look<'_>, standing: &Standing) -> Option<Readiness> {
    let none = || primary(PrimaryAction::None, "");
    if standing.arriving > 0 {
        let sentence = match standing.arrived {
            0 => say!(
                "Adding {count}…",
                count = count(standing.arriving, word!("photo"), word!("photos"))
            ),
            arrived => say!(
                "Adding photos: {arrived} of {arriving} are in.",
                arrived,
                arriving = standing.arriving
            ),
        };
        return Some(bar(
            Tone::Working,
            sentence,
            word!("Originals are copied, never changed."),
            none(),
        ));
    }
    if standing.fixing {
        return Some(bar(
            Tone::Working,
            word!("Fixing slides…"),
            word!("The originals stay as they are."),
            none(),
        ));
    }
    match standing.post? {
        PostState::Publishing => Some(bar(
            Tone::Working,
            word!("Publishing…"),
            word!("You can go on with another draft."),
            none(),
        )),
        PostState::Checking => Some(bar(
            Tone::Working,
            word!("Finding out whether this post is live."),
            word!("Fanfold publishes nothing again until it knows."),
            none(),
        )),
        PostState::Waiting | PostState::Scheduled => Some(bar(
            Tone::Working,
            word!("This post goes on by itself."),
            word!("See Activity for when."),
            none(),
        )),
        PostState::Published if standing.unchanged && !look.slides.is_empty() => Some(bar(
            Tone::Ready,
            word!("This post is live."),
            word!("Change something to publish it as another post."),
            none(),
        )),
        _ => None,
    }
}

fn slides(look: &Look<'_>, said: &Said<'_>) -> Option<Readiness> {
    if look.slides.is_empty() {
        let add = primary(PrimaryAction::AddSlides, word!("Add photos…"));
        return Some(bar(
            Tone::Calm,
            word!("Add photos to begin."),
            word!("Drop them anywhere in the window."),
            add,
        ));
    }
    let rest = rest_words(look, said);
    if look.kind == PostKind::Story && look.slides.len() > 1 {
        let split = primary(PrimaryAction::SplitPost, word!("Make a story of each"));
        let one = word!("A story is one photo or clip at a time.");
        return Some(bar(Tone::Block, one, rest, split));
    }
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
        let fixing = say!("Fix {count}", count = slide_count(to_fix));
        let todo = match blocked.len() {
            0 => fixing,
            blocked => say!(
                "{fixing} and replace {count}",
                fixing,
                count = count(blocked, word!("photo"), word!("photos"))
            ),
        };
        let fix = primary(
            PrimaryAction::FixAll,
            say!("Fix {count}", count = slide_count(to_fix)),
        );
        return Some(bar(
            Tone::Fix,
            say!("{todo}, then you can publish.", todo),
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
        say!(
            "Replace or remove slide {number}, then you can publish.",
            number = position(look, &first.slide.id)
        )
    } else {
        say!(
            "Replace or remove {blocked} slides, then you can publish.",
            blocked = blocked.len()
        )
    };
    let show = Primary {
        action: PrimaryAction::ShowSlide,
        label: say!("Show what is wrong"),
        slide: Some(first.slide.id.clone()),
    };
    Some(bar(Tone::Block, sentence, rest, show))
}

/// How a post with too many slides is divided.
fn split_label(slides: usize) -> String {
    let most = slides_range().1.max(1) as usize;
    match slides.div_ceil(most) {
        0..=2 => say!(
            "Move {most} to a second post",
            most = slides.saturating_sub(most)
        ),
        posts => say!("Split into {posts} posts", posts),
    }
}

fn slide_count(slides: usize) -> String {
    count(slides, word!("slide"), word!("slides"))
}

fn position(look: &Look<'_>, id: &str) -> usize {
    look.slides
        .iter()
        .position(|seen| seen.slide.id == id)
        .map_or(1, |index| index + 1)
}

fn text(look: &Look<'_>, said: &Said<'_>) -> Option<Readiness> {
    let error = said.error(look.kind)?;
    let action = place_of(error);
    let tags = action == PrimaryAction::ShowTags;
    let slide = wrongly_tagged(look).filter(|_| tags);
    let show = Primary {
        slide: slide.map(|(_, slide)| slide.id.clone()),
        ..primary(action, word!("Show where"))
    };
    Some(bar(
        Tone::Block,
        error.message.clone(),
        word!("The slides are ready."),
        show,
    ))
}

/// The first slide, counted from 1, whose tags the rules do not take.
pub(crate) fn wrongly_tagged<'a>(look: &Look<'a>) -> Option<(u32, &'a Slide)> {
    let wrong = |slide: &Slide| {
        let names: Vec<&str> = slide.tags.iter().map(|tag| &*tag.username).collect();
        !people(&names, look.kind).is_empty()
    };
    let slides = look.slides.iter().map(|seen| seen.slide);
    (1..).zip(slides).find(|(_, slide)| wrong(slide))
}

/// Where a person puts it right.
fn place_of(error: &Finding) -> PrimaryAction {
    match error.rule.as_str() {
        "tags.people" => PrimaryAction::ShowTags,
        "tags.collaborators" => PrimaryAction::ShowCollaborators,
        _ => PrimaryAction::ShowCaption,
    }
}

fn ready(look: &Look<'_>, said: &Said<'_>, standing: &Standing) -> Readiness {
    let detail = rest_words(look, said);
    let Some(account) = &standing.account else {
        let practice = primary(PrimaryAction::UsePractice, word!("Start with practice"));
        return bar(
            Tone::Calm,
            word!("Choose an account, then you can publish."),
            detail,
            practice,
        );
    };
    let publish = primary(PrimaryAction::Publish, word!("Publish"));
    let changed = look.needy();
    if changed > 0 {
        let sentence = say!(
            "Ready, but Instagram would change {count}.",
            count = count(changed, word!("slide"), word!("slides"))
        );
        return bar(
            Tone::Fix,
            sentence,
            word!("Fix them to decide yourself what is kept."),
            publish,
        );
    }
    let clip = look.slides.first().is_some_and(Seen::is_clip);
    let what = match (look.kind, look.slides.len()) {
        (PostKind::Story, _) if clip => {
            say!("This clip is ready as a story of {account}.", account)
        }
        (PostKind::Story, _) => say!("This photo is ready as a story of {account}.", account),
        (PostKind::Reel, _) => say!(
            "This clip is ready to publish as a reel to {account}.",
            account
        ),
        (_, 1) => say!("This photo is ready to publish to {account}.", account),
        (_, count) => say!(
            "All {count} slides are ready to publish to {account}.",
            count,
            account
        ),
    };
    bar(Tone::Ready, what, detail, publish)
}

/// What is already in order.
fn rest_words(look: &Look<'_>, said: &Said<'_>) -> String {
    let hashtags = said
        .caption
        .iter()
        .find(|finding| finding.rule == "caption.hashtags_many");
    if let Some(finding) = hashtags {
        return finding.message.clone();
    }
    let wrong = |finding: &Finding| finding.severity == Severity::Error;
    let error = said.caption.iter().any(wrong);
    if look.kind == PostKind::Story {
        return say!("A story has no caption and no first comment.");
    }
    match (
        error,
        look.slides
            .iter()
            .filter(|seen| !seen.slide.alt_text.trim().is_empty())
            .count(),
    ) {
        (true, _) => say!("The caption needs you too."),
        (false, _) if said.error(look.kind).is_some() => {
            say!("What goes with the post needs you too.")
        }
        (false, 0) => say!("The caption is in order. No slide has alt text yet."),
        (false, described) => say!(
            "The caption is in order. Alt text on {described} of {count}.",
            described,
            count = slide_count(look.slides.len())
        ),
    }
}
