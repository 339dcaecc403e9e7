//! Files dropped on the window: taken by the core, so that the window never sees a path.

use std::sync::Arc;

use fanfold_workbench::Workbench;
use tauri::{AppHandle, DragDropEvent, Manager};
use tauri_specta::Event;

use crate::events::{Changed, DropHover};

pub(crate) fn happened(app: &AppHandle, event: &DragDropEvent) {
    let hover = |over: bool, count: usize| {
        let told = DropHover {
            over,
            count: count as u32,
        }
        .emit(app);
        if let Err(error) = told {
            tracing::warn!(%error, "the window was not told of hovering files");
        }
    };
    match event {
        DragDropEvent::Enter { paths, .. } => hover(true, paths.len()),
        DragDropEvent::Drop { paths, .. } => {
            hover(false, paths.len());
            take(app, paths.clone());
        }
        DragDropEvent::Leave => hover(false, 0),
        // Over: nothing new.
        _ => {}
    }
}

/// Adds files to the draft that is shown, or to a new one.
pub(crate) fn take(app: &AppHandle, paths: Vec<std::path::PathBuf>) {
    if paths.is_empty() {
        return;
    }
    let (bench, app) = (Arc::clone(&app.state::<Arc<Workbench>>()), app.clone());
    tauri::async_runtime::spawn(async move {
        if let Err(error) = bench.import(None, paths).await {
            tracing::error!(%error, "dropped files could not be taken");
            let notice = fanfold_workbench::view::Event::Notice {
                text: error.to_string(),
            };
            let _ = Changed(notice).emit(&app);
        }
    });
}
