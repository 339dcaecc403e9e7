//! The way of an ordinary photo: a YCbCr JPEG, or a lossy WebP, stays YCbCr. Its planes are decoded, cut, scaled and
//! turned one by one, brought to sRGB where they are small, and encoded again; no full-size RGB is
//! ever made. A third less time and half the memory of the plain way (`performance.md`), which
//! takes everything else: grey, ink, other subsamplings, other profiles, bands.

mod gamut;
mod lanes;
mod scale;
mod taps;

use std::cell::RefCell;

use fanfold_domain::media::Color;

use crate::decode::{self, Shrink, Yuv};
use crate::error::FixError;
use crate::probe::{Inspection, Profile};
use crate::raster::touched;
use scale::{Plane, Scratch, View};
use taps::Axis;

/// Buffers larger than this are given back after each picture.
const KEPT: usize = 40 << 20;

/// Buffers of this thread, from one picture to the next.
#[derive(Default)]
struct Buffers {
    frame: Vec<u8>,
    scratch: Scratch,
}

thread_local! {
    static BUFFERS: RefCell<Buffers> = RefCell::default();
}

/// Gives this thread's buffers back, before something else needs the room.
pub(crate) fn release() {
    BUFFERS.with_borrow_mut(|buffers| *buffers = Buffers::default());
}

/// A finished picture: sRGB, upright, chroma at half the size of luma.
#[derive(Debug, Clone)]
pub(crate) struct Planes {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) y: Plane,
    pub(crate) cb: Plane,
    pub(crate) cr: Plane,
}

/// What to draw, in the stored picture's coordinates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut {
    /// Left, top, width, height.
    pub(crate) frame: [f64; 4],
    /// Output size before turning.
    pub(crate) size: (u32, u32),
    pub(crate) shrink: Shrink,
    /// EXIF, 1–8.
    pub(crate) orientation: u8,
}

/// `None` when this picture has to go the plain way.
pub(crate) fn drawn(
    bytes: &[u8],
    inspection: &Inspection,
    cut: &Cut,
) -> Result<Option<Planes>, FixError> {
    let wide = match (inspection.facts.color, &inspection.profile) {
        (Color::Srgb, _) => false,
        (Color::DisplayP3, Profile::Icc(profile)) if gamut::is_display_p3(profile) => true,
        _ => return Ok(None),
    };
    let mut buffers = BUFFERS.take();
    let decoded = if inspection.facts.format == "webp" {
        Ok(decode::webp_planes(bytes, inspection))
    } else {
        decode::planes(bytes, cut.shrink, std::mem::take(&mut buffers.frame))
    };
    let done = decoded.map(|yuv| {
        let yuv = yuv?;
        let mut planes = planes(&yuv, inspection, cut, &mut buffers.scratch);
        if yuv.narrow {
            planes.widen();
        }
        buffers.frame = yuv.data;
        if wide {
            gamut::to_srgb(&mut planes.y, &mut planes.cb, &mut planes.cr);
        }
        Some(planes)
    });
    if buffers.frame.capacity() <= KEPT {
        BUFFERS.set(buffers);
    }
    done
}

fn planes(yuv: &Yuv, inspection: &Inspection, cut: &Cut, scratch: &mut Scratch) -> Planes {
    let facts = &inspection.facts;
    // The decoder may have shrunk; what it really made counts.
    let sx = f64::from(yuv.width) / f64::from(facts.stored_width.max(1));
    let sy = f64::from(yuv.height) / f64::from(facts.stored_height.max(1));
    let [x, y, w, h] = cut.frame;
    let [luma, cb, cr] = yuv.planes();
    let seen = Seen {
        x: (x * sx, w * sx, yuv.width, cut.size.0),
        y: (y * sy, h * sy, yuv.height, cut.size.1),
        orientation: cut.orientation,
    };
    let (halved_x, halved_y) = yuv.halved;
    let whole = seen.axes(1, (false, false));
    let half = seen.axes(2, (halved_x, halved_y));
    let turned = cut.orientation >= 5;
    let view = |(data, stride)| View { data, stride };
    let mut scale = |plane, axes| scale::scaled(view(plane), axes, turned, scratch);
    let (width, height) = if turned {
        (cut.size.1, cut.size.0)
    } else {
        cut.size
    };
    Planes {
        width,
        height,
        y: scale(luma, whole),
        cb: scale(cb, half),
        cr: scale(cr, half),
    }
}

/// Both sides of a cut: start, length, pixels there are, pixels wanted; all of luma.
struct Seen {
    x: (f64, f64, u32, u32),
    y: (f64, f64, u32, u32),
    orientation: u8,
}

impl Seen {
    /// The axes of a plane that gets one value for `share` output pixels each way, from one that
    /// has one for two where `halved`. Chroma lies in the middle of its pixels (JFIF 1.02), so
    /// halving coordinates is all there is to siting.
    fn axes(&self, share: u32, halved: (bool, bool)) -> (Axis, Axis) {
        let flipped = (
            matches!(self.orientation, 2 | 3 | 7 | 8),
            matches!(self.orientation, 3 | 4 | 6 | 7),
        );
        (
            axis(self.x, share, halved.0, flipped.0),
            axis(self.y, share, halved.1, flipped.1),
        )
    }
}

fn axis(
    (start, length, have, want): (f64, f64, u32, u32),
    share: u32,
    halved: bool,
    flipped: bool,
) -> Axis {
    let source = if halved { 2.0 } else { 1.0 };
    let start = start.clamp(0.0, f64::from(have) - 1.0);
    let length = length.min(f64::from(have) - start);
    let (start, length) = whole(start, length, want);
    let (from, to) = touched(start, length, have);
    let step = length / f64::from(want.max(1));
    let (from, to) = if halved {
        (from / 2, to.div_ceil(2))
    } else {
        (from, to)
    };
    // Flipped, an odd end that is made up comes first in the source.
    let count = want.div_ceil(share);
    let beyond = f64::from(count * share - want) * step;
    let start = if flipped { start - beyond } else { start };
    Axis {
        start: start / source,
        step: step * f64::from(share) / source,
        from: from as usize,
        to: to as usize,
        count: count as usize,
        made: if share == 1 {
            count.next_multiple_of(2) as usize
        } else {
            count as usize
        },
        flipped,
    }
}

/// A cut that keeps its size keeps its pixels: it starts at a whole one.
fn whole(start: f64, length: f64, want: u32) -> (f64, f64) {
    if (length - f64::from(want)).abs() < 0.5 {
        (start.round(), f64::from(want))
    } else {
        (start, length)
    }
}

impl Planes {
    /// From the range of films (ITU-R BT.601: luma 16–235, chroma 16–240) to that of JPEG.
    fn widen(&mut self) {
        let table = |half: f64, steps: f64| -> [u8; 256] {
            let zero = if half > 0.0 { half } else { 16.0 };
            std::array::from_fn(|value| {
                ((value as f64 - zero) * 255.0 / steps + half)
                    .round()
                    .clamp(0.0, 255.0) as u8
            })
        };
        let (luma, chroma) = (table(0.0, 219.0), table(128.0, 224.0));
        for (plane, table) in [
            (&mut self.y, &luma),
            (&mut self.cb, &chroma),
            (&mut self.cr, &chroma),
        ] {
            for value in &mut plane.data {
                *value = table.get(usize::from(*value)).copied().unwrap_or(0);
            }
        }
    }

    /// The whole picture at another size.
    pub(crate) fn scaled(&self, size: (u32, u32)) -> Self {
        let seen = Seen {
            x: (0.0, f64::from(self.width), self.width, size.0),
            y: (0.0, f64::from(self.height), self.height, size.1),
            orientation: 1,
        };
        let mut scratch = Scratch::default();
        let mut scale =
            |plane: &Plane, axes| scale::scaled(plane.view(), axes, false, &mut scratch);
        let (whole, half) = (seen.axes(1, (false, false)), seen.axes(2, (true, true)));
        Self {
            width: size.0,
            height: size.1,
            y: scale(&self.y, whole),
            cb: scale(&self.cb, half),
            cr: scale(&self.cr, half),
        }
    }
}
