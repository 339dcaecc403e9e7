//! What a person does to slides by hand: turns, frames, copies, places, another file; and that what is
//! shown is what is published, to the byte. Publishing needs a keychain: `cargo xtask test` brings one.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use fanfold_domain::publish::PostState;
use fanfold_domain::shape::Rect;
use fanfold_workbench::Workbench;
use fanfold_workbench::view::{DraftView, Edit, Event, FixChoice, SlideView};

use support::{BASE, open, until};

/// A picture whose left half is dark and right half light, so that a turn shows.
fn halves(folder: &Path, name: &str, width: u32, height: u32) -> PathBuf {
    let path = folder.join(name);
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        let own = if x < width / 2 { 20 } else { 220 };
        image::Rgb([own, (y % 200) as u8, name.len() as u8 * 9])
    });
    picture.save(&path).unwrap();
    path
}

/// One that is right as it is.
fn photo(folder: &Path, name: &str, width: usize, height: usize) -> PathBuf {
    let pixels: Vec<u8> = (0..width * height * 3)
        .map(|at| (at / 700 % 251) as u8)
        .collect();
    let image = turbojpeg::Image {
        pixels: pixels.as_slice(),
        width,
        pitch: width * 3,
        height,
        format: turbojpeg::PixelFormat::RGB,
    };
    let bytes = turbojpeg::compress(image, 90, turbojpeg::Subsamp::Sub2x2).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, &bytes).unwrap();
    path
}

async fn with(bench: &Arc<Workbench>, files: Vec<PathBuf>) -> DraftView {
    let id = bench.draft_new().await.unwrap().id;
    let count = files.len();
    bench.import(Some(&id), files).await.unwrap();
    settled(bench, &id, count).await
}

async fn settled(bench: &Arc<Workbench>, id: &str, count: usize) -> DraftView {
    let here = |draft: &DraftView| draft.slides.len() == count && draft.importing.is_none();
    until(bench, id, here).await
}

async fn bytes(bench: &Arc<Workbench>, url: &str) -> Vec<u8> {
    let address = url.strip_prefix(BASE).unwrap();
    bench.picture(address).await.unwrap().unwrap().bytes
}

async fn shown(bench: &Arc<Workbench>, slide: &SlideView) -> image::RgbImage {
    let jpeg = bytes(bench, slide.preview_url.as_ref().unwrap()).await;
    let picture = turbojpeg::decompress(&jpeg, turbojpeg::PixelFormat::RGB).unwrap();
    let (w, h) = (picture.width as u32, picture.height as u32);
    image::RgbImage::from_raw(w, h, picture.pixels).unwrap()
}

fn names(draft: &DraftView) -> Vec<&str> {
    draft
        .slides
        .iter()
        .map(|slide| slide.name.as_str())
        .collect()
}

fn ids(draft: &DraftView) -> Vec<String> {
    draft.slides.iter().map(|slide| slide.id.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_is_seen_at_once_turns_the_crop_along_and_is_one_step_for_all() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let files = ["a.png", "b.png"].map(|name| halves(dir.path(), name, 600, 480));
    let draft = with(&bench, files.into()).await;
    let turned = bench.slide_turn(&draft.id, &ids(&draft), 1).await.unwrap();
    assert_eq!(turned.undo.as_deref(), Some("Undo turning 2 slides"));
    for slide in &turned.slides {
        assert_eq!((slide.turns, slide.width, slide.height), (1, 480, 600));
        let fixed = slide.fixed.as_ref().unwrap();
        assert!(fixed.actions.contains(&"turned".to_owned()));
        let picture = shown(&bench, slide).await;
        assert_eq!(picture.dimensions(), (480, 600));
        // What was on the left is on top.
        assert!(picture.get_pixel(240, 30).0[0] < 60 && picture.get_pixel(240, 570).0[0] > 180);
    }
    // A crop to the left end (in the turned picture: the top) stays there.
    let crop = FixChoice::Frame {
        rect: Rect {
            x: 0.0,
            y: 0.0,
            w: 1.0,
            h: 0.5,
        },
        turns: 1,
        degrees: 0.0,
    };
    let square = Edit::SetShape {
        shape: "1:1".into(),
    };
    bench.draft_edit(&draft.id, square).await.unwrap();
    let framed = bench
        .fix_with(&draft.id, &turned.slides[0].id, crop)
        .await
        .unwrap();
    let kept = framed.slides[0].kept.unwrap();
    assert!(kept.y < 0.01 && (kept.h - 0.5).abs() < 0.01, "{kept:?}");
    let one = [draft.slides[0].id.clone()];
    let round = bench.slide_turn(&draft.id, &one, -1).await.unwrap();
    let back = round.slides[0].kept.unwrap();
    assert_eq!(round.slides[0].turns, 0);
    assert!(back.x < 0.01 && (back.w - 0.5).abs() < 0.01, "{back:?}");
    let picture = shown(&bench, &round.slides[0]).await;
    assert!(
        picture.pixels().all(|pixel| pixel.0[0] < 90),
        "the dark half alone"
    );
    for _ in 0..4 {
        bench.draft_undo(&draft.id).await.unwrap();
    }
    let before = bench.draft_open(&draft.id).await.unwrap();
    assert!(
        before
            .slides
            .iter()
            .all(|slide| slide.turns == 0 && slide.fixed.is_none())
    );
    assert!(
        before
            .undo
            .as_deref()
            .is_some_and(|undo| undo.contains("adding"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drawn_frame_is_kept_exactly_in_the_posts_shape_without_empty_corners() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let files = ["a.png", "b.png"].map(|name| halves(dir.path(), name, 800, 1000));
    let draft = with(&bench, files.into()).await;
    let slide = draft.slides[0].id.clone();
    let frame = |x, y, w, h, degrees| FixChoice::Frame {
        rect: Rect { x, y, w, h },
        turns: 0,
        degrees,
    };
    // Of the post's shape: exactly as drawn.
    let exact = frame(0.1, 0.2, 0.5, 0.5, 0.0);
    let exact = bench.fix_with(&draft.id, &slide, exact).await.unwrap();
    let kept = exact.slides[0].kept.unwrap();
    for (is, was) in [(kept.x, 0.1), (kept.y, 0.2), (kept.w, 0.5), (kept.h, 0.5)] {
        assert!((is - was).abs() < 1e-9, "{kept:?}");
    }
    let fixed = exact.slides[0].fixed.as_ref().unwrap();
    assert_eq!((fixed.width, fixed.height), (400, 500));
    // Of another: about its centre.
    let wide = frame(0.1, 0.2, 0.8, 0.4, 0.0);
    let wide = bench.fix_with(&draft.id, &slide, wide).await.unwrap();
    let kept = wide.slides[0].kept.unwrap();
    assert!((kept.w - kept.h).abs() < 1e-9, "4:5 of 4:5: {kept:?}");
    assert!((kept.x + kept.w / 2.0 - 0.5).abs() < 1e-9);
    assert!((kept.y + kept.h / 2.0 - 0.4).abs() < 1e-9);
    // Straightened: as much of it as has no empty corner.
    let tilted = frame(0.0, 0.0, 1.0, 1.0, -12.0);
    let tilted = bench.fix_with(&draft.id, &slide, tilted).await.unwrap();
    let own = &tilted.slides[0];
    assert!((own.degrees + 12.0).abs() < 1e-9 && own.kept.unwrap().w < 0.9);
    assert!((own.fixed.as_ref().unwrap().aspect - 0.8).abs() < 0.005);
    // Turned under the frame, it still has the shape that it was drawn for.
    let turned = FixChoice::Frame {
        rect: Rect {
            x: 0.25,
            y: 0.1,
            w: 0.512,
            h: 0.8,
        },
        turns: 1,
        degrees: 0.0,
    };
    let turned = bench.fix_with(&draft.id, &slide, turned).await.unwrap();
    let (own, kept) = (&turned.slides[0], turned.slides[0].kept.unwrap());
    assert_eq!((own.turns, own.width, own.height), (1, 1000, 800));
    assert!((own.fixed.as_ref().unwrap().aspect - 0.8).abs() < 0.005);
    assert!(
        (kept.w - 0.512).abs() < 1e-9 && (kept.h - 0.8).abs() < 1e-9,
        "{kept:?}"
    );
    bench.draft_undo(&draft.id).await.unwrap();
    // Straightening and zoom outlive another shape.
    let square = Edit::SetShape {
        shape: "1:1".into(),
    };
    bench.draft_edit(&draft.id, square).await.unwrap();
    let shaped = |draft: &DraftView| {
        let fixed = draft.slides[0].fixed.as_ref();
        fixed.is_some_and(|fixed| (fixed.aspect - 1.0).abs() < 0.005)
    };
    let square = until(&bench, &draft.id, shaped).await;
    assert!((square.slides[0].degrees + 12.0).abs() < 1e-9);
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one story")]
async fn nonsense_by_hand_is_refused_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let text = dir.path().join("no.txt");
    std::fs::write(&text, b"no picture").unwrap();
    let files = vec![halves(dir.path(), "a.png", 500, 400), text];
    let draft = with(&bench, files).await;
    let (id, all) = (draft.id.clone(), ids(&draft));
    let whole = |rect: Rect, turns, degrees| FixChoice::Frame {
        rect,
        turns,
        degrees,
    };
    let none = Rect {
        x: 0.5,
        y: 0.5,
        w: -0.5,
        h: f64::NAN,
    };
    for wrong in [
        whole(none, 0, 0.0),
        whole(Rect::WHOLE, 0, 1e9),
        whole(Rect::WHOLE, i32::MIN, f64::NAN),
    ] {
        assert!(bench.fix_with(&id, &all[0], wrong).await.is_err());
    }
    let framed = whole(Rect::WHOLE, 1, 0.0);
    assert!(bench.fix_with(&id, &all[1], framed).await.is_err());
    let (unknown, own) = ("nobody".to_owned(), all[0].clone());
    assert!(
        bench
            .slide_turn(&id, &[own.clone(), unknown.clone()], 1)
            .await
            .is_err()
    );
    assert!(
        bench.slide_turn(&id, &all, 1).await.is_err(),
        "one of them is no picture"
    );
    assert!(bench.slide_turn(&id, &[], 1).await.is_err());
    assert!(
        bench.fix_like(&id, &own).await.is_err(),
        "nothing was done to it"
    );
    assert!(bench.fix_like(&id, &unknown).await.is_err());
    for edit in [
        Edit::DuplicateSlides {
            slides: vec![unknown.clone()],
        },
        Edit::MoveSlides {
            slides: vec![unknown.clone(), own.clone()],
            to: 0,
        },
        Edit::SetCover {
            slide: own.clone(),
            at_ms: Some(5),
        },
    ] {
        assert!(
            bench.draft_edit(&id, edit.clone()).await.is_err(),
            "{edit:?}"
        );
    }
    let same = bench.slide_turn(&id, &[own], i32::MIN).await.unwrap();
    assert_eq!(ids(&same), all);
    assert_eq!(same.undo, draft.undo, "nothing was done");
    let missing = dir.path().join("gone.png");
    assert!(bench.replace_slide(&id, &all[0], missing).await.is_err());
    assert_eq!(bench.draft_open(&id).await.unwrap().slides[0].name, "a.png");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_slide_has_the_others_get_in_one_step() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let sizes = [
        ("a.png", 400, 500),
        ("bb.png", 900, 500),
        ("ccc.png", 400, 900),
    ];
    let files = sizes.map(|(name, w, h)| halves(dir.path(), name, w, h));
    let draft = with(&bench, files.into()).await;
    let shape = Edit::SetShape {
        shape: "4:5".into(),
    };
    bench.draft_edit(&draft.id, shape).await.unwrap();
    bench.draft_undo(&draft.id).await.unwrap();
    let slide = draft.slides[1].id.clone();
    let red = FixChoice::Bands {
        color: "#c80000".into(),
    };
    bench.fix_with(&draft.id, &slide, red).await.unwrap();
    let alike = bench.fix_like(&draft.id, &slide).await.unwrap();
    let bands = |slide: &SlideView| {
        let options = slide.options.iter();
        options
            .filter(|option| option.in_force)
            .map(|option| option.choice.clone())
            .next()
    };
    assert_eq!(bands(&alike.slides[1]), bands(&alike.slides[2]));
    assert!(bands(&alike.slides[2]).is_some());
    let aspects = alike.slides.iter().map(|slide| {
        let fixed = slide.fixed.as_ref().map(|fixed| fixed.aspect);
        fixed.unwrap_or(f64::from(slide.width) / f64::from(slide.height))
    });
    let aspects: Vec<f64> = aspects.collect();
    assert!(
        aspects
            .iter()
            .all(|aspect| (aspect - aspects[0]).abs() < 0.01),
        "{aspects:?}"
    );
    let back = bench.draft_undo(&draft.id).await.unwrap();
    assert!(back.slides[2].fixed.is_none() && back.slides[1].fixed.is_some());

    // A crop at the left end is one at the left end for all.
    let left = FixChoice::Crop { x: 0.0, y: 0.5 };
    bench.fix_with(&draft.id, &slide, left).await.unwrap();
    let alike = bench.fix_like(&draft.id, &slide).await.unwrap();
    assert!(alike.slides[1].kept.unwrap().x < 1e-9);
    assert!(alike.undo.unwrap().contains("alike"));
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_stand_behind_their_own_and_files_where_they_were_put() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let file = |name: &str| halves(dir.path(), name, 400, 500);
    let draft = with(&bench, vec![file("a.png"), file("b.png")]).await;
    let (id, all) = (draft.id.clone(), ids(&draft));
    let text = "A quiet harbour".to_owned();
    let described = Edit::SetAlt {
        slide: all[0].clone(),
        text: text.clone(),
    };
    bench.draft_edit(&id, described).await.unwrap();
    bench.slide_turn(&id, &all[..1], 2).await.unwrap();
    let copies = Edit::DuplicateSlides {
        slides: vec![all[1].clone(), all[0].clone(), all[0].clone()],
    };
    let copied = bench.draft_edit(&id, copies).await.unwrap();
    assert_eq!(names(&copied), ["a.png", "a.png", "b.png", "b.png"]);
    assert_eq!(
        (&copied.slides[1].alt_text, copied.slides[1].turns),
        (&text, 2)
    );
    assert_eq!(copied.slides[1].preview_url, copied.slides[0].preview_url);
    assert_eq!(copied.undo.as_deref(), Some("Undo duplicating 2 slides"));
    let mut unique = ids(&copied);
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), 4);
    assert!(copied.slides[2].spoken.starts_with("Slide 3 of 4, b.png"));
    bench.draft_undo(&id).await.unwrap();

    bench
        .import_at(Some(&id), vec![file("x.png")], Some(1))
        .await
        .unwrap();
    assert_eq!(
        names(&settled(&bench, &id, 3).await),
        ["a.png", "x.png", "b.png"]
    );
    bench
        .import_at(Some(&id), vec![file("y.png"), file("z.png")], Some(0))
        .await
        .unwrap();
    let dropped = settled(&bench, &id, 5).await;
    assert_eq!(
        names(&dropped),
        ["y.png", "z.png", "a.png", "x.png", "b.png"]
    );
    let end = bench.import_at(Some(&id), vec![file("end.png")], None);
    end.await.unwrap();
    assert_eq!(names(&settled(&bench, &id, 6).await)[5], "end.png");
    let far = bench.import_at(Some(&id), vec![file("far.png")], Some(usize::MAX));
    far.await.unwrap();
    let last = settled(&bench, &id, 7).await;
    assert_eq!(names(&last)[6], "far.png");
    let moved = Edit::MoveSlides {
        slides: vec![last.slides[6].id.clone(), last.slides[0].id.clone()],
        to: 1,
    };
    let moved = bench.draft_edit(&id, moved).await.unwrap();
    assert_eq!(names(&moved)[..4], ["z.png", "y.png", "far.png", "a.png"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_file_keeps_place_description_and_where_the_crop_looks() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let files = vec![
        halves(dir.path(), "a.png", 400, 500),
        halves(dir.path(), "wide.png", 1000, 500),
    ];
    let draft = with(&bench, files).await;
    let slide = draft.slides[1].id.clone();
    let described = Edit::SetAlt {
        slide: slide.clone(),
        text: "A hall".into(),
    };
    bench.draft_edit(&draft.id, described).await.unwrap();
    let shape = Edit::SetShape {
        shape: "4:5".into(),
    };
    bench.draft_edit(&draft.id, shape).await.unwrap();
    let right = FixChoice::Crop { x: 1.0, y: 0.5 };
    bench.fix_with(&draft.id, &slide, right).await.unwrap();
    let other = halves(dir.path(), "other.png", 1200, 500);
    bench.replace_slide(&draft.id, &slide, other).await.unwrap();
    let there =
        |draft: &DraftView| draft.slides[1].name == "other.png" && draft.slides[1].fixed.is_some();
    let after = until(&bench, &draft.id, there).await;
    let own = &after.slides[1];
    assert_eq!(
        (own.id.as_str(), own.alt_text.as_str()),
        (slide.as_str(), "A hall")
    );
    let kept = own.kept.unwrap();
    assert!(kept.x > 0.5 && kept.x + kept.w > 0.8, "{kept:?}");
    let picture = shown(&bench, own).await;
    assert!(
        picture.get_pixel(picture.width() / 2, 20).0[0] > 180,
        "the light end"
    );
    let back = bench.draft_undo(&draft.id).await.unwrap();
    assert_eq!(back.slides[1].name, "wide.png");
    assert!(
        bench
            .replace_slide(&draft.id, "nobody", dir.path().join("x"))
            .await
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_profile_shows_is_said_of_the_first_slide() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let files = ["a.png", "b.png"].map(|name| halves(dir.path(), name, 800, 1000));
    let draft = with(&bench, files.into()).await;
    let guide = &draft.slides[0].guides[0];
    assert_eq!(guide.id, "profile");
    assert!((guide.rect.w - 0.9375).abs() < 1e-9, "{guide:?}");
    assert!(draft.slides[1].guides.is_empty());
    let story = bench
        .draft_edit(&draft.id, Edit::SetStory { story: true })
        .await
        .unwrap();
    assert_eq!(story.slides[0].guides[0].id, "story");
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one story")]
async fn the_preview_is_the_file_that_instagram_received_to_the_byte() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let sizes = [
        ("crop.png", 900, 500),
        ("turn.png", 900, 500),
        ("tilt.png", 700, 900),
        ("bands.png", 900, 500),
        ("blur.png", 400, 900),
    ];
    let mut files = sizes
        .map(|(name, w, h)| halves(dir.path(), name, w, h))
        .to_vec();
    files.push(photo(dir.path(), "keep.jpg", 400, 500));
    let draft = with(&bench, files).await;
    let (id, all) = (draft.id.clone(), ids(&draft));
    let shape = Edit::SetShape {
        shape: "4:5".into(),
    };
    bench.draft_edit(&id, shape).await.unwrap();
    let frame = |turns, degrees| FixChoice::Frame {
        rect: Rect {
            x: 0.05,
            y: 0.1,
            w: 0.7,
            h: 0.7,
        },
        turns,
        degrees,
    };
    let bands = FixChoice::Bands {
        color: "#204060".into(),
    };
    let ways = [
        FixChoice::Crop { x: 0.2, y: 0.5 },
        frame(1, 0.0),
        frame(0, 7.5),
        bands,
        FixChoice::Blur,
    ];
    for (slide, way) in all.iter().zip(ways) {
        bench.fix_with(&id, slide, way).await.unwrap();
    }
    // The last was never fixed by anybody.
    let untouched = Edit::ClearFix {
        slide: all[5].clone(),
    };
    bench.draft_edit(&id, untouched).await.unwrap();
    bench.use_practice().await.unwrap();
    let mut events = bench.listen();
    let post = bench.publish_draft(&id).await.unwrap();
    let live = async {
        loop {
            if let Ok(Event::Post { post: now }) = events.recv().await
                && now.id == post.id
            {
                match now.state {
                    PostState::Published => return,
                    PostState::Failed | PostState::NeedsAttention => panic!("{now:?}"),
                    _ => {}
                }
            }
        }
    };
    tokio::time::timeout(Duration::from_mins(2), live)
        .await
        .unwrap();
    let after = bench.draft_open(&id).await.unwrap();
    let feed = bench.practice_feed().await.unwrap();
    assert_eq!(feed[0].pictures.len(), 6);
    for (slide, received) in after.slides.iter().zip(&feed[0].pictures) {
        let preview = slide.preview_url.as_ref().unwrap();
        assert!(preview.contains("/output/"), "{}: {preview}", slide.name);
        let (seen, got) = (bytes(&bench, preview).await, bytes(&bench, received).await);
        assert!(
            seen == got,
            "{}: {} and {} bytes",
            slide.name,
            seen.len(),
            got.len()
        );
        assert!(slide.published_line.as_ref().unwrap().contains("sRGB"));
    }
    bench.close().await.unwrap();
}
