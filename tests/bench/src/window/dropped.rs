//! Fifty mixed files at once: whether the page answers while they are copied, read, shrunk and judged.
//!
//! They come in as "Open with…" hands them over, which ends in the same import as a drop: nothing can be dropped from
//! outside a window system.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::figures::Figures;
use super::moves::told;
use super::{Arguments, mixed, noted, open};
use crate::error::{Error, Result};
use crate::race::table::Table;

/// Each in a new window over an empty folder: what was kept once is not taken in again.
const ROUNDS: usize = 3;

/// A task that is longer makes people wait for the window.
const GOAL: f64 = 100.0;

/// How often the page is asked whether it is done; each time costs it a moment.
const ASKING: Duration = Duration::from_millis(250);

/// One drop as the page saw it.
struct Seen {
    late: Figures,
    frames: Figures,
    taken: f64,
    note: String,
}

pub(super) fn measure(arguments: &Arguments, photos: &[PathBuf], table: &mut Table) -> Result<()> {
    let folder = arguments.photos.join("mixed");
    let files = mixed::files_of_every_kind(&folder, photos, &arguments.samples, &arguments.known)?;
    let (mut late, mut frames) = (Figures::new(Vec::new()), Figures::new(Vec::new()));
    let (mut taken, mut note) = (Vec::new(), String::new());
    for _ in 0..ROUNDS {
        let seen = drop_of(arguments, &files)?;
        late = late.and(seen.late);
        frames = frames.and(seen.frames);
        taken.push(seen.taken);
        note = seen.note;
    }
    let count = files.len();
    let what = format!("{count} mixed files: page does not answer");
    late.longest(&what, GOAL, "", table);
    told(&frames, &late, "Frames while they come in", "", table);
    Figures::new(taken).told(
        "Until the last is judged and painted",
        String::new(),
        note,
        table,
    );
    Ok(())
}

fn drop_of(arguments: &Arguments, files: &[PathBuf]) -> Result<Seen> {
    let folder = tempfile::tempdir().map_err(Error::io("a folder"))?;
    let window = open(arguments, folder.path());
    window.wait("button", "Start with practice").click();
    window.wait("button", "New draft");
    window.settle();
    window.script(
        "window.fanfoldBench.dropping(arguments[0])",
        &json!([files.len()]),
    );
    window.open_with(files);
    let deadline = Instant::now() + Duration::from_mins(3);
    let done = "return window.fanfoldBench.taken.length > 0";
    while window.script(done, &json!([])) != Value::Bool(true) {
        if Instant::now() > deadline {
            return Err(Error::Job {
                what: format!("{} files", files.len()),
                detail: window.outline(),
            });
        }
        std::thread::sleep(ASKING);
    }
    let (late, frames) = (noted(&window, "late"), noted(&window, "frames"));
    let shown = window.script("return window.fanfoldBench.shown", &json!([]));
    let of = |name: &str| shown.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    Ok(Seen {
        late,
        frames,
        taken: noted(&window, "taken").at(1.0),
        note: format!(
            "progress in {} steps, it and Cancel in {:.0} % of the frames",
            of("steps"),
            of("stoppable") * 100.0 / of("frames")
        ),
    })
}
