//! The system's own file dialog.

use std::path::PathBuf;

use fanfold_workbench::word;
use rfd::AsyncFileDialog;

/// What the dialog offers first; "All files" stays possible, since what a file is shows inside it.
const PICTURES: [&str; 14] = [
    "jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif", "avif", "mp4",
    "mov", "m4v",
];

fn dialog(title: &str) -> AsyncFileDialog {
    AsyncFileDialog::new()
        .set_title(title)
        .add_filter(word!("Photos and clips"), &PICTURES)
        .add_filter(word!("All files"), &["*"])
}

/// Several files, or folders; `None` when the dialog was closed.
pub(crate) async fn pick(folder: bool) -> Option<Vec<PathBuf>> {
    let picked = if folder {
        AsyncFileDialog::new()
            .set_title(word!("Add folders"))
            .pick_folders()
            .await
    } else {
        dialog(word!("Add photos")).pick_files().await
    }?;
    Some(
        picked
            .into_iter()
            .map(|file| file.path().to_owned())
            .collect(),
    )
}

/// A program.
pub(crate) async fn pick_program() -> Option<PathBuf> {
    AsyncFileDialog::new()
        .set_title(word!("Choose ffmpeg"))
        .pick_file()
        .await
        .map(|file| file.path().to_owned())
}

/// A text file.
pub(crate) async fn pick_text() -> Option<PathBuf> {
    AsyncFileDialog::new()
        .set_title(word!("Choose the file with the token"))
        .pick_file()
        .await
        .map(|file| file.path().to_owned())
}

/// One file.
pub(crate) async fn pick_one() -> Option<PathBuf> {
    dialog(word!("Replace photo"))
        .pick_file()
        .await
        .map(|file| file.path().to_owned())
}

/// A place for a new file; `None` when the dialog was closed.
pub(crate) async fn save(title: &str, name: &str) -> Option<PathBuf> {
    AsyncFileDialog::new()
        .set_title(title)
        .set_file_name(name)
        .save_file()
        .await
        .map(|file| file.path().to_owned())
}
