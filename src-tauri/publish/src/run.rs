//! Where a publish stands: everything that has to survive the process, and nothing else.

use std::collections::BTreeSet;

use fanfold_domain::publish::{ContainerId, MediaId, PostState, PostText};
use fanfold_domain::{Class, Delivery, Explanation};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::slide::{Item, Rebuilds, Slide, Tries};

/// The run format this build writes. A newer one is left alone. 2: clips, reels, stories. 3: people,
/// collaborators, a place, the AI label.
pub const RUN_VERSION: u32 = 3;

/// What is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One picture, one container.
    Image,
    /// Children and a parent.
    Carousel,
    /// One clip, one container.
    Reel,
    /// One picture or clip for 24 hours, one container; no words go with it.
    Story,
}

/// How Instagram gets clips that no host has yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clips {
    /// It fetches them like pictures.
    #[default]
    Fetched,
    /// They are sent to it.
    Sent,
}

/// The parent of a carousel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Built {
    pub container: ContainerId,
    /// `FINISHED`.
    pub ready: bool,
}

/// What is known of `media_publish`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fence")]
pub enum Fence {
    /// Nothing that was sent can have gone live.
    Open,
    /// Sent, no outcome yet. Found after a crash it becomes a doubt.
    Sent {
        container: ContainerId,
        at: Timestamp,
        /// The same moment on Instagram's clock, where it was known.
        #[serde(default)]
        theirs: Option<Timestamp>,
    },
    /// It may be live. Nothing is published until this is resolved.
    Doubt(Box<Doubt>),
    /// Seen live.
    Live { media: MediaId },
}

/// An unverified publish.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    pub container: ContainerId,
    /// When it was sent.
    pub at: Timestamp,
    /// The same moment on Instagram's clock, where it was known: posts are dated by that one.
    #[serde(default)]
    pub theirs: Option<Timestamp>,
    /// What came back, when anything did.
    pub refused: Option<Refused>,
    pub verify: Verify,
    pub tries: Tries,
    /// Looks at the account's list without finding it.
    pub looks: u32,
    /// What the container said when it turned out to be of no use.
    pub lost: Option<Refused>,
}

/// The part of a refusal that outlives the process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    pub delivery: Delivery,
    pub class: Class,
    pub explanation: Explanation,
    pub code: Option<i64>,
    pub subcode: Option<i64>,
    pub http: Option<u16>,
    /// Seconds.
    pub retry_after: Option<u64>,
    /// Instagram said no in its own words, or was never asked: the effect does not happen after
    /// this. A fault of its own ("try again later") is no such word.
    pub plain: bool,
}

/// How a doubt is being resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verify {
    /// Read the container.
    Container,
    /// The container says `PUBLISHED`: it is in the list, or will be.
    FindPublished,
    /// The container says it is of no use any more, or cannot be read: look before building anew.
    FindMaybe,
}

/// The first comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comment {
    /// None wanted, sent, or given up (the run's error then says so).
    Settled,
    Wanted,
    /// It may be there: list before sending.
    Doubted,
}

/// Why a run comes to rest once everything under way has answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stop {
    pub state: PostState,
    pub error: Option<Box<Explanation>>,
}

/// What is under way; an effect is never asked for twice at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Busy {
    Check,
    Slide(usize),
    Parent,
    Read,
    Quota,
    Publish,
    Doubt,
    Media,
    Comment,
    Withdraw(usize),
}

/// When containers are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poll {
    /// Reads since the youngest container was made.
    pub reads: u32,
    /// When the youngest container was made.
    #[serde(default)]
    pub since: Option<Timestamp>,
    pub next_at: Option<Timestamp>,
    pub last_at: Option<Timestamp>,
    /// One container a call, after a call for several was refused because one of them is gone.
    pub singly: bool,
    pub tries: Tries,
}

/// The whole run. JSON in the database; read only by its own version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub version: u32,
    pub post: String,
    pub account: String,
    pub kind: Kind,
    pub slides: Vec<Slide>,
    pub text: PostText,
    /// Said by the gateway at every start: an account may be reconnected through the other login.
    #[serde(default)]
    pub clips: Clips,
    pub state: PostState,
    pub checked: bool,
    pub parent: Option<Built>,
    pub parent_rebuilds: Rebuilds,
    /// Creating the parent, publishing and reading the quota share these: only one is ever due.
    pub tries: Tries,
    pub poll: Poll,
    pub fence: Fence,
    /// How often `media_publish` was sent, counted before sending.
    pub publishes: u32,
    /// "Unknown" answers, over the whole post.
    pub unknowns: u32,
    /// Throttles in a row.
    pub throttles: u32,
    /// Nothing is called before this time.
    pub hold_until: Option<Timestamp>,
    /// The quota is used up: ask when it frees.
    pub ask_quota: bool,
    pub cancel: bool,
    pub stop: Option<Stop>,
    pub busy: BTreeSet<Busy>,
    pub permalink: Option<String>,
    /// Tries of reading the live post; settled when `None`.
    pub media_tries: Option<Tries>,
    pub comment: Comment,
    pub comment_tries: Tries,
    /// When a resting run goes on.
    pub next_at: Option<Timestamp>,
    /// What is wrong, or was wrong with the first comment.
    pub error: Option<Explanation>,
}

/// The post may be live, so it cannot be changed or taken back.
#[derive(Debug, thiserror::Error)]
#[error(
    "This post may already be live, so it cannot be changed. Fanfold finds out before anything else happens to it."
)]
pub struct MayBeLive;

/// A stored run that this build cannot go on with. It stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableRun {
    #[error(
        "This post was begun by a newer Fanfold (format {found}, this one knows {RUN_VERSION}). Update Fanfold to go on with it; nothing was changed."
    )]
    Newer { found: u32 },
    #[error("This post cannot be read: {0}. It was left as it is.")]
    Damaged(#[from] serde_json::Error),
}

impl Run {
    /// A run as it was stored.
    ///
    /// # Errors
    /// It is from a newer Fanfold, whose meaning could be lost here, or damaged.
    pub fn read(text: &str) -> Result<Self, UnreadableRun> {
        #[derive(Deserialize)]
        struct Peek {
            version: u32,
        }
        let found = serde_json::from_str::<Peek>(text)?.version;
        if found > RUN_VERSION {
            return Err(UnreadableRun::Newer { found });
        }
        Ok(serde_json::from_str(text)?)
    }

    /// A run that has not begun. One picture makes a feed post, one clip a reel, several slides a
    /// carousel.
    pub fn new(post: String, account: String, slides: Vec<Slide>, text: PostText) -> Self {
        let kind = match &*slides {
            [one] if one.item == Item::Clip => Kind::Reel,
            [_] => Kind::Image,
            _ => Kind::Carousel,
        };
        Self::of(kind, post, account, slides, text)
    }

    /// A story that has not begun: the first slide, without words.
    pub fn story(post: String, account: String, slides: Vec<Slide>) -> Self {
        Self::of(Kind::Story, post, account, slides, PostText::default())
    }

    fn of(kind: Kind, post: String, account: String, slides: Vec<Slide>, text: PostText) -> Self {
        let comment = match &text.first_comment {
            Some(words) if !words.trim().is_empty() => Comment::Wanted,
            _ => Comment::Settled,
        };
        Self {
            version: RUN_VERSION,
            post,
            account,
            kind,
            slides,
            text,
            clips: Clips::default(),
            state: PostState::Scheduled,
            checked: false,
            parent: None,
            parent_rebuilds: Rebuilds::default(),
            tries: Tries::default(),
            poll: Poll::default(),
            fence: Fence::Open,
            publishes: 0,
            unknowns: 0,
            throttles: 0,
            hold_until: None,
            ask_quota: false,
            cancel: false,
            stop: None,
            busy: BTreeSet::new(),
            permalink: None,
            media_tries: Some(Tries::default()),
            comment,
            comment_tries: Tries::default(),
            next_at: None,
            error: None,
        }
    }

    pub fn media(&self) -> Option<&MediaId> {
        match &self.fence {
            Fence::Live { media } => Some(media),
            _ => None,
        }
    }

    /// The words that the live post is known by; a story has none.
    pub fn caption(&self) -> Option<&str> {
        (self.kind != Kind::Story).then_some(&*self.text.caption)
    }

    /// Whether something that was sent may be live.
    pub fn may_be_live(&self) -> bool {
        !matches!(self.fence, Fence::Open)
    }

    /// The container that is published, once it exists.
    pub fn target(&self) -> Option<&ContainerId> {
        match self.kind {
            Kind::Carousel => self.parent.as_ref().map(|parent| &parent.container),
            Kind::Image | Kind::Reel | Kind::Story => self.slides.first()?.container.as_ref(),
        }
    }

    /// A person wants it tried again: counters start anew; containers and the fence stay.
    pub fn retry(&mut self) {
        self.state = PostState::Waiting;
        self.stop = None;
        self.error = None;
        self.next_at = None;
        self.hold_until = None;
        self.ask_quota = false;
        self.cancel = false;
        self.checked = false;
        self.unknowns = 0;
        self.throttles = 0;
        self.parent_rebuilds = Rebuilds::default();
        self.tries = Tries::default();
        self.comment_tries = Tries::default();
        self.poll = Poll {
            last_at: self.poll.last_at,
            ..Poll::default()
        };
        for slide in &mut self.slides {
            slide.tries = Tries::default();
            slide.rebuilds = Rebuilds::default();
            slide.probe = false;
        }
        if let Fence::Doubt(doubt) = &mut self.fence {
            doubt.tries = Tries::default();
            doubt.looks = 0;
        }
    }

    /// It cannot be gone on with from outside (no sign-in, no account any more): a person is told.
    /// What is live stays published, and goes without what was still to come.
    pub fn give_up(&mut self, why: Explanation) {
        self.next_at = None;
        self.hold_until = None;
        if self.media().is_none() {
            self.state = PostState::NeedsAttention;
            self.error = Some(why);
            return;
        }
        self.state = PostState::Published;
        if self.comment != Comment::Settled {
            self.comment = Comment::Settled;
            self.error = Some(crate::words::without_comment(why));
        }
    }

    /// When the first comment of a live post is tried again; `None` while nothing waits for it.
    pub fn comment_waits(&self, now: Timestamp) -> Option<Timestamp> {
        let wanted = self.media().is_some() && self.comment != Comment::Settled;
        let until = self
            .hold_until
            .max(self.comment_tries.not_before)
            .max(self.next_at);
        until.filter(|until| wanted && *until > now)
    }

    /// What waits for its next try need not wait any longer: the network is back. How often it was
    /// tried stays; what Instagram asked to wait for stays, too.
    pub fn hasten(&mut self) {
        self.next_at = None;
        for tries in crate::react::every_tries(self) {
            tries.not_before = None;
        }
    }

    /// Takes new pictures and words after an edit; whatever was built of the old ones is dropped.
    ///
    /// # Errors
    /// [`MayBeLive`] when it is too late for that.
    pub fn revise(&mut self, fresh: Self) -> Result<(), MayBeLive> {
        if self.may_be_live() {
            return Err(MayBeLive);
        }
        *self = Self {
            post: std::mem::take(&mut self.post),
            account: std::mem::take(&mut self.account),
            publishes: self.publishes,
            state: PostState::Waiting,
            ..fresh
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn run() -> Run {
        let slide = Slide::new("hash".into(), "original".into(), "a.jpg".into(), None);
        Run::new("p".into(), "a".into(), vec![slide], PostText::default())
    }

    #[test]
    fn a_run_of_a_newer_fanfold_is_not_gone_on_with() {
        let text = serde_json::to_string(&run()).unwrap();
        let newer = text.replacen("\"version\":3", "\"version\":99", 1);
        let error = Run::read(&newer).unwrap_err();
        assert!(matches!(error, UnreadableRun::Newer { found: 99 }));
        assert_eq!(Run::read(&text).unwrap(), run());
        assert!(matches!(
            Run::read("{\"version\":1}"),
            Err(UnreadableRun::Damaged(_))
        ));
    }

    #[test]
    fn a_run_of_an_older_fanfold_is_gone_on_with_without_people_or_place() {
        let older = r#"{"version":2,"post":"p","account":"a","kind":"image","slides":[{"media":"m",
            "output":"o","name":"a.jpg","alt":null,"stage":"new","hosted":null,"container":null,
            "recall":false,"probe":false,"orphan":false,"rebuilds":{"gone":0,"fetch":0},
            "tries":{"made":0,"gone_asked":0,"not_before":null,"since":null}}],
            "text":{"caption":"c","first_comment":null},"state":"scheduled","checked":false,
            "parent":null,"parent_rebuilds":{"gone":0,"fetch":0},"poll":{"reads":0,"next_at":null,
            "last_at":null,"singly":false,
            "tries":{"made":0,"gone_asked":0,"not_before":null,"since":null}},
            "tries":{"made":0,"gone_asked":0,"not_before":null,"since":null},
            "fence":{"fence":"open"},"publishes":0,"unknowns":0,"throttles":0,"hold_until":null,
            "ask_quota":false,"cancel":false,"stop":null,"busy":[],"permalink":null,
            "media_tries":null,"comment":"settled",
            "comment_tries":{"made":0,"gone_asked":0,"not_before":null,"since":null},
            "next_at":null,"error":null}"#;
        let read = Run::read(older).unwrap();
        assert_eq!(read.text.caption, "c");
        assert!(read.text.collaborators.is_empty() && !read.text.is_ai_generated);
        assert!(read.slides.iter().all(|slide| slide.tags.is_empty()));
    }

    #[test]
    fn an_edit_drops_what_was_built_unless_it_may_be_live() {
        let mut edited = run();
        edited.checked = true;
        edited.revise(run()).unwrap();
        assert!(!edited.checked);
        let mut sent = run();
        sent.fence = Fence::Live {
            media: MediaId("1".into()),
        };
        assert!(sent.revise(run()).is_err());
    }
}
