//! Any bytes as the boxes of a film or a picture. The first byte says what the file calls itself, so
//! that no time goes into finding a beginning.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((kind, boxes)) = data.split_first() else {
        return;
    };
    let brand: &[u8; 4] = match kind % 4 {
        0 => b"isom",
        1 => b"qt  ",
        2 => b"heic",
        _ => b"avif",
    };
    let mut file = b"\0\0\0\x14ftyp".to_vec();
    file.extend(brand);
    file.extend(b"\0\0\0\0mif1");
    file.extend(boxes);
    let facts = fanfold_media::probe_bytes(&file);
    if let Some(video) = facts.video {
        for number in [video.fps, video.duration].into_iter().flatten() {
            assert!(number.is_finite() && number >= 0.0);
        }
    }
});
