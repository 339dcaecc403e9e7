//! The practice Instagram over raw HTTP.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod carousel;
mod durability;
mod faults;
mod guards;
mod refusals;
mod support;
