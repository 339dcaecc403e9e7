//! What to do next, from where the run stands. Everything that can be done side by side is asked
//! for at once; nothing that is under way is asked for again.

use fanfold_domain::publish::{ContainerId, PostState, PostText};
use jiff::Timestamp;

use crate::event::Effect;
use crate::pace::{CONTAINER_LIFE, later};
use crate::react::{self, Cause, Slot};
use crate::run::{Busy, Clips, Fence, Kind, Run, Stop};
use crate::slide::{Item, Slide, SlideStage};
use crate::step::Moment;
use crate::words::container_lost;
use crate::{after, container, doubt};

pub(crate) fn plan(run: &mut Run, at: &Moment<'_>, out: &mut Vec<Effect>) {
    run.state = match run.fence {
        Fence::Doubt(_) => PostState::Checking,
        _ => PostState::Publishing,
    };
    if run.cancel && run.stop.is_none() && matches!(run.fence, Fence::Open) {
        run.stop = Some(Stop {
            state: PostState::Cancelled,
            error: None,
        });
    }
    if run.stop.is_some() {
        return rest(run, out);
    }
    if let Fence::Live { media } = &run.fence {
        let media = media.clone();
        return after::plan(run, &media, at, out);
    }
    if let Some(until) = run.hold_until {
        if until > at.now {
            out.push(Effect::Sleep { until });
            return;
        }
        run.hold_until = None;
        react::mark_stale(run);
    }
    match run.fence {
        Fence::Doubt(_) => doubt::plan(run, at, out),
        Fence::Open => build(run, at, out),
        Fence::Sent { .. } | Fence::Live { .. } => {}
    }
}

/// Comes to rest: what is under way answers first, and what will not be used is taken back.
fn rest(run: &mut Run, out: &mut Vec<Effect>) {
    let Some(stop) = run.stop.clone() else { return };
    if !run.busy.is_empty() {
        return;
    }
    let for_good = matches!(stop.state, PostState::Failed | PostState::Cancelled);
    if for_good && withdraw(run, out) {
        return;
    }
    run.state = stop.state;
    run.error = stop.error.map(|error| *error);
    run.stop = None;
    run.next_at = None;
    run.cancel = false;
}

/// Takes hosted copies back; whether there were any.
pub(crate) fn withdraw(run: &mut Run, out: &mut Vec<Effect>) -> bool {
    let before = out.len();
    for (slide, entry) in run.slides.iter().enumerate() {
        if let Some(hosted) = &entry.hosted
            && run.busy.insert(Busy::Withdraw(slide))
        {
            out.push(Effect::Withdraw {
                slide,
                hosted: hosted.clone(),
            });
        }
    }
    out.len() > before
}

/// The earliest of several times to come back at.
#[derive(Default)]
pub(crate) struct Wake(Option<Timestamp>);

impl Wake {
    /// Whether the time has come; otherwise it is remembered.
    pub(crate) fn due(&mut self, when: Option<Timestamp>, now: Timestamp) -> bool {
        match when {
            Some(when) if when > now => {
                self.0 = Some(self.0.map_or(when, |known| known.min(when)));
                false
            }
            _ => true,
        }
    }

    pub(crate) fn ask(self, out: &mut Vec<Effect>) {
        if let Some(until) = self.0 {
            out.push(Effect::Sleep { until });
        }
    }
}

/// Everything before the fence.
fn build(run: &mut Run, at: &Moment<'_>, out: &mut Vec<Effect>) {
    if !run.checked {
        if run.busy.insert(Busy::Check) {
            out.push(Effect::CheckMedia);
        }
        return;
    }
    outlived(run, at);
    if run.stop.is_some() {
        return rest(run, out);
    }
    let mut wake = Wake::default();
    for index in 0..run.slides.len() {
        slide(run, index, at, &mut wake, out);
    }
    let built = run.slides.iter().all(|slide| {
        slide.container.is_some()
            && slide.stage >= SlideStage::Created
            && !slide.probe
            && !slide.recall
    });
    if built {
        let ready = run
            .slides
            .iter()
            .all(|slide| slide.stage == SlideStage::Ready);
        if !ready && run.parent.is_none() {
            poll(run, at, &mut wake, out);
        } else {
            assemble(run, at, &mut wake, out);
        }
    }
    wake.ask(out);
}

/// A container that is still being prepared after its whole life is built anew, within the cap.
fn outlived(run: &mut Run, at: &Moment<'_>) {
    let since = run.poll.since;
    if since.is_none_or(|since| at.now.duration_since(since) <= CONTAINER_LIFE) {
        return;
    }
    let mut slides = run.slides.iter();
    let slot = match &run.parent {
        Some(parent) if !parent.ready => Some(Slot::Parent),
        Some(_) => None,
        None => slides
            .position(|slide| slide.stage == SlideStage::Created)
            .map(Slot::Slide),
    };
    if let Some(slot) = slot {
        react::rebuild(run, slot, Cause::Gone, &container_lost());
    }
}

/// The next thing for one slide, if it needs one and has none under way.
fn slide(run: &mut Run, index: usize, at: &Moment<'_>, wake: &mut Wake, out: &mut Vec<Effect>) {
    if run.busy.contains(&Busy::Slide(index)) {
        return;
    }
    let (kind, clips) = (run.kind, run.clips);
    let Some(entry) = run.slides.get_mut(index) else {
        return;
    };
    let sent = clips == Clips::Sent && entry.item == Item::Clip;
    let effect = match (&entry.hosted, entry.stage) {
        (Some(hosted), _) if entry.recall => Effect::Recall {
            slide: index,
            hosted: hosted.clone(),
        },
        (Some(hosted), _) if entry.probe => Effect::Probe {
            slide: index,
            hosted: hosted.clone(),
        },
        // Nothing hosted to look at: straight on to hosting or sending it anew.
        (None, SlideStage::Opened | SlideStage::Created | SlideStage::Ready) if entry.probe => {
            entry.rebuilds.fetch += 1;
            react::unbuild(run, index);
            return slide(run, index, at, wake, out);
        }
        (_, SlideStage::Created | SlideStage::Ready) => return,
        _ if !wake.due(entry.tries.not_before, at.now) => return,
        (_, SlideStage::New) => Effect::Prepare { slide: index },
        (_, SlideStage::Opened) => {
            let (Some(container), Some(to)) = (&entry.container, &entry.upload_to) else {
                react::unbuild(run, index);
                return slide(run, index, at, wake, out);
            };
            Effect::Upload {
                slide: index,
                container: container.clone(),
                to: to.clone(),
                resume: entry.tries.made > 0,
            }
        }
        (Some(_), SlideStage::Hosted) => create(kind, index, entry, &run.text),
        (None, SlideStage::Prepared) if sent => create(kind, index, entry, &run.text),
        (_, SlideStage::Prepared | SlideStage::Hosted) => Effect::Host { slide: index },
    };
    if !matches!(effect, Effect::Recall { .. } | Effect::Probe { .. }) {
        entry.tries.made += 1;
    }
    entry.recall = false;
    run.busy.insert(Busy::Slide(index));
    out.push(effect);
}

fn create(kind: Kind, index: usize, slide: &Slide, text: &PostText) -> Effect {
    match container::of(kind, slide, text) {
        Some(container) => Effect::Create {
            slide: index,
            container: Box::new(container),
        },
        None => Effect::Host { slide: index },
    }
}

/// One read for everything that is not ready yet.
fn poll(run: &mut Run, at: &Moment<'_>, wake: &mut Wake, out: &mut Vec<Effect>) {
    if run.busy.contains(&Busy::Read) {
        return;
    }
    let spaced = run.poll.last_at.map(|last| later(last, at.pace.min_poll()));
    let due = run.poll.next_at.max(run.poll.tries.not_before).max(spaced);
    if !wake.due(due, at.now) {
        return;
    }
    let mut ids: Vec<ContainerId> = match &run.parent {
        Some(parent) => vec![parent.container.clone()],
        None => run
            .slides
            .iter()
            .filter(|slide| slide.stage == SlideStage::Created)
            .filter_map(|slide| slide.container.clone())
            .collect(),
    };
    if run.poll.singly {
        let turn = run.poll.reads as usize % ids.len().max(1);
        ids = ids.into_iter().skip(turn).take(1).collect();
    }
    run.poll.tries.made += 1;
    // From one sending to the next: what an answer takes is Instagram's, and counts as waiting.
    run.poll.last_at = Some(at.now);
    run.busy.insert(Busy::Read);
    out.push(Effect::ReadContainers { ids });
}

/// All pictures are there: the parent, then the fence.
fn assemble(run: &mut Run, at: &Moment<'_>, wake: &mut Wake, out: &mut Vec<Effect>) {
    if !run.busy.is_empty() {
        return;
    }
    let target_ready = match (run.kind, &run.parent) {
        (Kind::Carousel, Some(parent)) => parent.ready,
        (Kind::Carousel, None) => return parent(run, at, wake, out),
        (Kind::Image | Kind::Reel | Kind::Story, _) => true,
    };
    if !target_ready {
        return poll(run, at, wake, out);
    }
    if run.ask_quota {
        run.busy.insert(Busy::Quota);
        out.push(Effect::ReadQuota);
        return;
    }
    if wake.due(run.tries.not_before, at.now) {
        doubt::send(run, at, out);
    }
}

fn parent(run: &mut Run, at: &Moment<'_>, wake: &mut Wake, out: &mut Vec<Effect>) {
    if !wake.due(run.tries.not_before, at.now) {
        return;
    }
    run.tries.made += 1;
    run.busy.insert(Busy::Parent);
    out.push(Effect::CreateParent {
        children: run
            .slides
            .iter()
            .filter_map(|slide| slide.container.clone())
            .collect(),
        text: run.text.clone(),
    });
}
