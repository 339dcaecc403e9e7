//! Secrets, in the operating system's own keychain and nowhere else.
//!
//! Secret Service on Linux, Keychain on macOS, Credential Manager on Windows. Deliberately not
//! here: a file, an environment variable or any other place to fall back to. Without a keychain
//! nothing is stored, and the error says how to start one.

mod error;
mod keychain;
mod memory;
mod platform;
mod store;

pub use error::KeychainError;
pub use keychain::Keychain;
pub use memory::Memory;
pub use store::SecretStore;
