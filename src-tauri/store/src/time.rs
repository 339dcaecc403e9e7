//! Between `jiff` and the integers in the tables.

use jiff::Timestamp;

use crate::{Result, StoreError};

pub(crate) fn from_millis(millis: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(millis).map_err(|error| StoreError::DamagedDocument {
        what: "time",
        reason: error.to_string(),
    })
}

pub(crate) fn maybe(millis: Option<i64>) -> Result<Option<Timestamp>> {
    millis.map(from_millis).transpose()
}
