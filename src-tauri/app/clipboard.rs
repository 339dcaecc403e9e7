//! The clipboard, read by the core so that the window needs no right to it.

use std::io::Cursor;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use arboard::Clipboard;
use fanfold_workbench::WorkbenchError;
use image::{ImageFormat, RgbaImage};

/// What a person pasted.
#[derive(Debug)]
pub(crate) enum Pasted {
    Files(Vec<PathBuf>),
    /// A picture as PNG bytes.
    Picture(Vec<u8>),
}

/// Kept open: on X11 and Wayland what was copied is gone with whoever offers it.
static BOARD: Mutex<Option<Clipboard>> = Mutex::new(None);

/// Does something with the clipboard, opened when first needed and anew after a failure.
fn with<T>(
    work: impl FnOnce(&mut Clipboard) -> Result<T, arboard::Error>,
) -> Result<T, WorkbenchError> {
    let mut kept = BOARD.lock().unwrap_or_else(PoisonError::into_inner);
    let mut board = match kept.take() {
        Some(board) => board,
        None => Clipboard::new().map_err(|error| WorkbenchError::clipboard(&error))?,
    };
    match work(&mut board) {
        Ok(done) => {
            *kept = Some(board);
            Ok(done)
        }
        // Nothing of that kind on it: the clipboard itself is well.
        Err(error @ arboard::Error::ContentNotAvailable) => {
            *kept = Some(board);
            Err(WorkbenchError::clipboard(&error))
        }
        Err(error) => Err(WorkbenchError::clipboard(&error)),
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, WorkbenchError> + Send + 'static,
) -> Result<T, WorkbenchError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| WorkbenchError::clipboard(&error))?
}

/// Files first (a copied file often offers its icon as a picture too), then a picture.
pub(crate) async fn take() -> Result<Option<Pasted>, WorkbenchError> {
    blocking(|| {
        if let Ok(files) = with(|board| board.get().file_list())
            && !files.is_empty()
        {
            return Ok(Some(Pasted::Files(files)));
        }
        let Ok(picture) = with(Clipboard::get_image) else {
            return Ok(None);
        };
        let (width, height) = (picture.width as u32, picture.height as u32);
        let Some(pixels) = RgbaImage::from_raw(width, height, picture.bytes.into_owned()) else {
            return Ok(None);
        };
        let mut png = Vec::new();
        pixels
            .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
            .map_err(|error| WorkbenchError::clipboard(&error))?;
        Ok(Some(Pasted::Picture(png)))
    })
    .await
}

/// The text on the clipboard; empty when it holds none. May be a secret: it is handed on at once.
pub(crate) async fn take_text() -> Result<String, WorkbenchError> {
    blocking(|| {
        with(|board| match board.get_text() {
            Err(arboard::Error::ContentNotAvailable) => Ok(String::new()),
            told => told,
        })
    })
    .await
}

/// Puts text on the clipboard.
pub(crate) async fn put_text(text: String) -> Result<(), WorkbenchError> {
    blocking(move || with(|board| board.set_text(text))).await
}
