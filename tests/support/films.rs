//! Clips, made with the machine's own ffmpeg: `cargo xtask test` sees to it that there is one.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// An upright clip with sound, of three seconds and a bit, that says where it was filmed.
///
/// # Panics
/// Without ffmpeg.
pub fn upright(folder: &Path, name: &str) -> PathBuf {
    made(folder, name, &["-metadata", "location=+53.55+009.99/"])
}

/// The same as Instagram wants it: the index in front, and not a word of where.
///
/// # Panics
/// Without ffmpeg.
pub fn ready(folder: &Path, name: &str) -> PathBuf {
    made(folder, name, &["-movflags", "+faststart"])
}

/// An upright clip that goes slowly over a photo: for what is looked at.
///
/// # Panics
/// Without ffmpeg.
pub fn panned(folder: &Path, name: &str, photo: &Path) -> PathBuf {
    let path = folder.join(name);
    let pan = "scale=-2:1280,crop=720:1280:x='(in_w-720)*t/8':y=0,format=yuv420p";
    let made = Command::new("ffmpeg")
        .args(["-hide_banner", "-v", "error", "-y", "-loop", "1", "-i"])
        .arg(photo)
        .args(["-f", "lavfi", "-i", "sine=frequency=440:duration=4"])
        .args(["-t", "4", "-r", "30", "-vf", pan])
        .args(["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"])
        .args(["-movflags", "+faststart"])
        .arg(&path)
        .stdin(Stdio::null())
        .status();
    assert!(made.expect("ffmpeg is installed").success());
    path
}

fn made(folder: &Path, name: &str, more: &[&str]) -> PathBuf {
    let path = folder.join(name);
    let made = Command::new("ffmpeg")
        .args(["-hide_banner", "-v", "error", "-y"])
        .args(["-f", "lavfi", "-i"])
        .arg("testsrc2=size=720x1280:rate=30:duration=3.4")
        .args(["-f", "lavfi", "-i", "sine=frequency=440:duration=3.4"])
        .args(["-c:v", "libx264", "-preset", "ultrafast"])
        .args(["-pix_fmt", "yuv420p", "-c:a", "aac"])
        .args(more)
        .arg(&path)
        .stdin(Stdio::null())
        .status();
    assert!(made.expect("ffmpeg is installed").success());
    path
}
