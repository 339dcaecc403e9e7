//! Pictures that a person turned: quarters to the pixel, straightening without empty corners or blur.

use fanfold_domain::recipe::{Fill, Fit, Recipe};
use fanfold_domain::shape::Rect;
use fanfold_domain::turn::Turn;
use fanfold_media::{Cancel, FixError, probe_bytes, render_bytes};
use image::{ImageFormat, RgbImage};

use crate::fixtures::*;

fn turned(fit: Fit, quarters: i64, degrees: f64) -> Recipe {
    Recipe {
        turn: Turn::new(quarters, degrees).unwrap(),
        ..recipe(fit)
    }
}

/// Each orientation turned on by a quarter.
fn next(orientation: u8) -> u8 {
    [6, 7, 8, 5, 2, 3, 4, 1][usize::from(orientation) - 1]
}

#[test]
fn a_quarter_turn_is_the_camera_held_otherwise_to_the_byte() {
    let shot = jpeg(&noise(160, 112));
    let frame = Rect {
        x: 0.1,
        y: 0.3,
        w: 0.6,
        h: 0.5,
    };
    for fit in [Fit::Keep, Fit::Crop { frame }] {
        for orientation in 1..=8 {
            let mut seen = orientation;
            for quarters in 0..4 {
                let by_hand = render(
                    &with_exif(&shot, orientation, false),
                    &turned(fit.clone(), quarters, 0.0),
                );
                // One that is upright already is not decoded; it is no measure of pixels.
                if seen != 1 || fit != Fit::Keep {
                    let by_camera = render(&with_exif(&shot, seen, false), &recipe(fit.clone()));
                    assert!(
                        by_hand.bytes == by_camera.bytes,
                        "{orientation} by {quarters} quarters, {fit:?}"
                    );
                }
                seen = next(seen);
            }
        }
    }
}

#[test]
fn every_format_turns_clockwise() {
    let upright = quarters(120, 80);
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Bmp] {
        let file = encoded(upright.clone(), format);
        let picture = pixels(&render(&file, &turned(Fit::Keep, 1, 0.0)).bytes);
        assert_eq!(picture.dimensions(), (80, 120), "{format:?}");
        for (seen, wanted) in corners(&picture)
            .into_iter()
            .zip([BLUE, RED, YELLOW, GREEN])
        {
            assert_near(seen, wanted, 14);
        }
    }
}

/// Rings about the centre, which no turn changes.
fn rings(width: u32, height: u32, wave: f64) -> RgbImage {
    let middle = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    RgbImage::from_fn(width, height, |x, y| {
        let far = (f64::from(x) + 0.5 - middle.0).hypot(f64::from(y) + 0.5 - middle.1);
        let value = 128.0 + 100.0 * (far * std::f64::consts::TAU / wave).sin();
        image::Rgb([value as u8, (255.0 - value) as u8, 128])
    })
}

/// Mean difference of green, and the largest.
fn apart(one: &RgbImage, other: &RgbImage) -> (f64, u8) {
    let pairs = one.pixels().zip(other.pixels());
    let all: Vec<u8> = pairs.map(|(a, b)| a.0[1].abs_diff(b.0[1])).collect();
    let sum: u64 = all.iter().map(|far| u64::from(*far)).sum();
    let most = all.iter().copied().max().unwrap_or(0);
    (sum as f64 / all.len() as f64, most)
}

#[test]
fn straightening_keeps_what_is_round_as_sharp_as_it_was() {
    let middle = Rect {
        x: 0.25,
        y: 0.25,
        w: 0.5,
        h: 0.5,
    };
    // At its own size, made smaller on the way, and made larger.
    for (width, height, wave, max_width, min_width) in [
        (720, 560, 9.0, 1440, 0),
        (1200, 960, 18.0, 480, 0),
        (300, 240, 9.0, 1440, 320),
    ] {
        let file = encoded(rings(width, height, wave), ImageFormat::Png);
        let fit = Fit::Crop { frame: middle };
        let made = |degrees: f64| {
            let recipe = Recipe {
                max_width,
                min_width,
                quality: 97,
                ..turned(fit.clone(), 0, degrees)
            };
            pixels(&render(&file, &recipe).bytes)
        };
        let level = made(0.0);
        for degrees in [-31.0, 3.0, 45.0] {
            let tilted = made(degrees);
            assert_eq!(tilted.dimensions(), level.dimensions());
            let (mean, most) = apart(&tilted, &level);
            assert!(
                mean < 3.0 && most < 40,
                "{width} at {degrees}: {mean} {most}"
            );
        }
    }
}

#[test]
fn a_slanted_horizon_is_level_after_straightening_clockwise() {
    let degrees = 8.0_f64;
    let (sin, cos) = degrees.to_radians().sin_cos();
    let slanted = RgbImage::from_fn(800, 600, |x, y| {
        let (dx, dy) = (f64::from(x) + 0.5 - 400.0, f64::from(y) + 0.5 - 300.0);
        image::Rgb(if dx * sin + dy * cos < 0.0 {
            [10; 3]
        } else {
            [240; 3]
        })
    });
    // The same by each decoder, and however the camera was held.
    let upright = jpeg(&slanted);
    let held = with_exif(&jpeg(&stored(&slanted, 6)), 6, false);
    for file in [upright, held, encoded(slanted, ImageFormat::Png)] {
        let picture = pixels(&render(&file, &turned(Fit::Keep, 0, degrees)).bytes);
        let (w, h) = picture.dimensions();
        assert!(w < 800 && h < 600, "the corners are cut");
        let shape = f64::from(w) / f64::from(h);
        assert!((shape / (800.0 / 600.0) - 1.0).abs() < 0.01, "{w}x{h}");
        for x in 0..w {
            assert!(picture.get_pixel(x, h / 2 - 4).0[0] < 60, "column {x}");
            assert!(picture.get_pixel(x, h / 2 + 4).0[0] > 190, "column {x}");
        }
    }
}

#[test]
fn quarters_come_before_degrees_and_bands_after_both() {
    let file = encoded(quarters(400, 300), ImageFormat::Png);
    for fill in [Fill::Blur, Fill::Color([1, 2, 3])] {
        let fit = Fit::Pad { aspect: 0.8, fill };
        let picture = pixels(&render(&file, &turned(fit, 1, 10.0)).bytes);
        let (w, h) = picture.dimensions();
        assert!((f64::from(w) / f64::from(h) - 0.8).abs() < 0.005, "{w}x{h}");
        // The colours stand as after the quarter turn.
        assert_near(picture.get_pixel(w / 2 - w / 5, h / 2 - h / 5).0, BLUE, 20);
        assert_near(picture.get_pixel(w / 2 + w / 5, h / 2 - h / 5).0, RED, 20);
    }
}

#[test]
fn a_frame_over_a_straightened_edge_shows_the_picture_alone() {
    let file = encoded(
        RgbImage::from_pixel(200, 300, image::Rgb([0, 0, 255])),
        ImageFormat::Png,
    );
    for degrees in [-45.0, -10.0, 0.01, 20.0, 45.0] {
        for (x, y, w, h) in [
            (0.0, 0.0, 1.0, 1.0),
            (0.9, 0.9, 0.1, 0.1),
            (0.0, 0.4, 0.3, 0.6),
        ] {
            let fit = Fit::Crop {
                frame: Rect { x, y, w, h },
            };
            let picture = pixels(&render(&file, &turned(fit, 3, degrees)).bytes);
            for pixel in picture.pixels() {
                assert_near(pixel.0, [0, 0, 255], 6);
            }
        }
    }
}

#[test]
fn nonsense_is_refused_turned_or_not_and_stopping_stops() {
    let file = encoded(quarters(64, 64), ImageFormat::Png);
    for (x, w) in [
        (f64::NAN, 1.0),
        (0.0, 0.0),
        (0.0, -1.0),
        (0.0, f64::INFINITY),
    ] {
        let frame = Rect {
            x,
            y: 0.0,
            w,
            h: 1.0,
        };
        let refused = try_render(&file, &turned(Fit::Crop { frame }, 1, 5.0));
        assert!(matches!(refused, Err(FixError::BadRecipe(_))), "{frame:?}");
    }
    let cancel = Cancel::new();
    cancel.cancel();
    let recipe = turned(Fit::Keep, 0, 5.0);
    let stopped = render_bytes(&file, &probe_bytes(&file), &recipe, &cancel);
    assert!(matches!(stopped, Err(FixError::Cancelled)));
}
