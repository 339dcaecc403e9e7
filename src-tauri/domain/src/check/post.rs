//! Rules for the post as a whole, and for slides beside each other.

use serde::Serialize;

use crate::check::{check_item, shape_fix, share_label};
use crate::draft::PostKind;
use crate::finding::{Finding, Verdict};
use crate::media::MediaFacts;
use crate::rules::{self, Policy};
use crate::shape::{loss, ratio_label};

/// A judged post: what concerns all of it, and what concerns each item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PostCheck {
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
    /// One entry an item, in order.
    pub items: Vec<Vec<Finding>>,
}

/// Judges every item and how they go together.
pub fn check_post(items: &[&MediaFacts], kind: PostKind, policy: &Policy) -> PostCheck {
    let mut each: Vec<Vec<Finding>> = items
        .iter()
        .map(|facts| check_item(facts, kind, policy))
        .collect();
    let mut findings = Vec::new();
    if kind == PostKind::Carousel {
        findings.extend(count(items.len(), policy));
        let differing = differing(items, policy);
        findings.extend(differ_post(items, &differing, policy));
        for (index, finding) in differing {
            if let Some(own) = each.get_mut(index) {
                own.push(finding);
                own.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
            }
        }
    }
    let verdict = Verdict::of(findings.iter().chain(each.iter().flatten()));
    PostCheck {
        verdict,
        findings,
        items: each,
    }
}

fn count(slides: usize, policy: &Policy) -> Option<Finding> {
    let rule = rules::rule("carousel.count", PostKind::Carousel, policy.profile)?;
    let (few, many) = (rule.is_under(slides as f64), rule.is_over(slides as f64));
    let limit = if few { rule.min } else { rule.max };
    let limit = limit.map(|limit| format!("{limit}"));
    let extra = rule
        .max
        .map_or(0, |max| slides.saturating_sub(max as usize));
    let words = rule
        .finding(if few { "few" } else { "many" })
        .with("extra", extra.to_string());
    (few || many).then(|| words.say(Some(slides.to_string()), limit))
}

/// Whether a slide of shape `aspect` counts as another shape than `first`.
pub fn shapes_differ(first: f64, aspect: f64, policy: &Policy) -> bool {
    let rule = rules::rule(
        "carousel.aspect_differs",
        PostKind::Carousel,
        policy.profile,
    );
    let slack = rule.and_then(|rule| rule.max).unwrap_or(0.01);
    ((aspect - first) / first).abs() > slack
}

fn differing(items: &[&MediaFacts], policy: &Policy) -> Vec<(usize, Finding)> {
    let Some(rule) = rules::rule(
        "carousel.aspect_differs",
        PostKind::Carousel,
        policy.profile,
    ) else {
        return Vec::new();
    };
    let Some(first) = items.first().and_then(|first| usable_aspect(first)) else {
        return Vec::new();
    };
    let others = items.iter().enumerate().skip(1);
    others
        .filter_map(|(index, facts)| {
            let aspect =
                usable_aspect(facts).filter(|aspect| shapes_differ(first, *aspect, policy))?;
            let words = rule
                .finding("default")
                .with("share", share_label(loss(aspect, first)))
                .fix(Some(shape_fix(facts)));
            Some((
                index,
                words.say(Some(ratio_label(aspect)), Some(ratio_label(first))),
            ))
        })
        .collect()
}

fn usable_aspect(facts: &MediaFacts) -> Option<f64> {
    facts.aspect().filter(|_| facts.unreadable.is_none())
}

/// One sentence for the post: which slides lose how much.
fn differ_post(
    items: &[&MediaFacts],
    differing: &[(usize, Finding)],
    policy: &Policy,
) -> Option<Finding> {
    let rule = rules::rule(
        "carousel.aspect_differs",
        PostKind::Carousel,
        policy.profile,
    )?;
    let first = items.first().and_then(|first| first.aspect())?;
    if differing.is_empty() {
        return None;
    }
    let slides: Vec<String> = differing
        .iter()
        .filter_map(|(index, finding)| {
            let aspect = items.get(*index)?.aspect()?;
            let measured = finding.measured.as_deref()?;
            Some(format!(
                "slide {} is {measured} and would lose {}",
                index + 1,
                share_label(loss(aspect, first))
            ))
        })
        .collect();
    let words = rule.finding("post").with("slides", slides.join(", "));
    Some(words.say(
        Some(format!("{} slides", differing.len())),
        Some(ratio_label(first)),
    ))
}
