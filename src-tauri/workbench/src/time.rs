//! What time it is, given from outside: a test lives through a month in a moment.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use crate::Workbench;

/// Where the workbench has the time from; the system's clock unless somebody says otherwise.
#[derive(Clone)]
pub struct Time(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Time {
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.0)()
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
}
