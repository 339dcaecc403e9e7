//! The words of `post` and `queue`, as the headless contract has them.

use std::path::PathBuf;

use fanfold_domain::Explanation;
use fanfold_domain::details::Tag;
use fanfold_domain::draft::PostKind;
use fanfold_domain::publish::{PostState, Step};
use fanfold_domain::rules::Policy;
use jiff::Timestamp;
use serde::Serialize;

use crate::schedule::When;

/// What `post` was asked for.
#[derive(Debug, Clone)]
pub struct PostOrder {
    pub files: Vec<PathBuf>,
    /// What it is to be; `None` = what the files make.
    pub kind: Option<PostKind>,
    pub account: String,
    pub caption: String,
    /// Slide (from 1) and its text.
    pub alt: Vec<(usize, String)>,
    pub first_comment: Option<String>,
    /// `None` = now.
    pub at: Option<When>,
    /// Make the files ready first.
    pub fix: bool,
    pub dry_run: bool,
    pub policy: Policy,
    pub details: OrderDetails,
}

/// What belongs to it beside its files and texts.
#[derive(Debug, Clone, Default)]
pub struct OrderDetails {
    /// Usernames.
    pub collaborators: Vec<String>,
    /// The id of a place.
    pub location: Option<String>,
    /// Slide (from 1) and somebody on it.
    pub tags: Vec<(usize, Tag)>,
    pub ai_label: bool,
    /// Of a reel: in the Reels tab alone.
    pub no_feed: bool,
}

/// Something to know that stops nothing, for people: it is no line of the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning(pub String);

/// A line of the stream before its last.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Line {
    Progress {
        post: String,
        step: Step,
        item: Option<u32>,
        done: u32,
        total: u32,
    },
    Waiting {
        post: String,
        reason: String,
        until: Timestamp,
    },
}

/// The last line of a post's stream.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    r#type: &'static str,
    /// `None` for a dry run, and for content that was refused before a post was made of it.
    pub post: Option<String>,
    /// `published scheduled waiting failed needs_attention dry_run`.
    pub state: String,
    pub media_id: Option<String>,
    pub permalink: Option<String>,
    pub error: Option<Explanation>,
}

impl Report {
    pub(crate) fn new(post: Option<String>, state: &str, error: Option<Explanation>) -> Self {
        Self {
            r#type: "result",
            post,
            state: state.to_owned(),
            media_id: None,
            permalink: None,
            error,
        }
    }

    pub(crate) fn live(mut self, media_id: Option<String>, permalink: Option<String>) -> Self {
        self.media_id = media_id;
        self.permalink = permalink;
        self
    }
}

/// A row of `queue list`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueueRow {
    pub post: String,
    pub account: String,
    pub state: PostState,
    pub due: Option<Timestamp>,
    pub until: Option<Timestamp>,
    pub attempts: u32,
    pub media_id: Option<String>,
    pub permalink: Option<String>,
    pub error: Option<Explanation>,
}
