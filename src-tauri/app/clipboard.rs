//! The clipboard, read by the core so that the window needs no right to it.

use std::io::Cursor;
use std::path::PathBuf;

use fanfold_workbench::WorkbenchError;
use image::{ImageFormat, RgbaImage};

/// What a person pasted.
#[derive(Debug)]
pub(crate) enum Pasted {
    Files(Vec<PathBuf>),
    /// A picture as PNG bytes.
    Picture(Vec<u8>),
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
        let mut board = arboard::Clipboard::new().map_err(|e| WorkbenchError::clipboard(&e))?;
        if let Ok(files) = board.get().file_list()
            && !files.is_empty()
        {
            return Ok(Some(Pasted::Files(files)));
        }
        let Ok(picture) = board.get_image() else {
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
        let mut board = arboard::Clipboard::new().map_err(|e| WorkbenchError::clipboard(&e))?;
        match board.get_text() {
            Ok(text) => Ok(text),
            Err(arboard::Error::ContentNotAvailable) => Ok(String::new()),
            Err(error) => Err(WorkbenchError::clipboard(&error)),
        }
    })
    .await
}

/// Puts text on the clipboard.
pub(crate) async fn put_text(text: String) -> Result<(), WorkbenchError> {
    blocking(move || {
        let mut board = arboard::Clipboard::new().map_err(|e| WorkbenchError::clipboard(&e))?;
        board
            .set_text(text)
            .map_err(|error| WorkbenchError::clipboard(&error))
    })
    .await
}
