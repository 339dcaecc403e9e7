//! The desktop shell: the only room that knows Tauri.
pub fn run() {}
