//! From pixels to a JPEG: baseline, 4:2:0, no metadata. No profile either: everything that reads
//! JPEG takes untagged as sRGB, Instagram included, and a missing profile cannot be wrong.
//!
//! Progressive and optimised tables are left out on purpose: Instagram compresses again, and they
//! cost up to six times the time for a few percent of size (measured).

use turbojpeg::{Compressor, Image, PixelFormat, Subsamp, YuvPlanesImage};

use crate::cancel::Cancel;
use crate::error::FixError;
use crate::picture::Picture;

/// Below this JPEG shows its blocks; the picture is made smaller instead.
const LOWEST_QUALITY: u8 = 40;

/// One encoding. `quality` 1–100.
pub(crate) fn jpeg(picture: &Picture, quality: u8) -> Result<Vec<u8>, FixError> {
    let codec = |error: turbojpeg::Error| FixError::Codec(error.to_string());
    let mut encoder = Compressor::new().map_err(codec)?;
    encoder
        .set_quality(i32::from(quality.clamp(1, 100)))
        .map_err(codec)?;
    encoder.set_subsamp(Subsamp::Sub2x2).map_err(codec)?;
    match picture {
        Picture::Rgb(raster) => encoder.compress_to_vec(Image {
            pixels: raster.data.as_slice(),
            width: raster.width as usize,
            pitch: raster.width as usize * 3,
            height: raster.height as usize,
            format: PixelFormat::RGB,
        }),
        Picture::Planar(planes) => encoder.compress_yuv_planes_to_vec(&YuvPlanesImage {
            y_plane: planes.y.data.as_slice(),
            u_plane: planes.cb.data.as_slice(),
            v_plane: planes.cr.data.as_slice(),
            width: planes.width as usize,
            height: planes.height as usize,
            y_stride: planes.y.stride,
            u_stride: planes.cb.stride,
            v_stride: planes.cr.stride,
            subsamp: Subsamp::Sub2x2,
        }),
    }
    .map_err(codec)
}

/// The best quality from `quality` down whose file is at most `limit` bytes; smaller pixels when
/// even the lowest does not fit.
pub(crate) fn jpeg_within(
    mut picture: Picture,
    quality: u8,
    limit: u64,
    cancel: &Cancel,
) -> Result<Vec<u8>, FixError> {
    const SHRINKS: usize = 12;
    for _ in 0..SHRINKS {
        if let Some(bytes) = best(&picture, quality, limit, cancel)? {
            return Ok(bytes);
        }
        let (w, h) = picture.size();
        let shrink = |side: u32| ((f64::from(side) * 0.4).round() as u32 * 2).max(1);
        if w <= 2 || h <= 2 {
            break;
        }
        picture = picture.scaled((shrink(w), shrink(h)))?;
    }
    Err(FixError::TooManyBytes { limit })
}

fn best(
    picture: &Picture,
    quality: u8,
    limit: u64,
    cancel: &Cancel,
) -> Result<Option<Vec<u8>>, FixError> {
    let first = jpeg(picture, quality)?;
    if first.len() as u64 <= limit {
        return Ok(Some(first));
    }
    let (mut low, mut high) = (LOWEST_QUALITY.min(quality), quality);
    let mut fitting = None;
    // `high` never fits; look for the last quality that does.
    while low < high {
        if cancel.is_cancelled() {
            return Err(FixError::Cancelled);
        }
        let middle = low.midpoint(high);
        let bytes = jpeg(picture, middle)?;
        if bytes.len() as u64 <= limit {
            fitting = Some(bytes);
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(fitting)
}
