//! Progress on stderr, for a person.

use std::path::PathBuf;
use std::sync::Arc;

use fanfold_domain::publish::Step;
use fanfold_workbench::headless::FixProgress;
use fanfold_workbench::queue_api::Line;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar of `total` steps; hidden where stderr is no terminal or a program listens.
pub(crate) fn bar(total: u64, words: &str, quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total).with_message(words.to_owned());
    if let Ok(style) = ProgressStyle::with_template("{msg:<28} [{bar:30}] {pos}/{len}") {
        bar.set_style(style.progress_chars("█▌ "));
    }
    bar
}

/// Steps of the bar for one file: clips move it while they are made.
const PARTS: u64 = 1000;

/// The progress of a fix: files, and the clip that is being made with the time it still takes.
#[derive(Clone)]
pub(crate) struct FixBar {
    bar: ProgressBar,
    files: Arc<[PathBuf]>,
}

impl FixBar {
    pub(crate) fn new(files: &[PathBuf], quiet: bool) -> Self {
        let bar = bar(files.len() as u64 * PARTS, "Making files ready", quiet);
        if let Ok(style) = ProgressStyle::with_template("{msg:<28} [{bar:30}] {prefix}") {
            bar.set_style(style.progress_chars("█▌ "));
        }
        let files: Arc<[PathBuf]> = files.into();
        bar.set_prefix(format!("0/{}", files.len()));
        Self { bar, files }
    }

    pub(crate) fn show(&self, far: FixProgress) {
        let all = self.files.len();
        let share = far.clip.map_or(0.0, |clip| clip.share.clamp(0.0, 1.0));
        let position = far.done as u64 * PARTS + (share * PARTS as f64) as u64;
        // Files finish in any order; the bar never goes back.
        self.bar.set_position(position.max(self.bar.position()));
        let left = far.clip.and_then(|clip| clip.seconds_left);
        let left = left.map(|seconds| format!(", {} left", time_words(seconds)));
        let left = left.unwrap_or_default();
        self.bar.set_prefix(format!("{}/{all}{left}", far.done));
        let name = far.clip.and_then(|clip| self.files.get(clip.place));
        if let Some(name) = name.and_then(|path| path.file_name()) {
            self.bar.set_message(name.to_string_lossy().into_owned());
        }
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// `1:05 min`, `40 s`.
fn time_words(seconds: f64) -> String {
    let seconds = seconds.ceil().clamp(0.0, 359_999.0) as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        _ => format!("{}:{:02} min", seconds / 60, seconds % 60),
    }
}

/// The progress of a post: one bar that moves from step to step.
pub(crate) struct PostBar(ProgressBar);

impl PostBar {
    pub(crate) fn new(quiet: bool) -> Self {
        Self(bar(1, "Publishing", quiet))
    }

    pub(crate) fn show(&self, line: &Line) {
        match line {
            Line::Progress {
                step, done, total, ..
            } => {
                self.0.set_message(step_words(*step));
                self.0.set_length(u64::from(*total));
                self.0.set_position(u64::from(*done));
            }
            Line::Waiting { reason, until, .. } => {
                self.0.println(format!("Waiting until {until}: {reason}"));
            }
        }
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

fn step_words(step: Step) -> &'static str {
    match step {
        Step::Check => "Checking",
        Step::Prepare => "Preparing",
        Step::Upload => "Uploading",
        Step::Create => "Handing over to Instagram",
        Step::Process => "Instagram is processing",
        Step::Publish => "Publishing",
        Step::Comment => "First comment",
        Step::Verify => "Looking at the live post",
    }
}
