//! What kind of machine this is. Only looks; changes nothing.

use std::env;
use std::fs;
use std::process::Command;

/// The systems that set-up tells apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum System {
    /// Debian, Ubuntu and what is made of them: packages can be installed from here.
    Debian,
    /// Another Linux, by its own name.
    OtherLinux(String),
    Mac,
    Windows,
}

impl System {
    pub(crate) fn here() -> Self {
        if cfg!(target_os = "macos") {
            return Self::Mac;
        }
        if cfg!(windows) {
            return Self::Windows;
        }
        let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
        Self::from_os_release(
            &release,
            has_program("dpkg-query") && has_program("apt-get"),
        )
    }

    fn from_os_release(release: &str, has_apt: bool) -> Self {
        let value = |key: &str| {
            release.lines().find_map(|line| {
                let value = line.strip_prefix(key)?.strip_prefix('=')?;
                Some(value.trim_matches('"').to_owned())
            })
        };
        let family = [value("ID"), value("ID_LIKE")].into_iter().flatten();
        let mut names = family.flat_map(|ids| {
            ids.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        });
        if has_apt && names.any(|name| name == "debian" || name == "ubuntu") {
            return Self::Debian;
        }
        Self::OtherLinux(value("PRETTY_NAME").unwrap_or_else(|| "this Linux".into()))
    }
}

/// Whether a window can be shown.
pub(crate) fn has_display() -> bool {
    if cfg!(any(windows, target_os = "macos")) {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Whether packages can be installed without asking for anyone's rights.
pub(crate) fn is_root() -> bool {
    #[cfg(unix)]
    return rustix::process::geteuid().is_root();
    #[cfg(not(unix))]
    return false;
}

/// Whether a program of this name stands on the search path.
pub(crate) fn has_program(name: &str) -> bool {
    let Some(path) = env::var_os("PATH") else {
        return false;
    };
    let suffix = env::consts::EXE_SUFFIX;
    env::split_paths(&path).any(|folder| folder.join(format!("{name}{suffix}")).is_file())
}

/// Whether pkg-config knows a library with its headers.
pub(crate) fn has_library(name: &str) -> bool {
    crate::process::answer(Command::new("pkg-config").args(["--exists", name])).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_and_its_children_are_debian() {
        let debian = "PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\n";
        let mint = "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n";
        assert_eq!(System::from_os_release(debian, true), System::Debian);
        assert_eq!(System::from_os_release(mint, true), System::Debian);
    }

    #[test]
    fn another_linux_keeps_its_name() {
        let fedora = "PRETTY_NAME=\"Fedora Linux 42\"\nID=fedora\n";
        let expected = System::OtherLinux("Fedora Linux 42".into());
        assert_eq!(System::from_os_release(fedora, false), expected);
    }

    #[test]
    fn a_debian_without_apt_is_not_installed_on() {
        let release = "PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\n";
        assert!(matches!(
            System::from_os_release(release, false),
            System::OtherLinux(_)
        ));
    }
}
