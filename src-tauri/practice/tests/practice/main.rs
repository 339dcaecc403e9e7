//! The practice Instagram over raw HTTP.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod access;
mod batch;
mod carousel;
mod durability;
mod extras;
mod faults;
mod guards;
mod placement;
mod refusals;
mod rehearsals;
mod signin;
mod support;
mod upload;
mod videos;
