//! Pictures and films as files: what they are ([`probe`]), and soon what becomes of them.

mod cancel;
mod probe;

pub use cancel::Cancel;
pub use probe::{probe, probe_bytes, probe_many};
