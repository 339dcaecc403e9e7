//! The database of one data folder: accounts, drafts, the media index, posts, their journal and
//! settings. The only room with SQL.
//!
//! One file a table. Migrations in `migrations/` are numbered and hash-checked. SQLite in WAL mode
//! with `synchronous=FULL`: a journal entry that was written is there after a power cut.
//!
//! Times are stored as whole milliseconds UTC: they compare and index as numbers, read the same in
//! every database, and cannot be written in two ways as text can.
//!
//! Deliberately not here: tokens (the keychain's), picture files (the media library's), and what a
//! publish run means (the `run` document is the publish room's, opaque here).

mod accounts;
mod calls;
mod claims;
#[cfg(feature = "crash-points")]
mod crash;
mod draft_lines;
mod drafts;
mod error;
mod fold;
mod journal;
mod media;
mod open;
mod owner;
mod posts;
mod prints;
mod queue;
mod settings;
mod time;
mod watch;

pub use accounts::{Account, Pause, PauseKind};
pub use calls::{CallRow, SlideOf};
pub use claims::{Beat, Claim, LEASE, Outlook, Spacing};
pub use draft_lines::DraftLine;
pub use drafts::SavedDraft;
pub use error::StoreError;
pub use journal::JournalRow;
pub use media::MediaRow;
pub use open::Store;
pub use posts::{Due, NewPost, PostRow, PostSave};
pub use queue::{Counts, MissedSave, PostLine};
pub use watch::Watch;

/// What every function of this room answers.
pub type Result<T> = std::result::Result<T, StoreError>;
