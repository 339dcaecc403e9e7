//! Posts: made of a draft or of files, queued, carried to Instagram, shown.

mod document;
mod headless;
mod operations;
mod order;
mod steps;
mod telling;
mod view;
mod working;

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use fanfold_domain::draft::Draft;

pub(crate) use document::{PostDocument, same_post};
pub(crate) use operations::{busy, gone, run_of};
pub(crate) use working::Working;

use crate::view::PostView;

/// How fast and how patiently posts are carried.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Every wait is divided by this.
    pub time_scale: f64,
    /// The longest single wait before a post is left in the queue, in real time.
    pub max_wait: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            time_scale: 1.0,
            max_wait: Duration::from_mins(10),
        }
    }
}

/// The newest post of a draft.
#[derive(Debug, Clone)]
pub(crate) struct DraftPost {
    pub(crate) document: Draft,
    pub(crate) view: PostView,
}

/// The newest post of each draft that is shown.
#[derive(Debug, Default)]
pub(crate) struct DraftPosts(RwLock<HashMap<String, DraftPost>>);

impl DraftPosts {
    pub(crate) fn get(&self, draft: &str) -> Option<DraftPost> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(draft)
            .cloned()
    }

    /// What is told of the others is worked out anew when it is needed.
    pub(crate) fn keep_only(&self, drafts: &[String]) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|draft, _| drafts.contains(draft));
    }

    pub(crate) fn set(&self, draft: &str, post: DraftPost) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(draft.to_owned(), post);
    }
}
