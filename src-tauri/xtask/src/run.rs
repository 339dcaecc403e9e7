//! `cargo xtask run`: Fanfold on the practice account, in a window or, where there is no display, in the terminal.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::install::{self, Purpose};
use crate::keychain::{self, Keychain};
use crate::machine;
use crate::process;
use crate::ui;
use crate::workspace;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Ask nothing before installing packages
    #[arg(long, short)]
    yes: bool,
    /// Keep drafts, media and logs here instead of the usual data folder
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Photos to open
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if machine::has_display() {
        window(arguments)
    } else {
        terminal(arguments)
    }
}

fn window(arguments: &Arguments) -> Result<()> {
    let own_keychain = !keychain::is_there();
    let mut purposes = vec![Purpose::Core, Purpose::Window];
    purposes.extend(own_keychain.then_some(Purpose::Keychain));
    install::install(&purposes, arguments.yes)?;
    ui::install()?;
    ui::build()?;
    workspace::say("Fanfold (the first build takes some minutes)");
    process::run(workspace::cargo("build").args([
        "--package",
        "fanfold",
        "--features",
        "custom-protocol",
    ]))?;

    let keychain = private_keychain(own_keychain)?;
    if keychain.is_some() {
        println!(
            "No keychain is running, so a private one was started. It forgets real accounts when Fanfold closes."
        );
    }
    println!("Fanfold is opening. Close its window, or press Ctrl+C here, to end it.");
    let mut fanfold = command(&workspace::binary("fanfold")?, arguments, keychain.as_ref());
    process::run(fanfold.arg("--practice").args(&arguments.files))
}

fn terminal(arguments: &Arguments) -> Result<()> {
    println!("There is no display here, so Fanfold does its main job in the terminal:");
    println!(
        "it publishes a sample carousel to the practice Instagram on this machine. Nothing leaves it."
    );
    let own_keychain = !keychain::is_open();
    let mut purposes = vec![Purpose::Core];
    purposes.extend(own_keychain.then_some(Purpose::Keychain));
    install::install(&purposes, arguments.yes)?;
    workspace::say("Fanfold for the terminal (the first build takes some minutes)");
    process::run(workspace::cargo("build").args(["--package", "fanfold-cli"]))?;

    let keychain = private_keychain(own_keychain)?;
    let photos = if arguments.files.is_empty() {
        samples()?
    } else {
        arguments.files.clone()
    };
    workspace::say(&format!("Publishing {} photos", photos.len()));
    let mut post = command(
        &workspace::binary("fanfold-cli")?,
        arguments,
        keychain.as_ref(),
    );
    post.arg("post")
        .args(photos)
        .args(["--account", "practice", "--fix", "--caption-file"]);
    process::run(post.arg(workspace::root().join("samples/caption.txt")))?;
    println!(
        "\nTo see it in Fanfold's window, run `cargo xtask run` on a desktop (or over `ssh -X`)."
    );
    Ok(())
}

fn private_keychain(wanted: bool) -> Result<Option<Keychain>> {
    wanted.then(Keychain::private).transpose()
}

/// A shell of ours with its data folder and keychain.
fn command(binary: &Path, arguments: &Arguments, keychain: Option<&Keychain>) -> Command {
    let mut command = Command::new(binary);
    if let Some(folder) = &arguments.data_dir {
        command.env("FANFOLD_DATA_DIR", folder);
    }
    if let Some(keychain) = keychain {
        keychain.serve(&mut command);
    }
    command
}

/// The sample photos, in order.
fn samples() -> Result<Vec<PathBuf>> {
    let folder = workspace::root().join("samples/photos");
    let entries = fs::read_dir(&folder).map_err(Error::io(folder.display().to_string()))?;
    let mut photos: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    photos.sort_by_key(|path| path.file_name().map(OsString::from));
    Ok(photos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_make_a_full_carousel() {
        assert_eq!(samples().expect("samples are in the repository").len(), 10);
    }
}
