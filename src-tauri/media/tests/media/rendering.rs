//! What becomes of a picture.

use fanfold_domain::media::{Color, MediaFacts};
use fanfold_domain::recipe::{Fill, Fit};
use fanfold_domain::shape::{Rect, crop_frame};
use fanfold_media::{Cancel, FixError, probe_bytes, render_bytes, thumbnail_bytes};
use image::{DynamicImage, ImageFormat};
use moxcms::ColorProfile;
use proptest::prelude::*;
use turbojpeg::{Colorspace, PixelFormat};

use crate::fixtures::*;

#[track_caller]
fn assert_plain(facts: &MediaFacts) {
    assert_eq!(facts.format, "jpeg");
    assert_eq!(facts.color, Color::Srgb);
    assert_eq!(facts.orientation, 1);
    assert!(!facts.has_location && !facts.has_alpha && !facts.animated);
    assert_eq!(facts.unreadable, None);
}

#[test]
fn all_eight_orientations_come_out_upright() {
    let upright = quarters(120, 80);
    for orientation in 1..=8 {
        let file = with_exif(&jpeg(&stored(&upright, orientation)), orientation, true);
        let out = render(&file, &recipe(Fit::Keep));
        assert_plain(&out.facts);
        let picture = pixels(&out.bytes);
        assert_eq!(picture.dimensions(), (120, 80), "orientation {orientation}");
        for (seen, wanted) in corners(&picture)
            .into_iter()
            .zip([RED, GREEN, BLUE, YELLOW])
        {
            assert_near(seen, wanted, 12);
        }
    }
}

#[test]
fn a_crop_is_taken_from_what_a_person_sees() {
    let upright = quarters(400, 300);
    // The green quarter, top right.
    let frame = Rect {
        x: 0.5,
        y: 0.0,
        w: 0.5,
        h: 0.5,
    };
    for orientation in 1..=8 {
        let file = with_exif(&jpeg(&stored(&upright, orientation)), orientation, false);
        let picture = pixels(&render(&file, &recipe(Fit::Crop { frame })).bytes);
        assert_eq!(picture.dimensions(), (200, 150));
        for seen in corners(&picture) {
            assert_near(seen, GREEN, 12);
        }
    }
}

#[test]
fn large_pictures_shrink_in_place_at_every_decoder_scale() {
    for (w, h) in [(3000, 2250), (6000, 4500), (4032, 3024)] {
        let file = with_exif(&jpeg(&stored(&quarters(w, h), 6)), 6, false);
        let frame = crop_frame(f64::from(w) / f64::from(h), 0.8, (0.5, 0.5));
        let picture = pixels(&render(&file, &recipe(Fit::Crop { frame })).bytes);
        assert_eq!(picture.dimensions(), (1440, 1800));
        for (seen, wanted) in corners(&picture)
            .into_iter()
            .zip([RED, GREEN, BLUE, YELLOW])
        {
            assert_near(seen, wanted, 12);
        }
        // The border between the quarters stays in the middle.
        assert_near(picture.get_pixel(700, 20).0, RED, 25);
        assert_near(picture.get_pixel(740, 20).0, GREEN, 25);
    }
}

#[test]
fn bands_have_their_colour_and_the_picture_stays_whole() {
    let fit = Fit::Pad {
        aspect: 0.8,
        fill: Fill::Color([10, 20, 200]),
    };
    let out = render(&jpeg(&quarters(1600, 800)), &recipe(fit));
    let picture = pixels(&out.bytes);
    assert_eq!(picture.dimensions(), (1440, 1800));
    assert_near(picture.get_pixel(720, 100).0, [10, 20, 200], 6);
    assert_near(picture.get_pixel(720, 1700).0, [10, 20, 200], 6);
    assert_near(picture.get_pixel(200, 700).0, RED, 10);
    assert_near(picture.get_pixel(1300, 1100).0, YELLOW, 10);
}

#[test]
fn a_blurred_backdrop_is_the_picture_itself_darker_and_without_edges() {
    let fit = Fit::Pad {
        aspect: 0.8,
        fill: Fill::Blur,
    };
    let picture = pixels(&render(&jpeg(&quarters(1600, 800)), &recipe(fit)).bytes);
    assert_eq!(picture.dimensions(), (1440, 1800));
    // The whole picture, untouched, in the middle.
    assert_near(picture.get_pixel(200, 700).0, RED, 10);
    assert_near(picture.get_pixel(1300, 1100).0, YELLOW, 10);
    // Around it its own colours with less light.
    let darker = |color: [u8; 3]| color.map(|v| (f64::from(v) * 200.0 / 256.0) as u8);
    assert_near(picture.get_pixel(60, 60).0, darker(RED), 14);
    assert_near(picture.get_pixel(1380, 60).0, darker(GREEN), 14);
    assert_near(picture.get_pixel(60, 1740).0, darker(BLUE), 14);
    // And no edge between them sharper than a blur leaves.
    for x in 1..1440 {
        let (a, b) = (picture.get_pixel(x - 1, 100).0, picture.get_pixel(x, 100).0);
        assert_near(a, b, 12);
    }
}

#[test]
fn parts_that_meet_at_a_whole_pixel_share_none() {
    // Red and blue meet at 700 of 1400; 901 rows make the scale uneven.
    let picture = image::RgbImage::from_fn(1400, 901, |x, _| {
        image::Rgb(if x < 700 { RED } else { BLUE })
    });
    for file in [encoded(picture.clone(), ImageFormat::Png), jpeg(&picture)] {
        for max_width in [1440, 301] {
            for (x, color) in [(0.0, RED), (0.5, BLUE)] {
                let frame = Rect {
                    x,
                    y: 0.0,
                    w: 0.5,
                    h: 1.0,
                };
                let mut wanted = recipe(Fit::Crop { frame });
                wanted.max_width = max_width;
                let part = pixels(&render(&file, &wanted).bytes);
                for seen in part.pixels() {
                    assert_near(seen.0, color, 6);
                }
            }
        }
    }
}

#[test]
fn transparent_parts_become_the_background_and_edges_do_not_darken() {
    let file = encoded(half_transparent(900, 400), ImageFormat::Png);
    let mut wanted = recipe(Fit::Keep);
    wanted.max_width = 301;
    let picture = pixels(&render(&file, &wanted).bytes);
    assert_near(picture.get_pixel(20, 50).0, RED, 8);
    assert_near(picture.get_pixel(280, 50).0, [255, 255, 255], 4);
    let darkest = picture.pixels().map(|p| p.0[0]).min().unwrap();
    assert!(darkest > 195, "a black fringe: {darkest}");

    wanted.background = [0, 90, 0];
    let picture = pixels(&render(&file, &wanted).bytes);
    assert_near(picture.get_pixel(280, 50).0, [0, 90, 0], 6);
}

/// The same conversion in double precision: curve, matrix (CSS Color 4, 10.9), curve.
pub(crate) fn p3_to_srgb(rgb: [u8; 3]) -> [u8; 3] {
    const MATRIX: [[f64; 3]; 3] = [
        [1.224_940, -0.224_940, 0.0],
        [-0.042_057, 1.042_057, 0.0],
        [-0.019_638, -0.078_636, 1.098_274],
    ];
    let linear = rgb.map(|v| {
        let v = f64::from(v) / 255.0;
        if v <= 0.04045 {
            v / 12.92
        } else {
            ((v + 0.055) / 1.055).powf(2.4)
        }
    });
    MATRIX.map(|row| {
        let v: f64 = row.iter().zip(linear).map(|(m, v)| m * v).sum();
        let v = v.clamp(0.0, 1.0);
        let v = if v <= 0.003_130_8 {
            v * 12.92
        } else {
            1.055 * v.powf(1.0 / 2.4) - 0.055
        };
        (v * 255.0).round() as u8
    })
}

#[test]
fn display_p3_becomes_srgb_by_the_book() {
    for color in [
        [200, 100, 100],
        [60, 160, 90],
        [128, 128, 128],
        [240, 200, 40],
    ] {
        let picture = image::RgbImage::from_pixel(64, 64, image::Rgb(color));
        let file = with_icc(&jpeg(&picture), &ColorProfile::new_display_p3());
        let out = render(&file, &recipe(Fit::Keep));
        assert_plain(&out.facts);
        assert_near(pixels(&out.bytes).get_pixel(30, 30).0, p3_to_srgb(color), 3);
    }
}

#[test]
fn inks_become_light() {
    // Adobe stores paper, not ink: 0 is full ink.
    let cases = [
        ([0, 255, 255, 255], [0, 255, 255]),
        ([255, 255, 255, 255], [255, 255, 255]),
        ([255, 255, 255, 0], [0, 0, 0]),
        ([255, 0, 0, 255], [255, 0, 0]),
    ];
    for space in [Colorspace::CMYK, Colorspace::YCCK] {
        for (stored, seen) in cases {
            let file = compress(
                &stored.repeat(32 * 32),
                (32, 32),
                PixelFormat::CMYK,
                |encoder| {
                    encoder.set_colorspace(space).unwrap();
                },
            );
            let out = render(&file, &recipe(Fit::Keep));
            assert_plain(&out.facts);
            assert_near(pixels(&out.bytes).get_pixel(10, 10).0, seen, 6);
        }
    }
}

#[test]
fn every_decodable_kind_comes_out_right() {
    let picture = quarters(80, 60);
    let rgb = DynamicImage::from(picture.clone());
    let sixteen = DynamicImage::from(rgb.to_rgb16());
    let files = [
        progressive(&picture),
        encoded(rgb.clone(), ImageFormat::Png),
        encoded(sixteen.clone(), ImageFormat::Png),
        encoded(sixteen, ImageFormat::Tiff),
        encoded(rgb.clone(), ImageFormat::WebP),
        encoded(rgb.clone(), ImageFormat::Gif),
        encoded(rgb.clone(), ImageFormat::Bmp),
        encoded(rgb, ImageFormat::Tiff),
    ];
    for file in files {
        let out = render(&file, &recipe(Fit::Keep));
        assert_plain(&out.facts);
        for (seen, wanted) in corners(&pixels(&out.bytes))
            .into_iter()
            .zip([RED, GREEN, BLUE, YELLOW])
        {
            assert_near(seen, wanted, 14);
        }
    }
}

#[test]
fn grey_stays_grey() {
    let file = compress(&[90; 32 * 32], (32, 32), PixelFormat::GRAY, |encoder| {
        encoder.set_subsamp(turbojpeg::Subsamp::Gray).unwrap();
    });
    let out = render(&file, &recipe(Fit::Keep));
    assert_plain(&out.facts);
    assert_near(pixels(&out.bytes).get_pixel(9, 9).0, [90; 3], 2);
}

#[test]
fn no_metadata_survives() {
    let file = with_exif(&jpeg(&quarters(80, 60)), 1, true);
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='1'/>";
    let file = with_segment(&file, 0xE1, xmp);
    let read =
        |bytes: &[u8]| exif::Reader::new().read_from_container(&mut std::io::Cursor::new(bytes));
    let before = read(&file).unwrap();
    assert!(
        before
            .get_field(exif::Tag::GPSLatitude, exif::In::PRIMARY)
            .is_some()
    );

    let out = render(&file, &recipe(Fit::Keep));
    assert!(matches!(read(&out.bytes), Err(exif::Error::NotFound(_))));
    let has = |needle: &[u8]| out.bytes.windows(needle.len()).any(|w| w == needle);
    assert!(!has(b"GPS") && !has(b"Exif") && !has(b"adobe.com"));
}

#[test]
fn only_whose_picture_it_is_survives() {
    let rights: &[(u16, &str)] = &[(0x013B, "Ada Lovelace"), (0x8298, "(c) 2026 Ada")];
    let source = quarters(80, 60);
    let files = [
        (
            "pixels stay",
            with_block(&jpeg(&source), &exif_saying(1, rights)),
        ),
        (
            "pixels change",
            with_block(&jpeg(&source), &exif_saying(6, rights)),
        ),
    ];
    for (name, file) in files {
        let out = render(&file, &recipe(Fit::Keep));
        assert_plain(&out.facts);
        let found = exif::Reader::new()
            .read_from_container(&mut std::io::Cursor::new(&out.bytes))
            .unwrap();
        let mut said: Vec<(u16, String)> = found
            .fields()
            .map(|field| (field.tag.number(), field.display_value().to_string()))
            .collect();
        said.sort();
        let wanted = rights
            .iter()
            .map(|(tag, text)| (*tag, format!("\"{text}\"")));
        assert_eq!(said, wanted.collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn the_best_quality_that_fits_is_taken() {
    let file = jpeg(&noise(400, 400));
    let size = |quality: u8| {
        let mut wanted = recipe(Fit::Crop { frame: Rect::WHOLE });
        wanted.quality = quality;
        render(&file, &wanted).bytes
    };
    for quality in [84, 61, 40] {
        let exact = size(quality);
        let mut wanted = recipe(Fit::Crop { frame: Rect::WHOLE });
        wanted.max_bytes = exact.len() as u64;
        assert_eq!(render(&file, &wanted).bytes, exact, "{quality}");
    }
}

#[test]
fn the_byte_cap_holds() {
    let file = jpeg(&noise(1440, 1440));
    for cap in [2_000_000, 700_000, 60_000, 9_000] {
        let mut wanted = recipe(Fit::Keep);
        wanted.max_bytes = cap;
        let out = render(&file, &wanted);
        assert!(out.bytes.len() as u64 <= cap, "{} > {cap}", out.bytes.len());
        assert_plain(&out.facts);
        let aspect = out.facts.aspect().unwrap();
        assert!((aspect - 1.0).abs() < 0.02, "{aspect}");
    }
    let mut wanted = recipe(Fit::Keep);
    wanted.max_bytes = 10;
    assert!(matches!(
        try_render(&file, &wanted),
        Err(FixError::TooManyBytes { limit: 10 })
    ));
}

#[test]
fn a_strip_can_be_cropped_and_shown() {
    let file = jpeg(&quarters(12_000, 90));
    let frame = crop_frame(12_000.0 / 90.0, 1.91, (0.5, 0.5));
    let out = render(&file, &recipe(Fit::Crop { frame }));
    let aspect = out.facts.aspect().unwrap();
    assert!(aspect <= 1.915, "{aspect}");
    let thumb = thumbnail_bytes(&file, &probe_bytes(&file), 320).unwrap();
    assert_eq!(probe_bytes(&thumb).width, 320);
}

#[test]
fn thumbnails_are_upright_small_and_in_srgb() {
    let upright = quarters(1600, 1200);
    let file = with_exif(&jpeg(&stored(&upright, 8)), 8, true);
    let thumb = thumbnail_bytes(&file, &probe_bytes(&file), 320).unwrap();
    assert_plain(&probe_bytes(&thumb));
    let picture = pixels(&thumb);
    assert_eq!(picture.dimensions(), (320, 240));
    for (seen, wanted) in corners(&picture)
        .into_iter()
        .zip([RED, GREEN, BLUE, YELLOW])
    {
        assert_near(seen, wanted, 14);
    }
}

#[test]
fn stopped_work_returns_nothing() {
    let file = jpeg(&quarters(64, 64));
    let stopped = Cancel::new();
    stopped.cancel();
    let result = render_bytes(&file, &probe_bytes(&file), &recipe(Fit::Keep), &stopped);
    assert!(matches!(result, Err(FixError::Cancelled)));
}

#[test]
fn a_file_replaced_since_it_was_judged_is_not_used() {
    let judged = probe_bytes(&jpeg(&quarters(64, 64)));
    let now = jpeg(&quarters(64, 66));
    let result = render_bytes(&now, &judged, &recipe(Fit::Keep), &Cancel::new());
    assert!(matches!(result, Err(FixError::Changed)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_output_is_plain_and_in_shape(
        w in 330_u32..1500, h in 330_u32..1500, orientation in 1_u8..=8,
        target in 0.8_f64..1.91, pad: bool, fx in 0.0_f64..1.0, fy in 0.0_f64..1.0,
    ) {
        let file = with_exif(&jpeg(&quarters(w, h)), orientation, true);
        let own = probe_bytes(&file).aspect().unwrap();
        let fit = if pad {
            Fit::Pad { aspect: target, fill: Fill::Color([0; 3]) }
        } else {
            Fit::Crop { frame: crop_frame(own, target, (fx, fy)) }
        };
        let out = render(&file, &recipe(fit));
        assert_plain(&out.facts);
        prop_assert!((out.facts.aspect().unwrap() - target).abs() < 0.005);
        prop_assert!(out.facts.width <= 1440);
    }
}
