//! One app's or account's meters, and the stop it is under.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{DAY, FULL, SLOW, Why, is_within};

/// How long a reading is believed when nothing newer comes. The app's meter is an hour's, the
/// others a day's; an hour is short enough for both to be asked again.
const BELIEVED: SignedDuration = SignedDuration::from_hours(1);
/// How long to stop when nobody says, by how often in a row.
const STEPS: [SignedDuration; 3] = [
    SignedDuration::from_mins(15),
    SignedDuration::from_mins(30),
    SignedDuration::from_mins(60),
];
/// Between two calls just above [`SLOW`], and just below [`FULL`].
const LEAST_PAUSE: f64 = 1.0;
const LONGEST_PAUSE: f64 = 60.0;

/// One app's or account's meters.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Track {
    meters: BTreeMap<String, (f64, Timestamp)>,
    last_call: Option<Timestamp>,
    stop: Option<Stop>,
    /// How often in a row a stop had to be guessed.
    guessed: u8,
}

/// Nothing is called until it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stop {
    since: Timestamp,
    length: SignedDuration,
    why: Why,
}

impl Stop {
    pub(super) fn new(since: Timestamp, length: SignedDuration, why: Why) -> Self {
        Self {
            since,
            length: length.clamp(SignedDuration::ZERO, DAY),
            why,
        }
    }

    /// Its end. One that began in the future is none: the clock was set back, and nobody knows how
    /// much of it is left. If it is not over, Instagram says so again.
    fn until(self, now: Timestamp) -> Option<Timestamp> {
        let until = self.since.checked_add(self.length).ok()?;
        (self.since <= now && until > now).then_some(until)
    }
}

impl Track {
    pub(super) fn called(&mut self, now: Timestamp) {
        self.last_call = Some(now);
    }

    /// A meter was read; `regain` in minutes, 0 when access is there.
    pub(super) fn read(&mut self, meter: &str, percent: f64, regain: f64, now: Timestamp) {
        if !percent.is_finite() {
            return;
        }
        self.meters
            .insert(meter.to_owned(), (percent.max(0.0), now));
        let highest = self.highest(now);
        if regain > 0.0 {
            let length = minutes(regain);
            self.stop(Stop::new(now, length, Why::NearlyFull));
        } else if highest >= FULL {
            self.guess(Why::NearlyFull, now);
        } else {
            self.lift(Why::NearlyFull);
        }
    }

    /// Instagram refused because it was too much; `wait` in seconds where it said.
    pub(super) fn throttled(&mut self, wait: Option<u64>, now: Timestamp) {
        match wait {
            Some(seconds) => {
                let length = SignedDuration::from_secs(seconds.min(86_400).cast_signed());
                self.stop(Stop::new(now, length, Why::Throttled));
            }
            None => self.guess(Why::Throttled, now),
        }
    }

    /// Stops, unless a longer stop is under way.
    pub(super) fn stop(&mut self, stop: Stop) {
        let now = stop.since;
        let under_way = self.stop.and_then(|stop| stop.until(now));
        if under_way < stop.until(now) {
            self.stop = Some(stop);
        }
    }

    /// Ends a stop of that kind.
    pub(super) fn lift(&mut self, why: Why) {
        if self.stop.is_none_or(|stop| stop.why == why) {
            self.stop = None;
            self.guessed = 0;
        }
    }

    /// A stop of 15 minutes, then 30, then 60; not another while one is under way.
    fn guess(&mut self, why: Why, now: Timestamp) {
        if self.stop.and_then(|stop| stop.until(now)).is_some() {
            return;
        }
        let step = usize::from(self.guessed).min(STEPS.len() - 1);
        let length = STEPS.get(step).copied().unwrap_or(DAY);
        self.guessed = self.guessed.saturating_add(1);
        self.stop = Some(Stop::new(now, length, why));
    }

    /// Until when to wait, and why.
    pub(super) fn wait(&self, now: Timestamp) -> Option<(Timestamp, Why)> {
        if let Some(stop) = self.stop
            && let Some(until) = stop.until(now)
        {
            return Some((until, stop.why));
        }
        let percent = self.highest(now);
        if percent < SLOW {
            return None;
        }
        let share = ((percent - SLOW) / (FULL - SLOW)).clamp(0.0, 1.0);
        let pause = LEAST_PAUSE + share * (LONGEST_PAUSE - LEAST_PAUSE);
        let pause = SignedDuration::from_millis((pause * 1000.0) as i64);
        let last = self.last_call.filter(|last| *last <= now)?;
        let until = last.checked_add(pause).ok()?;
        (until > now).then_some((until, Why::SlowingDown))
    }

    /// Percent by meter, as far as still believed.
    pub(super) fn meters(&self, now: Timestamp) -> impl Iterator<Item = (String, f64)> + '_ {
        self.meters
            .iter()
            .filter(move |(_, (_, at))| is_within(*at, now, BELIEVED))
            .map(|(name, (percent, _))| (name.clone(), *percent))
    }

    fn highest(&self, now: Timestamp) -> f64 {
        self.meters(now)
            .map(|(_, percent)| percent)
            .fold(0.0, f64::max)
    }
}

fn minutes(minutes: f64) -> SignedDuration {
    SignedDuration::from_secs((minutes.min(1_440.0) * 60.0).ceil() as i64)
}
