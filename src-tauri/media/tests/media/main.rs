//! The media room over files made here: every byte's truth is known.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod damage;
mod films;
mod fingerprint;
mod fixed;
mod fixtures;
#[cfg(feature = "heif")]
mod heif;
mod library;
mod planar;
mod probing;
mod rendering;
mod truth;
mod turning;
