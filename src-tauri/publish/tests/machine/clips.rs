//! Clips: sent to Instagram itself where it takes them, gone on with where they stopped; stories.

use fanfold_domain::publish::PostState;
use fanfold_publish::{Item, Kind, Run, SlideStage};

use crate::fake::{Fault, Op, Stage, clip, run_of, slides};
use crate::faults::lost_reply;
use crate::world::code;

fn reel() -> Run {
    let mut run = run_of(1, None);
    run.slides = vec![clip()];
    run.kind = Kind::Reel;
    run
}

fn sending(run: Run) -> std::sync::Arc<Stage> {
    let stage = Stage::new(run);
    *stage.takes_uploads.lock().unwrap() = true;
    stage
}

#[tokio::test(start_paused = true)]
async fn a_sent_clip_needs_no_media_host() {
    let stage = sending(reel());
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(*stage.offers.lock().unwrap(), 0);
    assert_eq!(*stage.uploads.lock().unwrap(), [false]);
    assert_eq!(stage.world().live.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn without_uploads_a_clip_is_fetched_like_a_picture() {
    let stage = Stage::new(reel());
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(*stage.offers.lock().unwrap(), 1);
    assert!(stage.uploads.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_broken_upload_goes_on_where_it_stopped() {
    let stage = sending(reel());
    stage.fault(Op::Upload, 0, Fault::Before(lost_reply()));
    stage.fault(Op::Upload, 1, Fault::Before(lost_reply()));
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(*stage.uploads.lock().unwrap(), [false, true, true]);
    assert_eq!(stage.count(Op::CreateSingle), 1, "the container is kept");
}

#[tokio::test(start_paused = true)]
async fn killed_in_an_upload_the_next_runner_goes_on_with_it() {
    for fault in [Fault::CrashBefore, Fault::CrashAfter] {
        let stage = sending(reel());
        stage.fault(Op::Upload, 0, fault);
        let outcome = stage.finish().await;
        assert_eq!(outcome.state, PostState::Published);
        assert_eq!(*stage.uploads.lock().unwrap(), [false, true]);
        assert_eq!(stage.count(Op::CreateSingle), 1);
        assert_eq!(stage.world().live.len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_container_that_is_gone_in_an_upload_is_opened_anew_from_the_first_byte() {
    let stage = sending(reel());
    stage.fault(Op::Upload, 0, Fault::Before(code(24, Some(2_207_006))));
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(*stage.uploads.lock().unwrap(), [false, false]);
    assert_eq!(stage.count(Op::CreateSingle), 2);
}

#[tokio::test(start_paused = true)]
async fn a_sent_clip_that_instagram_cannot_fetch_is_sent_anew_once_and_then_told() {
    let stage = sending(reel());
    for call in 0..50 {
        let why = code(9004, Some(2_207_052));
        stage.fault(Op::Upload, call, Fault::Before(why));
    }
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::NeedsAttention);
    assert_eq!(stage.count(Op::CreateSingle), 2);
    assert_eq!(*stage.uploads.lock().unwrap(), [false, false]);
}

#[tokio::test(start_paused = true)]
async fn an_account_that_lost_its_uploads_has_the_next_clip_fetched() {
    let stage = sending(reel());
    stage.fault(Op::CreateSingle, 0, Fault::CrashBefore);
    assert!(stage.attempt().await.is_none());
    assert_eq!(stage.run().slides[0].stage, SlideStage::Prepared);
    *stage.takes_uploads.lock().unwrap() = false;
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(*stage.offers.lock().unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn clips_and_pictures_make_one_carousel() {
    let mut run = run_of(3, Some("More tomorrow"));
    run.slides[1] = clip();
    let stage = sending(run);
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(stage.count(Op::CreateChild), 3);
    assert_eq!(*stage.offers.lock().unwrap(), 2, "two pictures are hosted");
    assert_eq!(stage.world().comments, ["More tomorrow"]);
}

#[tokio::test(start_paused = true)]
async fn a_story_whose_reply_was_lost_is_found_among_the_stories() {
    for moving in [false, true] {
        let items = if moving { vec![clip()] } else { slides(1) };
        let run = Run::story("post-1".to_owned(), "practice".to_owned(), items);
        assert_eq!(run.slides[0].item == Item::Clip, moving);
        let stage = sending(run);
        stage.fault(Op::Publish, 0, Fault::After(lost_reply()));
        let outcome = stage.finish().await;
        assert_eq!(outcome.state, PostState::Published);
        assert_eq!(stage.count(Op::Publish), 1);
        assert_eq!(stage.count(Op::Recent), 0);
        assert!(stage.count(Op::Stories) > 0);
        assert_eq!(stage.world().live.len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_container_that_never_comes_to_an_end_is_given_up_and_told() {
    let stage = sending(reel());
    stage.world().stuck = true;
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::NeedsAttention);
    assert!(outcome.run.error.is_some());
    assert_eq!(
        stage.count(Op::CreateSingle),
        3,
        "built anew twice, as everything that Instagram loses"
    );
    assert!(stage.world().live.is_empty());
}
