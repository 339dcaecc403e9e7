//! `fanfold-cli`: everything the window can do, from a terminal, through the same library code.
//!
//! Arguments in, one operation of the workbench, its answer out. No logic lives here.

mod args;
mod bars;
mod commands;
mod details;
mod failure;
mod output;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Args;
use crate::failure::Exit;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are answers; the rest is wrong usage.
            let code = if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            };
            // A closed pipe is nobody's business.
            let _ = error.print();
            return code.into();
        }
    };
    // What waits for nobody needs no threads to wait on: they take longer than a few files.
    if let Some(exit) = commands::at_once(&args) {
        return exit.into();
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failure::say(&args, &error, Exit::Failed).into(),
    };
    let exit = runtime
        .block_on(commands::run(&args))
        .unwrap_or_else(|error| failure::report(&args, &error));
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    exit.into()
}
