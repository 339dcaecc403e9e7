//! What a person asks for: another shape, a part of a long clip, colours of a bright one.

use std::path::Path;

use fanfold_domain::clip::{ClipChoice, ClipRecipe, clip_target, plan_clip};
use fanfold_domain::draft::PostKind;
use fanfold_domain::media::MediaFacts;
use fanfold_domain::plan::FitChoice;
use fanfold_domain::recipe::Fill;
use fanfold_domain::rules::Policy;
use fanfold_domain::shape::Shape;
use fanfold_domain::{Fix, Verdict};
use fanfold_media::Cancel;

use crate::sources::{FFMPEG, H264, clip, desk, facts, ffmpeg, make, verdict};

fn asked(facts: &MediaFacts, kind: PostKind, shape: &str, choice: ClipChoice) -> ClipRecipe {
    let policy = Policy::default();
    let shape = Shape::parse(shape).unwrap();
    let target = clip_target(facts, shape, kind, &policy, None);
    plan_clip(facts, kind, &policy, target, choice).unwrap()
}

/// Red, green and blue of one pixel of a clip's first picture.
fn pixel(clip: &Path, x: u32, y: u32) -> [u8; 3] {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("pixel.rgb").display().to_string();
    let filter = format!("crop=2:2:{x}:{y},scale=1:1");
    let clip = clip.display().to_string();
    ffmpeg([
        "-i",
        &clip,
        "-frames:v",
        "1",
        "-vf",
        &filter,
        "-pix_fmt",
        "rgb24",
        "-f",
        "rawvideo",
        &out,
    ]);
    std::fs::read(&out).unwrap().try_into().unwrap()
}

#[test]
fn a_landscape_clip_fills_the_screen_as_asked() {
    let (folder, out) = desk();
    let source = clip(
        folder.path(),
        "wide.mp4",
        "size=320x180:rate=30:duration=3.1",
        H264,
    );
    let before = facts(&source);
    let crop = FitChoice::Crop { focus: (0.5, 0.5) };
    let red = FitChoice::Pad {
        fill: Fill::Color([255, 0, 0]),
    };
    let blur = FitChoice::Pad { fill: Fill::Blur };
    for (fit, fix, size) in [
        (crop, Fix::Crop, (102, 182)),
        (red, Fix::Pad, (320, 568)),
        (blur, Fix::Pad, (320, 568)),
    ] {
        let choice = ClipChoice { fit, start: 0.0 };
        let recipe = asked(&before, PostKind::Reel, "9:16", choice);
        assert!(recipe.actions.contains(&fix), "{:?}", recipe.actions);
        let made = make(&FFMPEG, &source, &recipe, &out).unwrap();
        assert_eq!((made.facts.width, made.facts.height), size);
        assert_eq!(verdict(made.path(), PostKind::Reel), Verdict::Ready);
        let [r, g, b] = pixel(made.path(), 4, 4);
        let is_red = r > 220 && g < 40 && b < 40;
        assert_eq!(is_red, fit == red, "{fit:?} begins with {r},{g},{b}");
    }
}

#[test]
fn a_part_begins_where_it_was_asked_to() {
    let (folder, out) = desk();
    let join = format!("{H264} -g 600");
    // Black for 62 seconds, then white.
    let source = clip(
        folder.path(),
        "late.mp4",
        "size=64x64:rate=30:duration=70,drawbox=c=black:t=fill,drawbox=c=white:t=fill:enable=gte(t\\,62)",
        &join,
    );
    let choice = ClipChoice {
        start: 62.5,
        ..ClipChoice::default()
    };
    let before = facts(&source);
    let recipe = asked(&before, PostKind::Story, "auto", choice);
    let made = make(&FFMPEG, &source, &recipe, &out).unwrap();
    let length = made.facts.video.clone().unwrap().duration.unwrap();
    assert!((length - 7.5).abs() < 0.1, "{length} seconds");
    assert!(
        pixel(made.path(), 10, 10)[0] > 200,
        "it begins in the white part"
    );
    assert_eq!(verdict(made.path(), PostKind::Story), Verdict::Ready);
}

#[test]
fn bright_colours_are_brought_down_to_a_plain_screen() {
    let (folder, out) = desk();
    let source = clip(
        folder.path(),
        "bright.mp4",
        "size=160x90:rate=30:duration=3.1",
        "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -tag:v hvc1 -c:a aac -x265-params log-level=none:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc",
    );
    let before = facts(&source);
    let recipe = asked(&before, PostKind::Reel, "auto", ClipChoice::default());
    let made = make(&FFMPEG, &source, &recipe, &out).unwrap();
    let bytes = std::fs::read(made.path()).unwrap();
    let at = bytes.windows(8).position(|part| part == b"colrnclx");
    // Primaries, curve and matrix of BT.709: 1, 1, 1 (ITU-T H.273).
    let colours = at.map(|at| bytes[at + 8..at + 14].to_vec());
    assert_eq!(colours, Some(vec![0, 1, 0, 1, 0, 1]));
    assert_eq!(
        made.facts.video.clone().unwrap().pixel_format.as_deref(),
        Some("yuv420p")
    );
    let poster = FFMPEG.poster(made.path(), &made.facts, 1.0, 160, &Cancel::new());
    assert!(poster.is_ok());
}
