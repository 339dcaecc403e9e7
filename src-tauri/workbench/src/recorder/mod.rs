//! The flight recorder: what happened to one post, told from the journal (what was about to be done,
//! and where the post stood) and from the call book (what was sent, how long it took, what came back).
//!
//! It writes nothing of its own but the post's id and the slide beside each call. Deliberately not here: addresses,
//! parameters and answers' texts, which nobody keeps.

mod export;
mod families;
mod rows;
mod said;

use std::future::Future;

use fanfold_store::SlideOf;

use crate::Workbench;
use crate::error::Result;
use crate::posts::gone;
use crate::view::TimelineView;

pub(crate) use export::{call, entry, standing};
pub(crate) use said::Written;

tokio::task_local! {
    static CARRIED: String;
    static ABOUT: SlideOf;
}

/// Does something for a post: calls made meanwhile, by this very task, are noted as that post's.
pub(crate) async fn carrying<T>(post: &str, work: impl Future<Output = T>) -> T {
    CARRIED.scope(post.to_owned(), work).await
}

/// Does something for one slide of the post: calls made meanwhile are noted as that slide's. `slide`
/// is its place, from 0; the only one has no number.
pub(crate) async fn about_slide<T>(
    slide: usize,
    slides: usize,
    work: impl Future<Output = T>,
) -> T {
    match (i64::try_from(slide), i64::try_from(slides)) {
        (Ok(slide), Ok(slides)) if slides > 1 => {
            let slide = slide + 1;
            ABOUT.scope(SlideOf { slide, slides }, work).await
        }
        _ => work.await,
    }
}

/// The slide that the running task is about.
pub(crate) fn about() -> Option<SlideOf> {
    ABOUT.try_with(|slide| *slide).ok()
}

/// The post that the running task carries.
pub(crate) fn carried() -> Option<String> {
    CARRIED.try_with(Clone::clone).ok()
}

impl Workbench {
    /// Everything that happened to a post.
    ///
    /// # Errors
    /// No such post.
    pub async fn post_timeline(&self, post: &str) -> Result<TimelineView> {
        self.store.post(post).await.map_err(gone)?;
        self.call_book.flush().await;
        let journal = self.store.journal(post).await?;
        let calls = self.store.calls_of_post(post).await?;
        Ok(rows::draw(post, &journal, &calls, &self.zone()))
    }
}
