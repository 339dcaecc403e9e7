//! Starting when a person logs in, out of sight.
//!
//! On Linux a desktop entry in the autostart folder (freedesktop.org, Desktop Application Autostart
//! 0.5), written here because paths with blanks and another data folder need quoting; elsewhere the
//! system's own list.

use fanfold_workbench::{DataFolder, WorkbenchError};

pub(crate) use system::{is_on, set};

fn failed(error: &dyn std::fmt::Display) -> WorkbenchError {
    WorkbenchError::Output {
        path: "The list of programs that start at login".to_owned(),
        why: error.to_string(),
    }
}

/// What is started, and with what. A data folder of a person's own goes along.
fn command(folder: &DataFolder) -> std::io::Result<(String, Vec<String>)> {
    let program = std::env::current_exe()?.to_string_lossy().into_owned();
    let mut arguments = vec!["--background".to_owned()];
    if DataFolder::choose(None).ok().as_ref() != Some(folder) {
        arguments.push("--data-dir".to_owned());
        arguments.push(folder.path().to_string_lossy().into_owned());
    }
    Ok((program, arguments))
}

#[cfg(target_os = "linux")]
mod system {
    use std::path::{Path, PathBuf};

    use fanfold_workbench::{DataFolder, WorkbenchError};

    use super::{command, failed};

    fn file() -> Option<PathBuf> {
        let own = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
        let own = own.filter(|folder| folder.is_absolute());
        let home = std::env::var_os("HOME").map(|home| Path::new(&home).join(".config"));
        Some(own.or(home)?.join("autostart/app.fanfold.desktop.desktop"))
    }

    pub(crate) fn is_on() -> Result<bool, WorkbenchError> {
        let file = file().ok_or_else(|| failed(&"no home folder"))?;
        match std::fs::read_to_string(&file) {
            // Desktops switch an entry off by a line in it.
            Ok(text) => Ok(!text.contains("\nHidden=true")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(failed(&error)),
        }
    }

    pub(crate) fn set(on: bool, folder: &DataFolder) -> Result<(), WorkbenchError> {
        let file = file().ok_or_else(|| failed(&"no home folder"))?;
        if !on {
            return match std::fs::remove_file(&file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(&error)),
                _ => Ok(()),
            };
        }
        let (program, arguments) = command(folder).map_err(|error| failed(&error))?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        }
        let words = std::iter::once(&program).chain(&arguments);
        let line: Vec<String> = words.map(|word| quoted(word)).collect();
        let entry = format!(
            "[Desktop Entry]\nType=Application\nVersion=1.0\nName=Fanfold\n\
             Comment=Publishes what is scheduled\nExec={}\nTerminal=false\nStartupNotify=false\n",
            line.join(" ")
        );
        std::fs::write(&file, entry).map_err(|error| failed(&error))
    }

    /// An argument as `Exec` wants it (Desktop Entry Specification 1.5, "The Exec key"): in quotes,
    /// four characters escaped, each backslash once more as the value of a key, percent doubled.
    fn quoted(word: &str) -> String {
        let mut quoted = String::from("\"");
        for letter in word.chars() {
            match letter {
                '\\' => quoted.push_str("\\\\\\\\"),
                '"' | '`' | '$' => {
                    quoted.push_str("\\\\");
                    quoted.push(letter);
                }
                '%' => quoted.push_str("%%"),
                letter => quoted.push(letter),
            }
        }
        quoted.push('"');
        quoted
    }

    #[cfg(test)]
    mod tests {
        use super::quoted;

        #[test]
        fn paths_of_every_kind_are_quoted_for_a_desktop_entry() {
            assert_eq!(quoted("/opt/fanfold"), r#""/opt/fanfold""#);
            assert_eq!(quoted("/My Apps/fan fold"), r#""/My Apps/fan fold""#);
            assert_eq!(quoted("a$b`c\"d"), r#""a\\$b\\`c\\"d""#);
            assert_eq!(quoted(r"a\b"), r#""a\\\\b""#);
            assert_eq!(quoted("100%"), r#""100%%""#);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use auto_launch::{AutoLaunch, AutoLaunchBuilder};
    use fanfold_workbench::{DataFolder, WorkbenchError};

    use super::{command, failed};

    fn entry(folder: Option<&DataFolder>) -> Result<AutoLaunch, WorkbenchError> {
        let usual = DataFolder::choose(None)?;
        let (program, arguments) =
            command(folder.unwrap_or(&usual)).map_err(|error| failed(&error))?;
        AutoLaunchBuilder::new()
            .set_app_name("Fanfold")
            .set_app_path(&program)
            .set_args(&arguments)
            .build()
            .map_err(|error| failed(&error))
    }

    pub(crate) fn is_on() -> Result<bool, WorkbenchError> {
        entry(None)?.is_enabled().map_err(|error| failed(&error))
    }

    pub(crate) fn set(on: bool, folder: &DataFolder) -> Result<(), WorkbenchError> {
        let entry = entry(Some(folder))?;
        let done = if on { entry.enable() } else { entry.disable() };
        done.map_err(|error| failed(&error))
    }
}
