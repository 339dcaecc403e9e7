//! Aspect ratios, and what a crop to one of them keeps.

use serde::{Deserialize, Serialize};

use crate::draft::PostKind;
use crate::rules::{self, Profile};

/// A rectangle in fractions (0–1) of the oriented picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

impl Rect {
    pub const WHOLE: Self = Self {
        x: 0.0,
        y: 0.0,
        w: 1.0,
        h: 1.0,
    };

    /// The share of the picture inside, 0–1.
    pub fn area(self) -> f64 {
        self.w * self.h
    }
}

/// What the slides of a carousel are shaped to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// The allowed shape that loses least over all slides.
    Auto,
    /// The first slide's own shape (brought into the allowed range).
    First,
    /// `width ÷ height`.
    Ratio(f64),
}

impl Shape {
    /// Reads `auto`, `first` or `W:H` (decimals allowed: `1.91:1`). Ratios beyond 1:100 and 100:1
    /// are no shapes of pictures.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "auto" => Some(Self::Auto),
            "first" => Some(Self::First),
            ratio => {
                let (w, h) = ratio.split_once(':')?;
                let (w, h): (f64, f64) = (w.trim().parse().ok()?, h.trim().parse().ok()?);
                let ratio = w / h;
                (w > 0.0 && h > 0.0 && (0.01..=100.0).contains(&ratio))
                    .then_some(Self::Ratio(ratio))
            }
        }
    }
}

/// The largest rectangle of shape `target` inside a picture of shape `aspect` (both width ÷
/// height), as near to `focus` (fractions) as the edges allow.
pub fn crop_frame(aspect: f64, target: f64, focus: (f64, f64)) -> Rect {
    let valid = |v: f64| v.is_finite() && v > 0.0;
    if !valid(aspect) || !valid(target) {
        return Rect::WHOLE;
    }
    let (w, h) = if aspect > target {
        (target / aspect, 1.0)
    } else {
        (1.0, aspect / target)
    };
    let place = |focus: f64, side: f64| (focus - side / 2.0).clamp(0.0, 1.0 - side);
    Rect {
        x: place(focus.0, w),
        y: place(focus.1, h),
        w,
        h,
    }
}

/// The one shape that fills the screen, for the kinds of post that have one.
pub fn ideal_shape(kind: PostKind) -> Option<f64> {
    let id = if kind == PostKind::Reel {
        ("video.aspect", "full_screen")
    } else {
        ("image.aspect", "story_shape")
    };
    rules::variant(id.0, Some(id.1), kind, Profile::Instagram)?.ideal
}

/// How much of a picture a centred crop to `target` cuts away, 0–1.
pub fn loss(aspect: f64, target: f64) -> f64 {
    1.0 - crop_frame(aspect, target, (0.5, 0.5)).area()
}

/// Formats a ratio the way people write it: `4:5`, `1:1`, `1.91:1`, else three decimals.
pub fn ratio_label(ratio: f64) -> String {
    const KNOWN: [(f64, &str); 7] = [
        (0.8, "4:5"),
        (1.0, "1:1"),
        (1.91, "1.91:1"),
        (0.75, "3:4"),
        (9.0 / 16.0, "9:16"),
        (16.0 / 9.0, "16:9"),
        (4.0 / 3.0, "4:3"),
    ];
    KNOWN
        .iter()
        .find(|(value, _)| (value - ratio).abs() < 0.003)
        .map_or_else(|| format!("{ratio:.2}:1"), |(_, label)| (*label).to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_crop_stays_inside_and_has_the_shape(
            aspect in 0.05f64..20.0, target in 0.1f64..10.0, fx in 0.0f64..1.0, fy in 0.0f64..1.0,
        ) {
            let frame = crop_frame(aspect, target, (fx, fy));
            prop_assert!(frame.x >= -1e-9 && frame.y >= -1e-9);
            prop_assert!(frame.x + frame.w <= 1.0 + 1e-9 && frame.y + frame.h <= 1.0 + 1e-9);
            prop_assert!((frame.w * aspect / frame.h - target).abs() < 1e-6 * target.max(1.0));
        }
    }

    #[test]
    fn shapes_are_read_as_people_write_them() {
        assert_eq!(Shape::parse("4:5"), Some(Shape::Ratio(0.8)));
        assert_eq!(Shape::parse("1.91:1"), Some(Shape::Ratio(1.91)));
        assert_eq!(Shape::parse("auto"), Some(Shape::Auto));
        assert_eq!(Shape::parse("0:1"), None);
        assert_eq!(Shape::parse("1:0"), None);
        assert_eq!(Shape::parse("-4:5"), None);
        assert_eq!(Shape::parse("NaN:1"), None);
    }

    #[test]
    fn a_three_by_two_photo_loses_a_third_at_one_to_one() {
        assert!((loss(1.5, 1.0) - 1.0 / 3.0).abs() < 1e-9);
    }
}
