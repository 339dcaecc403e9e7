//! Clips made ready by the machine's own ffmpeg, from sources that it made too. Without ffmpeg
//! these tests fail: `cargo xtask test` installs it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod asked;
mod every_kind;
mod repacked;
mod sources;
mod tools;
mod trouble;
