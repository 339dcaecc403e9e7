//! Sizes and frame rates that encoders like and the rules allow.

use super::FrameRate;

/// Even sides for a picture of shape `aspect` that is about `width` pixels wide: no side longer
/// than `longest`, the shorter one at least `shortest` where the shape allows it, never larger than
/// needed, as near to the shape as even numbers come, and inside the allowed shapes (`low..=high`,
/// width ÷ height) where they come at all.
pub(super) fn even_size(
    aspect: f64,
    width: f64,
    (shortest, longest): (f64, f64),
    (low, high): (f64, f64),
) -> (u32, u32) {
    let valid = |value: f64| value.is_finite() && value > 0.0;
    if !valid(aspect) || !valid(width) {
        return (2, 2);
    }
    let height = width / aspect;
    let (long, short) = (width.max(height), width.min(height));
    let largest = longest / long;
    let scale = if short * largest.min(1.0) < shortest {
        (shortest / short).min(largest)
    } else {
        largest.min(1.0)
    };
    let (w, h) = (width * scale, height * scale);
    let even = |side: f64| {
        let below = (side / 2.0 + 1e-6).floor() * 2.0;
        [below, below + 2.0].map(|side| side.clamp(2.0, (longest / 2.0).floor() * 2.0))
    };
    // A side that must not shrink does not; one that must not grow is clamped above.
    let small = |w: f64, h: f64| {
        let wanted = (short * scale).min(shortest);
        f64::from(u8::from(w.min(h) < wanted - 1e-6))
    };
    let badness = |(bw, bh): (f64, f64)| {
        let shape = (bw / bh / aspect - 1.0).abs();
        let size = ((bw - w).abs() / w + (bh - h).abs() / h) * 1e-3;
        let outside = f64::from(u8::from(!(low..=high).contains(&(bw / bh))));
        small(bw, bh) * 10.0 + outside * 5.0 + shape + size
    };
    let pairs = even(w)
        .into_iter()
        .flat_map(|w| even(h).into_iter().map(move |h| (w, h)));
    let best = pairs.min_by(|a, b| badness(*a).total_cmp(&badness(*b)));
    best.map_or((2, 2), |(w, h)| (w as u32, h as u32))
}

/// The nearest rate inside `min..=max` that shows each picture equally long: a whole multiple of a
/// slow clip's, a whole part of a fast one's; the end of the range where no such rate is inside.
/// `None` when `own` is inside.
pub(super) fn frame_rate(own: f64, min: f64, max: f64) -> Option<FrameRate> {
    if !own.is_finite() || own <= 0.0 || (min..=max).contains(&own) {
        return None;
    }
    let value = if own < min {
        (own * (min / own).ceil()).min(max)
    } else {
        let part = own / (own / max).ceil();
        if part < min { max } else { part }
    };
    Some(fraction(value, max))
}

fn fraction(value: f64, max: f64) -> FrameRate {
    let whole = value.round();
    if (value - whole).abs() < 0.005 {
        return FrameRate {
            frames: whole as u32,
            seconds: 1,
        };
    }
    // 23.976, 29.97, 59.94: television's thousandth less.
    let television = (value * 1.001).round();
    if (value - television / 1.001).abs() < 0.005 {
        return FrameRate {
            frames: television as u32 * 1000,
            seconds: 1001,
        };
    }
    FrameRate {
        frames: (value.min(max) * 1000.0).floor() as u32,
        seconds: 1000,
    }
}
