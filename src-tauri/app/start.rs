//! How Fanfold is started: which data folder, which files, on practice or not.

use std::ffi::OsString;
use std::fmt::Display;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use fanfold_workbench::{DataFolder, Options, Result, Workbench, retold, word};

/// Windows serves custom protocols over http; elsewhere they have a scheme of their own.
const MEDIA: &str = if cfg!(windows) {
    "http://media.localhost/"
} else {
    "media://localhost/"
};

/// The data folder, for tests and for people with several.
const DATA_DIR: &str = "FANFOLD_DATA_DIR";

/// One address in the place of all of Meta's, for tests and proxies.
const GRAPH_URL: &str = "FANFOLD_GRAPH_URL";

/// A version of the Graph API in the place of the one in the settings.
const GRAPH_VERSION: &str = "FANFOLD_GRAPH_VERSION";

/// Where a system names its language, the most telling first.
const LANGUAGE: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

fn said(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What was asked for on the command line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Start {
    pub(crate) data_dir: Option<PathBuf>,
    /// Choose the practice account at once.
    pub(crate) practice: bool,
    /// Out of sight, as at login.
    pub(crate) background: bool,
    /// Files and folders to open.
    pub(crate) files: Vec<PathBuf>,
}

impl Start {
    /// `fanfold [--data-dir DIR] [--practice] [--background] [FILE…]`. What is unknown is a file name: the system
    /// starts Fanfold with whatever a person opened with it.
    pub(crate) fn from_args(args: impl IntoIterator<Item = OsString>) -> Self {
        let mut start = Self {
            data_dir: std::env::var_os(DATA_DIR).map(PathBuf::from),
            ..Self::default()
        };
        let mut args = args.into_iter().skip(1);
        while let Some(arg) = args.next() {
            match arg.to_str() {
                Some("--practice") => start.practice = true,
                Some("--background") => start.background = true,
                Some("--data-dir") => {
                    start.data_dir = args.next().map(PathBuf::from).or(start.data_dir);
                }
                _ => start.files.push(PathBuf::from(arg)),
            }
        }
        start
    }

    /// File names as the other process meant them.
    pub(crate) fn relative_to(mut self, folder: &Path) -> Self {
        self.files = self
            .files
            .into_iter()
            .map(|file| folder.join(file))
            .collect();
        self
    }
}

pub(crate) async fn open(folder: DataFolder, start: Start) -> Result<Arc<Workbench>> {
    let options = Options {
        media_base: MEDIA.to_owned(),
        graph_url: said(GRAPH_URL),
        graph_version: said(GRAPH_VERSION),
        ..Options::default()
    };
    let bench = Workbench::open(folder, options).await?;
    if start.practice {
        // Shown in the window too, when it fails: the rail then offers it again.
        if let Err(error) = bench.use_practice().await {
            tracing::error!(%error, "the practice account could not be chosen");
        }
    }
    Ok(bench)
}

/// Says why there is no window: in a dialog for those who clicked, on stderr for those who typed.
pub(crate) fn fail(why: &impl Display) -> ExitCode {
    tracing::error!(%why, "Fanfold could not start");
    let _ = writeln!(std::io::stderr(), "{why}");
    Workbench::speak_without_settings(LANGUAGE.into_iter().filter_map(said));
    let display = std::env::var_os("DISPLAY").or_else(|| std::env::var_os("WAYLAND_DISPLAY"));
    if display.is_some() || !cfg!(target_os = "linux") {
        rfd::MessageDialog::new()
            .set_level(rfd::MessageLevel::Error)
            .set_title(word!("Fanfold cannot start"))
            .set_description(retold(&why.to_string()))
            .show();
    }
    ExitCode::from(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_options_are_told_apart() {
        let args = [
            "fanfold",
            "a.jpg",
            "--practice",
            "--background",
            "--data-dir",
            "/d",
            "b c.png",
        ];
        let start = Start::from_args(args.map(OsString::from));
        assert!(start.practice && start.background);
        assert_eq!(start.data_dir.as_deref(), Some(Path::new("/d")));
        let start = start.relative_to(Path::new("/photos"));
        assert_eq!(
            start.files,
            [Path::new("/photos/a.jpg"), Path::new("/photos/b c.png")]
        );
    }
}
