//! Medians and ratios.

use std::time::Duration;

use super::clock::Run;

/// Fanfold and a peer, run one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) ours: Run,
    pub(crate) theirs: Run,
}

/// What a number of pairs come to. Times of a shared machine drift, ratios of neighbours much less.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Outcome {
    /// Seconds.
    pub(crate) ours: f64,
    pub(crate) theirs: f64,
    /// Seconds of all cores together.
    pub(crate) our_work: f64,
    pub(crate) their_work: f64,
    /// Their time by ours: the median of the pairs, not the ratio of the medians.
    pub(crate) times: f64,
    /// Mebibytes at the highest point.
    pub(crate) our_peak: f64,
    pub(crate) their_peak: f64,
}

impl Outcome {
    /// Their time on all cores by ours: what the first ratio would be on one core with nothing else to do.
    pub(crate) fn work(&self) -> f64 {
        ratio(self.their_work, self.our_work)
    }

    /// Our memory by theirs.
    pub(crate) fn memory(&self) -> f64 {
        ratio(self.our_peak, self.their_peak)
    }
}

/// The median of everything in `pairs`.
pub(crate) fn outcome(pairs: &[Pair]) -> Outcome {
    let of = |value: fn(&Pair) -> f64| median(&pairs.iter().map(value).collect::<Vec<_>>());
    Outcome {
        ours: of(|pair| seconds(pair.ours.wall)),
        theirs: of(|pair| seconds(pair.theirs.wall)),
        our_work: of(|pair| seconds(pair.ours.work)),
        their_work: of(|pair| seconds(pair.theirs.work)),
        times: of(|pair| ratio(seconds(pair.theirs.wall), seconds(pair.ours.wall))),
        our_peak: of(|pair| mebibytes(pair.ours.peak)),
        their_peak: of(|pair| mebibytes(pair.theirs.peak)),
    }
}

fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}

fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / 1_048_576.0
}

/// `over` by `under`; nothing by nothing is not a figure.
pub(crate) fn ratio(over: f64, under: f64) -> f64 {
    if under > 0.0 { over / under } else { f64::NAN }
}

/// The value in the middle, of two the mean; of none not a figure.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle).copied();
    let lower = if sorted.len() % 2 == 1 {
        upper
    } else {
        middle
            .checked_sub(1)
            .and_then(|place| sorted.get(place).copied())
    };
    upper
        .zip(lower)
        .map_or(f64::NAN, |(upper, lower)| f64::midpoint(upper, lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(ours: u64, theirs: u64) -> Pair {
        let run = |milliseconds: u64| Run {
            wall: Duration::from_millis(milliseconds),
            work: Duration::from_millis(milliseconds * 2),
            peak: milliseconds << 20,
        };
        Pair {
            ours: run(ours),
            theirs: run(theirs),
        }
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert!((median(&[9.0, 1.0, 3.0]) - 3.0).abs() < 1e-12);
        assert!((median(&[4.0, 1.0, 2.0, 9.0]) - 3.0).abs() < 1e-12);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn the_ratio_is_taken_pair_by_pair() {
        // The machine was half as fast in the second pair: the ratio is the same.
        let outcome = outcome(&[pair(100, 400), pair(200, 800), pair(100, 500)]);
        assert!((outcome.times - 4.0).abs() < 1e-9, "{outcome:?}");
        assert!((outcome.ours - 0.1).abs() < 1e-9 && (outcome.theirs - 0.5).abs() < 1e-9);
        assert!((outcome.work() - 5.0).abs() < 1e-9, "{outcome:?}");
        assert!((outcome.memory() - 0.2).abs() < 1e-9);
    }

    #[test]
    fn nothing_by_nothing_is_not_a_figure() {
        assert!(ratio(1.0, 0.0).is_nan());
    }
}
