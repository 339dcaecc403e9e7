//! axe-core, the audit of accessibility that most of the trade uses, asked about what the window shows.

use std::fmt::Write;

use serde_json::{Value, json};

use super::Window;
use crate::place;

/// Theme and size, in the order in which they are looked at.
const LOOKS: [(&str, u32, u32); 3] = [
    ("light", 1440, 900),
    ("dark", 1440, 900),
    ("light", 1024, 700),
];

/// Ends what moves, or a colour would be judged on its way to another; then asks axe.
const ASK: &str = "const done = arguments[arguments.length - 1];
    for (const animation of document.getAnimations()) try { animation.finish(); } catch { animation.cancel(); }
    axe.run(document, { iframes: false, resultTypes: ['violations'] }).then(
      ({ violations }) => done(violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target, html, failureSummary }) => ({ id, help, target: target.join(' '), html, failureSummary })))),
      (error) => done(String(error)))";

/// Every room that was looked at, and what was found there.
#[derive(Default)]
pub struct Audit {
    found: String,
    rooms: Vec<String>,
}

impl Audit {
    /// Looks at what the window shows now, in every look.
    ///
    /// # Panics
    /// When axe is not installed, or does not answer.
    pub fn look(&mut self, window: &Window, room: &str) {
        let script = place::root().join("ui/node_modules/axe-core/axe.min.js");
        let script = std::fs::read_to_string(&script)
            .unwrap_or_else(|error| panic!("{}: {error}; run `npm ci` in ui", script.display()));
        window.script(&format!("{script}; return null"), &json!([]));
        for (theme, width, height) in LOOKS {
            let set = "document.documentElement.dataset.theme = arguments[0]";
            window.script(set, &json!([theme]));
            window.resize(width, height);
            window.settle();
            let answer = window.ask(ASK, &json!([]));
            let Some(violations) = answer.as_array() else {
                panic!("axe did not answer in {room}: {answer}");
            };
            for violation in violations {
                self.note(&format!("{room}, {theme}, {width}x{height}"), violation);
            }
        }
        window.resize(1440, 900);
        self.rooms.push(room.to_owned());
    }

    fn note(&mut self, room: &str, violation: &Value) {
        let told = |key: &str| {
            violation
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let html: String = told("html").chars().take(240).collect();
        let why = told("failureSummary").replace('\n', " ");
        let _ = writeln!(
            self.found,
            "{room}: {} ({})\n    {}\n    {html}\n    {why}",
            told("id"),
            told("help"),
            told("target"),
        );
    }

    /// Nothing was found.
    ///
    /// # Panics
    /// With all that was found.
    pub fn end(self) {
        assert!(
            self.found.is_empty(),
            "axe found in {} rooms:\n{}",
            self.rooms.len(),
            self.found
        );
    }
}
