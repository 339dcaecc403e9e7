//! What the practice Instagram remembers, and the records that change it.
//!
//! State only ever changes by applying a [`Record`] that is already on disk, so
//! replaying the ledger gives the same state as having lived through it.

mod people;
mod posts;
mod settings;

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use people::Flavour;
pub(crate) use people::{
    Account, AccountKind, App, CODE_LIFE, Code, DATA_ACCESS, LONG_LIFE, Page, SHORT_LIFE, Token,
    TokenKind,
};
pub(crate) use posts::{
    Comment, Container, Item, Media, Outcome, Particulars, Phase, Photo, Picture, Shape, Upload,
};
pub(crate) use settings::{Quirks, Settings, Verdicts};

/// Containers live 24 hours; quotas count over the same window (Meta, 2026-09-11).
pub(crate) const DAY: SignedDuration = SignedDuration::from_hours(24);

/// One durable change.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "put", content = "value", rename_all = "snake_case")]
pub(crate) enum Record {
    Account(Account),
    Page(Page),
    PageGone(String),
    App(App),
    Code(Code),
    CodeGone(String),
    Token(Token),
    TokenGone(String),
    Container(Container),
    ContainerGone(String),
    Photo(Photo),
    PhotoGone(String),
    Media(Media),
    Comment(Comment),
    CommentGone(String),
    Settings(Settings),
    /// Posts, containers, comments and photos are forgotten; accounts and tokens stay.
    Cleared,
    /// The next sequence number, kept so that ids are never used twice.
    Sequence(u64),
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) accounts: BTreeMap<String, Account>,
    /// Pages without an Instagram account.
    pub(crate) pages: BTreeMap<String, Page>,
    pub(crate) apps: Vec<App>,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) tokens: HashMap<String, Token>,
    pub(crate) containers: HashMap<String, Container>,
    pub(crate) media: HashMap<String, Media>,
    /// Media ids in the order of publishing, oldest first.
    pub(crate) feed: Vec<String>,
    pub(crate) comments: BTreeMap<String, Comment>,
    pub(crate) photos: BTreeMap<String, Photo>,
    pub(crate) settings: Settings,
    pub(crate) sequence: u64,
}

impl State {
    pub(crate) fn apply(&mut self, record: Record) {
        match record {
            Record::Account(account) => {
                self.accounts.insert(account.id.clone(), account);
            }
            Record::Page(page) => {
                self.pages.insert(page.id.clone(), page);
            }
            Record::PageGone(id) => {
                self.pages.remove(&id);
            }
            Record::App(app) => {
                self.apps.retain(|other| other.flavour != app.flavour);
                self.apps.push(app);
            }
            Record::Code(code) => {
                self.codes.insert(code.hash.clone(), code);
            }
            Record::CodeGone(hash) => {
                self.codes.remove(&hash);
            }
            Record::Token(token) => {
                self.tokens.insert(token.hash.clone(), token);
            }
            Record::TokenGone(hash) => {
                self.tokens.remove(&hash);
            }
            Record::Container(container) => {
                self.containers.insert(container.id.clone(), container);
            }
            Record::ContainerGone(id) => {
                self.containers.remove(&id);
            }
            Record::Photo(photo) => {
                self.photos.insert(photo.id.clone(), photo);
            }
            Record::PhotoGone(id) => {
                self.photos.remove(&id);
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
                self.photos.clear();
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
        records.extend(self.pages.values().cloned().map(Record::Page));
        records.extend(self.apps.iter().cloned().map(Record::App));
        records.extend(self.codes.values().cloned().map(Record::Code));
        records.extend(self.tokens.values().cloned().map(Record::Token));
        records.extend(self.containers.values().cloned().map(Record::Container));
        records.extend(self.posts().cloned().map(Record::Media));
        records.extend(self.comments.values().cloned().map(Record::Comment));
        records.extend(self.photos.values().cloned().map(Record::Photo));
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

    /// The practice app of a login.
    pub(crate) fn app(&self, flavour: Flavour) -> Option<&App> {
        self.apps.iter().find(|app| app.flavour == flavour)
    }

    /// The file of anything that was published or is being prepared.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        let posts = self.media.values().flat_map(|media| {
            let items = media.items.iter().map(|item| &item.picture);
            items.chain(media.cover.iter())
        });
        let drafts = self.containers.values();
        let drafts = drafts.flat_map(|one| one.picture.iter().chain(one.cover.iter()));
        let photos = self.photos.values().map(|photo| &photo.picture);
        posts
            .chain(drafts)
            .chain(photos)
            .map(|picture| picture.hash.as_str())
    }
}
