//! A fix as data: what to do with an untouched original. Same recipe, same original, same result,
//! so outputs are cached by [`Recipe::key`].

use serde::{Deserialize, Serialize};

use crate::finding::Fix;
use crate::media::{Color, MediaFacts};
use crate::shape::Rect;
use crate::turn::Turn;

/// What fills the room beside a picture that is kept whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fill {
    /// One sRGB colour.
    Color([u8; 3]),
    /// The picture itself, enlarged over the whole canvas, strongly blurred and a little darker,
    /// as Stories do it.
    Blur,
}

/// How a picture that is not of the wanted shape gets there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fit")]
pub enum Fit {
    /// Cut the picture down to `frame`, given in fractions of the picture after the recipe's quarter
    /// turns, and lying inside it once it is straightened.
    Crop { frame: Rect },
    /// Keep all of it and add bands to reach `width ÷ height = aspect`. Stored flat
    /// (`"color": [r, g, b]` or `"blur": null`), so that recipes from before blurring still read.
    Pad {
        aspect: f64,
        #[serde(flatten)]
        fill: Fill,
    },
    /// Keep the shape.
    Keep,
}

impl Fit {
    /// What its bands are made of, where it adds any.
    pub fn fill(&self) -> Option<Fill> {
        match self {
            Self::Pad { fill, .. } => Some(*fill),
            Self::Crop { .. } | Self::Keep => None,
        }
    }

    /// Its part in the name of what a recipe made; an older name must never mean something else.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Crop { frame } => format!(
                "c{:.6},{:.6},{:.6},{:.6}",
                frame.x, frame.y, frame.w, frame.h
            ),
            Self::Pad { aspect, fill } => match fill {
                Fill::Color([r, g, b]) => format!("p{aspect:.6},{r:02x}{g:02x}{b:02x}"),
                Fill::Blur => format!("p{aspect:.6},blur"),
            },
            Self::Keep => "k".to_owned(),
        }
    }
}

/// What `fix` does to one image, in this order: orient, turn by quarters, straighten, crop or pad,
/// resize, convert, flatten, encode. A picture that is straightened without a crop keeps the largest
/// part of its own shape that has no empty corner. Of the metadata only who made the picture and whose it is survive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    pub fit: Fit,
    /// How a person turned it.
    #[serde(default, skip_serializing_if = "Turn::is_none")]
    pub turn: Turn,
    /// Longest width of the output in pixels (Meta scales wider images down to 1440).
    pub max_width: u32,
    /// Narrower pictures are enlarged to this; 0 = never enlarge.
    pub min_width: u32,
    /// The output stays below this many bytes.
    pub max_bytes: u64,
    /// First JPEG quality tried, 1–100; lowered until the file fits.
    pub quality: u8,
    /// What transparent pixels are laid on, sRGB.
    pub background: [u8; 3],
    /// The repairs that this recipe makes, for a person to read.
    pub actions: Vec<Fix>,
}

impl Recipe {
    /// Whether this picture has to be decoded and encoded again. One that is a plain upright sRGB
    /// JPEG of the right size keeps its pixels bit for bit; only its metadata goes.
    pub fn touches_pixels(&self, facts: &MediaFacts) -> bool {
        let plain = facts.format == "jpeg"
            && facts.color == Color::Srgb
            && facts.orientation <= 1
            && !facts.animated
            && !facts.has_alpha;
        let fits = facts.width <= self.max_width
            && facts.width >= self.min_width
            && facts.bytes <= self.max_bytes;
        !(plain && fits && self.fit == Fit::Keep && self.turn.is_none())
    }

    /// A stable text of everything that changes pixels (`actions` do not), to cache outputs by.
    pub fn key(&self) -> String {
        let fit = self.fit.key();
        let [r, g, b] = self.background;
        // Nothing where nothing is turned: what was made before turning was possible keeps its name.
        let turn = if self.turn.is_none() {
            String::new()
        } else {
            format!("/t{},{:.2}", self.turn.quarters(), self.turn.degrees())
        };
        format!(
            "3/{fit}/w{}-{}/b{}/q{}/{r:02x}{g:02x}{b:02x}{turn}",
            self.min_width, self.max_width, self.max_bytes, self.quality
        )
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_recipe_stored_before_blurring_still_reads() {
        let old = r#"{"fit":"pad","aspect":0.8,"color":[1,2,3]}"#;
        let fit: Fit = serde_json::from_str(old).unwrap();
        let fill = Fill::Color([1, 2, 3]);
        assert_eq!(fit, Fit::Pad { aspect: 0.8, fill });
        assert_eq!(serde_json::to_string(&fit).unwrap(), old);
    }

    const STORED: &str = r#"{"fit":{"fit":"keep"},"max_width":1440,"min_width":0,
        "max_bytes":8000000,"quality":85,"background":[255,255,255],"actions":[]}"#;

    #[test]
    fn a_recipe_stored_before_turning_reads_and_keeps_its_key() {
        let recipe: Recipe = serde_json::from_str(STORED).unwrap();
        assert_eq!(recipe.turn, Turn::NONE);
        assert_eq!(recipe.key(), "3/k/w0-1440/b8000000/q85/ffffff");
        assert!(!serde_json::to_string(&recipe).unwrap().contains("turn"));
    }

    #[test]
    fn every_turn_has_a_key_of_its_own_and_survives_being_stored() {
        let plain: Recipe = serde_json::from_str(STORED).unwrap();
        let mut keys = std::collections::BTreeSet::new();
        for (quarters, degrees) in [(0, 0.0), (1, 0.0), (0, 0.01), (1, 0.01), (3, -12.34)] {
            let turn = Turn::new(quarters, degrees).unwrap();
            let recipe = Recipe {
                turn,
                ..plain.clone()
            };
            assert!(keys.insert(recipe.key()), "{turn:?}");
            let stored = serde_json::to_string(&recipe).unwrap();
            assert_eq!(serde_json::from_str::<Recipe>(&stored).unwrap(), recipe);
        }
    }

    #[test]
    fn every_fit_survives_being_stored() {
        let frame = Rect::WHOLE;
        for fit in [
            Fit::Crop { frame },
            Fit::Pad {
                aspect: 1.0,
                fill: Fill::Blur,
            },
            Fit::Pad {
                aspect: 1.0,
                fill: Fill::Color([9; 3]),
            },
            Fit::Keep,
        ] {
            let stored = serde_json::to_string(&fit).unwrap();
            assert_eq!(
                serde_json::from_str::<Fit>(&stored).unwrap(),
                fit,
                "{stored}"
            );
        }
    }
}
