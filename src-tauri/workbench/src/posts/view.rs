//! A post as the window shows it.

use fanfold_domain::publish::{PostState, Step};
use fanfold_domain::{Action, Explanation};
use fanfold_publish::{Fence, Kind, Run, SlideStage};
use fanfold_store::PostRow;

use super::PostDocument;
use crate::Workbench;
use crate::accounts::PRACTICE;
use crate::desk::tag;
use crate::view::{
    ErrorCard, PostDetails, PostResult, PostSlide, PostStep, PostView, StepState, Tone,
};
use crate::words::{count, moment};

/// The timeline as a person sees it; creating and processing are one thing to them.
const STEPS: [(Step, &str); 6] = [
    (Step::Check, "Check"),
    (Step::Prepare, "Prepare"),
    (Step::Upload, "Upload"),
    (Step::Process, "Process"),
    (Step::Publish, "Publish"),
    (Step::Verify, "Live"),
];

impl Workbench {
    /// `None` for a post that this version cannot read.
    pub(crate) fn post_view(&self, row: &PostRow) -> Option<PostView> {
        let document: PostDocument = serde_json::from_str(&row.document).ok()?;
        let run: Run = serde_json::from_str(&row.run).ok()?;
        let account = self.name_of(&row.account);
        let now = self.now();
        let until = row.until.filter(|_| row.state == PostState::Waiting);
        let until = until.or_else(|| (row.state == PostState::Scheduled).then_some(row.due));
        let error = row.error.as_ref().or(run.error.as_ref());
        let result = run
            .media()
            .filter(|_| row.state == PostState::Published)
            .map(|media| PostResult {
                media_id: media.0.clone(),
                permalink: row.permalink.clone(),
                when: moment(row.updated_at, now),
            });
        let until = until.map(|at| moment(at, now));
        Some(PostView {
            id: row.id.clone(),
            draft_id: row.draft.clone(),
            title: title(&document),
            account: account.unwrap_or_else(|| row.account.clone()),
            practice: row.account == PRACTICE,
            state: row.state,
            state_word: state_word(row.state).to_owned(),
            tone: tone(row.state),
            sentence: sentence(row, &run, until.as_deref()),
            steps: steps(row.state, &run),
            slides: self.post_slides(&document, &run, row.state),
            can_cancel: !row.state.is_settled() && !run.may_be_live(),
            result,
            // While Fanfold is still finding out, a setback is not yet a failure.
            error: error
                .filter(|_| row.state.is_settled() || row.state == PostState::Waiting)
                .map(|error| card(error, &run, row.state)),
            until,
            updated_at: row.updated_at.to_string(),
        })
    }

    fn post_slides(&self, document: &PostDocument, run: &Run, state: PostState) -> Vec<PostSlide> {
        let done =
            |stage: SlideStage| stage >= SlideStage::Created || state == PostState::Published;
        document
            .slides
            .iter()
            .zip(&run.slides)
            .enumerate()
            .map(|(index, (slide, running))| {
                let state = if done(running.stage) {
                    StepState::Done
                } else if state == PostState::Publishing {
                    StepState::Now
                } else {
                    StepState::Todo
                };
                let word = match state {
                    StepState::Done => "uploaded",
                    StepState::Now => "being uploaded",
                    _ => "not uploaded",
                };
                let output = slide
                    .recipe
                    .as_ref()
                    .filter(|recipe| self.shelf.output(&slide.media, &recipe.key()).is_some())
                    .map(|recipe| format!("/{}", tag(&recipe.key())))
                    .unwrap_or_default();
                PostSlide {
                    thumb_url: format!("{}thumb/{}{output}", self.media_base, slide.media),
                    state,
                    spoken: format!("Slide {}, {word}", index + 1),
                }
            })
            .collect()
    }
}

fn title(document: &PostDocument) -> String {
    let draft = &document.draft;
    if !draft.title.trim().is_empty() {
        return draft.title.trim().to_owned();
    }
    let words: Vec<&str> = draft.caption.split_whitespace().take(6).collect();
    if words.is_empty() {
        return count(draft.slides.len(), "photo", "photos");
    }
    tidy(&words.join(" "))
}

/// A title does not end in the middle of a breath.
fn tidy(title: &str) -> String {
    let end = [',', ';', ':', '–', '-'];
    title.trim_end_matches(end).trim_end().to_owned()
}

fn state_word(state: PostState) -> &'static str {
    match state {
        PostState::Scheduled => "Scheduled",
        PostState::Waiting => "Waiting",
        PostState::Publishing => "Publishing",
        PostState::Checking => "Checking",
        PostState::Published => "Published",
        PostState::Failed | PostState::NeedsAttention => "Not published",
        PostState::Cancelled => "Cancelled",
    }
}

fn tone(state: PostState) -> Tone {
    match state {
        PostState::Scheduled | PostState::Cancelled => Tone::Calm,
        PostState::Waiting | PostState::Publishing | PostState::Checking => Tone::Working,
        PostState::Published => Tone::Ready,
        PostState::Failed | PostState::NeedsAttention => Tone::Block,
    }
}

/// How many slides have come at least this far.
fn reached(run: &Run, stage: SlideStage) -> usize {
    run.slides
        .iter()
        .filter(|slide| slide.stage >= stage)
        .count()
}

/// Which step is under way, as a place in [`STEPS`].
fn now(run: &Run) -> usize {
    let all = run.slides.len();
    let ready = reached(run, SlideStage::Ready) == all
        && (run.kind == Kind::Image || run.parent.as_ref().is_some_and(|parent| parent.ready));
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

fn steps(state: PostState, run: &Run) -> Vec<PostStep> {
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
            PostStep {
                id: *id,
                label: (*label).to_owned(),
                detail: detail(index, state, done, all),
                progress: if all == 0 {
                    0.0
                } else {
                    done as f64 / all as f64
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
        (StepState::Failed, 4) => "Refused".to_owned(),
        (StepState::Failed, _) => "Stopped".to_owned(),
        (StepState::Done, 0..=2) => count(all, "slide", "slides"),
        (StepState::Now, 0..=3) => format!("{done} of {all}"),
        (StepState::Todo | StepState::Done | StepState::Now, _) => String::new(),
    }
}

fn sentence(row: &PostRow, run: &Run, until: Option<&str>) -> String {
    let all = run.slides.len();
    match row.state {
        PostState::Published => "This post is live.".to_owned(),
        PostState::Cancelled => "Taken back before it went live. Nothing was posted.".to_owned(),
        PostState::Scheduled => format!("Goes out {}.", until.unwrap_or("soon")),
        PostState::Waiting => format!("Goes on by itself {}.", until.unwrap_or("soon")),
        PostState::Checking => "Finding out whether this post is live.".to_owned(),
        PostState::Failed | PostState::NeedsAttention if run.may_be_live() => {
            "This post may already be live.".to_owned()
        }
        PostState::Failed | PostState::NeedsAttention => "Nothing was posted.".to_owned(),
        PostState::Publishing => match now(run) {
            0 => "Checking the slides…".to_owned(),
            1 => format!("Preparing {} of {all}…", reached(run, SlideStage::Prepared)),
            2 => format!("Uploading {} of {all}…", reached(run, SlideStage::Created)),
            3 => "Instagram is processing the slides…".to_owned(),
            4 => "Publishing…".to_owned(),
            _ => "Live. Looking at the post…".to_owned(),
        },
    }
}

fn card(error: &Explanation, run: &Run, state: PostState) -> ErrorCard {
    let posted = if state == PostState::Published {
        "The post itself is live."
    } else if run.may_be_live() {
        "This post may already be live. Fanfold will not publish a second one."
    } else {
        "Nothing was posted."
    };
    ErrorCard {
        title: match error.item {
            Some(item) => format!("Slide {item}: {}", error.title),
            None => error.title.clone(),
        },
        message: error.message.clone(),
        posted: posted.to_owned(),
        steps: error.steps.clone(),
        action: error.action,
        button: button(error.action, error.item).to_owned(),
        item: error.item,
        details: PostDetails {
            code: error.code,
            subcode: error.subcode,
            trace_id: error.trace_id.clone(),
            technical: error.technical.clone(),
        },
    }
}

/// What the button does, in this version: fixes happen in the draft, the rest is trying again.
fn button(action: Action, item: Option<u32>) -> &'static str {
    match (action, item) {
        (Action::FixMedia, Some(_)) => "Show the slide",
        (Action::FixMedia | Action::ChangeContent | Action::FixTags, _) => "Open the draft",
        (Action::FixCaption, _) => "Show the caption",
        (Action::Reconnect, _) => "Reconnect and try again",
        _ => "Try again",
    }
}
