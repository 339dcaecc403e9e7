//! Whether calls get out at all. A laptop that leaves its network is no trouble of any post: they wait,
//! and go on together when the first call gets through.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use fanfold_domain::answer::AnswerShape;
use fanfold_domain::publish::PostState;
use fanfold_domain::{Delivery, Refusal};
use jiff::SignedDuration;
use tokio::sync::Notify;

use super::{save_over, to_text};
use crate::Workbench;
use crate::accounts::app_of;
use crate::error::Result;
use crate::posts::run_of;

/// A wait that is not worth leaving the lane for.
pub(crate) const SHORT: SignedDuration = SignedDuration::from_secs(20);

/// Where nothing gets through at the moment, by Meta app: the practice Instagram of this computer is
/// there when the internet is not.
#[derive(Debug, Default)]
pub(crate) struct Network {
    gone: Mutex<BTreeSet<String>>,
    back: Notify,
}

impl Network {
    /// A call did not get out; whether that is news.
    fn lost(&self, app: &str) -> bool {
        self.lock().insert(app.to_owned())
    }

    /// Something answered.
    pub(crate) fn reached(&self, app: &str) {
        if self.lock().remove(app) {
            self.back.notify_one();
        }
    }

    pub(crate) fn is_gone(&self, app: &str) -> bool {
        self.lock().contains(app)
    }

    pub(crate) fn is_gone_anywhere(&self) -> bool {
        !self.lock().is_empty()
    }

    /// Returns when a network that was gone is back.
    pub(crate) async fn back(&self) {
        self.back.notified().await;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.gone.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Workbench {
    /// A call of an account was refused by the wire before anything was sent.
    pub(crate) async fn network_heard(self: &Arc<Self>, account: &str, refusal: &Refusal) {
        let unsent =
            refusal.delivery == Delivery::NotSent && refusal.answer.shape == AnswerShape::Network;
        if !unsent {
            return;
        }
        if let Ok(Some(account)) = self.store.account(account).await
            && self.call_book.network.lost(&app_of(&account))
        {
            tracing::info!(account = account.id, "Instagram cannot be reached");
            self.say_queue().await;
        }
    }

    /// The network is back: what waits for its next try goes on now. What Instagram asked to wait goes
    /// on waiting.
    pub(crate) async fn go_online(self: &Arc<Self>) -> Result<()> {
        let now = self.now();
        for row in self.store.waiting_posts(now).await? {
            let Ok(mut run) = run_of(&row) else { continue };
            if row.state == PostState::Scheduled || run.hold_until.is_some_and(|until| until > now)
            {
                continue;
            }
            run.hasten();
            let Ok(text) = to_text(&run) else { continue };
            let save = save_over(&row, &run, &text);
            if let Err(error) = self
                .store
                .save_idle_run(&row.id, &save, None, "online", now)
                .await
            {
                tracing::warn!(%error, post = row.id, "a post goes on at its own time");
            }
        }
        self.say_queue().await;
        Ok(())
    }
}
