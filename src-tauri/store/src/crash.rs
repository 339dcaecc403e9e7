//! Trouble on purpose: a test's way to end this process in the middle of a write, as a power cut would, and to have
//! a database that takes no writes for a while.
//!
//! Compiled in only with the feature `crash-points`, which the proofs ask for and nothing that is
//! shipped has. A process dies when its write number [`AT`] is about to be committed: all of it is
//! done, and none of it is on the disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePoolOptions;

use crate::Store;

/// Which write, from 1, over all connections of the process.
const AT: &str = "FANFOLD_CRASH_AT_WRITE";

/// Whether one database takes writes, and how often it was asked for anything while it took none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Writes(Arc<Refusing>);

#[derive(Debug, Default)]
struct Refusing {
    /// Ever since it was opened; until then no connection need be told.
    ever: AtomicBool,
    now: AtomicBool,
    asked: AtomicU64,
}

impl Writes {
    async fn tell(&self, connection: &mut SqliteConnection) -> sqlx::Result<()> {
        if !self.0.ever.load(Ordering::SeqCst) {
            return Ok(());
        }
        let refused = self.0.now.load(Ordering::SeqCst);
        if refused {
            self.0.asked.fetch_add(1, Ordering::SeqCst);
        }
        let told = if refused {
            "PRAGMA query_only = ON"
        } else {
            "PRAGMA query_only = OFF"
        };
        sqlx::query(told).execute(connection).await.map(drop)
    }
}

impl Store {
    /// From now on every write fails, as on a disk that was mounted for reading alone; or none any more.
    pub fn refuse_writes(&self, refuse: bool) {
        self.writes.0.now.store(refuse, Ordering::SeqCst);
        self.writes.0.ever.store(true, Ordering::SeqCst);
    }

    /// How often the database was asked for anything while it took no writes.
    pub fn asked_in_vain(&self) -> u64 {
        self.writes.0.asked.load(Ordering::SeqCst)
    }
}

/// The pool with every connection counting, and asking whether writes are taken.
pub(crate) fn armed(pool: SqlitePoolOptions, writes: &Writes) -> SqlitePoolOptions {
    static WRITES: AtomicU64 = AtomicU64::new(0);
    let at: Option<u64> = std::env::var(AT).ok().and_then(|at| at.parse().ok());
    let (new, idle) = (writes.clone(), writes.clone());
    pool.after_connect(move |connection, _| {
        let writes = new.clone();
        Box::pin(async move {
            if let Some(at) = at {
                connection.lock_handle().await?.set_commit_hook(move || {
                    if WRITES.fetch_add(1, Ordering::Relaxed) + 1 == at {
                        std::process::abort();
                    }
                    true
                });
            }
            writes.tell(connection).await
        })
    })
    .before_acquire(move |connection, _| {
        let writes = idle.clone();
        Box::pin(async move { writes.tell(connection).await.map(|()| true) })
    })
}
