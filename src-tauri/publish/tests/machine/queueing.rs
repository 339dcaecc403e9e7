//! Waiting, giving to a person, taking back: how a run leaves the runner.

use std::time::Duration;

use fanfold_domain::Action;
use fanfold_domain::publish::{ContainerState, PostState, Quota, Step};
use fanfold_publish::{Notice, Scope};
use std::sync::Mutex;
use tokio_util::sync::CancellationToken;

use crate::fake::{CAPTION, Fault, Op, Stage, run_of};
use crate::faults::throttled;
use crate::world::code;

const TEN_MINUTES: Duration = Duration::from_mins(10);

#[tokio::test(start_paused = true)]
async fn a_wait_longer_than_allowed_leaves_the_post_waiting_and_says_until_when() {
    let stage = Stage::new(run_of(1, None));
    stage.fault(Op::CreateSingle, 0, Fault::Before(throttled()));
    let notices = Mutex::new(Vec::new());
    let outcome = stage
        .runner(Duration::from_mins(1))
        .run(&CancellationToken::new(), &|notice| {
            notices.lock().unwrap().push(notice);
        })
        .await
        .unwrap();
    assert_eq!(outcome.state, PostState::Waiting);
    let until = outcome.until.unwrap();
    assert!((100..=120).contains(&until.duration_since(stage.now()).as_secs()));
    assert_eq!(stage.run().next_at, Some(until));
    assert!(matches!(
        notices.lock().unwrap().last(),
        Some(Notice::Waiting { until: told, .. }) if *told == until
    ));
    assert_eq!(
        stage.book.lock().unwrap().pauses,
        [(Scope::App, Some(until))]
    );
    // The next runner goes on when the time has come, and calls nothing before.
    let calls = *stage.calls.lock().unwrap();
    let outcome = stage
        .runner(Duration::from_mins(1))
        .run(&CancellationToken::new(), &|_| {})
        .await
        .unwrap();
    assert_eq!(outcome.state, PostState::Waiting);
    assert_eq!(*stage.calls.lock().unwrap(), calls);
    tokio::time::sleep(Duration::from_mins(2)).await;
    assert_eq!(stage.finish().await.state, PostState::Published);
}

#[tokio::test(start_paused = true)]
async fn many_short_waits_before_one_step_count_as_one_long_one() {
    let stage = Stage::new(run_of(1, None));
    for call in 0..100 {
        stage.fault(
            Op::CreateSingle,
            call,
            Fault::Before(code(-1, Some(2_207_001))),
        );
    }
    let before = stage.now();
    let outcome = stage
        .runner(TEN_MINUTES)
        .run(&CancellationToken::new(), &|_| {})
        .await
        .unwrap();
    assert_eq!(outcome.state, PostState::Waiting);
    assert!(stage.now().duration_since(before).as_secs() <= 610);
}

#[tokio::test(start_paused = true)]
async fn a_full_quota_waits_until_the_oldest_post_leaves_the_window() {
    let stage = Stage::new(run_of(1, None));
    {
        let now = stage.now();
        let mut world = stage.world();
        for hours in [23, 20] {
            let at = now - jiff::SignedDuration::from_hours(hours);
            let other = world.create("another", at - jiff::SignedDuration::from_mins(1));
            world.publish(&other, at).unwrap();
        }
    }
    *stage.quota.lock().unwrap() = Quota {
        used: 2,
        total: 2,
        window: 86_400,
    };
    stage.fault(Op::Publish, 0, Fault::Before(code(9, Some(2_207_042))));
    let outcome = stage
        .runner(TEN_MINUTES)
        .run(&CancellationToken::new(), &|_| {})
        .await
        .unwrap();
    assert_eq!(outcome.state, PostState::Waiting);
    let wait = outcome.until.unwrap().duration_since(stage.now()).as_secs();
    assert!((3500..=3600).contains(&wait), "{wait}");
    assert_eq!(stage.finish().await.state, PostState::Published);
    assert_eq!(stage.world().live_with(CAPTION), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refused_picture_names_its_slide() {
    let stage = Stage::new(run_of(3, None));
    stage.fault(
        Op::CreateChild,
        1,
        Fault::Before(code(36003, Some(2_207_009))),
    );
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::NeedsAttention);
    let error = outcome.run.error.unwrap();
    assert_eq!(error.item, Some(2));
    assert_eq!(error.action, Action::FixMedia);
}

#[tokio::test(start_paused = true)]
async fn a_lost_photo_needs_attention_before_anything_is_called() {
    let stage = Stage::new(run_of(3, None));
    *stage.lost_file.lock().unwrap() = Some("hash2".to_owned());
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::NeedsAttention);
    assert_eq!(outcome.run.error.unwrap().item, Some(3));
    assert_eq!(stage.world().live.len(), 0);
}

#[tokio::test(start_paused = true)]
async fn signed_out_pauses_the_account_until_a_person_acts_and_then_goes_on_where_it_was() {
    let stage = Stage::new(run_of(3, None));
    stage.fault(Op::CreateParent, 0, Fault::Before(code(190, Some(463))));
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::NeedsAttention);
    assert_eq!(stage.book.lock().unwrap().pauses, [(Scope::Account, None)]);
    let mut run = stage.run();
    run.retry();
    stage.book.lock().unwrap().run = Some(run);
    assert_eq!(stage.finish().await.state, PostState::Published);
    assert_eq!(
        stage.count(Op::CreateChild),
        3,
        "the uploaded slides are used"
    );
}

#[tokio::test(start_paused = true)]
async fn a_container_that_breaks_is_built_anew_twice_and_then_given_to_a_person() {
    let stage = Stage::new(run_of(1, None));
    let breaker = tokio::spawn({
        let stage = stage.clone();
        async move {
            loop {
                tokio::time::sleep(Duration::from_millis(200)).await;
                for container in stage.world().containers.values_mut() {
                    container.state = ContainerState::Error;
                    container.status = Some(2_207_020);
                }
            }
        }
    });
    let outcome = stage.finish().await;
    breaker.abort();
    assert_eq!(outcome.state, PostState::NeedsAttention);
    assert_eq!(stage.count(Op::CreateSingle), 3);
}

#[tokio::test(start_paused = true)]
async fn what_instagram_cannot_fetch_is_built_anew_once() {
    for answers in [true, false] {
        let stage = Stage::new(run_of(1, None));
        *stage.host_answers.lock().unwrap() = answers;
        for call in 0..5 {
            stage.fault(
                Op::CreateSingle,
                call,
                Fault::Before(code(9004, Some(2_207_052))),
            );
        }
        let outcome = stage.finish().await;
        assert_eq!(outcome.state, PostState::NeedsAttention);
        assert_eq!(outcome.run.error.unwrap().action, Action::CheckMediaHost);
        assert_eq!(stage.count(Op::CreateSingle), 2);
        let offers = *stage.offers.lock().unwrap();
        assert_eq!(offers, if answers { 1 } else { 2 });
    }
}

#[tokio::test(start_paused = true)]
async fn a_post_taken_back_before_it_is_live_stays_unpublished_and_leaves_no_copy() {
    let stage = Stage::new(run_of(3, None));
    let cancel = CancellationToken::new();
    let runner = stage.runner(TEN_MINUTES);
    let outcome = runner
        .run(&cancel, &|notice| {
            if matches!(
                notice,
                Notice::Progress {
                    step: Step::Create,
                    done: 2,
                    ..
                }
            ) {
                cancel.cancel();
            }
        })
        .await
        .unwrap();
    assert_eq!(outcome.state, PostState::Cancelled);
    assert_eq!(stage.world().live.len(), 0);
    assert_eq!(
        *stage.withdrawn.lock().unwrap(),
        *stage.offers.lock().unwrap()
    );
}

#[tokio::test(start_paused = true)]
async fn taken_back_too_late_it_is_published_and_said_to_be() {
    let stage = Stage::new(run_of(1, None));
    let cancel = CancellationToken::new();
    let runner = stage.runner(TEN_MINUTES);
    let outcome = runner
        .run(&cancel, &|notice| {
            if matches!(
                notice,
                Notice::Progress {
                    step: Step::Publish,
                    done: 0,
                    ..
                }
            ) {
                cancel.cancel();
            }
        })
        .await
        .unwrap();
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(stage.world().live_with(CAPTION), 1);
}

#[tokio::test(start_paused = true)]
async fn progress_only_grows_and_ends_with_the_post_live() {
    let stage = Stage::new(run_of(10, None));
    let seen = Mutex::new(Vec::new());
    let started = stage.now();
    stage
        .runner(TEN_MINUTES)
        .run(&CancellationToken::new(), &|notice| {
            if let Notice::Progress {
                step, done, total, ..
            } = notice
            {
                seen.lock().unwrap().push((step, done, total));
            }
        })
        .await
        .unwrap();
    let seen = seen.into_inner().unwrap();
    for (step, done, total) in &seen {
        assert!(done <= total, "{step:?} {done}/{total}");
    }
    for step in [Step::Prepare, Step::Upload, Step::Create] {
        let counts: Vec<u32> = seen
            .iter()
            .filter(|(other, ..)| *other == step)
            .map(|(_, done, _)| *done)
            .collect();
        assert!(counts.is_sorted(), "{step:?} {counts:?}");
    }
    assert!(seen.contains(&(Step::Publish, 1, 1)));
    // Ten children side by side, not one after the other: two rounds of processing of 2.5 s.
    let took = stage.now().duration_since(started).as_secs_f64();
    assert!(took < 8.0, "{took} s");
    assert_eq!(*stage.withdrawn.lock().unwrap(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_never_ends_is_not_hammered() {
    let mut refusals: Vec<_> = crate::faults::kinds()
        .into_iter()
        .map(|kind| kind.refusal)
        .collect();
    for (number, subcode) in [
        (9, Some(2_207_042)),
        (9007, Some(2_207_027)),
        (24, Some(2_207_008)),
        (24, Some(2_207_006)),
        (9004, Some(2_207_052)),
        (987_654, None),
    ] {
        refusals.push(code(number, subcode));
    }
    let ops = [Op::CreateChild, Op::CreateParent, Op::Read, Op::Publish];
    for op in ops {
        for refusal in &refusals {
            let stage = Stage::new(run_of(3, None));
            for call in 0..400 {
                stage.fault(op, call, Fault::Before(refusal.clone()));
            }
            // Ten minutes of a runner's patience, then it is left; no call of it went live.
            let outcome = stage
                .runner(TEN_MINUTES)
                .run(&CancellationToken::new(), &|_| {})
                .await
                .unwrap();
            let calls = *stage.calls.lock().unwrap();
            let name = format!("{op:?}, {:?}", refusal.answer);
            assert!(calls <= 60, "{calls} calls in ten minutes: {name}");
            assert_ne!(outcome.state, PostState::Published, "{name}");
        }
    }
}
