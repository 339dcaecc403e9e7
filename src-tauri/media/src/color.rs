//! Everything to sRGB. Done on the scaled picture: five milliseconds instead of fifty.

use fanfold_domain::media::Color;
use moxcms::{
    CicpColorPrimaries, CicpProfile, ColorProfile, Layout as Channels, MatrixCoefficients,
    TransferCharacteristics, TransformOptions,
};

use crate::guard;
use crate::probe::{Inspection, Profile};
use crate::raster::{Layout, Raster};

/// Converts by the embedded profile. A profile that cannot be used leaves RGB as it is, as every
/// viewer does, and inks go through [`inks`].
pub(crate) fn to_srgb(raster: Raster, inspection: &Inspection) -> Raster {
    match (raster.layout, inspection.facts.color) {
        (Layout::Cmyk, _) => cmyk(raster, inspection),
        // CMYK in TIFF arrives as RGB already: its decoder has no other way out.
        (_, Color::Srgb | Color::Cmyk) => raster,
        (_, Color::Gray) => gray(raster, inspection),
        (layout, _) => {
            let Some(profile) = source_profile(&inspection.profile) else {
                return raster;
            };
            let channels = if layout == Layout::Rgba {
                Channels::Rgba
            } else {
                Channels::Rgb
            };
            let mut data = vec![0; raster.data.len()];
            if convert(&profile, channels, &raster.data, channels, &mut data) {
                Raster { data, ..raster }
            } else {
                raster
            }
        }
    }
}

fn source_profile(profile: &Profile) -> Option<ColorProfile> {
    match profile {
        // Brightness beyond white needs more than another curve; shown as it is, it looks pale.
        Profile::Untagged
        | Profile::Coded {
            transfer: 16 | 18, ..
        } => None,
        Profile::Icc(bytes) => {
            guard::foreign("profile reader", || ColorProfile::new_from_slice(bytes))?.ok()
        }
        Profile::AdobeRgb => Some(ColorProfile::new_adobe_rgb()),
        Profile::Coded {
            primaries,
            transfer,
        } => Some(ColorProfile::new_from_cicp(CicpProfile {
            color_primaries: CicpColorPrimaries::try_from(*primaries).ok()?,
            transfer_characteristics: TransferCharacteristics::try_from(*transfer).ok()?,
            matrix_coefficients: MatrixCoefficients::Identity,
            full_range: true,
        })),
    }
}

/// False when the profile cannot be used; `target` is then undefined.
fn convert(
    profile: &ColorProfile,
    from: Channels,
    source: &[u8],
    to: Channels,
    target: &mut [u8],
) -> bool {
    let done = guard::foreign("colour engine", || {
        profile
            .create_transform_8bit(
                from,
                &ColorProfile::new_srgb(),
                to,
                TransformOptions::default(),
            )?
            .transform(source, target)
    });
    match done {
        Some(Ok(())) => true,
        Some(Err(error)) => {
            tracing::warn!(%error, "colour profile not usable, colours kept as they are");
            false
        }
        None => false,
    }
}

/// Grey with a profile of its own (dot gain, gamma 1.8) becomes the grey that sRGB means.
fn gray(raster: Raster, inspection: &Inspection) -> Raster {
    let Profile::Icc(_) = inspection.profile else {
        return raster;
    };
    let Some(profile) = source_profile(&inspection.profile) else {
        return raster;
    };
    // One value in, three out: a table of 256 does for any size.
    let ramp: Vec<u8> = (0..=255).collect();
    let mut table = vec![0; 256 * 3];
    if !convert(&profile, Channels::Gray, &ramp, Channels::Rgb, &mut table) {
        return raster;
    }
    let mut data = raster.data;
    for pixel in data.chunks_exact_mut(raster.layout.size()) {
        let value = pixel.first().copied().unwrap_or(0);
        let gray = table.get(usize::from(value) * 3).copied().unwrap_or(value);
        if let Some(rgb) = pixel.get_mut(..3) {
            rgb.fill(gray);
        }
    }
    Raster { data, ..raster }
}

fn cmyk(raster: Raster, inspection: &Inspection) -> Raster {
    let mut ink = raster.data;
    if inspection.inverted_inks {
        for value in &mut ink {
            *value = 255 - *value;
        }
    }
    let mut data = vec![0; ink.len() / 4 * 3];
    let done = source_profile(&inspection.profile)
        .is_some_and(|profile| convert(&profile, Channels::Rgba, &ink, Channels::Rgb, &mut data));
    if !done {
        for (ink, rgb) in ink
            .as_chunks::<4>()
            .0
            .iter()
            .zip(data.as_chunks_mut::<3>().0)
        {
            *rgb = inks(*ink);
        }
    }
    Raster {
        layout: Layout::Rgb,
        data,
        ..raster
    }
}

/// Inks without a profile: each ink takes its share of the light (`R = (1−C)(1−K)`), as PostScript
/// and the browsers do. Brighter than a press; only a profile can know better.
fn inks([c, m, y, k]: [u8; 4]) -> [u8; 3] {
    let light = |ink: u8| {
        let product = u32::from(255 - ink) * u32::from(255 - k);
        ((product + 127) / 255) as u8
    };
    [light(c), light(m), light(y)]
}

/// What the colour engine makes of RGB pixels in this profile; `None` when it cannot be used.
pub(crate) fn icc_to_srgb(profile: &[u8], rgb: &[u8]) -> Option<Vec<u8>> {
    let profile = source_profile(&Profile::Icc(profile.to_vec()))?;
    let mut out = vec![0; rgb.len()];
    convert(&profile, Channels::Rgb, rgb, Channels::Rgb, &mut out).then_some(out)
}
