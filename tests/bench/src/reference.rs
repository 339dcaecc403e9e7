//! The picture that a perfect program would make of a photo of the corpus: every pixel decoded, 4:5 cut out of the
//! middle, Lanczos3 in 64-bit floating point on the stored (gamma) values, the exact matrix from Display P3 to sRGB,
//! turned upright, and never rounded to 8 bits.
//!
//! In gamma, not in linear light, because every program measured scales there: the score is to tell how well they do
//! it, not which of two schools they follow.

use std::f64::consts::PI;

use crate::pixels::Pixels;

/// Linear light, sRGB primaries, 0 to 1, rows from the top.
#[derive(Debug, Clone)]
pub(crate) struct Light {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) data: Vec<[f32; 3]>,
}

/// Display P3 to sRGB, both linear with a white of D65 (CSS Color 4, section 18).
const FROM_P3: [[f64; 3]; 3] = [
    [1.224_940_176_280_56, -0.224_940_176_280_56, 0.0],
    [-0.042_056_954_709_688, 1.042_056_954_709_688, 0.0],
    [
        -0.019_637_554_590_334,
        -0.078_636_045_550_632,
        1.098_273_600_140_966,
    ],
];

/// What `stored` (Display P3, to be turned a quarter to the right) becomes at `size` as it is to be seen.
pub(crate) fn ready(stored: &Pixels, size: (u32, u32)) -> Light {
    let (width, height) = (size.0 as usize, size.1 as usize);
    // Stored lying on its side: what is seen as height is stored as width.
    let (across, down) = (f64::from(stored.width), f64::from(stored.height));
    let scale = (across / height as f64).min(down / width as f64);
    let rows = stored.height as usize;
    let taps = |length: f64, count: usize| -> Vec<Tap> {
        let start = (length - count as f64 * scale) / 2.0;
        (0..count)
            .map(|place| Tap::new(start, scale, place, length as usize))
            .collect()
    };
    let (along, upward) = (taps(across, height), taps(down, width));
    let narrow = narrowed(stored, &along);
    // Turned while the second pass is made: what is seen at (x, y) is stored at (y, last − x).
    let mut data = vec![[0.0; 3]; width * height];
    for (x, tap) in upward.iter().rev().enumerate() {
        let weighted = tap.weights.iter().zip(tap.first..rows);
        let mut line = vec![[0.0; 3]; height];
        for (weight, row) in weighted {
            let row = narrow.iter().skip(row * height).take(height);
            for (sum, pixel) in line.iter_mut().zip(row) {
                for (sum, value) in sum.iter_mut().zip(pixel) {
                    *sum += weight * value;
                }
            }
        }
        let column = data.iter_mut().skip(x).step_by(width);
        for (to, pixel) in column.zip(line) {
            *to = srgb(pixel);
        }
    }
    Light {
        width,
        height,
        data,
    }
}

/// Pixels that one output pixel is made of, with their shares.
struct Tap {
    first: usize,
    weights: Vec<f64>,
}

impl Tap {
    fn new(start: f64, scale: f64, place: usize, length: usize) -> Self {
        let reach = 3.0 * scale.max(1.0);
        let middle = start + (place as f64 + 0.5) * scale;
        let first = (middle - reach).ceil().max(0.0) as usize;
        let last = ((middle + reach).floor() as usize).min(length);
        let weights: Vec<f64> = (first..last)
            .map(|place| lanczos((place as f64 + 0.5 - middle) / scale.max(1.0)))
            .collect();
        let sum: f64 = weights.iter().sum();
        let weights = weights.into_iter().map(|weight| weight / sum).collect();
        Self { first, weights }
    }
}

fn lanczos(x: f64) -> f64 {
    if x.abs() < 1e-12 {
        1.0
    } else if x.abs() >= 3.0 {
        0.0
    } else {
        let x = x * PI;
        3.0 * x.sin() * (x / 3.0).sin() / (x * x)
    }
}

/// The first pass: every stored row at its new width, 0 to 255.
fn narrowed(stored: &Pixels, taps: &[Tap]) -> Vec<[f64; 3]> {
    let row = (stored.width as usize * 3).max(3);
    stored
        .data
        .chunks_exact(row)
        .flat_map(|row| {
            let pixels = row.as_chunks::<3>().0;
            taps.iter().map(move |tap| {
                let mut sum = [0.0; 3];
                for (weight, pixel) in tap.weights.iter().zip(pixels.iter().skip(tap.first)) {
                    for (sum, value) in sum.iter_mut().zip(pixel) {
                        *sum += weight * f64::from(*value);
                    }
                }
                sum
            })
        })
        .collect()
}

/// Display P3 in gamma, 0 to 255, as sRGB in linear light; what sRGB cannot show is cut off, as in every JPEG.
fn srgb(pixel: [f64; 3]) -> [f32; 3] {
    let light = pixel.map(|value| linear(value / 255.0));
    FROM_P3.map(|row| {
        let sum: f64 = row
            .iter()
            .zip(light)
            .map(|(share, value)| share * value)
            .sum();
        sum.clamp(0.0, 1.0) as f32
    })
}

/// The curve of sRGB, which Display P3 shares, from gamma to light.
pub(crate) fn linear(value: f64) -> f64 {
    let value = value.clamp(0.0, 1.0);
    if value <= 0.040_45 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(width: u32, height: u32, color: impl Fn(u32, u32) -> [u8; 3]) -> Pixels {
        let data = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .flat_map(|(x, y)| color(x, y))
            .collect();
        Pixels {
            width,
            height,
            data,
        }
    }

    #[test]
    fn white_stays_white_and_grey_stays_grey() {
        for value in [255, 128, 10] {
            let light = ready(&pixels(50, 40, |_, _| [value; 3]), (16, 20));
            let wanted = linear(f64::from(value) / 255.0) as f32;
            let even = |pixel: &[f32; 3]| pixel.iter().all(|part| (part - wanted).abs() < 1e-5);
            assert!(light.data.iter().all(even), "{value}");
            assert_eq!((light.width, light.height, light.data.len()), (16, 20, 320));
        }
    }

    #[test]
    fn the_stored_left_is_seen_on_top_and_the_stored_bottom_on_the_left() {
        // Orientation 6: row 0 is on the right, column 0 is on top.
        let light = ready(
            &pixels(60, 48, |x, y| {
                [
                    if x < 30 { 255 } else { 0 },
                    if y < 24 { 255 } else { 0 },
                    0,
                ]
            }),
            (16, 20),
        );
        let at = |x: usize, y: usize| light.data.get(y * 16 + x).copied().unwrap_or_default();
        let (top_left, bottom_right) = (at(2, 2), at(13, 17));
        assert!(top_left[0] > 0.9 && top_left[1] < 0.1, "{top_left:?}");
        assert!(
            bottom_right[0] < 0.1 && bottom_right[1] > 0.9,
            "{bottom_right:?}"
        );
    }

    #[test]
    fn the_red_of_display_p3_is_more_than_srgb_can_show() {
        let [red, green, blue] = srgb([255.0, 0.0, 0.0]);
        assert!((red - 1.0).abs() < 1e-6 && green.abs() < 1e-6 && blue.abs() < 1e-6);
        let [red, green, _] = srgb([128.0, 128.0, 128.0]);
        assert!((red - green).abs() < 1e-6);
    }
}
