//! HEIC and AVIF as pictures: the right way up, in the right colours, joined without a seam.

use std::fs;

use fanfold_domain::recipe::Fit;
use fanfold_media::{FixError, probe_bytes, thumbnail_bytes};
use image::{RgbImage, RgbaImage};

use crate::fixtures::*;
use crate::truth;

/// What `make.py` paints from left to right.
const BANDS: [[u8; 3]; 4] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0]];

fn seen(name: &str) -> RgbImage {
    let row = truth::rows()
        .into_iter()
        .find(|row| row["file"] == name)
        .unwrap();
    let file = fs::read(truth::file(&row)).unwrap();
    pixels(&render(&file, &recipe(Fit::Keep)).bytes)
}

#[track_caller]
fn assert_bands(picture: &RgbImage, along_x: bool, bands: [[u8; 3]; 4], name: &str) {
    let (w, h) = picture.dimensions();
    for (n, band) in bands.into_iter().enumerate() {
        let step = |side: u32| (side * (2 * n as u32 + 1) / 8).min(side - 1);
        let pixel = if along_x {
            picture.get_pixel(step(w), h / 2)
        } else {
            picture.get_pixel(w / 2, step(h))
        };
        let far = pixel.0.iter().zip(band).any(|(a, b)| a.abs_diff(b) > 40);
        assert!(!far, "{name}: band {n} is {:?}, not {band:?}", pixel.0);
    }
}

/// Found by fuzzing: with the decoder's own checks on, which no build but the fuzzer's has, the program ended.
#[test]
fn a_picture_without_bytes_is_damage_and_never_reaches_the_decoder() {
    let file = include_bytes!("../found/a-picture-without-bytes.avif");
    let facts = probe_bytes(file);
    let shown = thumbnail_bytes(file, &facts, 64);
    assert!(matches!(shown, Err(FixError::Unusable(_))), "{shown:?}");
}

#[test]
fn every_coding_comes_out_in_its_colours() {
    let names = [
        "420.heic",
        "422.heic",
        "444.heic",
        "lossless.heic",
        "10-bit.heic",
        "odd-size.heic",
        "thumbnail.heic",
        "exif-orientation.heic",
        "420.avif",
        "422.avif",
        "444.avif",
        "10-bit.avif",
        "12-bit.avif",
        "limited.avif",
        "lossless.avif",
        "grid.avif",
    ];
    for name in names {
        assert_bands(&seen(name), true, BANDS, name);
    }
}

#[test]
fn turned_and_mirrored_pictures_are_upright_once() {
    let mut back = BANDS;
    back.reverse();
    assert_bands(
        &seen("rotate-1.avif"),
        false,
        back,
        "a quarter against the clock",
    );
    assert_bands(&seen("rotate-2.avif"), true, back, "half");
    assert_bands(
        &seen("rotate-3.avif"),
        false,
        BANDS,
        "a quarter with the clock",
    );
    assert_bands(
        &seen("mirror-0.avif"),
        true,
        BANDS,
        "top and bottom change places",
    );
    assert_bands(
        &seen("mirror-1.avif"),
        true,
        back,
        "left and right change places",
    );
    assert_bands(
        &seen("rotate-mirror.avif"),
        false,
        BANDS,
        "turned, then mirrored",
    );
}

#[test]
fn half_transparent_pictures_lie_on_white() {
    let light = BANDS.map(|band| band.map(|v| u8::midpoint(v, 255)));
    assert_bands(&seen("alpha.heic"), true, light, "HEIC");
    assert_bands(&seen("alpha.avif"), true, light, "AVIF");
}

#[test]
fn the_cut_that_a_file_asks_for_is_made() {
    let picture = seen("crop.avif");
    assert_eq!(picture.dimensions(), (32, 24));
    // From 8 to 40 of 64 pixels: the middle of it is the border of green and red.
    let green = picture.get_pixel(16, 12).0;
    assert!(green[1] > 180 && green[0] < 90, "{green:?}");
}

/// As phones store them: tiles of 512, the last ones reaching over the edge.
fn tiled(width: u32, height: u32, change: impl Fn(&mut RgbaImage)) -> Vec<u8> {
    let mut picture = image::DynamicImage::from(quarters(width, height)).to_rgba8();
    change(&mut picture);
    let options = heifer::EncodeOptions {
        quality: 90,
        ..heifer::EncodeOptions::default()
    };
    heifer::encode_rgba8(width, height, picture.as_raw(), &options).unwrap()
}

#[test]
fn tiles_are_joined_in_their_order_and_cut_at_the_edge() {
    let file = tiled(1300, 700, |_| {});
    assert!(file.windows(4).any(|w| w == b"grid"));
    let facts = probe_bytes(&file);
    assert_eq!(
        (facts.width, facts.height, facts.has_alpha),
        (1300, 700, false)
    );
    let picture = pixels(&render(&file, &recipe(Fit::Keep)).bytes);
    assert_eq!(picture.dimensions(), (1300, 700));
    for (x, y, wanted) in [
        (20, 20, RED),
        (640, 340, RED),
        (660, 340, GREEN),
        (1290, 10, GREEN),
        (20, 690, BLUE),
        (640, 360, BLUE),
        (660, 360, YELLOW),
        (1290, 690, YELLOW),
        (511, 100, RED),
        (512, 100, RED),
        (513, 600, BLUE),
        (1024, 600, YELLOW),
    ] {
        assert_near(picture.get_pixel(x, y).0, wanted, 20);
    }
}

#[test]
fn tiles_keep_their_alpha() {
    let file = tiled(600, 600, |picture| {
        for pixel in picture.pixels_mut().skip(300 * 600) {
            pixel.0[3] = 0;
        }
    });
    assert!(probe_bytes(&file).has_alpha);
    let picture = pixels(&render(&file, &recipe(Fit::Keep)).bytes);
    assert_near(picture.get_pixel(20, 20).0, RED, 20);
    assert_near(picture.get_pixel(580, 580).0, [255; 3], 8);
}

#[test]
fn a_grid_that_lost_a_tile_is_no_picture() {
    let file = tiled(1300, 700, |_| {});
    for part in 5..10 {
        let cut = &file[..file.len() * part / 10];
        let facts = probe_bytes(cut);
        assert!(facts.unreadable.is_some(), "{part}/10");
        assert!(thumbnail_bytes(cut, &facts, 100).is_err());
    }
}

#[test]
fn what_a_phone_appends_to_a_heic_does_no_harm() {
    let mut file = tiled(600, 600, |_| {});
    file.extend(b"SEFH trailer of no box at all \xFF\xFF\xFF\xFF");
    assert_eq!(probe_bytes(&file).unreadable, None);
    assert!(try_render(&file, &recipe(Fit::Keep)).is_ok());
}

#[test]
fn brightness_beyond_white_is_said_not_shown_grey() {
    let row = truth::rows()
        .into_iter()
        .find(|row| row["file"] == "hdr-pq.avif")
        .unwrap();
    let file = fs::read(truth::file(&row)).unwrap();
    let result = try_render(&file, &recipe(Fit::Keep));
    assert!(matches!(result, Err(FixError::NoDecoder(_))));
}
