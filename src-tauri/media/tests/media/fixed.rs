//! What must hold of every fix, whatever went in: the result is ready, the source is as it was,
//! and nobody learns where it was taken.

use std::fs;
use std::io::Cursor;

use fanfold_domain::check::check_item;
use fanfold_domain::draft::PostKind;
use fanfold_domain::plan::{FitChoice, plan, target_shape};
use fanfold_domain::recipe::{Fill, Fit};
use fanfold_domain::rules::{Policy, Profile};
use fanfold_domain::shape::{Rect, Shape};
use fanfold_domain::{MediaFacts, Recipe, Severity};
use fanfold_media::{Cancel, probe, probe_bytes, render, render_bytes};
use image::{DynamicImage, ImageFormat, RgbImage};
use moxcms::ColorProfile;
use proptest::prelude::*;
use turbojpeg::{PixelFormat, Subsamp};

use crate::fixtures::*;

const KINDS: usize = 13;

/// One picture in one of the formats that people have.
fn file(kind: usize, picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let rgb = DynamicImage::from(picture.clone());
    let sampled = |subsamp| {
        compress(
            picture.as_raw(),
            picture.dimensions(),
            PixelFormat::RGB,
            |encoder| {
                encoder.set_subsamp(subsamp).unwrap();
            },
        )
    };
    match kind {
        0 => with_exif(&sampled(Subsamp::Sub2x2), orientation, true),
        1 => with_exif(&sampled(Subsamp::Sub2x1), orientation, false),
        2 => with_exif(
            &with_icc(&jpeg(picture), &ColorProfile::new_display_p3()),
            orientation,
            true,
        ),
        3 => with_icc(&sampled(Subsamp::Sub2x2), &ColorProfile::new_adobe_rgb()),
        4 => progressive(picture),
        5 => with_exif(&sampled(Subsamp::Gray), orientation, true),
        6 => {
            let ink = picture
                .pixels()
                .flat_map(|p| [p.0[0], p.0[1], p.0[2], 200])
                .collect::<Vec<_>>();
            compress(&ink, picture.dimensions(), PixelFormat::CMYK, |_| {})
        }
        7 => encoded(rgb.to_rgba8(), ImageFormat::Png),
        8 => encoded(DynamicImage::from(rgb.to_rgb16()), ImageFormat::Png),
        9 => encoded(rgb, ImageFormat::WebP),
        10 => encoded(rgb, ImageFormat::Gif),
        11 => encoded(rgb, ImageFormat::Bmp),
        _ => encoded(rgb, ImageFormat::Tiff),
    }
}

fn choices() -> impl Strategy<Value = FitChoice> {
    prop_oneof![
        (0.0_f64..=1.0, 0.0_f64..=1.0).prop_map(|focus| FitChoice::Crop { focus }),
        any::<[u8; 3]>().prop_map(|color| FitChoice::Pad {
            fill: Fill::Color(color)
        }),
        Just(FitChoice::Pad { fill: Fill::Blur }),
    ]
}

fn shapes() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Auto),
        Just(Shape::First),
        (0.05_f64..12.0).prop_map(Shape::Ratio),
    ]
}

fn policies() -> impl Strategy<Value = Policy> {
    (any::<bool>(), any::<bool>()).prop_map(|(guide, allow_three_four)| Policy {
        profile: if guide {
            Profile::Guide
        } else {
            Profile::Instagram
        },
        allow_three_four,
    })
}

fn posts() -> impl Strategy<Value = PostKind> {
    prop_oneof![
        Just(PostKind::Feed),
        Just(PostKind::Carousel),
        Just(PostKind::Story),
    ]
}

/// Sizes from slivers to small photos.
fn sizes() -> impl Strategy<Value = (u32, u32)> {
    prop_oneof![
        4 => (200_u32..900, 200_u32..900),
        1 => (1_u32..40, 1_u32..700),
        1 => (1000_u32..2400, 1_u32..60),
    ]
}

fn wanted(
    facts: &MediaFacts,
    shape: Shape,
    post: PostKind,
    policy: &Policy,
    choice: FitChoice,
) -> Recipe {
    let target = target_shape(&[facts], shape, post, policy);
    plan(facts, post, policy, target, choice).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_check_of_every_fix_says_ready(
        (w, h) in sizes(), kind in 0..KINDS, orientation in 1_u8..=8, shape in shapes(),
        post in posts(), policy in policies(), choice in choices(), tight: bool,
    ) {
        let bytes = file(kind, &quarters(w, h), orientation);
        let facts = probe_bytes(&bytes);
        let mut recipe = wanted(&facts, shape, post, &policy, choice);
        if tight {
            recipe.max_bytes = 40_000;
        }
        let out = render_bytes(&bytes, &facts, &recipe, &Cancel::new()).unwrap();
        let errors: Vec<_> = check_item(&out.facts, post, &policy)
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .collect();
        prop_assert!(errors.is_empty(), "{:?} made {:?}: {errors:?}", recipe, out.facts);
        prop_assert!(out.bytes.len() as u64 <= recipe.max_bytes);
        prop_assert_eq!(&probe_bytes(&out.bytes), &out.facts);
        prop_assert!(!out.facts.has_location);
    }

    #[test]
    fn a_fix_never_touches_its_source(
        kind in 0..KINDS, orientation in 1_u8..=8, choice in choices(), post in posts(),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("source");
        fs::write(&path, file(kind, &quarters(320, 250), orientation)).unwrap();
        let before = (fs::metadata(&path).unwrap(), blake3::hash(&fs::read(&path).unwrap()));
        let facts = probe(&path);
        let recipe = wanted(&facts, Shape::Auto, post, &Policy::default(), choice);
        render(&path, &facts, &recipe, &Cancel::new()).unwrap();
        let after = (fs::metadata(&path).unwrap(), blake3::hash(&fs::read(&path).unwrap()));
        prop_assert_eq!(before.1, after.1);
        prop_assert_eq!(before.0.modified().unwrap(), after.0.modified().unwrap());
        prop_assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_place_never_survives(orientation in 1_u8..=8, rights: bool, crop: bool, xmp: bool) {
        let texts: &[(u16, &str)] = if rights { &[(0x8298, "(c) Ada")] } else { &[] };
        let mut bytes = with_block(&jpeg(&quarters(340, 340)), &exif_saying(orientation, texts));
        if xmp {
            let packet = b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='48,8N' exif:GPSLongitude='11,34E'/>";
            bytes = with_segment(&bytes, 0xE1, packet);
        }
        // Behind the picture's end, where phones keep films and maps of depth.
        bytes.extend(b"<x exif:GPSLatitude='48,8N'/>");
        prop_assert!(probe_bytes(&bytes).has_location);
        let fit = if crop { Fit::Crop { frame: Rect { w: 0.9, ..Rect::WHOLE } } } else { Fit::Keep };
        let out = crate::fixtures::render(&bytes, &recipe(fit)).bytes;
        if let Ok(read) = exif::Reader::new().read_from_container(&mut Cursor::new(&out)) {
            prop_assert!(rights);
            for field in read.fields() {
                prop_assert_eq!(field.tag, exif::Tag::Copyright);
            }
        } else {
            prop_assert!(!rights);
        }
        let says = |needle: &[u8]| out.windows(needle.len()).any(|part| part == needle);
        prop_assert!(!says(b"GPS") && !says(b"48,8N"));
    }

    #[test]
    fn the_parts_of_a_panorama_share_no_pixel(
        parts in 2_u32..=6, wide in 20_u32..120, tall in 30_u32..200, max_width in 40_u32..200,
    ) {
        let color = |part: u32| [(part * 90 % 256) as u8, (part * 150 + 40) as u8, (255 - part * 40) as u8];
        let picture = RgbImage::from_fn(parts * wide, tall, |x, _| image::Rgb(color(x / wide)));
        let bytes = encoded(picture, ImageFormat::Png);
        for part in 0..parts {
            let share = 1.0 / f64::from(parts);
            let frame = Rect { x: f64::from(part) * share, y: 0.0, w: share, h: 1.0 };
            let mut wanted = recipe(Fit::Crop { frame });
            wanted.max_width = max_width;
            wanted.quality = 95;
            let seen = pixels(&crate::fixtures::render(&bytes, &wanted).bytes);
            for pixel in seen.pixels() {
                assert_near(pixel.0, color(part), 6);
            }
        }
    }
}
