//! What a token opened: the accounts behind it, what they may do, and the choice that a person still has between them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use fanfold_domain::Token;
use fanfold_domain::account::Flavour;
use fanfold_domain::say;
use fanfold_graph::login::{Inspection, Moment};
use fanfold_graph::{Endpoint, FoundAccount, Session};
use fanfold_store::Account;
use jiff::{SignedDuration, Timestamp};

use super::Details;
use super::connect::ConnectOptions;
use super::details::{Grant, Page};
use crate::error::WorkbenchError;

/// How long a choice between several accounts is kept open.
const CHOICE: SignedDuration = SignedDuration::from_mins(30);

/// A token whose accounts a person still has to choose from. In memory only.
pub(crate) struct Pending {
    pub(super) offer: Offer,
    since: Timestamp,
}

/// Sign-ins that led to several accounts.
#[derive(Default)]
pub(crate) struct PendingConnections(Mutex<HashMap<String, Pending>>);

/// What a token opened.
pub(crate) struct Offer {
    pub(super) flavour: Flavour,
    pub(super) person: Token,
    pub(super) session: Session,
    pub(super) found: Vec<FoundAccount>,
    pub(super) grants: Option<Vec<Grant>>,
    pub(super) inspected: Option<Inspection>,
    pub(super) account_type: Option<String>,
    /// What the sign-in itself said of its length.
    pub(super) expires: Option<Timestamp>,
    pub(super) options: ConnectOptions,
}

impl Offer {
    /// When what publishing sends ends; `None`: never, or nobody says.
    pub(super) async fn ends(&self, page: Option<&Token>) -> Option<Timestamp> {
        match page {
            // A Page's token from a long sign-in has no end, from a short one it ends with it.
            Some(token) => {
                let inspected = self.session.inspect_other(token).await.ok()?;
                at(inspected.expires)
            }
            None => self
                .expires
                .or_else(|| self.inspected.as_ref().and_then(|seen| at(seen.expires))),
        }
    }

    /// What Instagram said of an account, beside what was known of it.
    pub(super) fn details(
        &self,
        found: &FoundAccount,
        known: Option<&Account>,
        now: Timestamp,
    ) -> Details {
        let seen = self.inspected.as_ref();
        let before = known.map(Details::of).unwrap_or_default();
        Details {
            name: found.name.clone(),
            account_type: self.account_type.clone(),
            page: found.page.as_ref().map(|(page, _)| Page {
                id: page.clone(),
                name: found.name.clone().unwrap_or_default(),
            }),
            permissions: self.grants.clone(),
            access_key: before.access_key,
            signed_in: Some(now),
            // Where nobody says when it was made, renewing waits a day from now.
            issued: Some(seen.and_then(|seen| at(seen.issued)).unwrap_or(now)),
            data_access_until: seen.and_then(|seen| at(seen.data_access_ends)),
            quota: before.quota,
            ..Details::default()
        }
    }
}

impl PendingConnections {
    pub(super) fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Pending>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn put(&self, id: String, offer: Offer, now: Timestamp) {
        let mut all = self.lock();
        all.retain(|_, pending| now.duration_since(pending.since) < CHOICE);
        all.insert(id, Pending { offer, since: now });
    }
}

pub(crate) fn at(moment: Moment) -> Option<Timestamp> {
    match moment {
        Moment::At(at) => Some(at),
        Moment::Never | Moment::NotSaid => None,
    }
}

pub(super) fn named(found: &FoundAccount, name: &str) -> bool {
    let name = name.trim_start_matches('@');
    found.id == name || found.username.as_deref() == Some(name)
}

pub(super) fn username(found: &FoundAccount) -> String {
    found.username.clone().unwrap_or_else(|| found.id.clone())
}

pub(super) fn page_line(found: &FoundAccount) -> String {
    match (&found.page, &found.name) {
        (Some(_), Some(name)) => say!("On the Page {name}", name),
        (Some(_), None) => say!("On a Page"),
        (None, _) => String::new(),
    }
}

/// Why an account that was found cannot be published to.
pub(super) fn trouble(found: &FoundAccount) -> Option<String> {
    let may = |task: &str| found.tasks.iter().any(|one| one == task);
    let asked = found.page.is_some() && !found.tasks.is_empty();
    (asked && !may("CREATE_CONTENT") && !may("MANAGE"))
        .then(|| say!("You may not create content on its Page."))
}

pub(super) fn no_account(offer: &Offer) -> WorkbenchError {
    let declined = offer.grants.as_ref().is_some_and(|grants| {
        grants
            .iter()
            .any(|grant| grant.name == "pages_show_list" && !grant.granted)
    });
    if declined {
        return WorkbenchError::Account {
            message: say!(
                "Fanfold was not allowed to see your Pages, so it cannot find the Instagram account."
            ),
            hint: say!("Sign in once more and allow pages_show_list."),
        };
    }
    WorkbenchError::Account {
        message: say!("None of your Facebook Pages has a professional Instagram account."),
        hint: say!(
            "In the Instagram app, switch the account to Business or Creator and link it to your Page, then connect again. Or connect it with Instagram login, which needs no Page."
        ),
    }
}

/// Where pictures go when nobody chose: through the Page, on this computer for an Instagram on this
/// computer; nowhere for Instagram login, where a person has to choose.
pub(super) fn usual_host(offer: &Offer) -> String {
    let here = offer
        .options
        .graph_url
        .as_deref()
        .and_then(|url| Endpoint::parse(url).ok())
        .is_some_and(|base| base.is_loopback());
    match offer.flavour {
        _ if here => "loopback",
        Flavour::Facebook => "page-photo",
        Flavour::Instagram => "",
    }
    .to_owned()
}
