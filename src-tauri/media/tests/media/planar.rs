//! The quick way of ordinary photos must show what the plain way shows. The reference is made here:
//! decoded to RGB, scaled by another crate, converted in double precision.

use fanfold_domain::recipe::Fit;
use fanfold_domain::shape::Rect;
use fanfold_media::{FixError, Rendered};
use image::imageops::{self, FilterType};
use image::{DynamicImage, RgbImage};
use moxcms::ColorProfile;
use turbojpeg::{PixelFormat, Subsamp};

use crate::fixtures::*;

/// Waves of colour, a hard edge and a little grain: what photographs are made of.
fn photo(width: u32, height: u32) -> RgbImage {
    let grain = noise(width, height);
    RgbImage::from_fn(width, height, |x, y| {
        let (u, v) = (
            f64::from(x) / f64::from(width),
            f64::from(y) / f64::from(height),
        );
        let wave = |a: f64, b: f64| 128.0 + 70.0 * (a * u * 6.3 + b * v * 6.3).sin();
        let edge = if u + v > 1.1 { 25.0 } else { 0.0 };
        let grain = grain.get_pixel(x, y).0;
        let value = |channel: usize, wave: f64| {
            (wave + edge + f64::from(grain[channel] % 13) - 6.0).clamp(0.0, 255.0) as u8
        };
        image::Rgb([
            value(0, wave(2.0, 0.7)),
            value(1, wave(-1.0, 2.0)),
            value(2, wave(0.4, -3.0)),
        ])
    })
}

fn coded(picture: &RgbImage, subsamp: Subsamp) -> Vec<u8> {
    compress(
        picture.as_raw(),
        picture.dimensions(),
        PixelFormat::RGB,
        |encoder| {
            encoder.set_quality(92).unwrap();
            encoder.set_subsamp(subsamp).unwrap();
        },
    )
}

fn finest(file: &[u8], fit: Fit, max_width: u32) -> Rendered {
    let mut wanted = recipe(fit);
    wanted.quality = 100;
    wanted.max_width = max_width;
    render(file, &wanted)
}

/// Mean and mean absolute difference of each channel.
fn differences(a: &RgbImage, b: &RgbImage) -> [(f64, f64); 3] {
    assert_eq!(a.dimensions(), b.dimensions());
    let count = f64::from(a.width() * a.height());
    [0, 1, 2].map(|channel| {
        let each = a.pixels().zip(b.pixels());
        let each = each.map(|(a, b)| f64::from(a.0[channel]) - f64::from(b.0[channel]));
        let (sum, off) = each.fold((0.0, 0.0), |(sum, off), d| (sum + d, off + d.abs()));
        (sum / count, off / count)
    })
}

/// Luma must agree but for rounding. Colours lose their finest grain, stored at half size.
#[track_caller]
fn assert_same(seen: &RgbImage, wanted: &RgbImage, what: &str) {
    for (channel, (bias, off)) in differences(seen, wanted).into_iter().enumerate() {
        let near = bias.abs() < 0.35 && off < 2.2;
        assert!(near, "{what}, channel {channel}: {bias:.2} {off:.2}");
    }
    let luma = |picture: &RgbImage| DynamicImage::from(picture.clone()).into_luma8();
    let (seen, wanted) = (luma(seen), luma(wanted));
    let off: u64 = seen
        .iter()
        .zip(wanted.iter())
        .map(|(a, b)| u64::from(a.abs_diff(*b)))
        .sum();
    let off = off as f64 / seen.len() as f64;
    assert!(off < 0.8, "{what}, luma: {off:.2}");
}

fn reference(file: &[u8], frame: [u32; 4], size: (u32, u32)) -> RgbImage {
    let [x, y, w, h] = frame;
    let part = imageops::crop_imm(&pixels(file), x, y, w, h).to_image();
    imageops::resize(&part, size.0, size.1, FilterType::Lanczos3)
}

#[test]
fn every_subsampling_and_turn_shows_what_rgb_shows() {
    let upright = photo(630, 470);
    for subsamp in [
        Subsamp::None,
        Subsamp::Sub2x1,
        Subsamp::Sub2x2,
        Subsamp::Sub1x2,
        Subsamp::Sub4x1,
    ] {
        for orientation in 1..=8 {
            let file = coded(&stored(&upright, orientation), subsamp);
            let file = with_exif(&file, orientation, false);
            let seen = pixels(&finest(&file, Fit::Keep, 300).bytes);
            let plain = reference(
                &coded(&upright, subsamp),
                [0, 0, 630, 470],
                seen.dimensions(),
            );
            assert_same(&seen, &plain, &format!("{subsamp:?} {orientation}"));
        }
    }
}

#[test]
fn cuts_at_odd_places_and_odd_sizes_stay_in_place() {
    let source = photo(641, 479);
    let file = coded(&source, Subsamp::Sub2x2);
    for (x, y, w, h) in [
        (0, 0, 641, 479),
        (3, 5, 301, 201),
        (77, 31, 333, 444),
        (340, 0, 301, 479),
    ] {
        let frame = Rect {
            x: f64::from(x) / 641.0,
            y: f64::from(y) / 479.0,
            w: f64::from(w) / 641.0,
            h: f64::from(h) / 479.0,
        };
        for max_width in [1440, 150] {
            let made = finest(&file, Fit::Crop { frame }, max_width);
            let size = (made.facts.width, made.facts.height);
            let wanted = reference(&file, [x, y, w, h], size);
            let what = format!("{w}x{h} at {x},{y} to {size:?}");
            assert_same(&pixels(&made.bytes), &wanted, &what);
        }
    }
}

#[test]
fn every_shrink_of_the_decoder_shows_the_same() {
    let source = photo(2600, 1900);
    let small = imageops::resize(&source, 150, 110, FilterType::Lanczos3);
    for subsamp in [Subsamp::None, Subsamp::Sub2x1, Subsamp::Sub2x2] {
        let file = coded(&source, subsamp);
        for max_width in [1202, 600, 302, 150] {
            let made = finest(&file, Fit::Keep, max_width);
            let seen = pixels(&made.bytes);
            let seen = imageops::resize(&seen, 150, 110, FilterType::Lanczos3);
            assert_same(&seen, &small, &format!("{subsamp:?} to {max_width}"));
        }
    }
}

#[test]
fn a_photo_in_display_p3_shows_its_colours() {
    let source = photo(640, 480);
    for subsamp in [Subsamp::None, Subsamp::Sub2x2] {
        let file = with_icc(&coded(&source, subsamp), &ColorProfile::new_display_p3());
        for (max_width, size) in [(1440, (640, 480)), (320, (320, 240))] {
            let mut wanted = reference(&file, [0, 0, 640, 480], size);
            for pixel in wanted.pixels_mut() {
                pixel.0 = crate::rendering::p3_to_srgb(pixel.0);
            }
            let seen = pixels(&finest(&file, Fit::Crop { frame: Rect::WHOLE }, max_width).bytes);
            assert_same(&seen, &wanted, &format!("{subsamp:?} {size:?}"));
        }
    }
}

#[test]
fn a_turned_photo_in_display_p3_shows_its_colours() {
    let upright = photo(480, 640);
    let file = coded(&stored(&upright, 6), Subsamp::Sub2x2);
    let file = with_exif(&with_icc(&file, &ColorProfile::new_display_p3()), 6, true);
    let seen = pixels(&finest(&file, Fit::Keep, 241).bytes);
    let mut wanted = imageops::resize(&upright, seen.width(), seen.height(), FilterType::Lanczos3);
    for pixel in wanted.pixels_mut() {
        pixel.0 = crate::rendering::p3_to_srgb(pixel.0);
    }
    assert_same(&seen, &wanted, "turned");
}

#[test]
fn a_tiny_photo_is_no_special_case() {
    for (w, h) in [(1, 1), (2, 3), (7, 5), (17, 90), (65, 1)] {
        let source = image::RgbImage::from_pixel(w, h, image::Rgb(GREEN));
        let file = with_exif(&coded(&source, Subsamp::Sub2x2), 6, false);
        let seen = pixels(&finest(&file, Fit::Keep, 40).bytes);
        for pixel in seen.pixels() {
            let near = pixel.0.iter().zip(GREEN).all(|(a, b)| a.abs_diff(b) <= 4);
            assert!(near, "{w}x{h}: {:?} in {:?}", pixel.0, seen.dimensions());
        }
    }
}

#[test]
fn a_truncated_photo_is_never_rendered_grey() {
    for subsamp in [Subsamp::None, Subsamp::Sub2x1, Subsamp::Sub2x2] {
        let file = coded(&photo(300, 200), subsamp);
        for tenth in 2..10 {
            let mut cut = file[..file.len() * tenth / 10].to_vec();
            cut.extend([0xFF, 0xD9]);
            let result = try_render(&cut, &recipe(Fit::Crop { frame: Rect::WHOLE }));
            assert!(
                matches!(result, Err(FixError::Unusable(_))),
                "{subsamp:?} {tenth}/10"
            );
        }
    }
}

fn webp(picture: &RgbImage) -> Vec<u8> {
    let (width, height) = picture.dimensions();
    let encoder = webpx::Encoder::new_rgb(picture.as_raw(), width, height).quality(95.0);
    encoder.encode(webpx::Unstoppable).unwrap()
}

#[test]
fn a_lossy_webp_shows_what_another_decoder_shows() {
    for (w, h) in [(641, 479), (640, 480)] {
        let file = webp(&photo(w, h));
        let other = image::load_from_memory_with_format(&file, image::ImageFormat::WebP);
        let other = other.unwrap().into_rgb8();
        for max_width in [1440, 300] {
            let seen = pixels(&finest(&file, Fit::Keep, max_width).bytes);
            let (width, height) = seen.dimensions();
            let wanted = imageops::resize(&other, width, height, FilterType::Lanczos3);
            assert_same(&seen, &wanted, &format!("{w}x{h} to {max_width}"));
        }
    }
}

#[test]
fn a_truncated_webp_is_never_rendered_grey() {
    let whole = webp(&photo(300, 200));
    assert_eq!(whole.get(12..16), Some(&b"VP8 "[..]));
    for tenth in 1..10 {
        // The header is made to agree: only decoding can tell.
        let mut cut = whole[..whole.len() * tenth / 10 / 2 * 2].to_vec();
        let size = cut.len() as u32;
        cut[4..8].copy_from_slice(&(size - 8).to_le_bytes());
        cut[16..20].copy_from_slice(&(size - 20).to_le_bytes());
        let result = try_render(&cut, &recipe(Fit::Crop { frame: Rect::WHOLE }));
        assert!(matches!(result, Err(FixError::Unusable(_))), "{tenth}/10");
    }
}

fn truth(name: &str) -> Vec<u8> {
    let files = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/truth/files");
    std::fs::read(files.join(name)).unwrap()
}

#[test]
fn a_photo_in_restartable_pieces_shows_what_it_shows_in_one() {
    let (pieces, one) = (truth("restart-markers.jpg"), truth("baseline-420.jpg"));
    let marker = |kind: u8| pieces.windows(2).position(|pair| pair == [0xFF, kind]);
    assert!(marker(0xDD).is_some() && one.windows(2).all(|pair| pair != [0xFF, 0xDD]));
    for max_width in [1440, 40] {
        let shown = |file: &[u8]| pixels(&finest(file, Fit::Keep, max_width).bytes);
        assert!(shown(&pieces) == shown(&one), "{max_width}");
    }
    // A decoder could go on after a lost piece, with grey in its place.
    let (first, second) = (marker(0xD0).unwrap(), marker(0xD1).unwrap());
    let mut lost = pieces.clone();
    lost.drain(first..second);
    let result = try_render(&lost, &recipe(Fit::Crop { frame: Rect::WHOLE }));
    assert!(matches!(result, Err(FixError::Unusable(_))));
}
