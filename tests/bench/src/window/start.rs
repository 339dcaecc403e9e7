//! From the program's begin to the first thing on the screen, beside a window with nothing in it.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fanfold_tests::window::Window;
use serde_json::json;

use super::figures::{Figures, verdict};
use super::{Arguments, data};
use crate::error::{Error, Result};
use crate::race::table::{Table, times};

/// Of the bare window's time, at most.
const GOAL: f64 = 1.25;

/// A second's ticks in `/proc` (Linux: `USER_HZ`, 100 on every architecture that it matters on).
const TICKS: f64 = 100.0;

/// When the first content was painted, in milliseconds since 1970.
const PAINTED: &str = "const done = arguments[arguments.length - 1];
    (function look() {
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      if (paint) done(performance.timeOrigin + paint.startTime); else setTimeout(look, 20);
    })()";

/// When Fanfold's first room was painted: its own mark, set in the frame that shows it.
const ROOM: &str = "const done = arguments[arguments.length - 1];
    (function look() {
      const mark = performance.getEntriesByName('room')[0];
      if (mark) done(performance.timeOrigin + mark.startTime); else setTimeout(look, 20);
    })()";

pub(super) fn measure(arguments: &Arguments, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir().map_err(Error::io("a folder"))?;
    // As after some weeks: an account is not needed to begin, drafts are.
    data::many_drafts(folder.path(), 200)?;
    let empty = tempfile::tempdir().map_err(Error::io("a folder"))?;
    let (mut ours, mut rooms, mut bare, mut ratios) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    // In turn, after one of each that does not count.
    for round in 0..=arguments.rounds {
        let [one, room] = start(&arguments.fanfold, folder.path(), [PAINTED, ROOM])?;
        let [other] = start(&arguments.bare, empty.path(), [PAINTED])?;
        if round > 0 {
            ours.push(one);
            rooms.push(room);
            bare.push(other);
            ratios.push(one / other);
        }
    }
    let (ours, rooms, bare) = (Figures::new(ours), Figures::new(rooms), Figures::new(bare));
    let ratio = Figures::new(ratios).at(0.5);
    let room = format!("{} bare", times(rooms.at(0.5) / bare.at(0.5)));
    for (what, figures, goal, told) in [
        (
            "Start to first paint, a bare window",
            &bare,
            String::new(),
            String::new(),
        ),
        (
            "Start to first paint, Fanfold",
            &ours,
            format!("≤ {GOAL}× bare"),
            format!("{}: {}", verdict(ratio, GOAL), times(ratio)),
        ),
        (
            "Start to the first room, Fanfold",
            &rooms,
            String::new(),
            room,
        ),
    ] {
        figures.told(what, goal, told, table);
    }
    Ok(())
}

/// Milliseconds from the process to each of these moments.
fn start<const N: usize>(program: &Path, data: &Path, moments: [&str; N]) -> Result<[f64; N]> {
    let window = Window::of(program, data, &[], &[]);
    let seen = moments.map(|moment| window.ask(moment, &json!([])).as_f64());
    let begun = begun(program)?;
    drop(window);
    if seen.iter().any(Option::is_none) {
        return Err(Error::Job {
            what: program.display().to_string(),
            detail: "it painted nothing".into(),
        });
    }
    Ok(seen.map(|seen| seen.unwrap_or(f64::NAN) - begun))
}

/// When the process that runs a program began, in milliseconds since 1970, to a hundredth of a second.
fn begun(program: &Path) -> Result<f64> {
    let missing = || Error::Job {
        what: program.display().to_string(),
        detail: "its process is not in /proc".into(),
    };
    let program = program.canonicalize().map_err(Error::io(program))?;
    let processes = fs::read_dir("/proc").map_err(Error::io("/proc"))?;
    let of_it = processes
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| fs::read_link(path.join("exe")).is_ok_and(|exe| exe == program));
    let ticks = of_it.filter_map(|path| start_ticks(&fs::read_to_string(path.join("stat")).ok()?));
    let ticks = ticks.max().ok_or_else(missing)?;
    let uptime = fs::read_to_string("/proc/uptime").map_err(Error::io("/proc/uptime"))?;
    let uptime: f64 = uptime
        .split(' ')
        .next()
        .and_then(|text| text.parse().ok())
        .ok_or_else(missing)?;
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or(Duration::ZERO);
    Ok(now.as_secs_f64() * 1000.0 - (uptime - ticks as f64 / TICKS) * 1000.0)
}

/// Field 22 of `/proc/PID/stat` (proc(5)); the name before it may hold spaces and brackets.
fn start_ticks(stat: &str) -> Option<u64> {
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_whitespace().nth(19)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_is_found_behind_any_name() {
        let fields: Vec<String> = (3..=30).map(|number| number.to_string()).collect();
        let stat = format!("7 (a b) c) {}", fields.join(" "));
        assert_eq!(start_ticks(&stat), Some(22));
        assert_eq!(start_ticks("7"), None);
    }
}
