//! Display P3 to sRGB on scaled 4:2:0 planes, in one pass.
//!
//! Both spaces share curve and white; between them lies one matrix. The curve is computed, not
//! looked up, because arithmetic runs many values at a time and tables do not; its polynomials stay
//! within a tenth of one step of eight bits.
//!
//! Four pixels share their chroma. The darkest and the brightest of them are converted, those in
//! between follow: half the work, and no eye or metric finds the difference.

use std::sync::{LazyLock, Mutex, PoisonError};

use pulp::NullaryFnOnce;

use super::lanes;
use super::scale::Plane;
use crate::color;

/// Chroma values worked on together; four pixels belong to each.
const LANES: usize = 16;

/// Terms of the polynomials.
const TERMS: usize = 7;

type Polynomial = [f32; TERMS];

/// From encoded value to linear light, above the straight part (IEC 61966-2-1).
static LIGHT: LazyLock<Polynomial> =
    LazyLock::new(|| through(|value| ((value + 0.055) / 1.055).powf(2.4), 0.04, 1.0));

/// From the root of linear light to encoded value, above the straight part.
static VALUE: LazyLock<Polynomial> =
    LazyLock::new(|| through(|root| 1.055 * root.powf(2.0 / 2.4) - 0.055, 0.052, 1.0));

/// Linear P3 to linear sRGB (CSS Color 4, 10.9); red and green do not depend on blue.
const RED: [f32; 2] = [1.224_940_2, -0.224_940_2];
const GREEN: [f32; 2] = [-0.042_056_96, 1.042_057];
const BLUE: [f32; 3] = [-0.019_637_55, -0.078_636_05, 1.098_273_6];

/// Profiles seen lately, and whether they are Display P3.
const REMEMBERED: usize = 8;
static SEEN: Mutex<Vec<(Vec<u8>, bool)>> = Mutex::new(Vec::new());

/// Whether the colour engine, given this ICC profile, does what [`to_srgb`] does.
pub(super) fn is_display_p3(profile: &[u8]) -> bool {
    let seen = |seen: &[(Vec<u8>, bool)]| {
        let found = seen.iter().find(|(known, _)| known == profile);
        found.map(|(_, is)| *is)
    };
    if let Some(is) = seen(&SEEN.lock().unwrap_or_else(PoisonError::into_inner)) {
        return is;
    }
    let is = agrees(profile);
    let mut all = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() >= REMEMBERED {
        all.remove(0);
    }
    all.push((profile.to_vec(), is));
    is
}

/// Compares a grid of colours. The engine works with tables: two steps are the same.
fn agrees(profile: &[u8]) -> bool {
    const STEPS: [u8; 7] = [0, 20, 60, 110, 160, 210, 255];
    let grid: Vec<u8> = STEPS
        .iter()
        .flat_map(|r| {
            STEPS
                .iter()
                .flat_map(move |g| STEPS.iter().map(move |b| [*r, *g, *b]))
        })
        .flatten()
        .collect();
    let Some(wanted) = color::icc_to_srgb(profile, &grid) else {
        return false;
    };
    let (pixels, _) = grid.as_chunks::<3>();
    let (wanted, _) = wanted.as_chunks::<3>();
    let shaper = Shaper::<false>::new();
    pixels.iter().zip(wanted).all(|(pixel, wanted)| {
        let got = shaper.rgb(pixel.map(|value| f32::from(value) / 255.0));
        got.iter()
            .zip(wanted)
            .all(|(got, wanted)| (got * 255.0 - f32::from(*wanted)).abs() <= 2.0)
    })
}

/// Converts in place.
pub(super) fn to_srgb(y: &mut Plane, cb: &mut Plane, cr: &mut Plane) {
    if lanes::fused() {
        lanes::run(Conversion::<'_, true> { y, cb, cr });
    } else {
        lanes::run(Conversion::<'_, false> { y, cb, cr });
    }
}

struct Conversion<'a, const FUSED: bool> {
    y: &'a mut Plane,
    cb: &'a mut Plane,
    cr: &'a mut Plane,
}

impl<const FUSED: bool> NullaryFnOnce for Conversion<'_, FUSED> {
    type Output = ();

    #[expect(
        clippy::inline_always,
        reason = "compiled for the processor at hand only when inlined"
    )]
    #[inline(always)]
    fn call(self) {
        let shaper = Shaper::<FUSED>::new();
        let stride = self.y.stride.max(1);
        let lumas = self.y.data.chunks_exact_mut(2 * stride);
        let cbs = self.cb.data.chunks_exact_mut(self.cb.stride.max(1));
        let crs = self.cr.data.chunks_exact_mut(self.cr.stride.max(1));
        for ((luma, cb), cr) in lumas.zip(cbs).zip(crs) {
            let (upper, lower) = luma.split_at_mut(stride);
            let upper = upper.as_chunks_mut::<{ 2 * LANES }>().0;
            let lower = lower.as_chunks_mut::<{ 2 * LANES }>().0;
            let cb = cb.as_chunks_mut::<LANES>().0;
            let cr = cr.as_chunks_mut::<LANES>().0;
            for (((upper, lower), cb), cr) in upper.iter_mut().zip(lower).zip(cb).zip(cr) {
                shaper.blocks(upper, lower, cb, cr);
            }
        }
    }
}

/// The conversion with its polynomials at hand.
struct Shaper<const FUSED: bool> {
    light: Polynomial,
    value: Polynomial,
}

#[expect(
    clippy::inline_always,
    reason = "compiled for the processor at hand only when inlined"
)]
impl<const FUSED: bool> Shaper<FUSED> {
    fn new() -> Self {
        Self {
            light: *LIGHT,
            value: *VALUE,
        }
    }

    /// `a × b + c`.
    #[inline(always)]
    fn add(a: f32, b: f32, c: f32) -> f32 {
        if FUSED { a.mul_add(b, c) } else { a * b + c }
    }

    #[inline(always)]
    fn at(terms: &Polynomial, x: f32) -> f32 {
        terms
            .iter()
            .rev()
            .fold(0.0, |sum, term| Self::add(sum, x, *term))
    }

    #[inline(always)]
    fn light(&self, value: f32) -> f32 {
        let value = value.clamp(0.0, 1.0);
        let curved = Self::at(&self.light, value);
        if value <= 0.040_45 {
            value / 12.92
        } else {
            curved
        }
    }

    #[inline(always)]
    fn value(&self, light: f32) -> f32 {
        let light = light.clamp(0.0, 1.0);
        let curved = Self::at(&self.value, light.sqrt());
        if light <= 0.003_130_8 {
            light * 12.92
        } else {
            curved
        }
    }

    /// One colour, values 0–1.
    #[inline(always)]
    fn rgb(&self, [r, g, b]: [f32; 3]) -> [f32; 3] {
        let (r, g, b) = (self.light(r), self.light(g), self.light(b));
        let ([rr, rg], [gr, gg], [br, bg, bb]) = (RED, GREEN, BLUE);
        [
            self.value(Self::add(r, rr, g * rg)),
            self.value(Self::add(r, gr, g * gg)),
            self.value(Self::add(b, bb, Self::add(r, br, g * bg))),
        ]
    }

    /// One colour as luma 0–255 and chroma around 0 (JFIF 1.02), not rounded.
    #[inline(always)]
    fn ycc(&self, y: f32, cb: f32, cr: f32) -> [f32; 3] {
        const STEP: f32 = 1.0 / 255.0;
        let y = y * STEP;
        let [r, g, b] = self.rgb([
            Self::add(cr, 1.402 * STEP, y),
            Self::add(cb, -0.344_136 * STEP, Self::add(cr, -0.714_136 * STEP, y)),
            Self::add(cb, 1.772 * STEP, y),
        ]);
        let y = Self::add(
            r,
            0.299 * 255.0,
            Self::add(g, 0.587 * 255.0, b * (0.114 * 255.0)),
        );
        [
            y,
            Self::add(b, 255.0, -y) * (1.0 / 1.772),
            Self::add(r, 255.0, -y) * (1.0 / 1.402),
        ]
    }

    /// Two rows of luma and the chroma between them.
    #[inline(always)]
    fn blocks(
        &self,
        upper: &mut [u8; 2 * LANES],
        lower: &mut [u8; 2 * LANES],
        cb: &mut [u8; LANES],
        cr: &mut [u8; LANES],
    ) {
        let ([mut a, mut b], [mut c, mut d]) = (split(upper), split(lower));
        let lumas = a.iter_mut().zip(&mut b).zip(c.iter_mut().zip(&mut d));
        for ((cb, cr), ((a, b), (c, d))) in cb.iter_mut().zip(cr).zip(lumas) {
            let (low, high) = (a.min(*b).min(c.min(*d)), a.max(*b).max(c.max(*d)));
            let (blue, red) = (f32::from(*cb) - 128.0, f32::from(*cr) - 128.0);
            let [low_y, low_cb, low_cr] = self.ycc(low, blue, red);
            let [high_y, high_cb, high_cr] = self.ycc(high, blue, red);
            let part = 1.0 / (high - low).max(1.0);
            let slope = (high_y - low_y) * part;
            let middle = ((*a + *b + *c + *d) * 0.25 - low) * part;
            for y in [a, b, c, d] {
                *y = Self::add(slope, *y - low, low_y + 0.5);
            }
            *cb = byte(Self::add(middle, high_cb - low_cb, low_cb + 128.5));
            *cr = byte(Self::add(middle, high_cr - low_cr, low_cr + 128.5));
        }
        join(upper, &a, &b);
        join(lower, &c, &d);
    }
}

/// Every other value, from the first and from the second on.
#[expect(
    clippy::inline_always,
    reason = "compiled for the processor at hand only when inlined"
)]
#[inline(always)]
fn split(row: &[u8; 2 * LANES]) -> [[f32; LANES]; 2] {
    let mut out = [[0.0; LANES]; 2];
    let [first, second] = &mut out;
    for ((a, b), [from_a, from_b]) in first.iter_mut().zip(second).zip(row.as_chunks::<2>().0) {
        (*a, *b) = (f32::from(*from_a), f32::from(*from_b));
    }
    out
}

#[expect(
    clippy::inline_always,
    reason = "compiled for the processor at hand only when inlined"
)]
#[inline(always)]
fn join(row: &mut [u8; 2 * LANES], first: &[f32; LANES], second: &[f32; LANES]) {
    for ((a, b), to) in first.iter().zip(second).zip(row.as_chunks_mut::<2>().0) {
        *to = [byte(*a), byte(*b)];
    }
}

#[expect(
    clippy::inline_always,
    reason = "compiled for the processor at hand only when inlined"
)]
#[inline(always)]
fn byte(value: f32) -> u8 {
    (value as i32).clamp(0, 255) as u8
}

/// The polynomial through a curve at the Chebyshev nodes of a range (Newton's divided differences,
/// then plain powers).
#[expect(clippy::indexing_slicing, reason = "every index is below TERMS")]
fn through(curve: impl Fn(f64) -> f64, from: f64, to: f64) -> Polynomial {
    let nodes: [f64; TERMS] = std::array::from_fn(|k| {
        let angle = std::f64::consts::PI * (k as f64 + 0.5) / TERMS as f64;
        f64::midpoint(from, to) + (to - from) / 2.0 * angle.cos()
    });
    let mut divided = nodes.map(curve);
    for order in 1..TERMS {
        for k in (order..TERMS).rev() {
            divided[k] = (divided[k] - divided[k - 1]) / (nodes[k] - nodes[k - order]);
        }
    }
    let mut powers = [0.0; TERMS];
    for k in (0..TERMS).rev() {
        for power in (1..TERMS).rev() {
            powers[power] = powers[power - 1] - nodes[k] * powers[power];
        }
        powers[0] = divided[k] - nodes[k] * powers[0];
    }
    powers.map(|term| term as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact_light(value: f64) -> f64 {
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    }

    #[test]
    fn the_curves_stay_within_a_tenth_of_a_step() {
        let shaper = Shaper::<false>::new();
        for step in 0..=5100 {
            let value = f64::from(step) / 5100.0;
            let light = exact_light(value);
            let back = f64::from(shaper.value(light as f32));
            assert!((back - value).abs() * 255.0 < 0.1, "{value}: {back}");
            // An error in light counts as much as the curve back makes of it.
            let near = f64::from(shaper.light(value as f32));
            let slope = (exact_light(value + 1e-6) - light) / 1e-6;
            assert!(
                (near - light).abs() / slope * 255.0 < 0.1,
                "{value}: {near}"
            );
        }
    }

    #[test]
    fn display_p3_is_recognised_and_nothing_else() {
        let encoded = |profile: moxcms::ColorProfile| profile.encode().unwrap_or_default();
        assert!(is_display_p3(&encoded(
            moxcms::ColorProfile::new_display_p3()
        )));
        assert!(!is_display_p3(&encoded(moxcms::ColorProfile::new_srgb())));
        assert!(!is_display_p3(&encoded(
            moxcms::ColorProfile::new_adobe_rgb()
        )));
        assert!(!is_display_p3(b"no profile"));
    }
}
