//! Clips from the terminal, with the machine's own ffmpeg: made ready, stopped, told what is
//! missing.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fanfold_tests::cli::Desk;

/// A moving picture; `picture` is `size=…:rate=…:duration=…`.
fn clip(desk: &Desk, name: &str, picture: &str) -> PathBuf {
    let path = desk.files().join(name);
    let made = Command::new("ffmpeg")
        .args(["-hide_banner", "-v", "error", "-y", "-f", "lavfi", "-i"])
        .arg(format!("testsrc2={picture}"))
        .args(["-c:v", "libx264", "-preset", "ultrafast"])
        .args(["-pix_fmt", "yuv420p"])
        .arg(&path)
        .stdin(Stdio::null())
        .status();
    let made = made.expect("ffmpeg is installed: cargo xtask test does it");
    assert!(made.success());
    path
}

fn fix(desk: &Desk, file: &Path, out: &Path) -> Command {
    let mut command = desk.command(["fix", "--json", "--out"]);
    command.arg(out).arg(file);
    command
}

#[test]
fn a_clip_is_made_ready_and_check_agrees() {
    let desk = Desk::new();
    let source = clip(&desk, "beach.mov", "size=160x90:rate=30:duration=3.2");
    let before = std::fs::read(&source).unwrap();
    let out = desk.files().join("out");
    let place = |path: &Path| path.as_os_str().to_owned();
    let arguments = [
        "fix".into(),
        "--json".into(),
        "--out".into(),
        place(&out),
        place(&source),
    ];
    let fixed = desk.run(arguments).expect_status(0);
    let item = fixed.result()["items"][0].clone();
    let actions: Vec<&str> = item["actions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|a| a.as_str())
        .collect();
    assert_eq!(actions, ["remux", "strip_metadata"]);
    assert_eq!(
        (fixed.text("/as"), fixed.text("/verdict")),
        ("reel", "ready")
    );
    assert_eq!(item["before"]["verdict"], "fixable");
    assert_eq!(item["after"]["video"]["moov_first"], true);
    let output = PathBuf::from(item["output"].as_str().unwrap());
    assert_eq!(output, out.join("beach.mp4"));
    let judged = desk
        .run(["check".into(), "--json".into(), place(&output)])
        .expect_status(0);
    assert_eq!(judged.text("/verdict"), "ready");
    assert!(std::fs::read(&source).unwrap() == before);
    // A second time is another file: nothing is overwritten.
    let arguments = [
        "fix".into(),
        "--json".into(),
        "--out".into(),
        place(&out),
        place(&source),
    ];
    let again = desk.run(arguments).expect_status(0);
    assert_eq!(
        again.result()["items"][0]["output"],
        out.join("beach-2.mp4").display().to_string()
    );
}

#[test]
fn without_ffmpeg_a_clip_is_judged_and_how_to_get_it_is_said() {
    let desk = Desk::new();
    let source = clip(&desk, "beach.mov", "size=160x90:rate=30:duration=3.2");
    let out = desk.files().join("out");
    let nowhere = desk.files().join("no-ffmpeg");
    let mut check = desk.command(["check", "--json"]);
    check.arg(&source);
    for mut command in [check, fix(&desk, &source, &out)] {
        let answer = command.arg("--ffmpeg").arg(&nowhere).output().unwrap();
        assert_eq!(answer.status.code(), Some(1));
        let answer: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
        let item = &answer["items"][0];
        assert_eq!(answer["verdict"], "fixable");
        let findings = item["findings"].as_array().unwrap();
        let said = findings
            .iter()
            .find(|finding| finding["rule"] == "video.ffmpeg");
        let message = said.unwrap()["message"].as_str().unwrap();
        assert!(message.contains("nstall"), "{message}");
    }
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 0);
}

#[test]
fn a_shape_that_clips_may_not_have_is_wrong_usage() {
    let desk = Desk::new();
    let source = clip(&desk, "beach.mov", "size=160x90:rate=30:duration=3.2");
    for (shape, status) in [("9:16", 0), ("20:1", 2)] {
        let out = desk.files().join("out");
        let mut command = fix(&desk, &source, &out);
        let answer = command.args(["--aspect", shape]).output().unwrap();
        assert_eq!(answer.status.code(), Some(status), "{shape}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_no_file_and_no_ffmpeg_behind() {
    use fanfold_tests::process::{Running, wait_for};
    use rustix::process::{Pid, Signal, kill_process};
    use std::time::Duration;

    let desk = Desk::new();
    let source = clip(&desk, "long.mov", "size=640x640:rate=90:duration=30");
    let out = desk.files().join("out");
    let mut command = fix(&desk, &source, &out);
    let mut running = Running::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
    let patience = Duration::from_mins(1);
    wait_for("a half-made clip", patience, || {
        let mut entries = std::fs::read_dir(&out).ok()?.flatten();
        entries.find(|entry| entry.metadata().is_ok_and(|meta| meta.len() > 0))
    });
    let pid = i32::try_from(running.child.id())
        .ok()
        .and_then(Pid::from_raw);
    kill_process(pid.unwrap(), Signal::INT).unwrap();
    let status = wait_for("its end", patience, || running.child.try_wait().unwrap());
    assert_eq!(status.code(), Some(1));
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 0);
    #[cfg(target_os = "linux")]
    {
        let wanted = source.display().to_string();
        let programs = std::fs::read_dir("/proc").unwrap().flatten();
        let lines = programs.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
        let mut lines = lines.map(|line| String::from_utf8_lossy(&line).into_owned());
        assert!(!lines.any(|line| line.contains(&wanted)), "ffmpeg went on");
    }
}
