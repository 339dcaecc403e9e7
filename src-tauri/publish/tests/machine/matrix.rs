//! Every call × every fault kind × before and after its effect.

use fanfold_domain::Delivery;
use fanfold_domain::publish::PostState;

use crate::fake::{CAPTION, Fault, Op, Stage, run_of};
use crate::faults::{Ends, kinds};

const OPS: [Op; 6] = [
    Op::CreateChild,
    Op::CreateParent,
    Op::Read,
    Op::Publish,
    Op::Media,
    Op::Comment,
];

fn expected(op: Op, ends: Ends, after: bool) -> PostState {
    match (op, ends) {
        (Op::Publish, _) if after => PostState::Published,
        // What follows a live post takes nothing from it; an id that cannot be read is asked for
        // once more, singly.
        (Op::Media | Op::Comment, _) | (Op::Read, Ends::Failed) | (_, Ends::GoesOn) => {
            PostState::Published
        }
        (_, Ends::Attention) => PostState::NeedsAttention,
        (_, Ends::Failed) => PostState::Failed,
    }
}

#[tokio::test(start_paused = true)]
async fn every_fault_on_every_call_ends_in_exactly_one_live_post_or_none_and_the_right_state() {
    let mut cases = 0;
    for op in OPS {
        for kind in kinds() {
            for after in [false, true] {
                // What never left cannot have had its effect.
                if after && kind.refusal.delivery == Delivery::NotSent {
                    continue;
                }
                for slides in [1, 3] {
                    let op = match (op, slides) {
                        (Op::CreateChild, 1) => Op::CreateSingle,
                        (Op::CreateParent, 1) => continue,
                        (op, _) => op,
                    };
                    let name = format!("{op:?}, {}, after {after}, {slides} slides", kind.name);
                    let stage = Stage::new(run_of(slides, Some("More tomorrow")));
                    let fault = if after {
                        Fault::After(kind.refusal.clone())
                    } else {
                        Fault::Before(kind.refusal.clone())
                    };
                    stage.fault(op, 0, fault);
                    let outcome = stage.finish().await;
                    let wanted = expected(op, kind.ends, after);
                    assert_eq!(outcome.state, wanted, "{name}: {:?}", outcome.run.error);
                    let live = usize::from(wanted == PostState::Published);
                    assert_eq!(stage.world().live_with(CAPTION), live, "{name}");
                    assert!(stage.world().comments.len() <= live, "{name}");
                    if wanted == PostState::Published {
                        assert!(outcome.run.media().is_some(), "{name}");
                        let told = outcome.run.error.is_some();
                        let said = stage.world().comments.len() == 1;
                        assert!(said || told, "{name}: no comment and no word of it");
                    } else {
                        assert!(outcome.run.error.is_some(), "{name}: no reason given");
                    }
                    cases += 1;
                }
            }
        }
    }
    assert_eq!(cases, (15 * 2 - 1) * 11);
    println!("{cases} faults, each with the right end");
}

#[tokio::test(start_paused = true)]
async fn containers_are_never_read_more_often_than_once_a_second() {
    for slides in [1, 3] {
        for kind in kinds() {
            let stage = Stage::new(run_of(slides, None));
            stage.fault(Op::Read, 1, Fault::After(kind.refusal.clone()));
            stage.fault(Op::Publish, 0, Fault::Before(kind.refusal));
            stage.finish().await;
            let reads = stage.world().reads.clone();
            for (index, (id, at)) in reads.iter().enumerate() {
                let before = reads[..index].iter().rev().find(|(other, _)| other == id);
                // A carousel's creation looks at its children too: that is Instagram's own reading.
                if let Some((_, before)) = before
                    && slides == 1
                {
                    assert!(
                        at.duration_since(*before).as_millis() >= 1000,
                        "{id} at {at}"
                    );
                }
            }
        }
    }
}
