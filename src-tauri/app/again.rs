//! Starting once more, when the Fanfold that ran before ended just as it was handed what this one was started with.
//!
//! Whoever quits and starts again at once would otherwise be told that Fanfold cannot start.

use std::process::ExitCode;

use crate::start;

/// The plugin that finds the Fanfold that runs already, and hands over to it.
const SINGLE: &str = "single-instance";

/// How often this was tried already, from one process to the one in its place.
const TRIES: &str = "FANFOLD_START_TRIES";

/// The other one took its leave each time; that many of them are no coincidence.
const MOST: u32 = 5;

/// Whether the one that ran before is why there is no window.
pub(crate) fn helps(error: &tauri::Error) -> bool {
    cfg!(unix) && is_single(error) && tries() < MOST
}

fn is_single(error: &tauri::Error) -> bool {
    matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == SINGLE)
}

fn tries() -> u32 {
    let said = std::env::var(TRIES).ok();
    said.and_then(|tries| tries.parse().ok())
        .unwrap_or_default()
}

/// Begins anew in the place of this process, with the same words on the command line. Comes back only where that fails.
pub(crate) fn start() -> ExitCode {
    match replace() {
        Ok(never) => match never {},
        Err(error) => start::fail(&error),
    }
}

#[cfg(unix)]
fn replace() -> std::io::Result<std::convert::Infallible> {
    use std::os::unix::process::CommandExt;
    let mut same = std::process::Command::new(std::env::current_exe()?);
    same.args(std::env::args_os().skip(1))
        .env(TRIES, (tries() + 1).to_string());
    Err(same.exec())
}

#[cfg(not(unix))]
fn replace() -> std::io::Result<std::convert::Infallible> {
    Err(std::io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_one_that_ran_before_is_a_reason() {
        let failed = |plugin: &str| {
            let why = "recipient disconnected from message bus without replying";
            tauri::Error::PluginInitialization(plugin.to_owned(), why.to_owned())
        };
        assert!(is_single(&failed(SINGLE)));
        assert!(!is_single(&failed("window-state")));
    }
}
