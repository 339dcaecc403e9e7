//! How every account stands, for `health`: sign-in, permissions, posting quota, API usage, containers,
//! errors.

use std::collections::HashMap;
use std::sync::Arc;

use fanfold_domain::account::{Flavour, TokenState};
use fanfold_domain::catalogue::{Local, refuse_local};
use fanfold_domain::{Delivery, Explanation};
use fanfold_graph::login::needs;
use fanfold_publish::Run;
use fanfold_store::{Account, CallRow};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::Workbench;
use crate::accounts::{Details, app_of, is_granted, standing};
use crate::error::{Result, WorkbenchError};

/// What the error rate is counted over.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// More calls than this are not kept for an account.
const CALLS: u32 = 5_000;

/// One account, as `health` prints it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccountHealth {
    pub account: String,
    pub username: String,
    pub flavour: Flavour,
    pub token: TokenHealth,
    /// Empty where Instagram does not tell.
    pub permissions: Vec<PermissionHealth>,
    /// `None` when Instagram was never asked.
    pub publishing_quota: Option<QuotaHealth>,
    pub api_usage: ApiUsage,
    pub containers: ContainerHealth,
    pub calls: CallHealth,
    /// Why its queue is held, and until when; without an end a person has to resume it.
    pub paused: Option<String>,
    pub paused_until: Option<Timestamp>,
    /// Why Instagram could not be asked just now; the figures above are then the last that are known.
    pub error: Option<Explanation>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TokenHealth {
    pub state: TokenState,
    pub expires_at: Option<Timestamp>,
    /// Whole days; `None` when it does not end or nobody says.
    pub days_left: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PermissionHealth {
    pub name: String,
    pub granted: bool,
    /// Nothing can be published without it.
    pub needed: bool,
}

/// Posts in the last 24 hours, as Instagram counts them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuotaHealth {
    pub used: u32,
    pub total: u32,
    pub left: u32,
    pub at: Timestamp,
}

/// How much of the call limits is used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ApiUsage {
    /// The fullest meter, in percent.
    pub percent: f64,
    /// Percent by meter, fullest first: `app`, `page`, `instagram`, `pages`.
    pub meters: Vec<(String, f64)>,
    /// When calls are free again; `None` when they are.
    pub free_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContainerHealth {
    /// Of posts that are not over yet.
    pub open: usize,
    /// Created in the last 24 hours, of so many that are allowed.
    pub created: u32,
    pub limit: u32,
}

/// Calls of the last 24 hours.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallHealth {
    pub total: usize,
    /// Refused, or without an answer.
    pub failed: usize,
    /// 0–1; 0 without any calls.
    pub error_rate: f64,
}

impl Workbench {
    /// How every account stands, each asked at Instagram just now.
    ///
    /// # Errors
    /// No keychain; a database that cannot be read. What Instagram refuses is in the row.
    pub async fn health_rows(self: &Arc<Self>) -> Result<Vec<AccountHealth>> {
        let mut rows = Vec::new();
        let open = open_containers(self.store.open_runs().await?);
        for account in self.store.accounts().await? {
            let error = match self.ask_health(&account.id).await {
                Ok(refused) => refused.map(|refusal| refusal.explanation),
                Err(WorkbenchError::Account { message, .. }) => {
                    let missing = refuse_local(Local::TokenMissing, Delivery::NotSent, &message);
                    Some(missing.explanation)
                }
                Err(error) => return Err(error),
            };
            let open = open.get(&account.id).copied().unwrap_or_default();
            rows.push(self.health_row(&account.id, open, error).await?);
        }
        Ok(rows)
    }

    async fn health_row(
        &self,
        id: &str,
        open: usize,
        error: Option<Explanation>,
    ) -> Result<AccountHealth> {
        let account = self.known_account(id).await?;
        let now = self.now();
        self.call_book.flush().await;
        let limits = &self.call_book.limits;
        let used = limits.standing(&app_of(&account), id, now);
        let calls = self.store.calls(id, CALLS).await?;
        let details = Details::of(&account);
        let paused = account.pause.as_ref();
        let paused = paused.filter(|pause| pause.until.is_none_or(|until| until > now));
        Ok(AccountHealth {
            account: account.id.clone(),
            username: account.username.clone(),
            flavour: account.flavour,
            token: token(&account, now),
            permissions: permissions(&account, &details),
            publishing_quota: details.quota.map(|quota| QuotaHealth {
                used: quota.used,
                total: quota.total,
                left: quota.total.saturating_sub(quota.used),
                at: quota.at,
            }),
            api_usage: ApiUsage {
                percent: used.meters.first().map_or(0.0, |(_, percent)| *percent),
                free_at: used.free_at,
                meters: used.meters,
            },
            containers: ContainerHealth {
                open,
                created: used.containers.used,
                limit: used.containers.of,
            },
            calls: rate(&calls, now),
            paused: paused.map(|pause| pause.reason.clone()),
            paused_until: paused.and_then(|pause| pause.until),
            error,
        })
    }
}

fn token(account: &Account, now: Timestamp) -> TokenHealth {
    let left = account.token_expires_at.map(|end| end.duration_since(now));
    TokenHealth {
        state: standing(account, now),
        expires_at: account.token_expires_at,
        days_left: left.map(|left| left.as_hours().max(0) / 24),
    }
}

fn permissions(account: &Account, details: &Details) -> Vec<PermissionHealth> {
    let Some(grants) = &details.permissions else {
        return Vec::new();
    };
    needs(account.flavour)
        .iter()
        .map(|need| PermissionHealth {
            name: need.permission.to_owned(),
            granted: is_granted(grants, need.permission),
            needed: need.needed,
        })
        .collect()
}

/// By account: containers that posts which are not over still count on.
fn open_containers(runs: Vec<(String, String)>) -> HashMap<String, usize> {
    let mut open: HashMap<String, usize> = HashMap::new();
    for (account, run) in runs {
        if let Ok(run) = Run::read(&run) {
            let slides = run.slides.iter().filter(|slide| slide.container.is_some());
            let all = slides.count() + usize::from(run.parent.is_some());
            *open.entry(account).or_default() += all;
        }
    }
    open
}

fn rate(calls: &[CallRow], now: Timestamp) -> CallHealth {
    let recent = |call: &&CallRow| now.duration_since(call.at) < DAY;
    let refused = |call: &&CallRow| call.code.is_some() || call.http.is_none_or(|http| http >= 400);
    let total = calls.iter().filter(recent).count();
    let failed = calls.iter().filter(recent).filter(refused).count();
    CallHealth {
        total,
        failed,
        error_rate: if total == 0 {
            0.0
        } else {
            failed as f64 / total as f64
        },
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_error_rate_is_of_the_last_day_and_counts_lost_answers() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let call = |hours: i64, http: Option<i64>| CallRow {
            id: 0,
            account: "a".to_owned(),
            post: None,
            slide: None,
            at: now - SignedDuration::from_hours(hours),
            endpoint: "quota.read".to_owned(),
            ms: 5,
            http,
            code: None,
            subcode: None,
            trace_id: None,
            request_id: String::new(),
        };
        let calls = [
            call(1, Some(200)),
            call(2, Some(500)),
            call(3, None),
            call(4, Some(200)),
            call(30, Some(500)),
        ];
        let seen = rate(&calls, now);
        assert_eq!((seen.total, seen.failed), (4, 2));
        assert!((seen.error_rate - 0.5).abs() < 1e-9);
        assert!((rate(&[], now).error_rate).abs() < 1e-9);
    }
}
