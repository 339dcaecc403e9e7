//! Decoded pixels, and the plain moves on them: cut, scale, lay on a colour, turn.

use std::cell::RefCell;

use fast_image_resize::images::{TypedCroppedImage, TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};

use crate::error::FixError;

/// What the bytes of a pixel are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    Rgb,
    /// Alpha not premultiplied.
    Rgba,
    /// As stored: ink or paper.
    Cmyk,
}

impl Layout {
    pub(crate) fn size(self) -> usize {
        match self {
            Self::Rgb => 3,
            Self::Rgba | Self::Cmyk => 4,
        }
    }
}

/// Rows from the top, without gaps.
#[derive(Debug, Clone)]
pub(crate) struct Raster {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) layout: Layout,
    pub(crate) data: Vec<u8>,
}

/// Turning goes by small squares, so that reading down columns stays in the cache.
const BLOCK: usize = 32;

thread_local! {
    /// Keeps its row buffers from one picture to the next.
    static RESIZER: RefCell<Resizer> = RefCell::new(Resizer::new());
}

impl Raster {
    fn row(&self) -> usize {
        self.width as usize * self.layout.size()
    }

    /// Cuts `frame` (left, top, width, height) and scales it to `size` in one pass, Lanczos3,
    /// alpha-weighted. Pixels are copied untouched when the size stays. Nothing outside the pixels
    /// that the frame touches has a part in the result: two frames that meet at a whole pixel share
    /// none.
    pub(crate) fn scaled(&self, frame: [f64; 4], size: (u32, u32)) -> Result<Self, FixError> {
        let [x, y, w, h] = frame;
        let (rw, rh) = (f64::from(self.width), f64::from(self.height));
        if (w - f64::from(size.0)).abs() < 0.5 && (h - f64::from(size.1)).abs() < 0.5 {
            let left = (x.round().max(0.0) as u32).min(self.width.saturating_sub(size.0));
            let top = (y.round().max(0.0) as u32).min(self.height.saturating_sub(size.1));
            return Ok(self.cut(left, top, size));
        }
        let (x, y) = (x.clamp(0.0, rw - 1.0), y.clamp(0.0, rh - 1.0));
        let (w, h) = (w.min(rw - x), h.min(rh - y));
        // By the type of pixel: asking for it at run time would compile this for every type there
        // is, minutes of it.
        let data = match self.layout {
            Layout::Rgb => self.resampled::<U8x3>([x, y, w, h], size)?,
            Layout::Rgba | Layout::Cmyk => self.resampled::<U8x4>([x, y, w, h], size)?,
        };
        Ok(Self {
            width: size.0,
            height: size.1,
            layout: self.layout,
            data,
        })
    }

    fn resampled<P: PixelTrait>(
        &self,
        [x, y, w, h]: [f64; 4],
        size: (u32, u32),
    ) -> Result<Vec<u8>, FixError> {
        let (left, right) = touched(x, w, self.width);
        let (top, bottom) = touched(y, h, self.height);
        let whole =
            TypedImageRef::<P>::from_buffer(self.width, self.height, &self.data).map_err(codec)?;
        let source = TypedCroppedImage::from_ref(&whole, left, top, right - left, bottom - top)
            .map_err(codec)?;
        let (inner_x, inner_y) = (
            (x - f64::from(left)).max(0.0),
            (y - f64::from(top)).max(0.0),
        );
        let mut data = vec![0; size.0 as usize * size.1 as usize * self.layout.size()];
        let mut target = TypedImage::<P>::from_buffer(size.0, size.1, &mut data).map_err(codec)?;
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
            .crop(
                inner_x,
                inner_y,
                w.min(f64::from(right - left) - inner_x),
                h.min(f64::from(bottom - top) - inner_y),
            )
            .use_alpha(self.layout == Layout::Rgba);
        RESIZER
            .with_borrow_mut(|resizer| resizer.resize_typed(&source, &mut target, &options))
            .map_err(codec)?;
        Ok(data)
    }

    /// [`Raster::scaled`] that lets go of what it was made from.
    pub(crate) fn into_scaled(self, frame: [f64; 4], size: (u32, u32)) -> Result<Self, FixError> {
        let whole = [0.0, 0.0, f64::from(self.width), f64::from(self.height)];
        let same = size == (self.width, self.height)
            && frame.iter().zip(whole).all(|(a, b)| (a - b).abs() < 0.5);
        if same {
            Ok(self)
        } else {
            self.scaled(frame, size)
        }
    }

    fn cut(&self, left: u32, top: u32, size: (u32, u32)) -> Self {
        let pixel = self.layout.size();
        let (start, wide) = (left as usize * pixel, size.0 as usize * pixel);
        let data = self
            .data
            .chunks_exact(self.row().max(1))
            .skip(top as usize)
            .take(size.1 as usize)
            .filter_map(|row| row.get(start..start + wide))
            .flatten()
            .copied()
            .collect();
        Self {
            width: size.0,
            height: size.1,
            layout: self.layout,
            data,
        }
    }

    /// Lays transparent pixels on `background`; other layouts stay as they are.
    pub(crate) fn flattened(self, background: [u8; 3]) -> Self {
        if self.layout != Layout::Rgba {
            return self;
        }
        let mut data = Vec::with_capacity(self.data.len() / 4 * 3);
        for pixel in self.data.as_chunks::<4>().0 {
            let [r, g, b, a] = *pixel;
            let mix = |over: u8, under: u8| {
                let sum = u32::from(over) * u32::from(a) + u32::from(under) * u32::from(255 - a);
                ((sum + 127) / 255) as u8
            };
            let [br, bg, bb] = background;
            data.extend_from_slice(&[mix(r, br), mix(g, bg), mix(b, bb)]);
        }
        Self {
            layout: Layout::Rgb,
            data,
            ..self
        }
    }

    /// Turns a stored RGB picture the way EXIF `orientation` says it is to be seen.
    pub(crate) fn upright(self, orientation: u8) -> Self {
        if self.layout != Layout::Rgb || !(2..=8).contains(&orientation) {
            return self;
        }
        let (w, h) = (self.width as usize, self.height as usize);
        let (pixels, _) = self.data.as_chunks::<3>();
        let (width, height) = if orientation >= 5 { (h, w) } else { (w, h) };
        let mut out = vec![[0_u8; 3]; pixels.len()];
        for top in (0..height).step_by(BLOCK) {
            for left in (0..width).step_by(BLOCK) {
                for y in top..(top + BLOCK).min(height) {
                    let right = (left + BLOCK).min(width);
                    let Some(row) = out.get_mut(y * width + left..y * width + right) else {
                        continue;
                    };
                    for (x, to) in (left..right).zip(row) {
                        let from = match orientation {
                            2 => y * w + (w - 1 - x),
                            3 => (h - 1 - y) * w + (w - 1 - x),
                            4 => (h - 1 - y) * w + x,
                            5 => x * w + y,
                            6 => (h - 1 - x) * w + y,
                            7 => (h - 1 - x) * w + (w - 1 - y),
                            _ => x * w + (w - 1 - y),
                        };
                        if let Some(pixel) = pixels.get(from) {
                            *to = *pixel;
                        }
                    }
                }
            }
        }
        Self {
            width: width as u32,
            height: height as u32,
            layout: Layout::Rgb,
            data: out.into_flattened(),
        }
    }

    /// Lays a picture of the same layout, no larger than this one, on its middle.
    pub(crate) fn with_in_the_middle(mut self, picture: &Self) -> Self {
        let pixel = self.layout.size();
        let left = self.width.saturating_sub(picture.width) as usize / 2 * pixel;
        let top = self.height.saturating_sub(picture.height) as usize / 2;
        let (own, wide) = (self.row().max(1), picture.row().max(1));
        let rows = self.data.chunks_exact_mut(own).skip(top);
        for (to, from) in rows.zip(picture.data.chunks_exact(wide)) {
            if let Some(to) = to.get_mut(left..left + wide) {
                to.copy_from_slice(from);
            }
        }
        self
    }
}

/// The pixels that a cut from `start`, `length` long, touches: first and one past the last, of
/// `count`. A sliver left by rounding touches nothing.
pub(crate) fn touched(start: f64, length: f64, count: u32) -> (u32, u32) {
    const SLIVER: f64 = 1e-6;
    let first = ((start + SLIVER).floor().max(0.0) as u32).min(count.saturating_sub(1));
    let end = ((start + length - SLIVER).ceil().max(0.0) as u32).clamp(first + 1, count.max(1));
    (first, end)
}

fn codec(error: impl std::fmt::Display) -> FixError {
    FixError::Codec(error.to_string())
}
