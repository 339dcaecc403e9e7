//! From facts and rules to a clip's recipe: a copy whenever that is enough.

use crate::check::{check_item, shapes_differ};
use crate::draft::PostKind;
use crate::finding::{Finding, Fix, Severity};
use crate::media::{AudioFacts, MediaFacts, MediaKind, VideoFacts};
use crate::plan::FitChoice;
use crate::recipe::Fit;
use crate::rules::{self, Policy, Rule};
use crate::shape::{Shape, crop_frame};

use super::size::{even_size, frame_rate};
use super::{ClipRecipe, Cut, Encode, Pictures, Sound};

/// x264's scale; one step above "visually lossless" (18), since Instagram compresses again.
const QUALITY: u8 = 20;

/// Bits a picture element gets a second from encoders that know only rates: 1080p30 at 9 Mbit/s.
const BITS_A_PIXEL: f64 = 0.15;

/// How much of the allowed bit rate a second may reach, so that a short clip whose first second is
/// its busiest stays under the limit as a whole.
const PEAK_SHARE: f64 = 0.6;

/// How much of the allowed bytes is aimed at in the second step; encoders miss by a few percent.
const BYTES_SHARE: f64 = 0.92;

/// Sound that is encoded here gets Meta's 128 kbit/s; what is copied is rarely more than double.
const SOUND_RATE: f64 = 256_000.0;

/// A clip of unknown frame rate counts as one of the slowest that Instagram takes.
const SLOW: f64 = 23.0;

/// Seconds by which a cut stays under the limit: packets end where they end.
const MARGIN: f64 = 0.1;

/// What a person chose.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ClipChoice {
    pub fit: FitChoice,
    /// Where a clip that is too long begins, in seconds.
    pub start: f64,
}

/// A single clip in the feed is a reel; there is no other way to publish one.
fn published_as(kind: PostKind) -> PostKind {
    if kind == PostKind::Feed {
        PostKind::Reel
    } else {
        kind
    }
}

/// The shapes (width ÷ height) that clips of this kind of post may have. In a carousel the range is
/// what is shown uncut.
pub fn clip_range(kind: PostKind, policy: &Policy) -> (f64, f64) {
    let kind = published_as(kind);
    let row = rules::rule("video.aspect", kind, policy.profile)
        .or_else(|| rules::variant("video.aspect", Some("slide"), kind, policy.profile));
    row.map_or((0.1, 10.0), |row| {
        (row.min.unwrap_or(0.1), row.max.unwrap_or(10.0))
    })
}

/// The shape that a clip gets: `carousel` (the shape of all slides) in a carousel; else the one
/// asked for by name, or its own as far as Instagram takes it. A clip is not cropped to fill the
/// screen unless a person asks: most of a landscape clip would be gone.
pub fn clip_target(
    facts: &MediaFacts,
    shape: Shape,
    kind: PostKind,
    policy: &Policy,
    carousel: Option<f64>,
) -> Option<f64> {
    if kind == PostKind::Carousel {
        return carousel;
    }
    let (min, max) = clip_range(kind, policy);
    let wanted = match shape {
        Shape::Ratio(ratio) => ratio,
        Shape::Auto | Shape::First => facts.aspect()?,
    };
    Some(wanted.clamp(min, max))
}

/// Whether Fanfold's own probe could not look into this clip (Matroska, AVI and the like): the
/// program that converts it has to tell what is inside before it is planned.
pub fn is_closed(facts: &MediaFacts) -> bool {
    let inside = facts.video.as_ref().is_some_and(|v| v.codec.is_some());
    facts.kind == MediaKind::Video && facts.unreadable.is_none() && !inside
}

/// What has to be done to a clip so that it has the shape `target` and follows every rule; `None`
/// when nothing can (too short, unreadable, not looked into).
pub fn plan_clip(
    facts: &MediaFacts,
    kind: PostKind,
    policy: &Policy,
    target: Option<f64>,
    choice: ClipChoice,
) -> Option<ClipRecipe> {
    if facts.kind != MediaKind::Video || facts.unreadable.is_some() || is_closed(facts) {
        return None;
    }
    let video = facts.video.as_ref()?;
    let rules = Rows {
        kind: published_as(kind),
        policy,
    };
    let hurt = Hurt(check_item(facts, kind, policy));
    if hurt.beyond_repair() {
        return None;
    }
    let cut = cut(video, &rules, choice.start);
    let fit = fit(facts, target, choice.fit, &hurt, policy)?;
    let seconds = cut.map_or(video.duration, |cut| Some(cut.seconds));
    let max_bytes = rules.max("video.bytes") as u64;
    // Leaving out the end also leaves out its bytes.
    let share = match (seconds, video.duration) {
        (Some(kept), Some(all)) if all > 0.0 => (kept / all).min(1.0),
        _ => 1.0,
    };
    let too_large = facts.bytes as f64 * share > max_bytes as f64 * 0.98;
    // Only the first picture is certain to stand on its own.
    let inside = cut.is_some_and(|cut| cut.start > 0.0);
    let encode_pictures = hurt.pictures() || too_large || fit != Fit::Keep || inside;
    let encode = encode(facts, video, fit, &rules, max_bytes, seconds);
    let mut recipe = ClipRecipe {
        kind,
        policy: *policy,
        pictures: if encode_pictures {
            Pictures::Encode
        } else {
            Pictures::Copy
        },
        sound: sound(video, &hurt, &rules, inside),
        exact_sound: sound(video, &hurt, &rules, true),
        encode,
        cut,
        edited: video.edit_list == Some(true),
        max_bytes,
        seconds,
        actions: Vec::new(),
    };
    recipe.actions = actions(facts, &recipe, &hurt);
    Some(recipe)
}

/// The rows of the rules for one kind of post.
struct Rows<'a> {
    kind: PostKind,
    policy: &'a Policy,
}

impl Rows<'_> {
    fn row(&self, id: &str) -> Option<&'static Rule> {
        rules::rule(id, self.kind, self.policy.profile)
    }

    fn max(&self, id: &str) -> f64 {
        self.row(id).and_then(|row| row.max).unwrap_or(f64::MAX)
    }
}

/// What is wrong with the clip, by the same judge that `check` asks.
struct Hurt(Vec<Finding>);

impl Hurt {
    fn errors(&self) -> impl Iterator<Item = &Finding> {
        let errors = self.0.iter();
        errors.filter(|finding| finding.severity == Severity::Error)
    }

    fn beyond_repair(&self) -> bool {
        self.errors().any(|finding| finding.fix.is_none())
    }

    fn has(&self, rule: &str) -> bool {
        self.errors().any(|finding| finding.rule == rule)
    }

    /// Whether the pictures themselves are wrong. Shape and bytes are looked at elsewhere: a cut
    /// may mend the second.
    fn pictures(&self) -> bool {
        const WRONG: [&str; 6] = [
            "video.codec",
            "video.fps",
            "video.width",
            "video.short_side",
            "video.aspect",
            "video.bit_rate",
        ];
        WRONG.iter().any(|rule| self.has(rule))
    }

    /// Whether the box around them is.
    fn container(&self) -> bool {
        const WRONG: [&str; 4] = [
            "video.container",
            "video.edit_list",
            "video.moov_last",
            "video.fragmented",
        ];
        WRONG.iter().any(|rule| self.has(rule))
    }
}

/// The part to keep; `None` keeps all.
fn cut(video: &VideoFacts, rules: &Rows<'_>, start: f64) -> Option<Cut> {
    let (duration, row) = (video.duration?, rules.row("video.duration")?);
    let (min, max) = (row.min.unwrap_or(0.0), row.max.unwrap_or(f64::MAX));
    // As late as leaves enough to show; on a hundredth, so that the same choice is the same recipe.
    let latest = (duration - min - MARGIN).max(0.0);
    let start = if start.is_finite() {
        (start.clamp(0.0, latest) * 100.0).floor() / 100.0
    } else {
        0.0
    };
    if duration <= max && start <= 0.0 {
        return None;
    }
    let frames = 2.0 / video.fps.unwrap_or(SLOW).max(1.0);
    let longest = max - frames.max(MARGIN);
    let seconds = (duration - start).min(longest);
    Some(Cut { start, seconds })
}

fn fit(
    facts: &MediaFacts,
    target: Option<f64>,
    choice: FitChoice,
    hurt: &Hurt,
    policy: &Policy,
) -> Option<Fit> {
    let aspect = facts.aspect()?;
    // A hair outside the range is outside, however little the shapes differ.
    let outside = hurt.has("video.aspect");
    let other = target.filter(|target| outside || shapes_differ(*target, aspect, policy));
    Some(match (other, choice) {
        (None, _) => Fit::Keep,
        (Some(target), FitChoice::Crop { focus }) => Fit::Crop {
            frame: crop_frame(aspect, target, focus),
        },
        (Some(target), FitChoice::Pad { fill }) => Fit::Pad {
            aspect: target,
            fill,
        },
    })
}

fn encode(
    facts: &MediaFacts,
    video: &VideoFacts,
    fit: Fit,
    rules: &Rows<'_>,
    max_bytes: u64,
    seconds: Option<f64>,
) -> Encode {
    let own = facts.aspect().unwrap_or(1.0);
    let (stored_w, stored_h) = (f64::from(facts.width), f64::from(facts.height));
    let (aspect, width) = match &fit {
        Fit::Crop { frame } => (own * frame.w / frame.h, stored_w * frame.w),
        Fit::Pad { aspect, .. } => (*aspect, stored_w.max(stored_h * aspect)),
        Fit::Keep => (own, stored_w),
    };
    // Only a row that a conversion can satisfy asks for enlarging.
    let shortest = rules
        .row("video.short_side")
        .filter(|row| row.fix == Some(Fix::Transcode))
        .and_then(|row| row.min)
        .unwrap_or(0.0);
    // The widest clip stands for a screen's longest side: an upright 4K clip becomes 1080 × 1920.
    let sides = (shortest, rules.max("video.width"));
    let shapes = rules.row("video.aspect").map_or((0.0, f64::MAX), |row| {
        let (min, max) = (row.min.unwrap_or(0.0), row.max.unwrap_or(f64::MAX));
        (min - row.tolerance, max + row.tolerance)
    });
    let (width, height) = even_size(aspect, width, sides, shapes);
    let fps = rules.row("video.fps").and_then(|row| {
        let own = video.fps?;
        frame_rate(own, row.min?, row.max?)
    });
    let shown = fps.map_or(video.fps.unwrap_or(30.0), super::FrameRate::value);
    let peak = rules.max("video.bit_rate").min(1e9) * PEAK_SHARE;
    let length = seconds.unwrap_or_else(|| rules.max("video.duration").min(3600.0));
    let fitting = max_bytes as f64 * 8.0 * BYTES_SHARE / length.max(1.0) - SOUND_RATE;
    let rate = f64::from(width) * f64::from(height) * shown * BITS_A_PIXEL;
    Encode {
        fit,
        width,
        height,
        fps,
        interlaced: video.interlaced == Some(true),
        quality: QUALITY,
        rate: rate.clamp(200_000.0, peak) as u64,
        peak: peak as u64,
        fitting: fitting.clamp(100_000.0, peak) as u64,
    }
}

/// Copied where it is right. A cut that does not begin at the beginning encodes it too, so that
/// both tracks begin at the same moment.
fn sound(video: &VideoFacts, hurt: &Hurt, rules: &Rows<'_>, cut: bool) -> Sound {
    const USUAL: u32 = 48_000;
    let Some(audio) = &video.audio else {
        return Sound::None;
    };
    if !hurt.has("video.audio") && !cut {
        return Sound::Copy;
    }
    let AudioFacts {
        sample_rate,
        channels,
        ..
    } = audio;
    let most = |row: Option<&Rule>| row.and_then(|row| row.max);
    let fastest = most(rules.row("video.audio")).map_or(USUAL, |max| max as u32);
    let profile = rules.policy.profile;
    let channel_row = rules::variant("video.audio", Some("channels"), rules.kind, profile);
    let most_channels = most(channel_row).map_or(2, |max| max as u16);
    let rate = match sample_rate {
        // Rates of compact discs and broadcasting stay; odd ones become the usual one.
        Some(rate @ (44_100 | 48_000 | 32_000 | 24_000 | 22_050 | 16_000)) => (*rate).min(fastest),
        _ => USUAL.min(fastest),
    };
    Sound::Encode {
        rate,
        channels: channels.unwrap_or(most_channels).clamp(1, most_channels),
    }
}

/// What the recipe does, in the order it is done.
fn actions(facts: &MediaFacts, recipe: &ClipRecipe, hurt: &Hurt) -> Vec<Fix> {
    let encodes = recipe.pictures == Pictures::Encode;
    let turned = facts.video.as_ref().and_then(|video| video.rotation);
    let Encode {
        fit, width, height, ..
    } = &recipe.encode;
    let (w, h) = (f64::from(facts.width), f64::from(facts.height));
    let fitted = match fit {
        Fit::Crop { frame } => w * frame.w,
        Fit::Pad { aspect, .. } => w.max(h * aspect),
        Fit::Keep => w,
    };
    let converts = encodes || matches!(recipe.sound, Sound::Encode { .. });
    let steps = [
        (recipe.cut.is_some(), Fix::Trim),
        (
            encodes && turned.is_some_and(|angle| angle != 0),
            Fix::Rotate,
        ),
        (encodes && matches!(fit, Fit::Crop { .. }), Fix::Crop),
        (encodes && matches!(fit, Fit::Pad { .. }), Fix::Pad),
        (encodes && f64::from(*width) < fitted - 2.0, Fix::Resize),
        (
            encodes && f64::from(*width) > fitted + 2.0 && *height > 0,
            Fix::Upscale,
        ),
        (converts, Fix::Transcode),
        (!converts && hurt.container(), Fix::Remux),
        (true, Fix::StripMetadata),
    ];
    let done = steps.into_iter().filter(|(done, _)| *done);
    done.map(|(_, fix)| fix).collect()
}
