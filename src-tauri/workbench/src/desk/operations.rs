//! What a window does with drafts: open, change, undo, put away.

use std::sync::Arc;

use fanfold_domain::draft::Draft;
use fanfold_domain::media::MediaFacts;
use fanfold_domain::{say, word};
use fanfold_store::StoreError;

use super::details;
use super::open::{Field, OpenDraft, Saved};
use super::people::change_pictures;
use super::repair::join;
use super::row::move_slides;
use super::shelf::Shelf;
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::look::Surroundings;
use crate::view::{CaptionTold, DraftView, Edit, Event};

/// Between two pictures of a draft that is being filled or fixed: twenty a second.
const TELLING_PAUSE: std::time::Duration = std::time::Duration::from_millis(50);

/// The setting that remembers which draft the window showed.
const OPEN_DRAFT: &str = "window.draft";

impl Workbench {
    /// Starts an empty draft and shows it.
    pub async fn draft_new(self: &Arc<Self>) -> Result<DraftView> {
        let id = self.new_id();
        self.desk
            .put(OpenDraft::new(id.clone(), Draft::default(), 0, Saved::New));
        self.show(&id).await?;
        self.say_drafts().await;
        self.draft_view(&id)
    }

    /// Makes another draft of this one and shows it: slides and what was done to them, texts and
    /// details are copied; its history begins anew, and nothing of it is published.
    pub async fn draft_duplicate(self: &Arc<Self>, id: &str) -> Result<DraftView> {
        self.load(id).await?;
        let mut doc = self.desk.with(id, |draft| draft.doc.clone())?;
        doc.title = next_title(&doc.title);
        for slide in &mut doc.slides {
            slide.id = self.new_id();
        }
        let copy = self.new_id();
        self.desk
            .put(OpenDraft::new(copy.clone(), doc, 0, Saved::Unsaved));
        self.save(&copy).await?;
        let view = self.draft_open(&copy).await?;
        self.say_drafts().await;
        Ok(view)
    }

    /// Shows a draft, fetching it from the disk if it is not open.
    pub async fn draft_open(self: &Arc<Self>, id: &str) -> Result<DraftView> {
        self.load(id).await?;
        self.show(id).await?;
        self.refresh_post_of(id).await?;
        self.render_anew(id);
        self.recall_prepared(id);
        self.draft_view(id)
    }

    async fn show(self: &Arc<Self>, id: &str) -> Result<()> {
        self.desk.show(id);
        Ok(self.store.set_setting(OPEN_DRAFT, &id).await?)
    }

    /// The draft that was shown when Fanfold was closed, if it is still there.
    pub(crate) async fn remembered(self: &Arc<Self>) -> Result<Option<DraftView>> {
        let Some(id) = self.store.setting::<String>(OPEN_DRAFT).await? else {
            return Ok(None);
        };
        match self.draft_open(&id).await {
            Ok(view) => Ok(Some(view)),
            Err(WorkbenchError::DraftGone | WorkbenchError::DraftNewer) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Lays a stored draft on the desk.
    pub(crate) async fn load(self: &Arc<Self>, id: &str) -> Result<()> {
        if !self.desk.has(id) {
            let draft = self.fetch(id).await?;
            self.desk.put(draft);
        }
        Ok(())
    }

    /// A draft as it was saved, with what is known of its files.
    pub(crate) async fn fetch(&self, id: &str) -> Result<OpenDraft> {
        let saved = self.store.draft(id).await.map_err(|error| match error {
            StoreError::NotFound { .. } => WorkbenchError::DraftGone,
            StoreError::NewerDocument { .. } => WorkbenchError::DraftNewer,
            other => other.into(),
        })?;
        for slide in &saved.draft.slides {
            self.recall(&slide.media).await?;
        }
        let at = Saved::At(saved.updated_at);
        Ok(OpenDraft::new(saved.id, saved.draft, saved.revision, at))
    }

    /// Facts of an original: from the database, or by looking at it again.
    pub(crate) async fn recall(&self, hash: &str) -> Result<()> {
        if hash.is_empty() || self.shelf.knows(hash) {
            return Ok(());
        }
        if let Some(row) = self.store.media(hash).await? {
            self.shelf.know(hash, row.facts);
            return Ok(());
        }
        let (library, own) = (self.library.clone(), hash.to_owned());
        let look = move || {
            library
                .original(&own)
                .map(|path| fanfold_media::probe(&path))
        };
        let facts: std::result::Result<MediaFacts, _> = tokio::task::spawn_blocking(look)
            .await
            .map_err(|error| WorkbenchError::internal(&error))?;
        if let Ok(facts) = facts {
            self.shelf.know(hash, facts);
        }
        Ok(())
    }

    /// Puts a draft away. What is published stays published.
    pub async fn draft_delete(self: &Arc<Self>, id: &str) -> Result<()> {
        self.load(id).await?;
        let unsaved = self.desk.with(id, |draft| {
            if draft.stored == 0 && draft.saved == Saved::New {
                draft.saved = Saved::Unsaved;
            }
        });
        unsaved?;
        self.save(id).await?;
        self.store.delete_draft(id, self.now()).await?;
        if let Some(fixing) = self.desk.take(id).and_then(|draft| draft.fixing) {
            fixing.cancel.cancel();
        }
        self.say_drafts().await;
        Ok(())
    }

    /// Brings a draft back.
    pub async fn draft_restore(self: &Arc<Self>, id: &str) -> Result<DraftView> {
        self.store
            .restore_draft(id)
            .await
            .map_err(|error| match error {
                StoreError::NotFound { .. } => WorkbenchError::DraftGone,
                other => other.into(),
            })?;
        let view = self.draft_open(id).await?;
        self.say_drafts().await;
        Ok(view)
    }

    /// Changes a draft as one undo step.
    pub async fn draft_edit(self: &Arc<Self>, id: &str, edit: Edit) -> Result<DraftView> {
        self.load(id).await?;
        let reshaped = matches!(edit, Edit::SetShape { .. } | Edit::SetStory { .. });
        self.desk.with(id, |draft| self.apply(draft, edit))??;
        if reshaped {
            self.render_anew(id);
        } else {
            self.end_unwanted_clips(id);
        }
        self.save_soon(id);
        self.draft_view(id)
    }

    fn apply(&self, draft: &mut OpenDraft, edit: Edit) -> Result<()> {
        match edit {
            Edit::SetTitle { title } => draft.change(word!("renaming"), |doc| doc.title = title),
            Edit::MoveSlide { slide, to } => move_slide(draft, &slide, to as usize)?,
            Edit::RemoveSlides { slides } => {
                let label = match slides.len() {
                    1 => say!("removing a slide"),
                    count => say!("removing {count} slides", count),
                };
                draft.change(&label, |doc| {
                    doc.slides.retain(|own| !slides.contains(&own.id));
                });
            }
            Edit::SetAlt { slide, text } => {
                on_slide(draft, &slide, word!("describing a slide"), |own| {
                    own.alt_text = text;
                })?;
            }
            Edit::SetShape { shape } => {
                if fanfold_domain::shape::Shape::parse(&shape).is_none() {
                    let message = say!("“{shape}” is no shape. Write it like 4:5.", shape);
                    return Err(WorkbenchError::Usage { message });
                }
                change_pictures(draft, &self.shelf, word!("changing the shape"), |doc| {
                    doc.shape = shape;
                    self.reshape(doc);
                });
            }
            Edit::SetStory { story } => {
                let label = if story {
                    word!("making it a story")
                } else {
                    word!("making it a post")
                };
                change_pictures(draft, &self.shelf, label, |doc| {
                    doc.story = story;
                    self.reshape(doc);
                });
            }
            Edit::ClearFix { slide } => clear_fix(draft, &self.shelf, &slide)?,
            Edit::DuplicateSlides { slides } => self.duplicate_slides(draft, &slides)?,
            Edit::MoveSlides { slides, to } => move_slides(draft, &slides, to as usize)?,
            Edit::SetTags { slide, tags } => self.set_tags(draft, &slide, &tags)?,
            Edit::SetCollaborators { usernames } => {
                details::set_collaborators(draft, &usernames)?;
            }
            Edit::SetLocation { place } => details::set_location(draft, place)?,
            Edit::SetAiLabel { on } => details::set_ai_label(draft, on),
            Edit::SetShareToFeed { on } => details::set_share_to_feed(draft, on),
            Edit::SetCover { slide, at_ms } => self.set_cover(draft, &slide, at_ms)?,
        }
        Ok(())
    }

    /// Takes the caption as it is typed; keys in a row become one undo step.
    pub async fn caption_write(self: &Arc<Self>, id: &str, text: String) -> Result<CaptionTold> {
        self.write(id, Field::Caption, text).await
    }

    /// The same for the first comment.
    pub async fn comment_write(self: &Arc<Self>, id: &str, text: String) -> Result<CaptionTold> {
        self.write(id, Field::Comment, text).await
    }

    async fn write(self: &Arc<Self>, id: &str, field: Field, text: String) -> Result<CaptionTold> {
        self.load(id).await?;
        let now = self.now();
        let told = self.desk.with(id, |draft| {
            draft.write(field, text, now);
            draft.caption_told(&self.surroundings(draft))
        })?;
        self.save_soon(id);
        Ok(told)
    }

    /// Takes the last change back.
    pub async fn draft_undo(self: &Arc<Self>, id: &str) -> Result<DraftView> {
        self.step(id, OpenDraft::undo).await
    }

    /// Does it again.
    pub async fn draft_redo(self: &Arc<Self>, id: &str) -> Result<DraftView> {
        self.step(id, OpenDraft::redo).await
    }

    async fn step(
        self: &Arc<Self>,
        id: &str,
        step: impl FnOnce(&mut OpenDraft),
    ) -> Result<DraftView> {
        self.load(id).await?;
        self.desk.with(id, step)?;
        self.render_missing(id);
        self.save_soon(id);
        self.draft_view(id)
    }

    /// The draft as the window draws it.
    pub(crate) fn draft_view(&self, id: &str) -> Result<DraftView> {
        self.desk
            .with(id, |draft| draft.view(&self.surroundings(draft)))
    }

    pub(crate) fn surroundings(&self, draft: &OpenDraft) -> Surroundings<'_> {
        let post = self.posts_of_drafts.get(&draft.id);
        Surroundings {
            shelf: &self.shelf,
            policy: self.policy(),
            target: self.target(&draft.doc),
            base: &self.media_base,
            account: self.account_name(),
            flavour: self.account_flavour(),
            unchanged: post
                .as_ref()
                .is_some_and(|post| crate::posts::same_post(&post.document, &draft.doc)),
            post: post.map(|post| post.view),
        }
    }

    /// Tells the window how a draft stands now.
    pub(crate) fn say_draft(&self, id: &str) {
        if let Ok(view) = self.draft_view(id) {
            self.say(Event::Draft {
                draft: Box::new(view),
            });
        }
    }

    /// Tells the window a moment from now, once for all that happens until then: many files at once
    /// are no reason to draw a window more often than anyone can see.
    pub(crate) fn say_draft_soon(self: &Arc<Self>, id: &str) {
        let already = self
            .desk
            .with(id, |draft| std::mem::replace(&mut draft.tell_due, true));
        if already.unwrap_or(true) {
            return;
        }
        let (bench, id) = (Arc::clone(self), id.to_owned());
        self.runtime.spawn(async move {
            tokio::time::sleep(TELLING_PAUSE).await;
            let _ = bench.desk.with(&id, |draft| draft.tell_due = false);
            bench.say_draft(&id);
        });
    }
}

/// The title of a copy: `Bread 2` after `Bread`, `Bread 3` after that. A draft without one is called
/// by its caption, and so is its copy.
fn next_title(title: &str) -> String {
    let title = title.trim();
    if title.is_empty() {
        return String::new();
    }
    let numbered = title.rsplit_once(' ').and_then(|(words, number)| {
        let number: u32 = number
            .parse()
            .ok()
            .filter(|number| (2..1000).contains(number))?;
        Some(format!("{words} {}", number + 1))
    });
    numbered.unwrap_or_else(|| format!("{title} 2"))
}

/// Back to the original; a part of a split picture brings the whole picture back.
fn clear_fix(draft: &mut OpenDraft, shelf: &Shelf, slide: &str) -> Result<()> {
    let own = draft.doc.slides.iter().find(|own| own.id == slide);
    if own.ok_or(WorkbenchError::SlideGone)?.part.is_some() {
        draft.change(word!("putting a picture back together"), |doc| {
            join(doc, slide);
        });
        return Ok(());
    }
    change_pictures(draft, shelf, word!("going back to the original"), |doc| {
        if let Some(own) = doc.slides.iter_mut().find(|own| own.id == slide) {
            own.recipe = None;
            own.clip = None;
        }
    });
    Ok(())
}

fn on_slide(
    draft: &mut OpenDraft,
    id: &str,
    label: &str,
    change: impl FnOnce(&mut fanfold_domain::draft::Slide),
) -> Result<()> {
    if !draft.doc.slides.iter().any(|slide| slide.id == id) {
        return Err(WorkbenchError::SlideGone);
    }
    draft.change(label, |doc| {
        if let Some(slide) = doc.slides.iter_mut().find(|slide| slide.id == id) {
            change(slide);
        }
    });
    Ok(())
}

fn move_slide(draft: &mut OpenDraft, id: &str, to: usize) -> Result<()> {
    let from = draft.doc.slides.iter().position(|slide| slide.id == id);
    let from = from.ok_or(WorkbenchError::SlideGone)?;
    draft.change(word!("moving a slide"), |doc| {
        let slide = doc.slides.remove(from);
        doc.slides.insert(to.min(doc.slides.len()), slide);
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::next_title;

    #[test]
    fn copies_are_numbered_and_a_year_is_no_number_of_a_copy() {
        for (title, copy) in [
            ("Bread", "Bread 2"),
            (" Bread 2 ", "Bread 3"),
            ("Summer 2026", "Summer 2026 2"),
            ("No 1", "No 1 2"),
            ("7", "7 2"),
            ("", ""),
        ] {
            assert_eq!(next_title(title), copy);
        }
    }
}
