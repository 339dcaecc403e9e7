//! What the window may ask. Each command parses, calls one operation of the workbench, converts
//! the error. No logic lives here.

pub(crate) mod account;
pub(crate) mod draft;
pub(crate) mod post;
pub(crate) mod practice;
pub(crate) mod queue;
pub(crate) mod session;
pub(crate) mod slides;
pub(crate) mod support;
pub(crate) mod writing;

use std::sync::Arc;

use fanfold_workbench::Workbench;

/// The workbench as Tauri hands it to a command.
pub(crate) type Bench<'a> = tauri::State<'a, Arc<Workbench>>;
