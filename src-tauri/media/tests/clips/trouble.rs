//! Stopped, stalled, out of room, badly named: nothing is left behind and the reason is named.

use std::time::Duration;

use fanfold_domain::draft::PostKind;
use fanfold_domain::media::Unreadable;
use fanfold_media::{Cancel, ClipError, Ffmpeg, Library, LibraryError};

use crate::sources::{FFMPEG, H264, clip, desk, facts, is_empty, make, planned, verdict};

const SMALL: &str = "size=160x90:rate=30:duration=3.2";

/// A program that stands in for ffmpeg. Another process writes it: a program that a test beside this one starts meanwhile
/// would inherit the open file for a moment, and what is open for writing cannot be started.
#[cfg(unix)]
pub(crate) fn script(folder: &std::path::Path, body: &str) -> std::path::PathBuf {
    let path = folder.join("stand-in");
    let mut write = std::process::Command::new("sh");
    write.args([
        "-c",
        "printf '%s' \"$2\" > \"$1\" && chmod 755 \"$1\"",
        "sh",
    ]);
    write.arg(&path).arg(format!("#!/bin/sh\n{body}\n"));
    assert!(write.status().unwrap().success());
    path
}

/// Answers questions about itself as the real one, and does `body` when it has to work.
#[cfg(unix)]
fn stand_in(folder: &std::path::Path, body: &str) -> Ffmpeg {
    let real = FFMPEG.program().display().to_string();
    let text = format!(
        "real='{real}'\ncase \"$*\" in *-version*|*-encoders*|*-filters*) exec \"$real\" \"$@\";; esac\n{body}"
    );
    Ffmpeg::at(&script(folder, &text)).unwrap()
}

#[test]
fn stopping_ends_ffmpeg_and_leaves_nothing() {
    let (folder, out) = desk();
    let source = clip(
        folder.path(),
        "long.mp4",
        "size=640x360:rate=90:duration=20",
        H264,
    );
    let facts = facts(&source);
    let recipe = planned(&facts, PostKind::Reel);
    let cancel = Cancel::new();
    let stop = cancel.clone();
    let told = std::cell::Cell::new(0.0);
    let error = FFMPEG
        .make(&source, &facts, &recipe, &out, &cancel, &|progress| {
            told.set(progress.share);
            stop.cancel();
        })
        .unwrap_err();
    assert!(matches!(error, ClipError::Cancelled), "{error}");
    assert!(told.get() < 1.0);
    assert!(is_empty(&out));
    #[cfg(target_os = "linux")]
    crate::sources::nobody_works_on(&source);
}

#[cfg(unix)]
#[test]
fn a_program_that_does_nothing_any_more_is_ended_with_its_children() {
    let (folder, out) = desk();
    let stuck = stand_in(folder.path(), "sh -c 'sleep 600; : \"$0\"' \"$*\"");
    let stuck = stuck.stalled_after(Duration::from_millis(300));
    let source = clip(folder.path(), "a.mov", SMALL, H264);
    let recipe = planned(&facts(&source), PostKind::Reel);
    let error = make(&stuck, &source, &recipe, &out).unwrap_err();
    assert!(matches!(error, ClipError::Stalled { .. }), "{error}");
    assert!(is_empty(&out));
    #[cfg(target_os = "linux")]
    crate::sources::nobody_works_on(&source);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_called_by_its_name() {
    let (folder, out) = desk();
    // The real ffmpeg, writing to the kernel's own full device.
    let body = "n=$#; for a in \"$@\"; do n=$((n-1)); shift; if [ $n -eq 0 ]; then a=file:/dev/full; fi; set -- \"$@\" \"$a\"; done; exec \"$real\" \"$@\"";
    let full = stand_in(folder.path(), body);
    let source = clip(folder.path(), "a.mov", SMALL, H264);
    let recipe = planned(&facts(&source), PostKind::Reel);
    let error = make(&full, &source, &recipe, &out).unwrap_err();
    assert!(
        matches!(error, ClipError::Library(LibraryError::DiskFull(_))),
        "{error}"
    );
    assert!(is_empty(&out));
}

#[cfg(unix)]
#[test]
fn last_words_are_kept_without_names_of_files() {
    let (folder, out) = desk();
    let body = "for last; do :; done; echo \"[error] $last: something odd happened\" >&2; exit 3";
    let failing = stand_in(folder.path(), body);
    let source = clip(folder.path(), "a.mov", SMALL, H264);
    let recipe = planned(&facts(&source), PostKind::Reel);
    let error = make(&failing, &source, &recipe, &out).unwrap_err();
    let ClipError::Failed { detail } = &error else {
        panic!("{error}");
    };
    assert!(detail.contains("something odd happened"), "{detail}");
    assert!(!detail.contains(&out.display().to_string()), "{detail}");
    assert!(is_empty(&out));
}

#[test]
fn names_are_never_options_addresses_or_commands() {
    let (folder, out) = desk();
    let plain = clip(folder.path(), "plain.mov", SMALL, H264);
    for name in [
        "-i.mov",
        "http:__a.mov",
        "concat:a|b.mov",
        "100% %03d.mov",
        "a'b\"c;$(touch x).mov",
        "ümläut 🎬.mov",
    ] {
        let source = folder.path().join(name);
        std::fs::rename(&plain, &source).unwrap();
        let recipe = planned(&facts(&source), PostKind::Reel);
        let made = make(&FFMPEG, &source, &recipe, &out).unwrap();
        assert_eq!(made.facts.unreadable, None, "{name}");
        std::fs::rename(&source, &plain).unwrap();
    }
    assert!(!folder.path().join("x").exists());
}

#[test]
fn a_text_that_poses_as_a_clip_opens_nothing_else() {
    let (folder, out) = desk();
    let secret = clip(folder.path(), "secret.mov", SMALL, H264);
    let listing = folder.path().join("list.mov");
    std::fs::write(
        &listing,
        format!("ffconcat version 1.0\nfile '{}'\n", secret.display()),
    )
    .unwrap();
    // As if the probe had been deceived about what it is.
    let mut facts = facts(&secret);
    facts.bytes = std::fs::metadata(&listing).unwrap().len();
    let recipe = planned(&facts, PostKind::Reel);
    let cancel = Cancel::new();
    let error = FFMPEG
        .make(&listing, &facts, &recipe, &out, &cancel, &|_| {})
        .unwrap_err();
    assert!(
        matches!(error, ClipError::Unusable(Unreadable::Corrupt)),
        "{error}"
    );
    assert!(is_empty(&out));
}

#[test]
fn a_clip_that_was_written_to_is_probed_again() {
    let (folder, out) = desk();
    let source = clip(folder.path(), "a.mov", SMALL, H264);
    let mut facts = facts(&source);
    facts.bytes += 1;
    let recipe = planned(&facts, PostKind::Reel);
    let cancel = Cancel::new();
    let error = FFMPEG
        .make(&source, &facts, &recipe, &out, &cancel, &|_| {})
        .unwrap_err();
    assert!(matches!(error, ClipError::Changed), "{error}");
}

#[test]
fn what_comes_out_too_large_is_made_again_for_its_bytes() {
    let (folder, out) = desk();
    let source = clip(
        folder.path(),
        "noise.mp4",
        "size=320x180:rate=90:duration=4,noise=alls=100:allf=t",
        "-c:v libx264 -preset ultrafast -qp 10 -c:a aac",
    );
    let facts = facts(&source);
    let mut recipe = planned(&facts, PostKind::Reel);
    recipe.max_bytes = 600_000;
    recipe.encode.fitting = 900_000;
    let made = make(&FFMPEG, &source, &recipe, &out).unwrap();
    assert!(made.facts.bytes <= 600_000, "{}", made.facts.bytes);
    assert!(made.facts.bytes > 200_000, "{}", made.facts.bytes);
}

#[test]
fn half_made_clips_of_a_crash_are_swept_and_those_at_work_stay() {
    let folder = tempfile::tempdir().unwrap();
    let old = folder.path().join(".fanfold-clip-old.part");
    let young = folder.path().join(".fanfold-clip-young.part");
    let other = folder.path().join("holiday.mov");
    for path in [&old, &young, &other] {
        std::fs::write(path, b"x").unwrap();
    }
    let long_ago = std::time::SystemTime::now() - Duration::from_hours(5);
    for path in [&old, &other] {
        let file = std::fs::File::options().append(true).open(path).unwrap();
        file.set_modified(long_ago).unwrap();
    }
    fanfold_media::sweep(folder.path());
    assert!(!old.exists() && young.exists() && other.exists());
}

#[test]
fn the_library_makes_a_clip_once_and_shows_its_first_picture() {
    let (folder, _) = desk();
    let library = Library::open(folder.path().join("media")).unwrap();
    let source = clip(folder.path(), "a.mov", SMALL, H264);
    let imported = library.import(&source).unwrap();
    let recipe = planned(&imported.facts, PostKind::Reel);
    let cancel = Cancel::new();
    let made = std::cell::Cell::new(0);
    let render = || {
        let count = |_| made.set(made.get() + 1);
        let (hash, facts) = (&imported.hash, &imported.facts);
        library.render_clip(hash, facts, &recipe, &FFMPEG, &cancel, &count)
    };
    let first = render().unwrap();
    let (runs, written) = (
        made.get(),
        first.path.metadata().unwrap().modified().unwrap(),
    );
    assert!(runs > 0, "a run tells how far it is");
    let second = render().unwrap();
    assert_eq!((second.path.clone(), made.get()), (first.path, runs));
    assert_eq!(second.path.metadata().unwrap().modified().unwrap(), written);
    assert_eq!(
        verdict(&second.path, PostKind::Reel),
        fanfold_domain::Verdict::Ready
    );
    assert!(is_empty(&folder.path().join("media/incoming")));

    let (hash, facts) = (&imported.hash, &imported.facts);
    let thumb = library
        .clip_thumb(hash, facts, 80, &FFMPEG, &cancel)
        .unwrap();
    let shown = fanfold_media::probe(&thumb);
    assert_eq!(
        (shown.format.as_str(), shown.width, shown.height),
        ("jpeg", 80, 45)
    );
    let late = FFMPEG.poster(&source, facts, 500.0, 4000, &cancel).unwrap();
    assert_eq!(
        fanfold_media::probe_bytes(&late).width,
        160,
        "never enlarged"
    );
}

#[cfg(unix)]
#[test]
fn a_finished_clip_is_an_ordinary_file() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, out) = desk();
    let source = clip(folder.path(), "a.mov", SMALL, H264);
    let recipe = planned(&facts(&source), PostKind::Reel);
    let made = make(&FFMPEG, &source, &recipe, &out).unwrap();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode();
    // As any program's files here, the source's too.
    assert_eq!(mode(made.path()), mode(&source));
}
