//! How far a post has come, step by step.

use fanfold_domain::publish::{PostState, Step};
use fanfold_domain::speech::told;
use fanfold_domain::{say, text, word};
use fanfold_publish::{Fence, Kind, Run, SlideStage};

use crate::view::{PostStep, StepState};
use crate::words::count;

/// The timeline as a person sees it; creating and processing are one thing to them.
const STEPS: [(Step, &str); 6] = [
    (Step::Check, text!("Check")),
    (Step::Prepare, text!("Prepare")),
    (Step::Upload, text!("Upload")),
    (Step::Process, text!("Process")),
    (Step::Publish, text!("Publish")),
    (Step::Verify, text!("Live")),
];

/// How many slides have come at least this far.
pub(super) fn reached(run: &Run, stage: SlideStage) -> usize {
    run.slides
        .iter()
        .filter(|slide| slide.stage >= stage)
        .count()
}

/// Which step is under way, as a place in [`STEPS`].
pub(super) fn now(run: &Run) -> usize {
    let all = run.slides.len();
    let ready = reached(run, SlideStage::Ready) == all
        && (run.kind != Kind::Carousel || run.parent.as_ref().is_some_and(|parent| parent.ready));
    match &run.fence {
        Fence::Live { .. } => 5,
        Fence::Sent { .. } | Fence::Doubt(_) => 4,
        Fence::Open if ready => 4,
        // Refused at the last step, whatever was read of the container since.
        Fence::Open if run.publishes > 0 && run.state.is_settled() => 4,
        Fence::Open if reached(run, SlideStage::Created) == all => 3,
        Fence::Open if reached(run, SlideStage::Prepared) == all => 2,
        Fence::Open if run.checked => 1,
        Fence::Open => 0,
    }
}

pub(super) fn steps(state: PostState, run: &Run, sending: Option<f64>) -> Vec<PostStep> {
    let now = now(run);
    let stopped = matches!(state, PostState::Failed | PostState::NeedsAttention);
    STEPS
        .iter()
        .enumerate()
        .map(|(index, (id, label))| {
            let state = match () {
                () if state == PostState::Published || index < now => StepState::Done,
                () if index > now => StepState::Todo,
                () if stopped => StepState::Failed,
                () if state == PostState::Cancelled || state == PostState::Scheduled => {
                    StepState::Todo
                }
                () => StepState::Now,
            };
            let (done, all) = progress(index, run);
            let begun = sending.filter(|_| index == 2).unwrap_or(0.0);
            PostStep {
                id: *id,
                label: told(label).to_owned(),
                detail: detail(index, state, done, all),
                progress: if all == 0 {
                    0.0
                } else {
                    ((done as f64 + begun) / all as f64).min(1.0)
                },
                state,
            }
        })
        .collect()
}

/// What is done of a step, and of how much.
fn progress(step: usize, run: &Run) -> (usize, usize) {
    let all = run.slides.len();
    match step {
        0 => (if run.checked { all } else { 0 }, all),
        1 => (reached(run, SlideStage::Prepared), all),
        2 => (reached(run, SlideStage::Created), all),
        3 => (reached(run, SlideStage::Ready), all),
        _ => (usize::from(run.media().is_some()), 1),
    }
}

fn detail(step: usize, state: StepState, done: usize, all: usize) -> String {
    match (state, step) {
        (StepState::Failed, 4) => say!("Refused"),
        (StepState::Failed, _) => say!("Stopped"),
        (StepState::Done, 0..=2) => count(all, word!("slide"), word!("slides")),
        (StepState::Now, 0..=3) => say!("{done} of {all}", done, all),
        (StepState::Todo | StepState::Done | StepState::Now, _) => String::new(),
    }
}
