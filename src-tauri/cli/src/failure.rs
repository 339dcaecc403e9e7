//! Exit codes and the words on stderr when something failed.

use std::fmt::Display;
use std::process::ExitCode;

use fanfold_workbench::WorkbenchError;
use serde_json::json;

use crate::args::Args;

/// Exit status of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, and nothing is wrong.
    Done,
    /// Done, and something is wrong with the content, or a post is left waiting.
    Wrong,
    /// Wrong usage.
    Usage,
    /// Fanfold itself failed.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::from(0),
            Exit::Wrong => Self::from(1),
            Exit::Usage => Self::from(2),
            Exit::Failed => Self::from(3),
        }
    }
}

/// Tells a person (or, with `--json`, a program) why a command failed.
pub(crate) fn report(args: &Args, error: &WorkbenchError) -> Exit {
    let exit = match error {
        WorkbenchError::Usage { .. } | WorkbenchError::PostGone | WorkbenchError::DraftGone => {
            Exit::Usage
        }
        WorkbenchError::NotNow(_) => Exit::Wrong,
        _ => Exit::Failed,
    };
    tracing::error!(code = error.code(), %error, "a command failed");
    if args.json {
        let document = json!({ "error": {
            "code": error.code(),
            "message": error.to_string(),
            "hint": error.hint(),
            "details": error.details(),
        } });
        crate::output::line(&document);
    }
    let hint = error
        .hint()
        .map(|hint| format!("\n{hint}"))
        .unwrap_or_default();
    say(args, &format!("{error}{hint}"), exit)
}

pub(crate) fn say(_args: &Args, why: &impl Display, exit: Exit) -> Exit {
    crate::output::warn(&why.to_string());
    exit
}
