//! How much a probe reads, and what it makes of a file that changes under it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::cell::Cell;
use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use super::*;

/// Counts what is read; from the second read on it may give other bytes, as a file does that is
/// replaced.
struct Watched<'a> {
    now: Cursor<Vec<u8>>,
    then: Option<Vec<u8>>,
    bytes: &'a Cell<u64>,
    reads: &'a Cell<u64>,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.now.read(buffer)?;
        self.bytes.set(self.bytes.get() + read as u64);
        self.reads.set(self.reads.get() + 1);
        if let Some(then) = self.then.take() {
            let at = self.now.position();
            self.now = Cursor::new(then);
            self.now.set_position(at);
        }
        Ok(read)
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.now.seek(to)
    }
}

fn watched(now: &[u8], then: Option<&[u8]>) -> (MediaFacts, u64, u64) {
    let (bytes, reads) = (Cell::new(0), Cell::new(0));
    let reader = Watched {
        now: Cursor::new(now.to_vec()),
        then: then.map(<[u8]>::to_vec),
        bytes: &bytes,
        reads: &reads,
    };
    let facts = inspect(reader, now.len() as u64).facts;
    (facts, bytes.get(), reads.get())
}

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/truth/files");
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect()
}

fn jpeg() -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/truth/files");
    fs::read(folder.join("baseline-420.jpg")).unwrap()
}

#[test]
fn no_file_is_read_twice_over() {
    for (name, file) in fixtures() {
        let (_, bytes, _) = watched(&file, None);
        // The head again for its parts, the tail, and the directories of a film or a TIFF.
        let limit = 3 * file.len() as u64 + 4096;
        assert!(bytes <= limit, "{name}: {bytes} of {} bytes", file.len());
    }
}

#[test]
fn the_pixels_of_a_large_photo_are_not_read() {
    let small = jpeg();
    let scan = small.windows(2).rposition(|w| w == [0xFF, 0xDA]).unwrap() + 14;
    let mut large = small[..scan].to_vec();
    large.resize(20 << 20, 0x5A);
    large.extend(&small[scan..]);
    let (facts, bytes, reads) = watched(&large, None);
    assert_eq!(facts.unreadable, None);
    assert!(
        bytes < 20_000 && reads < 12,
        "{bytes} bytes in {reads} reads"
    );
}

#[test]
fn a_profile_of_twenty_megabytes_is_left_alone_once_it_is_too_much() {
    let small = jpeg();
    let mut file = small[..2].to_vec();
    for _ in 0..320 {
        file.extend([0xFF, 0xE2, 0xFF, 0xFF]);
        file.extend(b"ICC_PROFILE\0\x01\xFF");
        file.resize(file.len() + 65_535 - 2 - 14, 7);
    }
    file.extend(&small[2..]);
    let (facts, bytes, _) = watched(&file, None);
    assert_eq!((facts.width, facts.unreadable), (64, None));
    assert!(bytes < 5 << 20, "{bytes} of {} bytes", file.len());
}

#[test]
fn ten_thousand_frames_cost_their_headers_only() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/truth/files");
    let animated = fs::read(folder.join("animated-lossy.webp")).unwrap();
    let at = animated.windows(4).position(|w| w == b"ANMF").unwrap();
    let size = u32::from_le_bytes(animated[at + 4..at + 8].try_into().unwrap()) as usize;
    let frame = &animated[at..at + 8 + size + size % 2];
    let mut file = animated[..at].to_vec();
    for _ in 0..10_000 {
        file.extend(frame);
    }
    let riff = (file.len() as u32 - 8).to_le_bytes();
    file[4..8].copy_from_slice(&riff);
    let (facts, bytes, _) = watched(&file, None);
    assert!(facts.animated && facts.unreadable.is_none());
    assert!(
        bytes < 10_000 * 8 + 20_000,
        "{bytes} of {} bytes",
        file.len()
    );
}

#[test]
fn a_file_replaced_while_it_is_read_is_survived() {
    let files = fixtures();
    for (name, now) in &files {
        for (other, then) in files.iter().step_by(17) {
            let (facts, bytes, _) = watched(now, Some(then));
            assert_eq!(facts.bytes, now.len() as u64, "{name} became {other}");
            assert!(bytes < 1 << 20, "{name} became {other}: {bytes} bytes read");
        }
    }
}

#[test]
fn groups_that_claim_a_billion_entries_take_no_memory() {
    // Found by the fuzzer: entries without a byte each.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/found");
    let file = fs::read(folder.join("groups-without-entries.mp4")).unwrap();
    let (facts, bytes, _) = watched(&file, None);
    assert_eq!(facts.kind, MediaKind::Video);
    assert!(bytes < 10_000, "{bytes} bytes read");
}
