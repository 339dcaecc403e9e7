//! `cargo xtask fuzz`: changed and invented files against every parser that takes a user's file
//! (`fuzz/`), beginning from the files of the truth table.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::error::{Error, Result};
use crate::process;
use crate::tools;
use crate::workspace;

/// Larger seeds only make the fuzzer slow.
const MAX_SEED: u64 = 64 << 10;

/// What `render` reads its recipe from, behind the picture.
const RECIPE: usize = 48;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How long, all targets together
    #[arg(long, default_value_t = 1.0)]
    minutes: f64,
    /// These targets and no others
    #[arg(long, value_delimiter = ',', value_name = "TARGET")]
    only: Vec<Target>,
    /// Where chance begins, to walk the same way again; 0 is a new way each time
    #[arg(long, default_value_t = 0)]
    seed: u32,
    /// The decoders of HEIC and AVIF too (minutes of compiling)
    #[arg(long)]
    heif: bool,
}

impl Arguments {
    /// A minute, as continuous integration does it.
    pub(crate) fn minute() -> Self {
        Self {
            minutes: 1.0,
            only: Vec::new(),
            // A check that fails for one change in a hundred helps nobody; long runs take new ways.
            seed: 1,
            heif: false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Target {
    /// Any file
    Probe,
    /// The boxes of films and of HEIC
    Boxes,
    /// EXIF, XMP, colour profiles
    Metadata,
    /// Any recipe over any picture
    Render,
    /// Films whose index moves to the front
    Repack,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let targets: Vec<Target> = Target::value_variants()
        .iter()
        .copied()
        .filter(|target| arguments.only.is_empty() || arguments.only.contains(target))
        .collect();
    let seconds = (arguments.minutes * 60.0 / targets.len() as f64).ceil() as u64;
    let folder = workspace::target()?.join("fuzz");
    for target in targets {
        let name = target.to_possible_value();
        let name = name.as_ref().map_or("", |value| value.get_name());
        workspace::say(&format!("fuzz {name}: {seconds} s"));
        let corpus = folder.join("corpus").join(name);
        seed(target, &corpus)?;
        let mut fuzz = tools::FUZZ.command()?;
        // Memory errors have no place in safe Rust: the sanitizer would only cost time.
        fuzz.args(["fuzz", "run", "--fuzz-dir", "fuzz", "--sanitizer", "none"]);
        fuzz.arg("--target-dir").arg(&folder);
        if arguments.heif {
            fuzz.args(["--features", "heif"]);
        }
        fuzz.arg(name).arg(&corpus).arg("--");
        fuzz.arg(format!("-max_total_time={seconds}"));
        if arguments.seed != 0 {
            fuzz.arg(format!("-seed={}", arguments.seed));
        }
        // A file that takes a minute, or two gigabytes, is found too. A minute of the clock on the
        // wall: this runs beside other work, and files that take milliseconds must not count then.
        fuzz.args([
            "-timeout=60",
            "-rss_limit_mb=2048",
            "-max_len=65536",
            "-verbosity=1",
        ]);
        process::run(fuzz.env("RUSTC_BOOTSTRAP", "1"))?;
    }
    Ok(())
}

/// Puts the known files, in the form that the target reads, beside what earlier runs found.
fn seed(target: Target, corpus: &Path) -> Result<()> {
    let trouble = |path: &Path| Error::io(format!("{} cannot be used", path.display()));
    fs::create_dir_all(corpus).map_err(trouble(corpus))?;
    let known = workspace::root().join("src-tauri/media/tests/truth/files");
    for entry in fs::read_dir(&known).map_err(trouble(&known))? {
        let path: PathBuf = entry.map_err(trouble(&known))?.path();
        if fs::metadata(&path).map_err(trouble(&path))?.len() > MAX_SEED {
            continue;
        }
        let bytes = fs::read(&path).map_err(trouble(&path))?;
        for (number, part) in parts(target, &bytes).into_iter().enumerate() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let place = corpus.join(format!("{name}-{number}"));
            fs::write(&place, part).map_err(trouble(&place))?;
        }
    }
    Ok(())
}

/// What of a file a target begins from.
fn parts(target: Target, file: &[u8]) -> Vec<Vec<u8>> {
    match target {
        Target::Probe | Target::Repack => vec![file.to_vec()],
        Target::Render => {
            let recipe = (0..RECIPE).map(|n| (n * 37) as u8);
            vec![file.iter().copied().chain(recipe).collect()]
        }
        Target::Boxes => boxes(file).into_iter().collect(),
        Target::Metadata => segments(file),
    }
}

/// What follows the first box of a film or a HEIC.
fn boxes(file: &[u8]) -> Option<Vec<u8>> {
    let (head, rest) = file.split_at_checked(12)?;
    let [a, b, c, d, b'f', b't', b'y', b'p', brand @ ..] = head else {
        return None;
    };
    let kind = match brand {
        b"qt  " => 1,
        b"heic" | b"mif1" => 2,
        b"avif" => 3,
        _ => 0,
    };
    let size = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
    let behind = rest.get(size.checked_sub(12)?..)?;
    Some([&[kind], behind].concat())
}

/// EXIF, XMP, profiles and picture indexes of a JPEG.
fn segments(file: &[u8]) -> Vec<Vec<u8>> {
    let names: [(u8, &[u8]); 4] = [
        (0, b"Exif\0\0"),
        (1, b"http://ns.adobe.com/xap/1.0/\0"),
        (2, b"ICC_PROFILE\0\x01\x01"),
        (3, b"MPF\0"),
    ];
    let mut found = Vec::new();
    let mut rest = file.get(2..).unwrap_or_default();
    while let [0xFF, 0xE0..=0xEF, high, low, behind @ ..] = rest {
        let size = usize::from(u16::from_be_bytes([*high, *low])).saturating_sub(2);
        let Some((content, next)) = behind.split_at_checked(size) else {
            break;
        };
        for (kind, name) in names {
            if let Some(content) = content.strip_prefix(name) {
                found.push([&[kind], content].concat());
            }
        }
        rest = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_what_the_targets_read() {
        let film = b"\0\0\0\x10ftypqt  \0\0\0\0\0\0\0\x08moov";
        assert_eq!(parts(Target::Boxes, film), [b"\x01\0\0\0\x08moov"]);
        let photo = b"\xFF\xD8\xFF\xE1\0\x0BExif\0\0MM*\xFF\xDA";
        assert_eq!(parts(Target::Metadata, photo), [b"\0MM*"]);
        assert!(parts(Target::Boxes, photo).is_empty());
        let picture = parts(Target::Render, photo).concat();
        assert_eq!(picture.len(), photo.len() + RECIPE);
    }
}
