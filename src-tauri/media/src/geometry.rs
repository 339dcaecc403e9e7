//! Sizes and frames of a rendering, before any pixel is touched.

use fanfold_domain::recipe::{Fill, Fit, Recipe};
use fanfold_domain::shape::Rect;

use crate::error::FixError;

/// How far the shape of an output may be from the wanted one (a slide of the same post is cropped
/// by Instagram beyond one percent; `rules.md` tolerates 0.005 at the edges of the range).
const SHAPE_TOLERANCE: f64 = 0.000_5;

/// Sides above this are no pictures; JPEG itself ends at 65,535.
const MAX_SIDE: f64 = 30_000.0;

/// What to cut from the picture as it is seen (upright, turned by quarters), and how large everything
/// becomes, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Plan {
    /// Left, top, width, height in the picture as it is seen.
    pub(crate) frame: [f64; 4],
    /// Size of the picture in the output.
    pub(crate) picture: (u32, u32),
    /// Size of the output; larger than `picture` when bands are added.
    pub(crate) canvas: (u32, u32),
    /// What the rest of the canvas gets.
    pub(crate) fill: Fill,
}

/// Works out a recipe for a picture of `width`×`height` (oriented).
pub(crate) fn plan(width: u32, height: u32, recipe: &Recipe) -> Result<Plan, FixError> {
    if width == 0 || height == 0 || recipe.max_width == 0 {
        return Err(FixError::BadRecipe("nothing to draw"));
    }
    let turn = recipe.turn;
    let (seen_w, seen_h) = turn.size(f64::from(width), f64::from(height));
    // All of it; straightened, all of it that has no empty corner.
    let all = pixels(turn.inside(seen_w / seen_h, Rect::WHOLE), seen_w, seen_h)?;
    let [_, _, w, h] = all;
    let plan = match &recipe.fit {
        Fit::Keep => whole(all, sized((w, h), w / h, recipe)?),
        Fit::Crop { frame } => {
            let mut frame = pixels(*frame, seen_w, seen_h)?;
            if turn.is_straightened() {
                let wanted = fractions(frame, seen_w, seen_h);
                frame = pixels(turn.inside(seen_w / seen_h, wanted), seen_w, seen_h)?;
            }
            let [_, _, fw, fh] = frame;
            whole(frame, sized((fw, fh), fw / fh, recipe)?)
        }
        Fit::Pad { aspect, fill } => {
            if !(aspect.is_finite() && *aspect > 0.0) {
                return Err(FixError::BadRecipe("no shape"));
            }
            let natural = (w.max(h * aspect), h.max(w / aspect));
            let canvas = sized(natural, *aspect, recipe)?;
            let (cw, ch) = (f64::from(canvas.0), f64::from(canvas.1));
            let scale = (cw / w).min(ch / h);
            let side = |own: f64, room: u32| ((own * scale).round() as u32).clamp(1, room);
            Plan {
                canvas,
                fill: *fill,
                ..whole(all, (side(w, canvas.0), side(h, canvas.1)))
            }
        }
    };
    Ok(plan)
}

fn whole(frame: [f64; 4], size: (u32, u32)) -> Plan {
    Plan {
        frame,
        picture: size,
        canvas: size,
        fill: Fill::Color([0; 3]),
    }
}

/// Fractions to pixels, kept inside the picture.
fn pixels(frame: Rect, w: f64, h: f64) -> Result<[f64; 4], FixError> {
    let ok = [frame.x, frame.y, frame.w, frame.h]
        .iter()
        .all(|v| v.is_finite());
    if !ok || frame.w <= 0.0 || frame.h <= 0.0 {
        return Err(FixError::BadRecipe("an empty frame"));
    }
    let fw = (frame.w * w).clamp(1.0, w);
    let fh = (frame.h * h).clamp(1.0, h);
    Ok([
        (frame.x * w).clamp(0.0, w - fw),
        (frame.y * h).clamp(0.0, h - fh),
        fw,
        fh,
    ])
}

fn fractions([x, y, fw, fh]: [f64; 4], w: f64, h: f64) -> Rect {
    Rect {
        x: x / w,
        y: y / h,
        w: fw / w,
        h: fh / h,
    }
}

/// The output size for a cut of `natural` pixels and shape `aspect`: no wider than wanted unless it
/// would be too narrow to be taken at all, even sides where scaling happens anyway, and a shape
/// exact enough that all slides of a post come out the same.
fn sized(natural: (f64, f64), aspect: f64, recipe: &Recipe) -> Result<(u32, u32), FixError> {
    let narrowest = f64::from(recipe.min_width);
    let widest = f64::from(recipe.max_width).max(narrowest);
    let width = natural.0.clamp(narrowest.max(1.0), widest.max(1.0));
    let height = width / aspect;
    if height > MAX_SIDE || width > MAX_SIDE {
        return Err(FixError::BadRecipe("a side beyond what JPEG holds"));
    }
    let same = (width - natural.0).abs() < 0.5;
    let exact = (natural.0.round(), natural.1.round());
    if same && (exact.0 / exact.1 / aspect - 1.0).abs() <= SHAPE_TOLERANCE {
        return Ok((side(exact.0), side(exact.1)));
    }
    let floor = (width / 2.0).floor() * 2.0;
    let grow = natural.0 < width || floor < narrowest;
    Ok(nearest_shape(width, aspect, grow, narrowest))
}

/// The even size at or below `width` (at or above, when enlarging) whose shape is right, but none
/// below `narrowest`.
fn nearest_shape(width: f64, aspect: f64, grow: bool, narrowest: f64) -> (u32, u32) {
    let even = |v: f64| ((v / 2.0).round() * 2.0).max(2.0);
    let start = if grow {
        (width / 2.0).ceil() * 2.0
    } else {
        ((width / 2.0).floor() * 2.0).max(2.0)
    };
    let error = |(w, h): (f64, f64)| (w / h / aspect - 1.0).abs();
    let mut best = (start, even(start / aspect));
    for step in 0..24 {
        let offset = f64::from(step) * 2.0;
        let w = if grow { start + offset } else { start - offset };
        if w < narrowest.max(2.0) || error(best) <= SHAPE_TOLERANCE {
            break;
        }
        let candidate = (w, even(w / aspect));
        if error(candidate) < error(best) {
            best = candidate;
        }
    }
    (side(best.0), side(best.1))
}

fn side(pixels: f64) -> u32 {
    pixels.round().clamp(1.0, MAX_SIDE) as u32
}

/// The EXIF orientation that shows a picture of `orientation` turned on by `quarters` clockwise.
pub(crate) fn turned_orientation(orientation: u8, quarters: u8) -> u8 {
    // Each is the one before it turned by a quarter; the second ring is of the mirrored ones.
    const RINGS: [[u8; 4]; 2] = [[1, 6, 3, 8], [2, 7, 4, 5]];
    let own = if (1..=8).contains(&orientation) {
        orientation
    } else {
        1
    };
    let found = RINGS.iter().find_map(|ring| {
        let at = ring.iter().position(|one| *one == own)?;
        ring.get((at + usize::from(quarters)) % 4).copied()
    });
    found.unwrap_or(own)
}

/// A frame of the oriented picture in the coordinates of the stored one. `size` is the oriented
/// width and height.
pub(crate) fn stored_frame(orientation: u8, frame: [f64; 4], size: (f64, f64)) -> [f64; 4] {
    let [x, y, w, h] = frame;
    let (right, bottom) = (size.0 - x - w, size.1 - y - h);
    match orientation {
        2 => [right, y, w, h],
        3 => [right, bottom, w, h],
        4 => [x, bottom, w, h],
        5 => [y, x, h, w],
        6 => [y, right, h, w],
        7 => [bottom, right, h, w],
        8 => [bottom, x, h, w],
        _ => frame,
    }
}

/// The size that fits into a square of `max_side`, never enlarged.
pub(crate) fn fit_inside(width: u32, height: u32, max_side: u32) -> (u32, u32) {
    let longest = width.max(height).max(1);
    let scale = (f64::from(max_side.max(1)) / f64::from(longest)).min(1.0);
    let to = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
    (to(width), to(height))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use fanfold_domain::shape::crop_frame;
    use proptest::prelude::*;

    use super::*;

    fn recipe(fit: Fit) -> Recipe {
        Recipe {
            fit,
            turn: fanfold_domain::turn::Turn::NONE,
            max_width: 1440,
            min_width: 0,
            max_bytes: 8_000_000,
            quality: 85,
            background: [255; 3],
            actions: Vec::new(),
        }
    }

    fn crop(width: u32, height: u32, target: f64) -> Plan {
        let frame = crop_frame(f64::from(width) / f64::from(height), target, (0.5, 0.5));
        plan(width, height, &recipe(Fit::Crop { frame })).unwrap()
    }

    #[test]
    fn slides_of_one_shape_come_out_at_one_size() {
        for (w, h) in [(4032, 3024), (3024, 4032), (8064, 6048), (2000, 5001)] {
            assert_eq!(crop(w, h, 0.8).canvas, (1440, 1800), "{w}x{h}");
            assert_eq!(crop(w, h, 1.0).canvas, (1440, 1440), "{w}x{h}");
            assert_eq!(crop(w, h, 1.91).canvas, (1440, 754), "{w}x{h}");
        }
    }

    #[test]
    fn a_picture_that_needs_no_scaling_keeps_its_pixels() {
        let kept = plan(1081, 1351, &recipe(Fit::Keep)).unwrap();
        assert_eq!(kept.canvas, (1081, 1351));
        let [x, y, w, h] = kept.frame;
        assert!(x.abs() + y.abs() + (w - 1081.0).abs() + (h - 1351.0).abs() < 1e-9);
    }

    #[test]
    fn a_narrow_picture_is_enlarged_to_the_wanted_width() {
        let mut wanted = recipe(Fit::Keep);
        wanted.min_width = 320;
        let grown = plan(100, 90, &wanted).unwrap();
        assert!(grown.canvas.0 >= 320, "{grown:?}");
    }

    #[test]
    fn a_better_shape_is_never_looked_for_below_the_smallest_width() {
        let mut wanted = recipe(Fit::Pad {
            aspect: 1.91,
            fill: Fill::Blur,
        });
        wanted.min_width = 612;
        let (w, h) = plan(200, 326, &wanted).unwrap().canvas;
        assert!(w >= 612 && h >= 320, "{w}x{h}");
    }

    #[test]
    fn nonsense_frames_are_refused() {
        let bad = Rect {
            x: 0.0,
            y: 0.0,
            w: f64::NAN,
            h: 1.0,
        };
        assert!(plan(100, 100, &recipe(Fit::Crop { frame: bad })).is_err());
        assert!(
            plan(
                100,
                100,
                &recipe(Fit::Pad {
                    aspect: 0.0,
                    fill: Fill::Blur
                })
            )
            .is_err()
        );
        assert!(plan(0, 100, &recipe(Fit::Keep)).is_err());
    }

    proptest! {
        #[test]
        fn a_crop_keeps_inside_and_its_shape(
            w in 200_u32..12_000, h in 200_u32..12_000, target in 0.8_f64..1.91,
        ) {
            let plan = crop(w, h, target);
            let [x, y, fw, fh] = plan.frame;
            prop_assert!(x >= 0.0 && y >= 0.0);
            prop_assert!(x + fw <= f64::from(w) + 1e-6 && y + fh <= f64::from(h) + 1e-6);
            let (ow, oh) = plan.canvas;
            prop_assert!(ow <= 1440);
            let shape = f64::from(ow) / f64::from(oh);
            prop_assert!((shape / target - 1.0).abs() < 0.003, "{shape} for {target}");
        }

        #[test]
        fn bands_never_cut_the_picture(
            w in 60_u32..12_000, h in 60_u32..12_000, target in 0.8_f64..1.91,
        ) {
            let fit = Fit::Pad { aspect: target, fill: Fill::Blur };
            let plan = plan(w, h, &recipe(fit)).unwrap();
            prop_assert!(plan.picture.0 <= plan.canvas.0 && plan.picture.1 <= plan.canvas.1);
            prop_assert!(
                plan.picture.0 == plan.canvas.0 || plan.picture.1 == plan.canvas.1
                    || plan.canvas.0 < 100 || plan.canvas.1 < 100
                    || plan.canvas.0 - plan.picture.0 <= 1 || plan.canvas.1 - plan.picture.1 <= 1
            );
        }

        #[test]
        fn a_stored_frame_lies_inside_the_stored_picture(
            orientation in 1_u8..=8, x in 0.0_f64..50.0, y in 0.0_f64..60.0,
        ) {
            let (w, h) = (100.0, 80.0);
            let [sx, sy, sw, sh] = stored_frame(orientation, [x, y, 50.0, 20.0], (w, h));
            let (stored_w, stored_h) = if orientation >= 5 { (h, w) } else { (w, h) };
            prop_assert!(sx >= 0.0 && sy >= 0.0 && sx + sw <= stored_w && sy + sh <= stored_h);
        }
    }
}
