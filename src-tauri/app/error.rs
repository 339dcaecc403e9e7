//! How a failure crosses to the window: a stable code, a sentence, what to do.

use fanfold_workbench::WorkbenchError;
use serde::Serialize;

/// A failed command, in words the window shows as they are.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub(crate) struct IpcError {
    /// Stable, for tests and decisions: `draft_gone`, `disk_full`, …
    pub code: String,
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// RFC 3339, when it is worth trying again.
    pub retry_at: Option<String>,
    /// For support.
    pub details: Option<String>,
}

impl From<WorkbenchError> for IpcError {
    fn from(error: WorkbenchError) -> Self {
        tracing::warn!(code = error.code(), %error, "a command failed");
        Self {
            code: error.code().to_owned(),
            message: fanfold_workbench::retold(&error.to_string()).into_owned(),
            hint: error.hint(),
            retry_at: None,
            details: error.details(),
        }
    }
}

/// What every command answers.
pub(crate) type Answer<T> = Result<T, IpcError>;
