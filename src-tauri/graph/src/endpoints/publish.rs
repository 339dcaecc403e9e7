//! `media_publish`: the one call that makes something visible.
//!
//! Source: Meta, media_publish, 2026-09-11. Sent once, whatever comes back; whoever calls it reads
//! the container after anything but success.

use fanfold_domain::Refusal;
use fanfold_domain::publish::{ContainerId, MediaId};

use super::read::id;
use crate::call::Call;
use crate::client::Session;

impl Session {
    pub async fn publish(
        &self,
        account: &str,
        container: &ContainerId,
    ) -> Result<MediaId, Refusal> {
        let timeout = self.client.inner.options.timeouts.publish;
        let call = Call::post("media.publish", format!("{account}/media_publish"))
            .with("creation_id", &container.0)
            .within(timeout);
        id(&self.send(call).await?).map(MediaId)
    }
}
