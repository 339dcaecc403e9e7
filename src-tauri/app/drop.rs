//! Files dropped on the window: taken by the core, so that the window never sees a path.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use fanfold_workbench::Workbench;
use tauri::{AppHandle, DragDropEvent, Manager, PhysicalPosition};
use tauri_specta::Event;

use crate::events::{Changed, DropHover};

/// Between two places of the pointer that the window is told: one picture of a screen.
const PAUSE: Duration = Duration::from_millis(16);

/// What hovers over the window.
#[derive(Debug, Default)]
pub(crate) struct Hovering {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    files: usize,
    told: Option<Instant>,
}

impl Hovering {
    fn begin(&self, files: usize) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        *inner = Inner { files, told: None };
    }

    /// How many files hover, if it is time to say so again.
    fn due(&self, now: Instant) -> Option<usize> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let soon = inner
            .told
            .is_some_and(|told| now.saturating_duration_since(told) < PAUSE);
        if soon {
            return None;
        }
        inner.told = Some(now);
        Some(inner.files)
    }
}

pub(crate) fn happened(app: &AppHandle, event: &DragDropEvent) {
    let hovering = app.state::<Hovering>();
    match event {
        DragDropEvent::Enter { paths, position } => {
            hovering.begin(paths.len());
            tell(app, true, paths.len(), place(app, *position));
        }
        DragDropEvent::Over { position } => {
            if let Some(files) = hovering.due(Instant::now()) {
                tell(app, true, files, place(app, *position));
            }
        }
        DragDropEvent::Drop { paths, .. } => {
            hovering.begin(0);
            tell(app, false, paths.len(), (0.0, 0.0));
            let paths = paths.clone();
            add(app, paths, |bench, paths| async move {
                bench.import_dropped(paths).await
            });
        }
        DragDropEvent::Leave => {
            hovering.begin(0);
            app.state::<Arc<Workbench>>().drop_over();
            tell(app, false, 0, (0.0, 0.0));
        }
        _ => {}
    }
}

/// CSS pixels of a place that Tauri reports. It calls all of them physical; those of GTK and Cocoa are
/// not (wry 0.57, `drag_drop.rs`).
fn place(app: &AppHandle, position: PhysicalPosition<f64>) -> (f64, f64) {
    let window = app.get_webview_window(crate::window::MAIN);
    let scale = window
        .filter(|_| cfg!(windows))
        .and_then(|window| window.scale_factor().ok())
        .filter(|scale| *scale > 0.0)
        .unwrap_or(1.0);
    (position.x / scale, position.y / scale)
}

fn tell(app: &AppHandle, over: bool, count: usize, (x, y): (f64, f64)) {
    let count = count as u32;
    let told = DropHover { over, count, x, y }.emit(app);
    if let Err(error) = told {
        tracing::warn!(%error, "the window was not told of hovering files");
    }
}

/// Adds files to the draft that is shown, or to a new one.
pub(crate) fn take(app: &AppHandle, paths: Vec<PathBuf>) {
    add(app, paths, |bench, paths| async move {
        bench.import(None, paths).await
    });
}

fn add<Done>(
    app: &AppHandle,
    paths: Vec<PathBuf>,
    how: impl FnOnce(Arc<Workbench>, Vec<PathBuf>) -> Done,
) where
    Done: Future<Output = fanfold_workbench::Result<()>> + Send + 'static,
{
    if paths.is_empty() {
        return;
    }
    let (bench, app) = (Arc::clone(&app.state::<Arc<Workbench>>()), app.clone());
    let done = how(bench, paths);
    tauri::async_runtime::spawn(async move {
        if let Err(error) = done.await {
            tracing::error!(%error, "dropped files could not be taken");
            let notice = fanfold_workbench::view::Event::Notice {
                text: error.to_string(),
            };
            let _ = Changed(notice).emit(&app);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pointer_is_told_no_more_often_than_a_screen_shows_it() {
        let (hovering, start) = (Hovering::default(), Instant::now());
        hovering.begin(3);
        let told = (0..100).filter_map(|ms| hovering.due(start + Duration::from_millis(ms)));
        let told: Vec<usize> = told.collect();
        assert_eq!(told, [3; 7]);
    }
}
