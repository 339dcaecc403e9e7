//! The desktop shell: the only room that knows Tauri.
//!
//! It owns the window, its events and its media protocol, and hands every question on to the
//! workbench. There is no logic of Fanfold's here.

mod again;
mod autostart;
mod background;
mod bindings;
mod browser;
mod clipboard;
mod commands;
mod dialog;
mod drop;
mod error;
mod events;
mod host;
mod media;
mod notify;
#[cfg(target_os = "linux")]
mod paint;
mod start;
mod tray;
mod window;

use std::process::ExitCode;
use std::sync::Arc;

use crate::start::Start;
use fanfold_workbench::{DataFolder, Workbench};
use tauri::{Manager, RunEvent};
use tauri_plugin_window_state::StateFlags;
use tokio::task::JoinHandle;

/// Opens the window and runs until it is closed for good.
pub fn run() -> ExitCode {
    let start = Start::from_args(std::env::args_os());
    let folder = match DataFolder::choose(start.data_dir.clone()) {
        Ok(folder) => folder,
        Err(error) => return start::fail(&error),
    };
    let logs = fanfold_workbench::logs::start(&folder);
    fanfold_workbench::give_way_to_the_window();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return start::fail(&error),
    };
    tauri::async_runtime::set(runtime.handle().clone());
    // The toolkit takes as long to begin as the data folder takes to open: side by side.
    let bench = runtime.spawn(start::open(folder.clone(), start.clone()));
    let code = window_loop(&folder, bench, start);
    drop(logs);
    code.unwrap_or_else(again::start)
}

/// `None`: there is to be another start.
fn window_loop(
    folder: &DataFolder,
    bench: JoinHandle<fanfold_workbench::Result<Arc<Workbench>>>,
    start: Start,
) -> Option<ExitCode> {
    let specta = bindings::builder();
    let single = tauri_plugin_single_instance::Builder::new()
        // A second Fanfold on another data folder is another Fanfold.
        .dbus_id(format!("app.fanfold.desktop.d{}", folder.tag()))
        .callback(|app, args, cwd| window::second_start(app, args, &cwd))
        .build();
    let invoke = specta.invoke_handler();
    let app = tauri::Builder::default()
        .plugin(single)
        .plugin(window_state())
        .manage(window::Early::default())
        .manage(background::Background::default())
        .manage(tray::Tray::default())
        .manage(drop::Hovering::default())
        .invoke_handler(invoke)
        .register_asynchronous_uri_scheme_protocol("media", |context, request, responder| {
            let bench = Arc::clone(&context.app_handle().state::<Arc<Workbench>>());
            media::answer(bench, request, responder);
        })
        .setup(move |app| {
            specta.mount_events(app);
            Ok(window::open(app.handle(), start)?)
        })
        .build(tauri::generate_context!());
    let bench = match tauri::async_runtime::block_on(bench) {
        Ok(Ok(bench)) => bench,
        Ok(Err(error)) => return Some(start::fail(&error)),
        Err(error) => return Some(start::fail(&error)),
    };
    match app {
        Ok(app) => {
            // Before the loop, so before the window and whatever it asks.
            app.manage(Arc::clone(&bench));
            // The event loop ends the process, so what is unsaved is saved here and nowhere later.
            app.run(move |_, event| {
                if let RunEvent::Exit = event
                    && let Err(error) = tauri::async_runtime::block_on(bench.close())
                {
                    tracing::error!(%error, "not everything could be saved at closing");
                }
            });
            Some(ExitCode::SUCCESS)
        }
        Err(error) if again::helps(&error) => {
            if let Err(error) = tauri::async_runtime::block_on(bench.close()) {
                tracing::warn!(%error, "not everything could be closed before another start");
            }
            None
        }
        Err(error) => Some(start::fail(&error)),
    }
}

/// Remembers where the window was, and not whether it was seen: one that was hidden when Fanfold ended is
/// shown when it starts.
fn window_state<R: tauri::Runtime>() -> tauri::plugin::TauriPlugin<R> {
    tauri_plugin_window_state::Builder::default()
        .with_state_flags(StateFlags::all() - StateFlags::VISIBLE)
        .build()
}
