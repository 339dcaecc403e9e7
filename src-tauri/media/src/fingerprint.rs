//! What a picture looks like, in 64 bits that survive recompressing and resizing.
//!
//! A difference hash (Neal Krawetz, "Kind of like that", 2013): brightness at nine by eight places, a
//! bit for every place that is clearly brighter than its right-hand neighbour. Written here because
//! forty lines over the decoder at hand weigh less than a crate that brings a second one.

use std::path::Path;

use crate::decode::{Shrink, decode};
use crate::error::FixError;
use crate::probe::{inspect_bytes, why};
use crate::raster::Raster;

const WIDE: usize = 9;
const HIGH: usize = 8;

/// Differences below this, of 255, are the encoder's and not the picture's.
const CLEARLY: f32 = 2.0;

/// A picture's print. A small picture will do and takes less time.
///
/// # Errors
/// What cannot be read or decoded.
pub fn fingerprint(path: &Path) -> Result<u64, FixError> {
    let bytes = std::fs::read(path).map_err(|error| FixError::Unusable(why(&error)))?;
    let whole = Shrink {
        factor: 1.0,
        residual: 1.0,
    };
    let raster = decode(&bytes, &inspect_bytes(&bytes), whole)?;
    Ok(differences(&brightness(&raster)))
}

/// Mean brightness of each place, row by row.
fn brightness(raster: &Raster) -> [[f32; WIDE]; HIGH] {
    let (width, height) = (raster.width as usize, raster.height as usize);
    let step = raster.layout.size();
    let mut sums = [[(0_u64, 0_u64); WIDE]; HIGH];
    for (y, row) in raster.data.chunks_exact((width * step).max(1)).enumerate() {
        let Some(cells) = sums.get_mut(y * HIGH / height.max(1)) else {
            break;
        };
        for (x, pixel) in row.chunks_exact(step).enumerate() {
            let [red, green, blue, ..] = *pixel else {
                continue;
            };
            // ITU-R BT.601, in thousandths.
            let luma = u64::from(red) * 299 + u64::from(green) * 587 + u64::from(blue) * 114;
            if let Some((sum, count)) = cells.get_mut(x * WIDE / width.max(1)) {
                *sum += luma;
                *count += 1;
            }
        }
    }
    sums.map(|row| row.map(|(sum, count)| sum as f32 / (count.max(1) * 1_000) as f32))
}

fn differences(places: &[[f32; WIDE]; HIGH]) -> u64 {
    let pairs = places
        .iter()
        .flat_map(|row| row.iter().zip(row.iter().skip(1)));
    pairs.fold(0, |bits, (left, right)| {
        bits << 1 | u64::from(*left > *right + CLEARLY)
    })
}
