//! Rehearsing: what errors mean, and making the practice Instagram fail on purpose.

use fanfold_workbench::view::{ExplainedView, RehearsalView};

use super::Bench;
use crate::error::Answer;

/// What an error means, whatever of it was pasted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn explain_text(text: String) -> Answer<ExplainedView> {
    Ok(fanfold_workbench::explain_text(&text)?)
}

/// Everything the practice Instagram can be made to do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rehearsals(bench: Bench<'_>) -> Answer<Vec<RehearsalView>> {
    Ok(bench.rehearsals().await?)
}

/// Switches one of them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rehearse(bench: Bench<'_>, id: String, on: bool) -> Answer<Vec<RehearsalView>> {
    Ok(bench.rehearse(&id, on).await?)
}

/// Switches all of them off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rehearse_calm(bench: Bench<'_>) -> Answer<Vec<RehearsalView>> {
    Ok(bench.rehearse_calm().await?)
}
