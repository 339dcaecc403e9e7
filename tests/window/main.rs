//! The real window on the real programs: a real keychain, a real data folder, the practice Instagram over HTTP.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod accessibility;
mod accounts;
mod audit;
mod audit_modes;
mod coming_in;
mod compose;
mod flow;
mod hostile;
mod keyboard;
mod people;
mod picked;
mod previews;
mod queue;
mod reels;
mod room;
mod screens;
mod stage;
mod story;
mod wordbook;
mod writing;
