//! The publish machine and its runner against an Instagram in memory that goes wrong on demand.
//! All time is virtual: hours of waiting pass in milliseconds.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that fails may panic, and says what it counted"
)]

mod clips;
mod crash;
mod fake;
mod faults;
mod fence;
mod histories;
mod history;
mod matrix;
mod queueing;
mod world;
