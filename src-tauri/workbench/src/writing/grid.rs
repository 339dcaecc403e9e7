//! The newest posts of the account in use, for the profile around a draft. The window loads nothing
//! from a network: the core fetches each picture when it is asked for, makes it small and keeps it.
//!
//! In memory alone: it is what Instagram shows now, and signed addresses run out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use fanfold_domain::publish::MediaId;
use fanfold_domain::{say, word};
use fanfold_graph::{GridMedia, Session};
use fanfold_store::Account;
use jiff::{SignedDuration, Timestamp};

use crate::Workbench;
use crate::accounts::PRACTICE;
use crate::desk::THUMB;
use crate::error::{Result, WorkbenchError};
use crate::pictures::Picture;
use crate::view::{GridPost, GridView};

/// Posts around a draft: it and these fill four rows of three.
const POSTS: u8 = 11;
/// A profile this young is not asked for again by merely looking.
const FRESH: SignedDuration = SignedDuration::from_mins(2);
/// Small pictures that are kept, of about 40 KB.
const KEPT: usize = 66;

/// Profiles that were looked at.
#[derive(Debug, Default)]
pub(crate) struct Grid(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// Account, when it was asked, what it showed.
    last: Option<(String, Timestamp, GridView)>,
    /// Account and address of each post's picture.
    sources: HashMap<String, (String, String)>,
    pictures: HashMap<String, Arc<Vec<u8>>>,
}

impl Grid {
    fn with<T>(&self, work: impl FnOnce(&mut Inner) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Workbench {
    /// The newest posts of the account in use. That they cannot be shown is said in the line: a
    /// preview without neighbours is no failure.
    pub async fn profile_grid(self: &Arc<Self>) -> Result<GridView> {
        if self.account_id().is_none() {
            return Ok(empty(word!("Choose an account to see its profile.")));
        }
        match self.look_at_profile().await {
            Ok(view) => Ok(view),
            Err(error) => Ok(empty(&error.to_string())),
        }
    }

    async fn look_at_profile(self: &Arc<Self>) -> Result<GridView> {
        let account = self.account_in_use().await?;
        let practice = account.id == PRACTICE;
        let now = self.now();
        let known = self.grid.with(|inner| inner.last.clone());
        if let Some((id, at, view)) = known
            && !practice
            && id == account.id
            && at <= now
            && now.duration_since(at) < FRESH
        {
            return Ok(view);
        }
        let session = self.grid_session(&account).await?;
        let posts = session.grid(&account.ig_user_id, POSTS).await?;
        let view = GridView {
            line: line(posts.len(), &account.username),
            posts: posts
                .iter()
                .map(|post| self.grid_post(post, practice))
                .collect(),
        };
        self.grid.with(|inner| {
            inner.sources = posts
                .into_iter()
                .filter_map(|post| Some((post.id.0, (account.id.clone(), post.picture?))))
                .collect();
            inner.last = Some((account.id.clone(), now, view.clone()));
        });
        Ok(view)
    }

    async fn grid_session(&self, account: &Account) -> Result<Session> {
        let token = self.publishing_token(account).await?;
        self.session_of(account, token)
    }

    fn grid_post(&self, post: &GridMedia, practice: bool) -> GridPost {
        let MediaId(id) = &post.id;
        // The practice Instagram's clips have no picture of their own there.
        let url = if practice {
            format!("{}feed/{id}/1", self.media_base)
        } else {
            format!("{}grid/{id}", self.media_base)
        };
        GridPost {
            id: id.clone(),
            url,
            clip: post.clip,
            carousel: post.carousel,
        }
    }

    /// The small picture of a post that the profile showed; `None` for any other.
    pub(crate) async fn grid_picture(self: &Arc<Self>, id: &str) -> Result<Option<Picture>> {
        let jpeg = |bytes: &Arc<Vec<u8>>| Picture {
            bytes: bytes.to_vec(),
            media_type: "image/jpeg",
        };
        let (kept, source) = self.grid.with(|inner| {
            let kept = inner.pictures.get(id).map(jpeg);
            (kept, inner.sources.get(id).cloned())
        });
        if kept.is_some() {
            return Ok(kept);
        }
        let Some((account, address)) = source else {
            return Ok(None);
        };
        let account = self.known_account(&account).await?;
        let session = self.grid_session(&account).await?;
        let bytes = session.shown_picture(&address).await?;
        let small = move || {
            let facts = fanfold_media::probe_bytes(&bytes);
            fanfold_media::thumbnail_bytes(&bytes, &facts, THUMB)
        };
        let small = tokio::task::spawn_blocking(small)
            .await
            .map_err(|error| WorkbenchError::internal(&error))?;
        let Ok(small) = small.inspect_err(|error| tracing::warn!(%error, "no picture of a post"))
        else {
            return Ok(None);
        };
        let small = Arc::new(small);
        let picture = jpeg(&small);
        self.grid.with(|inner| {
            if inner.pictures.len() >= KEPT {
                inner.pictures.clear();
            }
            inner.pictures.insert(id.to_owned(), small);
        });
        Ok(Some(picture))
    }
}

fn empty(line: &str) -> GridView {
    GridView {
        posts: Vec::new(),
        line: line.to_owned(),
    }
}

fn line(posts: usize, username: &str) -> String {
    match posts {
        0 => say!("@{username} has no posts yet.", username),
        1 => say!("The newest post of @{username}", username),
        posts => say!("The {posts} newest posts of @{username}", posts, username),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_counts_what_is_shown() {
        assert_eq!(line(0, "ann"), "@ann has no posts yet.");
        assert_eq!(line(1, "ann"), "The newest post of @ann");
        assert_eq!(line(9, "ann"), "The 9 newest posts of @ann");
    }
}
