//! Broken, lying and hostile files: a verdict with a reason, never a picture, never a panic.

use std::fs;
use std::sync::LazyLock;

use fanfold_domain::media::Unreadable;
use fanfold_domain::recipe::Fit;
use fanfold_media::{FixError, probe_bytes, thumbnail_bytes, verify};
use image::ImageFormat;
use proptest::prelude::*;

use crate::fixtures::*;
use crate::truth;

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

/// Whole files of the truth table, by name.
fn whole() -> Vec<(String, Vec<u8>)> {
    truth::rows()
        .iter()
        .filter(|row| row["unreadable"] == "-" && row["kind"] != "unknown")
        .map(|row| (row["file"].clone(), fs::read(truth::file(row)).unwrap()))
        .collect()
}

#[test]
fn no_known_file_cut_at_any_tenth_passes_for_whole() {
    // What is behind the first picture may go: it is the first that counts.
    let tails = ["trailer.jpg", "mpo.jpg", "two-pages.tif", "animated.gif"];
    for (name, file) in whole() {
        for tenth in 1..10 {
            let cut = &file[..file.len() * tenth / 10];
            let facts = probe_bytes(cut);
            if facts.unreadable.is_some() || tails.contains(&name.as_str()) {
                continue;
            }
            assert!(
                facts.decodable || facts.format == "unknown" || facts.width == 0,
                "{name} cut at {tenth}/10"
            );
            assert!(
                thumbnail_bytes(cut, &facts, 64).is_err(),
                "{name} cut at {tenth}/10 gave a picture"
            );
        }
    }
}

#[test]
fn a_header_of_any_format_followed_by_noise_is_survived() {
    let mut state = 0x2545_F491_u32;
    for (name, file) in whole() {
        for keep in [12, 40, 64, 120, 400] {
            let mut broken = file[..file.len().min(keep)].to_vec();
            broken.extend((0..2000).map(|_| {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                state as u8
            }));
            let facts = probe_bytes(&broken);
            assert_eq!(facts.bytes, broken.len() as u64, "{name}");
            // Whatever comes out, it comes without a panic, and never at another size than promised.
            if let Ok(thumb) = thumbnail_bytes(&broken, &facts, 64) {
                assert!(probe_bytes(&thumb).width <= 64, "{name}");
            }
        }
    }
}

#[test]
fn headers_that_claim_sixty_thousand_squared_are_refused() {
    let claim = |name: &str, ispe: bool| {
        let row = truth::rows()
            .into_iter()
            .find(|row| row["file"] == name)
            .unwrap();
        let mut file = fs::read(truth::file(&row)).unwrap();
        if ispe {
            for at in 0..file.len() - 16 {
                if &file[at..at + 4] == b"ispe" {
                    file[at + 8..at + 16].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
                }
            }
        } else {
            for tag in [[0_u8, 1], [1, 1]] {
                let at = file
                    .windows(4)
                    .rposition(|w| w == [tag[0], tag[1], 3, 0])
                    .unwrap();
                file[at + 8..at + 12].copy_from_slice(&[0x60, 0xEA, 0, 0]);
            }
        }
        probe_bytes(&file).unreadable
    };
    assert_eq!(claim("420.heic", true), Some(Unreadable::TooManyPixels));
    assert_eq!(claim("420.avif", true), Some(Unreadable::TooManyPixels));
    assert_eq!(claim("plain.tif", false), Some(Unreadable::TooManyPixels));
}

#[test]
fn boxes_that_claim_the_whole_number_line_or_lie_in_each_other_are_survived() {
    for name in ["plain.mp4", "fragmented.mp4", "420.heic", "420.avif"] {
        let row = truth::rows()
            .into_iter()
            .find(|row| row["file"] == name)
            .unwrap();
        let whole = fs::read(truth::file(&row)).unwrap();
        for huge in [u64::MAX, 1 << 63, (1 << 63) - 1, 1 << 32, 16, 15] {
            let mut file = whole[..32].to_vec();
            file.extend(b"\0\0\0\x01free");
            file.extend(huge.to_be_bytes());
            file.extend(&whole[32..]);
            assert_eq!(probe_bytes(&file).bytes, file.len() as u64);
        }
        // Each box reaches over the next one.
        for part in [
            b"moov", b"trak", b"mdia", b"moof", b"traf", b"meta", b"iprp", b"iloc", b"mdat",
        ] {
            let Some(at) = whole.windows(4).position(|w| w == part) else {
                continue;
            };
            for more in [1_u32, 7, 8, 100, 0x7FFF_FFFF] {
                let mut file = whole.clone();
                let size = u32::from_be_bytes(file[at - 4..at].try_into().unwrap());
                file[at - 4..at].copy_from_slice(&size.wrapping_add(more).to_be_bytes());
                let facts = probe_bytes(&file);
                let _ = thumbnail_bytes(&file, &facts, 64);
                assert_eq!(facts.bytes, file.len() as u64);
            }
        }
    }
}

#[test]
fn a_webp_of_ten_thousand_frames_is_told_to_move_and_shown_by_its_first() {
    let rows = truth::rows();
    let row = rows.iter().find(|row| row["file"] == "animated.webp");
    let moving = fs::read(truth::file(row.unwrap())).unwrap();
    let first = moving.windows(4).position(|w| w == b"ANMF").unwrap();
    let size = u32::from_le_bytes(moving[first + 4..first + 8].try_into().unwrap()) as usize;
    let frame = &moving[first..first + 8 + size + size % 2];
    let mut file = moving[..first].to_vec();
    for _ in 0..10_000 {
        file.extend(frame);
    }
    let all = u32::try_from(file.len() - 8).unwrap();
    file[4..8].copy_from_slice(&all.to_le_bytes());
    let facts = probe_bytes(&file);
    assert_eq!((facts.animated, facts.unreadable), (true, None));
    assert_eq!((facts.width, facts.height), (32, 24));
    let shown = probe_bytes(&thumbnail_bytes(&file, &facts, 64).unwrap());
    assert_eq!((shown.width, shown.height, shown.animated), (32, 24, false));
    // One that ends in the middle of its last frame is no file that is whole.
    let cut = probe_bytes(&file[..file.len() - 5]);
    assert_eq!(cut.unreadable, Some(Unreadable::Truncated));
}

#[test]
fn a_jpeg_that_holds_far_less_than_it_promises_is_decoded_before_it_is_believed() {
    let file = jpeg(&quarters(1600, 1200));
    assert_eq!(probe_bytes(&file).unreadable, None);
    let scan = file.windows(2).rposition(|w| w == [0xFF, 0xDA]).unwrap();
    let mut cut = file[..scan + 400].to_vec();
    cut.extend([0xFF, 0xD9]);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cut.jpg");
    fs::write(&path, &cut).unwrap();
    assert!(probe_bytes(&cut).unreadable.is_some());
    assert!(fanfold_media::probe(&path).unreadable.is_some());
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
