//! Keeping signed in: Instagram's sixty days are renewed long before they are over, without any
//! secret.
//!
//! When is a pure question of what is known and what time it is, asked again at every start and every
//! hour by the clock on the wall: a computer that slept for a week renews when it wakes.

use std::sync::Arc;
use std::time::Duration;

use fanfold_domain::account::{Flavour, TokenState};
use fanfold_domain::say;
use fanfold_domain::{Class, Refusal};
use fanfold_graph::login::{Refreshable, refreshable};
use fanfold_store::Account;
use jiff::{SignedDuration, Timestamp};

use super::{Details, Key, PRACTICE};
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::words::moment;

/// Renewed when less than this is left of sixty days: half of it may be slept through.
const LEFT: SignedDuration = SignedDuration::from_hours(24 * 30);
/// A sign-in counts as running out when a person should know of it.
pub(crate) const SOON: SignedDuration = SignedDuration::from_hours(24 * 7);
/// After a failed try.
const AGAIN: SignedDuration = SignedDuration::from_hours(6);
/// How often it is asked whether anything is due.
const LOOK: Duration = Duration::from_hours(1);

/// How the sign-in stands at a moment: what was seen last, and what time has done since.
pub(crate) fn standing(account: &Account, now: Timestamp) -> TokenState {
    match (account.token_state, account.token_expires_at) {
        (TokenState::Revoked | TokenState::Expired, _) => account.token_state,
        (_, Some(end)) if end <= now => TokenState::Expired,
        (_, Some(end)) if end.duration_since(now) < SOON => TokenState::Expiring,
        (TokenState::Expiring, _) => TokenState::Valid,
        (state, _) => state,
    }
}

/// Whether the sign-in is to be renewed now, without anybody asking for it.
pub(crate) fn due(account: &Account, now: Timestamp) -> bool {
    if account.id == PRACTICE || account.flavour != Flavour::Instagram {
        return false;
    }
    if matches!(
        account.token_state,
        TokenState::Revoked | TokenState::Expired
    ) {
        return false;
    }
    let details = Details::of(account);
    let tried = details.renewal_tried;
    // A clock that was set back must not keep it from being tried.
    if tried.is_some_and(|at| at <= now && now.duration_since(at) < AGAIN) {
        return false;
    }
    let enough_left = account
        .token_expires_at
        .is_some_and(|end| end.duration_since(now) > LEFT);
    !enough_left && can_renew(account, &details, now) == Refreshable::Now
}

pub(crate) fn can_renew(account: &Account, details: &Details, now: Timestamp) -> Refreshable {
    let granted = details.permissions.as_ref().map(|grants| {
        let granted = grants.iter().filter(|grant| grant.granted);
        granted.map(|grant| grant.name.clone()).collect::<Vec<_>>()
    });
    refreshable(
        account.flavour,
        details.issued,
        account.token_expires_at,
        granted.as_deref(),
        now,
    )
}

impl Workbench {
    /// Renews a sign-in because a person wants it.
    ///
    /// # Errors
    /// When it cannot be renewed: too young, over, or of a kind that has no renewing.
    pub async fn renew_account(self: &Arc<Self>, id: &str) -> Result<Account> {
        let account = self.known_account(id).await?;
        let now = self.now();
        let details = Details::of(&account);
        match can_renew(&account, &details, now) {
            Refreshable::Now => self.renew(&account).await,
            Refreshable::From(from) => Err(WorkbenchError::NotNow(say!(
                "Instagram renews a sign-in a day after it was made: {when}. Fanfold does it by itself.",
                when = moment(from, now)
            ))),
            Refreshable::TooLate => Err(over(&account)),
            Refreshable::NotPermitted => Err(WorkbenchError::Account {
                message: say!("Instagram renews only sign-ins that may read the profile."),
                hint: say!("Reconnect the account and allow everything that is asked for."),
            }),
            Refreshable::NoSuchCall if account.token_expires_at.is_none() => Err(
                WorkbenchError::NotNow(say!("This sign-in has no end. There is nothing to renew.")),
            ),
            Refreshable::NoSuchCall => Err(WorkbenchError::Account {
                message: say!("Facebook does not renew sign-ins."),
                hint: say!("Reconnect the account before it runs out."),
            }),
        }
    }

    async fn renew(self: &Arc<Self>, account: &Account) -> Result<Account> {
        let now = self.now();
        let mut account = account.clone();
        let mut details = Details::of(&account);
        details.renewal_tried = Some(now);
        account.details = details.to_text();
        self.store.put_account(&account).await?;
        let token = self
            .token(&account.id)
            .await?
            .ok_or_else(|| over(&account))?;
        let renewed = match self.session_of(&account, token)?.refresh().await {
            Ok(renewed) => renewed,
            Err(refusal) => {
                self.learn(&account.id, &refusal).await?;
                return Err(refusal.into());
            }
        };
        let Some(grant) = renewed else {
            return Ok(account);
        };
        self.keep_secret(&Key::Publishing(account.id.clone()), &grant.token)
            .await?;
        self.keep_secret(&Key::Person(account.id.clone()), &grant.token)
            .await?;
        details.issued = Some(now);
        details.trouble = None;
        account.details = details.to_text();
        account.token_state = TokenState::Valid;
        account.token_expires_at = grant.expires_in.and_then(|seconds| {
            let life = SignedDuration::from_secs(i64::try_from(seconds).ok()?);
            now.checked_add(life).ok()
        });
        account.updated_at = now;
        self.store.put_account(&account).await?;
        tracing::info!(account = account.id, "a sign-in was renewed");
        self.say_account(&account.id).await;
        Ok(account)
    }

    /// What a refusal says of the account itself.
    pub(crate) async fn learn(self: &Arc<Self>, id: &str, refusal: &Refusal) -> Result<()> {
        let state = match (refusal.class, refusal.answer.subcode) {
            (Class::Reconnect, Some(463)) => TokenState::Expired,
            (Class::Reconnect | Class::LoginNeeded, _) => TokenState::Revoked,
            _ => return Ok(()),
        };
        let Some(account) = self.store.account(id).await? else {
            return Ok(());
        };
        self.store
            .set_token_state(id, state, account.token_expires_at, self.now())
            .await?;
        self.say_account(id).await;
        Ok(())
    }

    /// Renews whatever is due, once.
    pub async fn renew_due(self: &Arc<Self>) -> Result<usize> {
        let mut renewed = 0;
        for account in self.store.accounts().await? {
            if !due(&account, self.now()) {
                continue;
            }
            match self.renew(&account).await {
                Ok(_) => renewed += 1,
                Err(error) => {
                    tracing::warn!(%error, account = account.id, "a sign-in was not renewed");
                }
            }
        }
        Ok(renewed)
    }

    /// Keeps every sign-in alive as long as this process runs.
    pub fn keep_signed_in(self: &Arc<Self>) {
        let bench = Arc::clone(self);
        self.runtime.spawn(async move {
            loop {
                if let Err(error) = bench.renew_due().await {
                    tracing::warn!(%error, "the accounts could not be looked through");
                }
                if let Err(error) = bench.store.tidy_calls().await {
                    tracing::warn!(%error, "old calls stay");
                }
                tokio::time::sleep(LOOK).await;
            }
        });
    }
}

fn over(account: &Account) -> WorkbenchError {
    WorkbenchError::Account {
        message: say!(
            "The sign-in of @{username} is over.",
            username = account.username
        ),
        hint: say!("Connect the account once more. Its drafts and posts stay."),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    fn noon() -> Timestamp {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    fn account(life: i64) -> Account {
        let details = Details {
            issued: Some(noon()),
            ..Details::default()
        };
        Account {
            id: "bakery".to_owned(),
            username: "bakery".to_owned(),
            flavour: Flavour::Instagram,
            ig_user_id: "17841400000000001".to_owned(),
            graph_url: None,
            media_host: String::new(),
            token_expires_at: Some(noon() + DAY * i32::try_from(life).unwrap()),
            token_state: TokenState::Valid,
            pause: None,
            held: None,
            details: details.to_text(),
            created_at: noon(),
            updated_at: noon(),
        }
    }

    fn days(days: i32) -> Timestamp {
        noon() + DAY * days
    }

    #[test]
    fn a_sign_in_is_renewed_at_half_of_its_life_and_whenever_the_computer_wakes_after_that() {
        let account = account(60);
        let renewed: Vec<i32> = (0..60).filter(|day| due(&account, days(*day))).collect();
        assert_eq!(renewed, (30..60).collect::<Vec<_>>());
        assert!(!due(&account, days(60)), "over is over");
    }

    #[test]
    fn a_sign_in_of_unknown_length_is_renewed_after_the_day_that_instagram_asks_for() {
        let account = Account {
            token_expires_at: None,
            ..account(60)
        };
        assert!(!due(&account, noon()));
        assert!(due(&account, days(1)));
    }

    #[test]
    fn a_failed_try_waits_and_a_clock_set_back_does_not_make_it_wait_for_ever() {
        let mut account = account(60);
        let mut details = Details::of(&account);
        details.renewal_tried = Some(days(40));
        account.details = details.to_text();
        assert!(!due(&account, days(40) + SignedDuration::from_hours(5)));
        assert!(due(&account, days(40) + SignedDuration::from_hours(6)));
        assert!(due(&account, days(35)));
    }

    #[test]
    fn what_time_has_done_shows_without_asking_instagram() {
        let account = account(60);
        assert_eq!(standing(&account, days(10)), TokenState::Valid);
        assert_eq!(standing(&account, days(54)), TokenState::Expiring);
        assert_eq!(standing(&account, days(60)), TokenState::Expired);
        let revoked = Account {
            token_state: TokenState::Revoked,
            ..account
        };
        assert_eq!(standing(&revoked, days(10)), TokenState::Revoked);
    }

    #[test]
    fn practice_facebook_and_ended_sign_ins_are_left_alone() {
        let practice = Account {
            id: PRACTICE.to_owned(),
            ..account(60)
        };
        let facebook = Account {
            flavour: Flavour::Facebook,
            ..account(60)
        };
        let revoked = Account {
            token_state: TokenState::Revoked,
            ..account(60)
        };
        for account in [practice, facebook, revoked] {
            assert!(!due(&account, days(45)));
        }
    }
}
