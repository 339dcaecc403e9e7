//! What helps to write a post.

use fanfold_workbench::view::{GridView, Place, Wordbook};

use super::Bench;
use crate::error::Answer;

/// Places by name. Asks Instagram.
#[tauri::command]
#[specta::specta]
pub(crate) async fn places_search(bench: Bench<'_>, text: String) -> Answer<Vec<Place>> {
    Ok(bench.places_search(&text).await?)
}

/// Saved hashtag groups and texts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn wordbook(bench: Bench<'_>) -> Answer<Wordbook> {
    Ok(bench.wordbook().await?)
}

/// Keeps hashtag groups and texts, whole and in this order; an empty id is a new one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn wordbook_set(bench: Bench<'_>, wordbook: Wordbook) -> Answer<Wordbook> {
    Ok(bench.wordbook_set(wordbook).await?)
}

/// Usernames that were mentioned or tagged before, last used first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mention_history(bench: Bench<'_>) -> Answer<Vec<String>> {
    Ok(bench.mention_history().await?)
}

/// The newest posts of the account in use, for the profile around a draft.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profile_grid(bench: Bench<'_>) -> Answer<GridView> {
    Ok(bench.profile_grid().await?)
}
