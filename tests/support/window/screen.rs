//! Pictures of the window, as files.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Where pictures go that nobody asked to keep: beside the programs under test.
pub(super) fn folder() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own file");
    let target = test
        .ancestors()
        .nth(3)
        .expect("a test lies in target/debug/deps");
    target.join("window-shots")
}

/// Writes a picture that came as base64.
pub(super) fn save(folder: &Path, name: &str, picture: &str) -> PathBuf {
    let bytes = STANDARD.decode(picture).expect("a screenshot is base64");
    fs::create_dir_all(folder).expect("the folder of pictures can be made");
    let path = folder.join(format!("{name}.png"));
    fs::write(&path, bytes).expect("a picture can be written");
    path
}
