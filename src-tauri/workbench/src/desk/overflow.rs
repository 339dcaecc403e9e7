//! A draft with more slides than Instagram takes, divided into posts that it does take.

use std::sync::Arc;

use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::panorama::slides_range;

use super::open::{OpenDraft, Saved};
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::view::DraftView;

impl Workbench {
    /// Moves the slides beyond what a carousel takes to drafts of their own, as full as they may be.
    /// Undo brings them back; the new drafts stay until they are deleted.
    ///
    /// # Errors
    /// A draft that has no slides to spare.
    pub async fn split_post(self: &Arc<Self>, id: &str) -> Result<DraftView> {
        self.load(id).await?;
        let (_, most) = slides_range();
        let most = most as usize;
        let doc = self.desk.with(id, |draft| draft.doc.clone())?;
        let spare = doc.slides.get(most..).unwrap_or_default();
        if spare.is_empty() || most == 0 {
            return Err(WorkbenchError::NotNow(format!(
                "This post has no more than {most} slides."
            )));
        }
        // The new drafts first: whatever happens in between, no slide is without a draft.
        for (number, slides) in (2..).zip(spare.chunks(most)) {
            let new = self.new_id();
            let next = next_draft(&doc, slides, number, || self.new_id());
            self.desk
                .put(OpenDraft::new(new.clone(), next, 0, Saved::Unsaved));
            self.save(&new).await?;
        }
        let label = match spare.len() {
            1 => "moving a slide to another draft".to_owned(),
            count => format!("moving {count} slides to other drafts"),
        };
        self.desk.with(id, |draft| {
            draft.change(&label, |doc| doc.slides.truncate(most));
        })?;
        self.save_soon(id);
        self.say_drafts().await;
        self.draft_view(id)
    }
}

fn next_draft(
    doc: &Draft,
    slides: &[Slide],
    number: usize,
    mut new_id: impl FnMut() -> String,
) -> Draft {
    let title = if doc.title.is_empty() {
        format!("Part {number}")
    } else {
        format!("{}, part {number}", doc.title)
    };
    let slides = slides.iter().cloned().map(|slide| Slide {
        id: new_id(),
        ..slide
    });
    Draft {
        title,
        slides: slides.collect(),
        shape: doc.shape.clone(),
        ..Draft::default()
    }
}
