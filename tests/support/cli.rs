//! `fanfold-cli` as a script calls it: arguments in, JSON lines and an exit status out.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::place;
use crate::process::Running;

/// One person's desk: a data folder of its own and a folder for files.
pub struct Desk {
    folder: TempDir,
}

/// What a call of `fanfold-cli` left behind.
#[derive(Debug)]
pub struct Outcome {
    /// The exit status; `None` when it was killed.
    pub status: Option<i32>,
    /// Every line of standard output that is JSON.
    pub lines: Vec<Value>,
    pub stdout: String,
    pub stderr: String,
}

impl Desk {
    /// An empty one.
    ///
    /// # Panics
    /// When no temporary folder can be made.
    #[expect(clippy::new_without_default, reason = "it makes a folder on the disk")]
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("fanfold-test-").tempdir();
        let folder = folder.expect("a temporary folder can be made");
        for name in ["data", "files"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder can be made");
        }
        Self { folder }
    }

    /// Drafts, media and journal.
    pub fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// A place for photos.
    pub fn files(&self) -> std::path::PathBuf {
        self.folder.path().join("files")
    }

    /// `fanfold-cli` on this desk, with waits a hundred times shorter.
    pub fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(place::program("fanfold-cli", "FANFOLD_CLI_BIN"));
        command
            .env("FANFOLD_DATA_DIR", self.data())
            .env("FANFOLD_TIME_SCALE", "100");
        command.args(arguments).stdin(Stdio::null());
        command
    }

    /// Runs it to its end.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Outcome {
        finish(self.command(arguments), b"")
    }

    /// Runs it with something to read.
    pub fn run_with<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        input: &[u8],
    ) -> Outcome {
        finish(self.command(arguments), input)
    }

    /// Publishes `files` to the practice account, mended, with a caption.
    pub fn post(&self, files: &[impl AsRef<Path>], caption: &str) -> Outcome {
        finish(self.posting(files, caption), b"")
    }

    /// The command of [`Desk::post`], to be killed in the middle.
    pub fn posting(&self, files: &[impl AsRef<Path>], caption: &str) -> Command {
        let file = self.files().join("caption.txt");
        std::fs::write(&file, caption).expect("the folder takes files");
        let mut command = self.command(["post"]);
        command.args(files.iter().map(AsRef::as_ref));
        command
            .args(["--account", "practice", "--fix", "--json", "--caption-file"])
            .arg(file);
        command
    }
}

/// Starts `command` and kills it once it has printed `lines` lines; fewer when it ended before.
pub fn kill_after(mut command: Command, lines: usize) -> Vec<String> {
    let mut running = Running::start(command.stdout(Stdio::piped()).stderr(Stdio::null()));
    let output = running.child.stdout.take().expect("it is piped");
    let seen = BufReader::new(output)
        .lines()
        .map_while(Result::ok)
        .take(lines)
        .collect();
    running.kill();
    seen
}

/// Runs a command to its end, with something to read.
///
/// # Panics
/// When it cannot be started.
pub fn finish(mut command: Command, input: &[u8]) -> Outcome {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("fanfold-cli starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    // A program that reads nothing closes its end; that is its right.
    let _closed = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().expect("fanfold-cli ends");
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let whole = serde_json::from_str::<Value>(&stdout).ok();
    let lines = match whole {
        Some(whole) => vec![whole],
        None => stdout
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect(),
    };
    Outcome {
        status: output.status.code(),
        lines,
        stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

impl Outcome {
    /// The one document, or the last line of a stream.
    pub fn result(&self) -> &Value {
        self.lines
            .last()
            .unwrap_or_else(|| panic!("no JSON came: {self:?}"))
    }

    /// A member of the result as text; empty when it is not there.
    pub fn text(&self, pointer: &str) -> &str {
        self.result()
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// Fails the test unless the exit status is `expected`.
    #[expect(
        clippy::return_self_not_must_use,
        reason = "often the assertion is all that is wanted"
    )]
    pub fn expect_status(self, expected: i32) -> Self {
        assert_eq!(
            self.status,
            Some(expected),
            "{}\n{}",
            self.stdout,
            self.stderr
        );
        assert!(
            !self.stderr.contains("panicked"),
            "it panicked:\n{}",
            self.stderr
        );
        self
    }
}
