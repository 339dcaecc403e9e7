//! How the containers stand: what Instagram says of each goes into the run.

use fanfold_domain::publish::{ContainerId, ContainerReading, ContainerState};
use fanfold_domain::{Class, Refusal};
use jiff::Timestamp;

use crate::doubt;
use crate::event::Effect;
use crate::pace::later;
use crate::react::{self, Cause, Slot};
use crate::run::{Busy, Fence, Refused, Run, Verify};
use crate::slide::{Item, Slide, SlideStage, Tries};
use crate::step::Moment;

/// Clips take their time; pictures, and what is made of ready slides, do not.
pub(crate) fn takes_long(run: &Run) -> bool {
    let clip = |slide: &Slide| slide.item == Item::Clip && slide.stage < SlideStage::Ready;
    run.slides.iter().any(clip)
}

/// When what is not ready is read next.
pub(crate) fn next_read(run: &mut Run, at: &Moment<'_>) -> Timestamp {
    if takes_long(run) {
        let wait = at.pace.clip_poll(run.poll.reads, at.dice.roll());
        return later(at.now, wait);
    }
    let since = *run.poll.since.get_or_insert(at.now);
    let passed = at.now.duration_since(since);
    later(since, at.pace.look_again(passed, at.dice.roll()))
}

pub(crate) fn read(
    run: &mut Run,
    ids: &[ContainerId],
    result: Result<Vec<ContainerReading>, Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    run.busy.remove(&Busy::Read);
    match result {
        Ok(readings) => {
            run.poll.reads += 1;
            run.poll.tries = Tries::default();
            for reading in readings {
                reading_of(run, reading, at, out);
            }
            let unready = |slide: &&Slide| slide.stage == SlideStage::Created;
            // One after the other, the others' turns are the wait.
            let taking_turns = run.poll.singly && run.slides.iter().filter(unready).count() > 1;
            let next = if taking_turns {
                at.now
            } else {
                next_read(run, at)
            };
            run.poll.next_at = Some(next);
        }
        Err(refusal) => {
            let why = Refused::from(&*refusal);
            let forgotten = matches!(why.class, Class::ContainerGone | Class::OurFault);
            match ids {
                [id] if forgotten => {
                    if let Some(slot) = slot_of(run, id) {
                        react::rebuild(run, slot, Cause::Gone, &why.explanation);
                    }
                }
                _ if forgotten => {
                    run.poll.singly = true;
                    run.poll.next_at = None;
                }
                _ => react::refused(run, Slot::Read, &why, at, out),
            }
        }
    }
}

fn slot_of(run: &Run, id: &ContainerId) -> Option<Slot> {
    if run
        .parent
        .as_ref()
        .is_some_and(|parent| parent.container == *id)
    {
        return Some(Slot::Parent);
    }
    run.slides
        .iter()
        .position(|slide| slide.container.as_ref() == Some(id))
        .map(Slot::Slide)
}

fn reading_of(run: &mut Run, reading: ContainerReading, at: &Moment<'_>, out: &mut Vec<Effect>) {
    let Some(slot) = slot_of(run, &reading.id) else {
        return;
    };
    let orphan = match slot {
        Slot::Slide(index) => run.slides.get(index).is_some_and(|slide| slide.orphan),
        _ => false,
    };
    match (reading.state, slot) {
        (ContainerState::Finished, Slot::Slide(index)) => {
            if let Some(slide) = run.slides.get_mut(index) {
                slide.stage = SlideStage::Ready;
                slide.orphan = false;
                slide.tries = Tries::default();
            }
        }
        (ContainerState::Finished, _) => {
            if let Some(parent) = &mut run.parent {
                parent.ready = true;
            }
        }
        // Instagram never fetched it from where it no longer is.
        (_, Slot::Slide(index)) if orphan => react::unbuild(run, index),
        (ContainerState::InProgress | ContainerState::Other, _) => {}
        (ContainerState::Published, _) if run.target() == Some(&reading.id) => {
            already_live(run, reading.id, at);
        }
        (ContainerState::Published, _) => {
            if let Some(why) = reading.refusal.as_ref().map(Refused::from) {
                react::container_failed(run, slot, &why, at, out);
            } else if let Slot::Slide(index) = slot {
                react::unbuild(run, index);
            }
        }
        (ContainerState::Error | ContainerState::Expired, _) => {
            let Some(mut why) = reading.refusal.as_ref().map(Refused::from) else {
                let error = crate::words::container_lost();
                return react::rebuild(run, slot, Cause::Gone, &error);
            };
            if reading.state == ContainerState::Expired {
                why.class = Class::ContainerGone;
            }
            react::container_failed(run, slot, &why, at, out);
        }
    }
}

/// Published without this run knowing (a data folder brought back from a backup): a doubt since
/// the container's birth.
fn already_live(run: &mut Run, container: ContainerId, at: &Moment<'_>) {
    let born = at
        .now
        .checked_sub(crate::pace::CONTAINER_LIFE)
        .unwrap_or(Timestamp::MIN);
    run.fence = Fence::Sent {
        container,
        at: born,
        theirs: None,
    };
    doubt::doubt(run, None);
    if let Fence::Doubt(doubt) = &mut run.fence {
        doubt.verify = Verify::FindPublished;
    }
}
