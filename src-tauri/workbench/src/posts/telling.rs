//! Telling the window how posts stand.

use std::sync::Arc;

use fanfold_domain::publish::PostState;
use fanfold_domain::say;
use fanfold_domain::speech::retold;
use fanfold_store::PostRow;

use super::view::title;
use super::{DraftPost, PostDocument};
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::view::{Event, News, PostView};

impl Workbench {
    pub(crate) async fn tell(self: &Arc<Self>, id: &str) {
        match self.store.post(id).await {
            Ok(row) => {
                if let Err(error) = self.told(&row).await {
                    tracing::warn!(%error, "a post could not be shown");
                }
            }
            Err(error) => tracing::warn!(%error, "a post could not be read"),
        }
    }

    /// Tells the window how a post stands, with its draft.
    pub(crate) async fn told(self: &Arc<Self>, row: &PostRow) -> Result<PostView> {
        for media in media_of(row) {
            self.recall(&media).await?;
        }
        let view = self
            .post_view(row)
            .ok_or_else(|| WorkbenchError::Internal("a post cannot be read".to_owned()))?;
        if let (Some(draft), Ok(document)) = (
            &row.draft,
            serde_json::from_str::<PostDocument>(&row.document),
        ) {
            let post = DraftPost {
                document: document.draft,
                view: view.clone(),
            };
            let before = self.posts_of_drafts.get(draft).map(|post| post.view.state);
            self.posts_of_drafts.set(draft, post);
            if before != Some(view.state) && !self.desk.has(draft) {
                self.store.forget_draft_summary(draft).await?;
            }
            let _ = self.desk.with(draft, crate::desk::OpenDraft::seen);
            self.say_draft(draft);
        }
        self.say(Event::Post {
            post: Box::new(view.clone()),
        });
        self.say_queue().await;
        Ok(view)
    }

    /// Tells that a post went live or needs a person, once it is so.
    pub(crate) async fn say_news(&self, id: &str) {
        let row = match self.store.post(id).await {
            Ok(row) => row,
            Err(error) => return tracing::warn!(%error, "a post could not be read"),
        };
        let account = self.name_of(&row.account);
        let account = account.unwrap_or_else(|| row.account.clone());
        let title = self.title_of(&row);
        let why = row
            .error
            .as_ref()
            .map(|error| retold(&error.title).into_owned());
        let news = match row.state {
            PostState::Published => News {
                title: say!("Published on @{account}", account),
                body: match why {
                    Some(why) => say!(
                        "“{title}” is live. Without its first comment: {why}",
                        title,
                        why
                    ),
                    None => say!("“{title}” is live.", title),
                },
                good: true,
                post_id: row.id,
            },
            PostState::NeedsAttention | PostState::Failed => News {
                title: say!("A post for @{account} needs you", account),
                body: match why {
                    Some(why) => say!("“{title}”: {why}", title, why),
                    None => say!("“{title}” was not published.", title),
                },
                good: false,
                post_id: row.id,
            },
            _ => return,
        };
        self.say(Event::News { news });
    }

    #[expect(clippy::unused_self, reason = "asked of the workbench like the rest")]
    pub(crate) fn title_of(&self, row: &PostRow) -> String {
        serde_json::from_str(&row.document).map_or_else(|_| say!("A post"), |doc| title(&doc))
    }

    /// Finds the newest post of a draft, for showing the draft.
    pub(crate) async fn refresh_post_of(self: &Arc<Self>, draft: &str) -> Result<()> {
        if let Some(row) = self.store.newest_post_of(draft).await? {
            self.told(&row).await?;
        }
        Ok(())
    }

    /// The same for a draft that is only listed: nothing is told.
    pub(crate) async fn learn_post_of(&self, draft: &str) -> Result<()> {
        if self.posts_of_drafts.get(draft).is_some() {
            return Ok(());
        }
        let row = self.store.newest_post_of(draft).await?;
        let read = |row: PostRow| {
            let document = serde_json::from_str::<PostDocument>(&row.document).ok()?;
            Some(DraftPost {
                view: self.post_view(&row)?,
                document: document.draft,
            })
        };
        if let Some(post) = row.and_then(read) {
            self.posts_of_drafts.set(draft, post);
        }
        Ok(())
    }
}

fn media_of(row: &PostRow) -> Vec<String> {
    let document = serde_json::from_str::<PostDocument>(&row.document);
    let slides = document.map(|document| document.slides).unwrap_or_default();
    slides.into_iter().map(|slide| slide.media).collect()
}
