//! The jobs that every program does alike, in numbers.

use std::path::{Path, PathBuf};

/// A photo made ready: 4:5 out of the middle, at Instagram's largest size.
pub(crate) const READY: (u32, u32) = (1440, 1800);
/// Its JPEG quality, with 4:2:0.
pub(crate) const READY_QUALITY: u8 = 85;
/// The longest side of a thumbnail.
pub(crate) const THUMB: u32 = 320;
/// Its JPEG quality.
pub(crate) const THUMB_QUALITY: u8 = 80;

/// Where a program writes what becomes of `source`: the same name as a JPEG.
pub(crate) fn output(folder: &Path, source: &Path) -> PathBuf {
    let stem = source.file_stem().unwrap_or_default();
    folder.join(stem).with_extension("jpg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_a_jpeg_whatever_its_source_was() {
        let output = output(Path::new("out"), Path::new("in/web.webp"));
        assert_eq!(output, Path::new("out/web.jpg"));
    }
}
