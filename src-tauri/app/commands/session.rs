//! The window's surroundings.

use fanfold_workbench::view::{
    AccountView, ClipToolView, Passport, Session, SettingChoices, Settings,
};

use super::Bench;
use crate::error::Answer;

/// Everything the window needs to draw itself.
#[tauri::command]
#[specta::specta]
pub(crate) async fn session(bench: Bench<'_>) -> Answer<Session> {
    Ok(bench.session().await?)
}

/// The languages that the window's system prefers, best first. Said before anything is asked, so that
/// every answer comes in the language that the window is drawn in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn speak(bench: Bench<'_>, preferred: Vec<String>) -> Answer<()> {
    bench.speak_to_window(preferred).await;
    Ok(())
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

/// What can be chosen in the settings where that is not the window's to know.
#[tauri::command]
#[specta::specta]
pub(crate) async fn setting_choices(bench: Bench<'_>) -> Answer<SettingChoices> {
    Ok(bench.setting_choices())
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

/// What makes clips ready on this machine.
#[tauri::command]
#[specta::specta]
pub(crate) async fn clip_tool(bench: Bench<'_>) -> Answer<ClipToolView> {
    Ok(bench.clip_tool().await?)
}

/// Shows the system's file dialog for another ffmpeg; the one in use stays when it was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn clip_tool_choose(bench: Bench<'_>) -> Answer<ClipToolView> {
    match crate::dialog::pick_program().await {
        Some(path) => Ok(bench.choose_ffmpeg(Some(path)).await?),
        None => Ok(bench.clip_tool().await?),
    }
}

/// Goes back to the ffmpeg that is found by itself.
#[tauri::command]
#[specta::specta]
pub(crate) async fn clip_tool_found(bench: Bench<'_>) -> Answer<ClipToolView> {
    Ok(bench.choose_ffmpeg(None).await?)
}
