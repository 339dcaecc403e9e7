//! What is known of every call, for the journal, the health room and the logs.

use serde::Serialize;

use crate::Usage;

/// One call to Instagram, after it ended. Holds no token, no address and no content.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallRecord {
    pub request_id: String,
    /// A name, not an address: `media.create`, `container.read`, …
    pub endpoint: &'static str,
    /// `None` when no answer came.
    pub http: Option<u16>,
    pub code: Option<i64>,
    pub subcode: Option<i64>,
    pub trace_id: Option<String>,
    /// From sending to the last byte of the answer, in milliseconds.
    pub ms: u64,
    /// Length of the answer's body.
    pub bytes: u64,
    /// What the usage headers said, when there were any.
    pub usage: Option<Usage>,
}

/// Whoever wants to know of every call. Called once a call, from the task that made it: be quick.
pub trait CallLog: Send + Sync {
    fn called(&self, record: &CallRecord);
}

/// Nobody wants to know.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl CallLog for Quiet {
    fn called(&self, _: &CallRecord) {}
}
