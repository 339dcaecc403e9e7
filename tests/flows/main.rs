//! Whole jobs through `fanfold-cli`, as a script runs them: real files, a real keychain, real HTTP to the practice
//! Instagram, real kills.
//!
//! Run with `cargo xtask test --only build,tests`, which brings a keychain.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod accounts;
mod bad_input;
mod clips;
mod crash;
mod details;
mod faults;
mod files;
mod publish;
mod recorder;
mod reels;
mod schedule;
mod terminal;
