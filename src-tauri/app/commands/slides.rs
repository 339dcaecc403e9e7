//! Pictures coming in: from the system's file dialog and from the clipboard. Of dropped
//! files the window says only where they go; files given at start never concern it.

use tauri::State;

use super::Bench;
use crate::drop::Hovering;
use crate::error::Answer;

/// Shows the system's file dialog and adds what was chosen. `false` when it was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn slides_pick(
    bench: Bench<'_>,
    id: String,
    folder: bool,
    at: Option<u32>,
) -> Answer<bool> {
    let Some(paths) = crate::dialog::pick(folder).await else {
        return Ok(false);
    };
    bench.import_at(Some(&id), paths, place(at)).await?;
    Ok(true)
}

fn place(at: Option<u32>) -> Option<usize> {
    at.map(|at| at as usize)
}

/// Adds what was dropped on the window to a draft, or to a new one: at a place counted from 0, or at the end.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_take(
    bench: Bench<'_>,
    hovering: State<'_, Hovering>,
    id: Option<String>,
    at: Option<u32>,
) -> Answer<()> {
    let paths = hovering.take();
    if !paths.is_empty() {
        bench.import_at(id.as_deref(), paths, place(at)).await?;
    }
    Ok(())
}

/// Stops files that are still coming in; nothing of them is added.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_cancel(bench: Bench<'_>, id: String) -> Answer<()> {
    bench.import_cancel(&id);
    Ok(())
}

/// Replaces one slide with a chosen file; place and description stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn slide_replace(bench: Bench<'_>, id: String, slide: String) -> Answer<bool> {
    let Some(path) = crate::dialog::pick_one().await else {
        return Ok(false);
    };
    bench.replace_slide(&id, &slide, path).await?;
    Ok(true)
}

/// Adds the clipboard's picture or files. `false` when it holds neither.
#[tauri::command]
#[specta::specta]
pub(crate) async fn slides_paste(bench: Bench<'_>, id: String, at: Option<u32>) -> Answer<bool> {
    let at = place(at);
    match crate::clipboard::take().await? {
        Some(crate::clipboard::Pasted::Files(paths)) => {
            bench.import_at(Some(&id), paths, at).await?;
        }
        Some(crate::clipboard::Pasted::Picture(png)) => bench.import_bytes(&id, png, at).await?,
        None => return Ok(false),
    }
    Ok(true)
}
