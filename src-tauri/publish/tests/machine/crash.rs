//! The process ends at every call and at every journal write; a new one finishes.

use fanfold_domain::publish::PostState;

use crate::fake::{CAPTION, Fault, Op, Stage, run_of};

async fn calls_of_a_quiet_run(slides: usize) -> (u32, u32) {
    let stage = Stage::new(run_of(slides, Some("More tomorrow")));
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    let calls = *stage.calls.lock().unwrap();
    let saves = stage.book.lock().unwrap().saves;
    (calls, saves)
}

fn exactly_one(stage: &Stage, name: &str) {
    assert_eq!(stage.world().live_with(CAPTION), 1, "{name}");
    assert_eq!(stage.world().comments.len(), 1, "{name}");
}

#[tokio::test(start_paused = true)]
async fn killed_at_every_call_the_next_runner_finishes_with_exactly_one() {
    let mut cases = 0;
    for slides in [1, 3] {
        let (calls, _) = calls_of_a_quiet_run(slides).await;
        for call in 0..calls {
            for after in [false, true] {
                let name = format!("{slides} slides, call {call}, after {after}");
                let stage = Stage::new(run_of(slides, Some("More tomorrow")));
                let fault = if after {
                    Fault::CrashAfter
                } else {
                    Fault::CrashBefore
                };
                stage.by_call.lock().unwrap().insert(call, fault);
                let outcome = stage.finish().await;
                assert_eq!(outcome.state, PostState::Published, "{name}");
                exactly_one(&stage, &name);
                cases += 1;
            }
        }
    }
    assert!(cases > 30, "{cases}");
}

#[tokio::test(start_paused = true)]
async fn with_every_journal_write_failing_once_the_next_runner_finishes_with_exactly_one() {
    for slides in [1, 3] {
        let (_, saves) = calls_of_a_quiet_run(slides).await;
        for save in 0..saves {
            for reaches_disk in [false, true] {
                let name = format!("{slides} slides, save {save}, on disk {reaches_disk}");
                let stage = Stage::new(run_of(slides, Some("More tomorrow")));
                stage.book.lock().unwrap().fail_at = Some((save, reaches_disk));
                let outcome = stage.finish().await;
                assert_eq!(outcome.state, PostState::Published, "{name}");
                exactly_one(&stage, &name);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn killed_twice_in_a_row_at_publishing_it_is_still_one() {
    let stage = Stage::new(run_of(3, None));
    stage.fault(Op::Publish, 0, Fault::CrashBefore);
    stage.fault(Op::Publish, 1, Fault::CrashAfter);
    stage.fault(Op::Recent, 0, Fault::CrashBefore);
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(stage.world().live_with(CAPTION), 1);
    assert_eq!(stage.world().publish_calls, 2);
}

#[tokio::test(start_paused = true)]
async fn a_runner_that_lost_its_claim_stops_without_another_call() {
    let stage = Stage::new(run_of(3, None));
    stage.book.lock().unwrap().lease_lost = true;
    let result = stage.attempt().await.unwrap();
    assert!(result.is_err());
    assert_eq!(*stage.calls.lock().unwrap(), 0);
}

#[tokio::test(start_paused = true)]
async fn pictures_that_the_old_port_offered_are_offered_again_and_live_containers_kept() {
    let stage = Stage::new(run_of(3, None));
    // All three children exist and are being processed when the process ends.
    stage.fault(Op::Read, 0, Fault::CrashBefore);
    assert!(stage.attempt().await.is_none());
    *stage.port.lock().unwrap() += 1;
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    // Instagram may not have fetched them: those that were not ready were built anew, once.
    assert_eq!(stage.count(Op::CreateChild), 6);
    assert_eq!(*stage.offers.lock().unwrap(), 6);
    let rebuilds = outcome
        .run
        .slides
        .iter()
        .map(|slide| slide.rebuilds.gone)
        .sum::<u32>();
    assert_eq!(rebuilds, 0, "moving the host uses up no rebuild");

    let stage = Stage::new(run_of(3, None));
    stage.fault(Op::CreateParent, 0, Fault::CrashBefore);
    assert!(stage.attempt().await.is_none());
    *stage.port.lock().unwrap() += 1;
    let outcome = stage.finish().await;
    assert_eq!(outcome.state, PostState::Published);
    assert_eq!(
        stage.count(Op::CreateChild),
        3,
        "finished containers are used"
    );
}
