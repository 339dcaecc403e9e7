//! Connecting an account: from a token that a person has, however they came by it, to an account that
//! can be published to.
//!
//! Instagram is asked what the token is and what it may do; nothing is guessed from how it looks.

use std::sync::Arc;

use fanfold_domain::Token;
use fanfold_domain::account::{Flavour, TokenState};
use fanfold_domain::{say, word};
use fanfold_graph::{FoundAccount, NotRecognised, pasted_token, recognise};
use fanfold_store::Account;
use jiff::Timestamp;

use super::Key;
use super::clients::{client, wrong};
use super::details::Grant;
use super::offer::{Offer, Pending};
use super::offer::{named, no_account, page_line, trouble, username, usual_host};
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::view::{Connected, FoundView};

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
        let mut notes = super::permissions::missing_notes(offer.flavour, offer.grants.as_deref());
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
}
