//! Broken, lying and hostile files: a verdict with a reason, never a picture, never a panic.

use std::fs;
use std::sync::LazyLock;

use fanfold_domain::media::Unreadable;
use fanfold_domain::recipe::Fit;
use fanfold_media::{FixError, probe_bytes, thumbnail_bytes, verify};
use image::ImageFormat;
use proptest::prelude::*;

use crate::fixtures::*;

static SAMPLES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let picture = noise(90, 70);
    let formats = [
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Gif,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
    ];
    let mut files = vec![
        with_exif(&jpeg(&picture), 6, true),
        progressive(&picture),
        with_icc(&jpeg(&picture), &moxcms::ColorProfile::new_display_p3()),
    ];
    files.extend(formats.map(|format| encoded(picture.clone(), format)));
    files
});

#[test]
fn a_file_cut_anywhere_never_becomes_a_picture() {
    for file in SAMPLES.iter() {
        let format = probe_bytes(file).format;
        for tenth in 1..10 {
            let cut = &file[..file.len() * tenth / 10];
            let result = try_render(cut, &recipe(Fit::Keep));
            assert!(
                matches!(result, Err(FixError::Unusable(_) | FixError::NoDecoder(_))),
                "{format} cut at {tenth}/10 gave {:?}",
                result.map(|r| r.facts)
            );
        }
    }
}

#[test]
fn a_cut_jpeg_is_called_truncated_by_the_probe_alone() {
    let file = jpeg(&noise(200, 200));
    for tenth in 2..10 {
        let cut = &file[..file.len() * tenth / 10];
        assert_eq!(probe_bytes(cut).unreadable, Some(Unreadable::Truncated));
    }
}

#[test]
fn an_end_marker_glued_to_a_cut_jpeg_fools_only_the_probe() {
    let dir = tempfile::tempdir().unwrap();
    for (name, file) in [
        ("base", jpeg(&noise(300, 300))),
        ("prog", progressive(&noise(300, 300))),
    ] {
        let mut cut = file[..file.len() / 2].to_vec();
        cut.extend([0xFF, 0xD9]);
        assert_eq!(probe_bytes(&cut).unreadable, None, "{name}");
        let result = try_render(&cut, &recipe(Fit::Keep));
        assert!(
            matches!(result, Err(FixError::Unusable(_))),
            "{name}: a grey bottom came out"
        );
        assert!(
            thumbnail_bytes(&cut, &probe_bytes(&cut), 100).is_err(),
            "{name}"
        );
        let path = dir.path().join(name);
        fs::write(&path, &cut).unwrap();
        assert!(verify(&path).is_some(), "{name}");
        fs::write(&path, &file).unwrap();
        assert_eq!(verify(&path), None, "{name}");
    }
}

#[test]
fn stray_bytes_before_the_end_marker_cost_no_picture() {
    let mut file = jpeg(&quarters(64, 64));
    let end = file.len() - 2;
    file.splice(end..end, [0, 0]);
    assert!(try_render(&file, &recipe(Fit::Keep)).is_ok());
}

#[test]
fn bombs_are_refused_from_their_header() {
    let mut png = encoded(quarters(16, 16), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let mut flat = encoded(quarters(16, 16), ImageFormat::Png);
    flat[16..24].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
    let mut photo = jpeg(&quarters(16, 16));
    let frame = photo.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    photo[frame + 5..frame + 9].copy_from_slice(&[0xEA, 0x60, 0xEA, 0x60]);
    let mut gif = encoded(quarters(16, 16), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0xFF; 4]);
    let mut bmp = encoded(quarters(16, 16), ImageFormat::Bmp);
    bmp[18..26].copy_from_slice(&[0, 0xFF, 0, 0, 0, 0xFF, 0, 0]);
    for file in [png, flat, photo, gif, bmp] {
        let facts = probe_bytes(&file);
        assert_eq!(
            facts.unreadable,
            Some(Unreadable::TooManyPixels),
            "{}",
            facts.format
        );
    }
}

#[test]
fn a_decoder_is_named_when_it_is_missing() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x14meta\0\0\0\0\0\0\0\x08iprp";
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>";
    let result = try_render(svg, &recipe(Fit::Keep));
    assert!(matches!(result, Err(FixError::NoDecoder(format)) if format == "svg"));
    assert!(try_render(heic, &recipe(Fit::Keep)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn flipped_bytes_never_panic(
        which in 0_usize..8,
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..24),
        early: bool,
    ) {
        let mut file = SAMPLES[which].clone();
        let reach = if early { file.len().min(200) } else { file.len() };
        for (at, value) in flips {
            let at = at.index(reach);
            file[at] = value;
        }
        let facts = probe_bytes(&file);
        // Only the absence of panics and hangs is asked for: a flip may be harmless.
        let _ = thumbnail_bytes(&file, &facts, 64);
    }

    #[test]
    fn noise_behind_a_true_beginning_never_panics(
        which in 0_usize..8, keep in 4_usize..300, noise in proptest::collection::vec(any::<u8>(), 0..4000),
    ) {
        let mut file = SAMPLES[which].clone();
        file.truncate(keep);
        file.extend(noise);
        let facts = probe_bytes(&file);
        let _ = thumbnail_bytes(&file, &facts, 64);
    }

    #[test]
    fn boxes_of_any_size_never_panic(noise in proptest::collection::vec(any::<u8>(), 0..600), heic: bool) {
        let mut file = if heic {
            b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\x02\0meta\0\0\0\0".to_vec()
        } else {
            b"\0\0\0\x14ftypisom\0\0\0\0isom".to_vec()
        };
        file.extend(noise);
        let facts = probe_bytes(&file);
        prop_assert!(!facts.decodable);
    }
}
