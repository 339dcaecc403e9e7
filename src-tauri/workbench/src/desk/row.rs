//! The slides in a row: where files that are coming in will stand, copies, several moved at once, and
//! the frame that a clip shows first.

use fanfold_domain::clip::{length_ms, nearest_frame};
use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::media::MediaKind;
use fanfold_domain::{say, word};

use super::open::{Incoming, OpenDraft};
use crate::Workbench;
use crate::error::{Result, WorkbenchError};

/// As many files as one drop takes: whoever doubles a draft again and again is told.
const MOST: usize = 2_000;

/// A place in the row.
pub(crate) enum InRow<'a> {
    /// The slide of this number.
    Here(usize),
    /// A file that is still being copied in.
    Coming(&'a Incoming),
}

impl OpenDraft {
    /// Slides and files to come, as they will stand.
    pub(crate) fn in_a_row(&self) -> Vec<InRow<'_>> {
        let slides = self.doc.slides.len();
        let mut row = Vec::with_capacity(slides + self.incoming.len());
        for index in 0..=slides {
            let coming = self.incoming.iter();
            let here = coming.filter(|one| one.at.map_or(slides, |at| at.min(slides)) == index);
            row.extend(here.map(InRow::Coming));
            if index < slides {
                row.push(InRow::Here(index));
            }
        }
        row
    }
}

impl Workbench {
    /// Copies of slides, each behind its own; what is said and done to them is copied too.
    pub(super) fn duplicate_slides(&self, draft: &mut OpenDraft, ids: &[String]) -> Result<()> {
        let chosen = chosen(&draft.doc, ids)?;
        if draft.doc.slides.len() + chosen > MOST {
            return Err(WorkbenchError::NotNow(say!(
                "A draft holds at most {most} slides.",
                most = MOST
            )));
        }
        let label = match chosen {
            1 => say!("duplicating a slide"),
            count => say!("duplicating {count} slides", count),
        };
        draft.change(&label, |doc| {
            let slides = std::mem::take(&mut doc.slides);
            doc.slides = slides
                .into_iter()
                .flat_map(|slide| {
                    let copy = ids.contains(&slide.id).then(|| Slide {
                        id: self.new_id(),
                        ..slide.clone()
                    });
                    std::iter::once(slide).chain(copy)
                })
                .collect();
        });
        Ok(())
    }

    /// The frame that a clip shows before it plays; one beyond its end is its last.
    pub(super) fn set_cover(
        &self,
        draft: &mut OpenDraft,
        id: &str,
        at_ms: Option<u32>,
    ) -> Result<()> {
        let own = draft.doc.slides.iter().find(|own| own.id == id);
        let facts = self.shelf.facts(own.ok_or(WorkbenchError::SlideGone)?);
        if facts.kind != MediaKind::Video {
            let message = say!("Only a clip has a frame to choose.");
            return Err(WorkbenchError::Usage { message });
        }
        let at_ms = at_ms.map(|at| nearest_frame(at, length_ms(&facts)));
        draft.change(word!("choosing a cover"), |doc| {
            if let Some(slide) = doc.slides.iter_mut().find(|slide| slide.id == id) {
                slide.cover_ms = at_ms;
            }
        });
        Ok(())
    }
}

/// Several slides to a position, counted without them, in the order they stand in.
pub(super) fn move_slides(draft: &mut OpenDraft, ids: &[String], to: usize) -> Result<()> {
    let label = match chosen(&draft.doc, ids)? {
        1 => say!("moving a slide"),
        count => say!("moving {count} slides", count),
    };
    draft.change(&label, |doc| {
        let slides = std::mem::take(&mut doc.slides);
        let (moved, mut rest): (Vec<Slide>, Vec<Slide>) = slides
            .into_iter()
            .partition(|slide| ids.contains(&slide.id));
        let to = to.min(rest.len());
        rest.splice(to..to, moved);
        doc.slides = rest;
    });
    Ok(())
}

/// How many slides are meant, each counted once.
pub(super) fn chosen(doc: &Draft, ids: &[String]) -> Result<usize> {
    let there = |id: &String| doc.slides.iter().any(|slide| slide.id == *id);
    if ids.is_empty() || !ids.iter().all(there) {
        return Err(WorkbenchError::SlideGone);
    }
    Ok(doc
        .slides
        .iter()
        .filter(|slide| ids.contains(&slide.id))
        .count())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use fanfold_media::Cancel;

    use super::super::open::Saved;
    use super::*;

    fn draft(count: usize) -> OpenDraft {
        let slides = (0..count).map(|n| Slide::new(n.to_string(), "m".into(), String::new()));
        let doc = Draft {
            slides: slides.collect(),
            ..Draft::default()
        };
        OpenDraft::new("d".into(), doc, 0, Saved::New)
    }

    fn order(draft: &OpenDraft) -> Vec<String> {
        draft
            .doc
            .slides
            .iter()
            .map(|slide| slide.id.clone())
            .collect()
    }

    #[test]
    fn several_slides_move_in_the_order_they_stand_in_as_one_step() {
        let mut draft = draft(5);
        let ids = ["3", "1", "3"].map(str::to_owned);
        move_slides(&mut draft, &ids, 1).unwrap();
        assert_eq!(order(&draft), ["0", "1", "3", "2", "4"]);
        assert_eq!(draft.undo_label().as_deref(), Some("moving 2 slides"));
        draft.undo();
        assert_eq!(order(&draft), ["0", "1", "2", "3", "4"]);
        assert!(move_slides(&mut draft, &["9".to_owned()], 0).is_err());
        assert!(move_slides(&mut draft, &[], 0).is_err());
    }

    #[test]
    fn files_stand_where_they_were_dropped_while_they_come_and_afterwards() {
        let mut draft = draft(2);
        let names = ["a", "b"].map(|n| (n.to_owned(), n.to_owned()));
        let batch = draft.expect(names, &Cancel::new(), Some(1));
        let row = |draft: &OpenDraft| -> Vec<String> {
            let row = draft.in_a_row();
            row.iter()
                .map(|one| match one {
                    InRow::Here(index) => draft.doc.slides.get(*index).unwrap().id.clone(),
                    InRow::Coming(one) => one.id.clone(),
                })
                .collect()
        };
        assert_eq!(row(&draft), ["0", "a", "b", "1"]);
        for id in ["b", "a"] {
            draft.arrive(batch, Slide::new(id.into(), "m".into(), String::new()));
        }
        assert_eq!(row(&draft), ["0", "a", "b", "1"]);
        draft.undo();
        assert_eq!(order(&draft), ["0", "1"]);
    }

    #[test]
    fn a_place_beyond_the_end_is_the_end() {
        let mut draft = draft(1);
        let name = [("a".to_owned(), String::new())];
        let batch = draft.expect(name, &Cancel::new(), Some(usize::MAX));
        draft.arrive(batch, Slide::new("a".into(), "m".into(), String::new()));
        assert_eq!(order(&draft), ["0", "a"]);
    }

    #[test]
    fn moving_loses_no_slide_and_doubles_none_whatever_is_chosen() {
        for chosen in 1_u32..32 {
            for to in [0, 1, 2, 4, 5, usize::MAX] {
                let mut draft = draft(5);
                let ids = (0..5).filter(|n| chosen & (1 << n) != 0);
                let ids: Vec<String> = ids.map(|n: u32| n.to_string()).collect();
                move_slides(&mut draft, &ids, to).unwrap();
                let mut after = order(&draft);
                after.sort();
                assert_eq!(after, ["0", "1", "2", "3", "4"], "{ids:?} to {to}");
            }
        }
    }
}
