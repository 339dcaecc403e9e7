//! Why the keychain did not do what was asked; each variant is another next step.

/// Why the keychain did not do what was asked. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// Nobody keeps secrets on this computer.
    #[error("No keychain is running. {how}", how = HOW_TO_START)]
    Absent,
    /// It waits for its password, and nobody typed it in time.
    #[error("The keychain is locked. Unlock it with its password, then try again.")]
    Locked,
    /// A person or the system refused.
    #[error(
        "The keychain refused access to Fanfold. Allow it in the keychain’s settings, then try again."
    )]
    Denied,
    /// Anything else, in the system's words.
    #[error("The keychain failed: {0}")]
    Platform(String),
}

/// How to start a keychain on this system.
#[cfg(all(unix, not(target_os = "macos")))]
const HOW_TO_START: &str = "Fanfold keeps account access only there. Start GNOME Keyring \
    (install gnome-keyring, then sign in again, or run: gnome-keyring-daemon --start \
    --components=secrets) or switch on KWallet in the system settings, then try again.";
#[cfg(target_os = "macos")]
const HOW_TO_START: &str = "Fanfold keeps account access only there. Open Keychain Access, check that a login keychain \
     exists, then try again.";
#[cfg(windows)]
const HOW_TO_START: &str = "Fanfold keeps account access only there. Start the service Credential Manager (VaultSvc), \
     then try again.";
