//! A draft with more slides than Instagram takes, divided into posts that it does take.

use std::sync::Arc;

use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::panorama::slides_range;
use fanfold_domain::{say, word};

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
        let doc = self.desk.with(id, |draft| draft.doc.clone())?;
        let most = most_slides(&doc);
        let spare = doc.slides.get(most..).unwrap_or_default();
        if spare.is_empty() || most == 0 {
            return Err(WorkbenchError::NotNow(say!(
                "This post has no more than {count}.",
                count = crate::words::count(most, word!("slide"), word!("slides"))
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
            1 => say!("moving a slide to another draft"),
            count => say!("moving {count} slides to other drafts", count),
        };
        self.desk.with(id, |draft| {
            draft.change(&label, |doc| doc.slides.truncate(most));
        })?;
        self.save_soon(id);
        self.say_drafts().await;
        self.draft_view(id)
    }
}

/// How many slides one post of this kind takes.
pub(crate) fn most_slides(doc: &Draft) -> usize {
    if doc.story {
        return 1;
    }
    slides_range().1 as usize
}

fn next_draft(
    doc: &Draft,
    slides: &[Slide],
    number: usize,
    mut new_id: impl FnMut() -> String,
) -> Draft {
    let title = if doc.title.is_empty() {
        say!("Part {number}", number)
    } else {
        say!("{title}, part {number}", title = doc.title, number)
    };
    let slides = slides.iter().cloned().map(|slide| Slide {
        id: new_id(),
        ..slide
    });
    Draft {
        title,
        slides: slides.collect(),
        shape: doc.shape.clone(),
        story: doc.story,
        ai_label: doc.ai_label,
        ..Draft::default()
    }
}
