//! Prints: the same picture is itself again however it was compressed or sized, other pictures are others.

use std::path::{Path, PathBuf};

use fanfold_media::{fingerprint, probe, thumbnail};
use image::imageops::FilterType;
use turbojpeg::{PixelFormat, Subsamp};

use crate::fixtures::{compress, jpeg, noise, pixels};

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/photos");
    let mut photos: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    photos.sort();
    photos
}

fn apart(one: u64, other: u64) -> u32 {
    (one ^ other).count_ones()
}

#[test]
fn recompressed_and_resized_photos_keep_their_print_and_no_two_photos_share_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut prints = Vec::new();
    let mut farthest = 0;
    for (index, photo) in samples().iter().enumerate() {
        let small = folder.path().join("small.jpg");
        std::fs::write(&small, thumbnail(photo, &probe(photo), 400).unwrap()).unwrap();
        let print = fingerprint(&small).unwrap();
        let picture = pixels(&std::fs::read(&small).unwrap());
        for (percent, quality) in [(100, 30), (50, 60), (33, 80), (170, 90)] {
            let (width, height) = (
                picture.width() * percent / 100,
                picture.height() * percent / 100,
            );
            let other = image::imageops::resize(&picture, width, height, FilterType::Lanczos3);
            let copy = folder.path().join("copy.jpg");
            let bytes = compress(
                other.as_raw(),
                (width, height),
                PixelFormat::RGB,
                |encoder| {
                    encoder.set_quality(quality).unwrap();
                    encoder.set_subsamp(Subsamp::Sub2x2).unwrap();
                },
            );
            std::fs::write(&copy, bytes).unwrap();
            let distance = apart(print, fingerprint(&copy).unwrap());
            farthest = farthest.max(distance);
            assert!(
                distance <= 4,
                "photo {index}, {percent} %, quality {quality}: {distance}"
            );
        }
        prints.push(print);
    }
    let mut nearest = 64;
    for (index, one) in prints.iter().enumerate() {
        for other in &prints[..index] {
            nearest = nearest.min(apart(*one, *other));
        }
    }
    assert!(
        nearest >= 13,
        "the same: at most {farthest} bits apart; different: at least {nearest}"
    );
}

#[test]
fn an_encoders_noise_is_no_picture() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flat.jpg");
    let flat = image::RgbImage::from_pixel(300, 300, image::Rgb([120, 130, 140]));
    std::fs::write(&path, jpeg(&flat)).unwrap();
    assert_eq!(fingerprint(&path).unwrap(), 0);
    std::fs::write(&path, jpeg(&noise(90, 80))).unwrap();
    assert_ne!(fingerprint(&path).unwrap(), 0);
    std::fs::write(&path, jpeg(&noise(1, 1))).unwrap();
    assert!(fingerprint(&path).is_ok(), "one pixel is a picture too");
}

#[test]
fn what_is_no_picture_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.jpg");
    assert!(fingerprint(&path).is_err());
    for bytes in [&b""[..], b"\xff\xd8\xff", b"hello"] {
        std::fs::write(&path, bytes).unwrap();
        assert!(fingerprint(&path).is_err());
    }
}
