//! Which keychain this system has.

use std::sync::Arc;

use keyring_core::{CredentialStore, Result};

/// A new connection to the system's keychain. Fails when there is none.
#[cfg(all(unix, not(target_os = "macos")))]
pub(crate) fn connect() -> Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

/// A new connection to the system's keychain. Fails when there is none.
#[cfg(target_os = "macos")]
pub(crate) fn connect() -> Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

/// A new connection to the system's keychain. Fails when there is none.
#[cfg(windows)]
pub(crate) fn connect() -> Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}
