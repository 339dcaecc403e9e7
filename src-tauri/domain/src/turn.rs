//! How a person turned a picture: quarter turns, then straightening about its centre.
//!
//! Only the arithmetic of frames. What the camera says of a picture (EXIF orientation) comes before,
//! and is a fact of the file, not a choice.

use serde::{Deserialize, Serialize};

use crate::media::MediaFacts;
use crate::shape::{Rect, crop_frame};

/// Straightening goes this far either way; what is beyond is a quarter turn and the rest.
pub const MOST_DEGREES: f64 = 45.0;

/// Straightening is kept to a hundredth of a degree: less moves no pixel of a finished picture by
/// a whole one, and the same turn always has the same name.
const STEPS: f64 = 100.0;

/// A frame that would shrink below this share of itself is moved towards the middle instead.
const LEAST: f64 = 0.2;

/// Zooms nearer than this to none are none.
const NO_ZOOM: f64 = 0.999;

/// A turn: quarters first, then degrees, both clockwise as seen.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Turn {
    quarters: u8,
    degrees: f64,
}

/// A turn as it was written; whatever the numbers, a turn comes of them.
#[derive(Deserialize)]
struct Stored {
    #[serde(default)]
    quarters: i64,
    #[serde(default)]
    degrees: f64,
}

impl From<Stored> for Turn {
    fn from(stored: Stored) -> Self {
        let degrees = stored.degrees.clamp(-MOST_DEGREES, MOST_DEGREES);
        Self::new(stored.quarters, degrees).unwrap_or(Self::NONE)
    }
}

impl Turn {
    /// As the file is.
    pub const NONE: Self = Self {
        quarters: 0,
        degrees: 0.0,
    };

    /// Any number of quarters, and degrees of −45 to 45; `None` for others and for what is no
    /// number.
    pub fn new(quarters: i64, degrees: f64) -> Option<Self> {
        if !(-MOST_DEGREES..=MOST_DEGREES).contains(&degrees) {
            return None;
        }
        let degrees = (degrees * STEPS).round() / STEPS;
        Some(Self {
            quarters: quarters.rem_euclid(4) as u8,
            // Minus zero is another text than zero.
            degrees: if degrees == 0.0 { 0.0 } else { degrees },
        })
    }

    /// Quarter turns clockwise, 0 to 3.
    pub fn quarters(self) -> u8 {
        self.quarters
    }

    /// Clockwise, −45 to 45.
    pub fn degrees(self) -> f64 {
        self.degrees
    }

    #[must_use]
    pub fn is_none(&self) -> bool {
        self.quarters == 0 && !self.is_straightened()
    }

    pub fn is_straightened(self) -> bool {
        self.degrees != 0.0
    }

    /// Turned on by so many quarters; the straightening stays, since both are about the centre.
    #[must_use]
    pub fn and(self, quarters: i64) -> Self {
        Self {
            quarters: (i64::from(self.quarters) + quarters.rem_euclid(4)).rem_euclid(4) as u8,
            ..self
        }
    }

    /// Width and height after the quarter turns.
    pub fn size<T>(self, width: T, height: T) -> (T, T) {
        if self.quarters % 2 == 1 {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// The facts of a picture as it is seen after the quarter turns.
    #[must_use]
    pub fn of_facts(self, facts: &MediaFacts) -> MediaFacts {
        let (width, height) = self.size(facts.width, facts.height);
        MediaFacts {
            width,
            height,
            ..facts.clone()
        }
    }

    /// `frame` of a picture of shape `aspect` (both after the quarter turns), made as small as needed
    /// to show nothing beyond the edges of the straightened picture: about its own centre, or, where
    /// next to nothing would be left of it, about the picture's. What is no frame is the whole.
    #[must_use]
    pub fn inside(self, aspect: f64, frame: Rect) -> Rect {
        let frame = frame.clipped().unwrap_or(Rect::WHOLE);
        // No picture is longer than JPEG's 65,535 pixels by one.
        let sound = (1e-5..=1e5).contains(&aspect);
        if !self.is_straightened() || !sound {
            return frame;
        }
        let (sin, cos) = self.degrees.to_radians().sin_cos();
        // In heights of the picture, from its middle.
        let middle = (
            (frame.x + frame.w / 2.0 - 0.5) * aspect,
            frame.y + frame.h / 2.0 - 0.5,
        );
        let (half_w, half_h) = (frame.w * aspect / 2.0, frame.h / 2.0);
        // The same seen from the picture, which lies straight then, and how far the frame reaches.
        let own = (
            (middle.0 * cos + middle.1 * sin).abs(),
            (middle.1 * cos - middle.0 * sin).abs(),
        );
        let reach = (
            half_w * cos + half_h * sin.abs(),
            half_w * sin.abs() + half_h * cos,
        );
        let edge = (aspect / 2.0, 0.5);
        let about_itself = ((edge.0 - own.0) / reach.0).min((edge.1 - own.1) / reach.1);
        if about_itself >= LEAST {
            return frame.scaled_about(frame.middle(), about_itself.min(1.0));
        }
        let about_the_middle = (edge.0 / (own.0 + reach.0)).min(edge.1 / (own.1 + reach.1));
        frame.scaled_about((0.5, 0.5), about_the_middle.min(1.0))
    }

    /// How much of the largest frame of its own shape and place `frame` takes, by its sides: 1 where
    /// nobody zoomed in.
    pub fn zoom(self, aspect: f64, frame: Rect) -> f64 {
        let own = frame.w * aspect / frame.h;
        let largest = self.inside(aspect, crop_frame(aspect, own, frame.middle()));
        let zoom = (frame.w / largest.w).min(1.0);
        if zoom.is_finite() && zoom < NO_ZOOM {
            zoom
        } else {
            1.0
        }
    }

    /// `frame` for another shape: the same place and zoom.
    #[must_use]
    pub fn reframed(self, aspect: f64, frame: Rect, target: f64) -> Rect {
        let zoom = self.zoom(aspect, frame);
        let largest = crop_frame(aspect, target, frame.middle());
        let (w, h) = (largest.w * zoom, largest.h * zoom);
        let (x, y) = frame.middle();
        let place = |middle: f64, side: f64| (middle - side / 2.0).clamp(0.0, 1.0 - side);
        let wanted = Rect {
            x: place(x, w),
            y: place(y, h),
            w,
            h,
        };
        self.inside(aspect, wanted)
    }
}

/// Where a frame of a picture is once the picture is turned by so many quarters clockwise.
#[must_use]
pub fn turned_along(frame: Rect, quarters: i64) -> Rect {
    let Rect { x, y, w, h } = frame;
    let (right, bottom) = (1.0 - x - w, 1.0 - y - h);
    let (x, y, w, h) = match quarters.rem_euclid(4) {
        1 => (bottom, x, h, w),
        2 => (right, bottom, w, h),
        3 => (y, right, h, w),
        _ => (x, y, w, h),
    };
    Rect { x, y, w, h }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    fn rect(x: f64, y: f64, w: f64, h: f64) -> Rect {
        Rect { x, y, w, h }
    }

    /// Whether a corner lies in the picture that was straightened, and in the picture's own room.
    fn shows_no_empty_corner(turn: Turn, aspect: f64, frame: Rect) -> bool {
        let (sin, cos) = turn.degrees().to_radians().sin_cos();
        let ends = [
            (frame.x, frame.y),
            (frame.x + frame.w, frame.y),
            (frame.x, frame.y + frame.h),
            (frame.x + frame.w, frame.y + frame.h),
        ];
        ends.into_iter().all(|(x, y)| {
            let (dx, dy) = ((x - 0.5) * aspect, y - 0.5);
            let (px, py) = (dx * cos + dy * sin, dy * cos - dx * sin);
            px.abs() <= aspect / 2.0 + 1e-9 && py.abs() <= 0.5 + 1e-9
        })
    }

    #[test]
    fn strange_turns_are_refused_and_stored_ones_read_as_something() {
        for degrees in [f64::NAN, f64::INFINITY, 1e9, -45.1] {
            assert_eq!(Turn::new(0, degrees), None, "{degrees}");
        }
        assert_eq!(Turn::new(i64::MIN, 0.0), Some(Turn::NONE));
        assert_eq!(Turn::new(-1, 0.0).unwrap().quarters(), 3);
        assert_eq!(Turn::NONE.and(i64::from(i32::MIN)), Turn::NONE);
        assert_eq!(Turn::NONE.and(i64::MAX).quarters(), 3);
        let read: Turn = serde_json::from_str(r#"{"quarters":-7,"degrees":1e9}"#).unwrap();
        assert_eq!((read.quarters(), read.degrees()), (1, 45.0));
        assert_eq!(serde_json::from_str::<Turn>("{}").unwrap(), Turn::NONE);
    }

    #[test]
    fn a_whole_picture_straightened_keeps_its_shape_and_loses_its_edges() {
        let turn = Turn::new(0, 10.0).unwrap();
        let kept = turn.inside(1.5, Rect::WHOLE);
        assert!(kept.w < 0.85 && kept.w > 0.6, "{kept:?}");
        assert!(
            (kept.w - kept.h).abs() < 1e-9,
            "fractions alike: shape kept"
        );
    }

    proptest! {
        #[test]
        fn a_straightened_frame_has_no_empty_corner_and_keeps_its_shape(
            aspect in 0.02f64..50.0, degrees in -45.0f64..45.0,
            x in -0.5f64..1.0, y in -0.5f64..1.0, w in 0.001f64..1.5, h in 0.001f64..1.5,
        ) {
            let turn = Turn::new(0, degrees).unwrap();
            let wanted = rect(x, y, w, h);
            let frame = turn.inside(aspect, wanted);
            prop_assert!(frame.w > 0.0 && frame.h > 0.0);
            prop_assert!(frame.x >= -1e-9 && frame.y >= -1e-9);
            prop_assert!(frame.x + frame.w <= 1.0 + 1e-9 && frame.y + frame.h <= 1.0 + 1e-9);
            prop_assert!(shows_no_empty_corner(turn, aspect, frame), "{frame:?}");
            if let Some(clipped) = wanted.clipped() {
                let shape = (frame.w / frame.h) / (clipped.w / clipped.h);
                prop_assert!((shape - 1.0).abs() < 1e-6);
                // What fits already is left alone.
                if shows_no_empty_corner(turn, aspect, clipped) {
                    prop_assert!((frame.w - clipped.w).abs() < 1e-6, "{frame:?} of {clipped:?}");
                }
            }
        }

        #[test]
        fn any_four_numbers_make_a_frame_inside(
            x in any::<f64>(), y in any::<f64>(), w in any::<f64>(), h in any::<f64>(),
            aspect in any::<f64>(), degrees in -45.0f64..45.0,
        ) {
            let frame = Turn::new(0, degrees).unwrap().inside(aspect, rect(x, y, w, h));
            prop_assert!(frame.w > 0.0 && frame.h > 0.0);
            prop_assert!(frame.x >= -1e-9 && frame.x + frame.w <= 1.0 + 1e-9);
            prop_assert!(frame.y >= -1e-9 && frame.y + frame.h <= 1.0 + 1e-9);
        }

        #[test]
        fn four_quarters_bring_a_frame_back(
            x in 0.0f64..0.5, y in 0.0f64..0.5, w in 0.1f64..0.5, h in 0.1f64..0.5, first in -9i64..9,
        ) {
            let frame = rect(x, y, w, h);
            let back = turned_along(turned_along(frame, first), 4 - first);
            for (is, was) in [(back.x, x), (back.y, y), (back.w, w), (back.h, h)] {
                prop_assert!((is - was).abs() < 1e-9);
            }
        }

        #[test]
        fn another_shape_keeps_the_place_and_the_zoom(
            aspect in 0.3f64..3.0, target in 0.8f64..1.91, x in 0.2f64..0.8, y in 0.2f64..0.8,
            zoom in 0.2f64..0.95,
        ) {
            let largest = crop_frame(aspect, 1.0, (x, y));
            let frame = largest.scaled_about(largest.middle(), zoom);
            let other = Turn::NONE.reframed(aspect, frame, target);
            let shape = other.w * aspect / other.h;
            prop_assert!((shape / target - 1.0).abs() < 1e-6);
            prop_assert!((Turn::NONE.zoom(aspect, other) - zoom).abs() < 1e-6);
        }
    }
}
