//! Making what a draft's recipes ask for and what is not there: after a change of shape, an undo, a restart.
//!
//! Pictures take a moment. A clip may take minutes, so it is told how far it is, as with a fix, and can be stopped; a
//! stopped one is judged by its original until it is fixed again. One clip at a time and one row of them a draft: a second
//! change of shape ends what the first one began.

use std::collections::HashSet;
use std::sync::Arc;

use fanfold_domain::clip::ClipRecipe;
use fanfold_domain::media::MediaFacts;
use fanfold_domain::speech::retold;
use fanfold_media::{Cancel, ClipError, Output};

use super::fix::Job;
use super::open::{Fixing, OpenDraft};
use crate::Workbench;
use crate::view::Event;
use crate::view::draft::Progress;

/// Content and recipe key of a file.
type Key = (String, String);

/// A clip whose file is not there.
struct MissingClip {
    media: String,
    facts: MediaFacts,
    recipe: ClipRecipe,
}

/// How far a row of clips is.
#[derive(Default)]
struct Row {
    done: usize,
    /// Those that cannot be made now.
    failed: HashSet<Key>,
}

impl MissingClip {
    fn key(&self) -> Key {
        (self.media.clone(), self.recipe.key())
    }
}

impl Workbench {
    /// Makes the files that the draft's recipes ask for and that are not known to be there: after an undo or another file
    /// in a slide's place. Clips that could not be made, or that a person stopped, stay as they are.
    pub(crate) fn render_missing(self: &Arc<Self>, id: &str) {
        self.render_missing_clips(id);
        let jobs = self.missing(id);
        if jobs.is_empty() {
            return;
        }
        let (bench, id) = (Arc::clone(self), id.to_owned());
        drop(tokio::task::spawn_blocking(move || {
            bench.make_missing(&id, &jobs);
        }));
    }

    /// [`Self::render_missing`] where a person asks for it: what could not be made before is tried again.
    pub(super) fn render_anew(self: &Arc<Self>, id: &str) {
        let _ = self.desk.with(id, |draft| {
            for slide in &draft.doc.slides {
                if let Some(recipe) = &slide.clip {
                    self.shelf.expect_output(&slide.media, &recipe.key());
                }
            }
        });
        self.render_missing(id);
    }

    /// Pictures of a draft whose file is not known to be there.
    pub(super) fn missing(&self, id: &str) -> Vec<Job> {
        let missing = self.desk.with(id, |draft| {
            let slides = draft.doc.slides.iter();
            let jobs = slides.filter_map(|slide| {
                let recipe = slide.recipe.clone()?;
                let known = self.shelf.output(&slide.media, &recipe.key()).is_some();
                let (slide_id, media) = (slide.id.clone(), slide.media.clone());
                let facts = self.shelf.facts(slide);
                (!known).then_some(Job {
                    slide: slide_id,
                    media,
                    facts,
                    recipe,
                })
            });
            jobs.collect()
        });
        missing.unwrap_or_default()
    }

    /// Makes them. Blocks; the draft is told, and a person of what cannot be made.
    pub(super) fn make_missing(self: &Arc<Self>, id: &str, jobs: &[Job]) {
        let results = self.render_all(id, jobs, None, &Cancel::new());
        let all = jobs.iter().zip(results);
        let failed: Vec<_> = all
            .filter_map(|(job, result)| Some((job, result.err()?)))
            .collect();
        for (job, _) in &failed {
            self.shelf.lose_output(&job.media, &job.recipe.key());
        }
        if let Some((_, error)) = failed.first() {
            tracing::error!(%error, "a fixed slide could not be made again");
            self.say(Event::Notice {
                text: retold(&error.to_string()).into_owned(),
            });
        }
        let _ = self.desk.with(id, OpenDraft::seen);
        self.say_draft(id);
    }

    /// Makes missing clips, unless the draft's clips are being made already: then what nobody wants any more is ended, and
    /// what is missing comes after it.
    pub(super) fn render_missing_clips(self: &Arc<Self>, id: &str) {
        let missing = self.desk.with(id, |draft| {
            let missing = self.missing_clips(draft);
            if let Some(fixing) = &draft.fixing {
                fixing.end_unwanted(&missing);
                return Vec::new();
            }
            missing
        });
        let missing = missing.unwrap_or_default();
        if missing.is_empty() {
            return;
        }
        let (bench, id) = (Arc::clone(self), id.to_owned());
        drop(tokio::task::spawn_blocking(move || {
            bench.find_clips(&id, &missing);
            bench.remake(&id);
        }));
    }

    /// Those that are on the disk need no work that anybody would have to be told of.
    fn find_clips(&self, id: &str, missing: &[MissingClip]) {
        let mut found = false;
        for MissingClip { media, recipe, .. } in missing {
            if let Ok(Some(output)) = self.library.clip_output(media, recipe) {
                self.shelf.know_output(media, &recipe.key(), output);
                found = true;
            }
        }
        if found {
            let _ = self.desk.with(id, OpenDraft::seen);
            self.say_draft(id);
        }
    }

    /// Ends what is being made for slides that are gone.
    pub(super) fn end_unwanted_clips(&self, id: &str) {
        let _ = self.desk.with(id, |draft| {
            if let Some(fixing) = &draft.fixing {
                fixing.end_unwanted(&self.missing_clips(draft));
            }
        });
    }

    /// One after the other until none is missing. Blocks.
    fn remake(self: &Arc<Self>, id: &str) {
        let begins = self.desk.with(id, |draft| {
            let missing = self.missing_clips(draft);
            let first = missing.first().filter(|_| draft.fixing.is_none());
            let begun = first.map(|first| remaking(first, 0, missing.len()));
            let begins = begun.is_some();
            draft.fixing = begun.or_else(|| draft.fixing.take());
            begins
        });
        if !begins.unwrap_or(false) {
            return;
        }
        let (mut row, mut last) = (Row::default(), None);
        while let Some((clip, cancel)) = self.next_clip(id, &mut row, last.take()) {
            self.say_draft(id);
            let made = self.clip_again(id, &clip, &cancel);
            if let Err(error) = &made
                && !matches!(error, ClipError::Cancelled)
            {
                tracing::error!(%error, "a fixed clip could not be made again");
                self.say(Event::Notice {
                    text: retold(&error.to_string()).into_owned(),
                });
            }
            last = Some((clip, made));
        }
        self.say_draft(id);
    }

    /// Takes what came of the last clip; which one to make now, and what stops it. `None` ends the work, and the draft is
    /// at rest: all in one, so that nobody meets a draft between the two.
    fn next_clip(
        &self,
        id: &str,
        row: &mut Row,
        last: Option<(MissingClip, Result<Output, ClipError>)>,
    ) -> Option<(MissingClip, Cancel)> {
        let next = self.desk.with(id, |draft| {
            draft.seen();
            if let Some((clip, made)) = last {
                let key = clip.recipe.key();
                match made {
                    Ok(output) => {
                        self.shelf.know_output(&clip.media, &key, output);
                        row.done += 1;
                    }
                    // Another shape, or a person: the draft tells below.
                    Err(ClipError::Cancelled) => {}
                    Err(_) => {
                        self.shelf.lose_output(&clip.media, &key);
                        row.failed.insert(clip.key());
                    }
                }
            }
            let mut missing = self.missing_clips(draft);
            missing.retain(|clip| !row.failed.contains(&clip.key()));
            if draft.fixing.as_ref().is_some_and(|fixing| fixing.stopped) {
                for clip in missing.drain(..) {
                    self.shelf.lose_output(&clip.media, &clip.recipe.key());
                }
            }
            let first = missing.first();
            draft.fixing = first.map(|first| remaking(first, row.done, missing.len()));
            let cancel = draft.fixing.as_ref().map(|fixing| fixing.cancel.clone());
            missing.into_iter().next().zip(cancel)
        });
        next.ok().flatten()
    }

    /// Clips whose file is not known to be there and was not given up.
    fn missing_clips(&self, draft: &OpenDraft) -> Vec<MissingClip> {
        let slides = draft.doc.slides.iter();
        let clips = slides.filter_map(|slide| {
            let recipe = slide.clip.clone()?;
            let missing = self.shelf.published(slide).is_none();
            missing.then(|| MissingClip {
                media: slide.media.clone(),
                facts: self.shelf.facts(slide),
                recipe,
            })
        });
        clips.collect()
    }

    fn clip_again(
        self: &Arc<Self>,
        id: &str,
        clip: &MissingClip,
        cancel: &Cancel,
    ) -> Result<Output, ClipError> {
        let MissingClip {
            media,
            facts,
            recipe,
        } = clip;
        // One that is there already needs no ffmpeg.
        match self.library.clip_output(media, recipe)? {
            Some(output) => Ok(output),
            None => self.clip_file(id, media, facts, recipe, &*self.ffmpeg()?, cancel),
        }
    }
}

impl Fixing {
    /// Stops the clip that is being made again when it is none of those that are missing.
    fn end_unwanted(&self, missing: &[MissingClip]) {
        if let Some(made) = &self.remaking
            && !missing.iter().any(|clip| clip.key() == *made)
        {
            self.cancel.cancel();
        }
    }
}

/// The work on one clip, of which `done` came before it; `left` with it.
fn remaking(clip: &MissingClip, done: usize, left: usize) -> Fixing {
    Fixing {
        cancel: Cancel::new(),
        stopped: false,
        progress: Progress {
            done: done as u32,
            total: (done + left) as u32,
            ..Progress::default()
        },
        remaking: Some(clip.key()),
    }
}
