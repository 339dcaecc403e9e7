//! Rules for what goes with a picture: its description, the people on it, and what a story lacks.

use crate::account::Flavour;
use crate::caption::{is_username, thousands, utf16_len};
use crate::draft::PostKind;
use crate::finding::Finding;
use crate::media::MediaKind;
use crate::rules::{self, Rule};
use crate::word;

/// What the rules say of a slide's description.
pub fn alt_text(text: &str, media: MediaKind, kind: PostKind) -> Option<Finding> {
    if text.trim().is_empty() {
        let rule = row("alt.missing", kind).filter(|_| media == MediaKind::Image)?;
        return Some(rule.finding("default").say(None, None));
    }
    over(row("alt.length", kind)?, u64::from(utf16_len(text)))
}

/// What the rules say of the people tagged on one slide; names without their `@`.
pub fn people<S: AsRef<str>>(names: &[S], kind: PostKind) -> Vec<Finding> {
    named("tags.people", names, kind)
}

/// What the rules say of the accounts invited to publish together; names without their `@`.
pub fn collaborators<S: AsRef<str>>(names: &[S], kind: PostKind) -> Vec<Finding> {
    named("tags.collaborators", names, kind)
}

/// A caption on a story is ignored by Instagram.
pub fn story_caption(caption: &str, kind: PostKind) -> Option<Finding> {
    let rule = row("story.caption", kind).filter(|_| !caption.trim().is_empty())?;
    Some(rule.finding("default").say(None, None))
}

/// A place that this login has no parameter for.
pub fn place(there: bool, flavour: Option<Flavour>, kind: PostKind) -> Option<Finding> {
    let rule = row("post.place", kind).filter(|_| there && flavour == Some(Flavour::Instagram))?;
    Some(rule.finding("default").say(None, None))
}

/// What a story does not take of `chosen`: `place`, `collaborators`.
pub fn story_details(chosen: &[&str], kind: PostKind) -> Option<Finding> {
    let rule = row("story.details", kind).filter(|_| !chosen.is_empty())?;
    let words = rule
        .finding("default")
        .with("what", chosen.join(word!(" and no ")));
    Some(words.say(None, None))
}

/// These rules are the same in every profile.
fn row(id: &str, kind: PostKind) -> Option<&'static Rule> {
    rules::rule(id, kind, rules::Profile::Instagram)
}

fn named<S: AsRef<str>>(id: &str, names: &[S], kind: PostKind) -> Vec<Finding> {
    let Some(rule) = row(id, kind) else {
        return Vec::new();
    };
    let impossible = names
        .iter()
        .map(AsRef::as_ref)
        .filter(|name| !is_username(name))
        .map(|name| rule.finding("name").say(Some(name.to_owned()), None));
    over(rule, names.len() as u64)
        .into_iter()
        .chain(impossible)
        .collect()
}

fn over(rule: &Rule, count: u64) -> Option<Finding> {
    let max = rule.max.filter(|max| count as f64 > *max)? as u64;
    let words = rule
        .finding("default")
        .with("extra", thousands(count - max));
    Some(words.say(Some(thousands(count)), Some(thousands(max))))
}
