//! Meta's Graph API as far as publishing needs it: one transport, one file a resource, one place
//! where an answer becomes a decision.
//!
//! Deliberately not here: retrying (the publish machine decides whether a call may be repeated),
//! storing anything, and the meaning of codes (the domain's catalogue). Nothing here knows the
//! practice Instagram; it is reached like Meta, over HTTP.

mod call;
mod calls;
mod client;
mod endpoint;
mod endpoints;
pub mod limiter;
pub mod login;
mod options;
mod recognise;
mod transport;
mod usage;

pub use calls::{CallLog, CallRecord, Quiet};
pub use client::{Client, ClientError, Session};
pub use endpoint::{Endpoint, EndpointError};
pub use endpoints::batch::{BatchAnswer, BatchRead};
pub use endpoints::container::{ContainerDetails, Copyright};
pub use endpoints::grid::GridMedia;
pub use endpoints::insights::{Insight, InsightsOf};
pub use endpoints::me::{FoundAccount, Me, Profile};
pub use endpoints::media::{Comment, MediaDetails};
pub use endpoints::photo::PhotoSource;
pub use endpoints::places::Place;
pub use endpoints::upload::UploadFrom;
pub use fanfold_domain::account::Flavour;
pub use login::{Permission, PermissionState};
pub use options::{ClientOptions, Timeouts};
pub use recognise::{NotRecognised, Recognised, pasted_token, recognise};
pub use usage::{BusinessUsage, Meter, Usage};
