//! A photo as large as a phone takes them, out of a smaller one: enlarged, then grained until the file has the size
//! that such photos have. Grain is stronger where the picture is busy, so that coded blocks differ as in real ones.

use image::RgbImage;
use image::imageops::{self, FilterType};
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::pixels::Pixels;

/// What to make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) size: (u32, u32),
    pub(crate) seed: u64,
    /// About how many bytes the JPEG has.
    pub(crate) bytes: usize,
}

/// The strongest grain tried, in steps of 8-bit colour; no real photo has more.
const STRONGEST: f32 = 48.0;
/// Halvings of the search for the right strength: within a few percent of the wanted size.
const TRIES: usize = 7;

/// The picture and its JPEG at `quality`.
pub(crate) fn photo(sample: &RgbImage, plan: Plan, quality: u8) -> Result<(Pixels, Vec<u8>)> {
    let base = enlarged(sample, plan);
    let busy = busyness(&base);
    let (mut low, mut high) = (0.0, STRONGEST);
    let mut made = None;
    for _ in 0..TRIES {
        let strength = f32::midpoint(low, high);
        let pixels = grained(&base, &busy, strength, plan.seed);
        let jpeg = pixels
            .to_jpeg(quality)
            .map_err(Error::picture("A photo of the corpus"))?;
        if jpeg.len() < plan.bytes {
            low = strength;
        } else {
            high = strength;
        }
        made = Some((pixels, jpeg));
    }
    made.ok_or_else(|| Error::Picture {
        what: "A photo of the corpus".into(),
        detail: "it was never drawn".into(),
    })
}

/// A part of `sample` of the wanted shape, chosen by the seed, at the wanted size.
fn enlarged(sample: &RgbImage, plan: Plan) -> RgbImage {
    let (w, h) = (f64::from(sample.width()), f64::from(sample.height()));
    let shape = f64::from(plan.size.0) / f64::from(plan.size.1);
    let (wide, tall) = if w / h > shape {
        (h * shape, h)
    } else {
        (w, w / shape)
    };
    let place = |room: f64, salt: u64| {
        room * f64::from(mixed(plan.seed, salt) as u32 >> 8) / f64::from(1 << 24)
    };
    let (left, top) = (place(w - wide, 1), place(h - tall, 2));
    let part = imageops::crop_imm(
        sample,
        left as u32,
        top as u32,
        (wide as u32).max(1),
        (tall as u32).max(1),
    );
    imageops::resize(
        &part.to_image(),
        plan.size.0,
        plan.size.1,
        FilterType::CatmullRom,
    )
}

/// How much each pixel differs from its neighbours on the left, 0.4 (flat) to 2 (an edge).
fn busyness(base: &RgbImage) -> Vec<f32> {
    const REACH: usize = 4;
    let row = base.width() as usize * 3;
    let mut busy = vec![0.4; base.width() as usize * base.height() as usize];
    busy.par_chunks_mut(row / 3)
        .zip(base.par_chunks(row))
        .for_each(|(busy, row)| {
            let greens = || row.iter().skip(1).step_by(3);
            let pairs = greens().zip(greens().skip(REACH));
            for (busy, (left, right)) in busy.iter_mut().skip(REACH).zip(pairs) {
                *busy = 0.4 + (f32::from(left.abs_diff(*right)) / 16.0).min(1.6);
            }
        });
    busy
}

fn grained(base: &RgbImage, busy: &[f32], strength: f32, seed: u64) -> Pixels {
    let row = base.width() as usize * 3;
    let mut data = vec![0; base.as_raw().len()];
    data.par_chunks_mut(row)
        .zip(base.par_chunks(row))
        .zip(busy.par_chunks(row / 3))
        .enumerate()
        .for_each(|(y, ((to, from), busy))| {
            let pixels = to
                .as_chunks_mut::<3>()
                .0
                .iter_mut()
                .zip(from.as_chunks::<3>().0);
            for (x, ((to, from), busy)) in pixels.zip(busy).enumerate() {
                let grain = grain(seed, x as u64, y as u64) * strength * busy;
                // A camera's grain is nearly, not wholly, without colour.
                let tint = grain * 0.15;
                *to = match *from {
                    [r, g, b] => [
                        shifted(r, grain + tint),
                        shifted(g, grain),
                        shifted(b, grain - tint),
                    ],
                };
            }
        });
    Pixels {
        width: base.width(),
        height: base.height(),
        data,
    }
}

fn shifted(value: u8, by: f32) -> u8 {
    (f32::from(value) + by).round().clamp(0.0, 255.0) as u8
}

/// Bell-shaped, about 1 wide: half of it alike in squares of two pixels, as noise reduction leaves it.
fn grain(seed: u64, x: u64, y: u64) -> f32 {
    let fine = bell(mixed(seed, (y << 32) | x));
    let coarse = bell(mixed(!seed, ((y / 2) << 32) | (x / 2)));
    fine * 0.6 + coarse * 0.5
}

/// The sum of four even throws.
fn bell(bits: u64) -> f32 {
    let sum: u16 = bits
        .to_le_bytes()
        .iter()
        .take(4)
        .map(|byte| u16::from(*byte))
        .sum();
    (f32::from(sum) - 510.0) / 148.0
}

/// Bits that look drawn by lot, the same for the same `seed` and `place` (splitmix64).
fn mixed(seed: u64, place: u64) -> u64 {
    let mut bits = seed
        .wrapping_add(1)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(place.wrapping_mul(0xD1B5_4A32_D192_ED03));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> RgbImage {
        RgbImage::from_fn(90, 60, |x, y| image::Rgb([x as u8 * 2, y as u8 * 4, 90]))
    }

    fn plan(seed: u64, bytes: usize) -> Plan {
        Plan {
            size: (160, 120),
            seed,
            bytes,
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_photo() {
        let photo = |seed| {
            photo(&sample(), plan(seed, 9_000), 90)
                .expect("it is made")
                .1
        };
        assert_eq!(photo(1), photo(1));
        assert_ne!(photo(1), photo(2));
    }

    #[test]
    fn grain_is_added_until_the_file_is_as_large_as_asked() {
        for wanted in [6_000, 9_000] {
            let (pixels, jpeg) = photo(&sample(), plan(3, wanted), 90).expect("it is made");
            assert_eq!((pixels.width, pixels.height), (160, 120));
            let off = jpeg.len().abs_diff(wanted) as f64 / wanted as f64;
            assert!(off < 0.1, "{} bytes instead of {wanted}", jpeg.len());
        }
    }
}
