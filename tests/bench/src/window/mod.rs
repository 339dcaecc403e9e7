//! The real window, measured inside itself while WebDriver uses it as a person would: keys, a drag, a crop, a click, a
//! search, fifty files at once; and its start beside a bare Tauri window's.
//!
//! Deliberately not here: a goal that fails a build. What WebDriver itself takes lies outside of every figure.

mod data;
mod dropped;
mod figures;
mod mixed;
mod moves;
mod start;

use std::path::{Path, PathBuf};

use fanfold_tests::window::Window;
use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::race::table::Table;
use figures::Figures;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// `fanfold`, built with its window inside; a display and a keychain must answer
    #[arg(long)]
    fanfold: PathBuf,
    /// A window with nothing in it
    #[arg(long)]
    bare: PathBuf,
    /// Photos to begin with
    #[arg(long)]
    samples: PathBuf,
    /// Where the photos of 48 megapixels stand, or will
    #[arg(long)]
    photos: PathBuf,
    /// Where the table is kept
    #[arg(long)]
    report: PathBuf,
    /// Starts of each window that count
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Drafts that are searched
    #[arg(long, default_value_t = 10_000)]
    drafts: u32,
    /// Files of known truth, of the kinds that this program cannot write
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../../src-tauri/media/tests/truth/files"))]
    known: PathBuf,
    /// Only these: start, typing, drag, crop, opening, dropped, search
    #[arg(long, value_delimiter = ',')]
    set: Vec<String>,
}

impl Arguments {
    fn wants(&self, name: &str) -> bool {
        self.set.is_empty() || self.set.iter().any(|one| one == name)
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut table = Table::new(&["what", "goal", "median", "95 %", "worst", "of", ""]);
    if arguments.wants("start") {
        start::measure(arguments, &mut table)?;
    }
    let moves = ["typing", "drag", "crop", "opening"];
    let moves = moves.iter().any(|name| arguments.wants(name));
    if moves || arguments.wants("dropped") {
        let photos = data::large_photos(&arguments.photos, &arguments.samples)?;
        if moves {
            moves::measure(arguments, &photos, &mut table)?;
        }
        if arguments.wants("dropped") {
            dropped::measure(arguments, &photos, &mut table)?;
        }
    }
    if arguments.wants("search") {
        moves::search(arguments, &mut table)?;
    }
    let text = table.markdown();
    println!("\n{text}");
    std::fs::write(&arguments.report, text).map_err(Error::io(&arguments.report))
}

/// A window over a data folder, with what measures in it.
fn open(arguments: &Arguments, data: &Path) -> Window {
    let window = Window::of(&arguments.fanfold, data, &[], &[]);
    window.resize(1440, 900);
    window.script(include_str!("page.js"), &json!([]));
    window
}

/// What was noted under a name since the last time.
fn noted(window: &Window, list: &str) -> Figures {
    let all = window.script(
        "return window.fanfoldBench[arguments[0]].splice(0)",
        &json!([list]),
    );
    let all = all.as_array().cloned().unwrap_or_default();
    Figures::new(all.iter().filter_map(Value::as_f64).collect())
}
