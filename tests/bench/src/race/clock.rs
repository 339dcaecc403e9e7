//! One whole process from its start to its end: how long, and how much memory at most.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

use crate::error::{Error, Result};

/// A program with its job.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    /// As the table calls it.
    pub(crate) name: &'static str,
    pub(crate) line: Vec<OsString>,
    /// Emptied before each run, outside the measured time.
    pub(crate) out: Option<PathBuf>,
    /// Exit statuses that mean the job was done.
    pub(crate) fine: &'static [i32],
    /// Processor cores it may use, all that there are or fewer.
    pub(crate) cores: usize,
}

/// What a run took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub(crate) wall: Duration,
    /// Time on all cores together: what a busy machine changes least.
    pub(crate) work: Duration,
    /// Bytes of memory at the highest point, of the largest process where a job takes several.
    pub(crate) peak: u64,
}

/// Lines of what a failed program said that are passed on.
const LINES: usize = 3;

/// Cores of this machine that this process may use.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Runs `program` once. What it says is thrown away unless it fails.
pub(crate) fn run(program: &Program, scratch: &Path) -> Result<Run> {
    if let Some(out) = &program.out {
        if out.exists() {
            fs::remove_dir_all(out).map_err(Error::io(out))?;
        }
        fs::create_dir_all(out).map_err(Error::io(out))?;
    }
    let said = scratch.join("said.txt");
    let mut command = command(program, scratch);
    command.stderr(File::create(&said).map_err(Error::io(&said))?);
    let start = Instant::now();
    let child = command.spawn().map_err(Error::io(program.name))?;
    let used = child.wait4().map_err(Error::io(program.name))?;
    let wall = start.elapsed();
    if used
        .status
        .code()
        .is_some_and(|code| program.fine.contains(&code))
    {
        return Ok(Run {
            wall,
            work: used.rusage.utime + used.rusage.stime,
            peak: used.rusage.maxrss,
        });
    }
    let said = fs::read_to_string(&said).unwrap_or_default();
    Err(Error::Program {
        what: program.name.into(),
        status: used.status.to_string(),
        said: said.lines().take(LINES).collect::<Vec<_>>().join("\n"),
    })
}

fn command(program: &Program, scratch: &Path) -> Command {
    let mut line = Vec::new();
    if program.cores < cores() {
        // Not only asked to use fewer threads, but kept from using more.
        let list = format!("0-{}", program.cores.saturating_sub(1));
        line.extend(["taskset", "--cpu-list", &list].map(OsString::from));
    }
    line.extend(program.line.iter().cloned());
    let mut words = line.into_iter();
    let mut command = Command::new(words.next().unwrap_or_default());
    let threads = program.cores.to_string();
    for name in [
        "RAYON_NUM_THREADS",
        "TOKIO_WORKER_THREADS",
        "VIPS_CONCURRENCY",
        "UV_THREADPOOL_SIZE",
    ] {
        command.env(name, &threads);
    }
    command
        .args(words)
        .env("FANFOLD_DATA_DIR", scratch.join("data"))
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, out: Option<PathBuf>) -> Program {
        Program {
            name: "sh",
            line: ["sh", "-c", script].map(OsString::from).to_vec(),
            out,
            fine: &[0],
            cores: cores(),
        }
    }

    #[test]
    fn every_run_finds_its_folder_empty() {
        let scratch = tempfile::tempdir().expect("a folder");
        let out = scratch.path().join("out");
        let script = format!("test -z \"$(ls {0})\" && touch {0}/made", out.display());
        let program = shell(&script, Some(out.clone()));
        for _ in 0..2 {
            let used = run(&program, scratch.path()).expect("it runs");
            assert!(used.peak > 0 && out.join("made").is_file());
        }
    }

    #[test]
    fn a_program_that_fails_is_told_with_what_it_said() {
        let scratch = tempfile::tempdir().expect("a folder");
        let error = run(&shell("echo too cold >&2; exit 3", None), scratch.path());
        let error = error.expect_err("it failed").to_string();
        assert!(error.contains("too cold"), "{error}");
    }
}
