//! Where Instagram can fetch a picture.
//!
//! Instagram takes no image bytes; it fetches an address (Meta, IG User Media, 2026-09-11). A host
//! offers a file at one and takes it back. Here is the loopback host, for the practice Instagram
//! and tests; nothing beyond this computer can reach it.
//!
//! Deliberately not here: which host an account uses, and when a file is taken back.

mod host;
mod loopback;

pub use host::{Host, HostError, HostedUrl};
pub use loopback::LoopbackHost;
