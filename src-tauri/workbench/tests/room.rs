//! The media room on the desk: ways to fix a slide, a split picture, many files, a full library.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fanfold_domain::draft::PostKind;
use fanfold_domain::plan::FitChoice;
use fanfold_domain::rules::Policy;
use fanfold_domain::shape::Shape;
use fanfold_media::Cancel;
use fanfold_workbench::Workbench;
use fanfold_workbench::headless::{self, FixOptions, Parts};
use fanfold_workbench::view::{DraftView, Edit, Event, FixChoice, PrimaryAction, SlideState};

use support::{BASE, open, until};

/// A picture whose columns change from black to white exactly where it is to be cut.
fn striped(path: &Path, edges: &[u32], height: u32) {
    let width = *edges.last().unwrap();
    let picture = image::RgbImage::from_fn(width, height, |x, _| {
        let part = edges.iter().filter(|edge| **edge <= x).count();
        image::Rgb(if part % 2 == 0 { [250; 3] } else { [5; 3] })
    });
    picture.save(path).unwrap();
}

fn plain(path: &Path, width: u32, height: u32) {
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x % 251) as u8, (y % 241) as u8, 90])
    });
    picture.save(path).unwrap();
}

async fn with(bench: &Arc<Workbench>, files: Vec<PathBuf>) -> DraftView {
    let id = bench.draft_new().await.unwrap().id;
    let count = files.len();
    bench.import(Some(&id), files).await.unwrap();
    let here = |draft: &DraftView| draft.slides.len() == count && draft.importing.is_none();
    until(bench, &id, here).await
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one story")]
async fn a_wide_picture_becomes_equal_slides_in_one_undo_step_and_is_put_together_again() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let (pano, other) = (dir.path().join("pano.png"), dir.path().join("other.png"));
    striped(&pano, &[320, 640, 960], 400);
    plain(&other, 320, 400);
    let draft = with(&bench, vec![other, pano]).await;
    let wide = &draft.slides[1];
    let offered = wide.options.iter().find(|option| option.id == "split");
    let offered = offered.unwrap();
    assert_eq!(offered.title, "Split over 3 slides");
    assert_eq!(offered.frames.len(), 3);
    assert_eq!(
        wide.options[1].id, "split",
        "the second way, beside the crop"
    );

    let split = bench
        .fix_with(&draft.id, &wide.id, offered.choice.clone())
        .await
        .unwrap();
    assert_eq!(split.slides.len(), 4);
    assert!(
        split.slides[1..]
            .iter()
            .all(|slide| slide.state == SlideState::Ready)
    );
    let parts: Vec<_> = split.slides.iter().filter_map(|s| s.part.clone()).collect();
    assert_eq!(parts, ["Part 1 of 3", "Part 2 of 3", "Part 3 of 3"]);
    assert_eq!(
        split.slides[1].id, wide.id,
        "the first part is the slide that was"
    );
    for (number, slide) in split.slides[1..].iter().enumerate() {
        let fixed = slide.fixed.as_ref().unwrap();
        assert_eq!((fixed.width, fixed.height), (320, 400));
        let bytes = bench
            .picture(fixed.picture_url.strip_prefix(BASE).unwrap())
            .await
            .unwrap()
            .unwrap()
            .bytes;
        one_tone(&bytes, if number % 2 == 0 { 250 } else { 5 });
    }

    // Another shape cuts the parts anew; they stay parts.
    let square = Edit::SetShape {
        shape: "1:1".into(),
    };
    bench.draft_edit(&split.id, square).await.unwrap();
    let shaped = |draft: &DraftView| {
        draft.slides.iter().all(|slide| {
            let fixed = slide.fixed.as_ref();
            fixed.is_some_and(|fixed| fixed.width == 320 && fixed.height == 320)
        })
    };
    until(&bench, &split.id, shaped).await;

    let whole = Edit::ClearFix {
        slide: split.slides[2].id.clone(),
    };
    let together = bench.draft_edit(&split.id, whole).await.unwrap();
    assert_eq!(together.slides.len(), 2);
    assert!(together.slides[1].part.is_none() && together.slides[1].fixed.is_none());

    for _ in 0..2 {
        bench.draft_undo(&split.id).await.unwrap();
    }
    let before = bench.draft_undo(&split.id).await.unwrap();
    assert_eq!(before.slides.len(), 2, "the split is one step");
}

/// Every pixel of a JPEG is this grey, as far as JPEG can: no line of a neighbour at its edges.
fn one_tone(bytes: &[u8], tone: u8) {
    let picture = turbojpeg::decompress(bytes, turbojpeg::PixelFormat::GRAY).unwrap();
    for (place, value) in picture.pixels.iter().enumerate() {
        let x = place % picture.pitch;
        assert!(
            value.abs_diff(tone) <= 12,
            "column {x} is {value}, not {tone}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_that_has_no_room_is_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let mut files: Vec<PathBuf> = (0..9)
        .map(|number| dir.path().join(format!("{number}.png")))
        .collect();
    for file in &files {
        plain(file, 320, 400);
    }
    let pano = dir.path().join("z.png");
    striped(&pano, &[960], 400);
    files.push(pano);
    let draft = with(&bench, files).await;
    let wide = draft.slides.last().unwrap();
    let offered = wide.options.iter().find(|option| option.id == "split");
    let reason = offered.unwrap().reason.clone().unwrap();
    assert!(
        reason.contains("10 slides") && reason.contains('9'),
        "{reason}"
    );
    let refused = bench.split_panorama(&draft.id, &wide.id, 3).await;
    assert!(refused.unwrap_err().to_string().contains("no room for 3"));
    assert_eq!(bench.draft_open(&draft.id).await.unwrap().slides.len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_of_fixing_does_what_it_says_and_is_one_undo() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let (first, tall) = (dir.path().join("a.png"), dir.path().join("b.png"));
    plain(&first, 400, 400);
    plain(&tall, 400, 800);
    let draft = with(&bench, vec![first, tall]).await;
    let slide = draft.slides[1].id.clone();
    let ways: Vec<&str> = draft.slides[1]
        .options
        .iter()
        .map(|o| o.id.as_str())
        .collect();
    assert_eq!(ways, ["crop", "bands", "blur"]);
    let choices = [
        ("crop", FixChoice::Crop { x: 0.5, y: 0.0 }, "cropped"),
        (
            "bands",
            FixChoice::Bands {
                color: "#0a0b0c".into(),
            },
            "bands added",
        ),
        ("blur", FixChoice::Blur, "blurred edges added"),
    ];
    for (way, choice, done) in choices {
        let fixed = bench
            .fix_with(&draft.id, &slide, choice.clone())
            .await
            .unwrap();
        let own = &fixed.slides[1];
        let shown = own.fixed.as_ref().unwrap();
        assert!((shown.aspect - 1.0).abs() < 0.01, "{way}: {}", shown.aspect);
        let told = shown.actions.iter().any(|action| action == done);
        assert!(told, "{way}: {:?}", shown.actions);
        let now = own.options.iter().find(|option| option.in_force).unwrap();
        assert_eq!(
            (now.id.as_str(), &now.choice),
            (way, &choice_as_kept(&choice))
        );
        let back = bench.draft_undo(&draft.id).await.unwrap();
        assert!(back.slides[1].fixed.is_none(), "{way}: one step");
    }
    let wrong = FixChoice::Bands {
        color: "red".into(),
    };
    let refused = bench.fix_with(&draft.id, &slide, wrong).await;
    assert!(refused.unwrap_err().to_string().contains("#ffffff"));
}

/// A crop at the top edge is kept as its own middle.
fn choice_as_kept(choice: &FixChoice) -> FixChoice {
    match choice {
        FixChoice::Crop { x, .. } => FixChoice::Crop { x: *x, y: 0.25 },
        other => other.clone(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_that_was_chosen_stays_when_the_shape_changes() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let (first, tall) = (dir.path().join("a.png"), dir.path().join("b.png"));
    plain(&first, 400, 400);
    plain(&tall, 400, 800);
    let draft = with(&bench, vec![first, tall]).await;
    let slide = draft.slides[1].id.clone();
    bench
        .fix_with(&draft.id, &slide, FixChoice::Blur)
        .await
        .unwrap();
    let wide = Edit::SetShape {
        shape: "4:5".into(),
    };
    bench.draft_edit(&draft.id, wide).await.unwrap();
    let blurred = |draft: &DraftView| {
        let option = draft.slides[1]
            .options
            .iter()
            .find(|option| option.in_force);
        option.is_some_and(|option| option.id == "blur" && (option.aspect - 0.8).abs() < 0.01)
    };
    until(&bench, &draft.id, blurred).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_files_are_told_in_few_pictures_and_divided_into_posts() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let files: Vec<PathBuf> = (0..50)
        .map(|number| dir.path().join(format!("{number:02}.png")))
        .collect();
    for (number, file) in (0..).zip(&files) {
        plain(file, 320 + number, 400);
    }
    let mut events = bench.listen();
    let draft = with(&bench, files).await;
    let mut told = 0;
    let mut last = None;
    while let Ok(event) = events.try_recv() {
        if let Event::Draft { draft } = event {
            told += 1;
            last = Some(draft);
        }
    }
    assert!(told < 50, "{told} pictures of the draft for 50 files");
    assert!(
        last.is_some_and(|draft| draft.importing.is_none()),
        "the last is always told"
    );
    assert_eq!(draft.readiness.primary.action, PrimaryAction::SplitPost);
    assert_eq!(draft.readiness.primary.label, "Split into 5 posts");
    assert!(draft.readiness.sentence.contains("there are 50"));

    let first = bench.split_post(&draft.id).await.unwrap();
    assert_eq!(first.slides.len(), 10);
    let session = bench.session().await.unwrap();
    let mut slides = 0;
    for summary in &session.drafts {
        slides += bench.draft_open(&summary.id).await.unwrap().slides.len();
    }
    assert_eq!((session.drafts.len(), slides), (5, 50), "nothing is lost");
    assert_eq!(bench.draft_undo(&draft.id).await.unwrap().slides.len(), 50);
    let other = session.drafts.iter().find(|other| other.id != draft.id);
    assert!(
        bench.split_post(&other.unwrap().id).await.is_err(),
        "ten are not too many"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_stopped_on_their_way_in_leave_the_draft_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let files: Vec<PathBuf> = (0..40)
        .map(|number| dir.path().join(format!("{number:02}.png")))
        .collect();
    for (number, file) in (0..).zip(&files) {
        plain(file, 400 + number, 500);
    }
    let id = bench.draft_new().await.unwrap().id;
    bench.import(Some(&id), files).await.unwrap();
    let coming = bench.draft_open(&id).await.unwrap();
    assert_eq!(coming.importing.unwrap().total, 40);
    bench.import_cancel(&id);
    let draft = bench.draft_open(&id).await.unwrap();
    assert!(draft.slides.is_empty() && draft.importing.is_none());
    assert_eq!(draft.undo, None);
    // What was being read when it stopped ends, and still nothing is added.
    let again = with(&bench, vec![dir.path().join("00.png")]).await;
    assert_eq!(again.slides.len(), 1);
    assert!(bench.draft_open(&id).await.unwrap().slides.is_empty());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_takes_nothing_says_so_on_the_slide() {
    use std::fs;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let bench = open(&data).await;
    let photo = dir.path().join("a.png");
    plain(&photo, 400, 500);
    // A file where the library wants a folder stops writing even for root.
    let media = data.join("media");
    fs::remove_dir_all(&media).unwrap();
    fs::write(&media, b"in the way").unwrap();
    let mut events = bench.listen();
    let draft = with(&bench, vec![photo]).await;
    assert_eq!(draft.slides[0].state, SlideState::Blocked);
    assert_eq!(draft.slides[0].word, "Could not be copied");
    assert!(draft.slides[0].findings[0].message.contains("library"));
    while let Ok(event) = events.try_recv() {
        assert!(!matches!(event, Event::Notice { .. }), "{event:?}");
    }
}

#[test]
fn many_files_are_judged_each_in_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let [square, wide, missing] =
        ["square.png", "wide.png", "gone.png"].map(|n| dir.path().join(n));
    plain(&square, 400, 400);
    plain(&wide, 600, 400);
    let of = |place: usize| [&square, &wide, &missing][place % 3].clone();
    let files: Vec<_> = (0..600).map(of).collect();
    let policy = Policy::default();
    let alone = |place: usize| {
        let pair = [files[0].clone(), files[place].clone()];
        headless::check(&pair, None, &policy, None).items.remove(1)
    };
    let expected = [1, 2, 3].map(alone);
    let report = headless::check_into(&files, None, &policy, None, |item| item);
    assert_eq!(report.items.len(), 600);
    for (place, item) in report.items.iter().enumerate().skip(1) {
        assert_eq!(item.path, files[place].display().to_string());
        let same = &expected[(place + 2) % 3];
        assert_eq!(item.findings, same.findings, "{place}");
    }
    assert_eq!(report.verdict, fanfold_domain::Verdict::Blocked);
    let other = |found: &&fanfold_domain::Finding| found.rule == "carousel.aspect_differs";
    let other = report.findings.iter().find(other).unwrap();
    assert_eq!(other.measured.as_deref(), Some("200 slides"));
    assert!(other.message.contains("slide 599 is"), "{}", other.message);
}

#[test]
fn the_terminal_splits_a_picture_into_ready_files() {
    let dir = tempfile::tempdir().unwrap();
    let pano = dir.path().join("pano.png");
    striped(&pano, &[400, 800, 1200, 1600], 500);
    let options = FixOptions {
        kind: None,
        policy: Policy::default(),
        shape: Shape::Auto,
        choice: FitChoice::default(),
        background: [255; 3],
        out: dir.path().join("out"),
        start: 0.0,
        ffmpeg: None,
    };
    let files = [pano];
    let report = headless::split(&files, Parts::Auto, &options, &Cancel::new()).unwrap();
    assert_eq!(report.r#as, PostKind::Carousel);
    assert_eq!(report.verdict, fanfold_domain::Verdict::Ready);
    let outputs: Vec<_> = report
        .items
        .iter()
        .filter_map(|i| i.item.output.clone())
        .collect();
    assert_eq!(outputs.len(), 4);
    for (number, output) in outputs.iter().enumerate() {
        assert!(
            output.ends_with(&format!("pano-part{}.jpg", number + 1)),
            "{output}"
        );
        one_tone(
            &std::fs::read(output).unwrap(),
            if number % 2 == 0 { 250 } else { 5 },
        );
    }
    let eleven = headless::split(&files, Parts::Exactly(11), &options, &Cancel::new());
    assert!(eleven.unwrap_err().to_string().contains("2 to 10"));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_pipe_that_nobody_writes_to_holds_nothing_up() {
    let dir = tempfile::tempdir().unwrap();
    let pipe = dir.path().join("pipe.jpg");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let report = headless::check(std::slice::from_ref(&pipe), None, &Policy::default(), None);
    assert_eq!(report.items[0].findings[0].title, "Not a file");
    let bench = open(&dir.path().join("data")).await;
    let draft = with(&bench, vec![pipe]).await;
    assert_eq!(draft.slides[0].word, "Not a file");
}
