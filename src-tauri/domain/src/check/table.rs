//! The table of rules, walked: every row × kind of post × profile, once just beyond its limit and
//! once at it, with the severity and the repair that the table promises.
//!
//! What is expected is written out here on purpose: it is the table, read a second time by hand.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;

use super::{
    alt_text, check_item, check_post, collaborators, people, place, story_caption, story_details,
};
use crate::account::Flavour;
use crate::caption;
use crate::draft::PostKind::{self, Carousel, Feed, Reel, Story};
use crate::finding::{Finding, Fix, Severity, Verdict};
use crate::media::{AudioFacts, Color, MediaFacts, MediaKind, Unreadable, VideoFacts};
use crate::rules::{self, Policy, Profile};

use Profile::{Guide, Instagram};
use Severity::{Error, Note, Warning};

const PHOTOS: &[PostKind] = &[Feed, Carousel, Story];
const FEEDS: &[PostKind] = &[Feed, Carousel];
const CLIPS: &[PostKind] = &[Reel, Story, Carousel];
const ALL: &[PostKind] = &[Feed, Carousel, Story, Reel];

fn policy(profile: Profile) -> Policy {
    Policy {
        profile,
        allow_three_four: false,
    }
}

fn photo(change: impl FnOnce(&mut MediaFacts)) -> MediaFacts {
    let mut facts = MediaFacts {
        kind: MediaKind::Image,
        width: 1080,
        height: 1080,
        color: Color::Srgb,
        unreadable: None,
        decodable: true,
        ..MediaFacts::unreadable("jpeg", 500_000, Unreadable::Empty)
    };
    change(&mut facts);
    facts
}

fn sized(width: u32, height: u32) -> MediaFacts {
    photo(|facts| (facts.width, facts.height) = (width, height))
}

fn clip(change: impl FnOnce(&mut MediaFacts, &mut VideoFacts)) -> MediaFacts {
    let mut facts = sized(1080, 1080);
    let mut video = VideoFacts {
        codec: Some("h264".into()),
        pixel_format: Some("yuv420p".into()),
        fps: Some(30.0),
        duration: Some(30.0),
        bit_rate: Some(8_000_000),
        edit_list: Some(false),
        moov_first: Some(true),
        fragmented: Some(false),
        interlaced: Some(false),
        ..VideoFacts::default()
    };
    facts.kind = MediaKind::Video;
    facts.format = "mp4".into();
    change(&mut facts, &mut video);
    facts.video = Some(video);
    facts
}

fn sound(codec: &str, rate: u32, channels: u16) -> MediaFacts {
    clip(|_, video| {
        video.audio = Some(AudioFacts {
            codec: Some(codec.into()),
            sample_rate: Some(rate),
            channels: Some(channels),
            bit_rate: None,
        });
    })
}

fn shaped_clip(width: u32, height: u32) -> MediaFacts {
    clip(|facts, _| (facts.width, facts.height) = (width, height))
}

/// A row of the table: what hurts it, what just does not, and what it then says.
struct Row {
    id: &'static str,
    kinds: &'static [PostKind],
    profile: Profile,
    severity: Severity,
    fix: Option<Fix>,
    beyond: MediaFacts,
    at: MediaFacts,
}

fn row(
    id: &'static str,
    kinds: &'static [PostKind],
    profile: Profile,
    severity: Severity,
    fix: impl Into<Option<Fix>>,
    beyond: MediaFacts,
    at: MediaFacts,
) -> Row {
    Row {
        id,
        kinds,
        profile,
        severity,
        fix: fix.into(),
        beyond,
        at,
    }
}

#[rustfmt::skip]
fn pictures() -> Vec<Row> {
    let fine = || sized(1080, 1080);
    let of = |format: &str| photo(|facts| format.clone_into(&mut facts.format));
    let broken = |why| MediaFacts { kind: MediaKind::Image, ..MediaFacts::unreadable("jpeg", 9, why) };
    let mut rows = vec![
        row("image.unreadable", ALL, Instagram, Error, None, broken(Unreadable::Empty), fine()),
        row("image.unreadable", ALL, Instagram, Error, None, broken(Unreadable::Truncated), fine()),
        row("image.unreadable", ALL, Instagram, Error, None, broken(Unreadable::Corrupt), fine()),
        row("image.unreadable", ALL, Guide, Error, None, broken(Unreadable::Missing), fine()),
        row("image.unreadable", ALL, Instagram, Error, None, broken(Unreadable::NoRoom), fine()),
        row("image.too_many_pixels", ALL, Instagram, Error, None, broken(Unreadable::TooManyPixels), fine()),
        row("image.animated", PHOTOS, Instagram, Error, Fix::FirstFrame, photo(|f| f.animated = true), fine()),
        row("image.aspect", FEEDS, Instagram, Error, Fix::Crop, sized(794, 1000), sized(795, 1000)),
        row("image.aspect", FEEDS, Instagram, Error, Fix::Crop, sized(1916, 1000), sized(1915, 1000)),
        row("image.aspect", FEEDS, Guide, Error, Fix::Crop, sized(994, 1000), sized(995, 1000)),
        row("image.aspect", FEEDS, Guide, Error, Fix::Crop, sized(1916, 1000), sized(1915, 1000)),
        row("image.aspect", &[Story], Instagram, Error, Fix::Crop, sized(3300, 320), sized(1080, 1920)),
        row("image.aspect", &[Story], Instagram, Error, Fix::Crop, sized(320, 3300), sized(1080, 1920)),
        row("image.aspect", &[Story], Instagram, Warning, Fix::Crop, sized(1080, 1960), sized(1080, 1959)),
        row("image.aspect", &[Story], Instagram, Warning, Fix::Crop, sized(1080, 1880), sized(1080, 1883)),
        row("image.bytes", PHOTOS, Instagram, Error, Fix::EncodeJpeg, photo(|f| f.bytes = 8_000_001), photo(|f| f.bytes = 8_000_000)),
        row("image.narrow", PHOTOS, Instagram, Warning, Fix::Upscale, sized(319, 319), sized(320, 310)),
        row("image.narrow", PHOTOS, Guide, Error, Fix::Upscale, sized(320, 319), sized(320, 320)),
        row("image.wide", PHOTOS, Instagram, Note, Fix::Resize, sized(1441, 1441), sized(1440, 1440)),
        row("image.color", PHOTOS, Instagram, Error, Fix::ConvertSrgb, photo(|f| f.color = Color::Cmyk), photo(|f| f.color = Color::Gray)),
        row("image.color", PHOTOS, Instagram, Warning, Fix::ConvertSrgb, photo(|f| f.color = Color::DisplayP3), fine()),
        row("image.color", PHOTOS, Guide, Warning, Fix::ConvertSrgb, photo(|f| f.color = Color::AdobeRgb), fine()),
        row("image.location", PHOTOS, Instagram, Note, Fix::StripMetadata, photo(|f| f.has_location = true), fine()),
        row("image.orientation", PHOTOS, Instagram, Note, Fix::Rotate, photo(|f| f.orientation = 2), fine()),
    ];
    for format in ["png", "webp", "gif", "bmp", "tiff", "heic", "avif", "mpo"] {
        rows.push(row("image.format", PHOTOS, Instagram, Error, Fix::EncodeJpeg, of(format), fine()));
        rows.push(row("image.format", PHOTOS, Guide, Error, Fix::EncodeJpeg, of(format), fine()));
        let closed = photo(|f| (f.format, f.decodable) = (format.into(), false));
        rows.push(row("image.format", PHOTOS, Instagram, Error, None, closed, fine()));
    }
    for format in ["svg", "pdf"] {
        rows.push(row("image.format", PHOTOS, Instagram, Error, None, of(format), fine()));
    }
    rows
}

#[rustfmt::skip]
fn clips() -> Vec<Row> {
    let fine = || clip(|_, _| ());
    let of = |format: &str, codec: &str| clip(|f, v| (f.format, v.codec) = (format.into(), Some(codec.into())));
    let codec = |codec: &str| of("mp4", codec);
    let pixels = |pixels: &str| clip(|_, v| v.pixel_format = Some(pixels.into()));
    let lasts = |seconds| clip(|_, v| v.duration = Some(seconds));
    let fps = |fps| clip(|_, v| v.fps = Some(fps));
    let heavy = |bytes| clip(|f, _| f.bytes = bytes);
    let rate = |rate| clip(|_, v| v.bit_rate = Some(rate));
    let broken = |why| MediaFacts { kind: MediaKind::Video, ..MediaFacts::unreadable("mp4", 9, why) };
    vec![
        row("video.unreadable", ALL, Instagram, Error, None, broken(Unreadable::Truncated), fine()),
        row("video.unreadable", ALL, Instagram, Error, None, broken(Unreadable::Encrypted), fine()),
        row("video.unreadable", ALL, Guide, Error, None, broken(Unreadable::NoVideoTrack), fine()),
        row("video.container", CLIPS, Instagram, Error, Fix::Remux, of("mkv", "h264"), of("mov", "h264")),
        row("video.container", CLIPS, Instagram, Error, Fix::Transcode, of("webm", "vp9"), fine()),
        row("video.codec", CLIPS, Instagram, Error, Fix::Transcode, codec("vp9"), codec("hevc")),
        row("video.codec", CLIPS, Guide, Error, Fix::Transcode, codec("hevc"), codec("h264")),
        row("video.codec", CLIPS, Instagram, Error, Fix::Transcode, pixels("yuv420p10le"), pixels("yuvj420p")),
        row("video.codec", CLIPS, Instagram, Error, Fix::Transcode, clip(|_, v| v.interlaced = Some(true)), fine()),
        row("video.audio", CLIPS, Instagram, Error, Fix::Transcode, sound("mp3", 48_000, 2), sound("aac", 48_000, 2)),
        row("video.audio", CLIPS, Instagram, Error, Fix::Transcode, sound("aac", 96_000, 2), fine()),
        row("video.audio", CLIPS, Instagram, Error, Fix::Transcode, sound("aac", 48_000, 6), sound("aac", 48_000, 1)),
        row("video.duration", CLIPS, Instagram, Error, None, lasts(2.999), lasts(3.0)),
        row("video.duration", &[Reel], Instagram, Error, Fix::Trim, lasts(900.1), lasts(900.0)),
        row("video.duration", &[Story, Carousel], Instagram, Error, Fix::Trim, lasts(60.1), lasts(60.0)),
        row("video.duration", &[Reel], Guide, Error, Fix::Trim, lasts(90.1), lasts(90.0)),
        row("video.duration", &[Story, Carousel], Guide, Error, Fix::Trim, lasts(60.1), lasts(60.0)),
        row("video.fps", CLIPS, Instagram, Error, Fix::Transcode, fps(22.9), fps(23.0)),
        row("video.fps", CLIPS, Instagram, Error, Fix::Transcode, fps(60.1), fps(60.0)),
        row("video.width", CLIPS, Instagram, Error, Fix::Transcode, shaped_clip(1921, 1921), shaped_clip(1920, 1920)),
        row("video.short_side", CLIPS, Instagram, Warning, None, shaped_clip(700, 539), shaped_clip(700, 540)),
        row("video.short_side", CLIPS, Guide, Error, Fix::Transcode, shaped_clip(700, 599), shaped_clip(700, 600)),
        row("video.aspect", &[Reel], Instagram, Error, Fix::Transcode, shaped_clip(1900, 189), shaped_clip(1080, 1920)),
        row("video.aspect", &[Story], Instagram, Error, Fix::Transcode, shaped_clip(100, 1001), shaped_clip(1080, 1920)),
        row("video.aspect", &[Reel, Story], Instagram, Warning, None, shaped_clip(1080, 1880), shaped_clip(1080, 1920)),
        row("video.aspect", &[Carousel], Instagram, Warning, Fix::Transcode, shaped_clip(794, 1000), shaped_clip(795, 1000)),
        row("video.aspect", CLIPS, Guide, Error, Fix::Transcode, shaped_clip(1080, 1350), shaped_clip(1080, 1080)),
        row("video.bytes", &[Reel, Carousel], Instagram, Error, Fix::Transcode, heavy(300_000_001), heavy(300_000_000)),
        row("video.bytes", &[Story], Instagram, Error, Fix::Transcode, heavy(100_000_001), heavy(100_000_000)),
        row("video.bit_rate", CLIPS, Instagram, Error, Fix::Transcode, rate(25_000_001), rate(25_000_000)),
        row("video.edit_list", CLIPS, Instagram, Error, Fix::Remux, clip(|_, v| v.edit_list = Some(true)), fine()),
        row("video.moov_last", CLIPS, Instagram, Error, Fix::Remux, clip(|_, v| v.moov_first = Some(false)), fine()),
        row("video.fragmented", CLIPS, Instagram, Error, Fix::Remux, clip(|_, v| v.fragmented = Some(true)), fine()),
    ]
}

fn find<'a>(findings: &'a [Finding], id: &str) -> Option<&'a Finding> {
    findings.iter().find(|finding| finding.rule == id)
}

/// The rows of `rules.toml` that the findings came from.
#[test]
fn every_row_speaks_exactly_beyond_its_limit_with_its_severity_and_fix() {
    let mut seen = BTreeSet::new();
    for row in pictures().into_iter().chain(clips()) {
        for kind in row.kinds {
            let case = format!("{} {} {}", row.id, kind.name(), row.profile.name());
            let beyond = check_item(&row.beyond, *kind, &policy(row.profile));
            let found = find(&beyond, row.id).unwrap_or_else(|| panic!("{case}: silent"));
            assert_eq!(found.severity, row.severity, "{case}: {found:?}");
            assert_eq!(found.fix, row.fix, "{case}: {found:?}");
            let words = format!("{} {}", found.title, found.message);
            assert!(!words.contains('{'), "{case}: {words}");
            let at = check_item(&row.at, *kind, &policy(row.profile));
            let still = at.iter().find(|finding| finding.row == found.row);
            assert_eq!(still, None, "{case}: speaks at its limit");
            seen.insert(found.row.clone());
        }
    }
    let beside = beside_the_files();
    for finding in &beside {
        seen.insert(finding.row.clone());
    }
    // Nothing can hurt where the feed folds; what keeps a clip from being made ready is said by
    // whoever tried.
    seen.insert("caption.fold@instagram/feed".into());
    seen.insert("video.ffmpeg@instagram/reel".into());
    seen.insert("video.failed@instagram/reel".into());
    let all: BTreeSet<String> = rules::all().iter().map(rules::Rule::row).collect();
    assert_eq!(
        all.difference(&seen).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "rows that no case reaches"
    );
}

fn told(found: &Finding, severity: Severity, fix: impl Into<Option<Fix>>) {
    assert_eq!(
        (found.severity, found.fix),
        (severity, fix.into()),
        "{found:?}"
    );
}

/// Rules of the post, the caption and the tags; what they said.
fn beside_the_files() -> Vec<Finding> {
    let square = sized(1080, 1080);
    let near = sized(1090, 1080);
    let other = sized(1092, 1080);
    let mut said = Vec::new();
    for count in [1, 11] {
        let slides = vec![&square; count];
        let checked = check_post(&slides, Carousel, &Policy::default());
        told(&checked.findings[0], Error, None);
        said.extend(checked.findings);
    }
    for (profile, severity) in [(Instagram, Warning), (Guide, Error)] {
        let same = check_post(&[&square, &near], Carousel, &policy(profile));
        assert!(same.findings.is_empty(), "one percent is no other shape");
        let mixed = check_post(&[&square, &other], Carousel, &policy(profile));
        told(&mixed.findings[0], severity, Fix::Crop);
        told(&mixed.items[1][0], severity, Fix::Crop);
        said.extend(mixed.findings);
    }
    for profile in [Instagram, Guide] {
        for kind in FEEDS {
            let allowed = Policy {
                profile,
                allow_three_four: true,
            };
            let phone = check_item(&sized(750, 1000), *kind, &allowed);
            let severity = if profile == Guide { Error } else { Warning };
            told(find(&phone, "image.aspect").unwrap(), severity, Fix::Crop);
            said.push(find(&phone, "image.aspect").unwrap().clone());
            let taller = check_item(&sized(744, 1000), *kind, &allowed);
            told(find(&taller, "image.aspect").unwrap(), Error, Fix::Crop);
        }
    }
    said.extend(texts());
    said
}

#[expect(clippy::too_many_lines, reason = "one line of the table is one call")]
fn texts() -> Vec<Finding> {
    let mut said = Vec::new();
    let mut both = |beyond: Vec<Finding>, at: Vec<Finding>, id: &str, severity: Severity| {
        told(
            find(&beyond, id).unwrap_or_else(|| panic!("{id}: silent")),
            severity,
            None,
        );
        assert_eq!(find(&at, id), None, "{id} speaks at its limit");
        said.push(find(&beyond, id).unwrap().clone());
    };
    let caption = |text: String| caption::check(&text).findings;
    let tags = |count| "#a ".repeat(count);
    let at = |count| "@a ".repeat(count);
    both(
        caption("x".repeat(2201)),
        caption("x".repeat(2200)),
        "caption.length",
        Error,
    );
    both(
        caption(tags(31)),
        caption(tags(30)),
        "caption.hashtags",
        Error,
    );
    both(
        caption(tags(6)),
        caption(tags(5)),
        "caption.hashtags_many",
        Warning,
    );
    both(caption(at(21)), caption(at(20)), "caption.mentions", Error);
    for kind in FEEDS {
        let alt = |text: &str| -> Vec<Finding> {
            alt_text(text, MediaKind::Image, *kind)
                .into_iter()
                .collect()
        };
        both(
            alt(&"x".repeat(1001)),
            alt(&"x".repeat(1000)),
            "alt.length",
            Error,
        );
        both(alt("  "), alt("A red door"), "alt.missing", Note);
    }
    for kind in ALL {
        let many = |count| vec!["someone"; count];
        both(
            people(&many(21), *kind),
            people(&many(20), *kind),
            "tags.people",
            Error,
        );
        both(
            people(&["no.name."], *kind),
            people(&["a.name"], *kind),
            "tags.people",
            Error,
        );
    }
    for kind in [Feed, Carousel, Reel] {
        let many = |count| collaborators(&vec!["someone"; count], kind);
        both(many(4), many(3), "tags.collaborators", Error);
        both(
            collaborators(&["a b"], kind),
            collaborators(&["a_b"], kind),
            "tags.collaborators",
            Error,
        );
    }
    let story = |text: &str| story_caption(text, Story).into_iter().collect::<Vec<_>>();
    both(story("Hello"), story(""), "story.caption", Warning);
    assert_eq!(story_caption("Hello", Feed), None);
    for kind in [Feed, Carousel, Reel] {
        let login = |flavour| Vec::from_iter(place(true, Some(flavour), kind));
        both(
            login(Flavour::Instagram),
            login(Flavour::Facebook),
            "post.place",
            Warning,
        );
        assert_eq!(place(false, Some(Flavour::Instagram), kind), None);
    }
    let details = |chosen: &[&str]| Vec::from_iter(story_details(chosen, Story));
    both(
        details(&["place", "collaborators"]),
        details(&[]),
        "story.details",
        Warning,
    );
    assert_eq!(story_details(&["place"], Feed), None);
    assert_eq!(alt_text("", MediaKind::Video, Feed), None);
    said
}

#[test]
fn every_finding_has_a_passport() {
    let guide = policy(Guide);
    for (facts, kind) in [
        (sized(200, 1000), Feed),
        (clip(|_, v| v.fps = Some(9.0)), Reel),
    ] {
        for finding in check_item(&facts, kind, &guide) {
            let passport = rules::passport(&finding.row).unwrap();
            assert!(!passport.source.is_empty() && !passport.disagree.is_empty());
            assert!(passport.since.ends_with("2026"), "{}", passport.since);
        }
    }
    let aspect = check_item(&sized(3000, 1000), Feed, &Policy::default());
    let passport = rules::passport(&find(&aspect, "image.aspect").unwrap().row).unwrap();
    assert_eq!(passport.limit, "0.8 to 1.91 width ÷ height");
    assert_eq!(passport.since, "11 September 2026");
    assert_eq!(rules::passport("image.aspect@nobody/feed"), None);
}

#[test]
fn what_is_wrong_at_once_is_said_at_once() {
    let odd = photo(|facts| {
        (facts.width, facts.height, facts.bytes) = (4000, 500, 9_000_000);
        (facts.format, facts.color) = ("png".into(), Color::Cmyk);
        (facts.animated, facts.has_location, facts.orientation) = (true, true, 6);
    });
    let findings = check_item(&odd, Feed, &Policy::default());
    let ids: BTreeSet<&str> = findings.iter().map(|f| f.rule.as_str()).collect();
    assert_eq!(ids.len(), 8, "{ids:?}");
    assert_eq!(Verdict::of(&findings), Verdict::Fixable);
    assert!(findings.is_sorted_by_key(|finding| std::cmp::Reverse(finding.severity)));
}
