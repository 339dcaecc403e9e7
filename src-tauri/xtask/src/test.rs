//! `cargo xtask test`: every check and test in the order in which a failure costs least.

use std::process::Command;
use std::time::{Duration, Instant};

use clap::ValueEnum;

use crate::disk;
use crate::display::Display;
use crate::error::{Error, Result};
use crate::fuzz;
use crate::keychain::Keychain;
use crate::process;
use crate::setup;
use crate::tools;
use crate::ui;
use crate::workspace::{self, FEATURES};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Run these steps and no others
    #[arg(long, value_delimiter = ',', value_name = "STEP")]
    only: Vec<Step>,
    /// Leave these steps out
    #[arg(long, value_delimiter = ',', value_name = "STEP")]
    skip: Vec<Step>,
    /// Go on after a step that failed
    #[arg(long)]
    keep_going: bool,
    /// Ask nothing before installing packages
    #[arg(long, short)]
    yes: bool,
}

/// In the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Step {
    /// Packages and tools that the checks need
    Setup,
    /// Rust is formatted
    Fmt,
    /// The window's web part: lint, types, tests, build
    Ui,
    /// Rust lints, warnings as errors
    Clippy,
    /// Documentation builds without a warning
    Docs,
    /// Compiles everything once, for the steps after it
    Build,
    /// All Rust tests, with a real keychain
    Tests,
    /// A minute of changed and invented files
    Fuzz,
    /// Licences, sources and duplicates of the dependencies
    Deny,
    /// No dependency that nothing uses
    Machete,
    /// The real window, driven as a person would
    Window,
}

enum Outcome {
    Passed,
    Failed(Error),
    Skipped,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let begin = Instant::now();
    let mut rows: Vec<(Step, Outcome, Duration)> = Vec::new();
    let mut stopped = false;
    for &step in Step::value_variants() {
        if stopped || !wanted(step, &arguments.only, &arguments.skip) {
            rows.push((step, Outcome::Skipped, Duration::ZERO));
            continue;
        }
        workspace::say(&format!("{}: {}", name(step), what(step)));
        let start = Instant::now();
        let outcome = match perform(step, arguments.yes) {
            Ok(()) => Outcome::Passed,
            Err(error) => {
                eprintln!("\n{}: {error}", name(step));
                stopped = !arguments.keep_going;
                Outcome::Failed(error)
            }
        };
        println!("{} took {}", name(step), seconds(start.elapsed()));
        rows.push((step, outcome, start.elapsed()));
    }
    summarise(&rows, begin.elapsed())
}

/// What of the two lists a step is in decides; without a list every step runs.
fn wanted(step: Step, only: &[Step], skip: &[Step]) -> bool {
    (only.is_empty() || only.contains(&step)) && !skip.contains(&step)
}

fn perform(step: Step, yes: bool) -> Result<()> {
    match step {
        Step::Setup => {
            disk::room_for_a_build(&workspace::target()?)?;
            setup::for_tests(yes)
        }
        Step::Fmt => process::run(workspace::cargo("fmt").args(["--all", "--check"])),
        Step::Ui => ui::check(),
        Step::Clippy => clippy(),
        Step::Docs => docs(),
        Step::Build => process::run(&mut build_all()),
        Step::Tests => tests(),
        Step::Fuzz => fuzz::run(&fuzz::Arguments::minute()),
        Step::Deny => {
            let mut deny = tools::DENY.command()?;
            process::run(deny.args(["--workspace", "check", "bans", "licenses", "sources"]))
        }
        Step::Machete => process::run(tools::MACHETE.command()?.arg("--with-metadata")),
        Step::Window => window(),
    }
}

fn clippy() -> Result<()> {
    let mut command = workspace::cargo("clippy");
    command.args(["--workspace", "--all-targets", "--features", FEATURES]);
    command.args([
        "--features",
        "fanfold-tests/window",
        "--",
        "--deny",
        "warnings",
    ]);
    process::run(&mut command)
}

fn docs() -> Result<()> {
    let mut command = workspace::cargo("doc");
    command.args([
        "--workspace",
        "--no-deps",
        "--document-private-items",
        "--features",
        FEATURES,
    ]);
    process::run(command.env("RUSTDOCFLAGS", "--deny warnings"))
}

/// Everything that the steps after it run, the window's tests included.
fn build_all() -> Command {
    let mut command = workspace::cargo("build");
    command.args(["--workspace", "--all-targets", "--features", FEATURES]);
    command.args(["--features", "fanfold-tests/window"]);
    command
}

fn tests() -> Result<()> {
    // The flows call the programs themselves, which testing alone does not build.
    process::run(&mut build_all())?;
    let keychain = Keychain::private()?;
    let mut command = workspace::cargo("test");
    command.args(["--workspace", "--no-fail-fast", "--features", FEATURES]);
    keychain.serve(&mut command);
    process::run(&mut command)
}

fn window() -> Result<()> {
    ui::build()?;
    // Run as a program, not by `cargo test --test window`: cargo would then choose other features for the dependencies
    // than when it builds the whole workspace, and compile most of them again.
    let program = workspace::executable(build_all(), "window")?;
    let display = Display::private()?;
    let keychain = Keychain::private()?;
    let mut command = Command::new(program);
    command.current_dir(workspace::root().join("tests"));
    // One window at a time: they share the display, and a focus change is part of what is tested.
    command.arg("--test-threads=1");
    command.env("FANFOLD_WINDOW_BIN", workspace::binary("fanfold")?);
    display.serve(&mut command);
    keychain.serve(&mut command);
    process::run(&mut command)
}

fn summarise(rows: &[(Step, Outcome, Duration)], total: Duration) -> Result<()> {
    workspace::say("Summary");
    let mut failed = Vec::new();
    for (step, outcome, time) in rows {
        let (word, time) = match outcome {
            Outcome::Passed => ("ok", seconds(*time)),
            Outcome::Failed(_) => ("FAILED", seconds(*time)),
            Outcome::Skipped => ("not run", String::new()),
        };
        println!("  {:<10} {word:<8} {time:>8}", name(*step));
        if let Outcome::Failed(error) = outcome {
            println!("             {error}");
            failed.push(name(*step));
        }
    }
    println!("  {:<10} {:<8} {:>8}", "total", "", seconds(total));
    if failed.is_empty() {
        return Ok(());
    }
    Err(Error::Checks(failed.join(", ")))
}

fn name(step: Step) -> String {
    step.to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}

fn what(step: Step) -> String {
    step.to_possible_value()
        .and_then(|value| value.get_help().map(ToString::to_string))
        .unwrap_or_default()
}

fn seconds(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        return format!("{:.1} s", time.as_secs_f64());
    }
    format!("{}:{:02} min", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_and_skip_choose_the_steps() {
        assert!(wanted(Step::Fmt, &[], &[]));
        assert!(wanted(Step::Fmt, &[Step::Fmt], &[]));
        assert!(!wanted(Step::Ui, &[Step::Fmt], &[]));
        assert!(!wanted(Step::Fmt, &[Step::Fmt], &[Step::Fmt]));
    }

    #[test]
    fn one_failed_step_fails_the_whole() {
        let rows = [
            (Step::Fmt, Outcome::Passed, Duration::ZERO),
            (
                Step::Ui,
                Outcome::Failed(Error::Checks("x".into())),
                Duration::ZERO,
            ),
        ];
        let error = summarise(&rows, Duration::ZERO).expect_err("a step failed");
        assert!(error.to_string().contains("ui"), "{error}");
    }

    #[test]
    fn long_times_are_told_in_minutes() {
        assert_eq!(seconds(Duration::from_millis(1500)), "1.5 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2:05 min");
    }
}
