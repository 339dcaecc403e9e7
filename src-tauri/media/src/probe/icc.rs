//! Names a colour profile by what it does (primaries and curve), not by what it calls itself.

use std::cell::RefCell;
use std::sync::LazyLock;

use fanfold_domain::media::Color;
use moxcms::{ColorProfile, DataColorSpace, Matrix3d, ProfileText, ToneReprCurve};

use super::bytes::contains;
use super::found::{Channels, Found, Profile};
use crate::guard;

/// Primaries within this of each other look the same (profiles round to 1/65536, adapt differently).
const PRIMARY_TOLERANCE: f64 = 0.004;

/// The curve's value at one half: sRGB 0.214, gamma 2.2 0.218, gamma 1.8 0.287.
const CURVE_TOLERANCE: f64 = 0.015;

static KNOWN: LazyLock<[(Color, Matrix3d, f64); 3]> = LazyLock::new(|| {
    [
        (
            Color::Srgb,
            ColorProfile::new_srgb().colorant_matrix(),
            0.214,
        ),
        (
            Color::DisplayP3,
            ColorProfile::new_display_p3().colorant_matrix(),
            0.214,
        ),
        (
            Color::AdobeRgb,
            ColorProfile::new_adobe_rgb().colorant_matrix(),
            0.218,
        ),
    ]
});

/// The colour space to report, and the profile to convert by (dropped when it does not belong to
/// the stored channels, as every viewer does).
pub(super) fn name(found: &Found) -> (Color, Profile) {
    let plain = match found.channels {
        Channels::Gray => Color::Gray,
        Channels::Cmyk => Color::Cmyk,
        Channels::Rgb if found.odd_profile => Color::Other,
        Channels::Rgb => Color::Srgb,
    };
    match &found.profile {
        Profile::AdobeRgb if found.channels == Channels::Rgb => {
            (Color::AdobeRgb, Profile::AdobeRgb)
        }
        Profile::Coded { primaries, .. } if found.channels == Channels::Rgb => {
            // Also BT.709 primaries (1) with a curve of their own: gamma 2.2, linear, HDR.
            let color = match primaries {
                12 => Color::DisplayP3,
                _ => Color::Other,
            };
            (color, found.profile.clone())
        }
        Profile::Untagged | Profile::AdobeRgb | Profile::Coded { .. } => (plain, Profile::Untagged),
        Profile::Icc(bytes) => match remembered(bytes, found.channels) {
            Said::Named(color) => (color, found.profile.clone()),
            Said::Broken if found.channels == Channels::Rgb => (Color::Other, Profile::Untagged),
            Said::Broken | Said::OtherChannels => (plain, Profile::Untagged),
        },
    }
}

/// What a profile says.
#[derive(Debug, Clone, Copy)]
enum Said {
    Named(Color),
    /// It belongs to other channels than those stored.
    OtherChannels,
    Broken,
}

thread_local! {
    /// The profile read last: a camera puts the same into all its photos.
    static LAST: RefCell<(Vec<u8>, Channels, Said)> =
        const { RefCell::new((Vec::new(), Channels::Rgb, Said::Broken)) };
}

/// [`read`], or what it said the last time.
fn remembered(bytes: &[u8], channels: Channels) -> Said {
    LAST.with_borrow_mut(|(last, of, said)| {
        if last != bytes || *of != channels {
            *said = read(bytes, channels);
            (*last, *of) = (bytes.to_vec(), channels);
        }
        *said
    })
}

fn read(bytes: &[u8], channels: Channels) -> Said {
    let parsed = guard::foreign("profile reader", || ColorProfile::new_from_slice(bytes));
    match parsed {
        Some(Ok(profile)) => {
            by_profile(&profile, channels).map_or(Said::OtherChannels, Said::Named)
        }
        _ => Said::Broken,
    }
}

fn by_profile(profile: &ColorProfile, channels: Channels) -> Option<Color> {
    match (profile.color_space, channels) {
        (DataColorSpace::Gray, Channels::Gray) => Some(Color::Gray),
        (DataColorSpace::Cmyk, Channels::Cmyk) => Some(Color::Cmyk),
        (DataColorSpace::Rgb, Channels::Rgb) => Some(rgb_name(profile)),
        _ => None,
    }
}

fn rgb_name(profile: &ColorProfile) -> Color {
    let matrix = profile.colorant_matrix();
    let half = profile.green_trc.as_ref().and_then(at_half);
    if let Some(half) = half {
        return KNOWN
            .iter()
            .find(|(_, known, curve)| {
                near(&matrix, known) && (half - curve).abs() < CURVE_TOLERANCE
            })
            .map_or(Color::Other, |(color, _, _)| *color);
    }
    // Table-only profiles (sRGB v4 preference): nothing to compare but the name.
    let said = profile.description.as_ref().map(text).unwrap_or_default();
    if contains(said.as_bytes(), b"sRGB") {
        Color::Srgb
    } else {
        Color::Other
    }
}

fn near(a: &Matrix3d, b: &Matrix3d) -> bool {
    a.v.iter()
        .flatten()
        .zip(b.v.iter().flatten())
        .all(|(a, b)| (a - b).abs() < PRIMARY_TOLERANCE)
}

fn text(said: &ProfileText) -> String {
    match said {
        ProfileText::PlainString(text) => text.clone(),
        ProfileText::Localizable(texts) => {
            texts.first().map(|t| t.value.clone()).unwrap_or_default()
        }
        ProfileText::Description(text) => text.ascii_string.clone(),
    }
}

/// The curve's output for input one half (ICC.1:2022, 10.6 `curveType` and 10.18
/// `parametricCurveType`).
fn at_half(curve: &ToneReprCurve) -> Option<f64> {
    const X: f64 = 0.5;
    match curve {
        ToneReprCurve::Lut(table) => Some(match table.as_slice() {
            [] => X,
            [gamma] => X.powf(f64::from(*gamma) / 256.0),
            many => f64::from(*many.get(many.len() / 2)?) / 65535.0,
        }),
        ToneReprCurve::Parametric(p) => {
            let p: Vec<f64> = p.iter().map(|v| f64::from(*v)).collect();
            match p.as_slice() {
                [g] => Some(X.powf(*g)),
                [g, a, b, ..] if X >= p.get(4).copied().unwrap_or(0.0) => {
                    let offset = match p.len() {
                        4 => p.get(3).copied().unwrap_or(0.0),
                        7.. => p.get(5).copied().unwrap_or(0.0),
                        _ => 0.0,
                    };
                    Some((a * X + b).powf(*g) + offset)
                }
                _ => None,
            }
        }
    }
}
