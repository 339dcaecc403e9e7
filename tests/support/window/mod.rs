//! The real window, driven over WebDriver as a person would use it: by what a screen reader says things are.
//!
//! Needs a display, a keychain and `WebKitWebDriver`; `cargo xtask test --only window` brings all three. Files cannot be
//! dropped from outside a window system, so they are given as arguments, as "Open with…" does.

mod driver;
mod element;
mod keys;
mod screen;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use crate::place;
use crate::process::wait_for;
use driver::Driver;

pub use element::{Element, Name, has};

/// The longest that something may take to appear on a busy machine with two cores.
const PATIENCE: Duration = Duration::from_secs(30);

/// One running Fanfold with its window.
pub struct Window {
    driver: Driver,
    data: PathBuf,
}

impl Window {
    /// Starts Fanfold on a data folder, with files to open.
    ///
    /// # Panics
    /// When it does not show a window.
    pub fn open(data: &Path, files: &[PathBuf]) -> Self {
        Self::open_in(data, files, &[])
    }

    /// The same with an environment of its own, such as an Instagram at another address.
    ///
    /// # Panics
    /// When it does not show a window.
    pub fn open_in(data: &Path, files: &[PathBuf], more: &[(&str, &str)]) -> Self {
        let binary = place::program("fanfold", "FANFOLD_WINDOW_BIN");
        let window = Self {
            driver: Driver::start(&binary, data, files, more),
            data: data.to_owned(),
        };
        window.resize(1440, 900);
        window
    }

    /// Opens files with the Fanfold that runs already, as "Open with…" does.
    pub fn open_with(&self, files: &[PathBuf]) {
        let binary = place::program("fanfold", "FANFOLD_WINDOW_BIN");
        let mut command = std::process::Command::new(binary);
        command.env("FANFOLD_DATA_DIR", &self.data).args(files);
        let status = command.status().expect("a second Fanfold starts");
        assert!(
            status.success(),
            "the second Fanfold hands its files over and ends: {status}"
        );
    }

    /// What is on the screen now with this role and name, or nothing.
    pub fn find(&self, role: &str, name: impl Into<Name>) -> Option<Element<'_>> {
        self.find_all(role, name).into_iter().next()
    }

    /// Everything on the screen now with this role and name, in the order of the page.
    pub fn find_all(&self, role: &str, name: impl Into<Name>) -> Vec<Element<'_>> {
        let name = name.into();
        let call = json!({ "script": include_str!("find.js"), "args": [role, name.as_json()] });
        // Drawn anew between looking and answering, the page has to be looked at again.
        let found = self
            .driver
            .call_unless_stale("POST", "/execute/sync", &call);
        let found = found
            .and_then(|found| found.as_array().cloned())
            .unwrap_or_default();
        found
            .iter()
            .filter_map(|one| Element::from_reply(&self.driver, one))
            .collect()
    }

    /// Waits until something has this role and name.
    ///
    /// # Panics
    /// With a list of what is there instead, and a picture of it.
    pub fn wait(&self, role: &str, name: impl Into<Name>) -> Element<'_> {
        let name = name.into();
        let what = format!("{role} {name:?}");
        self.until(&what, || self.find(role, name.clone()))
    }

    /// Waits until `ask` has an answer.
    ///
    /// # Panics
    /// With a list of what is there instead, and a picture of it.
    pub fn until<T>(&self, what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
        let deadline = std::time::Instant::now() + PATIENCE;
        wait_for(what, PATIENCE * 2, || {
            let answer = ask();
            assert!(
                answer.is_some() || std::time::Instant::now() < deadline,
                "waited {PATIENCE:?} for {what}; {} shows:\n{}",
                self.shot("failed").display(),
                self.outline()
            );
            answer
        })
    }

    /// Waits until nothing has this role and name.
    pub fn wait_gone(&self, role: &str, name: impl Into<Name>) {
        let name = name.into();
        let what = format!("{role} {name:?} to go");
        self.until(&what, || {
            self.find(role, name.clone()).is_none().then_some(())
        });
    }

    /// Every role and name on the screen, one a line.
    pub fn outline(&self) -> String {
        let all = self.script(include_str!("find.js"), &json!([null, null]));
        let lines = all
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        lines.take(150).collect::<Vec<_>>().join("\n")
    }

    /// Presses keys together, as `Alt+ArrowRight`; what has the focus gets them.
    pub fn press(&self, chord: &str) {
        self.driver.call("POST", "/actions", &keys::chord(chord));
    }

    /// Presses keys `times` times, each a press of its own.
    pub fn press_times(&self, chord: &str, times: usize) {
        for _ in 0..times {
            self.press(chord);
        }
    }

    /// Runs a script in the page; what it returns.
    pub fn script(&self, script: &str, arguments: &Value) -> Value {
        self.driver.call(
            "POST",
            "/execute/sync",
            &json!({ "script": script, "args": arguments }),
        )
    }

    /// Makes the window this size in pixels.
    pub fn resize(&self, width: u32, height: u32) {
        self.driver.call(
            "POST",
            "/window/rect",
            &json!({ "x": 0, "y": 0, "width": width, "height": height }),
        );
        self.until("the window to change its size", || {
            let size = self.script("return [innerWidth, innerHeight]", &json!([]));
            (size == json!([width, height])).then_some(())
        });
    }

    /// Waits until what has been changed is painted.
    pub fn settle(&self) {
        let script = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        self.driver.call(
            "POST",
            "/execute/async",
            &json!({ "script": script, "args": [] }),
        );
    }

    /// Takes a picture of the window; where it is.
    pub fn shot(&self, name: &str) -> PathBuf {
        let folder = screen::folder();
        self.shot_into(&folder, &format!("{name}.png"))
    }

    /// Takes a picture of the window into a folder of choice, as `png` or `jpg` by its name.
    pub fn shot_into(&self, folder: &Path, name: &str) -> PathBuf {
        let picture = self.driver.call("GET", "/screenshot", &Value::Null);
        screen::save(folder, name, picture.as_str().unwrap_or_default())
    }

    /// Closes the window as a person does, and waits until the program has ended.
    pub fn close(self) {
        self.wait("button", "Close").click_to_end();
        self.driver.wait_for_end();
    }
}
