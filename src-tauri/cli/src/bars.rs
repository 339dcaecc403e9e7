//! Progress on stderr, for a person.

use fanfold_domain::publish::Step;
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
