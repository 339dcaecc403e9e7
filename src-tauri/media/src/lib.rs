//! Pictures and films as files: what they are ([`probe()`]), small ones to look at ([`thumbnail`]),
//! ready ones to publish ([`render()`]), and the [`Library`] that keeps them all.
//!
//! Everything here blocks and computes; callers put it on threads that may. Deliberately not here:
//! which repair a file needs (that is the domain's), and any network.

mod backdrop;
mod cancel;
mod clip;
mod color;
mod decode;
mod encode;
mod error;
mod expand;
mod fingerprint;
mod geometry;
mod guard;
#[cfg(feature = "heif")]
mod heif;
mod library;
mod picture;
mod planar;
mod probe;
mod raster;
mod render;
mod rights;
mod straighten;
mod strip;

pub use cancel::Cancel;
pub use clip::{ClipError, ClipProgress, Ffmpeg, MadeClip, ToolError, repack, sweep};
pub use error::{FixError, LibraryError};
pub use expand::expand;
pub use fingerprint::fingerprint;
pub use library::{Imported, Library, Output};
pub use probe::{SmallPicture, exif_thumbnail, probe, probe_bytes, probe_many};
pub use render::{Rendered, render, render_bytes, thumbnail, thumbnail_bytes, verify};
