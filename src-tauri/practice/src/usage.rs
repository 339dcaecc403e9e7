//! Call counting and the usage headers.
//!
//! Meta, Graph API rate limiting, 2026-08-23: percent values; minutes until access
//! is regained. Counted in memory only: a restarted server starts at zero.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::state::{DAY, Settings};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[derive(Default)]
pub(crate) struct Usage {
    app: VecDeque<Timestamp>,
    accounts: HashMap<String, VecDeque<Timestamp>>,
}

/// What the headers say after a call.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Load {
    pub(crate) app_percent: u64,
    pub(crate) business_percent: u64,
    /// Minutes until calls are welcome again; 0 while they are.
    pub(crate) regain_minutes: u64,
}

impl Usage {
    /// Counts `calls` calls for an account at `now`.
    pub(crate) fn count(
        &mut self,
        account: &str,
        calls: usize,
        now: Timestamp,
        settings: &Settings,
    ) -> Load {
        let app = push(&mut self.app, calls, now, HOUR);
        let times = self.accounts.entry(account.to_owned()).or_default();
        let business = push(times, calls, now, DAY);
        let limit = u64::from(settings.business_calls_per_day.max(1));
        let regain_minutes = if business > limit {
            let oldest = times.front().copied().unwrap_or(now);
            let wait = DAY - now.duration_since(oldest);
            u64::try_from(wait.as_mins()).unwrap_or(0) + 1
        } else {
            0
        };
        Load {
            app_percent: percent(app, u64::from(settings.app_calls_per_hour.max(1))),
            business_percent: percent(business, limit),
            regain_minutes,
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

fn push(
    times: &mut VecDeque<Timestamp>,
    calls: usize,
    now: Timestamp,
    window: SignedDuration,
) -> u64 {
    while times
        .front()
        .is_some_and(|time| now.duration_since(*time) >= window)
    {
        times.pop_front();
    }
    times.extend(std::iter::repeat_n(now, calls));
    times.len() as u64
}

/// Rounded up, so that the first call already shows.
fn percent(calls: u64, limit: u64) -> u64 {
    (calls * 100).div_ceil(limit)
}

impl Load {
    pub(crate) fn app_header(self) -> Value {
        let percent = self.app_percent;
        json!({ "call_count": percent, "total_time": percent, "total_cputime": percent })
    }

    pub(crate) fn business_header(self, account: &str) -> Value {
        let percent = self.business_percent;
        json!({ account: [{
            "type": "instagram",
            "call_count": percent,
            "total_cputime": percent,
            "total_time": percent,
            "estimated_time_to_regain_access": self.regain_minutes,
        }] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn load_grows_and_leaves_with_the_window() {
        let mut usage = Usage::default();
        let settings = Settings {
            app_calls_per_hour: 10,
            business_calls_per_day: 4,
            ..Settings::default()
        };
        let start = Timestamp::UNIX_EPOCH;
        assert_eq!(usage.count("a", 2, start, &settings).business_percent, 50);
        let over = usage.count("a", 3, start, &settings);
        assert_eq!(
            (over.app_percent, over.business_percent, over.regain_minutes),
            (50, 125, 1441)
        );
        let later = start + DAY;
        assert_eq!(usage.count("a", 1, later, &settings).business_percent, 25);
    }
}
