//! What a run prints, and keeps as `media.md`.

use std::fmt::Write;

use super::contests::Contest;
use super::figures::{Outcome, ratio};
use super::jobs::{self, Job, Measure, Verdict, goal};
use super::table::{Table, figure, seconds, times};
use crate::score::Quality;

/// Fanfold over all its pairings: seconds, seconds of all cores, mebibytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ours {
    pub(crate) seconds: f64,
    pub(crate) work: f64,
    pub(crate) peak: f64,
}

/// Figures as they come in.
pub(crate) struct Report {
    speed: Table,
    memory: Table,
    quality: Table,
    verdicts: Vec<Verdict>,
    notes: Vec<String>,
}

impl Report {
    pub(crate) fn new() -> Self {
        Self {
            speed: Table::new(&[
                "job",
                "threads",
                "program",
                "seconds",
                "CPU s",
                "Fanfold is faster",
                "by CPU",
                "must / stretch",
                "",
                "peak MiB",
            ]),
            memory: Table::new(&["memory", "Fanfold / peer", "must / stretch", ""]),
            quality: Table::new(&["program", "SSIMULACRA2", "worst photo", "KB a photo", ""]),
            verdicts: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// A sentence below the tables.
    pub(crate) fn note(&mut self, sentence: String) {
        self.notes.push(sentence);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.speed.is_empty() && self.quality.is_empty()
    }

    /// A contest with what came of each peer.
    pub(crate) fn contest(
        &mut self,
        contest: &Contest,
        ours: Ours,
        peers: &[(&'static str, Outcome)],
    ) {
        let (job, cores) = (contest.job, contest.cores);
        self.speed.row(vec![
            job.title().into(),
            cores.to_string(),
            "Fanfold".into(),
            seconds(ours.seconds),
            seconds(ours.work),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            format!("{:.0}", ours.peak),
        ]);
        for (peer, outcome) in peers {
            let goal = goal(job, peer, cores, Measure::Speed);
            let verdict = goal.map(|goal| self.verdict(goal.verdict(outcome.times)));
            self.speed.row(vec![
                String::new(),
                String::new(),
                (*peer).into(),
                seconds(outcome.theirs),
                seconds(outcome.their_work),
                times(outcome.times),
                times(outcome.work()),
                goal.map(|goal| goal.words()).unwrap_or_default(),
                verdict.unwrap_or_default(),
                format!("{:.0}", outcome.their_peak),
            ]);
            self.memory(job, peer, cores, outcome);
        }
    }

    fn memory(&mut self, job: Job, peer: &str, cores: usize, outcome: &Outcome) {
        let Some(goal) = goal(job, peer, cores, Measure::Memory) else {
            return;
        };
        let verdict = self.verdict(goal.verdict(outcome.memory()));
        self.memory.row(vec![
            format!("{}, beside {peer}", job.title()),
            figure(outcome.memory()),
            goal.words(),
            verdict,
        ]);
    }

    /// Scores of all programs; Fanfold's is judged by that of vipsthumbnail.
    pub(crate) fn quality(&mut self, scores: &[Quality]) {
        let measure = scores
            .iter()
            .find(|quality| quality.program == "vipsthumbnail");
        for quality in scores {
            let judged = measure.filter(|_| quality.program == "Fanfold");
            let verdict = judged.map(|measure| self.verdict(judge(quality, measure)));
            self.quality.row(vec![
                quality.program.clone(),
                format!("{:.2}", quality.mean),
                format!("{:.2}", quality.least),
                format!("{:.0}", quality.bytes / 1000.0),
                verdict.unwrap_or_default(),
            ]);
        }
    }

    fn verdict(&mut self, verdict: Verdict) -> String {
        self.verdicts.push(verdict);
        verdict.words().into()
    }

    /// Everything, as text that is Markdown too. `circumstances` are the lines about machine and versions.
    pub(crate) fn text(&self, circumstances: &[String]) -> String {
        let mut text = String::from("# Media: Fanfold beside its peers\n\n");
        for line in circumstances {
            let _ = writeln!(text, "- {line}");
        }
        for table in [&self.speed, &self.memory, &self.quality] {
            if !table.is_empty() {
                let _ = write!(text, "\n{}", table.markdown());
            }
        }
        let _ = write!(text, "\n{}\n", summary(&self.verdicts));
        for note in &self.notes {
            let _ = writeln!(text, "\n{note}");
        }
        text
    }
}

/// At most half a point below at files hardly larger must be; not below at all is the stretch.
fn judge(ours: &Quality, measure: &Quality) -> Verdict {
    let small = ratio(ours.bytes, measure.bytes) <= jobs::QUALITY_BYTES;
    if small && ours.mean >= measure.mean {
        Verdict::Stretch
    } else if small && ours.mean >= measure.mean - jobs::QUALITY_BELOW {
        Verdict::Must
    } else {
        Verdict::Missed
    }
}

fn summary(verdicts: &[Verdict]) -> String {
    let count = |wanted: &[Verdict]| {
        let found = verdicts.iter().filter(|verdict| wanted.contains(verdict));
        found.count()
    };
    let musts = verdicts.len() - count(&[Verdict::Short]);
    format!(
        "Goals: {} of {musts} musts reached, {} of {} stretches.",
        musts - count(&[Verdict::Missed]),
        count(&[Verdict::Stretch]),
        verdicts.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quality(mean: f64, bytes: f64) -> Quality {
        Quality {
            program: "x".into(),
            mean,
            least: mean,
            bytes,
        }
    }

    #[test]
    fn good_pictures_in_large_files_are_no_success() {
        let measure = quality(81.0, 500.0);
        assert_eq!(judge(&quality(81.1, 505.0), &measure), Verdict::Stretch);
        assert_eq!(judge(&quality(80.6, 505.0), &measure), Verdict::Must);
        assert_eq!(judge(&quality(80.4, 505.0), &measure), Verdict::Missed);
        assert_eq!(judge(&quality(90.0, 600.0), &measure), Verdict::Missed);
    }

    #[test]
    fn the_summary_counts_what_was_reached() {
        let verdicts = [
            Verdict::Stretch,
            Verdict::Must,
            Verdict::Missed,
            Verdict::Short,
        ];
        assert_eq!(
            summary(&verdicts),
            "Goals: 2 of 3 musts reached, 1 of 4 stretches."
        );
    }
}
