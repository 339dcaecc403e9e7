//! `cargo xtask`: sets the machine up, builds, runs and checks Fanfold.
//!
//! The first `cargo xtask` on a machine compiles this crate alone, so its dependencies stay few. Deliberately not
//! here: anything that a shipped Fanfold needs, and any check that a plain `cargo test` can make.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a shell: what it prints is its product"
)]

mod bench;
mod bindings;
mod disk;
mod display;
mod ending;
mod error;
mod fuzz;
mod install;
mod keychain;
mod machine;
mod process;
mod run;
mod setup;
mod stamp;
mod test;
mod tools;
mod ui;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Error;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "Sets the machine up, builds, runs and checks Fanfold"
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Installs what building Fanfold needs (asks first)
    Setup(setup::Arguments),
    /// Builds Fanfold and opens it on the practice account; without a display, publishes a sample post in the terminal
    Run(run::Arguments),
    /// Runs every check and test, the same ones as continuous integration
    Test(test::Arguments),
    /// Measures Fanfold beside other programs and prints a table
    Bench(bench::Arguments),
    /// Feeds changed and invented files to everything that reads a user's file
    Fuzz(fuzz::Arguments),
    /// Writes the TypeScript types of the window again from the Rust ones
    Bindings,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Err(error) = ending::end_everything_on_signals() {
        return fail(&error);
    }
    let outcome = match arguments.task {
        Task::Setup(arguments) => setup::everything(&arguments),
        Task::Run(arguments) => run::run(&arguments),
        Task::Test(arguments) => test::run(&arguments),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Fuzz(arguments) => fuzz::run(&arguments),
        Task::Bindings => bindings::write(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn fail(error: &Error) -> ExitCode {
    eprintln!("\n{error}");
    ExitCode::from(error.exit_status())
}
