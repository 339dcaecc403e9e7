//! The words of `post` and `queue`, as the headless contract has them.

use std::path::PathBuf;

use fanfold_domain::Explanation;
use fanfold_domain::publish::{PostState, Step};
use fanfold_domain::rules::Policy;
use jiff::Timestamp;
use serde::Serialize;

/// What `post` was asked for.
#[derive(Debug, Clone)]
pub struct PostOrder {
    pub files: Vec<PathBuf>,
    pub account: String,
    pub caption: String,
    /// Slide (from 1) and its text.
    pub alt: Vec<(usize, String)>,
    pub first_comment: Option<String>,
    /// `None` = now.
    pub at: Option<Timestamp>,
    /// Make the files ready first.
    pub fix: bool,
    pub dry_run: bool,
    pub policy: Policy,
}

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
