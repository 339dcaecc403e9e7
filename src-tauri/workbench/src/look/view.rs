//! The whole view of a draft.

use fanfold_domain::account::Flavour;
use fanfold_domain::check::story_caption;
use fanfold_domain::draft::PostKind;
use fanfold_domain::name::named_by;
use fanfold_domain::rules::{Policy, Profile, max_of};
use fanfold_domain::speech::retold;
use fanfold_domain::{say, word};

use super::Look;
use super::caption::{caption_view, comment_view};
use super::details::details_view;
use super::readiness::{Said, Standing, readiness};
use super::shape::shape_view;
use super::slide::{Place, arriving, slide_view};
use crate::desk::{InRow, OpenDraft, Saved, Shelf};
use crate::view::{CaptionTold, CaptionView, DetailsView, DraftSummary, DraftView, PostView, Tone};
use crate::words::{clock, count};

/// Everything a view needs beside the draft.
pub(crate) struct Surroundings<'a> {
    pub(crate) shelf: &'a Shelf,
    pub(crate) policy: Policy,
    /// The shape that all slides get.
    pub(crate) target: Option<f64>,
    /// Where the window's media protocol begins.
    pub(crate) base: &'a str,
    pub(crate) account: Option<String>,
    /// The account's login.
    pub(crate) flavour: Option<Flavour>,
    pub(crate) post: Option<PostView>,
    /// What the newest publish was made of is what is here now.
    pub(crate) unchanged: bool,
}

/// What is written and said of a post.
struct Words {
    caption: CaptionView,
    comment: CaptionView,
    details: DetailsView,
}

impl Words {
    fn said(&self) -> Said<'_> {
        Said {
            caption: &self.caption.findings,
            comment: &self.comment.findings,
            details: &self.details.findings,
        }
    }
}

impl OpenDraft {
    pub(crate) fn view(&self, around: &Surroundings<'_>) -> DraftView {
        let look = Look::at(&self.doc, around.shelf, &around.policy);
        let words = self.words(&look, around);
        let standing = self.standing(around);
        let of = self.doc.slides.len() + self.incoming.len();
        let place = |position: usize| Place {
            position,
            of,
            target: around.target,
            shape: &self.doc.shape,
            look: &look,
            // Clips that are made again say so by themselves; the other slides are not touched.
            fixing: self
                .fixing
                .as_ref()
                .is_some_and(|fixing| fixing.remaking.is_none()),
            base: around.base,
            policy: &around.policy,
            shelf: around.shelf,
        };
        let row = self.in_a_row().into_iter().enumerate();
        let slides = row.filter_map(|(position, one)| match one {
            InRow::Here(index) => {
                let seen = look.slides.get(index)?;
                Some(slide_view(seen, &place(position)))
            }
            InRow::Coming(one) => Some(arriving(one, position, of, around)),
        });
        DraftView {
            id: self.id.clone(),
            revision: self.revision,
            caption_revision: self.caption_revision,
            title: self.doc.title.clone(),
            state_word: state_word(&standing).to_owned(),
            slides: slides.collect(),
            kind: look.kind,
            max_slides: if self.doc.story {
                1
            } else {
                max_of("carousel.count", PostKind::Carousel, Profile::Instagram) as u32
            },
            readiness: readiness(&look, &words.said(), &standing),
            shape: shape_view(&self.doc, &look, around.target, &around.policy),
            caption: words.caption,
            first_comment: words.comment,
            details: words.details,
            undo: self.undo_words(),
            redo: self.redo_words(),
            saved: saved_words(&self.saved),
            save_failed: matches!(self.saved, Saved::Failed(_)),
            fixing: self.fixing.as_ref().map(|fixing| fixing.progress),
            importing: self.arrivals(),
            post: around.post.clone(),
        }
    }

    /// The part of [`Self::view`] that typing changes.
    pub(crate) fn caption_told(&self, around: &Surroundings<'_>) -> CaptionTold {
        let look = Look::at(&self.doc, around.shelf, &around.policy);
        let words = self.words(&look, around);
        let standing = self.standing(around);
        CaptionTold {
            revision: self.revision,
            caption_revision: self.caption_revision,
            state_word: state_word(&standing).to_owned(),
            readiness: readiness(&look, &words.said(), &standing),
            caption: words.caption,
            first_comment: words.comment,
            undo: self.undo_words(),
            redo: self.redo_words(),
            saved: saved_words(&self.saved),
            save_failed: matches!(self.saved, Saved::Failed(_)),
        }
    }

    /// Everything beside the pictures, judged.
    fn words(&self, look: &Look<'_>, around: &Surroundings<'_>) -> Words {
        let mut caption = caption_view(&self.doc.caption);
        caption
            .findings
            .extend(story_caption(&self.doc.caption, look.kind));
        Words {
            caption,
            comment: comment_view(&self.doc.first_comment),
            details: details_view(&self.doc, look, around.flavour),
        }
    }

    fn undo_words(&self) -> Option<String> {
        self.undo_label().map(|label| say!("Undo {label}", label))
    }

    fn redo_words(&self) -> Option<String> {
        self.redo_label().map(|label| say!("Redo {label}", label))
    }

    fn standing(&self, around: &Surroundings<'_>) -> Standing {
        Standing {
            account: around.account.clone(),
            arriving: self.incoming.len(),
            arrived: self.arrivals().map_or(0, |progress| progress.done as usize),
            fixing: self.fixing.is_some(),
            post: around.post.as_ref().map(|post| post.state),
            unchanged: around.unchanged,
        }
    }

    pub(crate) fn summary(&self, around: &Surroundings<'_>, updated_at: String) -> DraftSummary {
        let view = self.view(around);
        let (line, tone) = summary_line(&view);
        DraftSummary {
            id: view.id,
            title: if view.title.is_empty() {
                named_by(&view.caption.text).unwrap_or_else(|| say!("Untitled"))
            } else {
                view.title
            },
            line,
            tone,
            thumb_url: view
                .slides
                .first()
                .and_then(|slide| slide.thumb_url.clone()),
            updated_at,
        }
    }
}

fn state_word(standing: &Standing) -> &'static str {
    use fanfold_domain::publish::PostState;
    match standing.post {
        Some(PostState::Publishing | PostState::Waiting) => word!("Publishing"),
        Some(PostState::Checking) => word!("Checking"),
        Some(PostState::Scheduled) => word!("Scheduled"),
        Some(PostState::Published) if standing.unchanged => word!("Published"),
        Some(PostState::Failed | PostState::NeedsAttention) => word!("Not published"),
        _ => word!("Draft"),
    }
}

fn saved_words(saved: &Saved) -> String {
    match saved {
        Saved::New => say!("Saved as you go"),
        Saved::Unsaved => say!("Saving…"),
        Saved::At(at) => say!("Saved {time}", time = clock(*at)),
        Saved::Failed(why) => retold(why).into_owned(),
    }
}

fn summary_line(view: &DraftView) -> (String, Tone) {
    use crate::view::SlideState;
    let of = |state: SlideState| {
        view.slides
            .iter()
            .filter(|slide| slide.state == state)
            .count()
    };
    let (fix, blocked) = (of(SlideState::Fixable), of(SlideState::Blocked));
    let told = [
        (word!("Publishing"), Tone::Working),
        (word!("Checking"), Tone::Working),
        (word!("Scheduled"), Tone::Working),
        (word!("Published"), Tone::Ready),
        (word!("Not published"), Tone::Block),
    ];
    if let Some((word, tone)) = told.into_iter().find(|(word, _)| *word == view.state_word) {
        return (word.to_owned(), tone);
    }
    match (fix, blocked, view.slides.len()) {
        (_, _, 0) => (say!("Empty"), Tone::Calm),
        (0, 0, slides) => (count(slides, word!("slide"), word!("slides")), Tone::Calm),
        (fix, 0, _) => (say!("{fix} to fix", fix), Tone::Fix),
        (0, blocked, _) => (say!("{blocked} to replace", blocked), Tone::Block),
        (fix, blocked, _) => (
            say!("{fix} to fix, {blocked} to replace", fix, blocked),
            Tone::Fix,
        ),
    }
}
