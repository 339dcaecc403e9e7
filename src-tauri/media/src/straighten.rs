//! A picture turned by a few degrees: each pixel of the result is taken where it lies in the picture,
//! with Lanczos3, at the size of the result. What shrinks is shrunk before, so that nothing flickers
//! and no more than a few megapixels are held.

use crate::cancel::Cancel;
use crate::error::FixError;
use crate::raster::{Layout, Raster};

/// Neighbours on each side that have a part in a pixel.
const REACH: usize = 3;
const TAPS: usize = 2 * REACH;

/// Places between two pixels that are told apart: finer than 8 bits can show.
const PHASES: usize = 256;

/// More pixels than a finished picture of any shape that Instagram takes needs, turned by 45 degrees.
const MOST_PIXELS: u64 = 64_000_000;

/// A frame of a picture that is turned clockwise about its centre.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tilt {
    pub(crate) degrees: f64,
    /// Width and height of the picture.
    pub(crate) seen: (f64, f64),
    /// Left, top, width, height in the turned picture, about the same centre.
    pub(crate) frame: [f64; 4],
    /// Size of the result.
    pub(crate) size: (u32, u32),
}

/// The part of the level picture that a frame shows, and the size at which it is needed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) frame: [f64; 4],
    pub(crate) size: (u32, u32),
}

impl Tilt {
    /// Where a point of the turned picture lies in the level one.
    fn level(&self, x: f64, y: f64) -> (f64, f64) {
        let (sin, cos) = self.degrees.to_radians().sin_cos();
        let (middle_x, middle_y) = (self.seen.0 / 2.0, self.seen.1 / 2.0);
        let (dx, dy) = (x - middle_x, y - middle_y);
        (
            middle_x + dx * cos + dy * sin,
            middle_y + dy * cos - dx * sin,
        )
    }

    /// Everything that has a part in the result: whole pixels, with room for the neighbours.
    pub(crate) fn part(&self) -> Part {
        let [x, y, w, h] = self.frame;
        let corners =
            [(x, y), (x + w, y), (x, y + h), (x + w, y + h)].map(|(x, y)| self.level(x, y));
        let step = (w / f64::from(self.size.0.max(1))).max(h / f64::from(self.size.1.max(1)));
        let room = (step * (REACH as f64 + 1.0)).max(REACH as f64 + 1.0);
        let span = |of: fn(&(f64, f64)) -> f64, side: f64| {
            let low = corners.iter().map(of).fold(f64::MAX, f64::min) - room;
            let high = corners.iter().map(of).fold(f64::MIN, f64::max) + room;
            let from = low.floor().clamp(0.0, (side - 1.0).max(0.0));
            (
                from,
                high.ceil().clamp(from + 1.0, side.max(from + 1.0)) - from,
            )
        };
        let (left, width) = span(|point| point.0, self.seen.0);
        let (top, height) = span(|point| point.1, self.seen.1);
        // Enlarging is left to the taking.
        let scale = step.max(1.0);
        let size = |side: f64| (side / scale).ceil().max(1.0) as u32;
        Part {
            frame: [left, top, width, height],
            size: (size(width), size(height)),
        }
    }

    /// More than a person's picture needs: a strip that would be turned across.
    pub(crate) fn is_too_large(&self, part: &Part) -> bool {
        let pixels = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
        pixels(part.size).max(pixels(self.size)) > MOST_PIXELS
    }

    /// The result, from `part` of the picture as upright RGB.
    pub(crate) fn taken(
        &self,
        raster: &Raster,
        part: &Part,
        cancel: &Cancel,
    ) -> Result<Raster, FixError> {
        let (width, height) = self.size;
        if raster.layout != Layout::Rgb || raster.width == 0 || raster.height == 0 {
            return Err(FixError::BadRecipe("nothing to straighten"));
        }
        let [left, top, w, h] = part.frame;
        let (sx, sy) = (f64::from(raster.width) / w, f64::from(raster.height) / h);
        let [x, y, fw, fh] = self.frame;
        let (step_x, step_y) = (fw / f64::from(width), fh / f64::from(height));
        let weights = weights();
        let (pixels, _) = raster.data.as_chunks::<3>();
        let source = Source {
            pixels,
            width: raster.width as usize,
            height: raster.height as usize,
            weights: &weights,
        };
        let mut data = Vec::with_capacity(width as usize * height as usize * 3);
        for row in 0..height {
            if cancel.is_cancelled() {
                return Err(FixError::Cancelled);
            }
            let from_top = y + (f64::from(row) + 0.5) * step_y;
            for column in 0..width {
                let from_left = x + (f64::from(column) + 0.5) * step_x;
                let (px, py) = self.level(from_left, from_top);
                data.extend(source.at((px - left) * sx - 0.5, (py - top) * sy - 0.5));
            }
        }
        Ok(Raster {
            width,
            height,
            layout: Layout::Rgb,
            data,
        })
    }
}

type Weights = [f32; TAPS];

/// Lanczos3 for each place between two pixels; each adds up to one.
fn weights() -> Vec<Weights> {
    let kernel = |x: f64| {
        if x.abs() < 1e-9 {
            return 1.0;
        }
        if x.abs() >= REACH as f64 {
            return 0.0;
        }
        let (one, part) = (
            std::f64::consts::PI * x,
            std::f64::consts::PI * x / REACH as f64,
        );
        one.sin() / one * part.sin() / part
    };
    (0..PHASES)
        .map(|phase| {
            let beyond = phase as f64 / PHASES as f64;
            let own: [f64; TAPS] =
                std::array::from_fn(|tap| kernel(tap as f64 - (REACH as f64 - 1.0) - beyond));
            let sum: f64 = own.iter().sum();
            own.map(|weight| (weight / sum) as f32)
        })
        .collect()
}

struct Source<'a> {
    pixels: &'a [[u8; 3]],
    width: usize,
    height: usize,
    weights: &'a [Weights],
}

impl Source<'_> {
    /// The colour at a place; beyond the edges their own pixels go on.
    fn at(&self, x: f64, y: f64) -> [u8; 3] {
        let (first_x, across) = self.taps(x);
        let (first_y, down) = self.taps(y);
        let mut sum = [0.0_f32; 3];
        for (at, weight) in (first_y..).zip(down) {
            let row = near(at, self.height) * self.width;
            let line = self.pixels.get(row..row + self.width).unwrap_or_default();
            let inner = usize::try_from(first_x)
                .ok()
                .and_then(|first| line.get(first..first + TAPS));
            let mut of_row = [0.0_f32; 3];
            if let Some(inner) = inner {
                for (pixel, share) in inner.iter().zip(across) {
                    add(&mut of_row, *pixel, *share);
                }
            } else {
                for (at, share) in (first_x..).zip(across) {
                    let column = near(at, self.width);
                    add(
                        &mut of_row,
                        line.get(column).copied().unwrap_or_default(),
                        *share,
                    );
                }
            }
            for (all, own) in sum.iter_mut().zip(of_row) {
                *all += own * weight;
            }
        }
        sum.map(|value| value.round().clamp(0.0, 255.0) as u8)
    }

    /// The first pixel that has a part in a place along one side, and the parts of all.
    fn taps(&self, at: f64) -> (i64, &Weights) {
        const NONE: Weights = [0.0; TAPS];
        let before = at.floor();
        let phase = ((at - before) * PHASES as f64).round() as usize;
        // The last half of the last phase belongs to the next pixel.
        let (before, phase) = if phase >= PHASES {
            (before + 1.0, 0)
        } else {
            (before, phase)
        };
        let first = (before - (REACH as f64 - 1.0)) as i64;
        (first, self.weights.get(phase).unwrap_or(&NONE))
    }
}

fn add(sum: &mut [f32; 3], pixel: [u8; 3], share: f32) {
    for (all, own) in sum.iter_mut().zip(pixel) {
        *all += f32::from(own) * share;
    }
}

fn near(at: i64, count: usize) -> usize {
    usize::try_from(at.max(0))
        .unwrap_or(0)
        .min(count.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use fanfold_domain::shape::Rect;
    use fanfold_domain::turn::Turn;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_parts_of_a_pixel_add_up_to_all_of_it() {
        for own in weights() {
            assert!((own.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn a_plain_picture_stays_plain_to_its_corners() {
        let raster = Raster {
            width: 64,
            height: 48,
            layout: Layout::Rgb,
            data: [10, 130, 250].repeat(64 * 48),
        };
        let turn = Turn::new(0, 30.0).unwrap();
        let kept = turn.inside(64.0 / 48.0, Rect::WHOLE);
        let tilt = Tilt {
            degrees: 30.0,
            seen: (64.0, 48.0),
            frame: [kept.x * 64.0, kept.y * 48.0, kept.w * 64.0, kept.h * 48.0],
            size: (40, 30),
        };
        let whole = Part {
            frame: [0.0, 0.0, 64.0, 48.0],
            size: (64, 48),
        };
        let made = tilt.taken(&raster, &whole, &Cancel::new()).unwrap();
        assert!(
            made.data
                .as_chunks::<3>()
                .0
                .iter()
                .all(|p| *p == [10, 130, 250])
        );
    }

    proptest! {
        #[test]
        fn the_part_lies_in_the_picture_and_is_no_larger_than_needed(
            w in 1u32..12_000, h in 1u32..12_000, degrees in -45.0f64..45.0,
            x in 0.0f64..0.9, y in 0.0f64..0.9, fw in 0.01f64..1.0, fh in 0.01f64..1.0,
            out_w in 1u32..1440, out_h in 1u32..1440,
        ) {
            let seen = (f64::from(w), f64::from(h));
            let turn = Turn::new(0, degrees).unwrap();
            let frame = turn.inside(seen.0 / seen.1, Rect { x, y, w: fw, h: fh });
            let tilt = Tilt {
                degrees: turn.degrees(),
                seen,
                frame: [frame.x * seen.0, frame.y * seen.1, frame.w * seen.0, frame.h * seen.1],
                size: (out_w, out_h),
            };
            let part = tilt.part();
            let [left, top, width, height] = part.frame;
            prop_assert!(left >= 0.0 && top >= 0.0);
            prop_assert!(left + width <= seen.0 && top + height <= seen.1);
            prop_assert!(f64::from(part.size.0) <= width && f64::from(part.size.1) <= height);
        }
    }
}
