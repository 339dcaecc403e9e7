//! The duplicate radar: whether a post repeats one of the account's that went out lately or is going
//! to. It warns and never stops anything.
//!
//! Prints are kept beside the posts: comparing a draft with ten thousand posts reads a few hundred
//! kilobytes and opens only the posts that look alike.

mod alike;

use std::sync::Arc;

use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::publish::PostState;
use fanfold_domain::say;
use fanfold_store::PostRow;
use jiff::{SignedDuration, Timestamp};

use self::alike::Looks;
use crate::Workbench;
use crate::desk::THUMB;
use crate::error::{Result, WorkbenchError};
use crate::posts::PostDocument;
use crate::queue_api::Warning;
use crate::view::DuplicateView;
use crate::words::moment_in;

/// How long a live post counts as recent.
const LATELY: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Repeats that are shown; more say nothing new.
const SHOWN: usize = 3;

/// Posts whose pictures are looked at in one go, where that was never done.
const AT_ONCE: u32 = 200;

impl Workbench {
    /// Posts of the chosen account that this draft would repeat, the newest first.
    pub async fn duplicates(self: &Arc<Self>, draft: &str) -> Result<Vec<DuplicateView>> {
        let doc = self.desk.with(draft, |open| open.doc.clone())?;
        match self.account_id() {
            Some(account) => self.repeats(&account, &doc, Some(draft)).await,
            None => Ok(Vec::new()),
        }
    }

    /// Posts of an account that would be repeated. A post of the very draft `own` that is not live
    /// is no repeat: publishing goes on with it.
    pub(crate) async fn repeats(
        self: &Arc<Self>,
        account: &str,
        draft: &Draft,
        own: Option<&str>,
    ) -> Result<Vec<DuplicateView>> {
        if draft.slides.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.now();
        let since = now.checked_sub(LATELY).unwrap_or(now);
        self.look_at_posts(account, since).await?;
        let ours = Looks {
            prints: self.prints(&draft.slides).await?,
            media: draft
                .slides
                .iter()
                .map(|slide| slide.media.clone())
                .collect(),
            caption: draft.caption.clone(),
        };
        let mut found: Vec<(Timestamp, DuplicateView)> = Vec::new();
        for (post, prints) in self.store.post_prints(account, since).await? {
            if !alike::may_be_alike(&ours.prints, &prints) {
                continue;
            }
            let row = self.store.post(&post).await?;
            let open = row.state != PostState::Published;
            if open && row.draft.is_some() && row.draft.as_deref() == own {
                continue;
            }
            let Ok(document) = serde_json::from_str::<PostDocument>(&row.document) else {
                continue;
            };
            let theirs = Looks {
                prints,
                media: document
                    .draft
                    .slides
                    .iter()
                    .map(|slide| slide.media.clone())
                    .collect(),
                caption: document.draft.caption,
            };
            if let Some(why) = alike::why(&ours, &theirs) {
                let at = if open { row.due } else { row.updated_at };
                found.extend(self.duplicate(&row, why, at).map(|view| (at, view)));
            }
        }
        found.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        found.truncate(SHOWN);
        Ok(found.into_iter().map(|(_, view)| view).collect())
    }

    /// Tells which posts would be repeated. A radar that cannot look keeps nobody from posting.
    pub(crate) async fn warn_of_repeats(
        self: &Arc<Self>,
        account: &str,
        draft: &Draft,
        warn: &(dyn Fn(Warning) + Send + Sync),
    ) {
        match self.repeats(account, draft, None).await {
            Ok(found) => {
                for one in found {
                    let DuplicateView {
                        title,
                        when,
                        state_word,
                        why,
                        ..
                    } = one;
                    warn(Warning(say!(
                        "This looks like a post of yours ({state_word} {when}, “{title}”): {why}.",
                        state_word,
                        when,
                        title,
                        why
                    )));
                }
            }
            Err(error) => tracing::warn!(%error, "repeats could not be looked for"),
        }
    }

    fn duplicate(&self, row: &PostRow, why: String, at: Timestamp) -> Option<DuplicateView> {
        let view = self.post_view(row)?;
        Some(DuplicateView {
            post_id: view.id,
            title: view.title,
            account: view.account,
            when: moment_in(at, self.now(), &self.zone()),
            state_word: view.state_word,
            why,
            permalink: row.permalink.clone(),
            thumb_url: view.slides.into_iter().next().map(|slide| slide.thumb_url),
        })
    }

    /// Looks at the posts that were never looked at.
    async fn look_at_posts(self: &Arc<Self>, account: &str, since: Timestamp) -> Result<()> {
        loop {
            let posts = self
                .store
                .posts_without_prints(account, since, AT_ONCE)
                .await?;
            let all = posts.len();
            for (post, document) in posts {
                // One that cannot be read is like none.
                let slides = serde_json::from_str::<PostDocument>(&document)
                    .map(|document| document.draft.slides)
                    .unwrap_or_default();
                let prints = self.prints(&slides).await?;
                self.store.put_post_prints(&post, &prints).await?;
            }
            if all < AT_ONCE as usize {
                return Ok(());
            }
        }
    }

    /// The print of every slide, in order.
    async fn prints(self: &Arc<Self>, slides: &[Slide]) -> Result<Vec<u64>> {
        let mut prints = Vec::with_capacity(slides.len());
        for slide in slides {
            prints.push(self.print(&slide.media).await?);
        }
        Ok(prints)
    }

    /// A picture's print, kept once it is known. What shows no picture (a clip without ffmpeg, a lost
    /// file) is like nothing but itself.
    async fn print(self: &Arc<Self>, media: &str) -> Result<u64> {
        if let Some(known) = self.store.print(media).await? {
            return Ok(known);
        }
        self.recall(media).await?;
        let (bench, hash) = (Arc::clone(self), media.to_owned());
        let look = move || {
            let small = bench.small(&hash, THUMB)?;
            fanfold_media::fingerprint(&small).ok()
        };
        let seen = tokio::task::spawn_blocking(look)
            .await
            .map_err(|error| WorkbenchError::internal(&error))?;
        match seen {
            Some(print) => {
                self.store.put_print(media, print).await?;
                Ok(print)
            }
            None => Ok(own_print(media)),
        }
    }
}

/// The beginning of the content's own hash.
fn own_print(media: &str) -> u64 {
    let start = media.get(..16).unwrap_or(media);
    u64::from_str_radix(start, 16).unwrap_or(u64::MAX)
}
