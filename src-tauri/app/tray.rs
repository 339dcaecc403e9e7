//! The icon beside the clock: how the queue stands, told by its shape, and a menu.
//!
//! On Linux an icon is shown only where the desktop has a place for it; its library is loaded when the
//! program runs, and one that is missing is no reason to fail.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fanfold_workbench::Workbench;
use fanfold_workbench::view::QueueView;
use fanfold_workbench::word;
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};
use tokio::sync::watch;

use crate::{background, host};

const IDLE: &[u8] = include_bytes!("../../icons/tray/idle.png");
const RUNNING: &[u8] = include_bytes!("../../icons/tray/running.png");
const ATTENTION: &[u8] = include_bytes!("../../icons/tray/attention.png");

/// How long a start at login waits for the desktop's panel, which may come up after it.
const PANEL: Duration = Duration::from_secs(20);

/// What the icon tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    Idle,
    Running,
    /// A person must act.
    Attention,
}

impl Mood {
    fn of(queue: &QueueView) -> Self {
        match (queue.attention, queue.running) {
            (1.., _) => Self::Attention,
            (0, 1..) => Self::Running,
            (0, 0) => Self::Idle,
        }
    }

    fn picture(self) -> &'static [u8] {
        match self {
            Self::Idle => IDLE,
            Self::Running => RUNNING,
            Self::Attention => ATTENTION,
        }
    }
}

/// The icon and the lines of its menu that change.
struct Shown {
    icon: TrayIcon,
    open: MenuItem<Wry>,
    line: MenuItem<Wry>,
    pause: MenuItem<Wry>,
    quit: MenuItem<Wry>,
    mood: Mood,
}

/// The icon, once there is one.
pub(crate) struct Tray {
    shown: Mutex<Option<Shown>>,
    /// Whether there is an icon and a place that shows it.
    there: watch::Sender<bool>,
}

impl Default for Tray {
    fn default() -> Self {
        Self {
            shown: Mutex::default(),
            there: watch::Sender::new(false),
        }
    }
}

impl Tray {
    /// Whether a person can see the icon at this moment.
    pub(crate) async fn is_shown(&self) -> bool {
        *self.there.borrow() && host::shows_icons().await
    }

    /// Waits a while for it.
    pub(crate) async fn comes(&self) -> bool {
        let mut there = self.there.subscribe();
        let came = tokio::time::timeout(PANEL, there.wait_for(|there| *there)).await;
        came.is_ok_and(|came| came.is_ok())
    }

    fn with<T>(&self, what: impl FnOnce(&mut Option<Shown>) -> T) -> T {
        what(&mut self.shown.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Puts the icon where the desktop shows it, now or once it can.
pub(crate) fn begin(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        host::when_icons_are_shown().await;
        let bench = Arc::clone(&app.state::<Arc<Workbench>>());
        let queue = match bench.queue_state().await {
            Ok(queue) => queue,
            Err(error) => {
                tracing::error!(%error, "the queue could not be read for the tray");
                return;
            }
        };
        let handle = app.clone();
        // The library's panic, should it be missing, must not cross the toolkit's own frames.
        let made = app.run_on_main_thread(move || {
            let made = catch_unwind(AssertUnwindSafe(|| make(&handle, &queue)));
            let tray = handle.state::<Tray>();
            match made {
                Ok(Ok(shown)) => {
                    tray.with(|place| *place = Some(shown));
                    tray.there.send_replace(true);
                }
                Ok(Err(error)) => tracing::warn!(%error, "there is no tray icon"),
                Err(_) => tracing::warn!("there is no tray icon: its library is not installed"),
            }
        });
        if let Err(error) = made {
            tracing::warn!(%error, "there is no tray icon");
        }
    });
}

fn make(app: &AppHandle, queue: &QueueView) -> tauri::Result<Shown> {
    let item = |id: &str, text: &str, enabled: bool| {
        MenuItem::with_id(app, id, text, enabled, None::<&str>)
    };
    let open = item("open", word!("Open Fanfold"), true)?;
    let line = item("line", &queue.sentence, false)?;
    let pause = item("pause", pause_words(queue), true)?;
    let quit = item("quit", word!("Quit"), true)?;
    let (above, below) = (
        PredefinedMenuItem::separator(app)?,
        PredefinedMenuItem::separator(app)?,
    );
    let menu = Menu::with_items(app, &[&open, &line, &above, &pause, &below, &quit])?;
    let mood = Mood::of(queue);
    let icon = TrayIconBuilder::with_id("fanfold")
        .icon(Image::from_bytes(mood.picture())?)
        .tooltip(&queue.sentence)
        .menu(&menu)
        .show_menu_on_left_click(cfg!(target_os = "linux"))
        .on_menu_event(|app, event| match event.id().as_ref() {
            "open" => background::front(app),
            "pause" => pause_or_resume(app),
            "quit" => background::leave(app),
            _ => {}
        })
        .on_tray_icon_event(|icon, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                background::front(icon.app_handle());
            }
        })
        .build(app)?;
    Ok(Shown {
        icon,
        open,
        line,
        pause,
        quit,
        mood,
    })
}

/// What the queue says now.
pub(crate) fn show(app: &AppHandle, queue: &QueueView) {
    let tell = |shown: &mut Shown| -> tauri::Result<()> {
        let mood = Mood::of(queue);
        if shown.mood != mood {
            shown
                .icon
                .set_icon(Some(Image::from_bytes(mood.picture())?))?;
            shown.mood = mood;
        }
        // The language may be another one by now.
        shown.open.set_text(word!("Open Fanfold"))?;
        shown.quit.set_text(word!("Quit"))?;
        shown.line.set_text(&queue.sentence)?;
        shown.pause.set_text(pause_words(queue))?;
        shown.icon.set_tooltip(Some(&queue.sentence))
    };
    // Taken out meanwhile: each of these waits for the main thread, which may want it too.
    let tray = app.state::<Tray>();
    let Some(mut shown) = tray.with(Option::take) else {
        return;
    };
    if let Err(error) = tell(&mut shown) {
        tracing::warn!(%error, "the tray icon does not tell how the queue stands");
    }
    tray.with(|place| *place = Some(shown));
}

fn is_held(queue: &QueueView) -> bool {
    queue.paused.iter().any(|account| account.by_person)
}

fn pause_words(queue: &QueueView) -> &'static str {
    if is_held(queue) {
        word!("Resume")
    } else {
        word!("Pause all")
    }
}

/// Holds every account, or lets those go on that a person holds.
fn pause_or_resume(app: &AppHandle) {
    let bench = Arc::clone(&app.state::<Arc<Workbench>>());
    tauri::async_runtime::spawn(async move {
        let done = async {
            let queue = bench.queue_state().await?;
            if is_held(&queue) {
                for account in queue.paused.iter().filter(|account| account.by_person) {
                    bench.queue_resume(&account.account_id).await?;
                }
            } else {
                for account in bench.account_list().await? {
                    bench.queue_pause(&account.id).await?;
                }
            }
            Ok::<(), fanfold_workbench::WorkbenchError>(())
        };
        if let Err(error) = done.await {
            tracing::error!(%error, "the queue was not paused or resumed from the tray");
        }
    });
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn queue(running: u32, attention: u32) -> QueueView {
        QueueView {
            sentence: String::new(),
            running,
            scheduled: 3,
            waiting: 1,
            attention,
            offline: false,
            next: None,
            paused: Vec::new(),
        }
    }

    #[test]
    fn what_needs_a_person_comes_before_what_runs() {
        assert_eq!(Mood::of(&queue(0, 0)), Mood::Idle);
        assert_eq!(Mood::of(&queue(2, 0)), Mood::Running);
        assert_eq!(Mood::of(&queue(2, 1)), Mood::Attention);
    }

    #[test]
    fn every_mood_has_a_picture_of_a_shape_of_its_own() {
        let shape = |mood: Mood| -> Vec<bool> {
            let picture = Image::from_bytes(mood.picture()).unwrap();
            let (dots, _) = picture.rgba().as_chunks::<4>();
            // Without any colour: what is light, what is dark, what is nothing.
            dots.iter()
                .map(|[red, _, _, alpha]| *alpha > 128 && *red > 128)
                .collect()
        };
        let all = [Mood::Idle, Mood::Running, Mood::Attention].map(shape);
        let [idle, running, attention] = &all;
        for (one, other) in [(idle, running), (running, attention), (idle, attention)] {
            let differ = one
                .iter()
                .zip(other)
                .filter(|(one, other)| one != other)
                .count();
            assert!(differ * 50 > one.len(), "{differ} dots of {}", one.len());
        }
    }
}
