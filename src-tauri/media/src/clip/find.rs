//! Which ffmpeg is used: one that a person chose, one that comes with Fanfold, or the machine's.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use fanfold_domain::draft::PostKind;
use fanfold_domain::rules::{self, Profile};

use super::ask::ask;
use super::encoder::{self, Encoder};
use super::error::ToolError;

/// How long a program may take to say who it is: a cold disk, a virus scanner.
const PATIENCE: Duration = Duration::from_secs(20);

/// No sign of life for this long ends ffmpeg. Moving the index of 300 MB to the front of a slow
/// disk is the longest silence of an honest run.
const STALLED: Duration = Duration::from_secs(90);

/// An ffmpeg that runs and is new enough to repack; [`Ffmpeg::examine`] tells whether it converts.
#[derive(Debug)]
pub struct Ffmpeg {
    pub(super) program: PathBuf,
    /// Empty until it is asked.
    version: OnceLock<String>,
    encoders: OnceLock<Vec<String>>,
    pub(super) stalled: Duration,
    pub(super) chosen: OnceLock<Encoder>,
    pub(super) tone_mapping: OnceLock<bool>,
}

impl Ffmpeg {
    /// Finds one: `chosen` alone where a person chose one, else beside this program, on the search
    /// path, or where package managers put it. Asks it for its version: blocks for a tenth of a
    /// second, at worst for some seconds.
    ///
    /// # Errors
    /// What is wrong with the best one there is.
    pub fn find(chosen: Option<&Path>) -> Result<Self, ToolError> {
        if let Some(path) = chosen {
            return Self::at(path);
        }
        let mut best = ToolError::Missing;
        for path in places() {
            match Self::at(&path) {
                Ok(found) => return Ok(found),
                Err(ToolError::Missing) => {}
                Err(error) => best = error,
            }
        }
        Err(best)
    }

    /// The one that [`Ffmpeg::find`] would try first, not asked yet who it is. Answering takes it as
    /// long as repacking a clip, and what it repacks is judged anyway; before it converts it is asked.
    ///
    /// # Errors
    /// [`ToolError::Missing`].
    pub fn presumed(chosen: Option<&Path>) -> Result<Self, ToolError> {
        let places = chosen.map_or_else(places, |path| vec![path.to_owned()]);
        let first = places.into_iter().find(|path| path.is_file());
        Ok(Self::unasked(first.ok_or(ToolError::Missing)?))
    }

    /// Whether there is something to try, without trying it: for a judgement that must not wait.
    pub fn is_there(chosen: Option<&Path>) -> bool {
        match chosen {
            Some(path) => path.is_file(),
            None => places().iter().any(|path| path.is_file()),
        }
    }

    /// The program at `path`, if it is one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn at(path: &Path) -> Result<Self, ToolError> {
        if !path.is_file() {
            return Err(ToolError::Missing);
        }
        let found = Self::unasked(path.to_owned());
        found.ask_version()?;
        Ok(found)
    }

    fn unasked(program: PathBuf) -> Self {
        Self {
            program,
            version: OnceLock::new(),
            encoders: OnceLock::new(),
            stalled: STALLED,
            chosen: OnceLock::new(),
            tone_mapping: OnceLock::new(),
        }
    }

    fn ask_version(&self) -> Result<(), ToolError> {
        if self.version.get().is_some() {
            return Ok(());
        }
        let unfit = |why| ToolError::Unfit { why };
        let banner = ask(&self.program, &["-hide_banner", "-version"], PATIENCE)
            .ok_or(unfit("it does not say its version"))?;
        let version = version(&banner).ok_or(unfit("it does not say its version"))?;
        if !is_new_enough(&version) {
            return Err(ToolError::TooOld { version });
        }
        tracing::debug!(version, "ffmpeg found");
        self.version.get_or_init(|| version);
        Ok(())
    }

    /// Whether it can convert: H.264 with AAC.
    ///
    /// # Errors
    /// [`ToolError::Unfit`] with what it lacks, [`ToolError::TooOld`].
    pub fn examine(&self) -> Result<(), ToolError> {
        self.ask_version()?;
        let unfit = |why| Err(ToolError::Unfit { why });
        if !self.lists("aac") {
            return unfit("it has no encoder for AAC");
        }
        if !encoder::ALL.iter().any(|one| self.lists(one.name)) {
            return unfit("it has no encoder for H.264");
        }
        Ok(())
    }

    /// Whether it was built with an encoder; whether that works is another question.
    pub(super) fn lists(&self, name: &str) -> bool {
        let all = self.encoders.get_or_init(|| {
            let list = ask(&self.program, &["-hide_banner", "-encoders"], PATIENCE);
            encoder::names(&list.unwrap_or_default())
        });
        all.iter().any(|own| own == name)
    }

    /// Where it lies.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// As it says itself: `5.1.9-0+deb12u1`; empty where it was not asked.
    pub fn version(&self) -> &str {
        self.version.get().map_or("", String::as_str)
    }

    /// The same, ended after another time without a sign of life.
    #[must_use]
    pub fn stalled_after(mut self, silence: Duration) -> Self {
        self.stalled = silence;
        self
    }

    /// Whether it can bring the colours of HDR clips into those of a plain screen.
    pub(super) fn maps_tones(&self) -> bool {
        *self.tone_mapping.get_or_init(|| {
            let filters = ask(&self.program, &["-hide_banner", "-filters"], PATIENCE);
            let filters = filters.unwrap_or_default();
            let has = |name: &str| filters.split_whitespace().any(|word| word == name);
            has("zscale") && has("tonemap")
        })
    }
}

fn places() -> Vec<PathBuf> {
    let name = format!("ffmpeg{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe()
        .ok()
        .and_then(|own| own.parent().map(Path::to_owned));
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Programs started from a desktop do not see what a terminal's profile adds.
    let usual = [
        "/usr/bin",
        "/usr/local/bin",
        "/opt/homebrew/bin",
        "/opt/local/bin",
        "/snap/bin",
    ];
    let usual = usual.iter().filter(|_| cfg!(unix)).map(PathBuf::from);
    let mut places: Vec<PathBuf> = Vec::new();
    for folder in beside
        .into_iter()
        .chain(std::env::split_paths(&path))
        .chain(usual)
    {
        // A relative entry of the search path means whatever folder one happens to be in.
        let place = folder.join(&name);
        if folder.is_absolute() && !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

fn version(banner: &str) -> Option<String> {
    let first = banner.lines().next()?;
    ffmpeg_sidecar::log_parser::try_parse_version(first)
}

/// Builds from the development line (`N-109542-g…`, `2023-01-18-git-…`) have no number and are new.
fn is_new_enough(version: &str) -> bool {
    let number = version.trim_start_matches('n');
    let mut parts = number.split(['.', '-', '+']).map(str::parse::<u32>);
    let (Some(Ok(major)), minor) = (parts.next(), parts.next()) else {
        return true;
    };
    let minor = minor.and_then(Result::ok).unwrap_or(0);
    let least = rules::rule("video.ffmpeg", PostKind::Reel, Profile::Instagram)
        .and_then(|row| row.min)
        .unwrap_or(0.0);
    let least = (least.trunc() as u32, (least.fract() * 10.0).round() as u32);
    (major, minor) >= least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_distributions_write_them() {
        for (banner, wanted) in [
            (
                "ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026",
                "5.1.9-0+deb12u1",
            ),
            ("ffmpeg version n7.1 Copyright (c)", "n7.1"),
            (
                "ffmpeg version N-109542-g1bf1c7cf5d Copyright",
                "N-109542-g1bf1c7cf5d",
            ),
        ] {
            assert_eq!(version(banner).as_deref(), Some(wanted));
        }
        assert_eq!(version("GNU bash, version 5.2"), None);
    }

    #[test]
    fn what_lacks_the_options_is_too_old() {
        for (version, fits) in [
            ("4.4", true),
            ("4.4.2-0ubuntu0.22.04.1", true),
            ("4.3.9", false),
            ("4.2.7-0ubuntu0.1", false),
            ("n7.1", true),
            ("10.0", true),
            ("N-109542-g1bf1c7cf5d", true),
            ("2023-01-18-git-ba36e6ed52", true),
        ] {
            assert_eq!(is_new_enough(version), fits, "{version}");
        }
    }
}
