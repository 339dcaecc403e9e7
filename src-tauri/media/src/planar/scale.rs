//! One plane cut, scaled and turned: Lanczos3 down the columns, the result laid on its side, and
//! the same again. Columns are cheap to add up many at a time, rows are not; and what lies on its
//! side is what a photo from an upright phone needs anyway.

use pulp::NullaryFnOnce;

use super::lanes;
use super::taps::{Axis, Taps};

/// Pixels added up together.
const WIDE: usize = 64;

/// Lines made before they are laid on their side: their buffer stays in the cache.
const TALL: usize = 16;

/// Sums count in 64ths of a step: sixteen bits hold every overshoot of the kernel.
const FRACTION: u32 = 6;

/// Rows of a plane within a buffer.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) data: &'a [u8],
    pub(super) stride: usize,
}

/// A plane on its own, its rows padded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plane {
    pub(crate) data: Vec<u8>,
    pub(crate) stride: usize,
}

impl Plane {
    /// Ready to be written to, with room for what runs over the edge of a block.
    fn sized(mut data: Vec<u8>, columns: usize, rows: usize) -> Self {
        let stride = columns.next_multiple_of(2 * TALL);
        data.resize(stride * rows.next_multiple_of(TALL), 0);
        Self { data, stride }
    }

    pub(super) fn view(&self) -> View<'_> {
        View {
            data: &self.data,
            stride: self.stride,
        }
    }
}

/// Buffers that outlive a picture.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    halfway: Vec<u8>,
    strip: Vec<u8>,
}

/// Makes `x.made` × `y.made` pixels, or with `turned` `y.made` × `x.made`, columns becoming rows.
pub(super) fn scaled(
    source: View<'_>,
    (x, y): (Axis, Axis),
    turned: bool,
    scratch: &mut Scratch,
) -> Plane {
    let (rows, columns) = (Taps::of(y), Taps::of(x.shifted()));
    let wide = x.to - x.from;
    let mut halfway = Plane::sized(std::mem::take(&mut scratch.halfway), y.made, wide);
    lanes::run(Pass {
        source,
        left: x.from,
        columns: wide,
        taps: &rows,
        target: &mut halfway,
        strip: Some(&mut scratch.strip),
    });
    let mut target = if turned {
        Plane::sized(Vec::new(), y.made, x.made)
    } else {
        Plane::sized(Vec::new(), x.made, y.made)
    };
    lanes::run(Pass {
        source: halfway.view(),
        left: 0,
        columns: y.made,
        taps: &columns,
        target: &mut target,
        strip: (!turned).then_some(&mut scratch.strip),
    });
    scratch.halfway = halfway.data;
    target
}

/// Lines made of `columns` columns from `left` on, one for each of `taps`; laid on their side when
/// there is a `strip` to collect them in.
struct Pass<'a> {
    source: View<'a>,
    left: usize,
    columns: usize,
    taps: &'a Taps,
    target: &'a mut Plane,
    strip: Option<&'a mut Vec<u8>>,
}

impl NullaryFnOnce for Pass<'_> {
    type Output = ();

    #[expect(
        clippy::inline_always,
        reason = "compiled for the processor at hand only when inlined"
    )]
    #[inline(always)]
    fn call(self) {
        let Self {
            source,
            left,
            columns,
            taps,
            target,
            strip,
        } = self;
        let stride = target.stride.max(1);
        let Some(strip) = strip else {
            for (place, out) in target
                .data
                .chunks_exact_mut(stride)
                .enumerate()
                .take(taps.count())
            {
                line(source, left, columns, taps.at(place), out);
            }
            return;
        };
        let wide = columns.next_multiple_of(TALL);
        strip.resize(wide * TALL, 0);
        for top in (0..taps.count()).step_by(TALL) {
            let lines = taps.count().min(top + TALL) - top;
            for (place, out) in strip.chunks_exact_mut(wide.max(1)).enumerate().take(lines) {
                line(source, left, columns, taps.at(top + place), out);
            }
            lay(
                strip,
                wide,
                target.data.get_mut(top..).unwrap_or_default(),
                stride,
            );
        }
    }
}

/// One line of weighted sums.
#[expect(
    clippy::inline_always,
    reason = "compiled for the processor at hand only when inlined"
)]
#[inline(always)]
fn line(
    source: View<'_>,
    left: usize,
    columns: usize,
    (first, weights): (usize, &[i16]),
    out: &mut [u8],
) {
    let rows = source
        .data
        .get(first * source.stride + left..)
        .unwrap_or_default();
    if columns < WIDE {
        for (column, out) in out.iter_mut().enumerate().take(columns) {
            *out = one(rows, source.stride, column, weights);
        }
        return;
    }
    for column in (0..columns).step_by(WIDE) {
        // The last block reaches back rather than over the edge.
        let column = column.min(columns - WIDE);
        let Some(out) = out.get_mut(column..).and_then(<[u8]>::first_chunk_mut) else {
            return;
        };
        block(
            rows.get(column..).unwrap_or_default(),
            source.stride,
            weights,
            out,
        );
    }
}

/// `WIDE` columns: four rows at a time, so that sums are fetched and stored once for four.
#[expect(
    clippy::inline_always,
    reason = "compiled for the processor at hand only when inlined"
)]
#[inline(always)]
fn block(rows: &[u8], stride: usize, weights: &[i16], out: &mut [u8; WIDE]) {
    let row = |place: usize| {
        rows.get(place * stride..)
            .and_then(<[u8]>::first_chunk::<WIDE>)
    };
    let mut sums = [even(weights); WIDE];
    let (fours, rest) = weights.as_chunks::<4>();
    for (place, [a, b, c, d]) in fours.iter().enumerate() {
        let place = place * 4;
        let (Some(of_a), Some(of_b), Some(of_c), Some(of_d)) =
            (row(place), row(place + 1), row(place + 2), row(place + 3))
        else {
            return;
        };
        let values = of_a.iter().zip(of_b).zip(of_c).zip(of_d);
        for (sum, (((of_a, of_b), of_c), of_d)) in sums.iter_mut().zip(values) {
            *sum = sum
                .wrapping_add(share(*of_a, *a))
                .wrapping_add(share(*of_b, *b))
                .wrapping_add(share(*of_c, *c))
                .wrapping_add(share(*of_d, *d));
        }
    }
    for (place, weight) in rest.iter().enumerate() {
        let Some(values) = row(fours.len() * 4 + place) else {
            return;
        };
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum = sum.wrapping_add(share(*value, *weight));
        }
    }
    for (out, sum) in out.iter_mut().zip(&sums) {
        *out = (*sum >> FRACTION).clamp(0, 255) as u8;
    }
}

fn one(rows: &[u8], stride: usize, column: usize, weights: &[i16]) -> u8 {
    let values = rows.get(column..).unwrap_or_default();
    let sum = weights
        .iter()
        .zip(values.iter().step_by(stride.max(1)))
        .fold(even(weights), |sum, (weight, value)| {
            sum.wrapping_add(share(*value, *weight))
        });
    (sum >> FRACTION).clamp(0, 255) as u8
}

/// A weighted value in 64ths. The value's half step beyond its end rounds the whole sum, since all
/// weights make one.
#[expect(
    clippy::inline_always,
    reason = "compiled for the processor at hand only when inlined"
)]
#[inline(always)]
fn share(value: u8, weight: i16) -> i16 {
    let value = (i16::from(value) << 7) | 64;
    ((i32::from(value) * i32::from(weight)) >> 16) as i16
}

/// What cutting off the shares loses: half of the last digit of each.
#[expect(
    clippy::inline_always,
    reason = "compiled for the processor at hand only when inlined"
)]
#[inline(always)]
fn even(weights: &[i16]) -> i16 {
    i16::try_from(weights.len() / 2).unwrap_or(i16::MAX)
}

type Square = [[u8; TALL]; TALL];

/// Rows of a strip become columns of the target.
#[expect(
    clippy::inline_always,
    reason = "compiled for the processor at hand only when inlined"
)]
#[inline(always)]
fn lay(strip: &[u8], wide: usize, target: &mut [u8], stride: usize) {
    for left in (0..wide).step_by(TALL) {
        let mut square: Square = [[0; TALL]; TALL];
        for (to, from) in square.iter_mut().zip(strip.chunks_exact(wide)) {
            let Some(from) = from.get(left..).and_then(<[u8]>::first_chunk) else {
                return;
            };
            *to = *from;
        }
        // Four rounds of taking two rows in turn bring every byte to its place.
        for _ in 0..4 {
            square = shuffled(&square);
        }
        let rows = target.get_mut(left * stride..).unwrap_or_default();
        for (to, from) in rows.chunks_mut(stride.max(1)).zip(&square) {
            if let Some(to) = to.first_chunk_mut() {
                *to = *from;
            }
        }
    }
}

#[expect(
    clippy::inline_always,
    reason = "compiled for the processor at hand only when inlined"
)]
#[inline(always)]
fn shuffled(square: &Square) -> Square {
    let (upper, lower) = square.split_at(TALL / 2);
    let mut out = [[0; TALL]; TALL];
    for (pair, (a, b)) in out
        .as_chunks_mut::<2>()
        .0
        .iter_mut()
        .zip(upper.iter().zip(lower))
    {
        *pair = zipped(*a, *b);
    }
    out
}

/// Two runs taken in turn.
#[expect(
    clippy::inline_always,
    clippy::indexing_slicing,
    reason = "compiled for the processor at hand only when inlined; every index is a constant"
)]
#[inline(always)]
fn zipped(a: [u8; TALL], b: [u8; TALL]) -> [[u8; TALL]; 2] {
    let turn = |start: usize| {
        std::array::from_fn(|place| {
            let from = start + place / 2;
            if place % 2 == 0 { a[from] } else { b[from] }
        })
    };
    [turn(0), turn(TALL / 2)]
}
