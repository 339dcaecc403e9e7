//! Places by name, asked at Instagram: Pages that have an address. Facebook login only.

use std::sync::Arc;

use fanfold_domain::account::Flavour;
use fanfold_domain::details::Place;
use fanfold_domain::say;
use fanfold_graph::Session;
use fanfold_store::Account;

use crate::Workbench;
use crate::accounts::{Key, PRACTICE};
use crate::error::{Result, WorkbenchError};

/// Places that are offered.
const MOST: usize = 25;
/// Characters of what is searched for.
const LONGEST: usize = 100;

impl Workbench {
    /// Places whose name fits. Nothing is asked for nothing.
    ///
    /// # Errors
    /// No account, a login that has no places, what Instagram refuses.
    pub async fn places_search(self: &Arc<Self>, words: &str) -> Result<Vec<Place>> {
        let words = words.trim();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        if words.chars().take(LONGEST + 1).count() > LONGEST {
            let message = say!("That is too long for a place. Type its name.");
            return Err(WorkbenchError::Usage { message });
        }
        let account = self.account_in_use().await?;
        if account.flavour == Flavour::Instagram {
            return Err(WorkbenchError::Account {
                message: say!("A place needs Facebook login."),
                hint: say!(
                    "Connect @{username} through Facebook login to add places.",
                    username = account.username
                ),
            });
        }
        let session = self.session_of_person(&account).await?;
        let found = session.places(words).await?;
        let places = found.into_iter().filter_map(|place| {
            let line = [place.city, place.country];
            let line: Vec<String> = line.into_iter().flatten().collect();
            Place::told(&place.id, &place.name, &line.join(", "))
        });
        Ok(places.take(MOST).collect())
    }

    /// The account that is chosen, ready to be asked about.
    pub(super) async fn account_in_use(self: &Arc<Self>) -> Result<Account> {
        let none = || WorkbenchError::NotNow(say!("Choose an account first."));
        let id = self.account_id().ok_or_else(none)?;
        match id.as_str() {
            PRACTICE => self.practice_account().await,
            id => self.known_account(id).await,
        }
    }

    /// Searching is the person's, where a Page's own token publishes.
    async fn session_of_person(&self, account: &Account) -> Result<Session> {
        let person = self.secret(&Key::Person(account.id.clone())).await?;
        let token = match person {
            Some(person) => person,
            None => self.publishing_token(account).await?,
        };
        self.session_of(account, token)
    }
}
