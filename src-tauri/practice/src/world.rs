//! Everything that one running practice server shares between its calls.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::clock::{Clock, Random};
use crate::faults::FaultBoard;
use crate::fetch::Fetcher;
use crate::ids::{IdKind, random_text};
use crate::ledger::{Change, Ledger};
use crate::refusal::{Refusal, server_trouble};
use crate::requests::RequestLog;
use crate::state::{Account, AccountKind, Record};
use crate::usage::Usage;

pub(crate) struct World {
    pub(crate) ledger: Ledger,
    pub(crate) fetcher: Fetcher,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) faults: Mutex<FaultBoard>,
    pub(crate) requests: Mutex<RequestLog>,
    pub(crate) usage: Mutex<Usage>,
    /// Where fetched files lie, named by hash.
    pub(crate) pictures: PathBuf,
    /// Where uploads grow, named by container.
    pub(crate) uploads: PathBuf,
    /// Containers to which bytes are being sent just now.
    pub(crate) uploading: Mutex<HashSet<String>>,
    /// `http://127.0.0.1:port`, without a slash at its end.
    pub(crate) base_url: String,
    /// Tells one run of the server from another.
    pub(crate) instance: String,
}

/// Locks what calls share for a moment; nothing panics while holding one.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World {
    /// The practice clock: the given one plus the shift that was set.
    pub(crate) fn now(&self) -> Timestamp {
        let shift = self.ledger.read(|state| state.settings.clock_shift_seconds);
        let now = self.clock.now();
        now.saturating_add(SignedDuration::from_secs(shift))
            .unwrap_or(now)
    }

    pub(crate) fn trace_id(&self) -> String {
        format!("A{}", random_text(&*self.random, 22))
    }

    /// The file of a container's upload.
    pub(crate) fn upload_path(&self, container: &str) -> PathBuf {
        // Ids come from the ledger, but this one may come from an address.
        let name: String = container.chars().filter(char::is_ascii_digit).collect();
        self.uploads.join(name)
    }

    /// How many bytes of a container's upload have arrived.
    pub(crate) fn uploaded(&self, container: &str) -> u64 {
        let file = std::fs::metadata(self.upload_path(container));
        file.map_or(0, |file| file.len())
    }

    /// Rewrites the ledger when most of it is history.
    pub(crate) async fn tidy(self: &Arc<Self>) {
        let world = Arc::clone(self);
        let tidied = tokio::task::spawn_blocking(move || world.ledger.tidy()).await;
        if let Ok(Err(error)) = tidied {
            // The long one is as good as the short one, only longer.
            tracing::warn!(%error, "the practice ledger could not be shortened");
        }
    }

    /// A ledger change off the async threads, as it waits for the disk.
    pub(crate) async fn commit<T: Send + 'static>(
        self: &Arc<Self>,
        prepare: impl FnOnce(&mut Change<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let world = Arc::clone(self);
        tokio::task::spawn_blocking(move || world.ledger.commit(prepare))
            .await
            .unwrap_or_else(|error| {
                tracing::error!(%error, "a change of the practice ledger broke off");
                Err(server_trouble())
            })
    }
}

/// Makes an account with its Page and Facebook user.
pub(crate) fn add_account(change: &mut Change<'_>, username: &str, name: &str) -> Account {
    let account = Account {
        id: change.id(IdKind::Account),
        scoped_id: change.id(IdKind::Scoped),
        username: username.to_owned(),
        name: name.to_owned(),
        page_id: change.id(IdKind::Page),
        page_name: format!("{name} Page"),
        user_id: change.state.accounts.values().next().map_or_else(
            || crate::ids::mint(IdKind::User, 1),
            |first| first.user_id.clone(),
        ),
        user_name: "Practice Person".to_owned(),
        restricted: false,
        kind: AccountKind::Business,
        checkpointed: false,
    };
    change.put(Record::Account(account.clone()));
    account
}
