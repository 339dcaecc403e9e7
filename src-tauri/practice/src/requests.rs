//! The request log: what was called, for tests and for the fault panel.
//!
//! In memory, the last few thousand calls. Tokens and secrets never enter it.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

const KEPT: usize = 5000;

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    pub(crate) number: u64,
    pub(crate) at: Timestamp,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) operation: &'static str,
    pub(crate) params: Value,
    /// How the token came: `header`, `parameter` or `none`.
    pub(crate) token: &'static str,
    /// The HTTP status of the reply; null while under way or when none was sent.
    pub(crate) status: Option<u16>,
    /// The fault that changed this call.
    pub(crate) fault: Option<u64>,
    pub(crate) milliseconds: Option<u64>,
}

#[derive(Default)]
pub(crate) struct RequestLog {
    entries: VecDeque<Entry>,
    last: u64,
    counts: BTreeMap<&'static str, u64>,
}

impl RequestLog {
    /// Notes a call as it arrives; gives its number.
    pub(crate) fn begin(&mut self, mut entry: Entry) -> u64 {
        self.last += 1;
        entry.number = self.last;
        *self.counts.entry(entry.operation).or_default() += 1;
        self.entries.push_back(entry);
        if self.entries.len() > KEPT {
            self.entries.pop_front();
        }
        self.last
    }

    /// Notes how the call ended.
    pub(crate) fn end(
        &mut self,
        number: u64,
        status: Option<u16>,
        fault: Option<u64>,
        milliseconds: u64,
    ) {
        if let Some(entry) = self
            .entries
            .iter_mut()
            .rev()
            .find(|entry| entry.number == number)
        {
            entry.status = status;
            entry.fault = fault;
            entry.milliseconds = Some(milliseconds);
        }
    }

    pub(crate) fn list(&self, operation: Option<&str>) -> Vec<&Entry> {
        self.entries
            .iter()
            .filter(|entry| operation.is_none_or(|wanted| wanted == entry.operation))
            .collect()
    }

    pub(crate) fn counts(&self) -> &BTreeMap<&'static str, u64> {
        &self.counts
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.counts.clear();
    }
}
