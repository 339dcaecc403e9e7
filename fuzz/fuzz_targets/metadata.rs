//! Any bytes as EXIF, XMP, a colour profile and an index of pictures, in a JPEG that is right.

#![no_main]

use libfuzzer_sys::fuzz_target;

/// Eight by eight pixels: size, and a scan that ends.
const FRAME: &[u8] = b"\xFF\xC0\0\x0B\x08\0\x08\0\x08\x01\x01\x11\0\xFF\xDA\0\x08\x01\x01\0\0?\0\0\xFF\xD9";

fuzz_target!(|data: &[u8]| {
    let Some((kind, content)) = data.split_first() else {
        return;
    };
    let (marker, name): (u8, &[u8]) = match kind % 4 {
        0 => (0xE1, b"Exif\0\0"),
        1 => (0xE1, b"http://ns.adobe.com/xap/1.0/\0"),
        2 => (0xE2, b"ICC_PROFILE\0\x01\x01"),
        _ => (0xE2, b"MPF\0"),
    };
    let content = &content[..content.len().min(65_000)];
    let mut file = vec![0xFF, 0xD8, 0xFF, marker];
    file.extend(((name.len() + content.len() + 2) as u16).to_be_bytes());
    file.extend(name);
    file.extend(content);
    file.extend(FRAME);
    let facts = fanfold_media::probe_bytes(&file);
    assert_eq!((facts.stored_width, facts.stored_height), (8, 8));
});
