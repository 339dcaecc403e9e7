//! Aspect ratios, and what a crop to one of them keeps.

use serde::{Deserialize, Serialize};

use crate::draft::PostKind;
use crate::rules::{self, Profile};
use crate::speech::decimal;

/// A rectangle in fractions (0–1) of the picture as it is seen: upright, and turned by the quarters
/// that a person chose.
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

    /// Its centre.
    pub fn middle(self) -> (f64, f64) {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// The part of it that lies in the picture; `None` where there is next to nothing, or what it
    /// holds are no numbers.
    pub fn clipped(self) -> Option<Self> {
        /// Of a side: a pixel of the largest pictures.
        const NOTHING: f64 = 1e-5;
        let within = |start: f64, length: f64| {
            let (from, to) = (start.max(0.0), (start + length).min(1.0));
            let sound = start.is_finite() && length.is_finite() && length > 0.0;
            (sound && to - from >= NOTHING).then_some((from, to - from))
        };
        let ((x, w), (y, h)) = (within(self.x, self.w)?, within(self.y, self.h)?);
        Some(Self { x, y, w, h })
    }

    /// Smaller or larger by `scale`, as seen from a point.
    #[must_use]
    pub fn scaled_about(self, (x, y): (f64, f64), scale: f64) -> Self {
        Self {
            x: x + (self.x - x) * scale,
            y: y + (self.y - y) * scale,
            w: self.w * scale,
            h: self.h * scale,
        }
    }

    /// Cut about its centre so that in a picture of shape `aspect` it has shape `target` (both width
    /// ÷ height).
    #[must_use]
    pub fn in_shape(self, aspect: f64, target: f64) -> Self {
        self.shaped(aspect, target, |own| own > target)
    }

    /// [`Self::in_shape`] by growing: all of it stays, with room beside it or above and below, also beyond the picture.
    #[must_use]
    pub fn with_bands(self, aspect: f64, target: f64) -> Self {
        self.shaped(aspect, target, |own| own < target)
    }

    /// Another shape about the same centre: by its width where that is so of its own shape, else by its height.
    fn shaped(self, aspect: f64, target: f64, by_width: impl FnOnce(f64) -> bool) -> Self {
        let own = self.w * aspect / self.h;
        let sound = |v: f64| v.is_finite() && v > 0.0;
        if !sound(own) || !sound(target) {
            return self;
        }
        let (w, h) = if by_width(own) {
            (self.w * target / own, self.h)
        } else {
            (self.w, self.h * own / target)
        };
        let (x, y) = self.middle();
        Self {
            x: x - w / 2.0,
            y: y - h / 2.0,
            w,
            h,
        }
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

/// A ratio as people read it: `4:5`, `1:1`, `1.91:1`, else two decimals; in German `1,91:1`.
pub fn ratio_label(ratio: f64) -> String {
    decimal(ratio_name(ratio))
}

/// The same as [`Shape::parse`] reads it, whatever language is spoken.
pub fn ratio_name(ratio: f64) -> String {
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

    proptest! {
        #[test]
        fn a_frame_brought_into_shape_stays_in_itself(
            aspect in 0.1f64..10.0, target in 0.5f64..2.0,
            x in 0.0f64..0.5, y in 0.0f64..0.5, w in 0.05f64..0.5, h in 0.05f64..0.5,
        ) {
            let frame = Rect { x, y, w, h };
            let cut = frame.in_shape(aspect, target);
            prop_assert!((cut.w * aspect / cut.h / target - 1.0).abs() < 1e-9);
            prop_assert!(cut.w <= w + 1e-12 && cut.h <= h + 1e-12);
            prop_assert!((cut.middle().0 - frame.middle().0).abs() < 1e-9);
            prop_assert!((cut.middle().1 - frame.middle().1).abs() < 1e-9);
        }
    }

    #[test]
    fn what_is_no_frame_is_none() {
        for (x, w) in [
            (f64::NAN, 0.5),
            (0.0, f64::INFINITY),
            (0.5, -0.2),
            (0.2, 0.0),
            (2.0, 0.5),
        ] {
            let frame = Rect {
                x,
                y: 0.0,
                w,
                h: 1.0,
            };
            assert_eq!(frame.clipped(), None, "{frame:?}");
        }
    }

    #[test]
    fn a_three_by_two_photo_loses_a_third_at_one_to_one() {
        assert!((loss(1.5, 1.0) - 1.0 / 3.0).abs() < 1e-9);
    }
}
