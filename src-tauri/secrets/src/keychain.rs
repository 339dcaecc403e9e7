//! The system's keychain, with a time limit.
//!
//! A locked keychain asks a person for its password and waits, possibly for ever and possibly where
//! nobody looks. So every call runs on a thread of its own and is given up after the limit; the
//! thread ends when the prompt is answered or the process ends. A thread of its own also keeps the
//! keychain's blocking D-Bus calls out of whatever async runtime the caller is in.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use keyring_core::{CredentialStore, Entry, Error};
use zeroize::Zeroizing;

use crate::{KeychainError, SecretStore, platform};

/// Long enough to type a password, short enough for a terminal.
const LIMIT: Duration = Duration::from_mins(1);

/// The system's keychain, for one service name.
pub struct Keychain {
    service: String,
    limit: Duration,
    /// Kept between calls; dropped after a failure, so that a keychain that was started meanwhile
    /// is found.
    connection: Arc<Mutex<Option<Arc<CredentialStore>>>>,
}

impl Keychain {
    /// The system's keychain. Connects when first used.
    pub fn system(service: &str) -> Self {
        Self {
            service: service.to_owned(),
            limit: LIMIT,
            connection: Arc::default(),
        }
    }

    /// The same with another time limit a call.
    #[must_use]
    pub fn within(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Whether a keychain answers: the check before anything that needs one. A locked one may
    /// still ask for its password when something stored is read.
    pub fn ready(&self) -> Result<(), KeychainError> {
        self.get("fanfold-ready-check").map(|_| ())
    }

    fn on_entry<T: Send + 'static>(
        &self,
        account: &str,
        work: impl FnOnce(Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let (service, account) = (self.service.clone(), account.to_owned());
        let connection = Arc::clone(&self.connection);
        let (done, result) = mpsc::channel();
        thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(move || {
                let outcome = connected(&connection).and_then(|store| {
                    let entry = store.build(&service, &account, None).map_err(decide)?;
                    work(entry).map_err(decide)
                });
                // Nobody listens any more when the limit has passed.
                let _ = done.send(outcome);
            })
            .map_err(|error| KeychainError::Platform(error.to_string()))?;
        let outcome = match result.recv_timeout(self.limit) {
            Ok(outcome) => outcome,
            Err(RecvTimeoutError::Timeout) => Err(KeychainError::Locked),
            Err(RecvTimeoutError::Disconnected) => {
                Err(KeychainError::Platform("it broke off".to_owned()))
            }
        };
        if let Err(error) = &outcome {
            tracing::warn!(%error, "keychain call failed");
            self.forget_connection();
        }
        outcome
    }

    fn forget_connection(&self) {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *connection = None;
    }
}

impl SecretStore for Keychain {
    fn get(&self, account: &str) -> Result<Option<Zeroizing<String>>, KeychainError> {
        self.on_entry(account, |entry| match entry.get_password() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn set(&self, account: &str, secret: &str) -> Result<(), KeychainError> {
        let secret = Zeroizing::new(secret.to_owned());
        self.on_entry(account, move |entry| match entry.set_password(&secret) {
            // Another program left several; one is enough.
            Err(Error::Ambiguous(doubles)) => {
                for double in doubles {
                    double.delete_credential()?;
                }
                entry.set_password(&secret)
            }
            done => done,
        })
    }

    fn remove(&self, account: &str) -> Result<bool, KeychainError> {
        self.on_entry(account, |entry| match entry.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(Error::Ambiguous(doubles)) => {
                for double in doubles {
                    double.delete_credential()?;
                }
                Ok(true)
            }
            Err(error) => Err(error),
        })
    }
}

/// The connection kept, or a new one.
fn connected(
    kept: &Mutex<Option<Arc<CredentialStore>>>,
) -> Result<Arc<CredentialStore>, KeychainError> {
    let known = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(store) = known {
        return Ok(store);
    }
    // Outside the lock: connecting may wait for a keychain that is only just starting.
    let store = platform::connect().map_err(|error| {
        tracing::debug!(%error, "no keychain");
        KeychainError::Absent
    })?;
    *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&store));
    Ok(store)
}

/// The system's error as a next step. Never quotes data: a badly encoded secret is still one.
fn decide(error: Error) -> KeychainError {
    match error {
        Error::NoStorageAccess(cause) | Error::PlatformFailure(cause) => {
            of_words(&cause.to_string())
        }
        Error::NoDefaultStore => KeychainError::Absent,
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            KeychainError::Platform("what is stored there is not Fanfold's".to_owned())
        }
        Error::Ambiguous(_) => KeychainError::Platform("it holds the account twice".to_owned()),
        other => KeychainError::Platform(other.to_string()),
    }
}

/// The stores tell these apart by words only.
fn of_words(words: &str) -> KeychainError {
    let lower = words.to_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    if says(&[
        "serviceunknown",
        "noreply",
        "disconnected",
        "no secret service",
        "not provided by any",
    ]) {
        KeychainError::Absent
    } else if says(&[
        "dismissed",
        "denied",
        "not permitted",
        "user canceled",
        "usercanceled",
    ]) {
        KeychainError::Denied
    } else if says(&[
        "locked",
        "result not returned",
        "interaction is not allowed",
    ]) {
        KeychainError::Locked
    } else {
        KeychainError::Platform(words.to_owned())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn on_a_mock(limit: Duration) -> Keychain {
        let store: Arc<CredentialStore> = keyring_core::mock::Store::new().unwrap();
        let keychain = Keychain::system("test").within(limit);
        *keychain.connection.lock().unwrap() = Some(store);
        keychain
    }

    fn is_connected(keychain: &Keychain) -> bool {
        keychain.connection.lock().unwrap().is_some()
    }

    #[test]
    fn a_keychain_that_never_answers_counts_as_locked_and_is_asked_anew() {
        let keychain = on_a_mock(Duration::from_millis(50));
        let (answer, prompt) = mpsc::channel::<()>();
        let outcome = keychain.on_entry("a", move |_| {
            // As a password prompt that nobody sees.
            let _ = prompt.recv();
            Ok(())
        });
        assert_eq!(outcome, Err(KeychainError::Locked));
        assert!(
            !is_connected(&keychain),
            "the stuck connection is not used again"
        );
        drop(answer);
    }

    #[test]
    fn a_keychain_that_breaks_off_is_an_error_and_no_panic() {
        let keychain = on_a_mock(Duration::from_secs(5));
        let outcome = keychain.on_entry::<()>("a", |_| panic!("as the store may"));
        assert!(matches!(outcome, Err(KeychainError::Platform(_))));
        assert!(!is_connected(&keychain));
    }

    #[test]
    fn a_good_connection_is_kept() {
        let keychain = on_a_mock(Duration::from_secs(5));
        keychain.set("a", "secret").unwrap();
        assert_eq!(keychain.get("b"), Ok(None));
        assert!(is_connected(&keychain));
    }

    #[test]
    fn each_trouble_is_told_by_its_words() {
        for (words, expected) in [
            ("SS Error: object locked", KeychainError::Locked),
            ("SS error: prompt dismissed", KeychainError::Denied),
            ("User interaction is not allowed.", KeychainError::Locked),
            (
                "no secret service provider or dbus session found",
                KeychainError::Absent,
            ),
            (
                "zbus fdo error: org.freedesktop.DBus.Error.ServiceUnknown: gone",
                KeychainError::Absent,
            ),
            (
                "disk on fire",
                KeychainError::Platform("disk on fire".to_owned()),
            ),
        ] {
            assert_eq!(
                decide(Error::NoStorageAccess(words.into())),
                expected,
                "{words}"
            );
            assert_eq!(
                decide(Error::PlatformFailure(words.into())),
                expected,
                "{words}"
            );
        }
    }

    #[test]
    fn a_badly_stored_secret_is_not_quoted() {
        let told = decide(Error::BadEncoding(b"EAAsecret\xff".to_vec())).to_string();
        assert!(!told.contains("EAA"), "{told}");
    }
}
