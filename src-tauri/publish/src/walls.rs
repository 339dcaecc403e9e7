//! What this room needs of the outside, as traits. The workbench implements them with the graph,
//! hosting, media and store rooms; tests with scripted fakes.

use std::path::PathBuf;

use async_trait::async_trait;
use fanfold_domain::publish::{
    ContainerId, ContainerReading, Created, LivePost, MediaId, NewContainer, PostText, Quota,
};
use fanfold_domain::{Explanation, Refusal};
use jiff::Timestamp;

use crate::event::Scope;
use crate::run::Run;
use crate::slide::{Hosted, Slide};

/// Instagram, for one account. One call each, without retries of its own: retrying is this room's.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Whether clips are sent to Instagram itself (Facebook login). Otherwise it fetches them like
    /// pictures.
    fn takes_uploads(&self) -> bool;
    /// What Instagram's own clock says now, as its last answer told; `None` before the first.
    fn time(&self) -> Option<Timestamp>;
    /// A carousel item, or a post of one container; `slide` is its place in the post, from 0.
    async fn create(&self, slide: usize, container: &NewContainer) -> Result<Created, Refusal>;
    /// A clip's bytes, from where they stopped when `resume` is set.
    async fn upload(&self, upload: &ClipUpload) -> Result<(), Refusal>;
    async fn create_parent(
        &self,
        children: &[ContainerId],
        text: &PostText,
    ) -> Result<ContainerId, Refusal>;
    /// All of them in one call where the API can.
    async fn read_containers(&self, ids: &[ContainerId]) -> Result<Vec<ContainerReading>, Refusal>;
    /// `media_publish`, with a timeout of its own of at least 60 s.
    async fn publish(&self, container: &ContainerId) -> Result<MediaId, Refusal>;
    /// The account's newest posts, newest first.
    async fn recent(&self, limit: u32) -> Result<Vec<LivePost>, Refusal>;
    /// The account's stories of the last 24 hours; they are in no other list.
    async fn stories(&self) -> Result<Vec<LivePost>, Refusal>;
    async fn media(&self, id: &MediaId) -> Result<LivePost, Refusal>;
    async fn quota(&self) -> Result<Quota, Refusal>;
    async fn comment(&self, media: &MediaId, text: &str) -> Result<(), Refusal>;
    /// The texts of the newest comments.
    async fn comments(&self, media: &MediaId) -> Result<Vec<String>, Refusal>;
}

/// A clip on its way into its container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipUpload {
    /// Its place in the post, from 0.
    pub slide: usize,
    pub container: ContainerId,
    /// As the container's answer named it.
    pub to: String,
    pub file: SlideFile,
    /// Some of it may have arrived: ask how much, and go on from there.
    pub resume: bool,
}

/// Where Instagram fetches pictures from.
#[async_trait]
pub trait HostPort: Send + Sync {
    /// Makes the file fetchable. Offering the same file twice may give the same place.
    async fn offer(&self, file: &SlideFile) -> Result<Hosted, Refusal>;
    /// Whether this process (or the service behind it) still serves it under that URL. A loopback
    /// host of another process does not.
    async fn holds(&self, hosted: &Hosted) -> bool;
    /// Fetches the URL as Instagram would.
    async fn answers(&self, hosted: &Hosted) -> bool;
    /// Takes it back. What cannot be taken back is logged by the host, no error here.
    async fn withdraw(&self, hosted: &Hosted);
}

/// A ready file in the media library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlideFile {
    pub path: PathBuf,
    pub bytes: u64,
    /// `image/jpeg`, `video/mp4`.
    pub media_type: String,
    /// The [`Slide::output`] key: the same key is the same bytes.
    pub key: String,
}

/// The media library.
#[async_trait]
pub trait Library: Send + Sync {
    /// Whether everything in the post is still ready, by the rules. The explanation names the item.
    async fn check(&self, run: &Run) -> Result<(), Explanation>;
    /// The file to publish for a slide, made if it is not there yet.
    async fn file(&self, slide: &Slide) -> Result<SlideFile, Explanation>;
}

/// What a journal entry says, besides the run that is saved with it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// What happened, as a word: `resume`, `child_created`, `published`…
    pub event: String,
    /// Details of it: class, codes, trace id, the slide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// What is about to be done: `publish 178…`, `create_child 3`…
    pub intents: Vec<String>,
}

/// What a heartbeat learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beat {
    /// A person wants the post back.
    pub cancel: bool,
}

/// Why the journal could not be written. The runner stops at once in every case.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Another runner has taken the post over.
    #[error("another Fanfold has taken over this post")]
    LeaseLost,
    /// Disk full, read-only, damaged: the sentence is for people.
    #[error("{0}")]
    Unwritable(String),
}

/// The journal of one claimed post.
#[async_trait]
pub trait Journal: Send + Sync {
    async fn load(&self) -> Result<Run, JournalError>;
    /// Run and entry as one, only while the claim holds; on return it is on the disk.
    async fn save(&self, run: &Run, entry: &Entry, now: Timestamp) -> Result<(), JournalError>;
    /// Renews the claim.
    async fn beat(&self, now: Timestamp) -> Result<Beat, JournalError>;
    /// Media ids of the account's other posts.
    async fn taken(&self, run: &Run) -> Result<Vec<MediaId>, JournalError>;
    /// Holds the queue of the account, or of all accounts. `until: None` means until a person
    /// resumes it.
    async fn pause(
        &self,
        scope: Scope,
        until: Option<Timestamp>,
        why: &Explanation,
        now: Timestamp,
    ) -> Result<(), JournalError>;
}

/// The time, and waiting for it.
#[async_trait]
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
    /// Returns when `now() >= until`, also when the clock jumped there.
    async fn sleep_until(&self, until: Timestamp);
}

/// Chance, in [0, 1).
pub trait Dice: Send + Sync {
    fn roll(&self) -> f64;
}
