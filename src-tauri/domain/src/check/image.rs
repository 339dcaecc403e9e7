//! Rules for still pictures.

use crate::check::{bytes_label, format_label, share_label};
use crate::draft::PostKind;
use crate::finding::Finding;
use crate::media::{Color, MediaFacts};
use crate::rules::{self, Policy, Profile, Rule};
use crate::shape::{ideal_shape, loss, ratio_label};
use crate::speech::decimal;
use crate::{say, word};

/// Formats that are documents or drawings: nothing to convert without guessing.
const NO_PICTURES: [&str; 2] = ["svg", "pdf"];

pub(super) fn check(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Vec<Finding> {
    let checks = [
        format,
        animated,
        aspect,
        bytes,
        narrow,
        wide,
        color,
        location,
        orientation,
    ];
    checks
        .iter()
        .filter_map(|check| check(facts, kind, policy))
        .collect()
}

/// A file that is neither picture nor clip.
pub(super) fn no_picture(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Option<Finding> {
    let label = format_label(&facts.format);
    if NO_PICTURES.contains(&facts.format.as_str()) {
        let rule = rules::rule("image.format", photo(kind), policy.profile)?;
        let finding = rule
            .finding("not_a_picture")
            .with("format", label.clone())
            .fix(None);
        return Some(finding.say(Some(label), None));
    }
    let rule = rules::rule("image.unreadable", kind, policy.profile)?;
    Some(
        rule.finding("unknown")
            .with("format", label)
            .fix(None)
            .say(None, None),
    )
}

/// A picture offered as a reel is judged as a feed picture.
fn photo(kind: PostKind) -> PostKind {
    if kind == PostKind::Reel {
        PostKind::Feed
    } else {
        kind
    }
}

fn row(id: &str, kind: PostKind, policy: &Policy) -> Option<&'static Rule> {
    rules::rule(id, photo(kind), policy.profile)
}

fn format(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Option<Finding> {
    let rule = row("image.format", kind, policy).filter(|rule| !rule.takes(&facts.format))?;
    let label = format_label(&facts.format);
    if NO_PICTURES.contains(&facts.format.as_str()) {
        return no_picture(facts, kind, policy);
    }
    let key = match (facts.decodable, policy.profile) {
        (false, _) => "no_decoder",
        (true, Profile::Guide) if matches!(facts.format.as_str(), "png" | "webp") => "guide",
        (true, _) => "default",
    };
    let fix = rule.fix.filter(|_| facts.decodable);
    Some(
        rule.finding(key)
            .with("format", label.clone())
            .fix(fix)
            .say(Some(label), None),
    )
}

fn animated(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Option<Finding> {
    let rule = row("image.animated", kind, policy).filter(|_| facts.animated)?;
    let fix = rule.fix.filter(|_| facts.decodable);
    Some(rule.finding("default").fix(fix).say(None, None))
}

fn aspect(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Option<Finding> {
    let aspect = facts.aspect()?;
    let kind = photo(kind);
    let rule = rules::rule("image.aspect", kind, policy.profile)?;
    let out = |rule: &Rule| rule.is_under(aspect) || rule.is_over(aspect);
    let hurt = if out(rule) {
        let allowed = rules::variant("image.aspect", Some("three_four"), kind, policy.profile)
            .filter(|_| policy.allow_three_four && policy.profile == Profile::Instagram);
        allowed.filter(|allowed| !out(allowed)).unwrap_or(rule)
    } else {
        let soft = rules::variant("image.aspect", Some("story_shape"), kind, policy.profile);
        soft.filter(|soft| out(soft))?
    };
    Some(aspect_finding(hurt, rule, aspect, kind, facts.decodable))
}

fn aspect_finding(
    hurt: &Rule,
    rule: &Rule,
    aspect: f64,
    kind: PostKind,
    decodable: bool,
) -> Finding {
    let (min, max) = (rule.min.unwrap_or(0.0), rule.max.unwrap_or(f64::MAX));
    let target = ideal_shape(kind).unwrap_or_else(|| aspect.clamp(min, max));
    let wide = hurt.is_over(aspect);
    let words = hurt
        .finding(if wide { "wide" } else { "tall" })
        .with("share", share_label(1.0 - loss(aspect, target)))
        .with("measured", ratio_label(aspect))
        .with("limit", ratio_label(if wide { max } else { min }))
        .fix(hurt.fix.filter(|_| decodable));
    words.say(
        Some(decimal(format!("{aspect:.3}"))),
        Some(decimal(format!("{min:.3}–{max:.3}"))),
    )
}

fn bytes(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Option<Finding> {
    let rule = row("image.bytes", kind, policy).filter(|rule| rule.is_over(facts.bytes as f64))?;
    let limit = rule.max.map(|max| bytes_label(max as u64));
    let fix = rule.fix.filter(|_| facts.decodable);
    let words = rule
        .finding("default")
        .with("size", bytes_label(facts.bytes))
        .fix(fix);
    Some(words.say(Some(bytes_label(facts.bytes)), limit))
}

fn narrow(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Option<Finding> {
    let rule = row("image.narrow", kind, policy).filter(|_| facts.width > 0)?;
    let min = rule.min?;
    let guide = rule.profile == Profile::Guide;
    // The guide wants both sides; Meta only speaks of the width.
    let side = if guide {
        facts.width.min(facts.height)
    } else {
        facts.width
    };
    if f64::from(side) >= min {
        return None;
    }
    let (measured, limit) = if guide {
        (
            say!(
                "{width} × {height} pixels",
                width = facts.width,
                height = facts.height
            ),
            say!("{width} × {height} pixels", width = min, height = min),
        )
    } else {
        (
            say!("{side} pixels", side = facts.width),
            say!("{side} pixels", side = min),
        )
    };
    let fix = rule.fix.filter(|_| facts.decodable);
    Some(
        rule.finding("default")
            .fix(fix)
            .say(Some(measured), Some(limit)),
    )
}

fn wide(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Option<Finding> {
    let rule = row("image.wide", kind, policy).filter(|rule| rule.is_over(facts.width.into()))?;
    let limit = rule.max.map(|max| say!("{side} pixels", side = max));
    let fix = rule.fix.filter(|_| facts.decodable);
    Some(
        rule.finding("default")
            .fix(fix)
            .say(Some(say!("{side} pixels", side = facts.width)), limit),
    )
}

fn color(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Option<Finding> {
    let row = match facts.color {
        // Grey JPEGs are shown as they are.
        Color::Srgb | Color::Gray => return None,
        Color::Cmyk => rules::variant("image.color", Some("cmyk"), photo(kind), policy.profile)?,
        _ => row("image.color", kind, policy)?,
    };
    let label = facts.color.label();
    let title = match facts.color {
        Color::Other => word!("Special"),
        _ => label,
    };
    let words = row
        .finding("default")
        .with("format", title)
        .fix(row.fix.filter(|_| facts.decodable));
    Some(words.say(Some(label.to_owned()), None))
}

fn location(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Option<Finding> {
    let rule = row("image.location", kind, policy).filter(|_| facts.has_location)?;
    Some(
        rule.finding("default")
            .fix(rule.fix.filter(|_| facts.decodable))
            .say(None, None),
    )
}

fn orientation(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Option<Finding> {
    let rule = row("image.orientation", kind, policy).filter(|_| facts.orientation > 1)?;
    let fix = rule.fix.filter(|_| facts.decodable);
    Some(
        rule.finding("default")
            .fix(fix)
            .say(Some(facts.orientation.to_string()), None),
    )
}
