//! What can go wrong at the workbench, in words for a person.
//!
//! The variants are what a shell must treat differently; each has a stable code.

use std::fmt;

use fanfold_domain::word;

/// A failed operation.
#[derive(Debug, thiserror::Error)]
pub enum WorkbenchError {
    #[error("This draft is no longer here.")]
    DraftGone,
    #[error("This draft was written by a newer Fanfold and is left as it is.")]
    DraftNewer,
    #[error("This slide is no longer here.")]
    SlideGone,
    #[error("This post is no longer here.")]
    PostGone,
    #[error("{0}")]
    NotNow(String),
    #[error("{message}")]
    Usage { message: String },
    #[error("Fanfold cannot keep its data in {folder}: {why}")]
    DataFolder { folder: String, why: String },
    #[error("{path} cannot be written: {why}")]
    Output { path: String, why: String },
    #[error("{0}")]
    Store(#[from] fanfold_store::StoreError),
    #[error("{0}")]
    Library(#[from] fanfold_media::LibraryError),
    #[error("{0}")]
    Keychain(#[from] fanfold_secrets::KeychainError),
    #[error("The practice Instagram did not start: {0}")]
    Practice(String),
    /// An account that cannot be connected or used, and what its owner can do.
    #[error("{message}")]
    Account { message: String, hint: String },
    #[error("{}", .0.explanation.title)]
    Refused(Box<fanfold_domain::Refusal>),
    /// A post that could not be carried on here; it stays in the queue.
    #[error("{0}")]
    NotCarried(String),
    #[error("Another Fanfold has taken over this post.")]
    TakenOver,
    #[error("The clipboard cannot be read: {0}")]
    Clipboard(String),
    #[error("Fanfold stumbled over its own work: {0}")]
    Internal(String),
}

impl WorkbenchError {
    /// Stable name of the kind of failure.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DraftGone => "draft_gone",
            Self::DraftNewer => "draft_newer",
            Self::SlideGone => "slide_gone",
            Self::PostGone => "post_gone",
            Self::NotNow(_) => "not_now",
            Self::Usage { .. } => "usage",
            Self::DataFolder { .. } => "data_folder",
            Self::Output { .. } => "output",
            Self::Store(_) => "store",
            Self::Library(_) => "library",
            Self::Keychain(_) => "keychain",
            Self::Practice(_) => "practice",
            Self::Account { .. } => "account",
            Self::Refused(_) => "refused",
            Self::NotCarried(_) => "not_carried",
            Self::TakenOver => "taken_over",
            Self::Clipboard(_) => "clipboard",
            Self::Internal(_) => "internal",
        }
    }

    /// What to do about it, where there is something.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::DraftNewer => word!("Update Fanfold to open it."),
            Self::DataFolder { .. } => {
                word!("Check that the disk has room and the folder may be written to.")
            }
            Self::Output { .. } => {
                word!("Free some space or choose another folder, then try again.")
            }
            Self::NotCarried(_) => {
                word!("The post stays in the queue and goes on once that is mended.")
            }
            Self::Practice(_) => word!("Close other copies of Fanfold and try again."),
            Self::Account { hint, .. } => return Some(hint.clone()),
            Self::Refused(refusal) => return refusal.explanation.steps.first().cloned(),
            _ => return None,
        };
        Some(hint.to_owned())
    }

    /// For support.
    pub fn details(&self) -> Option<String> {
        match self {
            Self::Refused(refusal) => Some(refusal.explanation.technical.clone()),
            _ => None,
        }
    }

    /// Whatever the clipboard's owner said.
    pub fn clipboard(why: &impl fmt::Display) -> Self {
        Self::Clipboard(why.to_string())
    }

    /// A background task that did not come back.
    pub fn internal(why: &impl fmt::Display) -> Self {
        Self::Internal(why.to_string())
    }
}

impl From<fanfold_domain::Refusal> for WorkbenchError {
    fn from(refusal: fanfold_domain::Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

/// What every operation answers.
pub type Result<T> = std::result::Result<T, WorkbenchError>;
