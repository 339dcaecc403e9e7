//! The publish machine and its runner against an Instagram in memory that goes wrong on demand.
//! All time is virtual: hours of waiting pass in milliseconds.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic"
)]

mod crash;
mod fake;
mod faults;
mod fence;
mod histories;
mod matrix;
mod queueing;
mod world;
