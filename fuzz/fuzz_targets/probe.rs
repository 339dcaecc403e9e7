//! Any bytes as a file.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let facts = fanfold_media::probe_bytes(data);
    assert_eq!(facts.bytes, data.len() as u64);
    assert!((1..=8).contains(&facts.orientation));
});
