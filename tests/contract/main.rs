//! What must hold between the rooms, and in every file: the walls, the outside systems each room may touch, and the
//! house rules that a compiler does not check.

#![expect(clippy::unwrap_used, reason = "tests")]

mod files;
mod gateway;
mod house;
mod kinds;
mod manifests;
mod sign_in;
mod walls;
mod words;
