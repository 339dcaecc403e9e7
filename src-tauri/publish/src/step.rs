//! The machine: what happened goes into the run, then [`crate::plan`] says what to do next.

use fanfold_domain::publish::{ContainerId, Created, PostState};
use fanfold_domain::{Class, Explanation, Refusal};
use jiff::Timestamp;

use crate::event::{Effect, Event};
use crate::pace::{HOST_TRIES, Pace, later};
use crate::react::{self, Cause, Slot};
use crate::run::{Built, Busy, Comment, Fence, Kind, Poll, Refused, Run};
use crate::slide::{Hosted, SlideStage, Tries};
use crate::walls::Dice;
use crate::{after, doubt, plan, reading};

/// The outside of one step, passed in.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    pub now: Timestamp,
    /// What Instagram's clock says, which may be another time than this computer's; `None` before its
    /// first answer. Its posts are dated by it.
    pub theirs: Option<Timestamp>,
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
    poll.since = poll.since.map(|since| since.min(at.now));
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
        Event::Uploaded { slide, result } => uploaded(run, slide, result, at, out),
        Event::ParentCreated(result) => parent_created(run, result, at, out),
        Event::Read { ids, result } => reading::read(run, &ids, result, at, out),
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
        Event::MediaRead(result) => after::media_read(run, result, at, out),
        Event::Commented(result) => after::commented(run, result, at, out),
        Event::CommentsListed(result) => after::listed(run, result, at, out),
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
    result: Result<Created, Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    run.busy.remove(&Busy::Slide(index));
    match result {
        Ok(created) => {
            if let Some(slide) = run.slides.get_mut(index) {
                slide.container = Some(created.id);
                slide.upload_to = created.upload_to;
                slide.stage = match slide.upload_to {
                    Some(_) => SlideStage::Opened,
                    None => SlideStage::Created,
                };
                slide.orphan = false;
                slide.tries = Tries::default();
            }
            built(run, at);
        }
        Err(refusal) => react::refused(run, Slot::Slide(index), &Refused::from(&*refusal), at, out),
    }
}

/// A clip's bytes are with Instagram, or not all of them: the next try goes on from there.
fn uploaded(
    run: &mut Run,
    index: usize,
    result: Result<(), Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    run.busy.remove(&Busy::Slide(index));
    match result {
        Ok(()) => {
            if let Some(slide) = run.slides.get_mut(index) {
                slide.stage = SlideStage::Created;
                slide.tries = Tries::default();
            }
            built(run, at);
        }
        Err(refusal) => {
            let why = Refused::from(&*refusal);
            let slot = Slot::Slide(index);
            match why.class {
                // Nobody can go on with what it has: a new container, and all bytes again.
                Class::ContainerGone | Class::OurFault => {
                    react::rebuild(run, slot, Cause::Gone, &why.explanation);
                }
                _ => react::refused(run, slot, &why, at, out),
            }
        }
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
            // Nobody has read this one yet.
            run.poll.last_at = None;
        }
        Err(refusal) => react::refused(run, Slot::Parent, &Refused::from(&*refusal), at, out),
    }
}

/// A container was made: polling begins anew.
fn built(run: &mut Run, at: &Moment<'_>) {
    run.throttles = 0;
    run.poll = Poll {
        since: Some(at.now),
        last_at: run.poll.last_at,
        ..Poll::default()
    };
    if reading::takes_long(run) {
        run.poll.next_at = Some(reading::next_read(run, at));
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
    if run.kind != Kind::Carousel || run.parent.is_some() {
        react::unready(run);
    }
}
