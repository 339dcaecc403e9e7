//! A clip that is right but for its box, put right without ffmpeg: the index goes to the front, and
//! every byte of picture and sound is copied as it lies. ffmpeg takes ten times as long, half of it
//! to start.
//!
//! Deliberately not here: every clip with something in it that this does not know for certain, or
//! that a player would not show. Those go through ffmpeg, which makes them anew.

mod index;

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use fanfold_domain::clip::{ClipRecipe, Pictures, Sound, index_can_move};
use fanfold_domain::media::MediaFacts;

use self::index::{Index, boxed, header};
use super::error::ClipError;
use super::make::{MadeClip, begin, finished, same, state};
use super::running::ClipProgress;
use crate::cancel::Cancel;
use crate::error::LibraryError;
use crate::probe::{Part, Placed, Source, top_level};

/// Bytes copied between two looks at whether to stop.
const STEP: u64 = 32 << 20;

/// Four hours at 60 fps need about ten.
const MAX_INDEX: u64 = 64 << 20;

/// Carries out `recipe` on the clip at `source`, which `facts` are of, without any program. The
/// result lies in `folder`. `None` when the clip needs more than that, or does not pass afterwards:
/// then [`super::Ffmpeg::make`] has to do it. Blocks for about as long as copying the file.
///
/// # Errors
/// Nothing is left behind; see [`ClipError`].
pub fn repack(
    source: &Path,
    facts: &MediaFacts,
    recipe: &ClipRecipe,
    folder: &Path,
    cancel: &Cancel,
    on_progress: &dyn Fn(ClipProgress),
) -> Result<Option<MadeClip>, ClipError> {
    if !is_enough(facts, recipe) {
        return Ok(None);
    }
    let before = state(source)?;
    if before.len() != facts.bytes {
        return Err(ClipError::Changed);
    }
    // What cannot be read is ffmpeg's to tell of.
    let Ok(file) = File::open(source) else {
        return Ok(None);
    };
    let Some(clip) = Clip::read(file, before.len(), recipe.sound) else {
        return Ok(None);
    };
    let out = begin(folder)?;
    let failed = |error| LibraryError::write(folder, error);
    let mut target = File::options().write(true).open(&out).map_err(failed)?;
    let copied = clip.write(&mut target, cancel, on_progress);
    drop(target);
    if !same(&before, &state(source)?) {
        return Err(ClipError::Changed);
    }
    if !copied.map_err(failed)? {
        return Err(ClipError::Cancelled);
    }
    match finished(out, recipe, true) {
        Err(error) if error.may_go_otherwise() => {
            tracing::info!(%error, "moving the index is not enough");
            Ok(None)
        }
        other => other.map(Some),
    }
}

/// Whether nothing is asked for but another order of the same bytes.
fn is_enough(facts: &MediaFacts, recipe: &ClipRecipe) -> bool {
    index_can_move(facts)
        && recipe.pictures == Pictures::Copy
        && matches!(recipe.sound, Sound::Copy | Sound::None)
        && recipe.cut.is_none()
        && !recipe.edited
}

/// A clip in three pieces.
struct Clip {
    file: File,
    /// `ftyp`, as it is.
    kind: Vec<u8>,
    /// `moov`, for pictures that begin where they will.
    index: Vec<u8>,
    /// The header of `mdat`, and where its content lies.
    header: Vec<u8>,
    content: (u64, u64),
}

impl Clip {
    /// `None` when there is anything in it but the three pieces and what nobody needs.
    fn read(file: File, len: u64, sound: Sound) -> Option<Self> {
        let mut source = Source::new(Placed::new(file.try_clone().ok()?), len).ok()?;
        let parts = top_level(&mut source).ok()?;
        let only = |name: &[u8; 4]| {
            let mut found = parts.iter().filter(|part| &part.name == name);
            found.next().filter(|_| found.next().is_none()).copied()
        };
        let known = |part: &Part| {
            matches!(
                &part.name,
                b"ftyp" | b"moov" | b"mdat" | b"free" | b"skip" | b"udta" | b"meta" | b"uuid"
            )
        };
        let whole = parts.last().is_some_and(|last| last.end == len);
        if !whole || !parts.iter().all(known) {
            return None;
        }
        let (kind, moov, mdat) = (only(b"ftyp")?, only(b"moov")?, only(b"mdat")?);
        let mut content = |part: Part| {
            let size = usize::try_from(part.end - part.start).ok()?;
            let small = size as u64 <= MAX_INDEX;
            let bytes = small
                .then(|| source.at(part.start, size))?
                .ok()?
                .into_owned();
            (bytes.len() == size).then_some(bytes)
        };
        let kind = boxed(*b"ftyp", &content(kind)?)?;
        let moov = content(moov)?;
        let length = mdat.end - mdat.start;
        let header = header(*b"mdat", length)?;
        let chunks = mdat.start..mdat.end;
        let index = Index::of(&moov, &chunks, 0)?;
        let sound = index.sounds == 0 || (index.sounds == 1 && sound == Sound::Copy);
        // Bytes that no track lists may be anything: what was cut off, or where it was filmed.
        if index.pictures != 1 || !sound || index.listed != length {
            return None;
        }
        let begins = (kind.len() + index.bytes.len() + header.len()) as u64;
        let shift = begins.cast_signed() - mdat.start.cast_signed();
        let index = Index::of(&moov, &chunks, shift)?.bytes;
        Some(Self {
            file,
            kind,
            index,
            header,
            content: (mdat.start, length),
        })
    }

    /// False when it was stopped.
    fn write(
        &self,
        target: &mut File,
        cancel: &Cancel,
        on_progress: &dyn Fn(ClipProgress),
    ) -> io::Result<bool> {
        for piece in [&self.kind, &self.index, &self.header] {
            target.write_all(piece)?;
        }
        let mut source = &self.file;
        let (start, length) = self.content;
        source.seek(SeekFrom::Start(start))?;
        let mut done = 0;
        while done < length {
            if cancel.is_cancelled() {
                return Ok(false);
            }
            let copied = io::copy(&mut source.take(STEP.min(length - done)), target)?;
            if copied == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            done += copied;
            on_progress(ClipProgress {
                share: done as f64 / length as f64,
                seconds_left: None,
            });
        }
        Ok(true)
    }
}
