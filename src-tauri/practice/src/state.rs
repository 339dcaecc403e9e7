//! What the practice Instagram remembers, and the records that change it.
//!
//! State only ever changes by applying a [`Record`] that is already on disk, so
//! replaying the ledger gives the same state as having lived through it.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Containers live 24 hours; quotas count over the same window (Meta, 2026-09-11).
pub(crate) const DAY: SignedDuration = SignedDuration::from_hours(24);

/// One durable change.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "put", content = "value", rename_all = "snake_case")]
pub(crate) enum Record {
    Account(Account),
    Token(Token),
    Container(Container),
    Media(Media),
    Comment(Comment),
    CommentGone(String),
    Settings(Settings),
    /// Posts, containers and comments are forgotten; accounts and tokens stay.
    Cleared,
    /// The next sequence number, kept so that ids are never used twice.
    Sequence(u64),
}

/// An Instagram professional account with its Facebook Page and user.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: String,
    /// The id that Instagram login calls `id`; `id` above is its `user_id`.
    pub(crate) scoped_id: String,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) page_id: String,
    pub(crate) page_name: String,
    pub(crate) user_id: String,
    pub(crate) user_name: String,
    #[serde(default)]
    pub(crate) restricted: bool,
}

/// Which of Meta's two doors a token opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flavour {
    /// Instagram API with Facebook Login.
    Facebook,
    /// Instagram API with Instagram Login.
    Instagram,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenKind {
    User,
    Page,
}

/// A token that was handed out, by hash.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) hash: String,
    pub(crate) account: String,
    pub(crate) flavour: Flavour,
    pub(crate) kind: TokenKind,
    pub(crate) scopes: Vec<String>,
    pub(crate) issued: Timestamp,
    /// `None` never ends, like a Page token.
    pub(crate) expires: Option<Timestamp>,
    /// The 190 sub-code with which the token was ended early.
    #[serde(default)]
    pub(crate) revoked: Option<i64>,
}

/// What a container will become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    Image,
    CarouselImage,
    CarouselVideo,
    Carousel,
    Reel,
    StoryImage,
    StoryVideo,
}

impl Shape {
    pub(crate) fn is_child(self) -> bool {
        matches!(self, Self::CarouselImage | Self::CarouselVideo)
    }

    pub(crate) fn is_video(self) -> bool {
        matches!(self, Self::CarouselVideo | Self::Reel | Self::StoryVideo)
    }

    pub(crate) fn is_story(self) -> bool {
        matches!(self, Self::StoryImage | Self::StoryVideo)
    }
}

/// How processing ends once its time is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    Ready,
    /// The sub-code that the status text carries.
    Failed(i64),
    /// Never leaves `IN_PROGRESS`; only a fault makes this.
    Stuck,
    /// Ran out before its time; only a fault makes this.
    Expired,
}

/// A fetched file, kept under its hash.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Picture {
    pub(crate) hash: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bytes: u64,
    #[serde(default)]
    pub(crate) video: bool,
}

/// The words and switches that a post carries.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Particulars {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) caption: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) alt_text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user_tags: Option<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) collaborators: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) location_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) is_ai_generated: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) share_to_feed: Option<bool>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Container {
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) shape: Shape,
    pub(crate) created: Timestamp,
    /// When processing ends.
    pub(crate) ready: Timestamp,
    pub(crate) outcome: Outcome,
    #[serde(default)]
    pub(crate) picture: Option<Picture>,
    #[serde(default)]
    pub(crate) children: Vec<String>,
    #[serde(default)]
    pub(crate) particulars: Particulars,
    /// The media it became, or that its carousel became.
    #[serde(default)]
    pub(crate) published: Option<String>,
}

/// Where a container stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    InProgress,
    Finished,
    Failed(i64),
    Expired,
    Published,
}

impl Container {
    pub(crate) fn phase(&self, now: Timestamp) -> Phase {
        if self.published.is_some() {
            return Phase::Published;
        }
        if self.outcome == Outcome::Expired || now.duration_since(self.created) >= DAY {
            return Phase::Expired;
        }
        match self.outcome {
            _ if now < self.ready => Phase::InProgress,
            Outcome::Stuck => Phase::InProgress,
            Outcome::Failed(subcode) => Phase::Failed(subcode),
            Outcome::Ready | Outcome::Expired => Phase::Finished,
        }
    }
}

/// One picture or video of a published post.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) picture: Picture,
    #[serde(default)]
    pub(crate) alt_text: Option<String>,
    #[serde(default)]
    pub(crate) user_tags: Option<Value>,
}

/// A published post.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Media {
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) container: String,
    pub(crate) shape: Shape,
    pub(crate) shortcode: String,
    pub(crate) timestamp: Timestamp,
    pub(crate) items: Vec<Item>,
    pub(crate) particulars: Particulars,
    pub(crate) comments_enabled: bool,
    #[serde(default)]
    pub(crate) deleted: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Comment {
    pub(crate) id: String,
    pub(crate) media: String,
    pub(crate) account: String,
    pub(crate) text: String,
    pub(crate) timestamp: Timestamp,
}

/// When a picture's refusal is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdicts {
    /// At once, as an error of the create call.
    Sync,
    /// Later, as the container's status text.
    Async,
}

/// What a person or test may set over the admin address.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    /// Milliseconds from creation to `FINISHED`, for one image; videos take four times it.
    pub(crate) processing_ms: u64,
    /// Publishes per account in 24 hours.
    pub(crate) quota_total: u32,
    /// Containers per account in 24 hours (Meta: 400).
    pub(crate) containers_per_day: u32,
    pub(crate) verdicts: Verdicts,
    /// Calls that make 100 % of `X-App-Usage`, per hour (Meta: 200 × users).
    pub(crate) app_calls_per_hour: u32,
    /// Calls that make 100 % of the Instagram business limit, per 24 hours
    /// (Meta: 4800 × impressions).
    pub(crate) business_calls_per_day: u32,
    /// Seconds added to the clock.
    pub(crate) clock_shift_seconds: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            processing_ms: 600,
            quota_total: 100,
            containers_per_day: 400,
            verdicts: Verdicts::Sync,
            app_calls_per_hour: 4000,
            business_calls_per_day: 48_000,
            clock_shift_seconds: 0,
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) accounts: BTreeMap<String, Account>,
    pub(crate) tokens: HashMap<String, Token>,
    pub(crate) containers: HashMap<String, Container>,
    pub(crate) media: HashMap<String, Media>,
    /// Media ids in the order of publishing, oldest first.
    pub(crate) feed: Vec<String>,
    pub(crate) comments: BTreeMap<String, Comment>,
    pub(crate) settings: Settings,
    pub(crate) sequence: u64,
}

impl State {
    pub(crate) fn apply(&mut self, record: Record) {
        match record {
            Record::Account(account) => {
                self.accounts.insert(account.id.clone(), account);
            }
            Record::Token(token) => {
                self.tokens.insert(token.hash.clone(), token);
            }
            Record::Container(container) => {
                self.containers.insert(container.id.clone(), container);
            }
            Record::Media(media) => {
                if !self.media.contains_key(&media.id) {
                    self.feed.push(media.id.clone());
                }
                self.media.insert(media.id.clone(), media);
            }
            Record::Comment(comment) => {
                self.comments.insert(comment.id.clone(), comment);
            }
            Record::CommentGone(id) => {
                self.comments.remove(&id);
            }
            Record::Settings(settings) => self.settings = settings,
            Record::Cleared => {
                self.containers.clear();
                self.media.clear();
                self.feed.clear();
                self.comments.clear();
            }
            Record::Sequence(next) => self.sequence = self.sequence.max(next),
        }
    }

    /// The records that rebuild this state from nothing.
    pub(crate) fn snapshot(&self) -> Vec<Record> {
        let mut records = vec![
            Record::Sequence(self.sequence),
            Record::Settings(self.settings.clone()),
        ];
        records.extend(self.accounts.values().cloned().map(Record::Account));
        records.extend(self.tokens.values().cloned().map(Record::Token));
        records.extend(self.containers.values().cloned().map(Record::Container));
        records.extend(self.posts().cloned().map(Record::Media));
        records.extend(self.comments.values().cloned().map(Record::Comment));
        records
    }

    /// Every post ever published here, oldest first, deleted ones included.
    pub(crate) fn posts(&self) -> impl DoubleEndedIterator<Item = &Media> {
        self.feed.iter().filter_map(|id| self.media.get(id))
    }

    /// Posts of an account that can be seen, newest first.
    pub(crate) fn live<'a>(&'a self, account: &'a str) -> impl Iterator<Item = &'a Media> {
        self.posts()
            .rev()
            .filter(move |media| media.account == account && !media.deleted)
    }

    /// Publishes that still count against the quota; deleting gives nothing back.
    pub(crate) fn quota_usage(&self, account: &str, since: Timestamp) -> u32 {
        let count = self
            .posts()
            .rev()
            .filter(|media| media.account == account && media.timestamp > since)
            .count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// An account by either of its ids.
    pub(crate) fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.get(id).or_else(|| {
            self.accounts
                .values()
                .find(|account| account.scoped_id == id)
        })
    }
}
