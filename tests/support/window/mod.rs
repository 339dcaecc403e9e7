//! The real window, driven over WebDriver as a person would use it: by what a screen reader says things are.
//!
//! Needs a display, a keychain and `WebKitWebDriver`; `cargo xtask test --only window` brings all three. What comes from
//! outside comes as it does on a person's computer: files as arguments, as "Open with…" gives them ([`Window::open_with`]),
//! carried over the window by another program ([`Window::carry`]), or chosen in the system's dialog
//! ([`Window::file_dialog`]).

mod audit;
#[cfg(target_os = "linux")]
mod dialog;
mod driver;
#[cfg(unix)]
mod drop;
mod element;
mod keys;
mod screen;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use crate::place;
use crate::process::wait_for;
use driver::Driver;

pub use audit::Audit;
#[cfg(target_os = "linux")]
pub use dialog::FileDialog;
#[cfg(unix)]
pub use drop::Carried;
pub use element::{Element, Name, has};

/// The longest that something may take to appear on a busy machine with two cores.
const PATIENCE: Duration = Duration::from_mins(1);

/// One running Fanfold with its window.
pub struct Window {
    driver: Driver,
    program: PathBuf,
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
        // A WebDriver screenshot waits for WebKit's layers, and without a graphics processor Fanfold does without them.
        let more = [more, &[("WEBKIT_FORCE_COMPOSITING_MODE", "1")]].concat();
        let window = Self::of(&binary, data, files, &more);
        window.resize(1440, 900);
        window
    }

    /// Starts any program with a window, and leaves the window as it comes.
    ///
    /// # Panics
    /// When it does not show one.
    pub fn of(program: &Path, data: &Path, files: &[PathBuf], more: &[(&str, &str)]) -> Self {
        Self {
            driver: Driver::start(program, data, files, more),
            program: program.to_owned(),
            data: data.to_owned(),
        }
    }

    /// Opens files with the Fanfold that runs already, as "Open with…" does.
    pub fn open_with(&self, files: &[PathBuf]) {
        let mut command = std::process::Command::new(&self.program);
        command.env("FANFOLD_DATA_DIR", &self.data).args(files);
        let status = command.status().expect("a second Fanfold starts");
        assert!(
            status.success(),
            "the second Fanfold hands its files over and ends: {status}"
        );
    }

    /// Carries files over the window, as another program on the display does; see [`Carried`].
    #[cfg(unix)]
    pub fn carry(&self, files: &[PathBuf]) -> Carried {
        Carried::over(files)
    }

    /// Answers the file dialogs that the window opens from now on; see [`FileDialog`].
    #[cfg(target_os = "linux")]
    pub fn file_dialog(&self) -> FileDialog {
        FileDialog::stand_in()
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

    /// Clicks on this, once it is there; looked for again where it is drawn anew meanwhile.
    pub fn click(&self, role: &str, name: impl Into<Name>) {
        let name = name.into();
        self.until(&format!("{role} {name:?} to click on"), || {
            self.find(role, name.clone())?.click_unless_stale()
        });
    }

    /// An attribute of what has this role and name now; nothing where there is no such thing.
    pub fn told(&self, role: &str, name: impl Into<Name>, attribute: &str) -> Option<String> {
        self.find(role, name)?.attribute_unless_stale(attribute)
    }

    /// Waits until something has this role and name, and this value of an attribute.
    pub fn wait_told(&self, role: &str, name: impl Into<Name>, attribute: &str, value: &str) {
        let name = name.into();
        let what = format!("{role} {name:?} to have {attribute} {value:?}");
        self.until(&what, || {
            let now = self.told(role, name.clone(), attribute)?;
            (now == value).then_some(())
        });
    }

    /// Waits until something of this role has a name that `fits`; that name.
    pub fn wait_named(&self, role: &str, what: &str, fits: impl Fn(&str) -> bool) -> String {
        self.until(what, || {
            let all = self.find_all(role, Name::Any);
            all.iter()
                .map(Element::name)
                .find(|name| fits(name))
                .map(str::to_owned)
        })
    }

    /// Waits until what has this role and name has the keys.
    pub fn wait_focus(&self, role: &str, name: impl Into<Name>) {
        let name = name.into();
        self.until(&format!("{role} {name:?} to have the keys"), || {
            self.find(role, name.clone())?.has_focus().then_some(())
        });
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

    /// Runs a script that answers later: by calling its last argument.
    pub fn ask(&self, script: &str, arguments: &Value) -> Value {
        self.driver.call(
            "POST",
            "/execute/async",
            &json!({ "script": script, "args": arguments }),
        )
    }

    /// Types a text key by key; what has the focus gets it.
    pub fn type_keys(&self, text: &str) {
        self.driver.call("POST", "/actions", &keys::typed(text));
    }

    /// The middle of something, in pixels of the window.
    pub fn centre(&self, element: &Element<'_>) -> (i64, i64) {
        let (x, y, width, height) = element.rect();
        ((x + width / 2.0) as i64, (y + height / 2.0) as i64)
    }

    /// Presses the mouse on the first of these points, carries it over all of them, a frame each, and lets go on the last.
    pub fn drag(&self, way: &[(i64, i64)]) {
        self.driver.call("POST", "/actions", &keys::dragged(way));
        self.driver.call("DELETE", "/actions", &Value::Null);
    }

    /// Clicks on a point of the window.
    pub fn click_at(&self, point: (i64, i64)) {
        self.driver
            .call("POST", "/actions", &keys::clicked(point, 0));
    }

    /// Presses the other button of the mouse on something.
    pub fn click_right(&self, element: &Element<'_>) {
        self.driver
            .call("POST", "/actions", &keys::clicked(self.centre(element), 2));
    }

    /// Turns the wheel by so many pixels downwards over a point of the window, with Ctrl held: what a page sees of two
    /// fingers on a trackpad that pull apart (upwards) or together.
    pub fn pinch(&self, at: (i64, i64), down: i64) {
        let over = "const target = document.elementFromPoint(arguments[0], arguments[1]);
            target.dispatchEvent(new WheelEvent('wheel', { clientX: arguments[0], clientY: arguments[1],
              deltaY: arguments[2], ctrlKey: true, bubbles: true, cancelable: true }))";
        self.script(over, &json!([at.0, at.1, down]));
    }

    /// Makes the window this size in pixels.
    pub fn resize(&self, width: u32, height: u32) {
        self.driver.call(
            "POST",
            "/window/rect",
            &json!({ "x": 0, "y": 0, "width": width, "height": height }),
        );
        self.until("the window to change its size", || {
            // Page and window alike; the page counts in pixels of its own when everything is shown larger.
            let sizes = "const as = (a, b) => Math.abs(a - b) < 2;
                const [width, height] = arguments;
                return outerWidth === width && outerHeight === height && as(innerWidth * height / innerHeight, width)";
            let whole = self.script(sizes, &json!([width, height]));
            (whole == json!(true)).then_some(())
        });
    }

    /// Waits until what has been changed is painted.
    pub fn settle(&self) {
        let script = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        self.ask(script, &json!([]));
    }

    /// Waits until nothing moves by itself and every picture in view is drawn.
    pub fn rest(&self) {
        self.ask(include_str!("rest.js"), &json!([]));
    }

    /// Takes the mouse to the corner of the window, where it lies over nothing that would answer it.
    pub fn park_mouse(&self) {
        self.driver
            .call("POST", "/actions", &keys::moved_to((1, 1)));
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

    /// Says that Fanfold may end although posts are planned, and waits until it has.
    pub fn quit(self) {
        self.wait("button", "Quit").click_to_end();
        self.driver.wait_for_end();
    }

    /// Closes the window as a person does, and waits until the program has ended.
    pub fn close(self) {
        self.wait("button", "Close").click_to_end();
        self.driver.wait_for_end();
    }
}
