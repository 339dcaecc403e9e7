//! Files coming in: announced at once, copied and looked at side by side, one undo step a drop.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fanfold_domain::draft::Slide;
use fanfold_domain::media::Unreadable;
use fanfold_domain::{say, word};
use fanfold_media::{Cancel, Imported, LibraryError};

use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::view::Event;

/// Longest side of a thumbnail in pixels: 80 × 100 in the strip, at twice the resolution and with
/// room for 200 % zoom.
pub(crate) const THUMB: u32 = 400;

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

fn slide(id: String, name: String, media: String, unreadable: Option<Unreadable>) -> Slide {
    Slide {
        unreadable,
        ..Slide::new(id, media, name)
    }
}

/// What a failed copy says: about the file, or about the library, which then is what needs help.
fn unreadable(error: &LibraryError) -> Unreadable {
    match error {
        LibraryError::Source { why, .. } => *why,
        LibraryError::ChangedWhileRead(_) => Unreadable::Truncated,
        LibraryError::DiskFull(_) => Unreadable::NoRoom,
        _ => Unreadable::NotKept,
    }
}

/// One drop: which files, and which slides they become.
struct Arrivals {
    batch: u64,
    files: Vec<PathBuf>,
    /// Id and name of each slide.
    named: Vec<(String, String)>,
    cancel: Cancel,
}

impl Workbench {
    /// Adds files and folders to a draft: `None` means the one the window shows, or a new one.
    /// Returns at once; the slides appear as events.
    pub async fn import(self: &Arc<Self>, draft: Option<&str>, paths: Vec<PathBuf>) -> Result<()> {
        self.import_at(draft, paths, None).await
    }

    /// [`Self::import`] to a place in the row, counted from 0; beyond the end, and `None`, is the
    /// end.
    pub async fn import_at(
        self: &Arc<Self>,
        draft: Option<&str>,
        paths: Vec<PathBuf>,
        at: Option<usize>,
    ) -> Result<()> {
        let id = self.target_draft(draft).await?;
        let expand = move || fanfold_media::expand(&paths);
        let files = tokio::task::spawn_blocking(expand)
            .await
            .map_err(|error| WorkbenchError::internal(&error))?;
        if files.is_empty() {
            self.say(Event::Notice {
                text: say!("There are no files in this folder."),
            });
            return Ok(());
        }
        let named: Vec<(String, String)> = files
            .iter()
            .map(|path| (self.new_id(), file_name(path)))
            .collect();
        let cancel = Cancel::new();
        let batch = self
            .desk
            .with(&id, |draft| draft.expect(named.clone(), &cancel, at))?;
        self.say_draft(&id);
        let bench = Arc::clone(self);
        let handle = tokio::runtime::Handle::current();
        let drop_of = Arrivals {
            batch,
            files,
            named,
            cancel,
        };
        let work = move || bench.take_in(&handle, &id, &drop_of);
        drop(tokio::task::spawn_blocking(work));
        Ok(())
    }

    /// Stops what is still coming in; nothing of it is added.
    pub fn import_cancel(&self, id: &str) {
        if self.desk.with(id, super::OpenDraft::stop_arrivals).is_ok() {
            self.say_draft(id);
        }
    }

    fn take_in(self: &Arc<Self>, runtime: &tokio::runtime::Handle, id: &str, arrivals: &Arrivals) {
        let Arrivals {
            batch,
            files,
            named,
            cancel,
        } = arrivals;
        self.library
            .import_many(files, THUMB, cancel, |place, result| {
                let Some((slide_id, name)) = named.get(place).cloned() else {
                    return;
                };
                let slide = match result {
                    Ok((imported, _)) => {
                        let hash = imported.hash.clone();
                        self.keep(runtime, imported);
                        slide(slide_id, name, hash, None)
                    }
                    Err(error) => {
                        let why = unreadable(&error);
                        tracing::warn!(%error, ?why, "a file could not be copied in");
                        slide(slide_id, name, String::new(), Some(why))
                    }
                };
                // The draft may have been put away meanwhile; its slides are then not missed.
                let _ = self.desk.with(id, |draft| draft.arrive(*batch, slide));
                self.say_draft_soon(id);
            });
        self.say_draft_soon(id);
        self.save_soon(id);
    }

    /// Remembers what a file is, here and in the database.
    pub(crate) fn keep(&self, runtime: &tokio::runtime::Handle, imported: Imported) {
        self.shelf.know(&imported.hash, imported.facts.clone());
        let row = fanfold_store::MediaRow {
            hash: imported.hash,
            name: imported.name,
            bytes: imported.bytes,
            facts: imported.facts,
            imported_at: self.now(),
        };
        let store = self.store.clone();
        runtime.spawn(async move {
            if let Err(error) = store.put_media(&row).await {
                // Only a cache of what a second look at the file would find.
                tracing::warn!(%error, hash = row.hash, "media facts not stored");
            }
        });
    }

    /// Adds a picture from the clipboard, at a place as [`Self::import_at`] has it.
    pub async fn import_bytes(
        self: &Arc<Self>,
        draft: &str,
        png: Vec<u8>,
        at: Option<usize>,
    ) -> Result<()> {
        let id = self.target_draft(Some(draft)).await?;
        let name = say!(
            "Pasted {time}.png",
            time = crate::words::clock(self.now()).replace(':', ".")
        );
        let slide_id = self.new_id();
        let expected = [(slide_id.clone(), name.clone())];
        let cancel = Cancel::new();
        let batch = self
            .desk
            .with(&id, |draft| draft.expect(expected, &cancel, at))?;
        self.say_draft(&id);
        let (library, label) = (self.library.clone(), name.clone());
        let imported = tokio::task::spawn_blocking(move || library.import_bytes(&label, &png))
            .await
            .map_err(|error| WorkbenchError::internal(&error))?;
        let (media, why) = match imported {
            Ok(imported) => {
                let hash = imported.hash.clone();
                self.keep(&tokio::runtime::Handle::current(), imported);
                (hash, None)
            }
            Err(error) => {
                tracing::warn!(%error, "a pasted picture could not be kept");
                (String::new(), Some(unreadable(&error)))
            }
        };
        self.desk.with(&id, |draft| {
            draft.arrive(batch, slide(slide_id, name, media, why));
        })?;
        self.say_draft(&id);
        self.save_soon(&id);
        Ok(())
    }

    /// Puts another file in the place of a slide. Its description and its place stay; so does the way
    /// it was made to fit, as far as the new picture's shape needs one: a crop keeps its focus.
    ///
    /// # Errors
    /// A slide that is gone, a file that cannot be copied.
    pub async fn replace_slide(
        self: &Arc<Self>,
        draft: &str,
        slide: &str,
        path: PathBuf,
    ) -> Result<()> {
        let there = |open: &super::OpenDraft| open.doc.slides.iter().any(|own| own.id == slide);
        if !self.desk.with(draft, |open| there(open))? {
            return Err(WorkbenchError::SlideGone);
        }
        let name = file_name(&path);
        let library = self.library.clone();
        let (imported, _) =
            tokio::task::spawn_blocking(move || library.import_with_thumbnail(&path, THUMB))
                .await
                .map_err(|error| WorkbenchError::internal(&error))??;
        let hash = imported.hash.clone();
        self.keep(&tokio::runtime::Handle::current(), imported);
        self.desk.with(draft, |open| {
            if !there(open) {
                return Err(WorkbenchError::SlideGone);
            }
            open.change(word!("replacing a photo"), |doc| {
                self.put_in_place(doc, slide, hash, name);
            });
            Ok(())
        })??;
        self.render_missing(draft);
        self.say_draft(draft);
        self.save_soon(draft);
        Ok(())
    }

    async fn target_draft(self: &Arc<Self>, wanted: Option<&str>) -> Result<String> {
        match wanted.map(str::to_owned).or_else(|| self.desk.current()) {
            Some(id) if self.desk.has(&id) => Ok(id),
            _ => Ok(self.draft_new().await?.id),
        }
    }
}
