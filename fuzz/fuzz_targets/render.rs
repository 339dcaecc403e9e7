//! Any recipe over any bytes. What comes out is a plain JPEG within the recipe's bounds.

#![no_main]

use fanfold_domain::media::Color;
use fanfold_domain::recipe::{Fill, Fit, Recipe};
use fanfold_domain::shape::Rect;
use fanfold_domain::turn::Turn;
use fanfold_media::{Cancel, probe_bytes, render_bytes, thumbnail_bytes};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;

/// Larger ones are only slower.
const MAX_PIXELS: u64 = 4_000_000;

fn recipe(u: &mut Unstructured<'_>) -> Result<Recipe> {
    let fit = match u.int_in_range(0..=3)? {
        0 => Fit::Keep,
        1 => Fit::Crop {
            frame: Rect {
                x: u.arbitrary()?,
                y: u.arbitrary()?,
                w: u.arbitrary()?,
                h: u.arbitrary()?,
            },
        },
        2 => Fit::Pad {
            aspect: u.arbitrary()?,
            fill: Fill::Color(u.arbitrary()?),
        },
        _ => Fit::Pad {
            aspect: f64::from(u.int_in_range(1..=400_u32)?) / 100.0,
            fill: Fill::Blur,
        },
    };
    let degrees = f64::from(u.int_in_range(-4_500..=4_500_i32)?) / 100.0;
    let turn = Turn::new(u.int_in_range(0..=3)?, if u.arbitrary()? { degrees } else { 0.0 });
    Ok(Recipe {
        fit,
        turn: turn.unwrap_or(Turn::NONE),
        max_width: u.int_in_range(0..=2000)?,
        min_width: u.int_in_range(0..=700)?,
        max_bytes: u.int_in_range(0..=200_000)?,
        quality: u.arbitrary()?,
        background: u.arbitrary()?,
        actions: Vec::new(),
    })
}

// The recipe is read from the end, so that a picture from the corpus stays a picture.
fuzz_target!(|data: &[u8]| {
    let (file, tail) = data.split_at(data.len().saturating_sub(56));
    let Ok(recipe) = recipe(&mut Unstructured::new(tail)) else {
        return;
    };
    let facts = probe_bytes(file);
    if u64::from(facts.stored_width) * u64::from(facts.stored_height) > MAX_PIXELS {
        return;
    }
    if let Ok(small) = thumbnail_bytes(file, &facts, 64) {
        assert!(probe_bytes(&small).unreadable.is_none());
    }
    if let Ok(out) = render_bytes(file, &facts, &recipe, &Cancel::new()) {
        assert_eq!(out.facts.format, "jpeg");
        assert!(out.bytes.len() as u64 <= recipe.max_bytes);
        assert!(!out.facts.has_location && out.facts.orientation == 1);
        assert!(matches!(out.facts.color, Color::Srgb | Color::Gray));
    }
});
