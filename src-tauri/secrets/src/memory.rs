//! Secrets in memory: for tests, and gone with the process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use zeroize::Zeroizing;

use crate::{KeychainError, SecretStore};

/// Secrets in memory, with a keychain's troubles on demand.
#[derive(Default)]
pub struct Memory {
    secrets: Mutex<HashMap<String, Zeroizing<String>>>,
    trouble: Mutex<Option<KeychainError>>,
}

impl Memory {
    /// From now on every call fails like this; `None` ends it.
    pub fn fail_with(&self, trouble: Option<KeychainError>) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }

    fn check(&self) -> Result<(), KeychainError> {
        let trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        trouble.clone().map_or(Ok(()), Err)
    }
}

impl SecretStore for Memory {
    fn get(&self, account: &str) -> Result<Option<Zeroizing<String>>, KeychainError> {
        self.check()?;
        let secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(secrets.get(account).cloned())
    }

    fn set(&self, account: &str, secret: &str) -> Result<(), KeychainError> {
        self.check()?;
        let mut secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.insert(account.to_owned(), Zeroizing::new(secret.to_owned()));
        Ok(())
    }

    fn remove(&self, account: &str) -> Result<bool, KeychainError> {
        self.check()?;
        let mut secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(secrets.remove(account).is_some())
    }
}
