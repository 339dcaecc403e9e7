//! A fix as data: what to do with an untouched original. Same recipe, same original, same result,
//! so outputs are cached by [`Recipe::key`].

use serde::{Deserialize, Serialize};

use crate::finding::Fix;
use crate::media::{Color, MediaFacts};
use crate::shape::Rect;

/// How a picture that is not of the wanted shape gets there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fit")]
pub enum Fit {
    /// Cut the picture down to `frame`, given in fractions of the oriented picture.
    Crop { frame: Rect },
    /// Keep all of it and add bands of one sRGB colour to reach `width ÷ height = aspect`.
    Pad { aspect: f64, color: [u8; 3] },
    /// Keep the shape.
    Keep,
}

/// What `fix` does to one image, in this order: orient, crop or pad, resize, convert, flatten,
/// encode. Metadata other than the sRGB profile never survives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    pub fit: Fit,
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
        !(plain && fits && self.fit == Fit::Keep)
    }

    /// A stable text of everything that changes pixels (`actions` do not), to cache outputs by.
    pub fn key(&self) -> String {
        let fit = match &self.fit {
            Fit::Crop { frame } => {
                format!(
                    "c{:.6},{:.6},{:.6},{:.6}",
                    frame.x, frame.y, frame.w, frame.h
                )
            }
            Fit::Pad {
                aspect,
                color: [r, g, b],
            } => format!("p{aspect:.6},{r:02x}{g:02x}{b:02x}"),
            Fit::Keep => "k".to_owned(),
        };
        let [r, g, b] = self.background;
        format!(
            "2/{fit}/w{}-{}/b{}/q{}/{r:02x}{g:02x}{b:02x}",
            self.min_width, self.max_width, self.max_bytes, self.quality
        )
    }
}
