//! Publishing, and what became of it.

use fanfold_workbench::browser_failed;
use fanfold_workbench::view::{FeedPost, PostView};

use super::Bench;
use crate::browser;
use crate::error::Answer;

/// Publishes a draft. Progress comes as events; the answer is the post as it was queued.
#[tauri::command]
#[specta::specta]
pub(crate) async fn publish(bench: Bench<'_>, id: String) -> Answer<PostView> {
    Ok(bench.publish_draft(&id).await?)
}

/// Stops a post before it goes live.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_cancel(bench: Bench<'_>, id: String) -> Answer<PostView> {
    Ok(bench.post_cancel(&id).await?)
}

/// Goes on with a post that stopped, from where it stopped.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_retry(bench: Bench<'_>, id: String) -> Answer<PostView> {
    Ok(bench.post_retry(&id).await?)
}

/// Opens a live post in the browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_post(bench: Bench<'_>, id: String) -> Answer<()> {
    let address = bench.post_address(&id).await?;
    browser::open(&address).map_err(|error| browser_failed(&error).into())
}

/// Every publish, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn activity(bench: Bench<'_>) -> Answer<Vec<PostView>> {
    Ok(bench.activity().await?)
}

/// What is live on the practice Instagram, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn practice_feed(bench: Bench<'_>) -> Answer<Vec<FeedPost>> {
    Ok(bench.practice_feed().await?)
}
