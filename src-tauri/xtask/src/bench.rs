//! `cargo xtask bench`: gets the peers, builds for release and lets `fanfold-bench` measure.
//!
//! Deliberately not here: the measuring itself, which needs pixels and statistics that xtask must not compile first.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::display::Display;
use crate::error::{Error, Result};
use crate::install::{self, Purpose};
use crate::keychain::Keychain;
use crate::machine;
use crate::process;
use crate::stamp;
use crate::ui;
use crate::workspace::{self, FEATURES};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Photos and films: speed, memory and quality beside sharp, libvips, ffprobe and a naive program
    Media(Media),
    /// The real window: keys, a drag, a crop, a draft that opens, fifty files at once, a search, and its start beside a bare Tauri window
    Window(Window),
    /// A ten-slide carousel beside the critical path that Instagram's latency and processing allow
    Publish(Publish),
}

#[derive(clap::Args)]
struct Publish {
    /// Milliseconds that every call takes
    #[arg(long, default_value = "0,100,300", value_name = "MS,…")]
    latency: String,
    /// Milliseconds of processing
    #[arg(long, default_value = "0,600,2000,5000", value_name = "MS,…")]
    processing: String,
    /// Measures the debug build: waits are the same, and it is there already
    #[arg(long)]
    debug: bool,
}

#[derive(clap::Args)]
struct Window {
    /// Ask nothing before installing packages
    #[arg(long, short)]
    yes: bool,
    /// Starts of each window that count
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Drafts that are searched
    #[arg(long, default_value_t = 10_000)]
    drafts: u32,
    /// Only these: start, typing, drag, crop, opening, dropped, search
    #[arg(long, value_name = "WHAT,…")]
    set: Option<String>,
    /// Measures the debug build: its core is slower, and it is there already
    #[arg(long)]
    debug: bool,
}

#[derive(clap::Args)]
struct Media {
    /// Ask nothing before installing packages
    #[arg(long, short)]
    yes: bool,
    /// Runs of each that count
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Only these: jpeg12, jpeg12srgb, jpeg48, mix10, thumbs, probe, films, container, scaling, quality
    #[arg(long, value_name = "JOB,…")]
    set: Option<String>,
    /// Processor cores, one line each
    #[arg(long, default_value = "2,1", value_name = "N,…")]
    threads: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    match &arguments.what {
        What::Media(media) => measure_media(media),
        What::Publish(publish) => measure_publish(publish),
        What::Window(window) => measure_window(window),
    }
}

fn measure_window(arguments: &Window) -> Result<()> {
    install::install(
        &[
            Purpose::Core,
            Purpose::Window,
            Purpose::Keychain,
            Purpose::WindowTest,
        ],
        arguments.yes,
    )?;
    let folder = workspace::target()?.join("bench");
    fs::create_dir_all(&folder).map_err(Error::io(folder.display().to_string()))?;
    ui::build()?;
    // With the features of every other build of the whole workspace, so that no dependency is compiled again.
    let mut build = workspace::cargo("build");
    build.args(["--workspace", "--features", FEATURES]);
    build.args(["--features", "fanfold-bench/bare"]);
    build.args(if arguments.debug {
        &[] as &[&str]
    } else {
        &["--release"]
    });
    for program in ["fanfold", "fanfold-bench", "fanfold-bare-window"] {
        build.args(["--bin", program]);
    }
    process::run(&mut build)?;
    let program = |name| {
        if arguments.debug {
            workspace::binary(name)
        } else {
            workspace::released(name)
        }
    };
    let display = Display::private()?;
    let keychain = Keychain::private()?;
    let mut measure = Command::new(program("fanfold-bench")?);
    measure
        .args(["window", "--fanfold"])
        .arg(program("fanfold")?);
    measure.arg("--bare").arg(program("fanfold-bare-window")?);
    measure
        .arg("--samples")
        .arg(workspace::root().join("samples/photos"));
    measure.arg("--photos").arg(folder.join("window-photos"));
    measure.arg("--report").arg(folder.join("window.md"));
    measure.args(["--rounds", &arguments.rounds.to_string()]);
    measure.args(["--drafts", &arguments.drafts.to_string()]);
    if let Some(set) = &arguments.set {
        measure.args(["--set", set]);
    }
    display.serve(&mut measure);
    keychain.serve(&mut measure);
    process::run(&mut measure)
}

fn measure_publish(arguments: &Publish) -> Result<()> {
    let folder = workspace::target()?.join("bench");
    fs::create_dir_all(&folder).map_err(Error::io(folder.display().to_string()))?;
    let profile: &[&str] = if arguments.debug { &[] } else { &["--release"] };
    for package in ["fanfold-cli", "fanfold-bench"] {
        let mut build = workspace::cargo("build");
        process::run(build.args(profile).args(["--package", package]))?;
    }
    let program = |name| {
        if arguments.debug {
            workspace::binary(name)
        } else {
            workspace::released(name)
        }
    };
    let keychain = Keychain::private()?;
    let mut measure = Command::new(program("fanfold-bench")?);
    measure
        .args(["publish", "--cli"])
        .arg(program("fanfold-cli")?);
    measure.args(["--latency", &arguments.latency]);
    measure.args(["--processing", &arguments.processing]);
    measure.arg("--report").arg(folder.join("publish.md"));
    keychain.serve(&mut measure);
    process::run(&mut measure)
}

fn measure_media(arguments: &Media) -> Result<()> {
    install::install(&[Purpose::Core, Purpose::Bench], arguments.yes)?;
    let folder = workspace::target()?.join("bench");
    let sharp = sharp(&folder.join("node"))?;
    workspace::say("Fanfold for release (the first build takes some minutes)");
    // One after the other: together, cargo would give the shipped program what only the benchmark asks for.
    for package in ["fanfold-cli", "fanfold-bench"] {
        process::run(workspace::cargo("build").args(["--release", "--package", package]))?;
    }
    let bench = workspace::released("fanfold-bench")?;
    let corpus = folder.join("corpus");
    let mut make = Command::new(&bench);
    make.args(["corpus", "--folder"]).arg(&corpus);
    process::run(
        make.arg("--samples")
            .arg(workspace::root().join("samples/photos")),
    )?;

    workspace::say("Measuring (best on a machine that does nothing else)");
    let mut measure = Command::new(&bench);
    measure
        .args(["media", "--cli"])
        .arg(workspace::released("fanfold-cli")?);
    measure.arg("--sharp").arg(sharp);
    measure.arg("--corpus").arg(corpus);
    measure.arg("--root").arg(workspace::root());
    measure.arg("--report").arg(folder.join("media.md"));
    measure.args([
        "--rounds",
        &arguments.rounds.to_string(),
        "--threads",
        &arguments.threads,
    ]);
    if let Some(set) = &arguments.set {
        measure.args(["--set", set]);
    }
    process::run(&mut measure)
}

/// Installs sharp into `folder`, unless it is there, and tells where its program stands.
fn sharp(folder: &Path) -> Result<PathBuf> {
    for program in ["node", "npm"] {
        if !machine::has_program(program) {
            return Err(Error::Machine(format!(
                "One of the peers, sharp, needs Node 20 with npm, and {program} is not installed. Get it from https://nodejs.org, then run the same command again."
            )));
        }
    }
    fs::create_dir_all(folder).map_err(Error::io(folder.display().to_string()))?;
    let peers = workspace::root().join("tests/bench/peers");
    for name in ["package.json", "package-lock.json", "sharp.mjs"] {
        let copied = fs::copy(peers.join(name), folder.join(name));
        copied.map_err(Error::io(format!("{name} could not be put in place")))?;
    }
    let inputs = [
        folder.join("package.json"),
        folder.join("package-lock.json"),
    ];
    let modules = folder.join("node_modules");
    stamp::unless_unchanged(&folder.join("stamp"), &inputs, &modules, || {
        workspace::say("sharp");
        let mut npm = Command::new("npm");
        process::run(
            npm.args(["ci", "--no-audit", "--no-fund"])
                .current_dir(folder),
        )
    })?;
    Ok(folder.join("sharp.mjs"))
}
