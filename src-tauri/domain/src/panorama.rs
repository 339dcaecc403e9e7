//! A wide picture over several slides: equal parts, side by side, seams exact to the pixel.
//!
//! Only the arithmetic. Each part is an ordinary crop of the same untouched original.

use serde::{Deserialize, Serialize};

use crate::draft::PostKind;
use crate::media::MediaFacts;
use crate::rules::{self, Profile};
use crate::shape::Rect;

/// Wider than its target by this factor, a crop throws so much away that splitting is offered.
const WORTH_OFFERING: f64 = 1.5;

/// Shapes nearer than this to a better one count as equally good: the taller is then taken.
const AS_GOOD: f64 = 0.005;

/// Which part of a split picture a slide is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// From 1, left to right.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

impl Part {
    /// The facts of the whole picture, narrowed to this part: a picture of its own to whoever
    /// chooses shapes.
    #[must_use]
    pub fn of_facts(self, facts: &MediaFacts) -> MediaFacts {
        let narrowed = |width: u32| (width / self.of.max(1)).max(u32::from(width > 0));
        MediaFacts {
            width: narrowed(facts.width),
            ..facts.clone()
        }
    }
}

/// A picture divided. All sizes are whole pixels of the oriented picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// How many slides it becomes.
    pub parts: u32,
    /// Left and top edge of the first part.
    pub left: u32,
    pub top: u32,
    /// Size of every part.
    pub width: u32,
    pub height: u32,
    /// Size of the picture.
    pub of: (u32, u32),
}

impl Split {
    /// The share of the picture that is shown, 0–1.
    pub fn keeps(&self) -> f64 {
        let shown = f64::from(self.parts) * f64::from(self.width) * f64::from(self.height);
        shown / (f64::from(self.of.0) * f64::from(self.of.1))
    }

    /// Part `number` (from 1) as left, top, width, height in pixels; `None` beyond the last.
    pub fn pixels(&self, number: u32) -> Option<[u32; 4]> {
        let before = number.checked_sub(1).filter(|_| number <= self.parts)?;
        let left = self.left + before * self.width;
        Some([left, self.top, self.width, self.height])
    }

    /// Part `number` (from 1) in fractions of the picture.
    pub fn frame(&self, number: u32) -> Option<Rect> {
        let [x, y, w, h] = self.pixels(number)?.map(f64::from);
        let (width, height) = (f64::from(self.of.0), f64::from(self.of.1));
        Some(Rect {
            x: x / width,
            y: y / height,
            w: w / width,
            h: h / height,
        })
    }

    /// Every part in order, in fractions of the picture.
    pub fn frames(&self) -> Vec<Rect> {
        (1..=self.parts)
            .filter_map(|number| self.frame(number))
            .collect()
    }
}

/// Fewest and most slides a carousel takes.
pub fn slides_range() -> (u32, u32) {
    let rule = rules::rule("carousel.count", PostKind::Carousel, Profile::Instagram);
    let end = |value: Option<f64>| value.map_or(0, |value| value as u32);
    rule.map_or((0, 0), |rule| (end(rule.min), end(rule.max)))
}

/// Divides a picture of `width`×`height` pixels into `parts` of shape `target` (width ÷ height),
/// as large as fits, from the middle. `None` for no picture, no shape, fewer than two parts or more
/// than a carousel takes, or where a part would be less than a pixel wide.
pub fn split(width: u32, height: u32, target: f64, parts: u32) -> Option<Split> {
    let (fewest, most) = slides_range();
    let sound = target.is_finite() && target > 0.0 && width > 0 && height > 0;
    if !sound || !(fewest..=most).contains(&parts) {
        return None;
    }
    let widest = width / parts;
    let wanted = (f64::from(height) * target).round();
    let (part_width, part_height) = if wanted <= f64::from(widest) {
        (wanted as u32, height)
    } else {
        let tall = (f64::from(widest) / target).round() as u32;
        (widest, tall.min(height))
    };
    if part_width == 0 || part_height == 0 {
        return None;
    }
    Some(Split {
        parts,
        left: (width - part_width * parts) / 2,
        top: (height - part_height) / 2,
        width: part_width,
        height: part_height,
        of: (width, height),
    })
}

/// The number of parts that keeps most of the picture, at most `room` of them; the fewer among
/// equals.
pub fn propose(width: u32, height: u32, target: f64, room: u32) -> Option<Split> {
    let (fewest, most) = slides_range();
    (fewest..=most.min(room))
        .filter_map(|parts| split(width, height, target, parts))
        .reduce(|best, next| {
            if next.keeps() > best.keeps() + 1e-9 {
                next
            } else {
                best
            }
        })
}

/// The split that keeps most over several shapes, the first among equals: for a picture that stands
/// alone and may take any of them.
pub fn propose_shape(width: u32, height: u32, shapes: &[f64], room: u32) -> Option<(f64, Split)> {
    shapes
        .iter()
        .filter_map(|shape| Some((*shape, propose(width, height, *shape, room)?)))
        .reduce(|best, next| {
            if next.1.keeps() > best.1.keeps() + AS_GOOD {
                next
            } else {
                best
            }
        })
}

/// Whether a picture of shape `aspect` is so much wider than `target` that a person should be
/// offered to split it.
pub fn is_worth_offering(aspect: f64, target: f64) -> bool {
    aspect >= target * WORTH_OFFERING
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_shop_floor_becomes_three_slides_that_keep_nine_tenths() {
        let split = propose(1900, 710, 0.8, 10).unwrap();
        assert_eq!((split.parts, split.width, split.height), (3, 568, 710));
        assert_eq!((split.keeps() * 100.0).round() as u32, 90);
    }

    #[test]
    fn a_picture_that_divides_evenly_loses_nothing() {
        let split = propose(4320, 1080, 1.0, 10).unwrap();
        assert_eq!(split.parts, 4);
        assert!((split.keeps() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn there_are_never_more_parts_than_room() {
        assert_eq!(propose(9000, 1000, 0.8, 3).unwrap().parts, 3);
        assert_eq!(propose(9000, 1000, 0.8, 1), None);
        assert_eq!(split(9000, 1000, 0.8, 11), None);
        assert_eq!(split(9000, 1000, 0.8, 1), None);
    }

    #[test]
    fn nonsense_is_no_split() {
        for target in [0.0, -1.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE] {
            assert_eq!(split(100, 100, target, 2), None, "{target}");
        }
        assert_eq!(split(0, 100, 1.0, 2), None);
        assert_eq!(split(1, 100, 1.0, 2), None);
    }

    #[test]
    fn alone_it_takes_the_tallest_shape_that_keeps_as_much() {
        let (shape, split) = propose_shape(4000, 1000, &[0.8, 1.0, 1.91], 10).unwrap();
        assert!((shape - 0.8).abs() < 1e-9);
        assert_eq!(split.parts, 5);
    }

    proptest! {
        #[test]
        fn parts_are_equal_adjacent_and_inside_and_together_they_are_one_crop(
            width in 2u32..40_000, height in 1u32..20_000, target in 0.5f64..2.5, parts in 2u32..=10,
        ) {
            let Some(split) = split(width, height, target, parts) else {
                prop_assert!(width < parts || f64::from(height) * target < 0.5
                    || f64::from(width / parts) / target < 0.5);
                return Ok(());
            };
            let all: Vec<[u32; 4]> = (1..=parts).map(|n| split.pixels(n).unwrap()).collect();
            prop_assert_eq!(split.pixels(parts + 1), None);
            prop_assert_eq!(split.pixels(0), None);
            for pair in all.windows(2) {
                let ([x, y, w, h], [next, top, wide, tall]) = (pair[0], pair[1]);
                prop_assert_eq!(x + w, next, "no gap and no overlap");
                prop_assert_eq!((y, w, h), (top, wide, tall), "all alike");
            }
            let ([first, top, w, h], last) = (all[0], all[all.len() - 1]);
            prop_assert!(last[0] + w <= width && top + h <= height);
            // Side by side they are the one crop around the middle.
            prop_assert_eq!(last[0] + w - first, w * parts);
            prop_assert!(first.abs_diff(width - (last[0] + w)) <= 1);
            prop_assert!(top.abs_diff(height - (top + h)) <= 1);
            prop_assert!(split.keeps() > 0.0 && split.keeps() <= 1.0 + 1e-9);
        }

        #[test]
        fn a_part_has_the_shape_to_half_a_pixel(
            width in 400u32..40_000, height in 400u32..20_000, target in 0.8f64..1.91, parts in 2u32..=10,
        ) {
            let Some(split) = split(width, height, target, parts) else { return Ok(()) };
            let (w, h) = (f64::from(split.width), f64::from(split.height));
            prop_assert!((w - h * target).abs() <= 0.5 * target.max(1.0) + 1e-6);
        }

        #[test]
        fn fractions_lead_back_to_the_same_pixels(
            width in 100u32..40_000, height in 100u32..20_000, parts in 2u32..=10,
        ) {
            let Some(split) = split(width, height, 0.8, parts) else { return Ok(()) };
            for number in 1..=parts {
                let frame = split.frame(number).unwrap();
                let back = [frame.x * f64::from(width), frame.y * f64::from(height),
                    frame.w * f64::from(width), frame.h * f64::from(height)];
                let [x, y, w, h] = split.pixels(number).unwrap().map(f64::from);
                for (is, was) in back.into_iter().zip([x, y, w, h]) {
                    prop_assert!((is - was).abs() < 1e-6);
                }
            }
        }

        #[test]
        fn the_proposal_keeps_at_least_as_much_as_any_other_number(
            width in 100u32..20_000, height in 100u32..5_000, target in 0.8f64..1.91,
        ) {
            let Some(best) = propose(width, height, target, 10) else { return Ok(()) };
            for parts in 2..=10 {
                if let Some(other) = split(width, height, target, parts) {
                    prop_assert!(best.keeps() >= other.keeps() - 1e-9);
                }
            }
        }
    }
}
