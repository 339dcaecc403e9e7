//! `cargo xtask setup`: everything that building and testing need, once.

use crate::error::Result;
use crate::install::{self, Purpose};
use crate::ui;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Ask nothing
    #[arg(long, short)]
    yes: bool,
}

pub(crate) fn everything(arguments: &Arguments) -> Result<()> {
    for_tests(arguments.yes)?;
    println!("This machine has what Fanfold needs.");
    Ok(())
}

/// All purposes at once: tests build the window, drive it, and run a keychain of their own.
pub(crate) fn for_tests(yes: bool) -> Result<()> {
    install::install(
        &[
            Purpose::Core,
            Purpose::Window,
            Purpose::Keychain,
            Purpose::WindowTest,
            Purpose::Clips,
        ],
        yes,
    )?;
    ui::install()
}
