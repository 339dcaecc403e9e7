//! A draft on the desk, as a window uses it: files in, fix, undo, close and open again.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fanfold_workbench::Workbench;
use fanfold_workbench::view::{DraftView, Edit, Event, PrimaryAction, SlideState};

use support::{open, until};

fn photos() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/photos")
}

async fn with_samples(bench: &Arc<Workbench>) -> DraftView {
    let id = bench.draft_new().await.unwrap().id;
    bench.import(Some(&id), vec![photos()]).await.unwrap();
    let here = |draft: &DraftView| {
        draft.slides.len() == 10
            && draft
                .slides
                .iter()
                .all(|slide| slide.state != SlideState::Importing)
    };
    until(bench, &id, here).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_comes_in_naturally_sorted_as_one_undo_step() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(dir.path()).await;
    let draft = with_samples(&bench).await;
    let names: Vec<&str> = draft
        .slides
        .iter()
        .map(|slide| slide.name.as_str())
        .collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(names, sorted);
    let empty = bench.draft_undo(&draft.id).await.unwrap();
    assert!(empty.slides.is_empty());
    assert_eq!(bench.draft_redo(&draft.id).await.unwrap().slides.len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn fix_all_makes_everything_ready_and_is_taken_back_in_one_step() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(dir.path()).await;
    let draft = with_samples(&bench).await;
    assert_eq!(draft.readiness.primary.action, PrimaryAction::FixAll);
    let fixed = bench.fix(&draft.id, None).await.unwrap();
    assert!(
        fixed
            .slides
            .iter()
            .all(|slide| slide.state == SlideState::Ready)
    );
    assert_eq!(fixed.readiness.primary.action, PrimaryAction::UsePractice);
    let shown = fixed
        .slides
        .iter()
        .find_map(|slide| slide.fixed.as_ref())
        .unwrap();
    let address = shown.picture_url.strip_prefix("media://localhost").unwrap();
    let picture = bench.picture(address).await.unwrap().unwrap();
    assert!(picture.bytes.starts_with(&[0xFF, 0xD8]));
    let undone = bench.draft_undo(&draft.id).await.unwrap();
    assert_eq!(undone.readiness.fixable, draft.readiness.fixable);
    assert!(undone.slides.iter().all(|slide| slide.fixed.is_none()));
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_in_a_row_are_saved_together() {
    const KEYS: usize = 60;
    let dir = tempfile::tempdir().unwrap();
    let bench = open(dir.path()).await;
    let draft = bench.draft_new().await.unwrap();
    let mut events = bench.listen();
    for key in 1..=KEYS {
        bench
            .caption_write(&draft.id, "x".repeat(key))
            .await
            .unwrap();
    }
    // Each save tells the window once.
    let mut saves = 0;
    loop {
        if let Event::Draft { draft } = events.recv().await.unwrap() {
            saves += 1;
            if draft.saved.starts_with("Saved") && draft.caption.text.len() == KEYS {
                break;
            }
        }
    }
    assert!(saves < KEYS / 4, "{saves} saves for {KEYS} keys");
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_and_opening_brings_the_draft_back_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(dir.path()).await;
    let draft = with_samples(&bench).await;
    let told = bench
        .caption_write(&draft.id, "Morning light #one".into())
        .await
        .unwrap();
    assert_eq!(told.caption.counters[1].value, 1);
    let last = draft.slides[9].id.clone();
    bench
        .draft_edit(
            &draft.id,
            Edit::MoveSlide {
                slide: last.clone(),
                to: 0,
            },
        )
        .await
        .unwrap();
    bench.fix(&draft.id, None).await.unwrap();
    bench.close().await.unwrap();
    drop(bench);

    let again = open(dir.path()).await;
    let session = again.session().await.unwrap();
    let back = session.open.unwrap();
    assert_eq!(back.caption.text, "Morning light #one");
    assert_eq!(back.slides[0].id, last);
    let ready = |draft: &DraftView| draft.slides.iter().all(|s| s.state == SlideState::Ready);
    until(&again, &back.id, ready).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_gone_is_a_slide_that_says_so_and_the_others_stay() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(dir.path()).await;
    let id = bench.draft_new().await.unwrap().id;
    let files = vec![photos().join("01-ridge.jpg"), dir.path().join("gone.jpg")];
    bench.import(Some(&id), files).await.unwrap();
    let here = |draft: &DraftView| {
        draft.slides.len() == 2
            && draft
                .slides
                .iter()
                .all(|s| s.state != SlideState::Importing)
    };
    let draft = until(&bench, &id, here).await;
    assert_eq!(draft.slides[0].state, SlideState::Ready);
    assert_eq!(
        (draft.slides[1].state, draft.slides[1].word.as_str()),
        (SlideState::Blocked, "File not found")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_means_nothing_gives_no_picture() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(dir.path()).await;
    for address in [
        "",
        "thumb",
        "thumb/../../etc/passwd",
        "output/aa/bb",
        "picture/%2e%2e",
        "feed/x/y",
    ] {
        // A practice picture may also be an error without a server; never bytes, never a panic.
        let answer = bench.picture(address).await;
        assert!(!matches!(answer, Ok(Some(_))), "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn choosing_a_shape_crops_every_slide_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(dir.path()).await;
    let draft = with_samples(&bench).await;
    bench
        .draft_edit(
            &draft.id,
            Edit::SetShape {
                shape: "1:1".into(),
            },
        )
        .await
        .unwrap();
    let square = |draft: &DraftView| {
        draft.slides.iter().all(|slide| {
            slide
                .fixed
                .as_ref()
                .is_some_and(|fixed| (fixed.aspect - 1.0).abs() < 0.01)
        })
    };
    let shaped = until(&bench, &draft.id, square).await;
    assert_eq!(shaped.shape.chosen, "1:1");
    let back = bench.draft_undo(&draft.id).await.unwrap();
    assert_eq!(back.shape.chosen, "auto");
}
