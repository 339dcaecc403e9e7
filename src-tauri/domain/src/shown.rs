//! Where the people on a picture are once it is cut, turned, straightened or padded otherwise.
//!
//! Only the arithmetic of points: a tag is told in fractions of what is published, and what is
//! published of a picture changes with its recipe.

use crate::details::Tag;
use crate::media::{MediaFacts, MediaKind};
use crate::recipe::{Fit, Recipe};
use crate::shape::Rect;
use crate::turn::Turn;

/// Whoever was this near to an edge (a share of a side) is still taken for being on the picture: a
/// finger is wider.
const EDGE: f64 = 0.005;

/// What is published of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    turn: Turn,
    /// Of the picture after the quarter turns.
    aspect: f64,
    /// In that picture's fractions. With bands it reaches beyond.
    frame: Rect,
}

/// The people of a picture after a change of what is shown of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Followed {
    /// Those who are still on it, where they are now.
    pub tags: Vec<Tag>,
    /// The names of those who are not.
    pub left: Vec<String>,
}

impl Shown {
    /// What a recipe shows of a picture, all of it where there is none. `None` for clips, whose tags
    /// have no place, and for what has no size.
    pub fn of(facts: &MediaFacts, recipe: Option<&Recipe>) -> Option<Self> {
        if facts.kind == MediaKind::Video {
            return None;
        }
        let turn = recipe.map_or(Turn::NONE, |recipe| recipe.turn);
        let aspect = turn.of_facts(facts).aspect()?;
        let whole = turn.inside(aspect, Rect::WHOLE);
        let frame = match recipe.map(|recipe| &recipe.fit) {
            Some(Fit::Crop { frame }) => turn.inside(aspect, *frame),
            Some(Fit::Pad { aspect: wanted, .. }) => whole.with_bands(aspect, *wanted),
            Some(Fit::Keep) | None => whole,
        };
        Some(Self {
            turn,
            aspect,
            frame,
        })
    }

    /// Where a point of what is shown here is in what `other` shows of the same picture. Beyond 0–1
    /// it is not shown there.
    pub fn carry(self, other: Self, (x, y): (f64, f64)) -> (f64, f64) {
        let seen = (
            self.frame.x + x * self.frame.w,
            self.frame.y + y * self.frame.h,
        );
        let upright = quartered(self.straight(seen, -1.0), -i64::from(self.turn.quarters()));
        let turned = quartered(upright, i64::from(other.turn.quarters()));
        let seen = other.straight(turned, 1.0);
        (
            (seen.0 - other.frame.x) / other.frame.w,
            (seen.1 - other.frame.y) / other.frame.h,
        )
    }

    /// A point before the straightening as it lies after it; the other way round for −1.
    fn straight(self, (x, y): (f64, f64), way: f64) -> (f64, f64) {
        if !self.turn.is_straightened() {
            return (x, y);
        }
        let (sin, cos) = (self.turn.degrees() * way).to_radians().sin_cos();
        // In heights of the picture, about its middle.
        let (dx, dy) = ((x - 0.5) * self.aspect, y - 0.5);
        (
            (dx * cos - dy * sin) / self.aspect + 0.5,
            dx * sin + dy * cos + 0.5,
        )
    }
}

/// Each person where they are in what is shown now; whoever was cut away is named.
pub fn follow(tags: &[Tag], before: Shown, now: Shown) -> Followed {
    let mut followed = Followed::default();
    for tag in tags {
        let (Some(x), Some(y)) = (tag.x, tag.y) else {
            followed.tags.push(tag.clone());
            continue;
        };
        let (x, y) = before.carry(now, (x, y));
        let on_it = |at: f64| (-EDGE..=1.0 + EDGE).contains(&at);
        if on_it(x) && on_it(y) {
            let placed = Tag::placed(&tag.username, Some(x), Some(y));
            followed.tags.push(placed);
        } else {
            followed.left.push(tag.username.clone());
        }
    }
    followed
}

/// Where a point of a picture is once that is turned by so many quarters clockwise.
fn quartered((x, y): (f64, f64), quarters: i64) -> (f64, f64) {
    match quarters.rem_euclid(4) {
        1 => (1.0 - y, x),
        2 => (1.0 - x, 1.0 - y),
        3 => (y, 1.0 - x),
        _ => (x, y),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;
    use crate::draft::PostKind;
    use crate::media::Unreadable;
    use crate::plan::keep;
    use crate::recipe::Fill;
    use crate::rules::Policy;

    fn facts(width: u32, height: u32) -> MediaFacts {
        MediaFacts {
            kind: MediaKind::Image,
            width,
            height,
            unreadable: None,
            decodable: true,
            ..MediaFacts::unreadable("jpeg", 1, Unreadable::Empty)
        }
    }

    fn shown(facts: &MediaFacts, fit: Fit, turn: Turn) -> Shown {
        let recipe = keep(facts, PostKind::Feed, &Policy::default()).unwrap();
        let recipe = Recipe {
            fit,
            turn,
            ..recipe
        };
        Shown::of(facts, Some(&recipe)).unwrap()
    }

    fn crop(x: f64, y: f64, w: f64, h: f64) -> Fit {
        let frame = Rect { x, y, w, h };
        Fit::Crop { frame }
    }

    fn near(one: (f64, f64), other: (f64, f64)) -> bool {
        (one.0 - other.0).abs() < 1e-6 && (one.1 - other.1).abs() < 1e-6
    }

    #[test]
    fn a_tag_in_the_middle_of_the_left_half_is_in_the_middle_of_a_crop_to_it() {
        let photo = facts(2000, 1000);
        let all = Shown::of(&photo, None).unwrap();
        let left = shown(&photo, crop(0.0, 0.0, 0.5, 1.0), Turn::NONE);
        assert!(near(all.carry(left, (0.25, 0.5)), (0.5, 0.5)));
        let followed = follow(
            &[
                Tag::placed("ann", Some(0.25), Some(0.5)),
                Tag::placed("ben", Some(0.75), Some(0.5)),
            ],
            all,
            left,
        );
        assert_eq!(followed.tags, [Tag::placed("ann", Some(0.5), Some(0.5))]);
        assert_eq!(followed.left, ["ben"]);
    }

    #[test]
    fn quarter_turns_and_bands_take_a_tag_along() {
        let photo = facts(2000, 1000);
        let all = Shown::of(&photo, None).unwrap();
        let turned = shown(&photo, Fit::Keep, Turn::new(1, 0.0).unwrap());
        // What is at the left above is at the right above after a quarter clockwise.
        assert!(near(all.carry(turned, (0.1, 0.2)), (0.8, 0.1)));
        let fill = Fill::Blur;
        let square = shown(&photo, Fit::Pad { aspect: 1.0, fill }, Turn::NONE);
        assert!(near(all.carry(square, (0.1, 0.0)), (0.1, 0.25)));
        assert!(near(all.carry(square, (0.1, 1.0)), (0.1, 0.75)));
    }

    #[test]
    fn a_point_straightened_clockwise_goes_round_the_middle_clockwise() {
        let photo = facts(1000, 1000);
        let all = Shown::of(&photo, None).unwrap();
        let tilted = shown(&photo, Fit::Keep, Turn::new(0, 10.0).unwrap());
        let (x, y) = all.carry(tilted, (0.5, 0.3));
        assert!(x > 0.5 && y < 0.5, "{x} {y}");
        assert!(near(all.carry(tilted, (0.5, 0.5)), (0.5, 0.5)));
    }

    #[test]
    fn who_has_no_place_stays_and_a_clip_shows_nothing_to_be_placed_on() {
        let photo = facts(1000, 1000);
        let all = Shown::of(&photo, None).unwrap();
        let half = shown(&photo, crop(0.0, 0.0, 0.5, 0.5), Turn::NONE);
        let tags = [Tag::placed("ann", None, None)];
        assert_eq!(follow(&tags, all, half).tags, tags);
        let clip = MediaFacts {
            kind: MediaKind::Video,
            ..photo
        };
        assert_eq!(Shown::of(&clip, None), None);
        assert_eq!(Shown::of(&facts(0, 10), None), None);
    }

    proptest! {
        #[test]
        fn a_change_and_its_contrary_bring_every_point_back(
            width in 200_u32..4000, height in 200_u32..4000,
            across in 0.0f64..1.0, down in 0.0f64..1.0,
            x in 0.0f64..0.6, y in 0.0f64..0.6, w in 0.1f64..0.4, h in 0.1f64..0.4,
            quarters in 0_i64..4, degrees in -45.0f64..45.0, padded in any::<bool>(),
        ) {
            let photo = facts(width, height);
            let all = Shown::of(&photo, None).unwrap();
            let turn = Turn::new(quarters, degrees).unwrap();
            let fit = if padded {
                Fit::Pad { aspect: w / h, fill: Fill::Blur }
            } else {
                crop(x, y, w, h)
            };
            let now = shown(&photo, fit, turn);
            let there = all.carry(now, (across, down));
            prop_assert!(near(now.carry(all, there), (across, down)), "{there:?}");
        }

        #[test]
        fn whatever_numbers_are_stored_a_tag_stays_on_the_picture_or_is_named(
            x in any::<f64>(), y in any::<f64>(), w in any::<f64>(), h in any::<f64>(),
            aspect in any::<f64>(), degrees in -45.0f64..45.0, padded in any::<bool>(),
        ) {
            let photo = facts(1600, 900);
            let all = Shown::of(&photo, None).unwrap();
            let turn = Turn::new(1, degrees).unwrap();
            let fit = if padded { Fit::Pad { aspect, fill: Fill::Blur } } else { crop(x, y, w, h) };
            let tags = [Tag::placed("ann", Some(0.3), Some(0.6))];
            let followed = follow(&tags, all, shown(&photo, fit, turn));
            prop_assert_eq!(followed.tags.len() + followed.left.len(), 1);
            for tag in followed.tags {
                let on_it = |at: Option<f64>| at.is_some_and(|at| (0.0..=1.0).contains(&at));
                prop_assert!(on_it(tag.x) && on_it(tag.y), "{:?}", tag);
            }
        }
    }
}
