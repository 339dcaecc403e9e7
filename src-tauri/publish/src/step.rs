//! The machine: what happened goes into the run, then [`crate::plan`] says what to do next.

use fanfold_domain::publish::{ContainerId, ContainerReading, ContainerState, PostState};
use fanfold_domain::{Class, Explanation, Refusal};
use jiff::Timestamp;

use crate::event::{Effect, Event};
use crate::pace::{HOST_TRIES, Pace, later};
use crate::react::{self, Cause, Slot};
use crate::run::{
    Built, Busy, Comment, Fence, Hosted, Kind, Poll, Refused, Run, SlideStage, Tries, Verify,
};
use crate::walls::Dice;
use crate::{after, doubt, plan};

/// The outside of one step, passed in.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    pub now: Timestamp,
    pub pace: Pace,
    pub dice: &'a dyn Dice,
}

/// One transition. Pure: the same run, event, moment and dice give the same answer. A settled run
/// takes nothing in and asks for nothing.
pub fn step(run: &Run, event: Event, at: &Moment<'_>) -> (Run, Vec<Effect>) {
    let mut run = run.clone();
    let mut out = Vec::new();
    if run.state.is_settled() {
        return (run, out);
    }
    clock_set_back(&mut run, at);
    let went_well = event.refusal().is_none() && is_remote(&event);
    apply(&mut run, event, at, &mut out);
    if went_well && !react::in_trouble(&run) && matches!(run.fence, Fence::Open) && !run.ask_quota {
        run.error = None;
    }
    plan::plan(&mut run, at, &mut out);
    (run, out)
}

/// What lies in the future by a clock that was set back since happened just now, and what was to be
/// read soon is still to be read soon.
fn clock_set_back(run: &mut Run, at: &Moment<'_>) {
    let poll = &mut run.poll;
    poll.last_at = poll.last_at.map(|last| last.min(at.now));
    let soonest = later(at.now, at.pace.slow_poll());
    poll.next_at = poll.next_at.map(|next| next.min(soonest));
    if let Fence::Doubt(doubt) = &mut run.fence {
        doubt.at = doubt.at.min(at.now);
    }
}

fn is_remote(event: &Event) -> bool {
    !matches!(
        event,
        Event::Resume | Event::Woke | Event::Cancel | Event::Paused | Event::Withdrawn { .. }
    )
}

fn apply(run: &mut Run, event: Event, at: &Moment<'_>, out: &mut Vec<Effect>) {
    match event {
        Event::Resume => resume(run, at),
        Event::Woke | Event::Paused => {}
        Event::Cancel => run.cancel = true,
        Event::Checked(result) => {
            run.busy.remove(&Busy::Check);
            match result {
                Ok(()) => run.checked = true,
                Err(error) => react::attention(run, Slot::Parent, &error),
            }
        }
        Event::Prepared { slide, result } => prepared(run, slide, result),
        Event::Hosted { slide, result } => hosted(run, slide, result, at, out),
        Event::Recalled { slide, held } => recalled(run, slide, held),
        Event::Probed { slide, answers } => probed(run, slide, answers),
        Event::Created { slide, result } => created(run, slide, result, at, out),
        Event::ParentCreated(result) => parent_created(run, result, at, out),
        Event::Read { ids, result } => read(run, &ids, result, at, out),
        Event::QuotaRead(result) => quota_read(run, result, at, out),
        Event::Published(result) => {
            run.busy.remove(&Busy::Publish);
            doubt::published(run, result, at, out);
        }
        Event::DoubtRead(result) => {
            run.busy.remove(&Busy::Doubt);
            doubt::read(run, result, at, out);
        }
        Event::FoundLive(result) => {
            run.busy.remove(&Busy::Doubt);
            doubt::found(run, result, at, out);
        }
        Event::MediaRead(result) => after::media_read(run, result, at),
        Event::Commented(result) => after::commented(run, result, at),
        Event::CommentsListed(result) => after::listed(run, result, at),
        Event::Withdrawn { slide } => {
            run.busy.remove(&Busy::Withdraw(slide));
            if let Some(slide) = run.slides.get_mut(slide) {
                slide.hosted = None;
            }
        }
    }
}

/// Nothing that was under way is under way any more. What may have had its effect is doubted.
fn resume(run: &mut Run, at: &Moment<'_>) {
    let was_busy = std::mem::take(&mut run.busy);
    doubt::doubt(run, None);
    if was_busy.contains(&Busy::Comment) && run.comment == Comment::Wanted {
        run.comment = Comment::Doubted;
    }
    run.state = PostState::Publishing;
    run.next_at = None;
    run.checked = false;
    run.poll.next_at = None;
    // A clock that was set back must not hold a post for longer than it could have asked for.
    let soonest = later(at.now, at.pace.trouble());
    run.hold_until = run.hold_until.map(|until| until.min(soonest));
    let most = later(at.now, at.pace.slow_retry());
    for tries in react::every_tries(run) {
        tries.not_before = tries.not_before.map(|until| until.min(most));
    }
    for slide in &mut run.slides {
        slide.recall = slide.hosted.is_some()
            && matches!(slide.stage, SlideStage::Hosted | SlideStage::Created);
    }
    react::mark_stale(run);
}

fn prepared(run: &mut Run, index: usize, result: Result<(), Box<Explanation>>) {
    run.busy.remove(&Busy::Slide(index));
    match result {
        Ok(()) => {
            if let Some(slide) = run.slides.get_mut(index) {
                slide.stage = slide.stage.max(SlideStage::Prepared);
                slide.tries = Tries::default();
            }
        }
        Err(error) => react::attention(run, Slot::Slide(index), &error),
    }
}

fn hosted(
    run: &mut Run,
    index: usize,
    result: Result<Hosted, Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    run.busy.remove(&Busy::Slide(index));
    let Some(slide) = run.slides.get_mut(index) else {
        return;
    };
    match result {
        Ok(hosted) => {
            slide.hosted = Some(hosted);
            slide.stage = SlideStage::Hosted;
            slide.tries = Tries::default();
        }
        Err(refusal) => {
            let why = Refused::from(&*refusal);
            let slot = Slot::Slide(index);
            match why.class {
                Class::Fetch | Class::Link if slide.tries.made < HOST_TRIES => {
                    react::again(run, slot, &why, at);
                }
                Class::Fetch | Class::Link => react::attention(run, slot, &why.explanation),
                _ => react::refused(run, slot, &why, at, out),
            }
        }
    }
}

fn recalled(run: &mut Run, index: usize, held: bool) {
    run.busy.remove(&Busy::Slide(index));
    let Some(slide) = run.slides.get_mut(index) else {
        return;
    };
    slide.recall = false;
    if held {
        return;
    }
    slide.hosted = None;
    match slide.stage {
        SlideStage::Hosted => slide.stage = SlideStage::Prepared,
        SlideStage::Created => slide.orphan = true,
        _ => {}
    }
}

/// Instagram could not fetch. Where our own URL answers, a new container may; where it does not,
/// the file is hosted anew first.
fn probed(run: &mut Run, index: usize, answers: bool) {
    run.busy.remove(&Busy::Slide(index));
    let Some(slide) = run.slides.get_mut(index) else {
        return;
    };
    slide.probe = false;
    if !answers {
        slide.hosted = None;
        slide.stage = slide.stage.min(SlideStage::Prepared);
    }
    if let Some(error) = run.error.clone() {
        react::rebuild(run, Slot::Slide(index), Cause::Fetch, &error);
    } else {
        react::unbuild(run, index);
    }
}

fn created(
    run: &mut Run,
    index: usize,
    result: Result<ContainerId, Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    run.busy.remove(&Busy::Slide(index));
    match result {
        Ok(container) => {
            if let Some(slide) = run.slides.get_mut(index) {
                slide.container = Some(container);
                slide.stage = SlideStage::Created;
                slide.orphan = false;
                slide.tries = Tries::default();
            }
            built(run, at);
        }
        Err(refusal) => react::refused(run, Slot::Slide(index), &Refused::from(&*refusal), at, out),
    }
}

fn parent_created(
    run: &mut Run,
    result: Result<ContainerId, Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    run.busy.remove(&Busy::Parent);
    match result {
        Ok(container) => {
            run.parent = Some(Built {
                container,
                ready: false,
            });
            run.tries = Tries::default();
            built(run, at);
        }
        Err(refusal) => react::refused(run, Slot::Parent, &Refused::from(&*refusal), at, out),
    }
}

/// A container was made: polling begins anew.
fn built(run: &mut Run, at: &Moment<'_>) {
    run.throttles = 0;
    run.poll = Poll {
        next_at: Some(later(at.now, at.pace.poll(0, at.dice.roll()))),
        last_at: run.poll.last_at,
        ..Poll::default()
    };
}

fn read(
    run: &mut Run,
    ids: &[ContainerId],
    result: Result<Vec<ContainerReading>, Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    run.busy.remove(&Busy::Read);
    run.poll.last_at = Some(at.now);
    match result {
        Ok(readings) => {
            run.poll.reads += 1;
            run.poll.tries = Tries::default();
            run.poll.next_at = Some(if run.poll.singly {
                at.now
            } else {
                later(at.now, at.pace.poll(run.poll.reads, at.dice.roll()))
            });
            for reading in readings {
                reading_of(run, reading, at, out);
            }
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
    };
    doubt::doubt(run, None);
    if let Fence::Doubt(doubt) = &mut run.fence {
        doubt.verify = Verify::FindPublished;
    }
}

fn quota_read(
    run: &mut Run,
    result: Result<Option<Timestamp>, Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    run.busy.remove(&Busy::Quota);
    let frees = match result {
        Ok(frees) => frees,
        Err(refusal) => {
            let why = Refused::from(&*refusal);
            if why.class == Class::Throttle {
                return react::throttle(run, &why, at, out);
            }
            // How long is not known then; the wait itself is the same.
            None
        }
    };
    run.ask_quota = false;
    run.tries = Tries {
        since: Some(at.now),
        ..Tries::default()
    };
    let until = at.pace.quota(frees, at.now);
    react::hold(run, until);
    if let Some(error) = &run.error {
        out.push(Effect::Pause {
            scope: crate::event::Scope::Account,
            until: Some(until),
            why: Box::new(error.clone()),
        });
    }
    if run.kind == Kind::Image || run.parent.is_some() {
        react::unready(run);
    }
}
