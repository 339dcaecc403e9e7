//! Cargo tools that a check needs: the one on the search path, else one installed below `target/`.

use std::path::PathBuf;
use std::process::Command;

use crate::error::{Error, Result};
use crate::machine;
use crate::process;
use crate::workspace;

/// A tool of crates.io with the versions that the checks were written for.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    version: &'static str,
}

pub(crate) const DENY: Tool = Tool {
    name: "cargo-deny",
    version: "^0.20",
};
pub(crate) const MACHETE: Tool = Tool {
    name: "cargo-machete",
    version: "^0.9",
};
pub(crate) const FUZZ: Tool = Tool {
    name: "cargo-fuzz",
    version: "^0.13",
};

impl Tool {
    /// Where the tool is, installing it when it is nowhere.
    pub(crate) fn path(&self) -> Result<PathBuf> {
        if machine::has_program(self.name) {
            return Ok(self.name.into());
        }
        let root = workspace::target()?.join("tools");
        let file = format!("{}{}", self.name, std::env::consts::EXE_SUFFIX);
        let path = root.join("bin").join(file);
        if path.is_file() {
            return Ok(path);
        }
        workspace::say(&format!("Installing {} (once)", self.name));
        // Unoptimised: compiling takes most of the time that the tool will ever run.
        let mut install = workspace::cargo("install");
        install.args([
            self.name,
            "--version",
            self.version,
            "--locked",
            "--debug",
            "--root",
        ]);
        process::run(install.arg(&root))?;
        if path.is_file() {
            return Ok(path);
        }
        Err(Error::Machine(format!(
            "{} was installed and is not at {}.",
            self.name,
            path.display()
        )))
    }

    pub(crate) fn command(&self) -> Result<Command> {
        let mut command = Command::new(self.path()?);
        command.current_dir(workspace::root());
        Ok(command)
    }
}
