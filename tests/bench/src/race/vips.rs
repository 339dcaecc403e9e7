//! How vipsthumbnail is asked.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::line::words;
use crate::corpus::Set;
use crate::job;

/// Where vipsthumbnail writes, and how: its options stand behind the name.
pub(crate) fn output(out: &Path, quality: u8) -> PathBuf {
    out.join(format!("%s.jpg[Q={quality},subsample_mode=on,strip]"))
}

/// vipsthumbnail turns every colour profile into sRGB only when it is told to, and 8.14 then shifts the colours of
/// pictures without a profile (libvips issue 3479): those are done by a second call.
pub(crate) fn fix(set: Set, files: &[PathBuf], out: &Path) -> Vec<OsString> {
    let size = format!("{}x{}", job::READY.0, job::READY.1);
    let output = output(out, job::READY_QUALITY);
    let plain = ["vipsthumbnail", "--size", &size, "--smartcrop", "centre"];
    let tagged = ["--export-profile", "srgb"];
    match set {
        Set::Jpeg12Srgb => words(&plain).and(&["-o"]).file(&output).files(files).0,
        Set::Mix10 => {
            let plain = plain.join(" ");
            let script = format!(
                "out=$1 png=$2 webp=$3; shift 3; {plain} -o \"$out\" \"$png\" \"$webp\" && exec {plain} {} -o \"$out\" \"$@\"",
                tagged.join(" ")
            );
            let (jpegs, others): (Vec<PathBuf>, Vec<PathBuf>) = files
                .iter()
                .cloned()
                .partition(|file| file.extension().is_some_and(|name| name == "jpg"));
            let line = words(&["sh", "-c", &script, "sh"]).file(&output);
            line.files(&others).files(&jpegs).0
        }
        _ => {
            words(&plain)
                .and(&tagged)
                .and(&["-o"])
                .file(&output)
                .files(files)
                .0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(set: Set, files: &[&str]) -> String {
        let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
        let line = fix(set, &files, Path::new("/out"));
        let words = line.iter().map(|word| word.to_string_lossy());
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn colours_are_converted_only_where_there_is_a_profile() {
        assert!(line(Set::Jpeg12, &["a.jpg"]).contains("--export-profile srgb"));
        assert!(!line(Set::Jpeg12Srgb, &["a.jpg"]).contains("--export-profile"));
    }

    #[test]
    fn the_pictures_without_a_profile_go_into_the_call_without_one() {
        let line = line(Set::Mix10, &["a.jpg", "b.png", "c.jpg", "d.webp"]);
        assert!(line.ends_with("strip] b.png d.webp a.jpg c.jpg"), "{line}");
    }
}
