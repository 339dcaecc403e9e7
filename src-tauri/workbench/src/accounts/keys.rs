//! Which secrets the keychain holds, and under which names.

use std::sync::Arc;

use fanfold_domain::Token;
use fanfold_domain::account::Flavour;
use fanfold_domain::say;
use fanfold_store::Account;

use crate::Workbench;
use crate::error::{Result, WorkbenchError};

/// A secret's name in the keychain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Key {
    /// What publishing sends: the Page's token where there is one, else the person's.
    Publishing(String),
    /// Facebook login: the person's own token, for permissions and for finding Pages.
    Person(String),
    /// The secret key of the account's bucket.
    Bucket(String),
    /// The secret of the person's own Meta app.
    App(Flavour),
}

impl Key {
    pub(crate) fn of_account(id: &str) -> [Self; 3] {
        [
            Self::Publishing(id.to_owned()),
            Self::Person(id.to_owned()),
            Self::Bucket(id.to_owned()),
        ]
    }

    // Account ids hold no `#`.
    fn name(&self) -> String {
        match self {
            Self::Publishing(id) => id.clone(),
            Self::Person(id) => format!("{id}#person"),
            Self::Bucket(id) => format!("{id}#bucket"),
            Self::App(flavour) => format!("#app-{}", flavour.name()),
        }
    }
}

impl Workbench {
    /// A secret from the keychain; `None` when it holds none by that name.
    ///
    /// # Errors
    /// No keychain, a locked one, one that refuses.
    pub(crate) async fn secret(&self, key: &Key) -> Result<Option<Token>> {
        let (secrets, name) = (Arc::clone(&self.secrets), key.name());
        let stored = blocking(move || secrets.get(&name)).await?;
        Ok(stored.and_then(|secret| Token::parse(&secret)))
    }

    /// Keeps a secret, in the place of an older one.
    pub(crate) async fn keep_secret(&self, key: &Key, secret: &Token) -> Result<()> {
        let (secrets, name, secret) = (Arc::clone(&self.secrets), key.name(), secret.clone());
        blocking(move || secrets.set(&name, secret.reveal())).await
    }

    pub(crate) async fn forget_secret(&self, key: &Key) -> Result<()> {
        let (secrets, name) = (Arc::clone(&self.secrets), key.name());
        blocking(move || secrets.remove(&name)).await.map(drop)
    }

    /// Fails where nothing secret could be kept: asked before anything goes over a network.
    pub(crate) async fn keychain_answers(&self) -> Result<()> {
        self.secret(&Key::Publishing("fanfold-ready-check".to_owned()))
            .await
            .map(drop)
    }

    /// What publishing sends for an account that has to have it.
    ///
    /// # Errors
    /// Nothing in the keychain: the account has to be connected once more.
    pub(crate) async fn publishing_token(&self, account: &Account) -> Result<Token> {
        let gone = || WorkbenchError::Account {
            message: say!(
                "The sign-in of @{username} is no longer in the keychain.",
                username = account.username
            ),
            hint: say!("Connect the account once more. Its drafts and posts stay."),
        };
        self.token(&account.id).await?.ok_or_else(gone)
    }

    /// What publishing sends for an account.
    pub(crate) async fn token(&self, account: &str) -> Result<Option<Token>> {
        self.secret(&Key::Publishing(account.to_owned())).await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::result::Result<T, fanfold_secrets::KeychainError> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| WorkbenchError::internal(&error))?;
    Ok(done?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_secrets_share_a_name() {
        let mut names: Vec<String> = Key::of_account("a").iter().map(Key::name).collect();
        names.extend([Flavour::Facebook, Flavour::Instagram].map(|f| Key::App(f).name()));
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
