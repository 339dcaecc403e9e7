//! Who speaks to Instagram for an account: clients with a person's settings, whose calls are counted where they belong.

use std::sync::Arc;

use fanfold_domain::Token;
use fanfold_domain::account::Flavour;
use fanfold_graph::{Client, ClientOptions, Endpoint, Session};
use fanfold_store::Account;

use super::Calls;
use crate::Workbench;
use crate::error::{Result, WorkbenchError};

impl Workbench {
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
