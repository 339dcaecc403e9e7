//! The proofs of “published exactly once”: every step of a publish with every fault, every place to be killed at, two
//! programs at one queue. Each prints a table with its count, also when it passes.
//!
//! Run with `cargo xtask test --only build,tests`, which brings a keychain.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod cell;
mod clocks;
mod expected;
mod faults;
mod kill;
mod matrix;
mod together;
