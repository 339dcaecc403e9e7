//! Whatever is wrong with a clip, what comes out is ready, and the source is what it was.

use std::path::Path;

use fanfold_domain::clip::{Pictures, Sound};
use fanfold_domain::draft::PostKind;
use fanfold_domain::{Fix, Verdict};
use fanfold_media::probe;

use crate::sources::{FFMPEG, H264, clip, desk, facts, ffmpeg, make, planned, verdict};

struct Case {
    name: &'static str,
    kind: PostKind,
    /// Of the moving picture.
    picture: &'static str,
    options: &'static str,
    actions: &'static [Fix],
}

const fn case(
    name: &'static str,
    kind: PostKind,
    picture: &'static str,
    options: &'static str,
    actions: &'static [Fix],
) -> Case {
    Case {
        name,
        kind,
        picture,
        options,
        actions,
    }
}

const SMALL: &str = "size=160x90:rate=30:duration=3.2";
const REPACKED: &[Fix] = &[Fix::Remux, Fix::StripMetadata];
const CONVERTED: &[Fix] = &[Fix::Transcode, Fix::StripMetadata];

const CASES: &[Case] = &[
    case(
        "index at the end.mov",
        PostKind::Reel,
        SMALL,
        "-c:v libx264 -preset ultrafast -bf 2 -c:a aac",
        REPACKED,
    ),
    case(
        "in pieces.mp4",
        PostKind::Reel,
        SMALL,
        "-c:v libx264 -preset ultrafast -c:a aac -movflags frag_keyframe+empty_moov",
        REPACKED,
    ),
    case(
        "matroska.mkv",
        PostKind::Reel,
        SMALL,
        "-c:v libx264 -preset ultrafast -c:a aac",
        REPACKED,
    ),
    case(
        "already right.mp4",
        PostKind::Reel,
        SMALL,
        "-c:v libx264 -preset ultrafast -c:a aac -movflags +faststart",
        &[Fix::StripMetadata],
    ),
    case(
        "no sound.mov",
        PostKind::Story,
        SMALL,
        "-c:v libx264 -preset ultrafast -an",
        REPACKED,
    ),
    case(
        "web.webm",
        PostKind::Reel,
        SMALL,
        "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus",
        CONVERTED,
    ),
    case(
        "old.avi",
        PostKind::Reel,
        SMALL,
        "-c:v mpeg4 -c:a mp3",
        CONVERTED,
    ),
    case(
        "ten bits.mp4",
        PostKind::Reel,
        SMALL,
        "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -tag:v hvc1 -c:a aac -movflags +faststart -x265-params log-level=none:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc",
        CONVERTED,
    ),
    case(
        "odd sides.mp4",
        PostKind::Reel,
        "size=161x91:rate=30:duration=3.2",
        "-pix_fmt yuv444p -c:v libx264 -preset ultrafast -c:a aac -movflags +faststart",
        CONVERTED,
    ),
    case(
        "fast.mp4",
        PostKind::Reel,
        "size=160x90:rate=120:duration=3.2",
        "-c:v libx264 -preset ultrafast -c:a aac -movflags +faststart",
        CONVERTED,
    ),
    case(
        "slow.mp4",
        PostKind::Reel,
        "size=160x90:rate=12:duration=3.2",
        "-c:v libx264 -preset ultrafast -c:a aac -movflags +faststart",
        CONVERTED,
    ),
    case(
        "wide.mp4",
        PostKind::Reel,
        "size=2048x64:rate=24:duration=3.2",
        "-c:v libx264 -preset ultrafast -c:a aac -movflags +faststart",
        &[Fix::Crop, Fix::Transcode, Fix::StripMetadata],
    ),
    case(
        "mono at 96 kHz.mp4",
        PostKind::Reel,
        SMALL,
        "-c:v libx264 -preset ultrafast -c:a aac -ar 96000 -ac 1 -movflags +faststart",
        CONVERTED,
    ),
    case(
        "six channels.mp4",
        PostKind::Reel,
        SMALL,
        "-c:v libx264 -preset ultrafast -c:a aac -ac 6 -movflags +faststart",
        CONVERTED,
    ),
    case(
        "studio sound.mov",
        PostKind::Reel,
        SMALL,
        "-c:v libx264 -preset ultrafast -c:a pcm_s16le",
        CONVERTED,
    ),
    case(
        "too long.mp4",
        PostKind::Carousel,
        "size=160x90:rate=30:duration=70",
        "-c:v libx264 -preset ultrafast -g 30 -c:a aac -movflags +faststart",
        &[Fix::Trim, Fix::StripMetadata],
    ),
    case(
        "heavy.mp4",
        PostKind::Reel,
        "size=640x360:rate=30:duration=3.1,noise=alls=100:allf=t",
        "-c:v libx264 -preset ultrafast -qp 1 -c:a aac -movflags +faststart",
        CONVERTED,
    ),
];

/// One case from making it to looking at what came out.
fn run(case: &Case) {
    let Case {
        name,
        kind,
        picture,
        options,
        actions,
    } = case;
    let (folder, out) = desk();
    let source = clip(folder.path(), name, picture, options);
    let original = std::fs::read(&source).unwrap();
    let expected = if *actions == [Fix::StripMetadata] {
        Verdict::Ready
    } else {
        Verdict::Fixable
    };
    assert_eq!(verdict(&source, *kind), expected, "{name}: before");
    let before = facts(&source);
    let recipe = planned(&before, *kind);
    assert_eq!(recipe.actions, *actions, "{name}: {before:?}");
    let made = make(&FFMPEG, &source, &recipe, &out).unwrap();
    assert_eq!(made.recipe.actions, *actions, "{name}: what was done");
    let ready = out.join("ready.mp4");
    made.keep_as(&ready).unwrap().unwrap();
    assert_eq!(verdict(&ready, *kind), Verdict::Ready, "{name}: after");
    let after = probe(&ready);
    let (b, a) = (before.video.unwrap(), after.video.clone().unwrap());
    assert_eq!(a.audio.is_some(), b.audio.is_some(), "{name}: sound");
    if let (Some(wanted), None) = (b.duration, recipe.cut) {
        let got = a.duration.unwrap();
        assert!((got - wanted).abs() < 0.2, "{name}: {got} of {wanted}");
    }
    assert!(
        std::fs::read(&source).unwrap() == original,
        "{name}: source"
    );
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 1, "{name}");
}

fn run_named(names: &[&str]) {
    for name in names {
        run(CASES.iter().find(|case| case.name == *name).unwrap());
    }
}

#[test]
fn a_wrong_box_is_only_repacked() {
    run_named(&[
        "index at the end.mov",
        "in pieces.mp4",
        "matroska.mkv",
        "already right.mp4",
        "no sound.mov",
    ]);
}

#[test]
fn pictures_that_instagram_does_not_play_are_converted() {
    run_named(&["web.webm", "old.avi", "odd sides.mp4", "ten bits.mp4"]);
}

#[test]
fn rates_and_sizes_are_brought_into_the_rules() {
    run_named(&["fast.mp4", "slow.mp4", "wide.mp4", "heavy.mp4"]);
}

#[test]
fn wrong_sound_is_converted_and_the_pictures_stay() {
    run_named(&["mono at 96 kHz.mp4", "six channels.mp4", "studio sound.mov"]);
}

#[test]
fn too_long_is_cut_without_converting() {
    run_named(&["too long.mp4"]);
}

#[test]
fn every_case_is_run() {
    let text = include_str!("every_kind.rs");
    for case in CASES {
        let quoted = format!("\"{}\"", case.name);
        assert!(text.matches(&quoted).count() >= 2, "{}", case.name);
    }
}

#[test]
fn copied_pictures_are_the_same_bit_for_bit() {
    let (folder, out) = desk();
    let source = clip(folder.path(), "a.mov", SMALL, H264);
    let recipe = planned(&facts(&source), PostKind::Reel);
    assert_eq!(
        (recipe.pictures, recipe.sound),
        (Pictures::Copy, Sound::Copy)
    );
    let made = make(&FFMPEG, &source, &recipe, &out).unwrap();
    let pictures = |path: &Path| {
        let to = folder.path().join("stream.h264");
        let path = path.display().to_string();
        ffmpeg(
            ["-i", &path, "-map", "0:v", "-c", "copy", "-f", "h264"]
                .map(String::from)
                .into_iter()
                .chain([to.display().to_string()]),
        );
        std::fs::read(&to).unwrap()
    };
    assert!(pictures(made.path()) == pictures(&source));
}

#[test]
fn a_clip_held_upright_stays_upright() {
    let (folder, out) = desk();
    let flat = clip(
        folder.path(),
        "flat.mp4",
        "size=160x90:rate=120:duration=3.1",
        H264,
    );
    let turned = folder.path().join("turned.mp4");
    let arguments = [
        "-i",
        &flat.display().to_string(),
        "-c",
        "copy",
        "-metadata:s:v:0",
        "rotate=90",
        &turned.display().to_string(),
    ]
    .map(String::from);
    ffmpeg(arguments);
    let before = facts(&turned);
    assert_eq!(
        (before.width, before.height),
        (90, 160),
        "the source is turned"
    );
    let recipe = planned(&before, PostKind::Reel);
    assert_eq!(
        recipe.actions,
        [Fix::Rotate, Fix::Transcode, Fix::StripMetadata]
    );
    let made = make(&FFMPEG, &turned, &recipe, &out).unwrap();
    let video = made.facts.video.clone().unwrap();
    assert_eq!((made.facts.width, made.facts.height), (90, 160));
    assert_eq!((made.facts.stored_width, video.rotation), (90, Some(0)));
}

#[test]
fn interlaced_pictures_come_out_whole() {
    let (folder, out) = desk();
    let source = clip(
        folder.path(),
        "fields.mov",
        "size=160x96:rate=50:duration=3.2,interlace",
        "-c:v libx264 -preset ultrafast -flags +ildct+ilme -x264-params tff=1 -c:a aac",
    );
    let none = fanfold_media::Cancel::new();
    let before = FFMPEG.look(&source, &facts(&source), &none).unwrap();
    assert_eq!(before.video.as_ref().unwrap().interlaced, Some(true));
    let recipe = planned(&before, PostKind::Reel);
    assert_eq!(recipe.actions, CONVERTED);
    let made = make(&FFMPEG, &source, &recipe, &out).unwrap();
    let seen = FFMPEG.look(made.path(), &made.facts, &none);
    assert_eq!(seen.unwrap().video.unwrap().interlaced, Some(false));
}

#[test]
fn what_a_clip_hides_is_not_shown_by_repacking_it() {
    let (folder, out) = desk();
    let whole = clip(
        folder.path(),
        "whole.mp4",
        "size=160x90:rate=30:duration=8",
        "-c:v libx264 -preset ultrafast -g 300 -c:a aac",
    );
    let hiding = folder.path().join("hiding.mp4");
    let (whole, to) = (whole.display().to_string(), hiding.display().to_string());
    // Cut without converting: the first 2.3 seconds are still inside, and an edit list hides them.
    ffmpeg(["-ss", "2.3", "-i", &whole, "-c", "copy", &to]);
    let before = facts(&hiding);
    let video = before.video.as_ref().unwrap();
    assert_eq!(video.edit_list, Some(true), "{before:?}");
    let recipe = planned(&before, PostKind::Reel);
    let made = make(&FFMPEG, &hiding, &recipe, &out).unwrap();
    let length = made.facts.video.clone().unwrap().duration.unwrap();
    assert!((length - 5.7).abs() < 0.1, "{length} seconds");
    assert_eq!(made.recipe.actions, CONVERTED);
    let ready = out.join("ready.mp4");
    made.keep_as(&ready).unwrap().unwrap();
    assert_eq!(verdict(&ready, PostKind::Reel), Verdict::Ready);
}

#[test]
fn no_place_camera_or_title_survives() {
    let (folder, out) = desk();
    let options = format!(
        "{H264} -movflags use_metadata_tags -metadata location=+48.8577+002.2950/ -metadata title=SECRET -metadata com.apple.quicktime.make=SECRET -metadata:s:v:0 handler_name=SECRET -metadata creation_time=2026-05-04T10:11:12Z"
    );
    for picture in [
        "size=160x90:rate=30:duration=3.2",
        "size=160x90:rate=90:duration=3.2",
    ] {
        let source = clip(folder.path(), "place.mov", picture, &options);
        let holds = |path: &Path, text: &[u8]| {
            let bytes = std::fs::read(path).unwrap();
            bytes.windows(text.len()).any(|part| part == text)
        };
        assert!(holds(&source, b"+48.8577"), "the source tells its place");
        let recipe = planned(&facts(&source), PostKind::Reel);
        let made = make(&FFMPEG, &source, &recipe, &out).unwrap();
        for text in [&b"+48.8577"[..], b"SECRET", b"quicktime.make", b"Lavf"] {
            let text_shown = String::from_utf8_lossy(text);
            assert!(!holds(made.path(), text), "{text_shown} survived");
        }
    }
}
