//! Builders and fixtures shared by the suites: photos made by code, a practice Instagram beside a data folder,
//! `fanfold-cli` as a script would call it, and the real window as a person would use it.
//!
//! Deliberately not here: any part of Fanfold itself. The suites talk to its programs from the outside; only the
//! practice Instagram runs in the test's own process, so that it outlives a program that is killed.

pub mod bucket;
pub mod cli;
pub mod exif;
pub mod films;
pub mod http;
pub mod photos;
pub mod place;
pub mod practice;
pub mod process;
pub mod window;
