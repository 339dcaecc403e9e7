//! Clips in the library: ready ones beside ready pictures, and posters beside thumbnails.

use std::path::PathBuf;

use fanfold_domain::clip::ClipRecipe;
use fanfold_domain::media::MediaFacts;

use super::place::write_whole;
use super::{Library, Output, is_filled, tag};
use crate::cancel::Cancel;
use crate::clip::{ClipError, ClipProgress, Ffmpeg, repack};
use crate::error::LibraryError;
use crate::probe::probe;

impl Library {
    /// The rendering of a clip by a recipe, if it was made before.
    pub fn clip_output(
        &self,
        hash: &str,
        recipe: &ClipRecipe,
    ) -> Result<Option<Output>, LibraryError> {
        let path = self.clip_place(hash, recipe)?;
        let facts = probe(&path);
        // A file cut by a crash is made anew.
        let whole = facts.unreadable.is_none() && facts.format == "mp4";
        Ok(whole.then_some(Output { path, facts }))
    }

    /// The rendering of a clip by a recipe, made now unless it is there already. Blocks for seconds
    /// to minutes; `on_progress` hears how far it is.
    pub fn render_clip(
        &self,
        hash: &str,
        facts: &MediaFacts,
        recipe: &ClipRecipe,
        ffmpeg: &Ffmpeg,
        cancel: &Cancel,
        on_progress: &dyn Fn(ClipProgress),
    ) -> Result<Output, ClipError> {
        if let Some(output) = self.repacked_clip(hash, facts, recipe, cancel, on_progress)? {
            return Ok(output);
        }
        let source = self.original(hash)?;
        let folder = self.incoming();
        let made = ffmpeg.make(&source, facts, recipe, &folder, cancel, on_progress)?;
        let path = self.clip_place(hash, recipe)?;
        let facts = made.replace(&path)?;
        Ok(Output { path, facts })
    }

    /// The same without any program: what was made before, or what needs no more than another order
    /// of the same bytes. `None`: [`Self::render_clip`] has to do it.
    pub fn repacked_clip(
        &self,
        hash: &str,
        facts: &MediaFacts,
        recipe: &ClipRecipe,
        cancel: &Cancel,
        on_progress: &dyn Fn(ClipProgress),
    ) -> Result<Option<Output>, ClipError> {
        if let Some(output) = self.clip_output(hash, recipe)? {
            return Ok(Some(output));
        }
        let source = self.original(hash)?;
        let folder = self.incoming();
        let Some(made) = repack(&source, facts, recipe, &folder, cancel, on_progress)? else {
            return Ok(None);
        };
        let path = self.clip_place(hash, recipe)?;
        let facts = made.replace(&path)?;
        Ok(Some(Output { path, facts }))
    }

    /// The first picture of a clip as a small JPEG, made now unless it is there already.
    pub fn clip_thumb(
        &self,
        hash: &str,
        facts: &MediaFacts,
        max_side: u32,
        ffmpeg: &Ffmpeg,
        cancel: &Cancel,
    ) -> Result<PathBuf, ClipError> {
        let path = self.thumb_place(hash, max_side)?;
        if !is_filled(&path) {
            let source = self.original(hash)?;
            let bytes = ffmpeg.poster(&source, facts, 0.0, max_side, cancel)?;
            write_whole(&self.incoming(), &path, &bytes, false)?;
        }
        Ok(path)
    }

    /// The picture of a clip at a millisecond as a small JPEG, made now unless it is there already.
    pub fn clip_frame(
        &self,
        hash: &str,
        facts: &MediaFacts,
        at_ms: u32,
        max_side: u32,
        ffmpeg: &Ffmpeg,
        cancel: &Cancel,
    ) -> Result<PathBuf, ClipError> {
        let path = self.place("thumbs", hash, &format!(".at{at_ms}.{max_side}.jpg"))?;
        if !is_filled(&path) {
            let source = self.original(hash)?;
            let second = f64::from(at_ms) / 1000.0;
            let bytes = ffmpeg.poster(&source, facts, second, max_side, cancel)?;
            write_whole(&self.incoming(), &path, &bytes, false)?;
        }
        Ok(path)
    }

    fn clip_place(&self, hash: &str, recipe: &ClipRecipe) -> Result<PathBuf, LibraryError> {
        self.place("outputs", hash, &format!(".{}.mp4", tag(&recipe.key())))
    }
}
