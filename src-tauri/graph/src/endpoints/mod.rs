//! Instagram's resources, one file each. Every method sends one call once, unless it says so.

pub(crate) mod batch;
pub(crate) mod container;
mod create;
pub(crate) mod grid;
pub(crate) mod insights;
pub(crate) mod me;
pub(crate) mod media;
pub(crate) mod photo;
pub(crate) mod places;
mod publish;
mod quota;
pub(crate) mod read;
pub(crate) mod upload;
