//! What time it is and where, given from outside: a test lives through a month in a moment.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::Workbench;

/// The longest sleep before looking at the clock again: it may have jumped, or the computer slept,
/// and a sleep is not told of either.
const LOOK: Duration = Duration::from_secs(5);

/// How much of a time that passes by itself passes at once.
const STEP: SignedDuration = SignedDuration::from_secs(10);

type Now = dyn Fn() -> Timestamp + Send + Sync;
type Pass = dyn Fn(Timestamp) + Send + Sync;

/// Where the workbench has the time and its zone from; the system's unless somebody says otherwise.
#[derive(Clone)]
pub struct Time {
    now: Arc<Now>,
    zone: Option<TimeZone>,
    /// Lets time pass instead of waiting for it.
    pass: Option<Arc<Pass>>,
}

impl Time {
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self {
            now: Arc::new(now),
            zone: None,
            pass: None,
        }
    }

    /// The same time somewhere else.
    #[must_use]
    pub fn in_zone(mut self, zone: TimeZone) -> Self {
        self.zone = Some(zone);
        self
    }

    /// The same time, in which a publish waits by calling `pass` with the time to come.
    #[must_use]
    pub fn passing(mut self, pass: impl Fn(Timestamp) + Send + Sync + 'static) -> Self {
        self.pass = Some(Arc::new(pass));
        self
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.now)()
    }

    pub(crate) fn zone(&self) -> TimeZone {
        // Asked every time: a laptop travels while Fanfold is open.
        self.zone.clone().unwrap_or_else(TimeZone::system)
    }

    /// Returns when `now() >= until`, also when the clock jumped there.
    pub(crate) async fn sleep_until(&self, until: Timestamp) {
        loop {
            let left = until.duration_since(self.now());
            let Ok(left) = Duration::try_from(left) else {
                return;
            };
            if left.is_zero() {
                return;
            }
            match &self.pass {
                Some(pass) => {
                    // What is written meanwhile takes time of its own, which nobody can hurry.
                    tokio::time::sleep(Duration::from_millis(1)).await;
                    let next = self.now().saturating_add(STEP).unwrap_or(until);
                    pass(until.min(next));
                }
                None => tokio::time::sleep(left.min(LOOK)).await,
            }
        }
    }
}

impl Default for Time {
    fn default() -> Self {
        Self::new(Timestamp::now)
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Time")
    }
}

impl Workbench {
    pub(crate) fn now(&self) -> Timestamp {
        self.time.now()
    }

    pub(crate) fn zone(&self) -> TimeZone {
        self.time.zone()
    }
}
