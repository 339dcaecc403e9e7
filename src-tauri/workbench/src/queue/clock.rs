//! The workbench's time for the publish room, and chance.

use async_trait::async_trait;
use fanfold_publish::{Clock, Dice};
use jiff::Timestamp;

use crate::Time;

/// The workbench's time. Waits are scaled by the machine, not here.
#[derive(Debug, Clone)]
pub(crate) struct ByTime(pub(crate) Time);

#[async_trait]
impl Clock for ByTime {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    async fn sleep_until(&self, until: Timestamp) {
        self.0.sleep_until(until).await;
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
