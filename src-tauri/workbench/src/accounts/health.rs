//! Asking Instagram how an account stands, and remembering what it said.

use std::sync::Arc;

use fanfold_domain::account::{Flavour, TokenState};
use fanfold_domain::publish::Quota;
use fanfold_domain::{Action, Class, Explanation, Refusal};
use fanfold_graph::login::{self, Inspection};
use fanfold_store::Account;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::clients::app_of;
use super::details::{Grant, QuotaSeen};
use super::health_view::{self, Seen};
use super::offer::at;
use super::renew::{SOON, standing};
use super::{Details, Key, PRACTICE};
use crate::Workbench;
use crate::error::Result;
use crate::view::HealthView;

/// An answer this young is not asked for again by merely looking.
const FRESH: SignedDuration = SignedDuration::from_mins(5);
/// Subcode of a token whose time is over (Meta, error codes, 2026-09-11).
const TIME_OVER: i32 = 463;
/// Calls that are shown.
const CALLS: u32 = 200;

/// An account as the headless contract prints it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccountRow {
    pub id: String,
    pub username: String,
    /// Not known of a token that Instagram refused.
    pub flavour: Option<Flavour>,
    pub token_expires_at: Option<Timestamp>,
    pub token_state: TokenState,
    /// By Meta's names; empty also where Instagram does not tell.
    pub missing_permissions: Vec<String>,
    /// Why it was not checked, renewed or added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Explanation>,
}

impl AccountRow {
    /// An account that was not added, and why. It has no id here.
    pub fn refused(flavour: Option<Flavour>, name: Option<&str>, error: Explanation) -> Self {
        Self {
            id: String::new(),
            username: name.unwrap_or_default().to_owned(),
            flavour,
            token_expires_at: None,
            token_state: match error.action {
                Action::Reconnect if error.subcode == Some(TIME_OVER) => TokenState::Expired,
                Action::Reconnect => TokenState::Revoked,
                _ => TokenState::Unknown,
            },
            missing_permissions: Vec::new(),
            error: Some(error),
        }
    }

    fn of(account: &Account, now: Timestamp) -> Self {
        Self {
            id: account.id.clone(),
            username: account.username.clone(),
            flavour: Some(account.flavour),
            token_expires_at: account.token_expires_at,
            token_state: standing(account, now),
            missing_permissions: missing(account),
            error: None,
        }
    }
}

/// What was not granted of what Fanfold needs to publish.
fn missing(account: &Account) -> Vec<String> {
    let Some(grants) = Details::of(account).permissions else {
        return Vec::new();
    };
    let granted: Vec<&str> = grants
        .iter()
        .filter(|grant| grant.granted)
        .map(|grant| grant.name.as_str())
        .collect();
    login::missing(account.flavour, &granted)
        .into_iter()
        .filter(|need| need.needed)
        .map(|need| need.permission.to_owned())
        .collect()
}

/// Whether a permission is there, by whichever of its names Instagram told it.
pub(crate) fn is_granted(grants: &[Grant], permission: &str) -> bool {
    grants
        .iter()
        .any(|grant| grant.granted && login::current_name(&grant.name) == permission)
}

/// What was asked about an account, and what was said.
struct Answers {
    quota: std::result::Result<Quota, Refusal>,
    /// Facebook login only, like the next.
    permissions: Option<std::result::Result<Vec<fanfold_graph::Permission>, Refusal>>,
    inspected: Option<std::result::Result<Inspection, Refusal>>,
}

impl Workbench {
    /// Every account as `account list` prints it. The practice account is always there.
    pub async fn account_rows(&self) -> Result<Vec<AccountRow>> {
        let now = self.now();
        let accounts = self.store.accounts().await?;
        let mut rows: Vec<AccountRow> = accounts.iter().map(|a| AccountRow::of(a, now)).collect();
        if !rows.iter().any(|row| row.id == PRACTICE) {
            let never_used = AccountRow {
                id: PRACTICE.to_owned(),
                username: PRACTICE.to_owned(),
                flavour: Some(Flavour::Facebook),
                token_expires_at: None,
                token_state: TokenState::Unknown,
                missing_permissions: Vec::new(),
                error: None,
            };
            rows.insert(0, never_used);
        }
        Ok(rows)
    }

    /// One account's row.
    pub async fn account_row(&self, id: &str) -> Result<AccountRow> {
        let account = self.known_account(id).await?;
        Ok(AccountRow::of(&account, self.now()))
    }

    /// Asks Instagram how the account stands. What it refuses is in the row, not a failure.
    pub async fn account_check(self: &Arc<Self>, id: &str) -> Result<AccountRow> {
        let refused = self.ask_health(id).await?;
        let row = self.account_row(id).await?;
        Ok(AccountRow {
            error: refused.map(|refusal| refusal.explanation),
            ..row
        })
    }

    /// How an account stands, whole. `fresh` asks Instagram whatever is known; otherwise only what is
    /// older than a few minutes is asked again.
    pub async fn account_health(self: &Arc<Self>, id: &str, fresh: bool) -> Result<HealthView> {
        if id == PRACTICE {
            self.practice_account().await?;
        }
        let account = self.known_account(id).await?;
        let checked = Details::of(&account).checked;
        let now = self.now();
        let young = checked.is_some_and(|at| at <= now && now.duration_since(at) < FRESH);
        if fresh || !young {
            self.ask_health(id).await?;
        }
        self.health_view(id).await
    }

    pub(crate) async fn health_view(&self, id: &str) -> Result<HealthView> {
        let account = self.known_account(id).await?;
        self.call_book.flush().await;
        let seen = Seen {
            view: self.account_view(&account),
            details: Details::of(&account),
            usage: self.call_book.usage(id),
            standing: self
                .call_book
                .limits
                .standing(&app_of(&account), id, self.now()),
            calls: self.store.calls(id, CALLS).await?,
            account,
            version: self.graph_version(),
            now: self.now(),
        };
        Ok(health_view::draw(seen))
    }

    /// Asks what can be asked at once, side by side; one refusal does not hide the other answers.
    pub(crate) async fn ask_health(self: &Arc<Self>, id: &str) -> Result<Option<Refusal>> {
        let account = match id {
            PRACTICE => self.practice_account().await?,
            _ => self.known_account(id).await?,
        };
        let publishing = self.publishing_token(&account).await?;
        let person = self.secret(&Key::Person(id.to_owned())).await?;
        let by_page = self.session_of(&account, publishing.clone())?;
        let by_person = self.session_of(&account, person.unwrap_or_else(|| publishing.clone()))?;
        let facebook = account.flavour == Flavour::Facebook;
        let (quota, permissions, inspected) = futures::join!(
            by_page.quota(&account.ig_user_id),
            async {
                if facebook {
                    Some(by_person.permissions().await)
                } else {
                    None
                }
            },
            async {
                if facebook {
                    Some(by_person.inspect_other(&publishing).await)
                } else {
                    None
                }
            },
        );
        let answers = Answers {
            quota,
            permissions,
            inspected,
        };
        self.keep_health(id, answers).await
    }

    /// Remembers what was said, whatever of it was a refusal.
    async fn keep_health(self: &Arc<Self>, id: &str, said: Answers) -> Result<Option<Refusal>> {
        let Answers {
            quota,
            permissions,
            inspected,
        } = said;
        let now = self.now();
        let mut account = self.known_account(id).await?;
        let mut details = Details::of(&account);
        details.checked = Some(now);
        let refused = quota.as_ref().err().cloned();
        if let Ok(quota) = &quota {
            details.quota = Some(QuotaSeen {
                used: quota.used,
                total: quota.total,
                at: now,
            });
            if account.token_state != TokenState::Valid {
                account.token_state = TokenState::Valid;
            }
        }
        if let Some(Ok(rows)) = permissions {
            let grant = |row: fanfold_graph::Permission| Grant {
                name: row.name,
                granted: row.granted,
            };
            details.permissions = Some(rows.into_iter().map(grant).collect());
        }
        if let Some(Ok(inspected)) = inspected {
            account.token_expires_at = at(inspected.expires);
            details.data_access_until = at(inspected.data_access_ends);
            details.issued = at(inspected.issued).or(details.issued);
        }
        details.trouble = refused
            .as_ref()
            .map(|refusal| refusal.explanation.title.clone());
        account.details = details.to_text();
        account.updated_at = now;
        self.store.put_account(&account).await?;
        if let Some(refusal) = &refused {
            self.learn(id, refusal).await?;
        }
        self.say_account(id).await;
        Ok(refused)
    }

    /// Lets an account publish again that a person has to release.
    pub async fn account_resume(self: &Arc<Self>, id: &str) -> Result<HealthView> {
        self.queue_resume(id).await?;
        self.health_view(id).await
    }

    /// Renews the sign-in and shows how the account stands then.
    pub async fn account_renew(self: &Arc<Self>, id: &str) -> Result<HealthView> {
        self.renew_account(id).await?;
        self.health_view(id).await
    }

    /// Posts that stopped because the account was signed out or lacked a permission go on by
    /// themselves once it is connected again. An account that Instagram blocked stays paused: only a
    /// person lifts that, and connecting proves nothing about it.
    pub(crate) async fn go_on_after_reconnecting(self: &Arc<Self>, account: &str) -> Result<()> {
        self.store.lift_sign_in_pause(account, self.now()).await?;
        for row in self.store.stopped_posts(account).await? {
            let stopped = row.error.as_ref().is_some_and(|error| {
                matches!(error.action, Action::Reconnect | Action::GrantPermission)
            });
            if stopped {
                self.retried(&row).await?;
            }
        }
        self.queue_changed.notify_one();
        self.say_queue().await;
        Ok(())
    }

    /// The publishing quota as Instagram just told it, for the rail and the limiter.
    pub(crate) async fn quota_seen(self: &Arc<Self>, account: &Account, quota: Quota) {
        let now = self.now();
        let app = app_of(account);
        self.call_book.limits.quota(&app, &account.id, quota, now);
        let Ok(Some(account)) = self.store.account(&account.id).await else {
            return;
        };
        let mut details = Details::of(&account);
        let seen = QuotaSeen {
            used: quota.used,
            total: quota.total,
            at: now,
        };
        let news = details
            .quota
            .is_none_or(|old| old.used != seen.used || old.total != seen.total);
        details.quota = Some(seen);
        let text = details.to_text();
        if let Err(error) = self
            .store
            .set_account_details(&account.id, &text, now)
            .await
        {
            tracing::warn!(%error, account = account.id, "the quota was not kept");
        }
        if news {
            self.say_account(&account.id).await;
        }
    }

    /// What a publish learns of its account while it goes.
    pub(crate) async fn heard(self: &Arc<Self>, account: &str, refusal: &Refusal) {
        self.network_heard(account, refusal).await;
        if matches!(refusal.class, Class::Reconnect | Class::LoginNeeded)
            && let Err(error) = self.learn(account, refusal).await
        {
            tracing::warn!(%error, account, "the account's state was not kept");
        }
    }
}

/// Whether a person should know that the sign-in ends.
pub(crate) fn ends_soon(account: &Account, now: Timestamp) -> bool {
    account
        .token_expires_at
        .is_some_and(|end| end.duration_since(now) < SOON)
}
