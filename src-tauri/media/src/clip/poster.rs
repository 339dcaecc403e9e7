//! A clip as one picture, for tiles and the stage.

use std::path::Path;

use fanfold_domain::media::{MediaFacts, Unreadable};

use super::arguments;
use super::error::ClipError;
use super::find::Ffmpeg;
use super::running::Run;
use crate::cancel::Cancel;
use crate::error::LibraryError;
use crate::probe::probe_bytes;

impl Ffmpeg {
    /// The first picture of a clip that is in no file, such as one that was downloaded.
    ///
    /// # Errors
    /// As [`Self::poster`]; [`ClipError::Unusable`] also for bytes that are no clip.
    pub fn poster_of(
        &self,
        clip: &[u8],
        longest: u32,
        cancel: &Cancel,
    ) -> Result<Vec<u8>, ClipError> {
        let failed = |error| ClipError::Library(LibraryError::write("", error));
        let folder = tempfile::tempdir().map_err(failed)?;
        let file = folder.path().join("clip.mp4");
        std::fs::write(&file, clip).map_err(failed)?;
        let facts = probe_bytes(clip);
        if let Some(why) = facts.unreadable {
            return Err(ClipError::Unusable(why));
        }
        self.poster(&file, &facts, 0.0, longest, cancel)
    }

    /// The picture at `second` as JPEG, upright, no side longer than `longest` pixels; the first
    /// one that decodes when there is none so late. Takes 0.2–1 s.
    ///
    /// # Errors
    /// [`ClipError::Unusable`] when no picture of the clip decodes.
    pub fn poster(
        &self,
        source: &Path,
        facts: &MediaFacts,
        second: f64,
        longest: u32,
        cancel: &Cancel,
    ) -> Result<Vec<u8>, ClipError> {
        let folder = tempfile::tempdir().map_err(|error| LibraryError::write("", error))?;
        let out = folder.path().join("poster.jpg");
        let mut seconds = vec![second.max(0.0)];
        if second > 0.0 {
            seconds.push(0.0);
        }
        for second in seconds {
            let run = Run {
                arguments: arguments::poster(source, &facts.format, second, longest, &out),
                source,
                out: &out,
                seconds: None,
                max_bytes: None,
            };
            let ended = self.run(&run, cancel, &|_| {});
            match ended {
                Err(ClipError::Failed { .. }) | Ok(_) => {}
                Err(error) => return Err(error),
            }
            if let Ok(bytes) = std::fs::read(&out) {
                let seen = probe_bytes(&bytes);
                if seen.unreadable.is_none() && seen.format == "jpeg" {
                    return Ok(bytes);
                }
            }
        }
        Err(ClipError::Unusable(Unreadable::Corrupt))
    }
}
