//! Accounts: who can be published to, who is chosen, how each one stands.
//!
//! Tokens, the app's secret and a media host's key are the keychain's. Nothing of them is in the
//! database, in a view or in an event; what a person copied is read from the clipboard by the shell
//! and handed here.

mod calls;
mod clients;
mod connect;
mod details;
mod explained;
mod guide;
mod health;
mod health_view;
mod keys;
mod limits;
mod media_host;
mod meta_app;
mod named;
mod offer;
mod permissions;
mod practice;
mod redirect;
mod rehearse;
mod renew;
mod sign_in;

use std::sync::{Arc, PoisonError};

use fanfold_domain::account::{Flavour, TokenState};
use fanfold_domain::{say, word};
use fanfold_store::Account;

use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::view::{AccountView, Disconnected, Event, MetaPage};
use crate::words::moment;

pub(crate) use calls::{CallBook, Calls};
pub(crate) use clients::app_of;
pub use connect::ConnectOptions;
pub(crate) use details::Details;
pub use explained::explain_text;
pub use health::AccountRow;
pub(crate) use health::is_granted;
pub(crate) use keys::Key;
pub(crate) use limits::{Before, Limits};
pub(crate) use named::what;
pub(crate) use offer::PendingConnections;
pub(crate) use practice::{PRACTICE, Practice};
pub(crate) use renew::standing;
pub(crate) use sign_in::SignIns;
pub use sign_in::browser_failed;

/// The setting that remembers the chosen account.
const CHOSEN: &str = "window.account";

impl Workbench {
    /// Every account, the practice one first, as the rail shows them.
    pub async fn account_list(&self) -> Result<Vec<AccountView>> {
        let mut accounts = self.store.accounts().await?;
        accounts.sort_by_key(|account| account.id != PRACTICE);
        Ok(accounts.iter().map(|one| self.account_view(one)).collect())
    }

    /// Publishes through this account from now on.
    pub async fn account_choose(self: &Arc<Self>, id: &str) -> Result<AccountView> {
        if id == PRACTICE {
            return self.use_practice().await;
        }
        let account = self.known_account(id).await?;
        self.choose(&account).await
    }

    pub(crate) async fn known_account(&self, id: &str) -> Result<Account> {
        let account = self.store.account(id).await?;
        account.ok_or_else(|| WorkbenchError::Usage {
            message: say!("There is no account “{id}”.", id),
        })
    }

    pub(crate) async fn choose(self: &Arc<Self>, account: &Account) -> Result<AccountView> {
        self.store.set_setting(CHOSEN, &account.id).await?;
        let view = self.account_view(account);
        self.show_account(Some(view.clone()));
        self.say_accounts().await;
        Ok(view)
    }

    /// Removes an account and everything secret of it from this computer. Its posts stay as history;
    /// what waits in its queue is not published.
    pub async fn account_disconnect(self: &Arc<Self>, id: &str) -> Result<Disconnected> {
        let account = self.known_account(id).await?;
        // What is under way is taken back where that is still possible; what is not, is finished.
        for post in self.store.under_way(id, self.now()).await? {
            self.stop_post(&post).await?;
        }
        for key in Key::of_account(id) {
            self.forget_secret(&key).await?;
        }
        self.store.remove_account(id).await?;
        self.call_book.forget(id);
        if self.account_id().as_deref() == Some(id) {
            self.store.clear_setting(CHOSEN).await?;
            self.show_account(None);
        }
        self.say_accounts().await;
        Ok(disconnected(&account))
    }

    fn show_account(self: &Arc<Self>, view: Option<AccountView>) {
        self.account
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clone_from(&view);
        self.say(Event::Account { account: view });
        for id in self.desk.ids() {
            self.say_draft(&id);
        }
    }

    /// Tells the window how every account stands.
    pub(crate) async fn say_accounts(&self) {
        match self.account_list().await {
            Ok(accounts) => {
                self.remember_names(&accounts);
                self.say(Event::Accounts {
                    accounts,
                    chosen: self.account_id(),
                });
            }
            Err(error) => tracing::warn!(%error, "the accounts could not be shown"),
        }
    }

    /// Something of an account changed: whoever shows it asks again.
    pub(crate) async fn say_account(self: &Arc<Self>, id: &str) {
        if self.account_id().as_deref() == Some(id)
            && let Ok(Some(account)) = self.store.account(id).await
        {
            let view = self.account_view(&account);
            self.account
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .replace(view.clone());
            self.say(Event::Account {
                account: Some(view),
            });
        }
        self.say_accounts().await;
        self.say(Event::Health {
            account: id.to_owned(),
        });
    }

    /// The account chosen last time. A practice server that does not start is told in the rail, and
    /// is no reason not to open.
    pub(crate) async fn choose_remembered_account(self: &Arc<Self>) -> Result<()> {
        self.remember_names(&self.account_list().await?);
        let Some(id) = self.store.setting::<String>(CHOSEN).await? else {
            return Ok(());
        };
        let Some(account) = self.store.account(&id).await? else {
            return Ok(());
        };
        let view = self.account_view(&account);
        *self.account.write().unwrap_or_else(PoisonError::into_inner) = Some(view);
        Ok(())
    }

    fn remember_names(&self, accounts: &[AccountView]) {
        let mut names = self.names.write().unwrap_or_else(PoisonError::into_inner);
        names.extend(
            accounts
                .iter()
                .map(|account| (account.id.clone(), account.username.clone())),
        );
    }

    /// An account's username, also of one that was removed while Fanfold is open.
    pub(crate) fn name_of(&self, account: &str) -> Option<String> {
        let names = self.names.read().unwrap_or_else(PoisonError::into_inner);
        names.get(account).cloned()
    }

    pub(crate) fn account_name(&self) -> Option<String> {
        let account = self.account.read().unwrap_or_else(PoisonError::into_inner);
        account.as_ref().map(|account| account.username.clone())
    }

    /// The login of the account in use.
    pub(crate) fn account_flavour(&self) -> Option<Flavour> {
        let account = self.account.read().unwrap_or_else(PoisonError::into_inner);
        account.as_ref().map(|account| account.flavour)
    }

    pub(crate) fn account_id(&self) -> Option<String> {
        let account = self.account.read().unwrap_or_else(PoisonError::into_inner);
        account.as_ref().map(|account| account.id.clone())
    }

    pub(crate) fn account_view(&self, account: &Account) -> AccountView {
        let details = Details::of(account);
        let practice = account.id == PRACTICE;
        let (problem, mend) = match problem(account, self.now()) {
            Some((problem, mend)) => (Some(problem), mend),
            None => (None, String::new()),
        };
        AccountView {
            id: account.id.clone(),
            username: account.username.clone(),
            practice,
            flavour: account.flavour,
            kind: kind(practice, account.flavour).to_owned(),
            line: line(practice, &details),
            problem,
            mend,
        }
    }
}

fn kind(practice: bool, flavour: Flavour) -> &'static str {
    match (practice, flavour) {
        (true, _) => word!("Practice account"),
        (false, Flavour::Facebook) => word!("Facebook login"),
        (false, Flavour::Instagram) => word!("Instagram login"),
    }
}

fn line(practice: bool, details: &Details) -> String {
    match details.quota {
        Some(quota) => say!(
            "{used} of {total} posts left",
            used = quota.total.saturating_sub(quota.used),
            total = quota.total
        ),
        None if practice => say!("Practice account"),
        None => say!("Connected"),
    }
}

/// What keeps the account from publishing, and the button that mends it.
fn problem(account: &Account, now: jiff::Timestamp) -> Option<(String, String)> {
    let reconnect = say!("Reconnect @{username}", username = account.username);
    match account.token_state {
        TokenState::Expired => Some((say!("The sign-in has run out"), reconnect)),
        TokenState::Revoked => Some((say!("Signed out by Instagram"), reconnect)),
        _ => {
            let resume = say!("Resume publishing");
            if account.held.is_some() {
                return Some((say!("You paused its queue"), resume));
            }
            let pause = account.pause.as_ref()?;
            match pause.until {
                None => Some((say!("Paused until you resume it"), resume)),
                Some(until) if until > now => Some((
                    say!("Waits {when}", when = moment(until, now)),
                    String::new(),
                )),
                Some(_) => None,
            }
        }
    }
}

fn disconnected(account: &Account) -> Disconnected {
    let sentence = say!(
        "@{username} is removed from this computer, with everything Fanfold needed to sign in.",
        username = account.username
    );
    if account.id == PRACTICE {
        return Disconnected {
            sentence,
            steps: Vec::new(),
            page: None,
        };
    }
    let (steps, page) = match account.flavour {
        Flavour::Instagram => (
            vec![
                say!(
                    "Instagram still lists the Meta app you used. Open Apps and websites in Instagram’s settings."
                ),
                say!(
                    "Find your Meta app under Active and remove it. That ends every sign-in it made."
                ),
            ],
            MetaPage::InstagramApps,
        ),
        Flavour::Facebook => (
            vec![
                say!(
                    "Facebook still lists the Meta app you used. Open Business integrations in Facebook’s settings."
                ),
                say!(
                    "Find your Meta app and remove it. That ends every sign-in it made, for all of its Pages."
                ),
            ],
            MetaPage::FacebookApps,
        ),
    };
    Disconnected {
        sentence,
        steps,
        page: Some(page),
    }
}
