//! JPEG to pixels and back, for the corpus and the score: plain 8-bit RGB.

use turbojpeg::{Image, PixelFormat, Subsamp};

/// Rows from the top, three bytes a pixel, without gaps.
pub(crate) struct Pixels {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) data: Vec<u8>,
}

impl Pixels {
    /// The stored pixels, not turned, every one decoded.
    pub(crate) fn from_jpeg(bytes: &[u8]) -> turbojpeg::Result<Self> {
        let image = turbojpeg::decompress(bytes, PixelFormat::RGB)?;
        Ok(Self {
            width: image.width as u32,
            height: image.height as u32,
            data: image.pixels,
        })
    }

    /// Baseline, 4:2:0.
    pub(crate) fn to_jpeg(&self, quality: u8) -> turbojpeg::Result<Vec<u8>> {
        let width = self.width as usize;
        let image = Image {
            pixels: self.data.as_slice(),
            width,
            pitch: width * 3,
            height: self.height as usize,
            format: PixelFormat::RGB,
        };
        let bytes = turbojpeg::compress(image, i32::from(quality), Subsamp::Sub2x2)?;
        Ok(bytes.to_vec())
    }
}
