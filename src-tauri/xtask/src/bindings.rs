//! The window's TypeScript types, generated from the Rust ones by a test of the app that can also write.
//!
//! That they are current is checked by the same test, as part of the step `tests`.

use std::fs;
use std::time::SystemTime;

use crate::error::{Error, Result};
use crate::process;
use crate::workspace::{self, FEATURES};

/// Set, the app's test writes the file; unset, it fails when the file is stale.
const WRITE: &str = "FANFOLD_WRITE_BINDINGS";

pub(crate) fn write() -> Result<()> {
    let start = SystemTime::now();
    // Named with the whole workspace, so that nothing is compiled twice.
    let mut command = workspace::cargo("test");
    command.args([
        "--quiet",
        "--workspace",
        "--features",
        FEATURES,
        "--lib",
        "--",
        "bindings",
    ]);
    process::run(command.env(WRITE, "1"))?;
    let file = workspace::root().join("ui/src/lib/ipc/bindings.ts");
    let written = fs::metadata(&file).and_then(|facts| facts.modified());
    if written.is_ok_and(|written| written >= start) {
        println!("Wrote {}.", file.display());
        return Ok(());
    }
    Err(Error::Answer {
        what: "The app's test of the bindings".into(),
        detail: format!("{} was not written", file.display()),
    })
}
