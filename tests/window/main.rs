//! The real window on the real programs: a real keychain, a real data folder, the practice Instagram over HTTP.

#![expect(clippy::indexing_slicing, reason = "tests")]

mod accessibility;
mod accounts;
mod flow;
mod room;
mod screens;
mod story;
