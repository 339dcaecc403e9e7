//! Something on the screen.

use serde_json::{Value, json};

use super::driver::Driver;

/// The member that makes a JSON object a reference to an element (W3C WebDriver, "Elements").
const REFERENCE: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What a name has to be.
#[derive(Debug, Clone)]
pub enum Name {
    /// Exactly this.
    Is(String),
    /// This is a part of it.
    Has(String),
    /// Anything.
    Any,
}

/// A name with this in it.
pub fn has(part: &str) -> Name {
    Name::Has(part.to_owned())
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self::Is(name.to_owned())
    }
}

impl Name {
    pub(super) fn as_json(&self) -> Value {
        match self {
            Self::Is(name) => json!({ "is": name }),
            Self::Has(part) => json!({ "has": part }),
            Self::Any => json!({}),
        }
    }
}

/// A reference to an element; it goes stale when the page draws it anew.
#[derive(Debug, Clone)]
pub struct Element<'a> {
    driver: &'a Driver,
    id: String,
    name: String,
}

impl<'a> Element<'a> {
    /// From what `find.js` returns.
    pub(super) fn from_reply(driver: &'a Driver, reply: &Value) -> Option<Self> {
        Some(Self {
            driver,
            id: reply.get("element")?.get(REFERENCE)?.as_str()?.to_owned(),
            name: reply.get("name")?.as_str()?.to_owned(),
        })
    }

    /// The name as it was when it was found.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Clicks in its middle.
    ///
    /// # Panics
    /// When it is drawn anew, or something lies over it, or it keeps moving away from the mouse.
    pub fn click(&self) {
        let hit = (0..10).any(|_| self.click_unless_stale().is_some());
        assert!(hit, "{:?} cannot be clicked on", self.name);
    }

    /// `None` when it was drawn anew since it was found, lies under something, or moved away from under the mouse.
    pub(super) fn click_unless_stale(&self) -> Option<()> {
        let still = json!({ "script": include_str!("still.js"), "args": self.as_argument() });
        self.driver
            .call_unless_stale("POST", "/execute/async", &still)?;
        let path = format!("/element/{}/click", self.id);
        self.driver.call_unless_stale("POST", &path, &json!({}))?;
        // What stood where this was a moment ago got the click, as it happens to a person; who then clicks again.
        let hit = json!({ "script": "return window.clickedOnIt !== false", "args": [] });
        let hit = self.driver.call("POST", "/execute/sync", &hit);
        (hit != Value::Bool(false)).then_some(())
    }

    /// Clicks on what ends the program, which then may not live to say that it was clicked.
    pub(super) fn click_to_end(&self) {
        let _ended =
            self.driver
                .try_call("POST", &format!("/element/{}/click", self.id), &json!({}));
    }

    /// Gives it the focus, as Tab would.
    pub fn focus(&self) {
        let script = json!({ "script": "arguments[0].focus()", "args": self.as_argument() });
        self.driver.call("POST", "/execute/sync", &script);
    }

    /// The one argument of a script that works on it.
    pub fn as_argument(&self) -> Value {
        json!([{ REFERENCE: self.id }])
    }

    /// Where it is in the window, in pixels: left, top, width, height.
    pub fn rect(&self) -> (f64, f64, f64, f64) {
        let script = json!({ "script": "const r = arguments[0].getBoundingClientRect(); return [r.x, r.y, r.width, r.height]", "args": self.as_argument() });
        let told = self.driver.call("POST", "/execute/sync", &script);
        let side = |at: usize| told.get(at).and_then(Value::as_f64).unwrap_or_default();
        (side(0), side(1), side(2), side(3))
    }

    /// Whether keys go to it.
    pub fn has_focus(&self) -> bool {
        let script = json!({ "script": "return arguments[0] === document.activeElement", "args": self.as_argument() });
        let answer = self
            .driver
            .call_unless_stale("POST", "/execute/sync", &script);
        answer == Some(Value::Bool(true))
    }

    /// Types into it; a line's end is the Enter key.
    pub fn write(&self, text: &str) {
        self.post("/value", &json!({ "text": text.replace('\n', "\u{E007}") }));
    }

    /// The text it shows.
    pub fn text(&self) -> String {
        self.get("/text")
    }

    /// A property of it, as text.
    pub fn property(&self, name: &str) -> String {
        self.get(&format!("/property/{name}"))
    }

    /// An attribute of it; empty when it has none.
    pub fn attribute(&self, name: &str) -> String {
        self.get(&format!("/attribute/{name}"))
    }

    /// The same, with nothing for what was drawn anew since it was found.
    pub(super) fn attribute_unless_stale(&self, name: &str) -> Option<String> {
        let path = format!("/element/{}/attribute/{name}", self.id);
        let value = self.driver.call_unless_stale("GET", &path, &Value::Null)?;
        Some(value.as_str().unwrap_or_default().to_owned())
    }

    /// Its role as the browser itself tells assistive technology.
    pub fn computed_role(&self) -> String {
        self.get("/computedrole")
    }

    /// Its name as the browser itself tells assistive technology.
    pub fn computed_label(&self) -> String {
        self.get("/computedlabel")
    }

    /// Whether it is reachable and usable now.
    pub fn is_usable(&self) -> bool {
        self.attribute("aria-disabled") != "true" && self.attribute("disabled").is_empty()
    }

    fn get(&self, path: &str) -> String {
        let value = self
            .driver
            .call("GET", &format!("/element/{}{path}", self.id), &Value::Null);
        match value {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        }
    }

    fn post(&self, path: &str, body: &Value) {
        self.driver
            .call("POST", &format!("/element/{}{path}", self.id), body);
    }
}
