//! The client against servers on loopback that do as told.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod endpoints;
mod failures;
mod login;
mod support;
