//! Where things stand, and cargo as the tasks call it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::process;

/// What every build of the whole workspace names, so that cargo compiles each dependency once.
pub(crate) const FEATURES: &str = "fanfold/custom-protocol";

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    let manifest =
        env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let xtask = PathBuf::from(manifest);
    xtask
        .ancestors()
        .nth(2)
        .map_or(xtask.clone(), Path::to_owned)
}

/// The folder that cargo builds into.
pub(crate) fn target() -> Result<PathBuf> {
    let mut command = cargo("metadata");
    command.args(["--no-deps", "--format-version", "1"]);
    let what = || "`cargo metadata`".to_owned();
    let text = process::answer(&mut command).ok_or_else(|| Error::Answer {
        what: what(),
        detail: "nothing".into(),
    })?;
    let metadata: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| Error::Answer {
            what: what(),
            detail: error.to_string(),
        })?;
    let folder = metadata
        .get("target_directory")
        .and_then(serde_json::Value::as_str);
    folder.map(PathBuf::from).ok_or_else(|| Error::Answer {
        what: what(),
        detail: "no target folder".into(),
    })
}

/// A debug binary of ours.
pub(crate) fn binary(name: &str) -> Result<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    Ok(target()?.join("debug").join(file))
}

/// A binary of ours that was built for release.
pub(crate) fn released(name: &str) -> Result<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    Ok(target()?.join("release").join(file))
}

/// A cargo command at the root, free of what the cargo around this process left in the environment.
pub(crate) fn cargo(subcommand: &str) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    command.arg(subcommand).current_dir(root());
    command
}

/// Builds with `build` and tells where the test program `name` is.
pub(crate) fn executable(mut build: Command, name: &str) -> Result<PathBuf> {
    build.arg("--message-format=json-render-diagnostics");
    let messages = process::output(&mut build)?;
    let mut programs = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let target = message.get("target")?;
        let kind = target.get("kind")?.as_array()?;
        let wanted =
            target.get("name")?.as_str()? == name && kind.iter().any(|kind| kind == "test");
        let path = message.get("executable")?.as_str()?;
        wanted.then(|| PathBuf::from(path))
    });
    programs.next_back().ok_or_else(|| Error::Answer {
        what: "`cargo build`".into(),
        detail: format!("no test program called {name}"),
    })
}

/// A title above what a program prints.
pub(crate) fn say(title: &str) {
    println!("\n\u{2500}\u{2500} {title}");
}
