//! Drafts: open, change, undo, fix.

use fanfold_workbench::view::{CaptionTold, DraftSummary, DraftView, Edit, FixChoice};

use super::Bench;
use crate::error::Answer;

/// Starts an empty draft and opens it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_new(bench: Bench<'_>) -> Answer<DraftView> {
    Ok(bench.draft_new().await?)
}

/// Makes another draft of this one and opens it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_duplicate(bench: Bench<'_>, id: String) -> Answer<DraftView> {
    Ok(bench.draft_duplicate(&id).await?)
}

/// Drafts whose title or caption has these words, newest first, at most 200.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drafts_find(bench: Bench<'_>, text: String) -> Answer<Vec<DraftSummary>> {
    Ok(bench.drafts_find(&text).await?)
}

/// Opens a draft in the window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_open(bench: Bench<'_>, id: String) -> Answer<DraftView> {
    Ok(bench.draft_open(&id).await?)
}

/// Puts a draft away; `draft_restore` brings it back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_delete(bench: Bench<'_>, id: String) -> Answer<()> {
    Ok(bench.draft_delete(&id).await?)
}

/// Takes a deletion back and opens the draft.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_restore(bench: Bench<'_>, id: String) -> Answer<DraftView> {
    Ok(bench.draft_restore(&id).await?)
}

/// Changes a draft.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_edit(bench: Bench<'_>, id: String, edit: Edit) -> Answer<DraftView> {
    Ok(bench.draft_edit(&id, edit).await?)
}

/// Takes the caption as it is typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn caption_write(
    bench: Bench<'_>,
    id: String,
    text: String,
) -> Answer<CaptionTold> {
    Ok(bench.caption_write(&id, text).await?)
}

/// Takes the first comment as it is typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn comment_write(
    bench: Bench<'_>,
    id: String,
    text: String,
) -> Answer<CaptionTold> {
    Ok(bench.comment_write(&id, text).await?)
}

/// Takes the last change back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_undo(bench: Bench<'_>, id: String) -> Answer<DraftView> {
    Ok(bench.draft_undo(&id).await?)
}

/// Does the last undone change again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_redo(bench: Bench<'_>, id: String) -> Answer<DraftView> {
    Ok(bench.draft_redo(&id).await?)
}

/// Repairs every slide that can be repaired, as one undo step. Progress comes as events.
#[tauri::command]
#[specta::specta]
pub(crate) async fn fix_all(bench: Bench<'_>, id: String) -> Answer<DraftView> {
    Ok(bench.fix(&id, None).await?)
}

/// Repairs one slide.
#[tauri::command]
#[specta::specta]
pub(crate) async fn fix_slide(bench: Bench<'_>, id: String, slide: String) -> Answer<DraftView> {
    Ok(bench.fix(&id, Some(&slide)).await?)
}

/// Repairs one slide in one of the ways it was offered; one undo step.
#[tauri::command]
#[specta::specta]
pub(crate) async fn fix_with(
    bench: Bench<'_>,
    id: String,
    slide: String,
    choice: FixChoice,
) -> Answer<DraftView> {
    Ok(bench.fix_with(&id, &slide, choice).await?)
}

/// Turns pictures by quarters, clockwise; one undo step.
#[tauri::command]
#[specta::specta]
pub(crate) async fn slide_turn(
    bench: Bench<'_>,
    id: String,
    slides: Vec<String>,
    quarters: i32,
) -> Answer<DraftView> {
    Ok(bench.slide_turn(&id, &slides, quarters).await?)
}

/// Gives every other picture what this one has; one undo step.
#[tauri::command]
#[specta::specta]
pub(crate) async fn fix_like(bench: Bench<'_>, id: String, slide: String) -> Answer<DraftView> {
    Ok(bench.fix_like(&id, &slide).await?)
}

/// Moves the slides beyond what a post takes to drafts of their own.
#[tauri::command]
#[specta::specta]
pub(crate) async fn split_post(bench: Bench<'_>, id: String) -> Answer<DraftView> {
    Ok(bench.split_post(&id).await?)
}

/// Stops a *Fix all*; what was fixed so far is dropped, nothing changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn fix_cancel(bench: Bench<'_>, id: String) -> Answer<()> {
    bench.fix_cancel(&id);
    Ok(())
}
