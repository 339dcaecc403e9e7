//! The practice Instagram: Meta's publishing API as a server on loopback.
//!
//! It is a product part, not a mock. It speaks the same HTTP, fetches the
//! picture that `image_url` names and looks at its bytes, keeps the same limits,
//! answers with the same errors, and remembers everything through restarts and
//! `kill -9`. A person rehearses with it; tests prove the publishing side on it.
//!
//! ```no_run
//! # async fn example() -> Result<(), fanfold_practice::PracticeError> {
//! let service = fanfold_practice::ensure(fanfold_practice::PracticeOptions::new("/data/practice")).await?;
//! println!("{}", service.base_url());
//! # Ok(()) }
//! ```
//!
//! Deliberately not here: any type of another room (so that neither side can hide
//! the other's mistakes), any pixel work beyond reading a header, EXIF orientation
//! (the stored width and height decide), a real social graph (likes and followers stay
//! empty, insights are of an invented audience), passwords, and the Meta app dashboard.

mod admin;
mod answer;
mod auth;
mod batch;
mod call;
mod clock;
mod endpoint;
mod errors;
mod faults;
mod feed;
mod fetch;
mod fields;
mod graph;
mod guard;
mod ids;
mod ledger;
mod login;
mod movie;
mod params;
mod picture;
mod presence;
mod presets;
mod refusal;
mod rehearsals;
mod reply;
mod requests;
mod server;
mod state;
mod sweep;
mod upload;
mod usage;
mod version;
mod visit;
mod wire;
mod words;
mod world;

pub use clock::{Clock, Random, SystemClock, SystemRandom};
pub use endpoint::Endpoint;
pub use presence::{Service, ensure};
pub use server::{PracticeOptions, PracticeServer, Running};
pub use state::Flavour;
pub use visit::{Consent, Grant, GrantedAccount, Lifetime, PracticeApp, Rehearsal, Shown};

/// Why the practice Instagram could not be started or reached.
#[derive(Debug, thiserror::Error)]
pub enum PracticeError {
    /// The data folder cannot be made, read or written.
    #[error("the practice folder {path} cannot be used: {source}")]
    Folder {
        /// The folder or file that failed.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another live process serves this folder.
    #[error("another Fanfold already runs the practice Instagram for this folder")]
    AlreadyServed,
    /// The port is taken, or loopback is not available.
    #[error("the practice Instagram could not listen on port {port}: {source}")]
    Port {
        /// The port asked for; 0 stands for any.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// A process holds the folder's lock but its server does not answer.
    #[error("the practice Instagram does not answer")]
    Unreachable,
    /// The server understood a question of its owner and declined it.
    #[error("the practice Instagram declined (HTTP {status}): {message}")]
    Refused {
        /// The HTTP status of the answer.
        status: u16,
        /// The server's own words; may be empty.
        message: String,
    },
}
