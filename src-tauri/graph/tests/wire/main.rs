//! The client against servers on loopback that do as told.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod create;
mod endpoints;
mod failures;
mod login;
mod others;
mod support;
mod upload;
