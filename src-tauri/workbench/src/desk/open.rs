//! One open draft with its history.

use fanfold_domain::draft::{DRAFT_VERSION, Draft, Slide};
use fanfold_media::Cancel;
use jiff::{SignedDuration, Timestamp};

use crate::view::DraftSummary;
use crate::view::draft::Progress;

/// Caption changes nearer together than this are one undo step.
const TYPING_PAUSE: SignedDuration = SignedDuration::from_millis(1500);

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
    /// Stops the drop it belongs to.
    pub(crate) cancel: Cancel,
    pub(crate) arrived: Option<Slide>,
}

/// A *Fix all* under way.
#[derive(Debug, Clone)]
pub(crate) struct Fixing {
    pub(crate) cancel: Cancel,
    pub(crate) progress: Progress,
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
    typing_until: Option<Timestamp>,
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
            typing_until: None,
            batches: 0,
        }
    }

    /// Makes a change as one undo step. Nothing is recorded when nothing changed.
    pub(crate) fn change(&mut self, label: &str, change: impl FnOnce(&mut Draft)) {
        self.typing_until = None;
        self.record(label, change);
    }

    /// Like [`Self::change`] for typing: steps close together become one.
    pub(crate) fn type_caption(&mut self, text: String, now: Timestamp) {
        self.caption_revision += 1;
        let going_on = self.typing_until.is_some_and(|until| now < until);
        if going_on {
            if self.doc.caption != text {
                self.doc.caption = text;
                self.touch();
            }
        } else {
            self.record("typing", |doc| doc.caption = text);
        }
        self.typing_until = Some(now + TYPING_PAUSE);
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
        self.typing_until = None;
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
        self.typing_until = None;
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

    /// Announces files that are about to be copied in.
    pub(crate) fn expect(
        &mut self,
        names: impl IntoIterator<Item = (String, String)>,
        cancel: &Cancel,
    ) -> u64 {
        self.batches += 1;
        let batch = self.batches;
        self.incoming
            .extend(names.into_iter().map(|(id, name)| Incoming {
                id,
                name,
                batch,
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
        let slides: Vec<Slide> = here.into_iter().filter_map(|one| one.arrived).collect();
        let label = match slides.len() {
            1 => "adding a photo".to_owned(),
            count => format!("adding {count} photos"),
        };
        self.change(&label, |doc| doc.slides.extend(slides));
    }
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
            draft.type_caption(text.into(), at(200 * i64::try_from(index).unwrap()));
        }
        draft.type_caption("abc d".into(), at(10_000));
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
        let batch = draft.expect(names, &Cancel::new());
        for id in ["3", "1", "2"] {
            assert_eq!(draft.doc.slides.len(), 0);
            let slide = Slide {
                id: id.into(),
                media: "m".into(),
                name: String::new(),
                alt_text: String::new(),
                recipe: None,
                unreadable: None,
                part: None,
                clip: None,
            };
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
        let batch = draft.expect(names, &cancel);
        let slide = |id: &str| Slide {
            id: id.into(),
            media: "m".into(),
            name: String::new(),
            alt_text: String::new(),
            recipe: None,
            unreadable: None,
            part: None,
            clip: None,
        };
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
