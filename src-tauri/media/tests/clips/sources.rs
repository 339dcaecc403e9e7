//! Clips with one thing wrong each, and what tests ask of them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use fanfold_domain::Verdict;
use fanfold_domain::check::check_item;
use fanfold_domain::clip::{ClipChoice, ClipRecipe, clip_target, is_closed, plan_clip};
use fanfold_domain::draft::PostKind;
use fanfold_domain::media::MediaFacts;
use fanfold_domain::rules::Policy;
use fanfold_domain::shape::Shape;
use fanfold_media::{Cancel, ClipError, Ffmpeg, MadeClip, probe};

/// The machine's ffmpeg.
pub(crate) static FFMPEG: LazyLock<Ffmpeg> =
    LazyLock::new(|| Ffmpeg::find(None).expect("ffmpeg is installed: cargo xtask test does it"));

/// Runs ffmpeg; panics with its words when it fails.
pub(crate) fn ffmpeg<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) {
    let made = Command::new(FFMPEG.program())
        .args(["-hide_banner", "-nostdin", "-v", "error", "-y"])
        .args(arguments)
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{words}");
}

/// A clip called `name` in `folder`: a moving picture with a tone, plus `options` for the output.
/// `picture` is `size=…:rate=…:duration=…`.
pub(crate) fn clip(folder: &Path, name: &str, picture: &str, options: &str) -> PathBuf {
    let path = folder.join(name);
    let picture = format!("testsrc2={picture}");
    let mut all = vec!["-f", "lavfi", "-i", &picture];
    all.extend(["-f", "lavfi", "-i", "sine=sample_rate=48000:frequency=440"]);
    all.extend(["-shortest", "-pix_fmt", "yuv420p"]);
    all.extend(options.split_whitespace());
    let mut all: Vec<&OsStr> = all.into_iter().map(OsStr::new).collect();
    let out = format!("file:{}", path.display());
    all.push(OsStr::new(&out));
    ffmpeg(all);
    path
}

/// H.264 and AAC, made fast.
pub(crate) const H264: &str = "-c:v libx264 -preset ultrafast -c:a aac";

/// A folder of its own for results.
pub(crate) fn desk() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    (folder, out)
}

/// What a file is, looked into where the probe does not.
pub(crate) fn facts(path: &Path) -> MediaFacts {
    let facts = probe(path);
    if is_closed(&facts) {
        return FFMPEG.look(path, &facts, &Cancel::new()).unwrap();
    }
    facts
}

pub(crate) fn planned(facts: &MediaFacts, kind: PostKind) -> ClipRecipe {
    let policy = Policy::default();
    let slides = facts.aspect().map(|own| own.clamp(0.8, 1.91));
    let target = clip_target(facts, Shape::Auto, kind, &policy, slides);
    plan_clip(facts, kind, &policy, target, ClipChoice::default()).unwrap()
}

pub(crate) fn make(
    ffmpeg: &Ffmpeg,
    path: &Path,
    recipe: &ClipRecipe,
    out: &Path,
) -> Result<MadeClip, ClipError> {
    let facts = facts(path);
    ffmpeg.make(path, &facts, recipe, out, &Cancel::new(), &|_| {})
}

pub(crate) fn verdict(path: &Path, kind: PostKind) -> Verdict {
    Verdict::of(&check_item(&probe(path), kind, &Policy::default()))
}

/// Waits until no process runs whose command line names `path`: a killed one is gone when the
/// system has come round to it, not at once.
#[cfg(target_os = "linux")]
pub(crate) fn nobody_works_on(path: &Path) {
    let wanted = path.display().to_string();
    let at_work = || {
        let running = std::fs::read_dir("/proc").unwrap().flatten();
        let lines = running.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
        let mut lines = lines.map(|line| String::from_utf8_lossy(&line).into_owned());
        lines.find(|line| line.contains(&wanted))
    };
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while let Some(line) = at_work() {
        assert!(
            std::time::Instant::now() < patience,
            "still at work: {line}"
        );
        std::thread::yield_now();
    }
}

pub(crate) fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().next().is_none()
}
