//! What every place for secrets must do: the one in memory always, the system's own wherever one
//! answers.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use fanfold_secrets::{Keychain, KeychainError, Memory, SecretStore};

/// The whole promise, on any store.
fn keeps_its_promise(store: &dyn SecretStore) {
    let account = format!("test-{}", uuid::Uuid::new_v4());
    let other = format!("{account}-other");
    assert_eq!(store.get(&account).unwrap(), None);
    assert!(
        !store.remove(&account).unwrap(),
        "removing nothing is no error"
    );

    store.set(&account, "EAAfirst").unwrap();
    store.set(&other, "other").unwrap();
    assert_eq!(store.get(&account).unwrap().unwrap().as_str(), "EAAfirst");

    store.set(&account, "second").unwrap();
    assert_eq!(store.get(&account).unwrap().unwrap().as_str(), "second");

    let odd = format!("ä\n\"'{}", "x".repeat(1_000));
    store.set(&account, &odd).unwrap();
    assert_eq!(store.get(&account).unwrap().unwrap().as_str(), odd);

    assert!(store.remove(&account).unwrap());
    assert_eq!(store.get(&account).unwrap(), None);
    assert_eq!(store.get(&other).unwrap().unwrap().as_str(), "other");
    assert!(store.remove(&other).unwrap());
}

/// The system's keychain, if an open one answers. Where one must (`FANFOLD_TEST_KEYCHAIN=1`, as in
/// `cargo xtask test`), its absence fails the test.
fn system() -> Option<Keychain> {
    let keychain = Keychain::system("app.fanfold.Fanfold.test").within(Duration::from_secs(20));
    let probe = format!("test-probe-{}", uuid::Uuid::new_v4());
    let opened = keychain
        .ready()
        .and_then(|()| keychain.set(&probe, "probe"))
        .and_then(|()| keychain.remove(&probe));
    match opened {
        Ok(there) => {
            assert!(there, "what was stored was not there to remove");
            Some(keychain)
        }
        Err(error) => {
            let demanded = std::env::var_os("FANFOLD_TEST_KEYCHAIN").is_some();
            assert!(!demanded, "a keychain was to be there: {error}");
            assert!(
                matches!(error, KeychainError::Absent | KeychainError::Locked),
                "no keychain or a locked one is one thing, a bad one another: {error}"
            );
            None
        }
    }
}

#[test]
fn memory_keeps_its_promise() {
    keeps_its_promise(&Memory::default());
}

#[test]
fn the_systems_keychain_keeps_its_promise() {
    if let Some(keychain) = system() {
        keeps_its_promise(&keychain);
    }
}

#[test]
fn a_secret_outlives_the_connection_it_was_stored_through() {
    let (Some(first), Some(second)) = (system(), system()) else {
        return;
    };
    let account = format!("test-{}", uuid::Uuid::new_v4());
    first.set(&account, "kept").unwrap();
    drop(first);
    assert_eq!(second.get(&account).unwrap().unwrap().as_str(), "kept");
    assert!(second.remove(&account).unwrap());
}

#[test]
fn the_keychain_can_be_used_inside_an_async_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        if let Some(keychain) = system() {
            assert_eq!(keychain.get("test-nobody").unwrap(), None);
        }
    });
}

#[test]
fn a_store_in_trouble_says_so_and_recovers() {
    let store = Memory::default();
    store.set("a", "secret").unwrap();
    store.fail_with(Some(KeychainError::Locked));
    assert_eq!(store.get("a"), Err(KeychainError::Locked));
    assert_eq!(store.set("a", "x"), Err(KeychainError::Locked));
    assert_eq!(store.remove("a"), Err(KeychainError::Locked));
    store.fail_with(None);
    assert_eq!(store.get("a").unwrap().unwrap().as_str(), "secret");
}

#[test]
fn an_absent_keychain_says_how_to_start_one() {
    let words = KeychainError::Absent.to_string();
    assert!(words.contains("try again"), "{words}");
    #[cfg(target_os = "linux")]
    assert!(
        words.contains("gnome-keyring-daemon") && words.contains("KWallet"),
        "{words}"
    );
}
