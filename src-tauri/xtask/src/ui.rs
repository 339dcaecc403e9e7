//! The window's web part: Node, its packages, its build.

use std::path::PathBuf;
use std::process::Command;

use crate::error::{Error, Result};
use crate::process;
use crate::stamp;
use crate::workspace;

/// The oldest Node that the build tools run on (`engines` in `ui/package.json`).
const NODE: (u32, u32) = (20, 19);

fn folder() -> PathBuf {
    workspace::root().join("ui")
}

/// Installs the packages of the lock file, unless they are there.
///
/// # Errors
/// [`Error::Machine`] without a new enough Node.
pub(crate) fn install() -> Result<()> {
    require_node()?;
    let folder = folder();
    let inputs = [
        folder.join("package.json"),
        folder.join("package-lock.json"),
    ];
    let modules = folder.join("node_modules");
    stamp::unless_unchanged(&modules.join(".fanfold-stamp"), &inputs, &modules, || {
        workspace::say("Packages of the window");
        npm(&["ci", "--no-audit", "--no-fund"])
    })
}

/// Builds the window's assets, unless nothing changed since the last time.
pub(crate) fn build() -> Result<()> {
    let folder = folder();
    let stamp = workspace::target()?.join("xtask/ui.stamp");
    let product = folder.join("dist/index.html");
    stamp::unless_unchanged(&stamp, &[folder], &product, || {
        workspace::say("Window");
        npm(&["run", "build"])
    })
}

/// Every check of the web part.
pub(crate) fn check() -> Result<()> {
    for task in ["lint", "check", "test"] {
        npm(&["run", task])?;
    }
    build()
}

fn npm(arguments: &[&str]) -> Result<()> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    process::run(Command::new(program).args(arguments).current_dir(folder()))
}

fn require_node() -> Result<()> {
    let found = process::answer(Command::new("node").arg("--version"));
    if found
        .as_deref()
        .and_then(version)
        .is_some_and(|found| found >= NODE)
    {
        return Ok(());
    }
    let found = found.map_or("none is installed".into(), |version| {
        format!("{version} is installed")
    });
    Err(Error::Machine(format!(
        "The window is built with Node {}.{} or newer with npm; {found}. Get it from https://nodejs.org, then run the same command again.",
        NODE.0, NODE.1
    )))
}

/// `v20.19.4` as (20, 19).
fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_compare_as_numbers() {
        assert!(version("v20.19.4").is_some_and(|found| found >= NODE));
        assert!(version("v22.1.0").is_some_and(|found| found >= NODE));
        assert!(version("v20.9.0").is_some_and(|found| found < NODE));
        assert_eq!(version("not a version"), None);
    }
}
