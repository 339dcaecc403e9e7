//! Lanczos weights, worked out once per geometry: computing sines for a photo takes as long as half
//! of its resampling (measured).

use std::sync::{Arc, Mutex, PoisonError};

/// Lobes of the kernel: three, as everyone else.
const LOBES: f64 = 3.0;

/// Weights are fractions of this.
pub(super) const ONE: i32 = 1 << 15;

/// Geometries remembered: a carousel has few.
const REMEMBERED: usize = 24;

/// One side of a resampling, in source pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    /// Where the first output pixel begins.
    pub(super) start: f64,
    /// Source pixels per output pixel.
    pub(super) step: f64,
    /// Source pixels that may have a part: first, and one past the last.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Output pixels.
    pub(super) count: usize,
    /// Output pixels made: `count`, or more to fill a block, by going on beyond the end.
    pub(super) made: usize,
    /// Last output pixel first.
    pub(super) flipped: bool,
}

impl Axis {
    /// The same, where the first source pixel that has a part is number 0.
    pub(super) fn shifted(self) -> Self {
        Self {
            start: self.start - self.from as f64,
            from: 0,
            to: self.to - self.from,
            ..self
        }
    }
}

/// What each output pixel is made of.
#[derive(Debug)]
pub(super) struct Taps {
    /// First source pixel and where its weights begin and end.
    spans: Vec<(usize, usize, usize)>,
    weights: Vec<i16>,
}

static KNOWN: Mutex<Vec<(Axis, Arc<Taps>)>> = Mutex::new(Vec::new());

impl Taps {
    /// The weights of `axis`, remembered from the last time or worked out.
    pub(super) fn of(axis: Axis) -> Arc<Self> {
        let known = |known: &[(Axis, Arc<Self>)]| {
            let found = known.iter().find(|(other, _)| *other == axis);
            found.map(|(_, taps)| Arc::clone(taps))
        };
        if let Some(taps) = known(&KNOWN.lock().unwrap_or_else(PoisonError::into_inner)) {
            return taps;
        }
        let taps = Arc::new(Self::new(axis));
        let mut all = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.remove(0);
        }
        all.push((axis, Arc::clone(&taps)));
        taps
    }

    fn new(axis: Axis) -> Self {
        let mut taps = Self {
            spans: Vec::with_capacity(axis.made),
            weights: Vec::new(),
        };
        let stretch = axis.step.max(1.0);
        let last = axis.to.saturating_sub(1);
        for place in 0..axis.made {
            let place = if axis.flipped {
                axis.count as f64 - 1.0 - place as f64
            } else {
                place as f64
            };
            // Beyond the edge the last pixel goes on: the kernel itself would overshoot there.
            let centre = (axis.start + (place + 0.5) * axis.step)
                .clamp(axis.from as f64 + 0.5, last as f64 + 0.5);
            let reach = LOBES * stretch;
            let first = ((centre - reach - 0.5).ceil().max(0.0) as usize).clamp(axis.from, last);
            let end = ((centre + reach - 0.5).floor().max(0.0) as usize).clamp(first, last) + 1;
            let exact: Vec<f64> = (first..end)
                .map(|pixel| lanczos((pixel as f64 + 0.5 - centre) / stretch))
                .collect();
            taps.push(first, &exact);
        }
        taps
    }

    /// Adds one output pixel. Weights add up to one exactly, or flat colours would shift.
    fn push(&mut self, first: usize, exact: &[f64]) {
        let sum: f64 = exact.iter().sum();
        let sum = if sum.abs() < 1e-6 { 1.0 } else { sum };
        let scaled: Vec<i32> = exact
            .iter()
            .map(|weight| (weight / sum * f64::from(ONE)).round() as i32)
            .collect();
        let lead = scaled.iter().take_while(|weight| **weight == 0).count();
        let trail = scaled
            .iter()
            .rev()
            .take_while(|weight| **weight == 0)
            .count();
        let kept = scaled.get(lead..scaled.len().saturating_sub(trail).max(lead));
        let mut kept = kept.unwrap_or_default().to_vec();
        let missing = ONE - kept.iter().sum::<i32>();
        if let Some(largest) = kept.iter_mut().max() {
            *largest += missing;
        }
        let start = self.weights.len();
        self.weights
            .extend(kept.iter().map(|weight| (*weight).min(ONE - 1) as i16));
        self.spans.push((first + lead, start, self.weights.len()));
    }

    pub(super) fn count(&self) -> usize {
        self.spans.len()
    }

    /// The first source pixel of output pixel `place`, and its weights and those that follow.
    pub(super) fn at(&self, place: usize) -> (usize, &[i16]) {
        let Some((first, start, end)) = self.spans.get(place) else {
            return (0, &[]);
        };
        (*first, self.weights.get(*start..*end).unwrap_or_default())
    }
}

fn lanczos(x: f64) -> f64 {
    if x.abs() < 1e-9 {
        return 1.0;
    }
    if x.abs() >= LOBES {
        return 0.0;
    }
    let angle = std::f64::consts::PI * x;
    LOBES * angle.sin() * (angle / LOBES).sin() / (angle * angle)
}
