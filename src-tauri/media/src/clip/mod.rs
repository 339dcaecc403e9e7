//! Clips made ready with ffmpeg: found, checked, driven and watched; its results judged by the same
//! probe and rules as everything else before they count.
//!
//! ffmpeg is a program of the machine, not linked: `ffmpeg-sidecar` starts it and reads what it
//! reports. Its own reading loop blocks until the program ends, so the loop here is our own: a clip
//! can be stopped, and a program that says nothing any more is ended.
//!
//! One kind of clip needs no program: see [`repack()`].
//!
//! Deliberately not here: what a clip needs (that is [`fanfold_domain::clip`]), and any download.

mod arguments;
mod ask;
mod encoder;
mod error;
mod find;
mod look;
mod make;
mod poster;
mod repack;
mod running;

pub use error::{ClipError, ToolError};
pub use find::Ffmpeg;
pub use make::{MadeClip, sweep};
pub use repack::repack;
pub use running::ClipProgress;
