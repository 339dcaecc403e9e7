//! From a checked post to a live one, exactly once.
//!
//! [`step()`] is pure: it takes where a run stands, what happened and what time it is, and says where
//! it stands now and what to do next. [`Runner`] does those things over traits ([`Gateway`],
//! [`HostPort`], [`Library`], [`Journal`], [`Clock`], [`Dice`]), writing the run to the journal
//! before each effect and after it.
//!
//! Only `media_publish` makes something visible, so only it is fenced ([`Fence`]): after any doubt
//! the container is read, then the account's list, and nothing that may have arrived is sent again.
//! Everything before it is resumed or built anew.
//!
//! Deliberately not here: HTTP, SQL, files, the wall clock, which post is next (the store's claims),
//! what is in a file.

mod acting;
mod after;
mod container;
mod doubt;
mod event;
mod pace;
mod plan;
mod progress;
mod react;
mod reading;
mod run;
mod runner;
mod slide;
mod step;
mod walls;
mod words;

pub use event::{Effect, Event, Found, Scope};
pub use pace::{MIN_POLL, Pace};
pub use progress::{Notice, progress};
pub use run::{
    Built, Busy, Clips, Comment, Doubt, Fence, Kind, MayBeLive, Poll, RUN_VERSION, Refused, Run,
    Stop, UnreadableRun, Verify,
};
pub use runner::{Outcome, RunError, Runner, RunnerOptions};
pub use slide::{Hosted, Item, Rebuilds, Slide, SlideStage, Tries};
pub use step::{Moment, step};
pub use walls::{
    Beat, ClipUpload, Clock, Dice, Entry, Gateway, HostPort, Journal, JournalError, Library,
    SlideFile,
};
pub use words::{may_be_live, sentence};
