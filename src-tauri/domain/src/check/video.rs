//! Rules for clips.

use crate::check::{bytes_label, format_label};
use crate::draft::PostKind;
use crate::finding::{Finding, Fix};
use crate::media::{AudioFacts, MediaFacts, VideoFacts};
use crate::rules::{self, Policy, Profile, Rule};
use crate::shape::ratio_label;
use crate::speech::decimal;
use crate::{say, word};

pub(super) fn check(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Vec<Finding> {
    // A single clip in the feed is a reel; there is no other way to publish one.
    let kind = if kind == PostKind::Feed {
        PostKind::Reel
    } else {
        kind
    };
    let row = |id: &str| rules::rule(id, kind, policy.profile);
    let part = |id: &str, name: &str| rules::variant(id, Some(name), kind, policy.profile);
    let none = VideoFacts::default();
    let video = facts.video.as_ref().unwrap_or(&none);
    let picture = codec(video, row("video.codec"), part("video.codec", "pixels"));
    let sound = audio(video, row("video.audio"), part("video.audio", "channels"));
    // Only what is known to be right can be kept as it is.
    let right = picture.is_none() && sound.is_none() && video.codec.is_some();
    let mut found: Vec<Option<Finding>> = vec![
        container(facts, right, row("video.container")),
        picture,
        sound,
        duration(video, row("video.duration")),
        between(row("video.fps"), video.fps, |fps| {
            decimal(
                format!("{fps:.4}")
                    .trim_end_matches('0')
                    .trim_end_matches('.')
                    .to_owned(),
            )
        }),
        between(row("video.width"), side(facts.width), |w| {
            say!("{side} pixels", side = w)
        }),
        between(
            row("video.short_side"),
            side(facts.width.min(facts.height)),
            |s| say!("{side} pixels", side = s),
        ),
        between(row("video.bytes"), Some(facts.bytes as f64), |b| {
            bytes_label(b as u64)
        }),
        between(
            row("video.bit_rate"),
            video.bit_rate.map(|rate| rate as f64),
            |r| decimal(format!("{:.1} Mbit/s", r / 1e6)),
        ),
        flag(row("video.edit_list"), video.edit_list == Some(true)),
        flag(row("video.moov_last"), video.moov_first == Some(false)),
        flag(row("video.fragmented"), video.fragmented == Some(true)),
    ];
    found.push(aspect(facts, kind, policy));
    found.into_iter().flatten().collect()
}

fn side(pixels: u32) -> Option<f64> {
    (pixels > 0).then(|| f64::from(pixels))
}

fn container(facts: &MediaFacts, right: bool, rule: Option<&Rule>) -> Option<Finding> {
    let rule = rule.filter(|rule| !rule.takes(&facts.format))?;
    let label = format_label(&facts.format);
    let words = if right {
        rule.finding("repack").fix(Some(Fix::Remux))
    } else {
        rule.finding("default")
    };
    Some(words.with("format", label.clone()).say(Some(label), None))
}

fn codec(video: &VideoFacts, rule: Option<&Rule>, pixels: Option<&Rule>) -> Option<Finding> {
    let codec = video.codec.as_deref()?;
    if let Some(rule) = rule.filter(|rule| !rule.takes(codec)) {
        let finding = rule.finding("default");
        return Some(finding.say(Some(format_label(codec)), None));
    }
    let format = video.pixel_format.as_deref().unwrap_or_default();
    if let Some(pixels) = pixels.filter(|pixels| !format.is_empty() && !pixels.takes(format)) {
        let finding = pixels.finding("default");
        return Some(finding.say(Some(format.to_owned()), None));
    }
    let rule = rule.filter(|_| video.interlaced == Some(true))?;
    Some(rule.finding("default").say(Some(say!("interlaced")), None))
}

fn audio(video: &VideoFacts, rule: Option<&Rule>, channels: Option<&Rule>) -> Option<Finding> {
    let (audio, rule) = (video.audio.as_ref()?, rule?);
    let AudioFacts {
        codec,
        sample_rate,
        channels: count,
        ..
    } = audio;
    let codec_ok = codec.as_deref().is_none_or(|codec| rule.takes(codec));
    let rate_ok = sample_rate.is_none_or(|rate| !rule.is_over(rate.into()));
    let out = |rule: &&Rule| {
        count.is_some_and(|count| rule.is_under(count.into()) || rule.is_over(count.into()))
    };
    let hurt = if codec_ok && rate_ok {
        channels.filter(out)?
    } else {
        rule
    };
    let mut parts = vec![codec.as_deref().unwrap_or(word!("unknown")).to_uppercase()];
    parts.extend(sample_rate.map(|rate| decimal(format!("{} kHz", f64::from(rate) / 1000.0))));
    parts.extend(count.map(|count| say!("{count} channels", count)));
    Some(hurt.finding("default").say(Some(parts.join(", ")), None))
}

fn duration(video: &VideoFacts, rule: Option<&Rule>) -> Option<Finding> {
    let (seconds, rule) = (video.duration?, rule?);
    let (min, max) = (rule.min?, rule.max?);
    let label = |value: f64| {
        let text = format!("{value:.1}");
        decimal(text.strip_suffix(".0").map_or(text.clone(), str::to_owned))
    };
    if seconds < min {
        // Nothing can lengthen a clip.
        return Some(
            rule.finding("short")
                .fix(None)
                .say(Some(label(seconds)), Some(label(min))),
        );
    }
    (seconds > max).then(|| {
        rule.finding("long")
            .say(Some(label(seconds)), Some(label(max)))
    })
}

fn between(
    rule: Option<&Rule>,
    value: Option<f64>,
    label: impl Fn(f64) -> String,
) -> Option<Finding> {
    let (rule, value) = (rule?, value?);
    if !rule.is_under(value) && !rule.is_over(value) {
        return None;
    }
    let limit = match (rule.min, rule.max) {
        (Some(min), Some(max)) => format!("{}–{}", label(min), label(max)),
        (Some(end), None) | (None, Some(end)) => label(end),
        (None, None) => String::new(),
    };
    let words = rule.finding("default").with("size", label(value));
    Some(words.say(Some(label(value)), Some(limit)))
}

fn flag(rule: Option<&Rule>, hurt: bool) -> Option<Finding> {
    Some(rule.filter(|_| hurt)?.finding("default").say(None, None))
}

fn aspect(facts: &MediaFacts, kind: PostKind, policy: &Policy) -> Option<Finding> {
    let aspect = facts.aspect()?;
    let hard = rules::rule("video.aspect", kind, policy.profile);
    let soft = ["full_screen", "slide"]
        .iter()
        .find_map(|name| rules::variant("video.aspect", Some(name), kind, Profile::Instagram));
    let out = |rule: &&Rule| rule.is_under(aspect) || rule.is_over(aspect);
    let rule = hard.filter(out).or_else(|| soft.filter(out))?;
    let limit = say!(
        "{least} to {most}",
        least = ratio_label(rule.min.unwrap_or(0.0)),
        most = ratio_label(rule.max.unwrap_or(0.0))
    );
    let words = rule
        .finding("default")
        .with("measured", ratio_label(aspect));
    Some(words.say(Some(decimal(format!("{aspect:.3}"))), Some(limit)))
}
