//! A post as the window shows it.

use fanfold_domain::catalogue::beside_codes;
use fanfold_domain::draft::PostKind;
use fanfold_domain::name::named_by;
use fanfold_domain::publish::PostState;
use fanfold_domain::speech::percent;
use fanfold_domain::{Action, Explanation};
use fanfold_domain::{say, word};
use fanfold_publish::{Run, SlideStage};
use fanfold_store::PostRow;
use jiff::Timestamp;

use super::PostDocument;
use super::steps::{now, reached, steps};
use crate::Workbench;
use crate::accounts::PRACTICE;
use crate::desk::tag;
use crate::queue::Hold;
use crate::schedule::{can_reschedule, wall};
use crate::view::{ErrorCard, PostDetails, PostResult, PostSlide, PostView, StepState, Tone};
use crate::words::{count, moment_in, sortable};

impl Workbench {
    /// `None` for a post that this version cannot read.
    pub(crate) fn post_view(&self, row: &PostRow) -> Option<PostView> {
        let document: PostDocument = serde_json::from_str(&row.document).ok()?;
        let run: Run = serde_json::from_str(&row.run).ok()?;
        let account = self.name_of(&row.account);
        let (now, zone) = (self.now(), self.zone());
        let scheduled = row.state == PostState::Scheduled;
        let comment = comment_waits(row, &run, now);
        let state = shown(row, comment.is_some());
        let goes_on = comment.or_else(|| self.goes_on(row, &run));
        let until = goes_on.map(|at| moment_in(at, now, &zone));
        let error = row.error.as_ref().or(run.error.as_ref());
        let error = error.map(Explanation::retold);
        let result = run
            .media()
            .filter(|_| state == PostState::Published)
            .map(|media| PostResult {
                media_id: media.0.clone(),
                permalink: row.permalink.clone(),
                when: moment_in(row.updated_at, now, &zone),
            });
        let account = account.unwrap_or_else(|| row.account.clone());
        let sending = self.working.share(&row.id);
        let sentence = match self.held(row, &account) {
            _ if state == PostState::Published => live(until.as_deref()),
            Some(held) => held,
            None => sending.map_or_else(|| sentence(row, &run, until.as_deref()), sending_words),
        };
        Some(PostView {
            id: row.id.clone(),
            draft_id: row.draft.clone(),
            title: title(&document),
            kind_word: kind_word(&document),
            account,
            account_id: row.account.clone(),
            practice: row.account == PRACTICE,
            state,
            state_word: state_word(state, row.missed).to_owned(),
            tone: tone(state),
            sentence,
            steps: steps(state, &run, sending),
            slides: self.post_slides(&document, &run, state),
            can_cancel: !row.state.is_settled() && !run.may_be_live()
                || row.missed && row.state == PostState::NeedsAttention,
            can_reschedule: can_reschedule(row, &run),
            can_publish_now: scheduled || row.missed && row.state == PostState::Cancelled,
            can_retry: matches!(
                state,
                PostState::NeedsAttention | PostState::Failed | PostState::Waiting
            ),
            due: scheduled.then(|| sortable(row.due)),
            due_civil: scheduled.then(|| wall(row.due, &zone)),
            missed: missed(row, || moment_in(row.due, now, &zone)),
            result,
            // While Fanfold is still finding out, a setback is not yet a failure.
            error: error
                .as_ref()
                .filter(|_| row.state.is_settled() || state == PostState::Waiting)
                .map(|error| card(error, &run, row)),
            until,
            updated_at: sortable(row.updated_at),
        })
    }

    /// When a post goes on by itself, as far as that is known.
    fn goes_on(&self, row: &PostRow, run: &Run) -> Option<Timestamp> {
        let own = match row.state {
            PostState::Scheduled => row.due,
            PostState::Waiting => row.until.unwrap_or(row.due),
            // Instagram asked for a wait that its runner sits out.
            PostState::Publishing => return run.hold_until.filter(|at| *at > self.now()),
            _ => return None,
        };
        match self.hold(&row.account) {
            Some(Hold::Until(until)) => Some(own.max(until)),
            Some(Hold::ByHand) | None => Some(own).filter(|at| *at > self.now()),
        }
    }

    /// What is said of a post of which nothing happens until somebody resumes its account.
    fn held(&self, row: &PostRow, account: &str) -> Option<String> {
        let waits = matches!(row.state, PostState::Scheduled | PostState::Waiting);
        let held = waits && self.hold(&row.account) == Some(Hold::ByHand);
        let when = || moment_in(row.due, self.now(), &self.zone());
        held.then(|| match row.state {
            PostState::Scheduled if row.due > self.now() => {
                say!("Due {when}. @{account} is paused.", when = when(), account)
            }
            _ => say!("Waits until you resume @{account}.", account),
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
                    StepState::Done => word!("uploaded"),
                    StepState::Now => word!("being uploaded"),
                    _ => word!("not uploaded"),
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
                    spoken: say!("Slide {number}, {word}", number = index + 1, word),
                }
            })
            .collect()
    }
}

/// `Carousel, 8 slides`, `Photo`, `Reel`, `Story`.
fn kind_word(document: &PostDocument) -> String {
    match document.kind() {
        PostKind::Story => say!("Story"),
        PostKind::Reel => say!("Reel"),
        PostKind::Feed => say!("Photo"),
        PostKind::Carousel => {
            let slides = count(document.slides.len(), word!("slide"), word!("slides"));
            say!("Carousel, {slides}", slides)
        }
    }
}

/// A clip takes its time.
fn sending_words(share: f64) -> String {
    say!(
        "Uploading the clip: {share}…",
        share = percent((share * 100.0).round())
    )
}

pub(super) fn title(document: &PostDocument) -> String {
    let draft = &document.draft;
    if !draft.title.trim().is_empty() {
        return draft.title.trim().to_owned();
    }
    let photos = || count(draft.slides.len(), word!("photo"), word!("photos"));
    named_by(&draft.caption).unwrap_or_else(photos)
}

/// Until when the first comment of a live post waits. While it does nothing else is left to do, and
/// the post is shown as what it is.
fn comment_waits(row: &PostRow, run: &Run, now: Timestamp) -> Option<Timestamp> {
    let until = run.comment_waits(now);
    match row.state {
        // Its time has come, and whoever carries it on has not begun.
        PostState::Waiting if run.media().is_some() => until.or(row.until),
        PostState::Publishing => until,
        _ => None,
    }
}

fn shown(row: &PostRow, comment_waits: bool) -> PostState {
    if comment_waits {
        PostState::Published
    } else {
        row.state
    }
}

/// What is said of a post that nobody met at its time, `due` in words.
fn missed(row: &PostRow, due: impl Fn() -> String) -> Option<String> {
    (row.missed && row.state == PostState::NeedsAttention).then(|| {
        say!(
            "This post was due {when}, and Fanfold was not running then. Nothing was posted.",
            when = due()
        )
    })
}

/// What is said of a live post; with a time, of one whose first comment waits.
fn live(until: Option<&str>) -> String {
    match until {
        Some(until) => say!(
            "This post is live. Its first comment follows {when}.",
            when = until
        ),
        None => say!("This post is live."),
    }
}

fn state_word(state: PostState, missed: bool) -> &'static str {
    match state {
        PostState::NeedsAttention if missed => word!("Missed"),
        PostState::Cancelled if missed => word!("Skipped"),
        PostState::Scheduled => word!("Scheduled"),
        PostState::Waiting => word!("Waiting"),
        PostState::Publishing => word!("Publishing"),
        PostState::Checking => word!("Checking"),
        PostState::Published => word!("Published"),
        PostState::Failed | PostState::NeedsAttention => word!("Not published"),
        PostState::Cancelled => word!("Cancelled"),
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

fn sentence(row: &PostRow, run: &Run, until: Option<&str>) -> String {
    let all = run.slides.len();
    let waits =
        row.state == PostState::Waiting || (row.state == PostState::Publishing && until.is_some());
    match row.state {
        _ if waits => say!(
            "Goes on by itself {when}.",
            when = until.unwrap_or(word!("soon"))
        ),
        PostState::Published => live(None),
        PostState::Cancelled if row.missed => {
            say!("Skipped: Fanfold was not running when it was due. Nothing was posted.")
        }
        PostState::Cancelled => say!("Taken back before it went live. Nothing was posted."),
        PostState::Scheduled => say!(
            "Goes out {when}.",
            when = until.unwrap_or(word!("as soon as it can"))
        ),
        PostState::Checking => say!("Finding out whether this post is live."),
        PostState::Failed | PostState::NeedsAttention if run.may_be_live() => {
            say!("This post may already be live.")
        }
        PostState::Failed | PostState::NeedsAttention => say!("Nothing was posted."),
        PostState::Publishing | PostState::Waiting => match now(run) {
            0 => say!("Checking the slides…"),
            1 => say!(
                "Preparing {done} of {all}…",
                done = reached(run, SlideStage::Prepared),
                all
            ),
            2 => say!(
                "Uploading {done} of {all}…",
                done = reached(run, SlideStage::Created),
                all
            ),
            3 => say!("Instagram is processing the slides…"),
            4 => say!("Publishing…"),
            _ => say!("Live. Looking at the post…"),
        },
    }
}

fn card(error: &Explanation, run: &Run, row: &PostRow) -> ErrorCard {
    let posted = if run.media().is_some() {
        word!("The post itself is live.")
    } else if run.may_be_live() {
        word!("This post may already be live. Fanfold will not publish a second one.")
    } else {
        word!("Nothing was posted.")
    };
    ErrorCard {
        title: match error.item {
            Some(item) => say!("Slide {item}: {title}", item, title = error.title),
            None => error.title.clone(),
        },
        message: error.message.clone(),
        posted: posted.to_owned(),
        steps: error.steps.clone(),
        action: error.action,
        button: if row.missed {
            say!("Publish now")
        } else {
            button(error.action, error.item).to_owned()
        },
        item: error.item,
        details: PostDetails {
            code: error.code,
            subcode: error.subcode,
            trace_id: error.trace_id.clone(),
            technical: error.technical.clone(),
            remark: beside_codes(&error.technical),
        },
    }
}

/// What the button does, in this version: fixes happen in the draft, the rest is trying again.
fn button(action: Action, item: Option<u32>) -> &'static str {
    match (action, item) {
        (Action::FixMedia, Some(_)) => word!("Show the slide"),
        (Action::FixTags, _) => word!("Show the tags"),
        (Action::FixMedia | Action::ChangeContent, _) => word!("Open the draft"),
        (Action::FixCaption, _) => word!("Show the caption"),
        (Action::Reconnect, _) => word!("Reconnect and try again"),
        _ => word!("Try again"),
    }
}

#[cfg(test)]
mod tests {
    use fanfold_domain::publish::PostText;
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_post_that_sits_out_a_wait_says_until_when_and_not_that_something_is_done() {
        let slide = fanfold_publish::Slide::new("m".into(), "o".into(), "a.jpg".into(), None);
        let run = Run::new("p".into(), "a".into(), vec![slide], PostText::default());
        let now = Timestamp::UNIX_EPOCH;
        let row = |state| PostRow {
            id: "p".to_owned(),
            account: "a".to_owned(),
            draft: None,
            state,
            due: now,
            until: None,
            attempts: 1,
            document: String::new(),
            run: String::new(),
            media_id: None,
            permalink: None,
            error: None,
            cancel_requested: false,
            missed: false,
            created_at: now,
            updated_at: now,
        };
        let told = |state, until| sentence(&row(state), &run, until);
        let waits = "Goes on by itself at 14:46.";
        assert_eq!(told(PostState::Publishing, Some("at 14:46")), waits);
        assert_eq!(told(PostState::Waiting, Some("at 14:46")), waits);
        assert_eq!(told(PostState::Publishing, None), "Checking the slides…");
    }
}
