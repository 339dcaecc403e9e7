//! From the class of a refusal to what the run does about it.

use fanfold_domain::answer::AnswerShape;
use fanfold_domain::publish::PostState;
use fanfold_domain::{Class, Delivery, Explanation, Refusal};

use crate::event::{Effect, Scope};
use crate::pace::{REBUILDS_FETCH, REBUILDS_GONE, later};
use crate::run::{Kind, Refused, Run, Stop};
use crate::slide::{SlideStage, Tries};
use crate::step::Moment;

/// What was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// Creating or processing one slide's container.
    Slide(usize),
    /// Creating or processing the carousel's container.
    Parent,
    /// Reading containers.
    Read,
    /// `media_publish`, after it is known that nothing went live.
    Publish,
    /// Verifying a doubtful publish.
    Doubt,
}

/// Why a container is built anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    Gone,
    Fetch,
}

impl From<&Refusal> for Refused {
    fn from(refusal: &Refusal) -> Self {
        let server_error = refusal.answer.http.is_some_and(|status| status >= 500);
        Self {
            delivery: refusal.delivery,
            class: refusal.class,
            explanation: refusal.explanation.clone(),
            code: refusal.answer.code,
            subcode: refusal.answer.subcode,
            http: refusal.answer.http,
            retry_after: refusal.answer.retry_after,
            plain: refusal.delivery == Delivery::NotSent
                || (refusal.delivery == Delivery::Answered
                    && refusal.answer.shape == AnswerShape::Graph
                    && refusal.class != Class::Transient
                    && !server_error),
        }
    }
}

fn tries(run: &mut Run, slot: Slot) -> &mut Tries {
    match slot {
        Slot::Slide(index) => match run.slides.get_mut(index) {
            Some(slide) => &mut slide.tries,
            None => &mut run.tries,
        },
        Slot::Read => &mut run.poll.tries,
        Slot::Parent | Slot::Publish => &mut run.tries,
        Slot::Doubt => match &mut run.fence {
            crate::run::Fence::Doubt(doubt) => &mut doubt.tries,
            _ => &mut run.tries,
        },
    }
}

/// The one place where a class becomes a reaction.
pub(crate) fn refused(
    run: &mut Run,
    slot: Slot,
    why: &Refused,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    match why.class {
        Class::Throttle => throttle(run, why, at, out),
        Class::PublishQuota if slot == Slot::Publish => {
            run.ask_quota = true;
            run.error = Some(why.explanation.clone());
        }
        // Not where Meta says it: nothing that could be asked for tells when it ends.
        Class::PublishQuota => {
            again(run, slot, why, at);
            let until = at.pace.quota(None, at.now);
            hold(run, until);
            out.push(Effect::Pause {
                scope: Scope::Account,
                until: Some(until),
                why: Box::new(why.explanation.clone()),
            });
        }
        Class::PolicyBlock
        | Class::LoginNeeded
        | Class::Reconnect
        | Class::Permission
        | Class::AccountState => {
            out.push(Effect::Pause {
                scope: Scope::Account,
                until: None,
                why: Box::new(why.explanation.clone()),
            });
            attention(run, slot, &why.explanation);
        }
        Class::NotReady => {
            mark_stale(run);
            again(run, slot, why, at);
        }
        Class::ContainerGone => gone(run, slot, why, at),
        Class::Fetch => fetch(run, slot, why),
        Class::Media
        | Class::Text
        | Class::Tags
        | Class::Carousel
        | Class::Duplicate
        | Class::Link => attention(run, slot, &why.explanation),
        Class::Transient => again(run, slot, why, at),
        Class::OurFault => stop(run, PostState::Failed, slot, &why.explanation),
        Class::Unknown => {
            if run.unknowns == 0 && slot != Slot::Publish {
                run.unknowns += 1;
                again(run, slot, why, at);
            } else {
                attention(run, slot, &why.explanation);
            }
        }
    }
}

/// A container that says `ERROR` or `EXPIRED`: it never gets better, so what would be asked again
/// elsewhere is built anew here.
pub(crate) fn container_failed(
    run: &mut Run,
    slot: Slot,
    why: &Refused,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    match why.class {
        Class::ContainerGone
        | Class::Transient
        | Class::Throttle
        | Class::NotReady
        | Class::PublishQuota => rebuild(run, slot, Cause::Gone, &why.explanation),
        Class::Unknown if run.unknowns == 0 => {
            run.unknowns += 1;
            rebuild(run, slot, Cause::Gone, &why.explanation);
        }
        _ => refused(run, slot, why, at, out),
    }
}

pub(crate) fn throttle(run: &mut Run, why: &Refused, at: &Moment<'_>, out: &mut Vec<Effect>) {
    run.throttles += 1;
    let until = later(at.now, at.pace.throttle(run.throttles, why.retry_after));
    hold(run, until);
    run.error = Some(why.explanation.clone());
    out.push(Effect::Pause {
        // Code 4 is the app's own limit, the others are the account's (Meta, rate limits).
        scope: if why.code == Some(4) {
            Scope::App
        } else {
            Scope::Account
        },
        until: Some(until),
        why: Box::new(why.explanation.clone()),
    });
}

pub(crate) fn hold(run: &mut Run, until: jiff::Timestamp) {
    run.hold_until = Some(run.hold_until.map_or(until, |held| held.max(until)));
}

/// Tried again after a wait; given to a person when it has lasted a day. Being offline has no end
/// of its own: nothing reached Instagram.
pub(crate) fn again(run: &mut Run, slot: Slot, why: &Refused, at: &Moment<'_>) {
    let roll = at.dice.roll();
    let tries = tries(run, slot);
    let since = *tries.since.get_or_insert(at.now);
    tries.not_before = Some(later(
        at.now,
        at.pace.retry(tries.made, roll, why.retry_after),
    ));
    let tired =
        why.delivery != Delivery::NotSent && at.now.duration_since(since) > at.pace.trouble();
    if tired {
        attention(run, slot, &why.explanation);
    } else {
        run.error = Some(named(slot, &why.explanation));
    }
}

fn named(slot: Slot, error: &Explanation) -> Explanation {
    let mut error = error.clone();
    if let (Slot::Slide(index), None) = (slot, error.item) {
        error.item = u32::try_from(index + 1).ok();
    }
    error
}

pub(crate) fn attention(run: &mut Run, slot: Slot, error: &Explanation) {
    stop(run, PostState::NeedsAttention, slot, error);
}

/// Comes to rest once everything under way has answered. The first reason stands. What may be live
/// is never called failed.
fn stop(run: &mut Run, state: PostState, slot: Slot, error: &Explanation) {
    if run.stop.is_some() {
        return;
    }
    run.stop = Some(Stop {
        state: if run.may_be_live() {
            PostState::NeedsAttention
        } else {
            state
        },
        error: Some(Box::new(named(slot, error))),
    });
}

fn gone(run: &mut Run, slot: Slot, why: &Refused, at: &Moment<'_>) {
    // 24/2207008 is often wrong for a moment (Meta, error codes, 2026-09-11).
    let asks = why.code == Some(24) && why.subcode == Some(2_207_008);
    if asks && matches!(slot, Slot::Parent | Slot::Publish) {
        let tries = &mut run.tries;
        if let Some(wait) = at.pace.gone(tries.gone_asked) {
            tries.gone_asked += 1;
            tries.since.get_or_insert(at.now);
            tries.not_before = Some(later(at.now, wait));
            mark_stale(run);
            run.error = Some(why.explanation.clone());
            return;
        }
    }
    match slot {
        Slot::Slide(_) | Slot::Parent => rebuild(run, slot, Cause::Gone, &why.explanation),
        Slot::Publish => rebuild_target(run, &why.explanation),
        Slot::Read | Slot::Doubt => again(run, slot, why, at),
    }
}

fn fetch(run: &mut Run, slot: Slot, why: &Refused) {
    match slot {
        Slot::Slide(index) => {
            let Some(slide) = run.slides.get_mut(index) else {
                return;
            };
            if slide.rebuilds.fetch >= REBUILDS_FETCH {
                attention(run, slot, &why.explanation);
            } else {
                slide.probe = true;
                run.error = Some(named(slot, &why.explanation));
            }
        }
        Slot::Parent => rebuild(run, slot, Cause::Fetch, &why.explanation),
        _ => attention(run, slot, &why.explanation),
    }
}

pub(crate) fn rebuild_target(run: &mut Run, error: &Explanation) {
    let slot = match run.kind {
        Kind::Carousel => Slot::Parent,
        Kind::Image | Kind::Reel | Kind::Story => Slot::Slide(0),
    };
    rebuild(run, slot, Cause::Gone, error);
}

/// Builds a container anew, within its cap.
pub(crate) fn rebuild(run: &mut Run, slot: Slot, cause: Cause, error: &Explanation) {
    let counts = match slot {
        Slot::Slide(index) => run.slides.get_mut(index).map(|slide| &mut slide.rebuilds),
        _ => Some(&mut run.parent_rebuilds),
    };
    let Some(counts) = counts else { return };
    let (count, most) = match cause {
        Cause::Gone => (&mut counts.gone, REBUILDS_GONE),
        Cause::Fetch => (&mut counts.fetch, REBUILDS_FETCH),
    };
    if *count >= most {
        attention(run, slot, error);
        return;
    }
    *count += 1;
    let round = *count;
    tracing::info!(post = %run.post, ?slot, ?cause, round, "container is built anew");
    run.error = Some(named(slot, error));
    run.parent = None;
    run.tries = Tries::default();
    match slot {
        Slot::Slide(index) => unbuild(run, index),
        // The children may still live: ask them. If they said they were well and the parent failed
        // all the same, build them anew too.
        _ if round == 1 => mark_stale(run),
        _ => (0..run.slides.len()).for_each(|index| unbuild(run, index)),
    }
}

/// Back to where its container has to be created.
pub(crate) fn unbuild(run: &mut Run, index: usize) {
    let Some(slide) = run.slides.get_mut(index) else {
        return;
    };
    slide.container = None;
    slide.upload_to = None;
    slide.orphan = false;
    slide.probe = false;
    slide.tries = Tries::default();
    slide.stage = if slide.hosted.is_some() {
        SlideStage::Hosted
    } else {
        slide.stage.min(SlideStage::Prepared)
    };
    run.parent = None;
}

/// What was ready is asked again before it is used: time has passed, or Instagram doubts it.
pub(crate) fn mark_stale(run: &mut Run) {
    if let Some(parent) = &mut run.parent {
        parent.ready = false;
    } else {
        for slide in &mut run.slides {
            if slide.stage == SlideStage::Ready {
                slide.stage = SlideStage::Created;
            }
        }
    }
}

/// The target itself is read once more before it is published again.
pub(crate) fn unready(run: &mut Run) {
    match run.kind {
        Kind::Carousel => {
            if let Some(parent) = &mut run.parent {
                parent.ready = false;
            }
        }
        Kind::Image | Kind::Reel | Kind::Story => mark_stale(run),
    }
}

/// Whether something is being tried again.
pub(crate) fn in_trouble(run: &Run) -> bool {
    run.tries.since.is_some()
        || run.poll.tries.since.is_some()
        || run.slides.iter().any(|slide| slide.tries.since.is_some())
}

pub(crate) fn every_tries(run: &mut Run) -> impl Iterator<Item = &mut Tries> {
    let doubt = match &mut run.fence {
        crate::run::Fence::Doubt(doubt) => Some(&mut doubt.tries),
        _ => None,
    };
    run.slides
        .iter_mut()
        .map(|slide| &mut slide.tries)
        .chain([&mut run.tries, &mut run.poll.tries, &mut run.comment_tries])
        .chain(run.media_tries.as_mut())
        .chain(doubt)
}
