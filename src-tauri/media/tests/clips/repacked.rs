//! Clips whose index only lies in the wrong place are put right without ffmpeg, and no others.

use std::path::{Path, PathBuf};
use std::process::Command;

use fanfold_domain::Verdict;
use fanfold_domain::draft::PostKind;
use fanfold_domain::media::MediaFacts;
use fanfold_media::{Cancel, ClipError, MadeClip, probe, probe_bytes, repack};

use crate::sources::{FFMPEG, H264, clip, desk, facts, is_empty, planned, verdict};

const PICTURE: &str = "size=160x90:rate=30:duration=3.2";

fn repacked(path: &Path, facts: &MediaFacts, out: &Path) -> Result<Option<MadeClip>, ClipError> {
    let recipe = planned(facts, PostKind::Reel);
    repack(path, facts, &recipe, out, &Cancel::new(), &|_| {})
}

/// What every picture and sound decodes to, and when it is shown.
fn frames(path: &Path) -> String {
    let told = Command::new(FFMPEG.program())
        .args(["-v", "error", "-i"])
        .arg(path)
        .args(["-map", "0:v", "-map", "0:a?", "-f", "framemd5", "-"])
        .output()
        .unwrap();
    assert!(told.status.success());
    String::from_utf8(told.stdout).unwrap()
}

fn sourced(folder: &Path, options: &str) -> PathBuf {
    clip(folder, "a.mp4", PICTURE, &format!("{H264} {options}"))
}

/// Where the content of the outer box `name` lies.
fn place(bytes: &[u8], name: &[u8; 4]) -> (usize, usize) {
    let mut at = 0;
    loop {
        let size = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        if &bytes[at + 4..at + 8] == name {
            return (at, at + size);
        }
        at += size;
    }
}

#[test]
fn an_index_at_the_end_moves_to_the_front_and_nothing_else_changes() {
    for sound in ["", "-an"] {
        let (folder, out) = desk();
        let source = sourced(folder.path(), sound);
        let before = std::fs::read(&source).unwrap();
        let seen = facts(&source);
        assert_eq!(seen.video.as_ref().unwrap().moov_first, Some(false));
        let made = repacked(&source, &seen, &out).unwrap().unwrap();
        assert_eq!(made.facts.video.as_ref().unwrap().moov_first, Some(true));
        assert_eq!(verdict(made.path(), PostKind::Reel), Verdict::Ready);
        assert_eq!(frames(made.path()), frames(&source));
        assert!(std::fs::read(&source).unwrap() == before);
    }
}

#[test]
fn no_place_camera_or_title_survives() {
    let (folder, out) = desk();
    let source = sourced(
        folder.path(),
        "-metadata location=+48.8577+002.2950/ -metadata title=SECRET -metadata:s:v:0 handler_name=SECRET -metadata creation_time=2026-05-04T10:11:12Z",
    );
    let seen = facts(&source);
    assert!(seen.has_location);
    let made = repacked(&source, &seen, &out).unwrap().unwrap();
    let bytes = std::fs::read(made.path()).unwrap();
    for text in [&b"+48.8577"[..], b"SECRET", b"Lavf", b"udta"] {
        assert!(!bytes.windows(text.len()).any(|part| part == text));
    }
    assert!(!made.facts.has_location);
    let (at, _) = place(&bytes, b"moov");
    assert_eq!(bytes[at + 20..at + 28], [0; 8], "when it was made");
}

#[test]
fn what_is_not_known_for_certain_is_left_to_ffmpeg() {
    let (folder, out) = desk();
    let kinds = [
        ("film.mov", ""),
        ("pieces.mp4", "-movflags +frag_keyframe+empty_moov"),
        ("other-tag.mp4", "-tag:v avc3"),
        ("chapters.mp4", "-map_chapters -1 -timecode 01:00:00:00"),
        ("too-long.mp4", ""),
    ];
    for (name, options) in kinds {
        let picture = if name == "too-long.mp4" {
            "size=160x90:rate=30:duration=70"
        } else {
            PICTURE
        };
        let source = clip(folder.path(), name, picture, &format!("{H264} {options}"));
        let kind = if name == "too-long.mp4" {
            PostKind::Story
        } else {
            PostKind::Reel
        };
        let seen = facts(&source);
        let recipe = planned(&seen, kind);
        let made = repack(&source, &seen, &recipe, &out, &Cancel::new(), &|_| {});
        assert!(made.unwrap().is_none(), "{name}");
        assert!(is_empty(&out), "{name} left something behind");
    }
}

#[test]
fn bytes_that_no_track_lists_are_not_passed_on() {
    let (folder, out) = desk();
    let source = sourced(folder.path(), "");
    let mut bytes = std::fs::read(&source).unwrap();
    let (at, end) = place(&bytes, b"mdat");
    let hidden = b"a place nobody shall know";
    bytes.splice(end..end, hidden.iter().copied());
    let size = (end - at + hidden.len()) as u32;
    bytes[at..at + 4].copy_from_slice(&size.to_be_bytes());
    std::fs::write(&source, &bytes).unwrap();
    let seen = facts(&source);
    assert_eq!(seen.unreadable, None);
    assert!(repacked(&source, &seen, &out).unwrap().is_none());
    assert!(is_empty(&out));
}

#[test]
fn whatever_lies_in_the_index_the_result_is_ready_or_none() {
    let (folder, out) = desk();
    let source = sourced(folder.path(), "");
    let whole = std::fs::read(&source).unwrap();
    let recipe = planned(&facts(&source), PostKind::Reel);
    let (at, end) = place(&whole, b"moov");
    let bad = folder.path().join("bad.mp4");
    for place in (at..end).step_by(3) {
        let mut bytes = whole.clone();
        bytes[place] = bytes[place].wrapping_add(1 << (place % 8));
        std::fs::write(&bad, &bytes).unwrap();
        let seen = probe_bytes(&bytes);
        let made = repack(&bad, &seen, &recipe, &out, &Cancel::new(), &|_| {}).unwrap();
        if let Some(made) = made {
            assert_eq!(verdict(made.path(), PostKind::Reel), Verdict::Ready);
        }
        assert!(is_empty(&out), "{place}");
    }
}

#[test]
fn stopping_and_changing_leave_nothing() {
    let (folder, out) = desk();
    let source = sourced(folder.path(), "");
    let seen = facts(&source);
    let recipe = planned(&seen, PostKind::Reel);
    let stopped = Cancel::new();
    stopped.cancel();
    let error = repack(&source, &seen, &recipe, &out, &stopped, &|_| {}).unwrap_err();
    assert!(matches!(error, ClipError::Cancelled), "{error}");
    let add = |_| {
        let mut bytes = std::fs::read(&source).unwrap();
        bytes.push(0);
        std::fs::write(&source, bytes).unwrap();
    };
    let error = repack(&source, &seen, &recipe, &out, &Cancel::new(), &add).unwrap_err();
    assert!(matches!(error, ClipError::Changed), "{error}");
    let error = repacked(&source, &seen, &out).unwrap_err();
    assert!(matches!(error, ClipError::Changed), "{error}");
    assert!(is_empty(&out));
    assert_ne!(probe(&source).bytes, seen.bytes);
}
