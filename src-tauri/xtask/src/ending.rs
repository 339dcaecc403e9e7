//! The list of what a task has started, and ending all of it when a signal asks for the end.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// How long a program may take to end by itself before it is killed.
pub(crate) const GRACE: Duration = Duration::from_secs(3);
pub(crate) const POLL: Duration = Duration::from_millis(20);

struct Started {
    groups: BTreeSet<u32>,
    folders: BTreeSet<PathBuf>,
}

static STARTED: Mutex<Started> = Mutex::new(Started {
    groups: BTreeSet::new(),
    folders: BTreeSet::new(),
});

/// Set once a signal has asked for the end.
static ENDING: AtomicBool = AtomicBool::new(false);

fn started(change: impl FnOnce(&mut Started)) {
    let mut started = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
    change(&mut started);
}

pub(crate) fn note_group(group: u32) {
    started(|started| {
        started.groups.insert(group);
    });
}

pub(crate) fn forget_group(group: u32) {
    started(|started| {
        started.groups.remove(&group);
    });
}

pub(crate) fn note_folder(folder: &Path) {
    started(|started| {
        started.folders.insert(folder.to_owned());
    });
}

pub(crate) fn forget_folder(folder: &Path) {
    started(|started| {
        started.folders.remove(folder);
    });
}

/// Blocks for good once a signal has asked for the end: the thread that ends everything ends this process, too.
pub(crate) fn yield_to_the_end() {
    while ENDING.load(Ordering::Relaxed) {
        std::thread::park();
    }
}

/// From now on Ctrl-C, SIGTERM and SIGHUP end what was started before they end this process.
#[cfg(unix)]
pub(crate) fn end_everything_on_signals() -> Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])
        .map_err(Error::io("Ctrl-C cannot be watched for"))?;
    std::thread::spawn(move || {
        if let Some(number) = signals.forever().next() {
            ENDING.store(true, Ordering::Relaxed);
            end_everything();
            std::process::exit(128 + number);
        }
    });
    Ok(())
}

#[cfg(not(unix))]
pub(crate) fn end_everything_on_signals() -> Result<()> {
    Ok(())
}

/// Ends every group and folder that is still listed.
#[cfg(unix)]
fn end_everything() {
    let (mut groups, mut folders) = (BTreeSet::new(), BTreeSet::new());
    started(|started| {
        groups.clone_from(&started.groups);
        folders.clone_from(&started.folders);
    });
    for group in &groups {
        signal::ask(*group);
    }
    let deadline = Instant::now() + GRACE;
    while Instant::now() < deadline && groups.iter().any(|group| signal::reap_and_look(*group)) {
        std::thread::sleep(POLL);
    }
    for group in &groups {
        signal::kill(*group);
    }
    for folder in &folders {
        report(std::fs::remove_dir_all(folder));
    }
}

#[cfg(unix)]
fn report(removed: io::Result<()>) {
    if let Err(error) = removed {
        eprintln!("A temporary folder stays behind: {error}.");
    }
}

#[cfg(unix)]
pub(crate) mod signal {
    use rustix::process::{
        Pid, Signal, WaitOptions, kill_process_group, test_kill_process_group, waitpgid,
    };

    fn send(group: u32, signal: Signal) {
        // A group that is gone already is what is wanted.
        let _gone = pid(group).map(|pid| kill_process_group(pid, signal));
    }

    fn pid(group: u32) -> Option<Pid> {
        i32::try_from(group).ok().and_then(Pid::from_raw)
    }

    pub(crate) fn ask(group: u32) {
        send(group, Signal::TERM);
    }

    pub(crate) fn kill(group: u32) {
        send(group, Signal::KILL);
    }

    pub(crate) fn alive(group: u32) -> bool {
        pid(group).is_some_and(|pid| test_kill_process_group(pid).is_ok())
    }

    /// For the signal thread, which has no handle on the children.
    pub(crate) fn reap_and_look(group: u32) -> bool {
        let Some(pid) = pid(group) else { return false };
        let _status = waitpgid(pid, WaitOptions::NOHANG);
        test_kill_process_group(pid).is_ok()
    }
}

/// Elsewhere only the program itself can be ended; `Service` does so after the grace.
#[cfg(not(unix))]
pub(crate) mod signal {
    pub(crate) fn ask(_group: u32) {}
    pub(crate) fn kill(_group: u32) {}
    pub(crate) fn alive(_group: u32) -> bool {
        false
    }
}
