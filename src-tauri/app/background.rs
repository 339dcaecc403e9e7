//! Going on while nobody looks: closing the window, leaving for good, coming back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use fanfold_workbench::Workbench;
use fanfold_workbench::view::Event;
use fanfold_workbench::{say, word};
use tauri::{AppHandle, Manager, WebviewWindow};
use tauri_specta::Event as _;

use crate::events::Closing;
use crate::tray::Tray;
use crate::window::MAIN;
use crate::{notify, tray};

/// What the shell remembers about being closed.
#[derive(Default)]
pub(crate) struct Background {
    /// A person was asked; closing once more is an answer.
    asked: AtomicBool,
    /// It was said once that Fanfold goes on beside the clock.
    said: AtomicBool,
}

/// What closing the window does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Close {
    /// Fanfold ends.
    Quit,
    /// It goes on beside the clock.
    Hide,
    /// It would end although posts are planned, and nothing beside the clock could bring it back:
    /// a person decides.
    Ask,
}

fn close(keep_running: bool, to_do: u32, tray: bool, asked: bool) -> Close {
    match (keep_running && to_do > 0, tray) {
        (false, _) => Close::Quit,
        (true, true) => Close::Hide,
        (true, false) if asked => Close::Quit,
        (true, false) => Close::Ask,
    }
}

/// The window is to be closed; what happens is decided a moment later.
pub(crate) fn close_requested(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let bench = Arc::clone(&app.state::<Arc<Workbench>>());
        let (to_do, sentence) = match bench.queue_state().await {
            Ok(queue) => (
                queue.scheduled + queue.waiting + queue.running,
                queue.sentence,
            ),
            Err(error) => {
                tracing::error!(%error, "the queue could not be read at closing");
                (0, String::new())
            }
        };
        let settings = bench.settings();
        let state = app.state::<Background>();
        let asked = state.asked.load(Ordering::Relaxed);
        let shown = app.state::<Tray>().is_shown().await;
        match close(settings.keep_running, to_do, shown, asked) {
            Close::Quit => leave(&app),
            Close::Hide => {
                with(&app, WebviewWindow::hide);
                if settings.notifications && !state.said.swap(true, Ordering::Relaxed) {
                    notify::say(&app, word!("Fanfold is still running"), &sentence, None);
                }
            }
            Close::Ask => {
                state.asked.store(true, Ordering::Relaxed);
                let asking = Closing {
                    sentence: question(to_do),
                };
                if let Err(error) = asking.emit(&app) {
                    tracing::error!(%error, "the window could not ask");
                }
            }
        }
    });
}

fn question(to_do: u32) -> String {
    match to_do {
        1 => say!("1 post is scheduled. Fanfold must run to publish it."),
        many => say!(
            "{many} posts are scheduled. Fanfold must run to publish them.",
            many
        ),
    }
}

/// Ends Fanfold. What is unsaved is saved on the way.
pub(crate) fn leave(app: &AppHandle) {
    match app.get_webview_window(MAIN) {
        // The last window takes the program with it, as it always did.
        Some(window) if window.destroy().is_ok() => {}
        _ => app.exit(0),
    }
}

/// Keeps running, out of the way.
pub(crate) fn stay(app: &AppHandle) {
    let state = app.state::<Background>();
    state.asked.store(false, Ordering::Relaxed);
    with(app, WebviewWindow::minimize);
}

/// Brings the window to the front.
pub(crate) fn front(app: &AppHandle) {
    let state = app.state::<Background>();
    state.asked.store(false, Ordering::Relaxed);
    with(app, |window| {
        window.unminimize()?;
        window.show()?;
        window.set_focus()
    });
}

/// Started out of sight: where no tray shows up, the window is there after all, out of the way.
pub(crate) fn begin_hidden(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if !app.state::<Tray>().comes().await {
            with(&app, WebviewWindow::show);
            with(&app, WebviewWindow::minimize);
        }
    });
}

fn with(app: &AppHandle, what: impl FnOnce(&WebviewWindow) -> tauri::Result<()>) {
    if let Some(Err(error)) = app.get_webview_window(MAIN).map(|window| what(&window)) {
        tracing::warn!(%error, "the window did not do as it was told");
    }
}

/// Whether somebody has the window before them.
fn is_watched(app: &AppHandle) -> bool {
    app.get_webview_window(MAIN).is_some_and(|window| {
        let seen = window.is_visible().unwrap_or(false) && !window.is_minimized().unwrap_or(false);
        seen && window.is_focused().unwrap_or(false)
    })
}

/// Something changed in the core that concerns more than the window.
pub(crate) fn heard(app: &AppHandle, event: &Event) {
    match event {
        Event::Queue { queue } => tray::show(app, queue),
        Event::News { news } => {
            let wanted = app.state::<Arc<Workbench>>().settings().notifications;
            if wanted && !is_watched(app) {
                notify::say(app, &news.title, &news.body, Some(&news.post_id));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_closed_for_good_only_when_nothing_waits_or_a_person_said_so() {
        assert_eq!(close(true, 0, true, false), Close::Quit);
        assert_eq!(close(true, 2, true, false), Close::Hide);
        assert_eq!(close(true, 2, false, false), Close::Ask);
        assert_eq!(close(true, 2, false, true), Close::Quit, "it was asked");
        assert_eq!(close(false, 2, true, false), Close::Quit, "as chosen");
    }

    #[test]
    fn the_question_counts_in_plain_words() {
        assert!(question(1).starts_with("1 post is scheduled."));
        assert!(question(2).starts_with("2 posts are scheduled."));
    }
}
