//! Instagram's resources, one file each. Every method sends one call once, unless it says so.

pub(crate) mod container;
pub(crate) mod me;
pub(crate) mod media;
pub(crate) mod publish;
pub(crate) mod quota;
pub(crate) mod read;
