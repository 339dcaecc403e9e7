//! The window itself: made, fed with events, brought to the front.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use fanfold_workbench::Workbench;
use fanfold_workbench::view::Theme;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder, WindowEvent};
use tauri_specta::Event;
use tokio::sync::broadcast::error::RecvError;

use crate::events::Changed;
use crate::start::Start;
use crate::{background, drop, tray};

pub(crate) const MAIN: &str = "main";

/// Makes the window. It is shown when its first picture is drawn.
pub(crate) fn open(app: &AppHandle, start: Start) -> tauri::Result<()> {
    let mac = cfg!(target_os = "macos");
    let theme = app.state::<Arc<Workbench>>().settings().theme;
    let directly = directly();
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("Fanfold")
        .inner_size(1440.0, 900.0)
        .min_inner_size(1024.0, 700.0)
        .decorations(mac)
        .visible(!start.background)
        .initialization_script(first_look(theme, directly))
        .build()?;
    #[cfg(target_os = "linux")]
    if directly {
        crate::paint::without_layers(&window);
    }
    listen(app);
    let handle = app.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::DragDrop(event) => drop::happened(&handle, event),
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            background::close_requested(&handle);
        }
        _ => {}
    });
    tray::begin(app);
    if start.background {
        background::begin_hidden(app);
    }
    app.state::<Arc<Workbench>>().resume_queue();
    app.state::<Arc<Workbench>>().keep_signed_in();
    drop::take(app, start.files);
    for early in app.state::<Early>().end() {
        welcome(app, early);
    }
    Ok(())
}

/// What the page's root says before anything is painted: the chosen theme, else a dark window would begin with a white
/// flash (the system's own needs nothing), and that it is painted directly. Empty where there is nothing to say.
fn first_look(theme: Theme, directly: bool) -> String {
    let theme = match theme {
        Theme::System => None,
        Theme::Light => Some("theme = 'light'"),
        Theme::Dark => Some("theme = 'dark'"),
    };
    let said: Vec<String> = theme
        .into_iter()
        .chain(directly.then_some("paint = 'direct'"))
        .map(|one| format!("document.documentElement.dataset.{one};"))
        .collect();
    if said.is_empty() {
        return String::new();
    }
    // Where the script comes before the page's root, the root is waited for.
    format!(
        "(() => {{
            const set = () => {{ if (!document.documentElement) return false; {} return true; }};
            if (!set()) new MutationObserver((_, seen) => set() && seen.disconnect()).observe(document, {{ childList: true }});
        }})()",
        said.join(" ")
    )
}

/// Only WebKitGTK leaves its layers to the processor.
fn directly() -> bool {
    #[cfg(target_os = "linux")]
    return crate::paint::directly();
    #[cfg(not(target_os = "linux"))]
    return false;
}

/// Hands every change on to the window.
fn listen(app: &AppHandle) {
    let mut changes = app.state::<Arc<Workbench>>().listen();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            match changes.recv().await {
                Ok(event) => {
                    background::heard(&app, &event);
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

/// Second starts that came before there was a window; none are kept once there is.
pub(crate) struct Early(Mutex<Option<Vec<Start>>>);

impl Default for Early {
    fn default() -> Self {
        Self(Mutex::new(Some(Vec::new())))
    }
}

impl Early {
    /// Gives it back when nothing is to be waited for.
    fn keep(&self, start: Start) -> Option<Start> {
        let mut early = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *early {
            Some(early) => {
                early.push(start);
                None
            }
            None => Some(start),
        }
    }

    fn end(&self) -> Vec<Start> {
        let mut early = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        early.take().unwrap_or_default()
    }
}

/// A second start on the same data folder: its files come here, and this window to the front.
pub(crate) fn second_start(app: &AppHandle, args: Vec<String>, cwd: &str) {
    let start = Start::from_args(args.into_iter().map(Into::into)).relative_to(Path::new(cwd));
    if let Some(start) = app.state::<Early>().keep(start) {
        welcome(app, start);
    }
}

fn welcome(app: &AppHandle, start: Start) {
    let background = start.background;
    drop::take(app, start.files);
    if !background {
        background::front(app);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_its_theme_and_how_it_is_painted_before_anything_else() {
        assert_eq!(first_look(Theme::System, false), "");
        let dark = first_look(Theme::Dark, true);
        assert!(dark.contains("dataset.theme = 'dark';"), "{dark}");
        assert!(dark.contains("dataset.paint = 'direct';"), "{dark}");
        let system = first_look(Theme::System, true);
        assert!(!system.contains("theme"), "{system}");
    }

    #[test]
    fn who_starts_it_again_before_there_is_a_window_is_let_in_once_there_is() {
        let early = Early::default();
        let start = Start {
            files: vec!["a.jpg".into()],
            ..Start::default()
        };
        assert!(early.keep(start.clone()).is_none());
        let kept = early.end();
        assert_eq!(kept.len(), 1);
        assert_eq!(kept.first().map(|one| one.files.len()), Some(1));
        // From now on nobody waits.
        assert!(early.keep(start).is_some());
        assert!(early.end().is_empty());
    }
}
