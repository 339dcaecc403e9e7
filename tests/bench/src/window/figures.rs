//! A handful of times, in milliseconds.

use crate::race::table::{Table, figure};

/// One frame at 60 a second.
pub(crate) const FRAME: f64 = 16.7;

/// The page's clock counts whole milliseconds: half of one is no miss.
const HALF: f64 = 0.5;

/// Sorted.
pub(crate) struct Figures(Vec<f64>);

impl Figures {
    pub(crate) fn new(mut all: Vec<f64>) -> Self {
        all.sort_by(f64::total_cmp);
        Self(all)
    }

    /// The value below which this share lies; `NaN` of none.
    pub(crate) fn at(&self, share: f64) -> f64 {
        let place = (self.0.len().saturating_sub(1) as f64 * share).round() as usize;
        self.0.get(place).copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// How much of them takes longer than this, in percent.
    pub(crate) fn over(&self, limit: f64) -> f64 {
        let over = self.0.iter().filter(|one| **one > limit).count();
        over as f64 * 100.0 / self.0.len().max(1) as f64
    }

    /// A row of times in milliseconds, its goal set for the median.
    pub(crate) fn row(&self, what: &str, goal: f64, note: &str, table: &mut Table) {
        let note = format!("{}{note}", verdict(self.at(0.5), goal + HALF));
        self.told(what, format!("≤ {goal} ms"), note, table);
    }

    /// The same with the goal set for the longest.
    pub(crate) fn longest(&self, what: &str, goal: f64, note: &str, table: &mut Table) {
        let note = format!("{}{note}", verdict(self.at(1.0), goal + HALF));
        self.told(what, format!("longest ≤ {goal} ms"), note, table);
    }

    /// A row with any goal, and what is to be said.
    pub(crate) fn told(&self, what: &str, goal: String, note: String, table: &mut Table) {
        table.row(vec![
            what.into(),
            goal,
            figure(self.at(0.5)),
            figure(self.at(0.95)),
            figure(self.at(1.0)),
            self.len().to_string(),
            note,
        ]);
    }

    /// These and others.
    pub(crate) fn and(self, others: Self) -> Self {
        Self::new([self.0, others.0].concat())
    }
}

/// In words; nothing of what was not measured.
pub(crate) fn verdict(value: f64, limit: f64) -> &'static str {
    match value {
        value if value.is_nan() => "not measured",
        value if value <= limit => "reached",
        _ => "MISSED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_taken_of_the_sorted_times() {
        let figures = Figures::new(vec![20.0, 10.0, 40.0, 30.0, 100.0]);
        assert_eq!(
            [0.0, 0.5, 1.0].map(|share| figures.at(share) as u32),
            [10, 30, 100]
        );
        assert!((figures.over(30.0) - 40.0).abs() < f64::EPSILON);
        assert!(Figures::new(Vec::new()).at(0.5).is_nan());
    }

    #[test]
    fn a_verdict_is_said_of_what_was_measured_alone() {
        assert_eq!(verdict(17.0, FRAME + HALF), "reached");
        assert_eq!(verdict(18.0, FRAME + HALF), "MISSED");
        assert_eq!(verdict(f64::NAN, FRAME), "not measured");
    }
}
