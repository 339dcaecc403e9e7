//! Short questions to a program that may be anything: bounded time, bounded answer.

use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::running::Group;

/// `-encoders` of a full build has 20 kB.
const MOST: u64 = 1 << 20;

const TICK: Duration = Duration::from_millis(5);

/// What `program` prints on standard output; `None` when it cannot be run, fails, or takes longer
/// than `patience`.
pub(super) fn ask<A: AsRef<OsStr>>(
    program: &Path,
    arguments: &[A],
    patience: Duration,
) -> Option<String> {
    let end = Instant::now() + patience;
    let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
    let mut group = Group::start(program, &arguments).ok()?;
    let mut errors = group.child.take_stderr()?;
    // Read, so that it never waits for somebody to listen; what it says there is of no use.
    std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::sink()));
    let out = group.child.take_stdout()?;
    let (send, answer) = mpsc::channel();
    std::thread::spawn(move || {
        let mut text = Vec::new();
        let read = out.take(MOST).read_to_end(&mut text);
        // Nobody waits any more when the time is over.
        let _ = send.send(read.map(|_| text));
    });
    let text = answer.recv_timeout(patience).ok()?.ok()?;
    while Instant::now() < end {
        if let Some(code) = group.ended() {
            let text = String::from_utf8_lossy(&text).into_owned();
            return (code == 0).then_some(text);
        }
        std::thread::sleep(TICK);
    }
    None
}
