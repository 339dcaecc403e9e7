//! The computer's clock, and chance.

use std::time::Duration;

use async_trait::async_trait;
use fanfold_publish::{Clock, Dice};
use jiff::Timestamp;

/// The longest sleep before looking at the clock again: it may have jumped, or the computer slept.
const LOOK: Duration = Duration::from_secs(5);

/// The real time. Waits are scaled by the machine, not here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scaled;

#[async_trait]
impl Clock for Scaled {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    async fn sleep_until(&self, until: Timestamp) {
        loop {
            let left = until.duration_since(Timestamp::now());
            let Ok(left) = Duration::try_from(left) else {
                return;
            };
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(left.min(LOOK)).await;
        }
    }
}

/// Chance from the system.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chance;

impl Dice for Chance {
    fn roll(&self) -> f64 {
        rand::random()
    }
}
