//! Only `media_publish` is fenced, and it holds.

use std::time::Duration;

use fanfold_domain::publish::PostState;
use tokio_util::sync::CancellationToken;

use crate::fake::{CAPTION, Fault, Op, Stage, run_of};
use crate::faults::{lost_reply, throttled};
use crate::world::code;

#[tokio::test(start_paused = true)]
async fn a_lost_publish_reply_is_never_sent_again() {
    let stage = Stage::new(run_of(3, None));
    stage.fault(Op::Publish, 0, Fault::After(lost_reply()));
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(stage.world().publish_calls, 1);
    assert_eq!(stage.world().live_with(CAPTION), 1);
    assert!(outcome.run.permalink.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_publish_that_arrives_seconds_after_its_reply_was_lost_is_not_sent_again() {
    let stage = Stage::new(run_of(1, None));
    stage.fault(
        Op::Publish,
        0,
        Fault::Late(lost_reply(), Duration::from_secs(6)),
    );
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(stage.world().live_with(CAPTION), 1);
    assert_eq!(stage.world().publish_calls, 1);
}

#[tokio::test(start_paused = true)]
async fn container_gone_after_publishing_means_reading_it_first() {
    for subcode in [2_207_008, 2_207_006] {
        let stage = Stage::new(run_of(3, None));
        stage.fault(Op::Publish, 0, Fault::After(code(24, Some(subcode))));
        let outcome = stage.finish().await;
        assert_eq!(outcome.state, PostState::Published, "{subcode}");
        assert_eq!(stage.world().publish_calls, 1, "{subcode}");
        assert_eq!(stage.world().live_with(CAPTION), 1, "{subcode}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_unknown_refusal_of_publishing_is_not_tried_again() {
    let stage = Stage::new(run_of(1, None));
    stage.fault(Op::Publish, 0, Fault::Before(code(987_654, None)));
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::NeedsAttention);
    assert_eq!(stage.world().publish_calls, 1);
    assert!(!outcome.run.may_be_live());
}

#[tokio::test(start_paused = true)]
async fn an_unknown_refusal_of_creating_is_tried_once_more() {
    for faults in [1, 2] {
        let stage = Stage::new(run_of(1, None));
        for call in 0..faults {
            stage.fault(Op::CreateSingle, call, Fault::Before(code(987_654, None)));
        }
        let outcome = stage.finish().await;
        let wanted = if faults == 1 {
            PostState::Published
        } else {
            PostState::NeedsAttention
        };
        assert_eq!(outcome.state, wanted);
        assert_eq!(stage.count(Op::CreateSingle), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_doubt_that_cannot_be_resolved_is_never_called_failed() {
    let stage = Stage::new(run_of(1, None));
    stage.fault(Op::Publish, 0, Fault::After(lost_reply()));
    for call in 0..40 {
        stage.fault(Op::Recent, call, Fault::Before(code(2500, None)));
    }
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::NeedsAttention);
    assert!(outcome.run.may_be_live());
    // A person tries again once the list can be read: it is found, not sent.
    stage.script.lock().unwrap().clear();
    let mut run = stage.run();
    run.retry();
    stage.book.lock().unwrap().run = Some(run);
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(stage.world().publish_calls, 1);
}

#[tokio::test(start_paused = true)]
async fn a_post_that_another_post_of_the_same_words_made_is_not_taken_for_this_one() {
    let stage = Stage::new(run_of(1, None));
    let first = {
        let mut world = stage.world();
        let now = stage.now();
        let other = world.create(CAPTION, now - jiff::SignedDuration::from_mins(1));
        world.publish(&other, now).unwrap()
    };
    stage.book.lock().unwrap().taken.push(first.clone());
    stage.fault(Op::Publish, 0, Fault::After(lost_reply()));
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_ne!(outcome.run.media(), Some(&first));
    assert_eq!(stage.world().live_with(CAPTION), 2);
}

#[tokio::test(start_paused = true)]
async fn a_container_forgotten_after_a_long_crash_is_looked_for_before_it_is_built_anew() {
    for arrived in [true, false] {
        let stage = Stage::new(run_of(1, None));
        let fault = if arrived {
            Fault::CrashAfter
        } else {
            Fault::CrashBefore
        };
        stage.fault(Op::Publish, 0, fault);
        assert!(stage.attempt().await.is_none());
        *stage.in_publish.lock().unwrap() = 0;
        tokio::time::sleep(Duration::from_hours(72)).await;
        stage.world().containers.clear();
        let outcome = stage.finish().await;
        assert_eq!(outcome.state, PostState::Published, "arrived {arrived}");
        assert_eq!(stage.world().live_with(CAPTION), 1, "arrived {arrived}");
    }
}

#[tokio::test(start_paused = true)]
async fn while_throttled_nothing_is_called() {
    let stage = Stage::new(run_of(3, None));
    stage.fault(Op::Publish, 0, Fault::After(throttled()));
    let before = stage.now();
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(stage.world().publish_calls, 1);
    let reads = stage.world().reads.clone();
    let (last, at) = reads.last().unwrap();
    assert_eq!(Some(last), outcome.run.target().map(|id| &id.0));
    assert!(at.duration_since(before).as_secs() >= 120, "read at {at}");
}

#[tokio::test(start_paused = true)]
async fn a_comment_whose_reply_was_lost_is_looked_for_before_it_is_sent_again() {
    for (fault, sent) in [
        (Fault::After(lost_reply()), 1),
        (Fault::Before(lost_reply()), 2),
    ] {
        let stage = Stage::new(run_of(1, Some("More tomorrow")));
        stage.fault(Op::Comment, 0, fault);
        let outcome = stage.finish().await;
        assert_eq!(outcome.state, PostState::Published);
        assert_eq!(stage.world().comments, ["More tomorrow"]);
        assert_eq!(stage.count(Op::Comment), sent);
        assert!(stage.count(Op::Comments) >= 1);
        assert_eq!(outcome.run.error, None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_throttled_comment_waits_and_is_then_there_once() {
    for (fault, sent) in [
        (Fault::After(throttled()), 1),
        (Fault::Before(throttled()), 2),
    ] {
        let stage = Stage::new(run_of(1, Some("More tomorrow")));
        stage.fault(Op::Comment, 0, fault);
        let began = stage.now();
        let outcome = stage.finish().await;
        assert_eq!(outcome.state, PostState::Published);
        assert_eq!(stage.world().comments, ["More tomorrow"]);
        assert_eq!(stage.count(Op::Comment), sent);
        assert!(stage.now().duration_since(began).as_secs() >= 120);
        assert_eq!(outcome.run.error, None);
        assert_eq!(stage.book.lock().unwrap().pauses.len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn while_the_comment_is_throttled_nothing_is_called_and_the_post_is_left_as_live() {
    let stage = Stage::new(run_of(1, Some("More tomorrow")));
    stage.fault(Op::Comment, 0, Fault::Before(code(17, None)));
    stage.fault(Op::Media, 0, Fault::Before(lost_reply()));
    let left = stage.runner(Duration::from_mins(10));
    let outcome = left.run(&CancellationToken::new(), &|_| {}).await.unwrap();
    assert_eq!(outcome.state, PostState::Waiting);
    let run = stage.run();
    assert!(run.media().is_some());
    assert_eq!(run.comment_waits(stage.now()), outcome.until);
    assert_eq!((stage.count(Op::Comment), stage.count(Op::Media)), (1, 1));
    // Another process takes it up, also before its time.
    let calls = *stage.calls.lock().unwrap();
    let early = stage.runner(Duration::from_mins(10));
    let outcome = early.run(&CancellationToken::new(), &|_| {}).await.unwrap();
    assert_eq!(outcome.state, PostState::Waiting);
    assert_eq!(*stage.calls.lock().unwrap(), calls);
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(stage.world().comments, ["More tomorrow"]);
    assert_eq!(stage.count(Op::Publish), 1);
}

#[tokio::test(start_paused = true)]
async fn a_comment_that_is_throttled_for_good_is_given_up_within_a_day_and_told() {
    let stage = Stage::new(run_of(1, Some("More tomorrow")));
    for call in 0..200 {
        stage.fault(Op::Comment, call, Fault::Before(code(17, None)));
    }
    let began = stage.now();
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert!(outcome.run.error.is_some());
    assert!(stage.count(Op::Comment) <= 13, "not hammered");
    let hours = stage.now().duration_since(began).as_hours();
    assert!((6..24).contains(&hours), "{hours} h");
}

#[tokio::test(start_paused = true)]
async fn killed_while_the_comment_waits_the_next_runner_sends_it_once() {
    for fault in [Fault::CrashBefore, Fault::CrashAfter] {
        let stage = Stage::new(run_of(1, Some("More tomorrow")));
        stage.fault(Op::Comment, 0, Fault::Before(throttled()));
        stage.fault(Op::Comments, 0, Fault::CrashBefore);
        stage.fault(Op::Comment, 1, fault);
        let outcome = stage.finish().await;
        assert_eq!(outcome.state, PostState::Published);
        assert_eq!(stage.world().comments, ["More tomorrow"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_throttled_look_at_the_live_post_is_told_to_the_account_and_keeps_nothing_waiting() {
    let stage = Stage::new(run_of(1, None));
    stage.fault(Op::Media, 0, Fault::Before(throttled()));
    let began = stage.now();
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(outcome.run.error, None);
    assert_eq!(stage.book.lock().unwrap().pauses.len(), 1);
    assert!(stage.now().duration_since(began).as_secs() < 60);
}

#[test]
fn a_live_post_that_cannot_be_gone_on_with_stays_published_and_says_what_is_missing() {
    let why = code(190, Some(463)).explanation;
    let mut run = run_of(1, Some("More tomorrow"));
    run.give_up(why.clone());
    assert_eq!(run.state, PostState::NeedsAttention);
    let media = fanfold_domain::publish::MediaId("1".to_owned());
    run.fence = fanfold_publish::Fence::Live { media };
    run.give_up(why);
    assert_eq!(run.state, PostState::Published);
    let error = run.error.unwrap();
    assert!(
        !error.message.contains("Nothing was posted"),
        "{}",
        error.message
    );
}

#[tokio::test(start_paused = true)]
async fn a_comment_that_is_not_allowed_leaves_the_post_published_and_says_so() {
    let stage = Stage::new(run_of(1, Some("More tomorrow")));
    stage.fault(Op::Comment, 0, Fault::Before(code(10, None)));
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert!(outcome.run.error.is_some());
    assert!(stage.book.lock().unwrap().pauses.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_container_that_cannot_be_found_for_a_moment_is_no_reason_to_publish_another() {
    let quiet = Stage::new(run_of(1, None));
    quiet.finish().await;
    // The publish is on its way for some seconds more, and the container is not found meanwhile.
    let stage = Stage::new(run_of(1, None));
    let late = Fault::Late(lost_reply(), Duration::from_secs(8));
    stage.fault(Op::Publish, 0, late);
    let doubted = quiet.count(Op::Read);
    stage.fault(Op::Read, doubted, Fault::Before(code(24, Some(2_207_006))));
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(stage.world().publish_calls, 1);
    assert_eq!(stage.world().live_with(CAPTION), 1);
}
