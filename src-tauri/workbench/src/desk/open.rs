//! One open draft with its history.

use fanfold_domain::draft::{DRAFT_VERSION, Draft, Slide};
use fanfold_domain::{say, word};
use fanfold_media::Cancel;
use jiff::{SignedDuration, Timestamp};

use crate::error::{Result, WorkbenchError};
use crate::view::DraftSummary;
use crate::view::draft::Progress;

/// Caption changes nearer together than this are one undo step.
const TYPING_PAUSE: SignedDuration = SignedDuration::from_millis(1500);

/// Characters that come or go in one write: more are pasted, inserted or cut out, a step of their own.
/// Fast fingers on a busy machine bring a few at once.
const TYPED_AT_ONCE: usize = 8;

/// Steps that can be taken back. A step is a few kilobytes.
const HISTORY: usize = 500;

/// A slide that is still being copied in.
#[derive(Debug, Clone)]
pub(crate) struct Incoming {
    /// The slide's id, final from the start.
    pub(crate) id: String,
    pub(crate) name: String,
    /// Which drop it belongs to; a drop is one undo step.
    pub(crate) batch: u64,
    /// Where its drop goes, counted from 0; `None`: to the end.
    pub(crate) at: Option<usize>,
    /// Stops the drop it belongs to.
    pub(crate) cancel: Cancel,
    pub(crate) arrived: Option<Slide>,
}

/// A *Fix all* under way, or clips that are made again.
#[derive(Debug, Clone)]
pub(crate) struct Fixing {
    pub(crate) cancel: Cancel,
    /// A person stopped it.
    pub(crate) stopped: bool,
    pub(crate) progress: Progress,
    /// Content and recipe key of the clip that the draft asks for and that is made right now; `None` in a fix, which
    /// changes the draft when it is done.
    pub(crate) remaking: Option<(String, String)>,
}

/// What is written key by key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Caption,
    Comment,
}

impl Field {
    fn of(self, doc: &mut Draft) -> &mut String {
        match self {
            Self::Caption => &mut doc.caption,
            Self::Comment => &mut doc.first_comment,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Caption => word!("typing"),
            Self::Comment => word!("typing the first comment"),
        }
    }
}

/// Somebody writes in a field; what comes before `until` is the same step.
#[derive(Debug, Clone, Copy)]
struct Typing {
    field: Field,
    until: Timestamp,
}

#[derive(Debug, Clone)]
struct Past {
    /// What undo would take back, in words.
    label: String,
    doc: Draft,
}

/// How the draft on the disk compares with this one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Saved {
    /// Never changed since it was made.
    New,
    Unsaved,
    At(Timestamp),
    Failed(String),
}

/// A draft on the desk.
#[derive(Debug)]
pub(crate) struct OpenDraft {
    pub(crate) id: String,
    pub(crate) doc: Draft,
    /// Grows with every visible change.
    pub(crate) revision: u32,
    /// What the database knows it as; 0 = not there.
    pub(crate) stored: i64,
    pub(crate) caption_revision: u32,
    pub(crate) saved: Saved,
    /// A save is on its way and will take whatever is here by then.
    pub(crate) save_due: bool,
    /// This draft in the list, as the window was told last.
    pub(crate) listed: Option<DraftSummary>,
    /// The window is about to be told how this draft stands.
    pub(crate) tell_due: bool,
    pub(crate) incoming: Vec<Incoming>,
    pub(crate) fixing: Option<Fixing>,
    past: Vec<Past>,
    future: Vec<Past>,
    typing: Option<Typing>,
    batches: u64,
}

impl OpenDraft {
    pub(crate) fn new(id: String, doc: Draft, stored: i64, saved: Saved) -> Self {
        // Whatever it was written as, from here on it may hold what this build knows.
        let doc = Draft {
            version: DRAFT_VERSION,
            ..doc
        };
        Self {
            id,
            doc,
            revision: 0,
            stored,
            caption_revision: 0,
            saved,
            save_due: false,
            listed: None,
            tell_due: false,
            incoming: Vec::new(),
            fixing: None,
            past: Vec::new(),
            future: Vec::new(),
            typing: None,
            batches: 0,
        }
    }

    /// Makes a change as one undo step. Nothing is recorded when nothing changed.
    pub(crate) fn change(&mut self, label: &str, change: impl FnOnce(&mut Draft)) {
        self.typing = None;
        self.record(label, change);
    }

    /// Like [`Self::change`] for typing: steps close together in one field become one.
    pub(crate) fn write(&mut self, field: Field, text: String, now: Timestamp) {
        self.caption_revision += 1;
        let typing = self.typing.take();
        let own = field.of(&mut self.doc);
        if moved(own, &text) > TYPED_AT_ONCE {
            self.record(field.label(), |doc| *field.of(doc) = text);
            return;
        }
        if typing.is_some_and(|typing| typing.field == field && now < typing.until) {
            if *own != text {
                *own = text;
                self.touch();
            }
        } else {
            self.record(field.label(), |doc| *field.of(doc) = text);
        }
        self.typing = Some(Typing {
            field,
            until: now + TYPING_PAUSE,
        });
    }

    fn record(&mut self, label: &str, change: impl FnOnce(&mut Draft)) {
        let before = self.doc.clone();
        change(&mut self.doc);
        if self.doc == before {
            return;
        }
        self.past.push(Past {
            label: label.to_owned(),
            doc: before,
        });
        if self.past.len() > HISTORY {
            self.past.remove(0);
        }
        self.future.clear();
        self.touch();
    }

    fn touch(&mut self) {
        self.revision += 1;
        self.saved = Saved::Unsaved;
    }

    /// Something else than the document changed what is seen.
    pub(crate) fn seen(&mut self) {
        self.revision += 1;
    }

    pub(crate) fn undo(&mut self) {
        self.typing = None;
        if let Some(past) = self.past.pop() {
            let doc = std::mem::replace(&mut self.doc, past.doc);
            self.future.push(Past {
                label: past.label,
                doc,
            });
            self.caption_revision += 1;
            self.touch();
        }
    }

    pub(crate) fn redo(&mut self) {
        self.typing = None;
        if let Some(future) = self.future.pop() {
            let doc = std::mem::replace(&mut self.doc, future.doc);
            self.past.push(Past {
                label: future.label,
                doc,
            });
            self.caption_revision += 1;
            self.touch();
        }
    }

    pub(crate) fn undo_label(&self) -> Option<String> {
        self.past.last().map(|past| past.label.clone())
    }

    pub(crate) fn redo_label(&self) -> Option<String> {
        self.future.last().map(|future| future.label.clone())
    }

    /// Nothing is being fixed, whose end would write over what is done to the slides now.
    pub(crate) fn is_at_rest(&self) -> Result<()> {
        if self.fixing.is_some() {
            let why = say!("The slides are being fixed already.");
            return Err(WorkbenchError::NotNow(why));
        }
        Ok(())
    }

    /// Announces files that are about to be copied in, and where they go.
    pub(crate) fn expect(
        &mut self,
        names: impl IntoIterator<Item = (String, String)>,
        cancel: &Cancel,
        at: Option<usize>,
    ) -> u64 {
        self.batches += 1;
        let batch = self.batches;
        self.incoming
            .extend(names.into_iter().map(|(id, name)| Incoming {
                id,
                name,
                batch,
                at,
                cancel: cancel.clone(),
                arrived: None,
            }));
        self.seen();
        batch
    }

    /// Stops everything that is still coming in; of a stopped drop nothing is added.
    pub(crate) fn stop_arrivals(&mut self) {
        for one in self.incoming.drain(..) {
            one.cancel.cancel();
        }
        self.seen();
    }

    /// How many files of those announced are in.
    pub(crate) fn arrivals(&self) -> Option<Progress> {
        let arrived = self.incoming.iter().filter(|one| one.arrived.is_some());
        (!self.incoming.is_empty()).then(|| Progress {
            done: arrived.count() as u32,
            total: self.incoming.len() as u32,
            ..Progress::default()
        })
    }

    /// A file is in. When its whole drop is, the slides join the draft as one step.
    pub(crate) fn arrive(&mut self, batch: u64, slide: Slide) {
        if let Some(waiting) = self.incoming.iter_mut().find(|one| one.id == slide.id) {
            waiting.arrived = Some(slide);
        }
        self.seen();
        let of_batch = |one: &&Incoming| one.batch == batch;
        if !self
            .incoming
            .iter()
            .filter(of_batch)
            .all(|one| one.arrived.is_some())
        {
            return;
        }
        let (here, rest): (Vec<_>, Vec<_>) =
            self.incoming.drain(..).partition(|one| one.batch == batch);
        self.incoming = rest;
        let at = here.first().and_then(|one| one.at);
        let slides: Vec<Slide> = here.into_iter().filter_map(|one| one.arrived).collect();
        let label = match slides.len() {
            1 => say!("adding a photo"),
            count => say!("adding {count} photos", count),
        };
        self.change(&label, |doc| {
            let end = doc.slides.len();
            let at = at.map_or(end, |at| at.min(end));
            doc.slides.splice(at..at, slides);
        });
    }
}

/// How many characters came or went between two texts, at the one place where they differ.
fn moved(old: &str, new: &str) -> usize {
    let same = |(one, other): &(char, char)| one == other;
    let ahead = old.chars().zip(new.chars()).take_while(same).count();
    let (old, new) = (old.chars().skip(ahead), new.chars().skip(ahead));
    let (old, new): (Vec<char>, Vec<char>) = (old.collect(), new.collect());
    let behind = old.iter().rev().zip(new.iter().rev());
    let behind = behind.take_while(|(one, other)| one == other).count();
    old.len().max(new.len()) - behind
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn draft() -> OpenDraft {
        OpenDraft::new("d".into(), Draft::default(), 0, Saved::New)
    }

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).unwrap()
    }

    #[test]
    fn typing_in_a_row_is_one_step_and_a_pause_starts_another() {
        let mut draft = draft();
        for (index, text) in ["a", "ab", "abc"].into_iter().enumerate() {
            let when = at(200 * i64::try_from(index).unwrap());
            draft.write(Field::Caption, text.into(), when);
        }
        draft.write(Field::Caption, "abc d".into(), at(10_000));
        draft.undo();
        assert_eq!(draft.doc.caption, "abc");
        draft.undo();
        assert_eq!(draft.doc.caption, "");
        draft.redo();
        draft.redo();
        assert_eq!(draft.doc.caption, "abc d");
        assert_eq!(draft.redo_label(), None);
    }

    #[test]
    fn the_first_comment_is_typed_in_steps_of_its_own() {
        let mut draft = draft();
        draft.write(Field::Caption, "a".into(), at(0));
        draft.write(Field::Comment, "#".into(), at(100));
        draft.write(Field::Comment, "#b".into(), at(200));
        assert_eq!(
            draft.undo_label().as_deref(),
            Some("typing the first comment")
        );
        draft.undo();
        assert_eq!((&*draft.doc.caption, &*draft.doc.first_comment), ("a", ""));
        draft.undo();
        assert_eq!(draft.doc.caption, "");
    }

    #[test]
    fn what_is_pasted_into_typing_is_a_step_of_its_own() {
        let mut draft = draft();
        let texts = [
            "W",
            "We",
            "We #bakery #bread #dawn",
            "We #bakery #bread #dawn!",
        ];
        for (text, ms) in texts.into_iter().zip([0, 200, 400, 600]) {
            draft.write(Field::Caption, text.into(), at(ms));
        }
        for wanted in ["We #bakery #bread #dawn", "We", ""] {
            draft.undo();
            assert_eq!(draft.doc.caption, wanted);
        }
        draft.redo();
        draft.redo();
        draft.write(Field::Caption, "We".into(), at(800));
        draft.undo();
        assert_eq!(
            draft.doc.caption, "We #bakery #bread #dawn",
            "cut out in one go"
        );
    }

    #[test]
    fn a_change_that_changes_nothing_is_no_step() {
        let mut draft = draft();
        draft.change("nothing", |_| {});
        assert_eq!(draft.undo_label(), None);
        assert_eq!(draft.saved, Saved::New);
    }

    #[test]
    fn a_drop_of_three_files_is_one_step_in_the_order_they_were_given() {
        let mut draft = draft();
        let names = ["1", "2", "3"].map(|n| (n.to_owned(), format!("{n}.jpg")));
        let batch = draft.expect(names, &Cancel::new(), None);
        for id in ["3", "1", "2"] {
            assert_eq!(draft.doc.slides.len(), 0);
            let slide = Slide::new(id.into(), "m".into(), String::new());
            draft.arrive(batch, slide);
        }
        let ids: Vec<&str> = draft
            .doc
            .slides
            .iter()
            .map(|slide| slide.id.as_str())
            .collect();
        assert_eq!(ids, ["1", "2", "3"]);
        draft.undo();
        assert!(draft.doc.slides.is_empty());
    }

    #[test]
    fn a_drop_that_is_stopped_adds_nothing_and_is_no_step() {
        let mut draft = draft();
        let cancel = Cancel::new();
        let names = ["1", "2"].map(|n| (n.to_owned(), format!("{n}.jpg")));
        let batch = draft.expect(names, &cancel, None);
        let slide = |id: &str| Slide::new(id.into(), "m".into(), String::new());
        draft.arrive(batch, slide("1"));
        let half = Progress {
            done: 1,
            total: 2,
            ..Progress::default()
        };
        assert_eq!(draft.arrivals(), Some(half));
        draft.stop_arrivals();
        assert!(cancel.is_cancelled());
        // A file that was being read when it stopped comes too late.
        draft.arrive(batch, slide("2"));
        assert!(draft.doc.slides.is_empty() && draft.arrivals().is_none());
        assert_eq!(draft.undo_label(), None);
    }
}
