//! Clips on the desk, as a window uses them: shown by their first picture, made ready with
//! everything else, stopped, taken back. Needs ffmpeg: `cargo xtask test` installs it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use fanfold_workbench::Workbench;
use fanfold_workbench::view::{DraftView, Edit, Event, PrimaryAction, SlideState};
use tokio::sync::broadcast::Receiver;

use support::{open, until};

/// A clip whose index lies at its end, `rate` pictures a second.
fn clip(folder: &Path, name: &str, picture: &str) -> PathBuf {
    let path = folder.join(name);
    let made = Command::new("ffmpeg")
        .args(["-hide_banner", "-v", "error", "-y", "-f", "lavfi", "-i"])
        .arg(format!("testsrc2={picture}"))
        .args([
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
        ])
        .arg(&path)
        .status();
    let made = made.expect("ffmpeg is installed: cargo xtask test does it");
    assert!(made.success());
    path
}

async fn with_files(bench: &Arc<Workbench>, files: Vec<PathBuf>) -> DraftView {
    let id = bench.draft_new().await.unwrap().id;
    let count = files.len();
    bench.import(Some(&id), files).await.unwrap();
    let here = |draft: &DraftView| {
        let slides = &draft.slides;
        slides.len() == count && slides.iter().all(|s| s.state != SlideState::Importing)
    };
    until(bench, &id, here).await
}

async fn picture(bench: &Arc<Workbench>, url: &str) -> Vec<u8> {
    let address = url.strip_prefix("media://localhost").unwrap();
    bench.picture(address).await.unwrap().unwrap().bytes
}

fn rules(draft: &DraftView, slide: usize) -> Vec<String> {
    let findings = draft.slides[slide].findings.iter();
    findings.map(|finding| finding.rule.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn fix_all_makes_clips_ready_too_and_is_taken_back_in_one_step() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let files = vec![
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/photos/01-ridge.jpg"),
        clip(dir.path(), "fast.mov", "size=180x120:rate=90:duration=3.2"),
        clip(dir.path(), "index.mov", "size=180x120:rate=30:duration=3.2"),
    ];
    let draft = with_files(&bench, files).await;
    for slide in [1, 2] {
        assert!(rules(&draft, slide).contains(&"video.moov_last".to_owned()));
        assert_eq!(draft.slides[slide].state, SlideState::Fixable);
        let thumb = draft.slides[slide].thumb_url.clone().unwrap();
        let shown = picture(&bench, &thumb).await;
        assert!(
            shown.starts_with(&[0xFF, 0xD8]),
            "a clip has a first picture"
        );
    }
    let fixed = bench.fix(&draft.id, None).await.unwrap();
    for slide in [1, 2] {
        let said = rules(&fixed, slide);
        let errors: Vec<&String> = said
            .iter()
            .filter(|rule| rule.starts_with("video.") && *rule != "video.short_side")
            .collect();
        assert!(errors.is_empty(), "slide {slide}: {errors:?}");
        assert!(!fixed.slides[slide].can_fix);
        let shown = fixed.slides[slide].fixed.clone().unwrap();
        let poster = picture(&bench, &shown.picture_url).await;
        assert!(poster.starts_with(&[0xFF, 0xD8]));
    }
    let of = |slide: usize| fixed.slides[slide].fixed.clone().unwrap();
    assert!(of(1).actions.contains(&"converted".to_owned()));
    // Every slide has one shape afterwards.
    assert!((of(1).aspect - of(2).aspect).abs() < 0.02);
    assert_eq!(fixed.fixing, None);
    let undone = bench.draft_undo(&draft.id).await.unwrap();
    assert!(undone.slides.iter().all(|slide| slide.fixed.is_none()));
    assert_eq!(undone.readiness.fixable, draft.readiness.fixable);
    // What was made once is there again without making it.
    let again = bench.draft_redo(&draft.id).await.unwrap();
    assert!(again.slides[1].fixed.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clip_that_was_made_ready_is_there_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let bench = open(&data).await;
    let files = vec![clip(
        dir.path(),
        "a.mov",
        "size=160x160:rate=30:duration=3.2",
    )];
    let draft = with_files(&bench, files).await;
    let fixed = bench.fix(&draft.id, None).await.unwrap();
    assert!(fixed.slides[0].fixed.is_some());
    bench.close().await.unwrap();
    drop(bench);
    let bench = open(&data).await;
    let id = bench.session().await.unwrap().open.unwrap().id;
    let here = |draft: &DraftView| draft.slides[0].fixed.is_some();
    let back = until(&bench, &id, here).await;
    assert_eq!(back.slides[0].fixed, fixed.slides[0].fixed);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_fixed_clip_that_cannot_be_made_again_says_so_and_is_fixed_anew_once_it_can() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let path = std::env::var_os("PATH").unwrap();
    let own = std::env::split_paths(&path).map(|folder| folder.join("ffmpeg"));
    let own = own.into_iter().find(|own| own.is_file()).unwrap();
    let chosen = dir.path().join("ffmpeg");
    std::os::unix::fs::symlink(&own, &chosen).unwrap();
    let bench = open(&data).await;
    bench.choose_ffmpeg(Some(chosen.clone())).await.unwrap();
    let files = vec![clip(
        dir.path(),
        "a.mov",
        "size=160x160:rate=30:duration=3.2",
    )];
    let draft = with_files(&bench, files).await;
    let fixed = bench.fix(&draft.id, None).await.unwrap();
    assert!(fixed.slides[0].fixed.is_some());
    bench.close().await.unwrap();
    drop(bench);
    std::fs::remove_file(&chosen).unwrap();
    std::fs::remove_dir_all(data.join("media/outputs")).unwrap();
    let bench = open(&data).await;
    let id = bench.session().await.unwrap().open.unwrap().id;
    let settled = |draft: &DraftView| draft.slides[0].state != SlideState::Fixing;
    let back = until(&bench, &id, settled).await;
    let said = rules(&back, 0);
    for rule in ["video.moov_last", "video.ffmpeg"] {
        assert!(said.contains(&rule.to_owned()), "{said:?}");
    }
    assert_eq!(back.slides[0].fixed, None);
    std::os::unix::fs::symlink(&own, &chosen).unwrap();
    let again = bench.fix(&id, None).await.unwrap();
    assert_eq!(again.slides[0].fixed, fixed.slides[0].fixed);
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_a_conversion_changes_nothing_and_its_progress_was_told() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let bench = open(&data).await;
    let files = vec![clip(
        dir.path(),
        "long.mov",
        "size=640x640:rate=90:duration=30",
    )];
    let draft = with_files(&bench, files).await;
    let mut events = bench.listen();
    let (fixing, id) = (Arc::clone(&bench), draft.id.clone());
    let fix = tokio::spawn(async move { fixing.fix(&id, None).await });
    let moving = async {
        loop {
            if let Ok(Event::Draft { draft }) = events.recv().await
                && let Some(progress) = draft.fixing
                && progress.percent > 0
            {
                return progress;
            }
        }
    };
    let told = tokio::time::timeout(Duration::from_mins(2), moving).await;
    assert_eq!(told.unwrap().total, 1);
    bench.fix_cancel(&draft.id);
    let after = fix.await.unwrap().unwrap();
    assert!(after.slides[0].fixed.is_none());
    assert_eq!(
        after.undo, draft.undo,
        "nothing was done, so nothing is taken back"
    );
    let incoming = std::fs::read_dir(data.join("media/incoming")).unwrap();
    assert_eq!(incoming.count(), 0, "nothing half-made stays");
}

/// A clip that takes some seconds to convert, made ready; and what is told from then on.
async fn converted(bench: &Arc<Workbench>, folder: &Path) -> (DraftView, Receiver<Event>) {
    let film = clip(folder, "long.mov", "size=480x480:rate=90:duration=20");
    let draft = with_files(bench, vec![film]).await;
    let fixed = bench.fix(&draft.id, None).await.unwrap();
    assert!(fixed.slides[0].fixed.is_some());
    (fixed, bench.listen())
}

async fn shape(bench: &Arc<Workbench>, id: &str, shape: &str) -> DraftView {
    let shape = shape.to_owned();
    bench
        .draft_edit(id, Edit::SetShape { shape })
        .await
        .unwrap()
}

/// What is told of a conversion once it moves.
async fn moving(events: &mut Receiver<Event>) -> DraftView {
    let moving = async {
        loop {
            if let Ok(Event::Draft { draft }) = events.recv().await
                && draft.fixing.is_some_and(|progress| progress.percent > 0)
            {
                return *draft;
            }
        }
    };
    let told = tokio::time::timeout(Duration::from_mins(2), moving).await;
    told.expect("a conversion that is under way says so")
}

fn aspect(draft: &DraftView) -> f64 {
    draft.slides[0].fixed.as_ref().unwrap().aspect
}

#[tokio::test(flavor = "multi_thread")]
async fn another_shape_of_a_clip_tells_how_far_it_is_and_a_second_one_ends_it() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let bench = open(&data).await;
    let (fixed, mut events) = converted(&bench, dir.path()).await;
    shape(&bench, &fixed.id, "4:5").await;
    let under_way = moving(&mut events).await;
    assert_eq!(under_way.fixing.map(|progress| progress.total), Some(1));
    assert_eq!(under_way.slides[0].state, SlideState::Fixing);
    assert_eq!(under_way.readiness.primary.action, PrimaryAction::None);
    shape(&bench, &fixed.id, "1.91:1").await;
    let at_rest = |draft: &DraftView| draft.fixing.is_none() && draft.slides[0].fixed.is_some();
    let wide = until(&bench, &fixed.id, at_rest).await;
    assert!((aspect(&wide) - 1.91).abs() < 0.02, "{}", aspect(&wide));
    let incoming = std::fs::read_dir(data.join("media/incoming")).unwrap();
    assert_eq!(incoming.count(), 0, "nothing half-made stays");
    // The first shape was ended, so it is made when it is wanted again.
    let back = bench.draft_undo(&fixed.id).await.unwrap();
    assert_eq!(back.slides[0].state, SlideState::Fixing);
    let narrow = until(&bench, &fixed.id, at_rest).await;
    assert!((aspect(&narrow) - 0.8).abs() < 0.02, "{}", aspect(&narrow));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_change_of_shape_leaves_a_clip_that_a_fix_makes_ready() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let bench = open(&data).await;
    let (fixed, mut events) = converted(&bench, dir.path()).await;
    shape(&bench, &fixed.id, "4:5").await;
    moving(&mut events).await;
    bench.fix_cancel(&fixed.id);
    let stopped = until(&bench, &fixed.id, |draft| draft.fixing.is_none()).await;
    assert_eq!(stopped.slides[0].state, SlideState::Fixable);
    assert_eq!(
        (&stopped.slides[0].fixed, stopped.readiness.fixable),
        (&None, 1)
    );
    let incoming = std::fs::read_dir(data.join("media/incoming")).unwrap();
    assert_eq!(incoming.count(), 0, "nothing half-made stays");
    // What has nothing to do with it does not begin it again.
    let slide = stopped.slides[0].id.clone();
    let text = "Foam".to_owned();
    bench
        .draft_edit(&fixed.id, Edit::SetAlt { slide, text })
        .await
        .unwrap();
    let undone = bench.draft_undo(&fixed.id).await.unwrap();
    assert_eq!(undone.slides[0].state, SlideState::Fixable);
    let again = bench.fix(&fixed.id, None).await.unwrap();
    assert!((aspect(&again) - 0.8).abs() < 0.02, "{}", aspect(&again));
    assert_eq!(again.undo, stopped.undo, "the draft asked for it already");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_ffmpeg_is_taken_only_when_it_can_be_used() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let own = bench.clip_tool().await.unwrap();
    assert!(
        own.ready && !own.chosen && own.line.starts_with("ffmpeg "),
        "{own:?}"
    );
    let wrong = dir.path().join("no-ffmpeg");
    std::fs::write(&wrong, b"text").unwrap();
    for path in [wrong, dir.path().join("nowhere")] {
        assert!(bench.choose_ffmpeg(Some(path)).await.is_err());
    }
    assert_eq!(bench.clip_tool().await.unwrap(), own);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clips_cover_is_chosen_from_its_frames_and_clips_are_not_turned() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let films = vec![clip(
        dir.path(),
        "a.mov",
        "size=160x284:rate=30:duration=4.2",
    )];
    let draft = with_files(&bench, films).await;
    let slide = &draft.slides[0];
    let film = slide.clip.clone().unwrap();
    assert_eq!((film.length.as_str(), film.cover_ms), ("0:04", None));
    assert!(film.length_ms.abs_diff(4200) < 50, "{film:?}");
    assert_eq!(film.frames.len(), 8);
    assert_eq!(
        (film.frames[0].at_ms, film.frames[0].label.as_str()),
        (0, "0:00.0")
    );
    let first = picture(&bench, &film.frames[0].url).await;
    let last = picture(&bench, &film.frames[7].url).await;
    assert!(first.starts_with(&[0xFF, 0xD8]) && first != last);
    let guides: Vec<&str> = slide.guides.iter().map(|guide| guide.id.as_str()).collect();
    assert_eq!(guides, ["profile", "reel"]);

    let cover = |at_ms| Edit::SetCover {
        slide: slide.id.clone(),
        at_ms,
    };
    let chosen = bench
        .draft_edit(&draft.id, cover(Some(u32::MAX)))
        .await
        .unwrap();
    let own = chosen.slides[0].clip.clone().unwrap();
    assert_eq!(
        own.cover_ms,
        Some(film.length_ms - 100),
        "one beyond the end is the last"
    );
    let shown = picture(&bench, chosen.slides[0].preview_url.as_ref().unwrap()).await;
    assert!(shown == last);
    assert_eq!(chosen.undo.as_deref(), Some("Undo choosing a cover"));
    let none = bench.draft_edit(&draft.id, cover(None)).await.unwrap();
    assert_eq!(none.slides[0].clip.as_ref().unwrap().cover_ms, None);

    let refused = bench
        .slide_turn(&draft.id, std::slice::from_ref(&slide.id), 1)
        .await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("Clips cannot be turned")
    );
    let none = bench.picture("frame/nothing/5").await.unwrap();
    assert!(none.is_none());
}
