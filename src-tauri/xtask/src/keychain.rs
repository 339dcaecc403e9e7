//! A keychain: the one that is running, or a private one on a private bus.
//!
//! The private one lives in a temporary folder, is unlocked, and ends with the task. It never sees or changes the
//! person's own.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use crate::error::{Error, Result};
use crate::process::{self, Scratch, Service};

/// A private session bus with a Secret Service on it. Field order is the order of ending.
pub(crate) struct Keychain {
    _keyring: Service,
    _bus: Service,
    _scratch: Scratch,
    address: String,
}

/// Whether this session's keychain answers, or can be woken by asking it.
pub(crate) fn is_there() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    has_bus() && (owner_is_known(&mut bus_call()) || activatable())
}

/// Whether this session's keychain can be read without anyone typing a password.
pub(crate) fn is_open() -> bool {
    !cfg!(target_os = "linux") || (has_bus() && unlocked(&mut bus_call()))
}

fn has_bus() -> bool {
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
}

impl Keychain {
    /// Starts a private bus and an unlocked keychain on it.
    ///
    /// # Errors
    /// [`Error::NotReady`] when it does not answer.
    pub(crate) fn private() -> Result<Self> {
        let scratch = Scratch::new()?;
        let socket = format!(
            "--address=unix:path={}",
            scratch.path().join("bus").display()
        );
        let mut command = process::background("dbus-daemon");
        command.args([
            "--session",
            "--nofork",
            "--nopidfile",
            "--print-address=1",
            &socket,
        ]);
        isolate(&mut command, &scratch);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut bus = Service::spawn(&mut command, "The message bus (dbus-daemon)".into())?;
        let address = first_line(&mut bus)?;

        let mut command = process::background("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        isolate(&mut command, &scratch);
        command.env("DBUS_SESSION_BUS_ADDRESS", &address);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut keyring = Service::spawn(&mut command, "The keychain (gnome-keyring)".into())?;
        // An empty password, ended by the end of input: nobody has to type one.
        if let Some(mut input) = keyring.child.stdin.take() {
            input
                .write_all(b"\n")
                .map_err(Error::io("The keychain took no password"))?;
        }
        let keychain = Self {
            _keyring: keyring,
            _bus: bus,
            _scratch: scratch,
            address,
        };
        // Asked for before it has taken its name, the bus would start a second, locked one.
        process::wait_until("The keychain", || owner_is_known(&mut keychain.call()))?;
        process::wait_until("The keychain", || unlocked(&mut keychain.call()))?;
        Ok(keychain)
    }

    fn call(&self) -> Command {
        let mut call = bus_call();
        self.serve(&mut call);
        call
    }

    /// Points `command` at this keychain.
    pub(crate) fn serve(&self, command: &mut Command) {
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        // Tests that need a keychain must not pass by finding none.
        command.env("FANFOLD_TEST_KEYCHAIN", "1");
    }
}

/// Keeps a daemon's files out of the person's home.
fn isolate(command: &mut Command, scratch: &Scratch) {
    for name in [
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_RUNTIME_DIR",
    ] {
        command.env(name, scratch.path());
    }
    command
        .env_remove("GNOME_KEYRING_CONTROL")
        .env_remove("SSH_AUTH_SOCK");
}

fn first_line(service: &mut Service) -> Result<String> {
    let not_ready = || Error::NotReady {
        what: "The message bus".into(),
        seconds: 0,
    };
    let output = service.child.stdout.take().ok_or_else(not_ready)?;
    let mut line = String::new();
    BufReader::new(output)
        .read_line(&mut line)
        .map_err(Error::io("The message bus gave no address"))?;
    let address = line.trim();
    if address.is_empty() {
        return Err(not_ready());
    }
    Ok(address.to_owned())
}

fn bus_call() -> Command {
    let mut command = Command::new("dbus-send");
    command.args(["--session", "--print-reply", "--reply-timeout=2000"]);
    command
}

fn owner_is_known(call: &mut Command) -> bool {
    let call = call.args([
        "--dest=org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus.NameHasOwner",
        "string:org.freedesktop.secrets",
    ]);
    process::answer(call).is_some_and(|reply| reply.contains("boolean true"))
}

fn activatable() -> bool {
    let mut call = bus_call();
    call.args([
        "--dest=org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus.ListActivatableNames",
    ]);
    process::answer(&mut call).is_some_and(|reply| reply.contains("\"org.freedesktop.secrets\""))
}

fn unlocked(call: &mut Command) -> bool {
    let call = call.args([
        "--dest=org.freedesktop.secrets",
        "/org/freedesktop/secrets/aliases/default",
        "org.freedesktop.DBus.Properties.Get",
        "string:org.freedesktop.Secret.Collection",
        "string:Locked",
    ]);
    process::answer(call).is_some_and(|reply| reply.contains("boolean false"))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::machine::has_program;

    #[test]
    fn a_private_keychain_is_open_and_ends_with_the_task() {
        if !has_program("gnome-keyring-daemon") || !has_program("dbus-daemon") {
            println!("not looked at: no keychain is installed here");
            return;
        }
        let keychain = Keychain::private().expect("it starts");
        let address = keychain.address.clone();
        let ask = || {
            let mut call = bus_call();
            unlocked(call.env("DBUS_SESSION_BUS_ADDRESS", &address))
        };
        assert!(ask());
        drop(keychain);
        assert!(!ask());
    }
}
