//! Files dropped on the window: taken by the core, so that the window never sees a path. The window says only where they
//! go.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use fanfold_workbench::Workbench;
use tauri::{AppHandle, DragDropEvent, Manager, PhysicalPosition};
use tauri_specta::Event;

use crate::events::{Changed, DropHover};

/// Between two places of the pointer that the window is told: one picture of a screen.
const PAUSE: Duration = Duration::from_millis(16);

/// What hovers over the window, and what came down on it.
#[derive(Debug, Default)]
pub(crate) struct Hovering {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    files: usize,
    at: PhysicalPosition<f64>,
    told: Option<Instant>,
    /// The window is told of the last move once its time has come.
    due: bool,
    /// Until the window says where it goes.
    landed: Vec<PathBuf>,
}

/// When the window is to be told of a move.
#[derive(Debug, PartialEq, Eq)]
enum Tell {
    /// That so many files are there.
    Now(usize),
    /// After [`PAUSE`], with wherever the pointer is then.
    Later,
    /// With the move before it, which waits.
    WithOthers,
}

impl Hovering {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, files: usize) {
        let mut inner = self.inner();
        let landed = std::mem::take(&mut inner.landed);
        *inner = Inner {
            files,
            landed,
            ..Inner::default()
        };
    }

    fn moved(&self, at: PhysicalPosition<f64>, now: Instant) -> Tell {
        let mut inner = self.inner();
        inner.at = at;
        let soon = inner
            .told
            .is_some_and(|told| now.saturating_duration_since(told) < PAUSE);
        if !soon {
            inner.told = Some(now);
            return Tell::Now(inner.files);
        }
        if std::mem::replace(&mut inner.due, true) {
            Tell::WithOthers
        } else {
            Tell::Later
        }
    }

    /// The last move, unless what hovered is gone.
    fn rest(&self, now: Instant) -> Option<(usize, PhysicalPosition<f64>)> {
        let mut inner = self.inner();
        if !std::mem::take(&mut inner.due) {
            return None;
        }
        inner.told = Some(now);
        Some((inner.files, inner.at))
    }

    fn land(&self, paths: Vec<PathBuf>) {
        self.begin(0);
        self.inner().landed.extend(paths);
    }

    /// What came down and has no place yet.
    pub(crate) fn take(&self) -> Vec<PathBuf> {
        std::mem::take(&mut self.inner().landed)
    }
}

pub(crate) fn happened(app: &AppHandle, event: &DragDropEvent) {
    let hovering = app.state::<Hovering>();
    match event {
        DragDropEvent::Enter { paths, position } => {
            hovering.begin(paths.len());
            tell(app, true, paths.len(), place(app, *position));
        }
        DragDropEvent::Over { position } => match hovering.moved(*position, Instant::now()) {
            Tell::Now(files) => tell(app, true, files, place(app, *position)),
            Tell::Later => tell_later(app),
            Tell::WithOthers => {}
        },
        // Where they go is the window's to say: it alone knows between which slides this is.
        DragDropEvent::Drop { paths, position } => {
            hovering.land(paths.clone());
            tell(app, false, paths.len(), place(app, *position));
        }
        DragDropEvent::Leave => {
            hovering.begin(0);
            tell(app, false, 0, (0.0, 0.0));
        }
        _ => {}
    }
}

/// A pointer that rests is told where it rests.
fn tell_later(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(PAUSE).await;
        let told = app.clone();
        // Where the drop itself is told, so that nothing hovers after it.
        let done = app.run_on_main_thread(move || {
            if let Some((files, at)) = told.state::<Hovering>().rest(Instant::now()) {
                tell(&told, true, files, place(&told, at));
            }
        });
        if let Err(error) = done {
            tracing::warn!(%error, "the window was not told of hovering files");
        }
    });
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
    if paths.is_empty() {
        return;
    }
    let (bench, app) = (Arc::clone(&app.state::<Arc<Workbench>>()), app.clone());
    tauri::async_runtime::spawn(async move {
        if let Err(error) = bench.import(None, paths).await {
            tracing::error!(%error, "files could not be taken");
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

    fn at(x: f64) -> PhysicalPosition<f64> {
        PhysicalPosition::new(x, 0.0)
    }

    #[test]
    fn the_pointer_is_told_no_more_often_than_a_screen_shows_it() {
        let (hovering, start) = (Hovering::default(), Instant::now());
        hovering.begin(3);
        let told = (0..100).filter(|ms| {
            let now = start + Duration::from_millis(*ms);
            hovering.moved(at(0.0), now) == Tell::Now(3)
        });
        assert_eq!(told.count(), 7);
    }

    #[test]
    fn a_pointer_that_rests_is_told_where_it_rests() {
        let (hovering, start) = (Hovering::default(), Instant::now());
        hovering.begin(3);
        assert_eq!(hovering.moved(at(1.0), start), Tell::Now(3));
        assert_eq!(hovering.moved(at(2.0), start), Tell::Later);
        assert_eq!(hovering.moved(at(9.0), start), Tell::WithOthers);
        assert_eq!(hovering.rest(start + PAUSE), Some((3, at(9.0))));
        assert_eq!(hovering.rest(start + PAUSE), None, "told once");

        assert_eq!(hovering.moved(at(4.0), start + PAUSE), Tell::Later);
        hovering.begin(0);
        assert_eq!(hovering.rest(start + 2 * PAUSE), None, "it left");
    }

    #[test]
    fn what_came_down_waits_for_its_place_and_is_taken_once() {
        let hovering = Hovering::default();
        hovering.begin(1);
        hovering.land(vec!["a.jpg".into()]);
        // The window was busy, and the next ones come over it already.
        hovering.begin(1);
        hovering.land(vec!["b.jpg".into()]);
        let both: Vec<PathBuf> = vec!["a.jpg".into(), "b.jpg".into()];
        assert_eq!(hovering.take(), both);
        assert!(hovering.take().is_empty());
    }
}
