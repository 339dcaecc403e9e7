//! The jobs that are measured, and the goals of each.
//!
//! Goals are ratios in one run on one machine: what a prototype reached beside the same peers, and a little less as
//! what must be reached. They hold for two threads.

use clap::ValueEnum;

/// What can be measured by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Job {
    /// Ten photos of 12 MP, Display P3, made ready
    Jpeg12,
    /// The same without a colour profile
    Jpeg12srgb,
    /// Four photos of 48 MP made ready
    Jpeg48,
    /// Photos, large photos, a PNG and a WebP made ready
    Mix10,
    /// Thumbnails of ten photos
    Thumbs,
    /// A thousand photos looked at
    Probe,
    /// Ten films looked at
    Films,
    /// A film put into another container
    Container,
    /// One thread beside all
    Scaling,
    /// How good the pictures are
    Quality,
}

impl Job {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Jpeg12 => "10 photos of 12 MP, Display P3, made ready",
            Self::Jpeg12srgb => "the same without a colour profile",
            Self::Jpeg48 => "4 photos of 48 MP made ready",
            Self::Mix10 => "6 + 2 of these, a PNG and a WebP made ready",
            Self::Thumbs => "thumbnails of 10 photos of 12 MP",
            Self::Probe => "1000 photos looked at",
            Self::Films => "10 films looked at",
            Self::Container => "10 s of film: only the container is wrong",
            Self::Scaling => "10 photos of 12 MP on one core",
            Self::Quality => "quality",
        }
    }
}

/// What a goal looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// The peer's time by Fanfold's: more is better.
    Speed,
    /// Fanfold's memory by the peer's: less is better.
    Memory,
}

/// A ratio to reach beside a peer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Goal {
    job: Job,
    peer: &'static str,
    measure: Measure,
    /// `None` where there is only something to strive for.
    pub(crate) must: Option<f64>,
    pub(crate) stretch: f64,
}

const fn faster(job: Job, peer: &'static str, must: f64, stretch: f64) -> Goal {
    Goal {
        job,
        peer,
        measure: Measure::Speed,
        must: Some(must),
        stretch,
    }
}

const fn leaner(job: Job, peer: &'static str, must: Option<f64>, stretch: f64) -> Goal {
    Goal {
        job,
        peer,
        measure: Measure::Memory,
        must,
        stretch,
    }
}

const GOALS: &[Goal] = &[
    faster(Job::Jpeg12, "sharp", 3.8, 4.8),
    faster(Job::Jpeg12, "vipsthumbnail", 2.8, 3.5),
    faster(Job::Jpeg12, "naive", 7.0, 8.8),
    faster(Job::Jpeg12srgb, "sharp", 1.7, 2.1),
    faster(Job::Jpeg12srgb, "vipsthumbnail", 2.8, 3.5),
    faster(Job::Jpeg48, "sharp", 2.5, 2.8),
    faster(Job::Jpeg48, "vipsthumbnail", 2.0, 2.4),
    faster(Job::Mix10, "sharp", 2.8, 3.1),
    faster(Job::Mix10, "vipsthumbnail", 2.3, 2.7),
    faster(Job::Thumbs, "sharp", 1.9, 2.15),
    faster(Job::Thumbs, "vipsthumbnail", 2.7, 3.2),
    faster(Job::Probe, "vipsheader", 25.0, 44.0),
    faster(Job::Probe, "sharp", 40.0, 75.0),
    faster(Job::Films, "ffprobe", 200.0, 600.0),
    faster(Job::Container, "ffmpeg, coded again", 40.0, 57.0),
    faster(Job::Scaling, "Fanfold, 1 thread", 1.75, 1.84),
    leaner(Job::Jpeg12, "sharp", Some(0.8), 0.47),
    leaner(Job::Jpeg12, "naive", Some(0.55), 0.32),
    leaner(Job::Mix10, "sharp", None, 1.0),
];

/// Threads that the goals were set for.
const CORES: usize = 2;

/// Microseconds a photo may take to be looked at, start-up left out.
pub(crate) const PROBE_MICROSECONDS: f64 = 20.0;
/// Points of SSIMULACRA2 that Fanfold's pictures may lie below those of vipsthumbnail.
pub(crate) const QUALITY_BELOW: f64 = 0.5;
/// Its files' bytes by those of vipsthumbnail.
pub(crate) const QUALITY_BYTES: f64 = 1.02;

/// What came of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Stretch,
    Must,
    /// There is no must, and the stretch was not reached.
    Short,
    Missed,
}

impl Verdict {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Stretch => "stretch reached",
            Self::Must => "must reached",
            Self::Short => "stretch not reached",
            Self::Missed => "MISSED",
        }
    }
}

/// The goal for `job` beside `peer`, if there is one.
pub(crate) fn goal(job: Job, peer: &str, cores: usize, measure: Measure) -> Option<Goal> {
    let mut goals = GOALS.iter().filter(|_| cores == CORES);
    goals
        .find(|goal| goal.job == job && goal.peer == peer && goal.measure == measure)
        .copied()
}

impl Goal {
    /// Rounded as the table shows it, so that no line contradicts itself.
    pub(crate) fn verdict(&self, figure: f64) -> Verdict {
        let figure = (figure * 100.0).round() / 100.0;
        let reaches = |goal: f64| match self.measure {
            Measure::Speed => figure >= goal,
            Measure::Memory => figure <= goal,
        };
        if reaches(self.stretch) {
            return Verdict::Stretch;
        }
        match self.must {
            Some(must) if reaches(must) => Verdict::Must,
            Some(_) => Verdict::Missed,
            None => Verdict::Short,
        }
    }

    /// Must and stretch, as a person writes them.
    pub(crate) fn words(&self) -> String {
        let sign = match self.measure {
            Measure::Speed => "≥",
            Measure::Memory => "≤",
        };
        match self.must {
            Some(must) => format!("{sign} {must} / {}", self.stretch),
            None => format!("{sign} – / {}", self.stretch),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_speed_and_less_memory_reach_a_goal() {
        let speed = faster(Job::Jpeg12, "sharp", 3.8, 4.8);
        let verdicts = [3.79, 3.8, 4.796].map(|figure| speed.verdict(figure));
        assert_eq!(verdicts, [Verdict::Missed, Verdict::Must, Verdict::Stretch]);
        let memory = leaner(Job::Jpeg12, "sharp", Some(0.8), 0.47);
        let verdicts = [0.9, 0.8, 0.4].map(|figure| memory.verdict(figure));
        assert_eq!(verdicts, [Verdict::Missed, Verdict::Must, Verdict::Stretch]);
        assert_eq!(
            leaner(Job::Mix10, "sharp", None, 1.0).verdict(1.2),
            Verdict::Short
        );
    }

    #[test]
    fn a_figure_that_is_none_reaches_nothing() {
        assert_eq!(
            faster(Job::Films, "ffprobe", 200.0, 600.0).verdict(f64::NAN),
            Verdict::Missed
        );
    }

    #[test]
    fn goals_hold_for_two_threads() {
        let found = |cores| goal(Job::Jpeg12, "sharp", cores, Measure::Speed).is_some();
        assert!(found(2) && !found(1));
    }
}
