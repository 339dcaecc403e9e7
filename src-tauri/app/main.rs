//! Fanfold, the window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    fanfold_app::run();
}
