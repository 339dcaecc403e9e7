//! HEIC and AVIF to pixels: tiles decoded on all cores and joined, alpha beside colours.
//!
//! The parts are chosen for what phones deliver and for files that nobody should trust: HEVC in Rust
//! without unsafe code (`heifer`), AV1 by dav1d's Rust port (`re_rav1d`). Neither needs a system
//! library, so every build of Fanfold opens the same files. Turning is left to the caller; films'
//! codecs stay with ffmpeg.

mod tile;

use std::io::Cursor;

use fanfold_domain::media::Unreadable;
use heifer_isobmff::HeifFile;
use rayon::prelude::*;

use crate::error::FixError;
use crate::guard;
use crate::probe::heif::{NoPlan, Plan, Tiling, plan};
use crate::probe::{Inspection, Source, boxes_end};
use crate::raster::{Layout, Raster};
use tile::Tile;

/// The stored pixels of the primary picture, cropped as the file says, not turned, in its colours.
pub(crate) fn decode(bytes: &[u8], inspection: &Inspection) -> Result<Raster, FixError> {
    guard::foreign("picture decoder", || read(bytes, inspection))
        .unwrap_or(Err(FixError::Unusable(Unreadable::Corrupt)))
}

fn read(bytes: &[u8], inspection: &Inspection) -> Result<Raster, FixError> {
    let broken = || FixError::Unusable(Unreadable::Corrupt);
    let mut source = Source::new(Cursor::new(bytes), bytes.len() as u64).map_err(|_| broken())?;
    // Phones append what is no box; the reader wants boxes to the end.
    let end = boxes_end(&mut source).map_err(|_| broken())?;
    let boxes = bytes.get(..end).ok_or_else(broken)?;
    let file = HeifFile::parse(boxes).map_err(|_| broken())?;
    let plan = plan(&mut source, &file).map_err(|why| match why {
        NoPlan::Unsupported => FixError::NoDecoder(inspection.facts.format.clone()),
        NoPlan::Broken(why) => FixError::Unusable(why),
    })?;
    let (width, height) = plan.colors.size;
    let layout = if plan.alpha.is_some() {
        Layout::Rgba
    } else {
        Layout::Rgb
    };
    let mut data = vec![0; width as usize * height as usize * layout.size()];
    paint(&mut data, layout.size(), &plan.colors, |id| {
        tile::colors(&file, id, plan.colors.codec, plan.colors.tile)
    })?;
    if let Some(alpha) = &plan.alpha {
        let over = data.get_mut(3..).unwrap_or_default();
        paint(over, layout.size(), alpha, |id| {
            tile::alpha(&file, id, alpha.codec, alpha.tile)
        })?;
    }
    let raster = Raster {
        width,
        height,
        layout,
        data,
    };
    Ok(cropped(raster, &plan))
}

/// Puts every tile into its place: as many bytes of each of its pixels as fit into one of `target`,
/// whose pixels are `pixel` bytes apart and which may start inside one.
fn paint(
    target: &mut [u8],
    pixel: usize,
    tiling: &Tiling,
    decode: impl Fn(u32) -> Result<Tile, FixError> + Sync,
) -> Result<(), FixError> {
    let (width, _) = tiling.size;
    let row = width as usize * pixel;
    let across = tiling.tile.0 as usize * pixel;
    target
        .par_chunks_mut(row * tiling.tile.1 as usize)
        .zip(tiling.tiles.par_chunks(tiling.columns))
        .try_for_each(|(band, ids)| {
            for (column, id) in ids.iter().enumerate() {
                let tile = decode(*id)?;
                let rows = tile.data.chunks_exact(tile.width * tile.channels);
                for (to, from) in band.chunks_mut(row).zip(rows) {
                    let end = ((column + 1) * across).min(to.len());
                    let to = to.get_mut(column * across..end).unwrap_or_default();
                    copy(to, pixel, from, tile.channels);
                }
            }
            Ok(())
        })
}

fn copy(to: &mut [u8], pixel: usize, from: &[u8], channels: usize) {
    let count = channels.min(pixel);
    for (to, from) in to.chunks_mut(pixel).zip(from.chunks_exact(channels)) {
        for (to, from) in to.iter_mut().zip(from).take(count) {
            *to = *from;
        }
    }
}

fn cropped(raster: Raster, plan: &Plan) -> Raster {
    let Some([left, top, width, height]) = plan.crop else {
        return raster;
    };
    let pixel = raster.layout.size();
    let columns = left as usize * pixel..(left + width) as usize * pixel;
    let data = raster
        .data
        .chunks_exact(raster.width as usize * pixel)
        .skip(top as usize)
        .take(height as usize)
        .filter_map(|row| row.get(columns.clone()))
        .flatten()
        .copied()
        .collect();
    Raster {
        width,
        height,
        layout: raster.layout,
        data,
    }
}
