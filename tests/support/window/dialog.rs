//! The system's file dialog, answered by the test. `WebDriver` sees nothing of it, so the test stands on the session's bus
//! where the desktop's own would (`org.freedesktop.portal.FileChooser`), is asked as it is asked, and answers as it does.

#![expect(
    clippy::needless_pass_by_value,
    clippy::used_underscore_binding,
    reason = "what is asked is the portal's to say, and how it is handed over is zbus's"
)]

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, connection};
use zbus::message::Header;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{fdo, interface};

use super::drop::uri;
use crate::process::wait_for;

const PORTAL: &str = "org.freedesktop.portal.Desktop";

/// The longest that the window may take to ask, or to hear the answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Stands in for the file dialogs of the session until it is dropped.
pub struct FileDialog {
    bus: Connection,
    asked: Receiver<Asked>,
}

/// A dialog that is open.
struct Asked {
    title: String,
    by: OwnedUniqueName,
    /// Where who asked listens for the answer.
    at: OwnedObjectPath,
}

struct Chooser {
    asked: Sender<Asked>,
}

#[interface(name = "org.freedesktop.portal.FileChooser")]
impl Chooser {
    /// The answer is where the outcome will be told; that comes when a person has chosen.
    fn open_file(
        &self,
        #[zbus(header)] header: Header<'_>,
        _parent: &str,
        title: &str,
        mut options: HashMap<String, OwnedValue>,
    ) -> fdo::Result<OwnedObjectPath> {
        let wrong = |what: &str| fdo::Error::InvalidArgs(what.to_owned());
        let by = header.sender().ok_or_else(|| wrong("nobody asks"))?;
        let token = options.remove("handle_token");
        let token = token.and_then(|token| String::try_from(token).ok());
        let path = format!(
            "/org/freedesktop/portal/desktop/request/{}/{}",
            by.trim_start_matches(':').replace('.', "_"),
            token.ok_or_else(|| wrong("no token"))?
        );
        let at = OwnedObjectPath::try_from(path).map_err(|_| wrong("no token"))?;
        let asked = Asked {
            title: title.to_owned(),
            by: by.to_owned().into(),
            at: at.clone(),
        };
        self.asked
            .send(asked)
            .map_err(|_| wrong("nobody is here"))?;
        Ok(at)
    }
}

impl FileDialog {
    pub(super) fn stand_in() -> Self {
        let (sender, asked) = mpsc::channel();
        let chooser = Chooser { asked: sender };
        let bus = connection::Builder::session()
            .and_then(|bus| bus.serve_at("/org/freedesktop/portal/desktop", chooser))
            .and_then(|bus| bus.name(PORTAL))
            .and_then(connection::Builder::build);
        Self {
            bus: bus.expect("the session's bus has room for a file dialog"),
            asked,
        }
    }

    /// Waits until the dialog of this title is open, and chooses files in it.
    ///
    /// # Panics
    /// When no dialog opens, or another one.
    pub fn choose(&self, title: &str, files: &[PathBuf]) {
        let uris: Vec<String> = files.iter().map(|file| uri(file)).collect();
        self.answer(title, 0, HashMap::from([("uris", Value::from(uris))]));
    }

    /// Waits until the dialog of this title is open, and closes it.
    ///
    /// # Panics
    /// When no dialog opens, or another one.
    pub fn dismiss(&self, title: &str) {
        self.answer(title, 1, HashMap::new());
    }

    fn answer(&self, title: &str, outcome: u32, results: HashMap<&str, Value<'_>>) {
        let asked = self.asked.recv_timeout(PATIENCE);
        let asked = asked.expect("a file dialog opens");
        assert_eq!(asked.title, title);
        let told = (outcome, results);
        let names = DBusProxy::new(&self.bus).expect("the bus answers");
        // Each dialog is asked for over a connection of its own. An answer that comes together with that to the question
        // is read by rfd only with the next one.
        wait_for("the answer to be heard", PATIENCE, || {
            let listens = names.name_has_owner(asked.by.clone().into());
            if !listens.expect("the bus answers") {
                return Some(());
            }
            let interface = "org.freedesktop.portal.Request";
            let (by, at) = (Some(asked.by.clone()), asked.at.clone());
            let sent = self.bus.emit_signal(by, at, interface, "Response", &told);
            sent.expect("the bus takes it");
            None
        });
    }
}

impl Drop for FileDialog {
    fn drop(&mut self) {
        // The next test stands here, too.
        let _gone = self.bus.release_name(PORTAL);
    }
}
