//! What a person says of a post beside its pictures and its caption, as steps of its history.

use fanfold_domain::details::{self, DetailsError, Place, Tag};
use fanfold_domain::draft::Slide;
use fanfold_domain::media::MediaKind;
use fanfold_domain::word;

use super::open::OpenDraft;
use crate::Workbench;
use crate::error::{Result, WorkbenchError};

impl From<DetailsError> for WorkbenchError {
    fn from(error: DetailsError) -> Self {
        Self::Usage {
            message: error.to_string(),
        }
    }
}

impl Workbench {
    /// Tags people on a slide: all of them, in this order.
    pub(super) fn set_tags(&self, draft: &mut OpenDraft, slide: &str, tags: &[Tag]) -> Result<()> {
        let own = draft.doc.slides.iter().find(|own| own.id == slide);
        let tags = details::tags(tags, self.is_clip(own.ok_or(WorkbenchError::SlideGone)?))?;
        draft.change(word!("tagging people"), |doc| {
            if let Some(own) = doc.slides.iter_mut().find(|own| own.id == slide) {
                own.tags = tags;
            }
        });
        Ok(())
    }

    fn is_clip(&self, slide: &Slide) -> bool {
        self.shelf.facts(slide).kind == MediaKind::Video
    }
}

/// Invites accounts to publish together: all of them, in this order.
pub(super) fn set_collaborators(draft: &mut OpenDraft, usernames: &[String]) -> Result<()> {
    let usernames = details::usernames(usernames)?;
    draft.change(word!("choosing collaborators"), |doc| {
        doc.collaborators = usernames;
    });
    Ok(())
}

pub(super) fn set_location(draft: &mut OpenDraft, place: Option<Place>) -> Result<()> {
    let place = place.map(Place::kept).transpose()?;
    let label = if place.is_some() {
        word!("choosing a place")
    } else {
        word!("removing the place")
    };
    draft.change(label, |doc| doc.location = place);
    Ok(())
}

pub(super) fn set_ai_label(draft: &mut OpenDraft, on: bool) {
    let label = if on {
        word!("labelling it as made with AI")
    } else {
        word!("removing the AI label")
    };
    draft.change(label, |doc| doc.ai_label = on);
}

pub(super) fn set_share_to_feed(draft: &mut OpenDraft, on: bool) {
    let label = if on {
        word!("showing it in the feed")
    } else {
        word!("keeping it out of the feed")
    };
    draft.change(label, |doc| {
        // What Instagram does by itself is no choice.
        if doc.share_to_feed.unwrap_or(true) != on {
            doc.share_to_feed = Some(on);
        }
    });
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use fanfold_domain::draft::Draft;

    use super::*;
    use crate::desk::Saved;

    fn draft() -> OpenDraft {
        OpenDraft::new("d".into(), Draft::default(), 0, Saved::New)
    }

    #[test]
    fn each_choice_is_one_step_that_can_be_taken_back() {
        let mut draft = draft();
        set_collaborators(&mut draft, &["@Ann".into(), "ann".into()]).unwrap();
        assert_eq!(draft.doc.collaborators, ["ann"]);
        let place = Place {
            id: "7".into(),
            name: "Café".into(),
            line: String::new(),
        };
        set_location(&mut draft, Some(place)).unwrap();
        set_ai_label(&mut draft, true);
        set_share_to_feed(&mut draft, false);
        assert_eq!(
            draft.undo_label().as_deref(),
            Some("keeping it out of the feed")
        );
        for _ in 0..4 {
            draft.undo();
        }
        assert_eq!(draft.undo_label(), None);
        assert_eq!(draft.doc, Draft::default());
    }

    #[test]
    fn what_is_refused_changes_nothing_and_is_no_step() {
        let mut draft = draft();
        set_collaborators(&mut draft, &["ann".into()]).unwrap();
        let many = vec!["ben".to_owned(); 1000];
        assert!(set_collaborators(&mut draft, &many).is_err());
        assert!(set_collaborators(&mut draft, &["a\u{202E}b".into()]).is_err());
        let huge = Place {
            id: "7".into(),
            name: "x".repeat(1_000_000),
            line: String::new(),
        };
        assert!(set_location(&mut draft, Some(huge)).is_err());
        assert_eq!(draft.doc.collaborators, ["ann"]);
        draft.undo();
        assert_eq!(draft.undo_label(), None);
    }

    #[test]
    fn saying_what_instagram_does_anyway_is_no_step() {
        let mut draft = draft();
        set_share_to_feed(&mut draft, true);
        set_ai_label(&mut draft, false);
        assert_eq!(draft.undo_label(), None);
    }
}
