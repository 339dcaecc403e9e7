//! Connecting an account: from a token that a person has, however they came by it, to an account that
//! can be published to.
//!
//! Instagram is asked what the token is and what it may do; nothing is guessed from how it looks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use fanfold_domain::Token;
use fanfold_domain::account::{Flavour, TokenState};
use fanfold_domain::{say, word};
use fanfold_graph::login::{Inspection, Moment};
use fanfold_graph::{Client, ClientOptions, Endpoint, FoundAccount, NotRecognised, Session};
use fanfold_graph::{pasted_token, recognise};
use fanfold_store::Account;
use jiff::{SignedDuration, Timestamp};

use super::details::{Grant, Page};
use super::{Calls, Details, Key};
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::view::{Connected, FoundView};

/// How long a choice between several accounts is kept open.
const CHOICE: SignedDuration = SignedDuration::from_mins(30);

/// What a shell may say beside the token.
#[derive(Debug, Clone, Default)]
pub struct ConnectOptions {
    /// Which login the token came through, where the person said so; otherwise Instagram is asked.
    pub flavour: Option<Flavour>,
    /// One address for all of Meta's hosts.
    pub graph_url: Option<String>,
    /// `page-photo`, `s3://…`, `loopback`; the login's own way where nothing is said.
    pub media_host: Option<String>,
    /// The account's id here, or the username of the one meant among several.
    pub name: Option<String>,
    /// The account is the practice one.
    pub practice: bool,
}

/// A token whose accounts a person still has to choose from. In memory only.
pub(crate) struct Pending {
    offer: Offer,
    since: Timestamp,
}

/// Sign-ins that led to several accounts.
#[derive(Default)]
pub(crate) struct PendingConnections(Mutex<HashMap<String, Pending>>);

/// What a token opened.
pub(crate) struct Offer {
    flavour: Flavour,
    person: Token,
    session: Session,
    found: Vec<FoundAccount>,
    grants: Option<Vec<Grant>>,
    inspected: Option<Inspection>,
    account_type: Option<String>,
    /// What the sign-in itself said of its length.
    expires: Option<Timestamp>,
    options: ConnectOptions,
}

impl Workbench {
    /// Connects the account that a copied token belongs to. Where several hang on it, the answer is
    /// a choice.
    ///
    /// # Errors
    /// No keychain, no token in the text, a token that Instagram refuses, nothing to publish to.
    pub async fn connect_token(
        self: &Arc<Self>,
        pasted: &str,
        options: ConnectOptions,
    ) -> Result<Connected> {
        let token = pasted_token(pasted).ok_or_else(|| WorkbenchError::Usage {
            message: say!("There is no sign-in key in what was copied."),
        })?;
        self.keychain_answers().await?;
        let options = ConnectOptions {
            graph_url: options.graph_url.or_else(|| self.graph_url.clone()),
            ..options
        };
        let offer = self.offer_of(token, None, options).await?;
        self.take_up(offer).await
    }

    /// A small text file that a person chose.
    ///
    /// # Errors
    /// It cannot be read, is no text, or is longer than a token file ever is.
    pub async fn read_small(&self, path: &std::path::Path) -> Result<String> {
        const LONGEST: u64 = 64 * 1024;
        let cannot = |why: &dyn std::fmt::Display| WorkbenchError::Usage {
            message: say!("{path} cannot be read: {why}", path = path.display(), why),
        };
        let about = tokio::fs::metadata(path)
            .await
            .map_err(|why| cannot(&why))?;
        if about.len() > LONGEST {
            return Err(cannot(&word!("it is too long for a token")));
        }
        let text = tokio::fs::read_to_string(path).await;
        text.map_err(|why| cannot(&why))
    }

    /// Goes on with a choice: connects these of the accounts that were found.
    pub async fn connect_choose(
        self: &Arc<Self>,
        pending: &str,
        ids: &[String],
    ) -> Result<Connected> {
        let taken = {
            let mut all = self.pending.lock();
            all.remove(pending)
        };
        let gone = || WorkbenchError::NotNow(say!("This sign-in is too old. Begin it once more."));
        let Pending { offer, .. } = taken.ok_or_else(gone)?;
        let chosen: Vec<FoundAccount> = offer
            .found
            .iter()
            .filter(|found| ids.contains(&found.id) && trouble(found).is_none())
            .cloned()
            .collect();
        if chosen.is_empty() {
            let why = say!("Choose at least one account.");
            self.pending.put(pending.to_owned(), offer, self.now());
            return Err(WorkbenchError::NotNow(why));
        }
        self.connect_found(&offer, &chosen).await
    }

    /// Asks Instagram what a token is and which accounts it opens.
    pub(crate) async fn offer_of(
        self: &Arc<Self>,
        person: Token,
        expires: Option<Timestamp>,
        options: ConnectOptions,
    ) -> Result<Offer> {
        let asked = self.client_options(options.flavour, options.graph_url.as_deref())?;
        let calls = Arc::new(self.calls_of("connecting"));
        let (flavour, me, client) = match options.flavour {
            Some(flavour) => {
                let client = client(asked, calls)?;
                let me = client.session(person.clone()).me().await?;
                (flavour, me, client)
            }
            None => match recognise(&asked, calls, &person).await {
                Ok(known) => (known.flavour, known.me, known.client),
                Err(NotRecognised::Refused(refusal)) => {
                    return Err(WorkbenchError::Refused(refusal));
                }
                Err(NotRecognised::Client(error)) => return Err(wrong(&error)),
            },
        };
        let session = client.session(person.clone());
        let (found, permissions, inspected) = match flavour {
            Flavour::Instagram => (
                vec![FoundAccount {
                    id: me.id,
                    username: me.username,
                    name: me.name,
                    page: None,
                    tasks: Vec::new(),
                }],
                None,
                None,
            ),
            Flavour::Facebook => {
                // Only the accounts must be known; the rest is told where Meta tells it.
                let (found, permissions, inspected) = futures::join!(
                    session.instagram_accounts(),
                    session.permissions(),
                    session.inspect()
                );
                (found?, permissions.ok(), inspected.ok())
            }
        };
        Ok(Offer {
            flavour,
            person,
            session,
            found,
            grants: permissions.map(|rows| {
                let grant = |row: fanfold_graph::Permission| Grant {
                    name: row.name,
                    granted: row.granted,
                };
                rows.into_iter().map(grant).collect()
            }),
            inspected,
            account_type: me.account_type,
            expires,
            options,
        })
    }

    /// Connects the one account, or asks which.
    pub(crate) async fn take_up(self: &Arc<Self>, offer: Offer) -> Result<Connected> {
        if let Some(name) = offer.options.name.clone()
            && let Some(named) = offer
                .found
                .iter()
                .find(|found| named(found, &name))
                .cloned()
        {
            return self.connect_found(&offer, &[named]).await;
        }
        match offer.found.as_slice() {
            [] => Err(no_account(&offer)),
            [only] => {
                if let Some(why) = trouble(only) {
                    return Err(WorkbenchError::Account {
                        message: why,
                        hint: say!("Ask whoever runs the Page for the task Create content."),
                    });
                }
                let only = only.clone();
                self.connect_found(&offer, &[only]).await
            }
            _ => {
                let mut found = Vec::with_capacity(offer.found.len());
                for one in &offer.found {
                    found.push(FoundView {
                        id: one.id.clone(),
                        username: username(one),
                        page: page_line(one),
                        problem: trouble(one),
                        known: self.account_of(&one.id, &offer.options).await?.is_some(),
                    });
                }
                let pending = self.new_id();
                self.pending.put(pending.clone(), offer, self.now());
                Ok(Connected::Choose { pending, found })
            }
        }
    }

    async fn connect_found(
        self: &Arc<Self>,
        offer: &Offer,
        found: &[FoundAccount],
    ) -> Result<Connected> {
        let mut connected = Vec::new();
        for one in found {
            connected.push(self.keep_account(offer, one).await?);
        }
        let mut notes = super::health_view::missing_notes(offer.flavour, offer.grants.as_deref());
        if connected
            .iter()
            .any(|account| account.media_host.is_empty())
        {
            notes.push(
                say!("Instagram fetches pictures from the web. Choose where Fanfold may put them until a post is out: Settings, Accounts, Media host."),
            );
        }
        if let Some(first) = connected.first() {
            self.choose(first).await?;
        }
        for account in &connected {
            self.go_on_after_reconnecting(&account.id).await?;
        }
        let accounts = connected.iter().map(|one| self.account_view(one)).collect();
        Ok(Connected::Done { accounts, notes })
    }

    async fn keep_account(&self, offer: &Offer, found: &FoundAccount) -> Result<Account> {
        let now = self.now();
        let page_token = found.page.as_ref().and_then(|(_, token)| token.clone());
        let publishing = page_token.clone().unwrap_or_else(|| offer.person.clone());
        let expires = offer.ends(page_token.as_ref()).await;
        let known = self.account_of(&found.id, &offer.options).await?;
        let id = match &known {
            Some(known) => known.id.clone(),
            None if offer.options.practice => super::PRACTICE.to_owned(),
            None => self.free_id(offer, found).await?,
        };
        self.keep_secret(&Key::Publishing(id.clone()), &publishing)
            .await?;
        self.keep_secret(&Key::Person(id.clone()), &offer.person)
            .await?;
        let details = offer.details(found, known.as_ref(), now);
        let before = known.as_ref().map(|known| known.media_host.clone());
        let host = offer
            .options
            .media_host
            .clone()
            .or(before)
            .unwrap_or_else(|| usual_host(offer));
        let account = Account {
            id,
            username: username(found),
            flavour: offer.flavour,
            ig_user_id: found.id.clone(),
            graph_url: offer.options.graph_url.clone(),
            media_host: host,
            token_expires_at: expires,
            token_state: TokenState::Valid,
            pause: None,
            held: None,
            details: details.to_text(),
            created_at: known.map_or(now, |known| known.created_at),
            updated_at: now,
        };
        self.store.put_account(&account).await?;
        Ok(account)
    }

    /// The account that this Instagram account already is here.
    async fn account_of(&self, ig: &str, options: &ConnectOptions) -> Result<Option<Account>> {
        let all = self.store.accounts().await?;
        if options.practice {
            return Ok(self.store.account(super::PRACTICE).await?);
        }
        let elsewhere = |account: &Account| {
            account.id == super::PRACTICE
                || account.graph_url.is_some() != options.graph_url.is_some()
        };
        Ok(all
            .into_iter()
            .find(|account| account.ig_user_id == ig && !elsewhere(account)))
    }

    /// The username as an id, or the name that the person wants, made unique.
    async fn free_id(&self, offer: &Offer, found: &FoundAccount) -> Result<String> {
        let wanted = offer
            .options
            .name
            .clone()
            .unwrap_or_else(|| username(found));
        let plain: String = wanted
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
            .take(64)
            .collect();
        let stem = if plain.is_empty() || plain == super::PRACTICE {
            format!("instagram-{}", found.id)
        } else {
            plain
        };
        let mut id = stem.clone();
        let mut number = 2;
        while self.store.account(&id).await?.is_some() {
            id = format!("{stem}-{number}");
            number += 1;
        }
        Ok(id)
    }

    pub(crate) fn calls_of(&self, account: &str) -> Calls {
        Calls {
            book: Arc::clone(&self.call_book),
            account: account.to_owned(),
            app: String::new(),
        }
    }

    /// What a client is told, by the settings as they are now.
    pub(crate) fn client_options(
        &self,
        flavour: Option<Flavour>,
        graph_url: Option<&str>,
    ) -> Result<ClientOptions> {
        let base = match graph_url {
            Some(url) => Endpoint::parse(url).map_err(|error| wrong(&error))?,
            None => Endpoint::Meta,
        };
        let flavour = flavour.unwrap_or(Flavour::Instagram);
        Ok(ClientOptions {
            version: self.graph_version(),
            locale: self.message_language(),
            ..ClientOptions::new(base, flavour)
        })
    }

    /// A session for an account, with the token given.
    pub(crate) fn session_of(&self, account: &Account, token: Token) -> Result<Session> {
        let options = self.client_options(Some(account.flavour), account.graph_url.as_deref())?;
        let calls = Calls {
            app: app_of(account),
            ..self.calls_of(&account.id)
        };
        let client = client(options, Arc::new(calls))?;
        Ok(client.session(token))
    }
}

impl Offer {
    /// When what publishing sends ends; `None`: never, or nobody says.
    async fn ends(&self, page: Option<&Token>) -> Option<Timestamp> {
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
    fn details(&self, found: &FoundAccount, known: Option<&Account>, now: Timestamp) -> Details {
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
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Pending>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, id: String, offer: Offer, now: Timestamp) {
        let mut all = self.lock();
        all.retain(|_, pending| now.duration_since(pending.since) < CHOICE);
        all.insert(id, Pending { offer, since: now });
    }
}

/// Which limits an account shares with others: those of one Meta app. Which app a token came from is
/// not always told, so all accounts of one login count as of one.
pub(crate) fn app_of(account: &Account) -> String {
    let address = account.graph_url.as_deref().unwrap_or_default();
    format!("{} {address}", account.flavour.name())
}

pub(crate) fn client(options: ClientOptions, calls: Arc<Calls>) -> Result<Client> {
    Client::new(options, calls).map_err(|error| wrong(&error))
}

pub(crate) fn wrong(error: &dyn std::fmt::Display) -> WorkbenchError {
    WorkbenchError::Usage {
        message: error.to_string(),
    }
}

pub(crate) fn at(moment: Moment) -> Option<Timestamp> {
    match moment {
        Moment::At(at) => Some(at),
        Moment::Never | Moment::NotSaid => None,
    }
}

fn named(found: &FoundAccount, name: &str) -> bool {
    let name = name.trim_start_matches('@');
    found.id == name || found.username.as_deref() == Some(name)
}

fn username(found: &FoundAccount) -> String {
    found.username.clone().unwrap_or_else(|| found.id.clone())
}

fn page_line(found: &FoundAccount) -> String {
    match (&found.page, &found.name) {
        (Some(_), Some(name)) => say!("On the Page {name}", name),
        (Some(_), None) => say!("On a Page"),
        (None, _) => String::new(),
    }
}

/// Why an account that was found cannot be published to.
fn trouble(found: &FoundAccount) -> Option<String> {
    let may = |task: &str| found.tasks.iter().any(|one| one == task);
    let asked = found.page.is_some() && !found.tasks.is_empty();
    (asked && !may("CREATE_CONTENT") && !may("MANAGE"))
        .then(|| say!("You may not create content on its Page."))
}

fn no_account(offer: &Offer) -> WorkbenchError {
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
fn usual_host(offer: &Offer) -> String {
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
