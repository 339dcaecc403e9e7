//! `fanfold-bench`: what `cargo xtask bench` runs. Makes the photos and films, plays the peers that need a
//! program of their own, times whole processes in pairs and scores what they wrote.
//!
//! Deliberately not here: installing and building (that is xtask's), and any judgement that fails a build. A
//! benchmark tells figures; whether they are good enough is for people to say.

#![expect(
    clippy::print_stdout,
    reason = "a shell: what it prints is its product"
)]

mod corpus;
mod error;
mod job;
mod naive;
mod pixels;
mod publish;
mod race;
mod reference;
mod score;
mod thumbs;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Result;

#[derive(Parser)]
#[command(about = "The programs behind `cargo xtask bench`")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Makes the photos and films, once
    Corpus(corpus::Arguments),
    /// Times Fanfold beside its peers and prints the table
    Media(race::Arguments),
    /// Times a whole publish beside what Instagram alone would take, and prints the table
    Publish(publish::Arguments),
    /// Measures the real window from inside and prints the table
    Window(window::Arguments),
    /// Makes photos ready as a first try with the `image` crate would
    Naive {
        #[arg(long)]
        out: PathBuf,
        files: Vec<PathBuf>,
    },
    /// Makes 320-pixel thumbnails with Fanfold's own code
    Thumbs {
        #[arg(long)]
        out: PathBuf,
        files: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Corpus(arguments) => corpus::make(&arguments),
        Task::Media(arguments) => race::run(&arguments),
        Task::Publish(arguments) => publish::run(&arguments),
        Task::Window(arguments) => window::run(&arguments),
        Task::Naive { out, files } => naive::all(&files, &out),
        Task::Thumbs { out, files } => thumbs::all(&files, &out),
    }
}
