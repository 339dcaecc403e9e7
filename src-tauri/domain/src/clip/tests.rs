#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;
use crate::check::check_item;
use crate::finding::{Severity, Verdict};
use crate::media::{AudioFacts, MediaFacts, MediaKind, Unreadable, VideoFacts};
use crate::rules::Profile;
use crate::shape::Shape;

/// An upright MP4 with nothing wrong.
fn clip() -> MediaFacts {
    MediaFacts {
        kind: MediaKind::Video,
        bytes: 5_000_000,
        width: 1080,
        height: 1920,
        stored_width: 1080,
        stored_height: 1920,
        unreadable: None,
        video: Some(VideoFacts {
            codec: Some("h264".into()),
            pixel_format: Some("yuv420p".into()),
            fps: Some(30.0),
            duration: Some(10.0),
            rotation: Some(0),
            interlaced: Some(false),
            bit_rate: Some(4_000_000),
            edit_list: Some(false),
            moov_first: Some(true),
            fragmented: Some(false),
            audio: Some(AudioFacts {
                codec: Some("aac".into()),
                sample_rate: Some(48_000),
                channels: Some(2),
                bit_rate: Some(128_000),
            }),
            ..VideoFacts::default()
        }),
        ..MediaFacts::unreadable("mp4", 0, Unreadable::Empty)
    }
}

fn with(change: impl FnOnce(&mut MediaFacts, &mut VideoFacts)) -> MediaFacts {
    let mut facts = clip();
    let mut video = facts.video.take().unwrap();
    change(&mut facts, &mut video);
    facts.video = Some(video);
    facts
}

fn plan(facts: &MediaFacts, kind: PostKind) -> Option<ClipRecipe> {
    let policy = Policy::default();
    let target = clip_target(facts, Shape::Auto, kind, &policy, None);
    plan_clip(facts, kind, &policy, target, ClipChoice::default())
}

fn reel(facts: &MediaFacts) -> ClipRecipe {
    plan(facts, PostKind::Reel).unwrap()
}

#[test]
fn a_wrong_box_costs_no_conversion() {
    for facts in [
        with(|_, video| video.moov_first = Some(false)),
        with(|_, video| video.fragmented = Some(true)),
        with(|_, video| video.edit_list = Some(true)),
        with(|facts, _| facts.format = "mkv".into()),
    ] {
        let recipe = reel(&facts);
        assert_eq!(recipe.pictures, Pictures::Copy);
        assert_eq!(recipe.sound, Sound::Copy);
        assert_eq!(recipe.actions, [Fix::Remux, Fix::StripMetadata]);
    }
}

#[test]
fn a_clip_that_is_right_only_loses_its_metadata() {
    assert_eq!(reel(&clip()).actions, [Fix::StripMetadata]);
    assert_eq!(reel(&clip()).pictures, Pictures::Copy);
}

#[test]
fn wrong_sound_leaves_the_pictures_bit_for_bit() {
    let facts = with(|_, video| {
        let audio = video.audio.as_mut().unwrap();
        (audio.sample_rate, audio.channels) = (Some(96_000), Some(6));
    });
    let recipe = reel(&facts);
    assert_eq!(recipe.pictures, Pictures::Copy);
    let wanted = Sound::Encode {
        rate: 48_000,
        channels: 2,
    };
    assert_eq!(recipe.sound, wanted);
    assert_eq!(recipe.actions, [Fix::Transcode, Fix::StripMetadata]);
}

#[test]
fn a_clip_that_is_too_long_is_cut_without_converting() {
    let long = with(|_, video| video.duration = Some(70.0));
    let recipe = plan(&long, PostKind::Story).unwrap();
    assert_eq!(recipe.pictures, Pictures::Copy);
    assert_eq!(recipe.actions, [Fix::Trim, Fix::StripMetadata]);
    let cut = recipe.cut.unwrap();
    assert!(cut.seconds <= 60.0 && cut.seconds > 59.5, "{cut:?}");
}

#[test]
fn a_cut_that_begins_inside_converts_since_keyframes_are_anywhere() {
    let long = with(|_, video| video.duration = Some(70.0));
    let choice = ClipChoice {
        start: 20.0,
        ..ClipChoice::default()
    };
    let recipe = plan_clip(&long, PostKind::Story, &Policy::default(), None, choice).unwrap();
    assert_eq!(recipe.pictures, Pictures::Encode);
    assert_eq!(recipe.cut.unwrap().start.to_bits(), 20.0_f64.to_bits());
    let beyond = ClipChoice {
        start: 1e9,
        ..choice
    };
    let recipe = plan_clip(&long, PostKind::Story, &Policy::default(), None, beyond).unwrap();
    assert!(recipe.cut.unwrap().seconds >= 3.0);
}

#[test]
fn too_short_is_never_fixable() {
    let short = with(|_, video| video.duration = Some(2.99));
    assert_eq!(plan(&short, PostKind::Reel), None);
}

#[test]
fn what_was_not_looked_into_has_no_recipe_yet() {
    let mut closed = clip();
    closed.video = None;
    assert!(is_closed(&closed));
    assert_eq!(plan(&closed, PostKind::Reel), None);
    assert!(!is_closed(&clip()));
}

#[test]
fn fast_clips_are_halved_and_slow_ones_doubled() {
    let rate = |own: f64| reel(&with(|_, video| video.fps = Some(own))).encode.fps;
    let whole = |frames| Some(FrameRate { frames, seconds: 1 });
    assert_eq!(rate(120.0), whole(60));
    assert_eq!(rate(240.0), whole(60));
    assert_eq!(rate(90.0), whole(45));
    assert_eq!(rate(15.0), whole(30));
    assert_eq!(rate(12.0), whole(24));
    assert_eq!(rate(29.97), None);
    let television = Some(FrameRate {
        frames: 60_000,
        seconds: 1001,
    });
    assert_eq!(rate(119.88), television);
}

#[test]
fn an_upright_4k_clip_becomes_a_screen() {
    let large = with(|facts, _| (facts.width, facts.height) = (2160, 3840));
    let recipe = reel(&large);
    assert_eq!((recipe.encode.width, recipe.encode.height), (1080, 1920));
    assert!(recipe.actions.contains(&Fix::Resize));
}

#[test]
fn a_landscape_reel_is_not_cropped_unasked() {
    let wide = with(|facts, _| (facts.width, facts.height) = (1920, 1080));
    assert_eq!(reel(&wide).pictures, Pictures::Copy);
    let policy = Policy::default();
    let asked = Shape::parse("9:16").unwrap();
    let target = clip_target(&wide, asked, PostKind::Reel, &policy, None);
    let recipe = plan_clip(
        &wide,
        PostKind::Reel,
        &policy,
        target,
        ClipChoice::default(),
    );
    let recipe = recipe.unwrap();
    assert_eq!((recipe.encode.width, recipe.encode.height), (608, 1080));
    assert!(recipe.actions.contains(&Fix::Crop));
}

#[test]
fn a_slide_of_another_shape_takes_the_carousels() {
    let policy = Policy::default();
    let target = clip_target(&clip(), Shape::Auto, PostKind::Carousel, &policy, Some(0.8));
    let choice = ClipChoice::default();
    let recipe = plan_clip(&clip(), PostKind::Carousel, &policy, target, choice).unwrap();
    assert_eq!((recipe.encode.width, recipe.encode.height), (1080, 1350));
}

#[test]
fn a_hair_outside_the_range_is_brought_inside() {
    let guide = Policy {
        profile: Profile::Guide,
        ..Policy::default()
    };
    let tall = with(|facts, _| (facts.width, facts.height) = (1186, 1194));
    let target = clip_target(&tall, Shape::Auto, PostKind::Reel, &guide, None);
    let choice = ClipChoice::default();
    let recipe = plan_clip(&tall, PostKind::Reel, &guide, target, choice).unwrap();
    assert_eq!((recipe.encode.width, recipe.encode.height), (1186, 1186));
}

#[test]
fn a_conversion_after_a_failed_copy_says_so() {
    let facts = with(|_, video| video.edit_list = Some(true));
    let recipe = reel(&facts);
    let converted = recipe.converted();
    assert_eq!(converted.actions, [Fix::Transcode, Fix::StripMetadata]);
    // Copied packets of sound would begin before the pictures do.
    assert!(matches!(converted.sound, Sound::Encode { .. }));
    assert_ne!(converted.key(), recipe.key());
}

#[test]
fn recipes_survive_being_stored() {
    let recipe = reel(&clip());
    let stored = serde_json::to_string(&recipe).unwrap();
    assert_eq!(serde_json::from_str::<ClipRecipe>(&stored).unwrap(), recipe);
}

#[test]
fn what_is_missing_is_said_with_the_way_to_get_it() {
    let policy = Policy::default();
    let facts = with(|_, video| video.moov_first = Some(false));
    let findings = check_item(&facts, PostKind::Reel, &policy);
    for platform in [Platform::Linux, Platform::Macos, Platform::Windows] {
        for trouble in [
            ToolTrouble::Missing,
            ToolTrouble::TooOld,
            ToolTrouble::Unfit,
        ] {
            let finding =
                tool_finding(&findings, trouble, platform, PostKind::Reel, &policy).unwrap();
            assert_eq!(finding.severity, Severity::Warning);
            assert!(!finding.message.contains('{'), "{}", finding.message);
            assert!(finding.message.contains("nstall"), "{}", finding.message);
            let all = findings.iter().chain(std::iter::once(&finding));
            assert_eq!(Verdict::of(all), Verdict::Fixable);
        }
    }
    let nothing = tool_finding(
        &[],
        ToolTrouble::Missing,
        Platform::Linux,
        PostKind::Reel,
        &policy,
    );
    assert_eq!(nothing, None);
}

#[test]
fn no_program_is_asked_for_where_moving_the_index_is_enough() {
    let needs = |facts: &MediaFacts| {
        needs_tool(
            facts,
            &check_item(facts, PostKind::Reel, &Policy::default()),
        )
    };
    let late = |change: fn(&mut MediaFacts, &mut VideoFacts)| {
        with(|facts, video| {
            video.moov_first = Some(false);
            change(facts, video);
        })
    };
    assert!(!needs(&clip()), "nothing is wrong");
    assert!(!needs(&late(|_, _| ())));
    for more in [
        late(|facts, _| facts.format = "mkv".into()),
        late(|_, video| video.fragmented = Some(true)),
        late(|_, video| video.edit_list = Some(true)),
        late(|_, video| video.codec = Some("vp9".into())),
        late(|_, video| video.duration = Some(2000.0)),
    ] {
        assert!(needs(&more), "{more:?}");
    }
}

prop_compose! {
    fn any_clip()(
        format in prop_oneof![Just("mp4"), Just("mov"), Just("mkv"), Just("webm")],
        codec in prop_oneof![Just("h264"), Just("hevc"), Just("vp9")],
        pixels in prop_oneof![Just("yuv420p"), Just("yuv422p10le")],
        (width, height) in (64_u32..8000, 64_u32..8000),
        (fps, duration) in (1.0..240.0_f64, 3.0..4000.0_f64),
        bit_rate in 100_000_u64..80_000_000,
        flags in any::<[bool; 4]>(),
        sound in proptest::option::of((8_000_u32..192_000, 1_u16..9)),
    ) -> MediaFacts {
        with(|facts, video| {
            facts.format = format.into();
            (facts.width, facts.height) = (width, height);
            facts.bytes = (bit_rate as f64 * duration / 8.0) as u64;
            video.codec = Some(codec.into());
            video.pixel_format = Some(pixels.into());
            (video.fps, video.duration) = (Some(fps), Some(duration));
            video.bit_rate = Some(bit_rate);
            video.interlaced = Some(flags[0]);
            video.edit_list = Some(flags[1]);
            video.moov_first = Some(flags[2]);
            video.fragmented = Some(flags[3]);
            video.audio = sound.map(|(rate, channels)| AudioFacts {
                codec: Some("aac".into()),
                sample_rate: Some(rate),
                channels: Some(channels),
                bit_rate: Some(128_000),
            });
        })
    }
}

/// What an encoder that does exactly as told makes of a clip.
fn made(facts: &MediaFacts, recipe: &ClipRecipe) -> MediaFacts {
    let mut after = facts.clone();
    let mut video = after.video.take().unwrap();
    after.format = "mp4".into();
    (video.moov_first, video.fragmented, video.edit_list) = (Some(true), Some(false), Some(false));
    let seconds = recipe.cut.map_or(video.duration, |cut| Some(cut.seconds));
    let kept = seconds.unwrap() / video.duration.unwrap();
    after.bytes = (facts.bytes as f64 * kept) as u64;
    video.duration = seconds;
    let encode = &recipe.encode;
    if recipe.pictures == Pictures::Encode {
        video.codec = Some("h264".into());
        video.pixel_format = Some("yuv420p".into());
        video.interlaced = Some(false);
        video.bit_rate = Some(encode.fitting);
        video.fps = encode.fps.map(FrameRate::value).or(video.fps);
        (after.width, after.height) = (encode.width, encode.height);
        let rate = encode.fitting as f64 + 256_000.0;
        after.bytes = (rate * seconds.unwrap() / 8.0) as u64;
    }
    if let (Sound::Encode { rate, channels }, Some(audio)) = (recipe.sound, &mut video.audio) {
        (audio.sample_rate, audio.channels) = (Some(rate), Some(channels));
    }
    after.video = Some(video);
    after
}

proptest! {
    #[test]
    fn what_is_planned_follows_the_rules(
        facts in any_clip(),
        kind in prop_oneof![Just(PostKind::Feed), Just(PostKind::Reel), Just(PostKind::Story), Just(PostKind::Carousel)],
        guide in any::<bool>(),
        start in 0.0..100.0_f64,
    ) {
        let profile = if guide { Profile::Guide } else { Profile::Instagram };
        let policy = Policy { profile, allow_three_four: false };
        let shape = clip_range(kind, &policy);
        let slides = facts.aspect().map(|own| own.clamp(shape.0, shape.1));
        let target = clip_target(&facts, Shape::Auto, kind, &policy, slides);
        let choice = ClipChoice { start, ..ClipChoice::default() };
        if let Some(recipe) = plan_clip(&facts, kind, &policy, target, choice) {
            let after = made(&facts, &recipe);
            let findings = check_item(&after, kind, &policy);
            prop_assert_eq!(Verdict::of(&findings), Verdict::Ready, "{:?}\n{:?}", recipe, findings);
            let encode = &recipe.encode;
            prop_assert!(encode.width % 2 == 0 && encode.height % 2 == 0);
            prop_assert!(encode.peak >= encode.fitting && encode.peak >= encode.rate);
            if encode.width.min(encode.height) >= 200 {
                let wanted = target.filter(|_| encode.fit != crate::recipe::Fit::Keep);
                let wanted = wanted.or(facts.aspect()).unwrap();
                let made = f64::from(encode.width) / f64::from(encode.height);
                prop_assert!((made / wanted - 1.0).abs() < 0.01, "{made} for {wanted}");
            }
        }
    }

    #[test]
    fn one_recipe_has_one_key(facts in any_clip(), start in 0.0..100.0_f64) {
        let choice = ClipChoice { start, ..ClipChoice::default() };
        let once = plan_clip(&facts, PostKind::Story, &Policy::default(), None, choice);
        let twice = plan_clip(&facts, PostKind::Story, &Policy::default(), None, choice);
        prop_assert_eq!(once.as_ref().map(ClipRecipe::key), twice.map(|recipe| recipe.key()));
        if let Some(recipe) = once {
            prop_assert_ne!(recipe.converted().key() == recipe.key(), recipe.pictures == Pictures::Copy);
        }
    }
}
