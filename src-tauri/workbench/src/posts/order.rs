//! Files and words from the terminal, as a draft that is judged before anything is sent.

use std::path::PathBuf;
use std::sync::Arc;

use fanfold_domain::catalogue::Action;
use fanfold_domain::clip::{ClipChoice, clip_target, is_closed, plan_clip};
use fanfold_domain::details::{self, Place, Tag};
use fanfold_domain::draft::{Draft, PostKind, Slide};
use fanfold_domain::media::{MediaFacts, MediaKind};
use fanfold_domain::plan::{FitChoice, plan, target_shape};
use fanfold_domain::shape::Shape;
use fanfold_domain::{Explanation, Severity, caption};
use fanfold_media::Cancel;

use super::PostDocument;
use crate::Workbench;
use crate::desk::THUMB;
use crate::error::{Result, WorkbenchError};
use crate::look::{Look, Said, details_findings, kind_of, wrongly_tagged};
use crate::queue::content;
use crate::queue_api::{OrderDetails, PostOrder};

impl Workbench {
    /// The files as a draft, fixed if that was asked for.
    pub(super) async fn draft_of(self: &Arc<Self>, order: &PostOrder) -> Result<Draft> {
        let (library, files) = (self.library.clone(), order.files.clone());
        let take = move || import(&library, &files);
        let taken = tokio::task::spawn_blocking(take)
            .await
            .map_err(|error| WorkbenchError::internal(&error))??;
        let runtime = tokio::runtime::Handle::current();
        let mut slides = Vec::new();
        for (index, taken) in taken.into_iter().enumerate() {
            let alt = order.alt.iter().find(|(slide, _)| *slide == index + 1);
            let (media, name, unreadable) = match taken {
                Ok(imported) => {
                    let (hash, name) = (imported.hash.clone(), imported.name.clone());
                    self.keep(&runtime, imported);
                    (hash, name, None)
                }
                Err((name, why)) => (String::new(), name, Some(why)),
            };
            let alt_text = alt.map(|(_, text)| text.clone()).unwrap_or_default();
            slides.push(Slide {
                alt_text,
                unreadable,
                ..Slide::new(self.new_id(), media, name)
            });
        }
        let mut draft = Draft {
            caption: order.caption.clone(),
            first_comment: order.first_comment.clone().unwrap_or_default(),
            slides,
            story: order.kind == Some(PostKind::Story),
            ..Draft::default()
        };
        self.say_details(&mut draft, &order.details)?;
        let made = kind_of(&draft, &self.shelf);
        if let Some(kind) = order.kind
            && (kind != made || (kind == PostKind::Story && draft.slides.len() > 1))
        {
            return Err(WorkbenchError::Usage {
                message: format!("These files do not make a {}.", kind.name()),
            });
        }
        if order.fix {
            self.fix_slides(&mut draft, order).await?;
        }
        Ok(draft)
    }

    /// People, place and labels, cleaned as the window's are.
    fn say_details(&self, draft: &mut Draft, given: &OrderDetails) -> Result<()> {
        for (number, slide) in (1..).zip(&mut draft.slides) {
            let own = given.tags.iter().filter(|(slide, _)| *slide == number);
            let own: Vec<Tag> = own.map(|(_, tag)| tag.clone()).collect();
            let clip = self.shelf.facts(slide).kind == MediaKind::Video;
            slide.tags = details::tags(&own, clip)?;
        }
        draft.collaborators = details::usernames(&given.collaborators)?;
        // A terminal knows a place by its id alone.
        let place = |id: &String| Place {
            id: id.clone(),
            name: id.clone(),
            line: String::new(),
        };
        let place = given.location.as_ref().map(place);
        draft.location = place.map(Place::kept).transpose()?;
        draft.ai_label = given.ai_label;
        draft.share_to_feed = given.no_feed.then_some(false);
        Ok(())
    }

    async fn fix_slides(self: &Arc<Self>, draft: &mut Draft, order: &PostOrder) -> Result<()> {
        let (bench, slides) = (Arc::clone(self), draft.slides.clone());
        let look = move || -> Vec<MediaFacts> {
            let slides = slides.iter();
            slides.map(|slide| bench.looked_into(slide)).collect()
        };
        let facts = tokio::task::spawn_blocking(look)
            .await
            .map_err(|error| WorkbenchError::internal(&error))?;
        let all: Vec<&MediaFacts> = facts.iter().collect();
        let kind = kind_of(draft, &self.shelf);
        let target = target_shape(&all, Shape::Auto, kind, &order.policy);
        for (slide, facts) in draft.slides.iter_mut().zip(&facts) {
            if facts.kind == MediaKind::Video {
                let target = clip_target(facts, Shape::Auto, kind, &order.policy, target);
                let choice = ClipChoice::default();
                slide.clip = plan_clip(facts, kind, &order.policy, target, choice);
            } else {
                slide.recipe = plan(facts, kind, &order.policy, target, FitChoice::default());
            }
        }
        Ok(())
    }

    /// What is known of a slide; of a clip that only ffmpeg can open, what that says. Blocks.
    fn looked_into(&self, slide: &Slide) -> MediaFacts {
        let facts = self.shelf.facts(slide);
        if !is_closed(&facts) {
            return facts;
        }
        let seen = self.library.original(&slide.media).ok().and_then(|path| {
            let ffmpeg = self.ffmpeg().ok()?;
            ffmpeg.look(&path, &facts, &Cancel::new()).ok()
        });
        if let Some(seen) = &seen {
            self.shelf.know(&slide.media, seen.clone());
        }
        seen.unwrap_or(facts)
    }

    /// What is wrong with the content, before anything is sent: the first error, with its slide.
    pub(super) fn refuse_content(
        &self,
        document: &PostDocument,
        order: &PostOrder,
    ) -> Option<Explanation> {
        // Judged as the person handed it in: taking off data that has no place in public is ours to
        // do, changing what is seen is not.
        let look = Look::at(&document.draft, &self.shelf, &order.policy);
        for (index, seen) in look.slides.iter().enumerate() {
            // Made ready with the post, and judged then, before anything is sent.
            if seen.is_clip() && seen.rendering {
                continue;
            }
            let error = seen
                .findings
                .iter()
                .find(|finding| finding.severity == Severity::Error);
            if let Some(finding) = error {
                return Some(content(
                    finding,
                    u32::try_from(index + 1).ok(),
                    Action::FixMedia,
                ));
            }
        }
        let many = look
            .post
            .iter()
            .find(|finding| finding.severity == Severity::Error);
        if let Some(finding) = many {
            return Some(content(finding, None, Action::ChangeContent));
        }
        let draft = &document.draft;
        let said = Said {
            caption: &caption::check(&draft.caption).findings,
            comment: &caption::check_comment(&draft.first_comment).findings,
            details: &details_findings(draft, &look, None),
        };
        let finding = said.error(look.kind)?;
        let (action, item) = match finding.rule.as_str() {
            "tags.people" => (Action::FixTags, wrongly_tagged(&look).map(|(item, _)| item)),
            rule if rule.starts_with("tags.") => (Action::FixTags, None),
            _ => (Action::FixCaption, None),
        };
        Some(content(finding, item, action))
    }
}

type Taken =
    std::result::Result<fanfold_media::Imported, (String, fanfold_domain::media::Unreadable)>;

/// Takes the files in, in order; several at once.
fn import(library: &fanfold_media::Library, files: &[PathBuf]) -> Result<Vec<Taken>> {
    use fanfold_domain::media::Unreadable;
    use fanfold_media::LibraryError;
    let slots: Vec<std::sync::OnceLock<Result<Taken>>> =
        files.iter().map(|_| std::sync::OnceLock::new()).collect();
    let name = |path: &PathBuf| {
        path.file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    };
    library.import_many(files, THUMB, &Cancel::new(), |place, result| {
        let (Some(slot), Some(path)) = (slots.get(place), files.get(place)) else {
            return;
        };
        let taken = match result {
            Ok((imported, _)) => Ok(Ok(imported)),
            Err(LibraryError::Source { why, .. }) => Ok(Err((name(path), why))),
            Err(LibraryError::ChangedWhileRead(_)) => Ok(Err((name(path), Unreadable::Truncated))),
            Err(error) => Err(error.into()),
        };
        // Each place is told once.
        let _ = slot.set(taken);
    });
    let lost = || Err(WorkbenchError::Internal("a file was not taken in".into()));
    slots
        .into_iter()
        .map(|slot| slot.into_inner().unwrap_or_else(lost))
        .collect()
}
