//! The least that Tauri can show: one window with one line in it. What Fanfold's start is compared with.

use std::process::ExitCode;

fn main() -> ExitCode {
    let app = tauri::Builder::default().run(tauri::generate_context!("bare/tauri.conf.json"));
    app.map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS)
}
