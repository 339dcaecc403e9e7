//! The publish room's walls, implemented with the rooms behind them: graph as the gateway, hosting
//! as the media host, the library, the store's journal, the clock and chance.

mod clock;
mod gateway;
mod host;
mod journal;
mod library;

use std::sync::Arc;

use fanfold_publish::{Notice, Outcome, RunError, Runner, RunnerOptions};
use fanfold_store::{Account, Claim};
use tokio_util::sync::CancellationToken;

use crate::Workbench;
use crate::error::Result;
use crate::posts::PostDocument;

use clock::Scaled;
use gateway::OverGraph;
pub(crate) use host::OnLoopback;
use journal::InStore;
pub(crate) use journal::{save_of, to_text};
use library::InLibrary;
pub(crate) use library::content;

impl Workbench {
    /// Carries one claimed post as far as it goes, and gives the claim back.
    pub(crate) async fn carry(
        self: &Arc<Self>,
        claim: Claim,
        account: &Account,
        document: PostDocument,
        cancel: &CancellationToken,
        notices: &(dyn Fn(Notice) + Send + Sync),
    ) -> Result<std::result::Result<Outcome, RunError>> {
        let gateway = OverGraph::connect(self, account).await?;
        let host = self.host().await?;
        let claim = Arc::new(claim);
        let runner = Runner {
            gateway: Arc::new(gateway),
            host,
            library: Arc::new(InLibrary::new(
                Arc::clone(self),
                claim.post.id.clone(),
                document,
            )),
            journal: Arc::new(InStore::new(self.store.clone(), Arc::clone(&claim))),
            clock: Arc::new(Scaled),
            dice: Arc::new(clock::Chance),
            options: RunnerOptions {
                pace: fanfold_publish::Pace::scaled(self.pace.time_scale),
                max_wait: self.pace.max_wait,
            },
        };
        let outcome = runner.run(cancel, notices).await;
        self.store.release(&claim, self.now()).await?;
        Ok(outcome)
    }
}
