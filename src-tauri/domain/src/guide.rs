//! What Instagram lays over a post or cuts off from it, as frames to draw: figures and their source
//! are in `rules.toml`. Nothing here is judged: nobody is told that a face lies under a button.

use serde::{Deserialize, Serialize};

use crate::draft::PostKind;
use crate::rules;
use crate::shape::{Rect, crop_frame};

/// Width ÷ height of the screen that reels and stories fill.
const SCREEN: f64 = 9.0 / 16.0;

/// One row of `[[guide]]` in `rules.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guide {
    /// `profile`, `reel`, `story`.
    pub id: String,
    pub applies: Vec<PostKind>,
    pub label: String,
    /// The middle of what is published, cut to this shape (width ÷ height), is what is seen.
    #[serde(default)]
    pub shape: Option<f64>,
    /// Shares of the screen that are covered at its edges.
    #[serde(default)]
    pub top: f64,
    #[serde(default)]
    pub bottom: f64,
    #[serde(default)]
    pub sides: f64,
    /// Who says so.
    pub source: String,
    /// When that was read, `2026-11-22`.
    pub date: String,
}

impl Guide {
    /// What it shows, for people.
    pub fn told(&self) -> &str {
        rules::guide_label(self)
    }

    /// What stays free to see of something of shape `aspect` (width ÷ height), in fractions of it.
    /// `None` for what has no shape, and where nothing stays.
    pub fn free(&self, aspect: f64) -> Option<Rect> {
        if !(aspect.is_finite() && aspect > 0.0) {
            return None;
        }
        if let Some(shape) = self.shape {
            return Some(crop_frame(aspect, shape, (0.5, 0.5)));
        }
        // The picture is fitted into the screen; what is free of the screen, seen from the picture.
        let (wide, tall) = ((aspect / SCREEN).min(1.0), (SCREEN / aspect).min(1.0));
        let free = |from: f64, to: f64, side: f64| {
            let own = |at: f64| (at - (1.0 - side) / 2.0) / side;
            (own(from), own(to) - own(from))
        };
        let (x, w) = free(self.sides, 1.0 - self.sides, wide);
        let (y, h) = free(self.top, 1.0 - self.bottom, tall);
        Rect { x, y, w, h }.clipped()
    }
}

/// The guides for a kind of post.
pub fn of(kind: PostKind) -> impl Iterator<Item = &'static Guide> {
    rules::guides()
        .iter()
        .filter(move |guide| guide.applies.contains(&kind))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    fn guide(kind: PostKind, id: &str) -> &'static Guide {
        of(kind).find(|guide| guide.id == id).unwrap()
    }

    #[test]
    fn every_kind_of_post_has_its_guides_with_source_and_date() {
        let ids = |kind| of(kind).map(|guide| guide.id.as_str()).collect::<Vec<_>>();
        assert_eq!(ids(PostKind::Feed), ["profile"]);
        assert_eq!(ids(PostKind::Carousel), ["profile"]);
        assert_eq!(ids(PostKind::Reel), ["profile", "reel"]);
        assert_eq!(ids(PostKind::Story), ["story"]);
        for guide in rules::guides() {
            assert!(!guide.source.is_empty() && guide.date.len() == 10);
        }
    }

    #[test]
    fn the_profile_shows_the_middle_at_three_to_four() {
        let free = guide(PostKind::Feed, "profile").free(0.8).unwrap();
        assert!((free.w - 0.9375).abs() < 1e-9 && (free.h - 1.0).abs() < 1e-9);
        assert!((free.x - 0.03125).abs() < 1e-9);
    }

    #[test]
    fn a_reel_that_fills_the_screen_is_free_between_the_margins() {
        let free = guide(PostKind::Reel, "reel").free(9.0 / 16.0).unwrap();
        for (is, wanted) in [
            (free.x, 0.06),
            (free.y, 0.14),
            (free.w, 0.88),
            (free.h, 0.51),
        ] {
            assert!((is - wanted).abs() < 1e-9, "{free:?}");
        }
    }

    #[test]
    fn a_reel_that_lies_across_the_screen_is_covered_less() {
        let free = guide(PostKind::Reel, "reel").free(16.0 / 9.0).unwrap();
        assert!((free.y - 0.0).abs() < 1e-9 && free.h > 0.9, "{free:?}");
    }

    proptest! {
        #[test]
        fn what_is_free_lies_inside(aspect in any::<f64>()) {
            for guide in rules::guides() {
                if let Some(free) = guide.free(aspect) {
                    prop_assert!(free.x >= -1e-9 && free.x + free.w <= 1.0 + 1e-9);
                    prop_assert!(free.y >= -1e-9 && free.y + free.h <= 1.0 + 1e-9);
                    prop_assert!(free.w > 0.0 && free.h > 0.0);
                }
            }
        }
    }
}
