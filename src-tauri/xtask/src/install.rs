//! What a machine needs to build, run and test Fanfold, each with the reason, and getting it there.

use std::io::{IsTerminal, Write};
use std::process::Command;

use crate::error::{Error, Result};
use crate::machine::{self, System};
use crate::process;

/// What the packages are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Compiling the core and `fanfold-cli`.
    Core,
    /// Compiling the window.
    Window,
    /// A keychain on a machine that has none running.
    Keychain,
    /// Testing the window where nobody looks.
    WindowTest,
    /// Testing what is done to clips.
    Clips,
    /// The programs that Fanfold is measured against.
    Bench,
}

struct Package {
    name: &'static str,
    purpose: Purpose,
    why: &'static str,
}

const fn package(name: &'static str, purpose: Purpose, why: &'static str) -> Package {
    Package { name, purpose, why }
}

const PACKAGES: &[Package] = &[
    package("build-essential", Purpose::Core, "C compiler and linker"),
    package("pkg-config", Purpose::Core, "finds system libraries"),
    package("cmake", Purpose::Core, "builds the JPEG library"),
    package("nasm", Purpose::Core, "the JPEG library's fast paths"),
    package("libwebkit2gtk-4.1-dev", Purpose::Window, "shows the window"),
    package(
        "libayatana-appindicator3-dev",
        Purpose::Window,
        "the tray icon",
    ),
    package("librsvg2-dev", Purpose::Window, "icons"),
    package("libxdo-dev", Purpose::Window, "menus and shortcuts"),
    package(
        "fonts-noto-color-emoji",
        Purpose::Window,
        "emoji in captions",
    ),
    package(
        "dbus",
        Purpose::Keychain,
        "programs reach the keychain over it",
    ),
    package(
        "gnome-keyring",
        Purpose::Keychain,
        "the keychain that holds tokens",
    ),
    package("xvfb", Purpose::WindowTest, "a display that nobody sees"),
    package(
        "webkit2gtk-driver",
        Purpose::WindowTest,
        "drives the real window",
    ),
    package(
        "ffmpeg",
        Purpose::Clips,
        "makes clips ready, and makes them",
    ),
    package(
        "libvips-tools",
        Purpose::Bench,
        "photos as libvips makes them",
    ),
    package("ffmpeg", Purpose::Bench, "films to measure, and ffprobe"),
];

/// Puts in place what `purposes` need. Asks before it uses sudo; asks nothing as root or when `yes`.
///
/// # Errors
/// [`Error::Machine`] when the person has to install something, or said no.
pub(crate) fn install(purposes: &[Purpose], yes: bool) -> Result<()> {
    match System::here() {
        System::Debian => debian(purposes, yes),
        System::OtherLinux(name) => other_linux(&name, purposes),
        System::Mac => mac(),
        System::Windows => windows(),
    }
}

fn debian(purposes: &[Purpose], yes: bool) -> Result<()> {
    let missing: Vec<&Package> = PACKAGES
        .iter()
        .filter(|package| purposes.contains(&package.purpose) && !is_installed(package.name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Fanfold needs these packages, which are not installed:");
    for package in &missing {
        println!("  {:<30} {}", package.name, package.why);
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    let by_hand = format!(
        "sudo apt-get update && sudo apt-get install {}",
        names.join(" ")
    );
    if !machine::is_root() {
        if !machine::has_program("sudo") {
            let names = names.join(" ");
            return Err(Error::Machine(format!(
                "Ask someone with administrator rights to run: apt-get install {names}"
            )));
        }
        if !yes && !agreed("Install them now with sudo apt-get?", &by_hand)? {
            return Err(Error::Machine(format!(
                "Nothing was installed. Later, run: {by_hand}"
            )));
        }
    }
    apt(&["update"])?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(names);
    apt(&arguments)
}

fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${Status}", package]);
    process::answer(&mut query).is_some_and(|status| status == "install ok installed")
}

/// A yes-or-no question, yes when only Enter is pressed.
fn agreed(question: &str, by_hand: &str) -> Result<bool> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err(Error::Machine(format!(
            "Nobody can be asked here. Run it again with --yes, or install them by hand: {by_hand}"
        )));
    }
    print!("{question} [Y/n] ");
    let mut line = String::new();
    let read = std::io::stdout()
        .flush()
        .and_then(|()| stdin.read_line(&mut line));
    read.map_err(Error::io("The answer could not be read"))?;
    let answer = line.trim().to_lowercase();
    Ok(read_yes(&answer) && !line.is_empty())
}

fn read_yes(answer: &str) -> bool {
    matches!(answer, "" | "y" | "yes")
}

/// Runs apt-get so that it asks nothing, waiting for another apt-get to finish first.
fn apt(arguments: &[&str]) -> Result<()> {
    let quiet = [
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-q",
        "-o",
        "DPkg::Lock::Timeout=120",
    ];
    let mut command = if machine::is_root() {
        Command::new("env")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.arg("env");
        sudo
    };
    process::run_interactive(command.args(quiet).args(arguments))
}

fn other_linux(name: &str, purposes: &[Purpose]) -> Result<()> {
    let mut missing: Vec<&str> = Vec::new();
    let programs = [
        (Purpose::Core, "cc", "a C compiler (gcc or clang)"),
        (Purpose::Core, "pkg-config", "pkg-config"),
        (Purpose::Core, "cmake", "cmake"),
        (Purpose::Core, "nasm", "nasm"),
        (Purpose::Keychain, "dbus-daemon", "dbus"),
        (Purpose::Keychain, "gnome-keyring-daemon", "gnome-keyring"),
        (
            Purpose::WindowTest,
            "Xvfb",
            "Xvfb (xorg-x11-server-Xvfb, xorg-server-xvfb)",
        ),
        (
            Purpose::WindowTest,
            "WebKitWebDriver",
            "WebKitWebDriver (comes with WebKitGTK)",
        ),
        (Purpose::Clips, "ffmpeg", "ffmpeg with x264, x265 and vpx"),
        (
            Purpose::Bench,
            "vipsthumbnail",
            "the tools of libvips (vips-tools)",
        ),
        (Purpose::Bench, "ffprobe", "ffmpeg"),
    ];
    for (purpose, program, words) in programs {
        if purposes.contains(&purpose) && !machine::has_program(program) {
            missing.push(words);
        }
    }
    let libraries = [
        (
            "webkit2gtk-4.1",
            "WebKitGTK 4.1 with headers (webkit2gtk4.1-devel, webkit2gtk-4.1)",
        ),
        (
            "ayatana-appindicator3-0.1",
            "Ayatana AppIndicator 3 with headers (libappindicator-gtk3-devel, libayatana-appindicator)",
        ),
        (
            "librsvg-2.0",
            "librsvg 2 with headers (librsvg2-devel, librsvg)",
        ),
    ];
    for (library, words) in libraries {
        if purposes.contains(&Purpose::Window) && !machine::has_library(library) {
            missing.push(words);
        }
    }
    say_missing(&format!("on {name}, with its package manager"), &missing)
}

fn mac() -> Result<()> {
    let mut missing = Vec::new();
    if process::answer(Command::new("xcode-select").arg("-p")).is_none() {
        missing.push("the command line tools: xcode-select --install");
    }
    if !machine::has_program("cmake") {
        missing.push("cmake: brew install cmake, or https://cmake.org/download");
    }
    if cfg!(target_arch = "x86_64") && !machine::has_program("nasm") {
        missing.push("nasm: brew install nasm, or https://www.nasm.us");
    }
    say_missing("on this Mac", &missing)
}

fn windows() -> Result<()> {
    let mut missing = Vec::new();
    if !machine::has_program("cmake") {
        missing.push("CMake: winget install Kitware.CMake");
    }
    if !machine::has_program("nasm") {
        missing.push("NASM, on the search path: winget install NASM.NASM");
    }
    if !missing.is_empty() {
        missing.push("if Rust asks for a linker: winget install Microsoft.VisualStudio.2022.BuildTools, with \"Desktop development with C++\"");
    }
    say_missing("on this PC", &missing)
}

fn say_missing(place: &str, missing: &[&str]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let list: Vec<String> = missing.iter().map(|words| format!("  - {words}")).collect();
    Err(Error::Machine(format!(
        "Fanfold cannot be built yet. Install these {place}, then run the same command again:\n{}",
        list.join("\n")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_yes_installs() {
        assert!(read_yes("") && read_yes("y") && read_yes("yes"));
        assert!(!read_yes("n") && !read_yes("later"));
    }

    #[test]
    fn what_is_missing_is_said_line_by_line_and_exits_with_2() {
        let error = say_missing("here", &["cmake", "nasm"]).expect_err("two things are missing");
        assert_eq!(error.exit_status(), 2);
        assert!(error.to_string().contains("  - cmake\n  - nasm"), "{error}");
        assert!(say_missing("here", &[]).is_ok());
    }

    #[test]
    fn the_terminal_needs_no_window_package() {
        let core = PACKAGES
            .iter()
            .filter(|package| package.purpose == Purpose::Core);
        assert!(
            core.into_iter()
                .all(|package| !package.name.contains("webkit"))
        );
    }
}
