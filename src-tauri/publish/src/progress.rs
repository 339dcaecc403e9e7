//! What a person sees of a run while it goes on.

use fanfold_domain::publish::{PostState, Step};
use jiff::Timestamp;

use crate::event::{Effect, Event};
use crate::run::{Kind, Run};
use crate::slide::{Slide, SlideStage};

/// One line of progress, as the headless contract has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    Progress {
        post: String,
        step: Step,
        /// The slide, 1-based.
        item: Option<u32>,
        done: u32,
        total: u32,
    },
    /// It goes on by itself at `until`.
    Waiting {
        post: String,
        reason: String,
        until: Timestamp,
    },
    /// Its state changed.
    State { post: String, state: PostState },
}

fn count(run: &Run, least: SlideStage) -> u32 {
    run.slides
        .iter()
        .filter(|slide| slide.stage >= least)
        .count() as u32
}

fn all(run: &Run) -> u32 {
    run.slides.len() as u32
}

/// Where Instagram can have them: hosted, or a clip's bytes sent.
fn uploaded(run: &Run) -> u32 {
    let there = |slide: &&Slide| slide.hosted.is_some() || slide.stage >= SlideStage::Created;
    run.slides.iter().filter(there).count() as u32
}

/// The parent counts as one more.
fn with_parent(run: &Run) -> u32 {
    all(run) + u32::from(run.kind == Kind::Carousel)
}

/// What an event moved, told from the run after it. Nothing moves by trying.
pub fn progress(run: &Run, event: &Event) -> Option<Notice> {
    let parent_ready = u32::from(run.parent.as_ref().is_some_and(|parent| parent.ready));
    let parent_made = u32::from(run.parent.is_some());
    let item = |slide: usize| u32::try_from(slide + 1).ok();
    let (step, item, done, total) = match event {
        Event::Checked(Ok(())) => (Step::Check, None, all(run), all(run)),
        Event::Prepared {
            slide,
            result: Ok(()),
        } => (
            Step::Prepare,
            item(*slide),
            count(run, SlideStage::Prepared),
            all(run),
        ),
        Event::Hosted {
            slide,
            result: Ok(_),
        }
        | Event::Uploaded {
            slide,
            result: Ok(()),
        } => (Step::Upload, item(*slide), uploaded(run), all(run)),
        Event::Created {
            slide,
            result: Ok(_),
        } => (
            Step::Create,
            item(*slide),
            count(run, SlideStage::Created) + parent_made,
            with_parent(run),
        ),
        Event::ParentCreated(Ok(_)) => (Step::Create, None, with_parent(run), with_parent(run)),
        Event::Read { result: Ok(_), .. } => (
            Step::Process,
            None,
            count(run, SlideStage::Ready) + parent_ready,
            with_parent(run),
        ),
        Event::Published(Ok(_)) => (Step::Publish, None, 1, 1),
        Event::FoundLive(Ok(_)) if run.media().is_some() => (Step::Publish, None, 1, 1),
        Event::DoubtRead(_) | Event::FoundLive(_) => (Step::Verify, None, 0, 1),
        Event::Commented(Ok(())) => (Step::Comment, None, 1, 1),
        Event::MediaRead(_) => (Step::Verify, None, 1, 1),
        _ => return None,
    };
    Some(Notice::Progress {
        post: run.post.clone(),
        step,
        item,
        done,
        total,
    })
}

/// What is announced when an effect begins: only the one that cannot be taken back.
pub(crate) fn begins(run: &Run, effect: &Effect) -> Option<Notice> {
    matches!(effect, Effect::Publish { .. }).then(|| Notice::Progress {
        post: run.post.clone(),
        step: Step::Publish,
        item: None,
        done: 0,
        total: 1,
    })
}

/// How far a run is, to tell waiting from getting on.
pub(crate) fn distance(run: &Run) -> (usize, u32, bool) {
    let slides = run
        .slides
        .iter()
        .map(|slide| slide.stage as usize)
        .sum::<usize>();
    let parent = run
        .parent
        .as_ref()
        .map_or(0, |parent| 1 + u32::from(parent.ready));
    (slides, parent, run.media().is_some())
}
