//! The desktop shell: the only room that knows Tauri.
//!
//! It owns the window, its events and its media protocol, and hands every question on to the
//! workbench. There is no logic of Fanfold's here.

mod bindings;
mod browser;
mod clipboard;
mod commands;
mod dialog;
mod drop;
mod error;
mod events;
mod media;
mod start;
mod window;

use std::process::ExitCode;
use std::sync::Arc;

use crate::start::Start;
use fanfold_workbench::{DataFolder, Workbench};
use tauri::RunEvent;

/// Opens the window and runs until it is closed.
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
    let bench = match runtime.block_on(start::open(folder.clone(), &start)) {
        Ok(bench) => bench,
        Err(error) => return start::fail(&error),
    };
    let code = window_loop(&folder, &bench, start);
    drop(logs);
    code
}

fn window_loop(folder: &DataFolder, bench: &Arc<Workbench>, start: Start) -> ExitCode {
    let specta = bindings::builder();
    let single = tauri_plugin_single_instance::Builder::new()
        // A second Fanfold on another data folder is another Fanfold.
        .dbus_id(format!("app.fanfold.desktop.d{}", folder.tag()))
        .callback(|app, args, cwd| window::second_start(app, args, &cwd))
        .build();
    let invoke = specta.invoke_handler();
    let protocol_bench = Arc::clone(bench);
    let app = tauri::Builder::default()
        .plugin(single)
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .manage(Arc::clone(bench))
        .invoke_handler(invoke)
        .register_asynchronous_uri_scheme_protocol("media", move |_, request, responder| {
            media::answer(Arc::clone(&protocol_bench), request, responder);
        })
        .setup(move |app| {
            specta.mount_events(app);
            Ok(window::open(app.handle(), start)?)
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => {
            let bench = Arc::clone(bench);
            // The event loop ends the process, so what is unsaved is saved here and nowhere later.
            app.run(move |_, event| {
                if let RunEvent::Exit = event
                    && let Err(error) = tauri::async_runtime::block_on(bench.close())
                {
                    tracing::error!(%error, "not everything could be saved at closing");
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => start::fail(&error),
    }
}
