//! What can happen to a run, and what it can ask for.

use fanfold_domain::publish::{
    ContainerId, ContainerReading, Created, LivePost, MediaId, NewContainer, PostText,
};
use fanfold_domain::{Explanation, Refusal};
use jiff::Timestamp;

use crate::slide::Hosted;

/// What a pause concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Account,
    /// Every account: the whole app is throttled (code 4).
    App,
}

/// Something to do. Each but [`Effect::Sleep`] is answered by exactly one [`Event`].
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    CheckMedia,
    Prepare {
        slide: usize,
    },
    Host {
        slide: usize,
    },
    /// Ask whether the hosted copy is still served.
    Recall {
        slide: usize,
        hosted: Hosted,
    },
    /// Fetch our own URL.
    Probe {
        slide: usize,
        hosted: Hosted,
    },
    /// A slide's container: an item of a carousel, or the post itself.
    Create {
        slide: usize,
        container: Box<NewContainer>,
    },
    /// Send a clip's bytes to its container. `resume`: some may have arrived already.
    Upload {
        slide: usize,
        container: ContainerId,
        to: String,
        resume: bool,
    },
    CreateParent {
        children: Vec<ContainerId>,
        text: PostText,
    },
    ReadContainers {
        ids: Vec<ContainerId>,
    },
    ReadQuota,
    /// The one effect that makes something visible.
    Publish {
        container: ContainerId,
    },
    ReadDoubted {
        container: ContainerId,
    },
    FindLive,
    ReadMedia {
        media: MediaId,
    },
    Comment {
        media: MediaId,
        text: String,
    },
    ListComments {
        media: MediaId,
    },
    Withdraw {
        slide: usize,
        hosted: Hosted,
    },
    Pause {
        scope: Scope,
        until: Option<Timestamp>,
        why: Box<Explanation>,
    },
    /// Come back at this time at the latest. A later `Sleep` replaces an earlier one.
    Sleep {
        until: Timestamp,
    },
}

/// The account's list, and which of its posts are other posts of Fanfold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    pub posts: Vec<LivePost>,
    pub taken: Vec<MediaId>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A runner takes the run up: for the first time, or after the last one ended, however it did.
    Resume,
    /// The time asked for by [`Effect::Sleep`] has come.
    Woke,
    /// A person wants the post back.
    Cancel,
    Checked(Result<(), Box<Explanation>>),
    Prepared {
        slide: usize,
        result: Result<(), Box<Explanation>>,
    },
    Hosted {
        slide: usize,
        result: Result<Hosted, Box<Refusal>>,
    },
    Recalled {
        slide: usize,
        held: bool,
    },
    Probed {
        slide: usize,
        answers: bool,
    },
    Created {
        slide: usize,
        result: Result<Created, Box<Refusal>>,
    },
    Uploaded {
        slide: usize,
        result: Result<(), Box<Refusal>>,
    },
    ParentCreated(Result<ContainerId, Box<Refusal>>),
    Read {
        ids: Vec<ContainerId>,
        result: Result<Vec<ContainerReading>, Box<Refusal>>,
    },
    /// When the next post is allowed, as far as Instagram tells.
    QuotaRead(Result<Option<Timestamp>, Box<Refusal>>),
    Published(Result<MediaId, Box<Refusal>>),
    DoubtRead(Result<Box<ContainerReading>, Box<Refusal>>),
    FoundLive(Result<Found, Box<Refusal>>),
    MediaRead(Result<LivePost, Box<Refusal>>),
    Commented(Result<(), Box<Refusal>>),
    CommentsListed(Result<Vec<String>, Box<Refusal>>),
    Withdrawn {
        slide: usize,
    },
    Paused,
}

impl Event {
    /// The word of the journal.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Resume => "resume",
            Self::Woke => "woke",
            Self::Cancel => "cancel",
            Self::Checked(_) => "checked",
            Self::Prepared { .. } => "prepared",
            Self::Hosted { .. } => "hosted",
            Self::Recalled { .. } => "recalled",
            Self::Probed { .. } => "probed",
            Self::Created { .. } => "created",
            Self::Uploaded { .. } => "uploaded",
            Self::ParentCreated(_) => "parent_created",
            Self::Read { .. } => "read",
            Self::QuotaRead(_) => "quota_read",
            Self::Published(_) => "published",
            Self::DoubtRead(_) => "doubt_read",
            Self::FoundLive(_) => "looked_for",
            Self::MediaRead(_) => "media_read",
            Self::Commented(_) => "commented",
            Self::CommentsListed(_) => "comments_listed",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Paused => "paused",
        }
    }

    /// What came back instead of success, if that is what happened.
    pub fn refusal(&self) -> Option<&Refusal> {
        let refusal = match self {
            Self::Hosted { result, .. } => result.as_ref().err(),
            Self::Created { result, .. } => result.as_ref().err(),
            Self::ParentCreated(result) => result.as_ref().err(),
            Self::Read { result, .. } => result.as_ref().err(),
            Self::QuotaRead(result) => result.as_ref().err(),
            Self::Published(result) => result.as_ref().err(),
            Self::DoubtRead(result) => result.as_ref().err(),
            Self::FoundLive(result) => result.as_ref().err(),
            Self::MediaRead(result) => result.as_ref().err(),
            Self::Uploaded { result, .. } | Self::Commented(result) => result.as_ref().err(),
            Self::CommentsListed(result) => result.as_ref().err(),
            _ => None,
        };
        refusal.map(AsRef::as_ref)
    }
}

impl Effect {
    /// The words of the journal. Never a token; URLs of hosted copies are left out, since a
    /// presigned one is a key.
    pub fn intent(&self) -> String {
        match self {
            Self::CheckMedia => "check".to_owned(),
            Self::Prepare { slide } => format!("prepare {}", slide + 1),
            Self::Host { slide } => format!("host {}", slide + 1),
            Self::Recall { slide, .. } => format!("recall {}", slide + 1),
            Self::Probe { slide, .. } => format!("probe {}", slide + 1),
            Self::Create { slide, container } => match **container {
                NewContainer::ImageSlide(_) | NewContainer::VideoSlide(_) => {
                    format!("create_child {}", slide + 1)
                }
                _ => "create_single".to_owned(),
            },
            Self::Upload { slide, .. } => format!("upload {}", slide + 1),
            Self::CreateParent { .. } => "create_parent".to_owned(),
            Self::ReadContainers { ids } => format!("read {}", ids.len()),
            Self::ReadQuota => "read_quota".to_owned(),
            Self::Publish { container } => format!("publish {}", container.0),
            Self::ReadDoubted { container } => format!("read_doubted {}", container.0),
            Self::FindLive => "find_live".to_owned(),
            Self::ReadMedia { media } => format!("read_media {}", media.0),
            Self::Comment { media, .. } => format!("comment {}", media.0),
            Self::ListComments { media } => format!("list_comments {}", media.0),
            Self::Withdraw { slide, .. } => format!("withdraw {}", slide + 1),
            Self::Pause { scope, .. } => format!("pause {scope:?}").to_lowercase(),
            Self::Sleep { until, .. } => format!("sleep until {until}"),
        }
    }
}
