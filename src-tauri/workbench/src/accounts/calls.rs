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
use crate::queue::Network;

/// How long records are collected.
const TOGETHER: Duration = Duration::from_millis(300);

/// Calls that are noted and not yet written down.
#[derive(Default)]
struct Waiting {
    rows: Mutex<Vec<CallRow>>,
    /// Held while some are being written: whoever flushes waits for those as well.
    writing: tokio::sync::Mutex<()>,
}

/// What is known of every account's calls.
pub(crate) struct CallBook {
    store: Store,
    runtime: tokio::runtime::Handle,
    time: Time,
    waiting: Arc<Waiting>,
    usage: Mutex<HashMap<String, (Usage, Timestamp)>>,
    pub(crate) limits: Limits,
    pub(crate) network: Network,
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
            network: Network::default(),
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
        if record.http.is_some() {
            self.network.reached(&calls.app);
        }
        self.limits.heard(&calls.app, account, record, at);
        if let Some(seen) = &record.usage {
            let mut usage = self.usage.lock().unwrap_or_else(PoisonError::into_inner);
            usage.insert(account.to_owned(), (seen.clone(), at));
        }
        let row = row(account, record, at);
        let first = {
            let rows = self.waiting.rows.lock();
            let mut rows = rows.unwrap_or_else(PoisonError::into_inner);
            rows.push(row);
            rows.len() == 1
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

async fn write(store: &Store, waiting: &Waiting) {
    let _turn = waiting.writing.lock().await;
    let rows = std::mem::take(&mut *waiting.rows.lock().unwrap_or_else(PoisonError::into_inner));
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
        post: crate::recorder::carried(),
        slide: crate::recorder::about(),
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    /// Whoever flushes reads what was noted before, also while an earlier write is still under way.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_flush_waits_for_what_is_being_written() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let waiting = Arc::new(Waiting::default());
        let record = CallRecord {
            request_id: "r".to_owned(),
            endpoint: "quota.read",
            http: Some(200),
            code: None,
            subcode: None,
            trace_id: None,
            ms: 1,
            bytes: 2,
            usage: None,
        };
        for round in 1..=50 {
            let calls = (0..20).map(|_| row("a", &record, Timestamp::UNIX_EPOCH));
            waiting.rows.lock().unwrap().extend(calls);
            let (other, own) = (store.clone(), Arc::clone(&waiting));
            let first = tokio::spawn(async move { write(&other, &own).await });
            tokio::task::yield_now().await;
            write(&store, &waiting).await;
            let kept = store.calls("a", 10_000).await.unwrap().len();
            assert_eq!(kept, round * 20, "round {round}");
            first.await.unwrap();
        }
    }
}
