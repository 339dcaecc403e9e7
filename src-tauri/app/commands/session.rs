//! The window's surroundings.

use fanfold_workbench::view::{AccountView, Passport, Session, Settings};

use super::Bench;
use crate::error::Answer;

/// Everything the window needs to draw itself.
#[tauri::command]
#[specta::specta]
pub(crate) async fn session(bench: Bench<'_>) -> Answer<Session> {
    Ok(bench.session().await?)
}

/// Starts the practice Instagram and chooses its account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn use_practice(bench: Bench<'_>) -> Answer<AccountView> {
    Ok(bench.use_practice().await?)
}

/// Keeps a person's choices.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_settings(bench: Bench<'_>, settings: Settings) -> Answer<Settings> {
    Ok(bench.set_settings(settings).await?)
}

/// Why a limit is what it is: since when, says who, how sure. `row` is the finding's.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rule_passport(row: String) -> Answer<Option<Passport>> {
    Ok(fanfold_workbench::rule_passport(&row))
}

/// Puts text on the clipboard.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_text(text: String) -> Answer<()> {
    Ok(crate::clipboard::put_text(text).await?)
}
