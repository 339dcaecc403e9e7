//! Every call to Instagram, noted: for the health room, and for the limiter ([`super::limits`]) that
//! keeps Fanfold below what Instagram allows.
//!
//! The transport tells of a call from the task that made it; writing it down must not hold that up.
//! So records are collected and written a moment later, many at once. What a crash loses are lines
//! of a log, nothing that a publish rests on.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fanfold_graph::{CallLog, CallRecord, Usage};
use fanfold_store::{CallRow, Store};
use jiff::Timestamp;

use super::limits::Limits;
use crate::Time;

/// How long records are collected.
const TOGETHER: Duration = Duration::from_millis(300);

/// What is known of every account's calls.
pub(crate) struct CallBook {
    store: Store,
    runtime: tokio::runtime::Handle,
    time: Time,
    waiting: Arc<Mutex<Vec<CallRow>>>,
    usage: Mutex<HashMap<String, (Usage, Timestamp)>>,
    pub(crate) limits: Limits,
}

impl CallBook {
    pub(crate) fn new(
        store: Store,
        runtime: tokio::runtime::Handle,
        time: Time,
        limits: Limits,
    ) -> Self {
        Self {
            store,
            runtime,
            time,
            waiting: Arc::default(),
            usage: Mutex::default(),
            limits,
        }
    }

    /// The last usage headers that came with an account's answers, and when.
    pub(crate) fn usage(&self, account: &str) -> Option<(Usage, Timestamp)> {
        let usage = self.usage.lock().unwrap_or_else(PoisonError::into_inner);
        usage.get(account).cloned()
    }

    pub(crate) fn forget(&self, account: &str) {
        let mut usage = self.usage.lock().unwrap_or_else(PoisonError::into_inner);
        usage.remove(account);
        self.limits.forget(account);
    }

    fn note(&self, calls: &Calls, record: &CallRecord, at: Timestamp) {
        let account = calls.account.as_str();
        self.limits.heard(&calls.app, account, record, at);
        if let Some(seen) = &record.usage {
            let mut usage = self.usage.lock().unwrap_or_else(PoisonError::into_inner);
            usage.insert(account.to_owned(), (seen.clone(), at));
        }
        let row = row(account, record, at);
        let first = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.push(row);
            waiting.len() == 1
        };
        if first {
            let (store, waiting) = (self.store.clone(), Arc::clone(&self.waiting));
            self.runtime.spawn(async move {
                tokio::time::sleep(TOGETHER).await;
                write(&store, &waiting).await;
            });
        }
    }

    /// Writes down what was only collected so far.
    pub(crate) async fn flush(&self) {
        write(&self.store, &self.waiting).await;
        self.limits.keep(&self.store).await;
    }
}

async fn write(store: &Store, waiting: &Mutex<Vec<CallRow>>) {
    let rows = std::mem::take(&mut *waiting.lock().unwrap_or_else(PoisonError::into_inner));
    if rows.is_empty() {
        return;
    }
    if let Err(error) = store.add_calls(&rows).await {
        tracing::warn!(%error, calls = rows.len(), "calls could not be written down");
    }
}

fn row(account: &str, record: &CallRecord, at: Timestamp) -> CallRow {
    CallRow {
        id: 0,
        account: account.to_owned(),
        at,
        endpoint: record.endpoint.to_owned(),
        ms: i64::try_from(record.ms).unwrap_or(i64::MAX),
        http: record.http.map(i64::from),
        code: record.code,
        subcode: record.subcode,
        trace_id: record.trace_id.clone(),
        request_id: record.request_id.clone(),
    }
}

/// One account's line into the book.
pub(crate) struct Calls {
    pub(crate) book: Arc<CallBook>,
    pub(crate) account: String,
    /// The same for every account of one Meta app, as far as is known here: one a login and address.
    pub(crate) app: String,
}

impl CallLog for Calls {
    fn called(&self, record: &CallRecord) {
        tracing::trace!(
            request_id = record.request_id,
            endpoint = record.endpoint,
            ms = record.ms,
            "called"
        );
        let now = self.book.time.now();
        self.book.note(self, record, now);
    }
}
