//! What the window may ask. Each command parses, calls one operation of the workbench, converts
//! the error. No logic lives here.

pub mod draft;
pub mod post;
pub mod session;
pub mod slides;

use std::sync::Arc;

use fanfold_workbench::Workbench;

/// The workbench as Tauri hands it to a command.
pub type Bench<'a> = tauri::State<'a, Arc<Workbench>>;
