//! Why a task stopped. Messages are whole sentences: they are the last thing a person reads.

use std::io;
use std::process::ExitStatus;

/// Each variant is another thing to do for whoever reads it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The machine lacks something that only a person can put there.
    #[error("{0}")]
    Machine(String),
    /// A program ran and said no.
    #[error("{what} did not succeed ({status}).")]
    Failed { what: String, status: ExitStatus },
    /// A program could not be started at all.
    #[error("{what} could not be started: {source}.")]
    Start { what: String, source: io::Error },
    /// A service was started and did not become ready.
    #[error("{what} did not get ready within {seconds} seconds.")]
    NotReady { what: String, seconds: u64 },
    /// Some checks failed; their own output says why.
    #[error("Not everything passed: {0}.")]
    Checks(String),
    #[error("{what}: {source}.")]
    Io { what: String, source: io::Error },
    #[error("{what} gave an answer that cannot be read: {detail}.")]
    Answer { what: String, detail: String },
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// 2 when the person has to change the machine first, else 1.
    pub(crate) fn exit_status(&self) -> u8 {
        match self {
            Self::Machine(_) => 2,
            _ => 1,
        }
    }

    /// For `map_err` on file work.
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}
