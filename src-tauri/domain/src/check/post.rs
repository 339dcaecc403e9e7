//! Rules for the post as a whole, and for slides beside each other.

use serde::Serialize;

use crate::check::{check_item, shape_fix, share_label};
use crate::draft::PostKind;
use crate::finding::{Finding, Verdict};
use crate::media::MediaFacts;
use crate::rules::{self, Policy, Rule};
use crate::say;
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
    let judge = Judge::new(items.first().copied(), kind, policy);
    let numbered = items.iter().enumerate();
    let each: Vec<Vec<Finding>> = numbered
        .map(|(place, facts)| judge.item(place, facts))
        .collect();
    let shapes: Vec<Option<f64>> = items.iter().map(|facts| judged_shape(facts)).collect();
    let findings = judge.together(&shapes);
    let verdict = Verdict::of(findings.iter().chain(each.iter().flatten()));
    PostCheck {
        verdict,
        findings,
        items: each,
    }
}

/// Judges the items of a post one by one, in any order and on any thread: all that has to be known of the others is the
/// shape of the first.
#[derive(Debug, Clone, Copy)]
pub struct Judge<'a> {
    kind: PostKind,
    policy: &'a Policy,
    first: Option<f64>,
}

impl<'a> Judge<'a> {
    /// For a post that begins with `first`.
    pub fn new(first: Option<&MediaFacts>, kind: PostKind, policy: &'a Policy) -> Self {
        Self {
            kind,
            policy,
            first: first.and_then(judged_shape),
        }
    }

    /// Everything the rules say of the item at `place`, counted from 0, by itself and beside the first; most severe first.
    pub fn item(&self, place: usize, facts: &MediaFacts) -> Vec<Finding> {
        let mut findings = check_item(facts, self.kind, self.policy);
        if let Some(finding) = self.differs(place, facts) {
            findings.push(finding);
            findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        }
        findings
    }

    /// What concerns the post as a whole. `shapes` has one entry an item: its [`judged_shape`].
    pub fn together(&self, shapes: &[Option<f64>]) -> Vec<Finding> {
        if self.kind != PostKind::Carousel {
            return Vec::new();
        }
        let count = count(shapes.len(), self.policy);
        count.into_iter().chain(self.differ(shapes)).collect()
    }

    /// The rule, the first shape and this one, where they differ.
    fn other(&self, place: usize, shape: Option<f64>) -> Option<(&'static Rule, f64, f64)> {
        let (first, shape) = self.first.zip(shape)?;
        let beside = self.kind == PostKind::Carousel && place > 0;
        let rule = differ_rule(self.policy).filter(|_| beside)?;
        differs(first, shape, Some(rule)).then_some((rule, first, shape))
    }

    fn differs(&self, place: usize, facts: &MediaFacts) -> Option<Finding> {
        let (rule, first, shape) = self.other(place, judged_shape(facts))?;
        let words = rule
            .finding("default")
            .with("share", share_label(loss(shape, first)))
            .fix(Some(shape_fix(facts)));
        Some(words.say(Some(ratio_label(shape)), Some(ratio_label(first))))
    }

    /// One sentence for the post: which slides lose how much.
    fn differ(&self, shapes: &[Option<f64>]) -> Option<Finding> {
        let numbered = shapes.iter().enumerate();
        let slides: Vec<String> = numbered
            .filter_map(|(place, shape)| {
                let (_, first, shape) = self.other(place, *shape)?;
                Some(say!(
                    "slide {number} is {measured} and would lose {share}",
                    number = place + 1,
                    measured = ratio_label(shape),
                    share = share_label(loss(shape, first))
                ))
            })
            .collect();
        let first = self.first.filter(|_| !slides.is_empty())?;
        let words = differ_rule(self.policy)?
            .finding("post")
            .with("slides", slides.join(", "));
        Some(words.say(
            Some(say!("{count} slides", count = slides.len())),
            Some(ratio_label(first)),
        ))
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
    differs(first, aspect, differ_rule(policy))
}

fn differs(first: f64, aspect: f64, rule: Option<&Rule>) -> bool {
    let slack = rule.and_then(|rule| rule.max).unwrap_or(0.01);
    ((aspect - first) / first).abs() > slack
}

fn differ_rule(policy: &Policy) -> Option<&'static Rule> {
    rules::rule(
        "carousel.aspect_differs",
        PostKind::Carousel,
        policy.profile,
    )
}

/// The shape by which an item is judged beside others; `None` when it cannot be used or has none.
pub fn judged_shape(facts: &MediaFacts) -> Option<f64> {
    facts.aspect().filter(|_| facts.unreadable.is_none())
}
