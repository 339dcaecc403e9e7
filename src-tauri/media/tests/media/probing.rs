//! What a file is, whatever it is called.

use std::fs;
use std::sync::Mutex;

use fanfold_domain::media::{Color, MediaKind, Unreadable};
use fanfold_media::{Cancel, exif_thumbnail, expand, probe, probe_bytes, probe_many};
use image::{ImageFormat, RgbaImage};
use moxcms::ColorProfile;
use turbojpeg::{Colorspace, PixelFormat};

use crate::fixtures::*;

#[test]
fn a_plain_jpeg_is_told_in_full() {
    let facts = probe_bytes(&jpeg(&quarters(64, 48)));
    assert_eq!(facts.kind, MediaKind::Image);
    assert_eq!(facts.format, "jpeg");
    assert_eq!((facts.width, facts.height), (64, 48));
    assert_eq!(facts.orientation, 1);
    assert_eq!(facts.color, Color::Srgb);
    assert!(facts.decodable && !facts.has_location && !facts.has_alpha);
    assert_eq!(facts.unreadable, None);
}

#[test]
fn orientation_and_position_are_read_from_exif() {
    let plain = jpeg(&quarters(64, 48));
    for orientation in 1..=8 {
        let facts = probe_bytes(&with_exif(&plain, orientation, orientation % 2 == 0));
        assert_eq!(facts.orientation, orientation);
        assert_eq!((facts.stored_width, facts.stored_height), (64, 48));
        let seen = if orientation >= 5 { (48, 64) } else { (64, 48) };
        assert_eq!((facts.width, facts.height), seen);
        assert_eq!(facts.has_location, orientation % 2 == 0);
    }
}

#[test]
fn a_position_in_xmp_is_found() {
    let packet = b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude=\"48,8N\"/>";
    assert!(probe_bytes(&with_segment(&jpeg(&quarters(8, 8)), 0xE1, packet)).has_location);
}

#[test]
fn exif_that_points_outside_is_no_trouble() {
    let mut block = tiff_block(6, true);
    let end = block.len();
    for at in 8..end {
        block[at] = 0xFF;
        let mut content = b"Exif\0\0".to_vec();
        content.extend(&block);
        let facts = probe_bytes(&with_segment(&jpeg(&quarters(8, 8)), 0xE1, &content));
        assert_eq!(facts.unreadable, None);
    }
}

#[test]
fn profiles_are_named_by_what_they_do() {
    let plain = jpeg(&quarters(16, 16));
    let cases = [
        (ColorProfile::new_srgb(), Color::Srgb),
        (ColorProfile::new_display_p3(), Color::DisplayP3),
        (ColorProfile::new_adobe_rgb(), Color::AdobeRgb),
        (ColorProfile::new_pro_photo_rgb(), Color::Other),
        (ColorProfile::new_bt2020(), Color::Other),
    ];
    for (profile, color) in cases {
        assert_eq!(probe_bytes(&with_icc(&plain, &profile)).color, color);
    }
}

#[test]
fn a_profile_of_twenty_megabytes_is_not_read() {
    let mut file = jpeg(&quarters(16, 16));
    let mut content = b"ICC_PROFILE\0\x01\xFF".to_vec();
    content.resize(65_000, 7);
    for _ in 0..310 {
        file = with_segment(&file, 0xE2, &content);
    }
    let facts = probe_bytes(&file);
    assert_eq!((facts.color, facts.unreadable), (Color::Other, None));
    assert_eq!((facts.width, facts.height), (16, 16));
}

#[test]
fn inks_and_grey_are_told() {
    let cmyk = compress(&[90; 16 * 16 * 4], (16, 16), PixelFormat::CMYK, |encoder| {
        encoder.set_colorspace(Colorspace::CMYK).unwrap();
    });
    let ycck = compress(&[90; 16 * 16 * 4], (16, 16), PixelFormat::CMYK, |encoder| {
        encoder.set_colorspace(Colorspace::YCCK).unwrap();
    });
    let gray = compress(&[90; 16 * 16], (16, 16), PixelFormat::GRAY, |encoder| {
        encoder.set_subsamp(turbojpeg::Subsamp::Gray).unwrap();
    });
    assert_eq!(probe_bytes(&cmyk).color, Color::Cmyk);
    assert_eq!(probe_bytes(&ycck).color, Color::Cmyk);
    assert_eq!(probe_bytes(&gray).color, Color::Gray);
}

#[test]
fn two_pictures_in_one_jpeg_are_an_mpo() {
    let mut mpf = b"MPF\0MM\0*\0\0\0\x08\0\x01".to_vec();
    mpf.extend([0xB0, 0x01, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0]);
    let two = with_segment(&jpeg(&quarters(16, 16)), 0xE2, &mpf);
    assert_eq!(probe_bytes(&two).format, "mpo");
}

#[test]
fn what_a_phone_appends_does_not_make_a_jpeg_truncated() {
    let mut file = jpeg(&quarters(64, 64));
    let end = file.len();
    file.extend((0..3_000_000_u32).map(|n| (n % 251) as u8));
    assert_eq!(probe_bytes(&file).unreadable, None);
    file.drain(end - 2..end);
    assert_eq!(probe_bytes(&file).unreadable, Some(Unreadable::Truncated));
}

#[test]
fn other_formats_are_told_by_content() {
    let picture = quarters(40, 30);
    let formats = [
        (ImageFormat::Png, "png"),
        (ImageFormat::WebP, "webp"),
        (ImageFormat::Gif, "gif"),
        (ImageFormat::Bmp, "bmp"),
        (ImageFormat::Tiff, "tiff"),
    ];
    for (format, name) in formats {
        let facts = probe_bytes(&encoded(picture.clone(), format));
        assert_eq!(facts.format, name);
        assert_eq!((facts.width, facts.height), (40, 30), "{name}");
        assert_eq!(facts.unreadable, None, "{name}");
        assert!(facts.decodable && !facts.animated, "{name}");
    }
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Tiff] {
        assert!(probe_bytes(&encoded(half_transparent(20, 20), format)).has_alpha);
    }
}

#[test]
fn png_metadata_behind_the_pixels_is_read() {
    let mut out = Vec::new();
    let mut info = png::Info::with_size(4, 4);
    info.color_type = png::ColorType::Rgb;
    info.bit_depth = png::BitDepth::Sixteen;
    info.icc_profile = Some(ColorProfile::new_display_p3().encode().unwrap().into());
    let mut writer = png::Encoder::with_info(&mut out, info)
        .unwrap()
        .write_header()
        .unwrap();
    writer.write_image_data(&[120; 4 * 4 * 6]).unwrap();
    writer
        .write_chunk(png::chunk::ChunkType(*b"eXIf"), &tiff_block(6, true))
        .unwrap();
    writer.finish().unwrap();
    let facts = probe_bytes(&out);
    assert_eq!(facts.color, Color::DisplayP3);
    assert_eq!(facts.orientation, 6);
    assert!(facts.has_location);
}

#[test]
fn moving_pictures_are_told_from_still_ones() {
    let mut apng = Vec::new();
    let mut encoder = png::Encoder::new(&mut apng, 4, 4);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_animated(2, 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[9; 48]).unwrap();
    writer.write_image_data(&[99; 48]).unwrap();
    writer.finish().unwrap();
    assert!(probe_bytes(&apng).animated);

    let mut gif = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
    for shade in [10, 200] {
        let frame = RgbaImage::from_pixel(8, 8, image::Rgba([shade, 0, 0, 255]));
        encoder.encode_frame(image::Frame::new(frame)).unwrap();
    }
    drop(encoder);
    assert!(probe_bytes(&gif).animated);
}

#[test]
fn the_small_picture_inside_a_photo_is_found() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/truth/files");
    let small = exif_thumbnail(&folder.join("exif-thumbnail.jpg")).unwrap();
    assert_eq!(small.orientation, 6);
    let facts = probe_bytes(&small.jpeg);
    assert_eq!(
        (facts.format.as_str(), facts.width, facts.height),
        ("jpeg", 16, 12)
    );
    for none in [
        "baseline-420.jpg",
        "rgb8.png",
        "gps-exif.jpg",
        "missing.jpg",
    ] {
        assert_eq!(exif_thumbnail(&folder.join(none)), None, "{none}");
    }
}

#[test]
fn what_cannot_be_opened_is_still_recognised() {
    let others: [(&[u8], &str, MediaKind); 6] = [
        (
            b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf",
            "avif",
            MediaKind::Image,
        ),
        (
            b"\0\0\0\x14ftypisom\0\0\0\0isom\0\0\0\x08moov",
            "mp4",
            MediaKind::Video,
        ),
        (
            b"\0\0\0\x14ftypqt  \0\0\0\0qt  \0\0\0\x08moov",
            "mov",
            MediaKind::Video,
        ),
        (
            b"<?xml version='1.0'?><svg xmlns='x'/>",
            "svg",
            MediaKind::Image,
        ),
        (b"%PDF-1.7\n%%EOF", "pdf", MediaKind::Unknown),
        (b"just words", "unknown", MediaKind::Unknown),
    ];
    for (bytes, format, kind) in others {
        let facts = probe_bytes(bytes);
        assert_eq!((facts.format.as_str(), facts.kind), (format, kind));
        assert!(!facts.decodable, "{format}");
    }
}

#[test]
fn places_without_a_file_are_facts() {
    let dir = tempfile::tempdir().unwrap();
    let empty = dir.path().join("empty.jpg");
    fs::write(&empty, b"").unwrap();
    let state = |path: &std::path::Path| probe(path).unreadable;
    assert_eq!(state(&empty), Some(Unreadable::Empty));
    assert_eq!(
        state(&dir.path().join("gone.jpg")),
        Some(Unreadable::Missing)
    );
    assert_eq!(state(dir.path()), Some(Unreadable::NotAFile));
}

#[test]
fn many_files_stream_in_and_stop_when_told() {
    let dir = tempfile::tempdir().unwrap();
    let paths: Vec<_> = (0..20).map(|n| dir.path().join(format!("{n}"))).collect();
    for (n, path) in paths.iter().enumerate() {
        fs::write(path, jpeg(&quarters(10 + n as u32, 8))).unwrap();
    }
    let seen = Mutex::new(vec![0; 20]);
    probe_many(&paths, &Cancel::new(), |n, facts| {
        seen.lock().unwrap()[n] = facts.width;
    });
    assert_eq!(*seen.lock().unwrap(), (10..30).collect::<Vec<u32>>());

    let stopped = Cancel::new();
    stopped.cancel();
    probe_many(&paths, &stopped, |n, _| panic!("file {n} was opened"));
}

#[test]
fn folders_become_their_files_in_natural_order() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    for name in [
        "IMG_10.jpg",
        "img_9.jpg",
        "IMG_2.png",
        "notes.pdf",
        ".hidden",
    ] {
        fs::write(at(name), b"x").unwrap();
    }
    fs::create_dir(at("more")).unwrap();
    fs::write(at("more/1.jpg"), b"x").unwrap();
    let gone = at("gone.jpg");
    let found = expand(&[gone.clone(), dir.path().to_owned()]);
    let wanted: Vec<_> = [
        "IMG_2.png",
        "img_9.jpg",
        "IMG_10.jpg",
        "notes.pdf",
        "more/1.jpg",
    ]
    .into_iter()
    .map(at)
    .collect();
    assert_eq!(found[0], gone);
    assert_eq!(found[1..], wanted);
}
