//! Autosave: a moment after the last change, and at once when Fanfold closes.

use std::sync::Arc;
use std::time::Duration;

use fanfold_store::StoreError;

use super::list::Kept;
use super::open::Saved;
use crate::Workbench;
use crate::error::Result;

/// Long enough to gather a burst of typing, short enough to lose nothing anyone would miss.
const PAUSE: Duration = Duration::from_millis(250);

impl Workbench {
    /// Saves the draft a moment from now, once for all changes until then.
    pub(crate) fn save_soon(self: &Arc<Self>, id: &str) {
        let already = self
            .desk
            .with(id, |draft| std::mem::replace(&mut draft.save_due, true));
        if already.unwrap_or(true) {
            return;
        }
        let (bench, id) = (Arc::clone(self), id.to_owned());
        self.runtime.spawn(async move {
            tokio::time::sleep(PAUSE).await;
            let _ = bench.desk.with(&id, |draft| draft.save_due = false);
            if let Err(error) = bench.save(&id).await {
                tracing::error!(%error, draft = id, "a draft could not be saved");
            }
        });
    }

    /// Saves the draft now, if there is something to save.
    pub(crate) async fn save(self: &Arc<Self>, id: &str) -> Result<()> {
        // One save at a time, so that each knows the revision the one before it wrote.
        let _turn = self.saving.lock().await;
        let pending = self.desk.with(id, |draft| match draft.saved {
            Saved::Unsaved | Saved::Failed(_) => {
                let summary = draft.summary(&self.surroundings(draft), String::new());
                let kept = Kept::of(draft, &summary).text();
                Some((draft.doc.clone(), draft.stored, kept))
            }
            Saved::New | Saved::At(_) => None,
        });
        let Ok(Some((doc, stored, kept))) = pending else {
            return Ok(());
        };
        let (now, kept) = (self.now(), kept.as_deref());
        let answer = match self.store.save_draft(id, stored, &doc, kept, now).await {
            // Another Fanfold saved meanwhile. What is on this screen is what the person means.
            Err(StoreError::StaleDraft { current }) => {
                tracing::warn!(draft = id, "saved over a version from elsewhere");
                self.store.save_draft(id, current, &doc, kept, now).await
            }
            other => other,
        };
        self.desk.with(id, |draft| match &answer {
            Ok(stored) => {
                draft.stored = *stored;
                if draft.doc == doc {
                    draft.saved = Saved::At(now);
                }
                draft.seen();
            }
            Err(error) => {
                draft.saved = Saved::Failed(error.to_string());
                draft.seen();
            }
        })?;
        self.say_draft(id);
        if self.list_changed(id) {
            self.say_drafts().await;
        }
        answer.map(drop).map_err(Into::into)
    }

    /// Whether the list of drafts looks different now that this one is the last saved.
    fn list_changed(&self, id: &str) -> bool {
        let on_top = self.desk.saved_last(id);
        let same = self.desk.with(id, |draft| {
            let now = draft.summary(&self.surroundings(draft), String::new());
            let same = draft.listed.as_ref() == Some(&now);
            draft.listed = Some(now);
            same
        });
        !(on_top && same.unwrap_or(false))
    }

    /// Saves everything; for closing.
    pub async fn flush(self: &Arc<Self>) -> Result<()> {
        for id in self.desk.ids() {
            self.save(&id).await?;
        }
        Ok(())
    }
}
