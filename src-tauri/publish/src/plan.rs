//! What to do next, from where the run stands. Everything that can be done side by side is asked
//! for at once; nothing that is under way is asked for again.

use fanfold_domain::publish::{ContainerId, ImageContainer, PostState};
use jiff::Timestamp;

use crate::event::Effect;
use crate::pace::later;
use crate::react;
use crate::run::{Busy, Fence, Kind, Run, SlideStage, Stop};
use crate::step::Moment;
use crate::{after, doubt};

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

/// The next thing for one slide, if it needs one and has none under way.
fn slide(run: &mut Run, index: usize, at: &Moment<'_>, wake: &mut Wake, out: &mut Vec<Effect>) {
    if run.busy.contains(&Busy::Slide(index)) {
        return;
    }
    let (kind, text) = (run.kind, &run.text);
    let Some(entry) = run.slides.get_mut(index) else {
        return;
    };
    let effect = match (&entry.hosted, entry.stage) {
        (Some(hosted), _) if entry.recall => Effect::Recall {
            slide: index,
            hosted: hosted.clone(),
        },
        (Some(hosted), _) if entry.probe => Effect::Probe {
            slide: index,
            hosted: hosted.clone(),
        },
        (_, SlideStage::Created | SlideStage::Ready) => {
            // Nothing hosted to look at: straight on to hosting it anew.
            if entry.probe {
                entry.rebuilds.fetch += 1;
                react::unbuild(run, index);
                slide(run, index, at, wake, out);
            }
            return;
        }
        _ if !wake.due(entry.tries.not_before, at.now) => return,
        (_, SlideStage::New) => Effect::Prepare { slide: index },
        (Some(hosted), SlideStage::Hosted) => {
            let image = ImageContainer {
                image_url: hosted.url.clone(),
                alt_text: entry.alt.clone(),
            };
            match kind {
                Kind::Carousel => Effect::CreateChild {
                    slide: index,
                    image,
                },
                Kind::Image => Effect::CreateSingle {
                    image,
                    text: text.clone(),
                },
            }
        }
        (_, SlideStage::Prepared | SlideStage::Hosted) => Effect::Host { slide: index },
    };
    if !matches!(effect, Effect::Recall { .. } | Effect::Probe { .. }) {
        entry.tries.made += 1;
    }
    entry.recall = false;
    run.busy.insert(Busy::Slide(index));
    out.push(effect);
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
    run.busy.insert(Busy::Read);
    out.push(Effect::ReadContainers { ids });
}

/// All pictures are there: the parent, then the fence.
fn assemble(run: &mut Run, at: &Moment<'_>, wake: &mut Wake, out: &mut Vec<Effect>) {
    if !run.busy.is_empty() {
        return;
    }
    let target_ready = match (run.kind, &run.parent) {
        (Kind::Image, _) => true,
        (Kind::Carousel, Some(parent)) => parent.ready,
        (Kind::Carousel, None) => return parent(run, at, wake, out),
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
