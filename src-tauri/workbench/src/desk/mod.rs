//! Drafts that are open: their present, their past, what is still arriving and what is being
//! fixed. All in memory; `save` carries it to the disk.

mod clips;
mod details;
mod fix;
mod import;
mod list;
mod open;
mod operations;
mod overflow;
mod people;
mod remake;
mod repair;
mod row;
mod save;
mod shelf;
mod turn;

use std::collections::HashMap;
use std::sync::Mutex;

pub(crate) use clips::ClipTool;
pub(crate) use fix::worth_fixing;
pub(crate) use import::THUMB;
pub(crate) use list::DraftList;
pub(crate) use open::{Incoming, OpenDraft, Saved};
pub(crate) use repair::no_room;
pub(crate) use row::InRow;
pub(crate) use shelf::{Shelf, tag};

use crate::error::{Result, WorkbenchError};

/// The open drafts, and which of them the window shows.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    drafts: HashMap<String, OpenDraft>,
    current: Option<String>,
    last_saved: Option<String>,
}

impl Desk {
    /// Works on one open draft. The lock is held for the closure only: no I/O in it.
    pub(crate) fn with<T>(&self, id: &str, work: impl FnOnce(&mut OpenDraft) -> T) -> Result<T> {
        let mut inner = self.lock();
        inner
            .drafts
            .get_mut(id)
            .map(work)
            .ok_or(WorkbenchError::DraftGone)
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.lock().drafts.contains_key(id)
    }

    /// Lays a draft on the desk; one that is there already stays as it is.
    pub(crate) fn put(&self, draft: OpenDraft) {
        self.lock().drafts.entry(draft.id.clone()).or_insert(draft);
    }

    pub(crate) fn take(&self, id: &str) -> Option<OpenDraft> {
        let mut inner = self.lock();
        if inner.current.as_deref() == Some(id) {
            inner.current = None;
        }
        inner.drafts.remove(id)
    }

    pub(crate) fn show(&self, id: &str) {
        self.lock().current = Some(id.to_owned());
    }

    pub(crate) fn current(&self) -> Option<String> {
        self.lock().current.clone()
    }

    /// Remembers the draft that was saved last; true when it was this one before too.
    pub(crate) fn saved_last(&self, id: &str) -> bool {
        let mut inner = self.lock();
        let same = inner.last_saved.as_deref() == Some(id);
        if !same {
            inner.last_saved = Some(id.to_owned());
        }
        same
    }

    pub(crate) fn ids(&self) -> Vec<String> {
        self.lock().drafts.keys().cloned().collect()
    }

    /// Drafts that the database does not know.
    pub(crate) fn never_saved(&self) -> Vec<String> {
        let inner = self.lock();
        let new = inner.drafts.values().filter(|draft| draft.stored == 0);
        new.map(|draft| draft.id.clone()).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        // A panic while holding it left a whole draft: every change is a single assignment.
        self.inner
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
