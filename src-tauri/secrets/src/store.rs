//! What a place for secrets can do.

use zeroize::Zeroizing;

use crate::KeychainError;

/// Secrets by account name. Calls block, a locked keychain for as long as its time limit; async
/// callers use a blocking task.
pub trait SecretStore: Send + Sync {
    /// `None` when nothing is stored for the account.
    fn get(&self, account: &str) -> Result<Option<Zeroizing<String>>, KeychainError>;

    /// Stores, replacing what was there.
    fn set(&self, account: &str, secret: &str) -> Result<(), KeychainError>;

    /// Whether there was something to remove. Removing nothing is no error.
    fn remove(&self, account: &str) -> Result<bool, KeychainError>;
}
