//! What the figures were measured on and with.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::clock;

/// Processor, memory and system, in one line.
pub(crate) fn hardware() -> String {
    let processor =
        field("/proc/cpuinfo", "model name").unwrap_or_else(|| "an unknown processor".into());
    let memory = field("/proc/meminfo", "MemTotal").unwrap_or_default();
    let kilobytes: f64 = memory.trim_end_matches(" kB").parse().unwrap_or(0.0);
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let system = system
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="));
    format!(
        "{processor}, {} cores, {:.0} GiB, {}",
        clock::cores(),
        kilobytes / 1_048_576.0,
        system.unwrap_or(std::env::consts::OS).trim_matches('"')
    )
}

/// The value after `name` and a colon in a file of the kernel.
fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| value(line, name))
}

fn value(line: &str, name: &str) -> Option<String> {
    let (key, value) = line.split_once(':')?;
    (key.trim() == name).then(|| value.trim().to_owned())
}

/// Processes that wanted a core during the last minute; more than there are cores, and times mean little.
pub(crate) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace()
        .next()
        .unwrap_or("unknown")
        .to_owned()
}

/// Each program with its version.
pub(crate) fn versions(sharp: &Path, root: &Path) -> Vec<String> {
    let mut sharp_command = Command::new("node");
    sharp_command.arg(sharp).arg("versions");
    let mut commit = Command::new("git");
    commit
        .arg("-C")
        .arg(root)
        .args(["describe", "--always", "--dirty"]);
    [
        ("Fanfold", answer(&mut commit)),
        ("", answer(&mut sharp_command)),
        ("node", answer(Command::new("node").arg("--version"))),
        (
            "vipsthumbnail",
            answer(Command::new("vipsthumbnail").arg("--vips-version")),
        ),
        ("", answer(Command::new("ffmpeg").arg("-version"))),
    ]
    .into_iter()
    .filter_map(|(name, version)| {
        let version = version?;
        let version = version.split(" Copyright").next().unwrap_or_default();
        Some(format!("{name} {version}").trim().to_owned())
    })
    .collect()
}

/// The first line that a program prints.
fn answer(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().next()?.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_kernel_is_read_by_its_whole_name() {
        let line = "model name\t: AMD EPYC";
        assert_eq!(value(line, "model name").as_deref(), Some("AMD EPYC"));
        assert_eq!(value(line, "model"), None);
    }
}
