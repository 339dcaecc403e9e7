//! The flight recorder, repeats, the support file, and what goes on while the window is closed.

use std::path::Path;

use fanfold_workbench::view::{DuplicateView, TimelineView};
use tauri::AppHandle;

use super::Bench;
use crate::error::Answer;
use crate::{autostart, background, dialog};

/// Everything that happened to a post.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_timeline(bench: Bench<'_>, post: String) -> Answer<TimelineView> {
    Ok(bench.post_timeline(&post).await?)
}

/// Writes it to a file, secrets masked; its name, or nothing when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn post_timeline_export(bench: Bench<'_>, post: String) -> Answer<Option<String>> {
    let Some(path) = dialog::save("Export the timeline", "fanfold-timeline.json").await else {
        return Ok(None);
    };
    bench.post_timeline_export(&post, &path).await?;
    Ok(Some(name(&path)))
}

/// Posts of the chosen account that a draft would repeat.
#[tauri::command]
#[specta::specta]
pub(crate) async fn duplicates(bench: Bench<'_>, draft: String) -> Answer<Vec<DuplicateView>> {
    Ok(bench.duplicates(&draft).await?)
}

/// Writes logs, versions, settings and journal to a zip, secrets and names taken out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn support_bundle(bench: Bench<'_>) -> Answer<Option<String>> {
    let Some(path) = dialog::save("Export the support bundle", "fanfold-support.zip").await else {
        return Ok(None);
    };
    bench.support_file(&path).await?;
    Ok(Some(name(&path)))
}

/// Whether Fanfold starts when a person logs in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn autostart() -> Answer<bool> {
    Ok(autostart::is_on()?)
}

/// Chooses it; how it is then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_autostart(bench: Bench<'_>, on: bool) -> Answer<bool> {
    autostart::set(on, bench.folder())?;
    Ok(autostart::is_on()?)
}

/// Ends Fanfold, whatever is scheduled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn quit(app: AppHandle) -> Answer<()> {
    background::leave(&app);
    Ok(())
}

/// Keeps Fanfold running out of the way, where nothing shows that it does but its window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stay(app: AppHandle) -> Answer<()> {
    background::stay(&app);
    Ok(())
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
