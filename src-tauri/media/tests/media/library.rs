//! Originals kept by content, untouched, once.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use fanfold_domain::media::Unreadable;
use fanfold_domain::recipe::Fit;
use fanfold_media::{Cancel, FixError, Library, LibraryError};

use crate::fixtures::*;

fn count(dir: &Path) -> usize {
    fs::read_dir(dir)
        .unwrap()
        .flatten()
        .map(|entry| {
            if entry.path().is_dir() {
                count(&entry.path())
            } else {
                1
            }
        })
        .sum()
}

struct Room {
    _dir: tempfile::TempDir,
    root: std::path::PathBuf,
    library: Library,
}

fn room() -> Room {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().to_owned();
    let library = Library::open(root.join("library")).unwrap();
    Room {
        _dir: dir,
        root,
        library,
    }
}

#[test]
fn the_same_content_is_stored_once_and_the_source_stays_as_it_was() {
    let room = room();
    let bytes = with_exif(&jpeg(&quarters(64, 48)), 6, true);
    let (a, b) = (room.root.join("a.jpg"), room.root.join("b.png"));
    fs::write(&a, &bytes).unwrap();
    fs::write(&b, &bytes).unwrap();
    let before = fs::metadata(&a).unwrap();

    let first = room.library.import(&a).unwrap();
    let second = room.library.import(&b).unwrap();
    let third = room.library.import_bytes("clipboard", &bytes).unwrap();
    assert_eq!(first.hash, second.hash);
    assert_eq!(first.hash, third.hash);
    assert_eq!(
        (first.name.as_str(), second.name.as_str()),
        ("a.jpg", "b.png")
    );
    assert_eq!(first.hash, blake3::hash(&bytes).to_hex().to_string());
    assert_eq!(count(&room.root.join("library/originals")), 1);
    assert_eq!(count(&room.root.join("library/incoming")), 0);
    assert_eq!(
        fs::read(room.library.original(&first.hash).unwrap()).unwrap(),
        bytes
    );

    room.library
        .render(
            &first.hash,
            &first.facts,
            &recipe(Fit::Keep),
            &Cancel::new(),
        )
        .unwrap();
    let after = fs::metadata(&a).unwrap();
    assert_eq!(fs::read(&a).unwrap(), bytes);
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());
    // A later edit of the person's file does not reach the library.
    fs::write(&a, b"edited").unwrap();
    assert_eq!(
        fs::read(room.library.original(&first.hash).unwrap()).unwrap(),
        bytes
    );
}

#[test]
fn a_rendering_is_made_once_and_found_again() {
    let room = room();
    let bytes = jpeg(&quarters(64, 48));
    let imported = room.library.import_bytes("x", &bytes).unwrap();
    let wanted = recipe(Fit::Keep);
    assert!(
        room.library
            .output(&imported.hash, &wanted)
            .unwrap()
            .is_none()
    );
    let render = || {
        room.library
            .render(&imported.hash, &imported.facts, &wanted, &Cancel::new())
            .unwrap()
    };
    let first = render();
    let written = fs::metadata(&first.path).unwrap().modified().unwrap();
    let again = render();
    assert_eq!((first.path.clone(), first.facts), (again.path, again.facts));
    assert_eq!(
        fs::metadata(&first.path).unwrap().modified().unwrap(),
        written
    );

    // Cut by a crash: made anew.
    fs::write(&first.path, &bytes[..40]).unwrap();
    assert_eq!(render().facts.unreadable, None);
    assert!(fs::metadata(&first.path).unwrap().len() > 40);
}

#[test]
fn ten_files_come_in_at_once_with_their_thumbnails() {
    let room = room();
    let paths: Vec<_> = (0..10)
        .map(|n| {
            let path = room.root.join(format!("{n}.jpg"));
            fs::write(&path, jpeg(&quarters(200 + n, 100))).unwrap();
            path
        })
        .collect();
    let seen = Mutex::new(vec![0; 10]);
    room.library
        .import_many(&paths, 64, &Cancel::new(), |n, result| {
            let (imported, thumb) = result.unwrap();
            assert!(fs::metadata(thumb.unwrap()).unwrap().len() > 100);
            seen.lock().unwrap()[n] = imported.facts.width;
        });
    assert_eq!(*seen.lock().unwrap(), (200..210).collect::<Vec<u32>>());
}

#[test]
fn what_only_decoding_finds_reaches_the_facts() {
    let room = room();
    let file = jpeg(&noise(200, 200));
    let mut cut = file[..file.len() / 2].to_vec();
    cut.extend([0xFF, 0xD9]);
    let path = room.root.join("cut.jpg");
    fs::write(&path, &cut).unwrap();
    let (imported, thumb) = room.library.import_with_thumbnail(&path, 64).unwrap();
    assert!(matches!(thumb, Err(FixError::Unusable(_))));
    assert!(imported.facts.unreadable.is_some());
    assert_eq!(count(&room.root.join("library/thumbs")), 0);
}

#[test]
fn unusable_files_are_kept_with_their_reason() {
    let room = room();
    let empty = room.root.join("empty.jpg");
    fs::write(&empty, b"").unwrap();
    let imported = room.library.import(&empty).unwrap();
    assert_eq!(imported.facts.unreadable, Some(Unreadable::Empty));
    let pdf = room.library.import_bytes("a.pdf", b"%PDF-1.4").unwrap();
    assert_eq!(pdf.facts.format, "pdf");
    let gone = room.library.import(&room.root.join("gone.jpg"));
    assert!(matches!(
        gone,
        Err(LibraryError::Source {
            why: Unreadable::Missing,
            ..
        })
    ));
    let folder = room.library.import(&room.root);
    assert!(matches!(
        folder,
        Err(LibraryError::Source {
            why: Unreadable::NotAFile,
            ..
        })
    ));
}

#[test]
fn only_hashes_become_paths() {
    let room = room();
    let upper = "A".repeat(64);
    let dots = format!("../../{}", "a".repeat(58));
    for hash in [
        "",
        "..",
        "../../etc/passwd",
        "ab",
        "é",
        upper.as_str(),
        dots.as_str(),
    ] {
        assert!(
            matches!(room.library.original(hash), Err(LibraryError::Unknown(_))),
            "{hash}"
        );
        assert!(
            room.library.output(hash, &recipe(Fit::Keep)).is_err(),
            "{hash}"
        );
    }
    let never_seen = "0".repeat(64);
    assert!(matches!(
        room.library.original(&never_seen),
        Err(LibraryError::Unknown(_))
    ));
}

#[test]
fn a_failed_write_leaves_nothing_half_done() {
    let room = room();
    let bytes = jpeg(&quarters(64, 48));
    let hash = blake3::hash(&bytes).to_hex().to_string();
    // The shelf's place is taken by a file: the last step of storing must fail.
    let shelf = room.root.join("library/originals").join(&hash[..2]);
    fs::write(&shelf, b"in the way").unwrap();
    assert!(room.library.import_bytes("x", &bytes).is_err());
    assert_eq!(count(&room.root.join("library/incoming")), 0);
    assert_eq!(fs::read(&shelf).unwrap(), b"in the way");
}
