//! What fills the room beside a picture that is kept whole: one colour, or the picture itself,
//! enlarged over the canvas, strongly blurred and a little darker.
//!
//! The blur is done on a picture the size of a stamp: nobody can tell, and it costs milliseconds.

use fanfold_domain::recipe::Fill;

use crate::error::FixError;
use crate::raster::{Layout, Raster};

/// Longer side of what is blurred, in pixels.
const STAMP: u32 = 64;

/// Box blur of this radius, this often, comes close to a Gaussian of 2.4 stamp pixels: about 70
/// pixels of a finished picture.
const RADIUS: usize = 2;
const ROUNDS: usize = 3;

/// Share of the light that stays, in 256ths, so that the picture itself stands out.
const LIGHT: u16 = 200;

/// An upright RGB `picture` in the middle of a canvas.
pub(crate) fn laid_on(picture: Raster, canvas: (u32, u32), fill: Fill) -> Result<Raster, FixError> {
    if canvas == (picture.width, picture.height) || picture.layout != Layout::Rgb {
        return Ok(picture);
    }
    let under = match fill {
        Fill::Color(color) => Raster {
            width: canvas.0,
            height: canvas.1,
            layout: Layout::Rgb,
            data: color.repeat(canvas.0 as usize * canvas.1 as usize),
        },
        Fill::Blur => blurred(&picture, canvas)?,
    };
    Ok(under.with_in_the_middle(&picture))
}

fn blurred(picture: &Raster, canvas: (u32, u32)) -> Result<Raster, FixError> {
    let (w, h) = (f64::from(picture.width), f64::from(picture.height));
    let shape = f64::from(canvas.0) / f64::from(canvas.1);
    let (cut_w, cut_h) = (w.min(h * shape), h.min(w / shape));
    let frame = [(w - cut_w) / 2.0, (h - cut_h) / 2.0, cut_w, cut_h];
    let small = |side: u32| {
        let longest = canvas.0.max(canvas.1);
        (u64::from(side) * u64::from(STAMP) / u64::from(longest)).max(2) as u32
    };
    let mut stamp = picture.scaled(frame, (small(canvas.0), small(canvas.1)))?;
    let (width, height) = (stamp.width as usize, stamp.height as usize);
    for _ in 0..ROUNDS {
        stamp.data = smoothed(&stamp.data, height, width, 3);
        stamp.data = smoothed(&stamp.data, 1, height, width * 3);
    }
    for value in &mut stamp.data {
        *value = ((u16::from(*value) * LIGHT) >> 8) as u8;
    }
    let whole = [0.0, 0.0, f64::from(stamp.width), f64::from(stamp.height)];
    stamp.scaled(whole, canvas)
}

/// The mean over `RADIUS` neighbours on both sides, in each of `lines` runs of `count` steps whose
/// values are `stride` bytes apart; the ends repeat. A stamp is small: no running sums.
fn smoothed(data: &[u8], lines: usize, count: usize, stride: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    for line in data.chunks_exact((count * stride).max(1)).take(lines) {
        for at in 0..count {
            for byte in 0..stride {
                let sum: usize = (0..=2 * RADIUS)
                    .filter_map(|step| {
                        let near = (at + step).saturating_sub(RADIUS).min(count - 1);
                        line.get(near * stride + byte).copied().map(usize::from)
                    })
                    .sum();
                out.push((sum / (2 * RADIUS + 1)) as u8);
            }
        }
    }
    out
}
