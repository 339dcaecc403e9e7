//! Why a measurement stopped. Messages are whole sentences: they are the last thing a person reads.

use std::fmt::Display;
use std::io;
use std::path::Path;

/// Each variant is another place to look.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{what}: {source}.")]
    Io { what: String, source: io::Error },
    /// A picture could not be read, made or compared.
    #[error("{what}: {detail}.")]
    Picture { what: String, detail: String },
    /// A program that is measured, or that makes what is measured, said no.
    #[error("{what} did not succeed ({status}):\n{said}")]
    Program {
        what: String,
        status: String,
        said: String,
    },
    /// A program said yes and did not do the job.
    #[error("{what} did another job than asked: {detail}.")]
    Job { what: String, detail: String },
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// For `map_err` on file work.
    pub(crate) fn io(what: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        let what = what.as_ref().display().to_string();
        move |source| Self::Io { what, source }
    }

    /// For `map_err` on pixel work.
    pub(crate) fn picture<E: Display>(what: impl AsRef<Path>) -> impl FnOnce(E) -> Self {
        let what = what.as_ref().display().to_string();
        move |error| Self::Picture {
            what,
            detail: error.to_string(),
        }
    }
}
