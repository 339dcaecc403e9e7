//! Only `media_publish` is fenced, and it holds.

use std::time::Duration;

use fanfold_domain::publish::PostState;

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
async fn a_comment_that_is_not_allowed_leaves_the_post_published_and_says_so() {
    let stage = Stage::new(run_of(1, Some("More tomorrow")));
    stage.fault(Op::Comment, 0, Fault::Before(code(10, None)));
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert!(outcome.run.error.is_some());
    assert!(stage.book.lock().unwrap().pauses.is_empty());
}
