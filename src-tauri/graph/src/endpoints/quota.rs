//! How many posts Instagram still takes from an account in its rolling window.
//!
//! Source: Meta, content_publishing_limit, 2026-09-11. Without `fields` only the usage comes.

use fanfold_domain::Refusal;
use fanfold_domain::publish::Quota;

use super::read::{flat, number};
use crate::call::Call;
use crate::client::Session;
use crate::transport::lacks;

/// Meta's lowest current figure, where the answer names none.
const TOTAL: u32 = 50;
/// A day.
const WINDOW: u32 = 86_400;

impl Session {
    pub async fn quota(&self, account: &str) -> Result<Quota, Refusal> {
        let call = Call::get("quota.read", format!("{account}/content_publishing_limit"))
            .with("fields", "config,quota_usage");
        let value = self.send(call).await?;
        let row = flat(&value);
        let config = row.get("config");
        let figure = |key| config.and_then(|config| number(config, key));
        Ok(Quota {
            used: number(row, "quota_usage").ok_or_else(|| lacks("the usage"))?,
            total: figure("quota_total").unwrap_or(TOTAL),
            window: figure("quota_duration").unwrap_or(WINDOW),
        })
    }
}
