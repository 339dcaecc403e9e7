//! The whole view of a draft.

use fanfold_domain::draft::PostKind;
use fanfold_domain::rules::{Policy, Profile, max_of};

use super::Look;
use super::caption::caption_view;
use super::readiness::{Standing, readiness};
use super::shape::shape_view;
use super::slide::{Place, arriving, slide_view};
use crate::desk::{OpenDraft, Saved, Shelf};
use crate::view::{CaptionTold, DraftSummary, DraftView, PostView, Tone};
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
    pub(crate) post: Option<PostView>,
    /// What the newest publish was made of is what is here now.
    pub(crate) unchanged: bool,
}

impl OpenDraft {
    pub(crate) fn view(&self, around: &Surroundings<'_>) -> DraftView {
        let look = Look::at(&self.doc, around.shelf, &around.policy);
        let caption = caption_view(&self.doc.caption);
        let standing = self.standing(around);
        let of = self.doc.slides.len() + self.incoming.len();
        let place = |position: usize| Place {
            position,
            of,
            target: around.target,
            shape: &self.doc.shape,
            look: &look,
            fixing: self.fixing.is_some(),
            base: around.base,
            policy: &around.policy,
        };
        let here = look
            .slides
            .iter()
            .enumerate()
            .map(|(index, seen)| slide_view(seen, &place(index)));
        let coming = self.incoming.iter().enumerate();
        let coming =
            coming.map(|(index, one)| arriving(one, look.slides.len() + index, of, around));
        DraftView {
            id: self.id.clone(),
            revision: self.revision,
            caption_revision: self.caption_revision,
            title: self.doc.title.clone(),
            state_word: state_word(&standing).to_owned(),
            slides: here.chain(coming).collect(),
            max_slides: max_of("carousel.count", PostKind::Carousel, Profile::Instagram) as u32,
            readiness: readiness(&look, &caption.findings, &standing),
            shape: shape_view(&self.doc, &look, around.target, &around.policy),
            caption,
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
        let caption = caption_view(&self.doc.caption);
        let standing = self.standing(around);
        CaptionTold {
            revision: self.revision,
            caption_revision: self.caption_revision,
            state_word: state_word(&standing).to_owned(),
            readiness: readiness(&look, &caption.findings, &standing),
            caption,
            undo: self.undo_words(),
            redo: self.redo_words(),
            saved: saved_words(&self.saved),
            save_failed: matches!(self.saved, Saved::Failed(_)),
        }
    }

    fn undo_words(&self) -> Option<String> {
        self.undo_label().map(|label| format!("Undo {label}"))
    }

    fn redo_words(&self) -> Option<String> {
        self.redo_label().map(|label| format!("Redo {label}"))
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
                untitled(&view.caption.text)
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
        Some(PostState::Publishing | PostState::Waiting) => "Publishing",
        Some(PostState::Checking) => "Checking",
        Some(PostState::Scheduled) => "Scheduled",
        Some(PostState::Published) if standing.unchanged => "Published",
        Some(PostState::Failed | PostState::NeedsAttention) => "Not published",
        _ => "Draft",
    }
}

fn saved_words(saved: &Saved) -> String {
    match saved {
        Saved::New => "Saved as you go".to_owned(),
        Saved::Unsaved => "Saving…".to_owned(),
        Saved::At(at) => format!("Saved {}", clock(*at)),
        Saved::Failed(why) => why.clone(),
    }
}

/// The caption's first words, until a person names the draft.
fn untitled(caption: &str) -> String {
    let words: Vec<&str> = caption.split_whitespace().take(4).collect();
    if words.is_empty() {
        "Untitled".to_owned()
    } else {
        words.join(" ")
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
    if matches!(
        view.state_word.as_str(),
        "Publishing" | "Checking" | "Published" | "Scheduled"
    ) {
        let tone = if view.state_word == "Published" {
            Tone::Ready
        } else {
            Tone::Working
        };
        return (view.state_word.clone(), tone);
    }
    if view.state_word == "Not published" {
        return (view.state_word.clone(), Tone::Block);
    }
    match (fix, blocked, view.slides.len()) {
        (_, _, 0) => ("Empty".to_owned(), Tone::Calm),
        (0, 0, slides) => (count(slides, "slide", "slides"), Tone::Calm),
        (fix, 0, _) => (format!("{fix} to fix"), Tone::Fix),
        (0, blocked, _) => (format!("{blocked} to replace"), Tone::Block),
        (fix, blocked, _) => (format!("{fix} to fix, {blocked} to replace"), Tone::Fix),
    }
}
