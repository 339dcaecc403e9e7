//! Programs that a task starts, and the promise that each of them ends with it.
//!
//! Every program gets a process group of its own, and its id stands in a list until it has ended. A dropped
//! [`Service`], a Ctrl-C and a SIGTERM all end the whole group. On Linux a background program is also told to end when
//! this process dies without a chance to tidy up.

use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::ending::{self, GRACE, POLL, signal};
use crate::error::{Error, Result};
use crate::machine;

/// Runs a program to its end with its output on ours and nothing to read: its group is not the terminal's.
///
/// # Errors
/// [`Error::Start`] and [`Error::Failed`].
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if status.success() {
        return Ok(());
    }
    Err(Error::Failed {
        what: name(command),
        status,
    })
}

/// Like [`run`], for a program whose exit status is an answer.
pub(crate) fn status(command: &mut Command) -> Result<ExitStatus> {
    let what = name(command);
    let mut service = Service::spawn(command.stdin(Stdio::null()), what.clone())?;
    let status = service.child.wait();
    ending::yield_to_the_end();
    status.map_err(|source| Error::Start { what, source })
}

/// Runs a program that may ask the person something, so it stays in the terminal's foreground group.
pub(crate) fn run_interactive(command: &mut Command) -> Result<()> {
    let what = name(command);
    let status = command.status().map_err(|source| Error::Start {
        what: what.clone(),
        source,
    })?;
    if status.success() {
        return Ok(());
    }
    Err(Error::Failed { what, status })
}

/// Runs a program to its end and returns its standard output; what it says on the other stream is shown.
///
/// # Errors
/// As [`run`].
pub(crate) fn output(command: &mut Command) -> Result<String> {
    use std::io::Read;
    let what = name(command);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut service = Service::spawn(command, what.clone())?;
    let mut text = String::new();
    if let Some(mut pipe) = service.child.stdout.take() {
        let read = pipe.read_to_string(&mut text);
        read.map_err(Error::io(format!("What {what} printed cannot be read")))?;
    }
    let status = service.child.wait();
    let status = status.map_err(|source| Error::Start {
        what: what.clone(),
        source,
    })?;
    if status.success() {
        return Ok(text);
    }
    Err(Error::Failed { what, status })
}

/// What a short program printed, or `None` when it is missing or failed.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The program and its first arguments, as a person would type them.
fn name(command: &Command) -> String {
    let mut words = vec![
        std::path::Path::new(command.get_program())
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
    ];
    words.extend(
        command
            .get_args()
            .take(3)
            .map(|word| word.to_string_lossy().into_owned()),
    );
    format!("`{}`", words.join(" "))
}

/// A program running in the background; dropping it ends it and everything it started.
pub(crate) struct Service {
    pub(crate) child: Child,
}

impl Service {
    /// Starts `command` in a process group of its own.
    pub(crate) fn spawn(command: &mut Command, what: String) -> Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command
            .spawn()
            .map_err(|source| Error::Start { what, source })?;
        ending::note_group(child.id());
        Ok(Self { child })
    }

    /// Waits, no longer than the grace, until nothing of the group runs any more.
    fn ends(&mut self, group: u32) -> bool {
        let deadline = Instant::now() + GRACE;
        // The leader is reaped first: a group with nothing but zombies in it still counts as alive.
        while matches!(self.child.try_wait(), Ok(None)) || signal::alive(group) {
            if Instant::now() > deadline {
                return false;
            }
            std::thread::sleep(POLL);
        }
        true
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let group = self.child.id();
        signal::ask(group);
        if !self.ends(group) {
            signal::kill(group);
            // Where there are no process groups, at least the program itself.
            let killed = self.child.kill();
            if !self.ends(group) {
                eprintln!("A program that was started did not end (process {group}): {killed:?}.");
            }
        }
        ending::forget_group(group);
    }
}

/// A command for a program that has to end with this process, even when this process is killed.
pub(crate) fn background(program: &str) -> Command {
    if cfg!(target_os = "linux") && machine::has_program("setpriv") {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "TERM", "--", program]);
        return command;
    }
    Command::new(program)
}

/// A private folder that goes away with the task.
pub(crate) struct Scratch {
    folder: tempfile::TempDir,
}

impl Scratch {
    pub(crate) fn new() -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("fanfold-")
            .tempdir()
            .map_err(Error::io("A temporary folder could not be made"))?;
        ending::note_folder(folder.path());
        Ok(Self { folder })
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        self.folder.path()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        ending::forget_folder(self.folder.path());
    }
}

/// Waits until `ready` says so.
///
/// # Errors
/// [`Error::NotReady`] after ten seconds.
pub(crate) fn wait_until(what: &str, mut ready: impl FnMut() -> bool) -> Result<()> {
    let limit = Duration::from_secs(10);
    let deadline = Instant::now() + limit;
    while !ready() {
        if Instant::now() > deadline {
            return Err(Error::NotReady {
                what: what.to_owned(),
                seconds: limit.as_secs(),
            });
        }
        std::thread::sleep(POLL);
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_service_takes_its_children_with_it() {
        let mut command = background("sh");
        command.args(["-c", "sleep 600 & sleep 600"]);
        let service = Service::spawn(&mut command, "sh".into()).expect("sh starts");
        let group = service.child.id();
        assert!(signal::alive(group));
        drop(service);
        assert!(!signal::alive(group));
    }

    #[test]
    fn a_program_that_ignores_the_polite_request_is_killed() {
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' TERM; echo ready; while :; do sleep 1; done"]);
        let mut service =
            Service::spawn(command.stdout(Stdio::piped()), "sh".into()).expect("sh starts");
        let group = service.child.id();
        let mut line = String::new();
        let output = service.child.stdout.take().expect("it is piped");
        std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut line)
            .expect("it says that the signal is ignored");
        signal::ask(group);
        assert!(
            signal::alive(group),
            "the test program must ignore the request"
        );
        drop(service);
        assert!(!signal::alive(group));
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error =
            run(&mut Command::new("no-such-program-anywhere")).expect_err("it cannot start");
        assert!(
            error.to_string().contains("no-such-program-anywhere"),
            "{error}"
        );
    }

    #[test]
    fn a_program_that_says_no_is_an_error() {
        assert!(matches!(
            run(&mut Command::new("false")),
            Err(Error::Failed { .. })
        ));
    }
}
