//! A display that nobody sees, for the window tests.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::error::{Error, Result};
use crate::process::{self, Service};

/// An X server of our own on a free display number.
pub(crate) struct Display {
    _server: Service,
    name: String,
}

impl Display {
    /// Starts it with a screen of 1440x900, the larger of the two sizes that every screen is made for.
    pub(crate) fn private() -> Result<Self> {
        let mut command = process::background("Xvfb");
        // -displayfd lets the server choose a free number and write it once it takes connections.
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1440x900x24",
            "-nolisten",
            "tcp",
        ]);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = Service::spawn(&mut command, "The display (Xvfb)".into())?;
        let not_ready = || Error::NotReady {
            what: "The display (Xvfb)".into(),
            seconds: 0,
        };
        let output = server.child.stdout.take().ok_or_else(not_ready)?;
        let mut line = String::new();
        BufReader::new(output)
            .read_line(&mut line)
            .map_err(Error::io("The display gave no number"))?;
        let number: u32 = line.trim().parse().map_err(|_| not_ready())?;
        Ok(Self {
            _server: server,
            name: format!(":{number}"),
        })
    }

    /// Shows `command`'s windows here and nowhere else.
    pub(crate) fn serve(&self, command: &mut Command) {
        command
            .env("DISPLAY", &self.name)
            .env_remove("WAYLAND_DISPLAY");
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::machine::has_program;

    #[test]
    fn two_private_displays_do_not_share_a_number() {
        if !has_program("Xvfb") {
            println!("not looked at: Xvfb is not installed here");
            return;
        }
        let one = Display::private().expect("it starts");
        let other = Display::private().expect("it starts");
        assert_ne!(one.name, other.name);
    }
}
