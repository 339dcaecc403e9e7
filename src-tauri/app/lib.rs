//! The desktop shell: the only room that knows Tauri.
//!
//! It owns the window, its events and its media protocol, and hands every question on to the
//! workbench. There is no logic of Fanfold's here.

mod bindings;
mod clipboard;
mod commands;
mod dialog;
mod error;
mod events;

pub use bindings::export;

pub fn run() {}
