//! The window itself: made, fed with events, brought to the front.

use std::path::Path;
use std::sync::Arc;

use fanfold_workbench::Workbench;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tauri_specta::Event;
use tokio::sync::broadcast::error::RecvError;

use crate::drop;
use crate::events::Changed;
use crate::start::Start;

const MAIN: &str = "main";

/// Makes the window. It is shown when its first picture is drawn.
pub(crate) fn open(app: &AppHandle, start: Start) -> tauri::Result<()> {
    let mac = cfg!(target_os = "macos");
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("Fanfold")
        .inner_size(1440.0, 900.0)
        .min_inner_size(1024.0, 700.0)
        .decorations(mac)
        .build()?;
    listen(app);
    let handle = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::DragDrop(event) = event {
            drop::happened(&handle, event);
        }
    });
    app.state::<Arc<Workbench>>().resume_queue();
    app.state::<Arc<Workbench>>().keep_signed_in();
    drop::take(app, start.files);
    Ok(())
}

/// Hands every change on to the window.
fn listen(app: &AppHandle) {
    let mut changes = app.state::<Arc<Workbench>>().listen();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            match changes.recv().await {
                Ok(event) => {
                    if let Err(error) = Changed(event).emit(&app) {
                        tracing::warn!(%error, "the window was not told of a change");
                    }
                }
                // Each event carries the whole picture, so the next one heals the gap.
                Err(RecvError::Lagged(missed)) => tracing::warn!(missed, "the window fell behind"),
                Err(RecvError::Closed) => return,
            }
        }
    });
}

/// A second start on the same data folder: its files come here, and this window to the front.
pub(crate) fn second_start(app: &AppHandle, args: Vec<String>, cwd: &str) {
    let start = Start::from_args(args.into_iter().map(Into::into)).relative_to(Path::new(cwd));
    drop::take(app, start.files);
    let front = |window: WebviewWindow| -> tauri::Result<()> {
        window.unminimize()?;
        window.show()?;
        window.set_focus()
    };
    if let Some(Err(error)) = app.get_webview_window(MAIN).map(front) {
        tracing::warn!(%error, "the window could not be brought to the front");
    }
}
