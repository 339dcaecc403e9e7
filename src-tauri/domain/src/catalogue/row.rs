//! The catalogue's rows, read once from `errors.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Action, Class};

/// One known error: what it matches, and what to tell a person about it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Stable name, for tests and links.
    pub id: String,
    /// Codes, inclusive ranges.
    #[serde(default)]
    pub code: Vec<Codes>,
    /// Subcodes; empty matches the code alone.
    #[serde(default)]
    pub subcode: Vec<i64>,
    /// Parts of the developer text, lower case, any of which is enough.
    #[serde(default)]
    pub text: Vec<String>,
    /// `debug_info.type` of an upload.
    pub upload: Option<String>,
    /// Matches login errors (by `text`, or any).
    #[serde(default)]
    pub login: bool,
    /// `status_code` of a container.
    pub state: Option<String>,
    /// One of [`super::Local`], or the answer's shape where it has no code.
    pub local: Option<String>,
    pub class: Class,
    /// Where the class's own action does not fit.
    pub action: Option<Action>,
    /// First wait in seconds before Fanfold goes on by itself, where the class's own does not fit.
    pub wait: Option<f64>,
    /// Whether Fanfold goes on by itself, where the class's own rule does not fit.
    pub automatic: Option<bool>,
    pub title: String,
    pub message: String,
    pub cause: String,
    pub steps: Vec<String>,
    /// Where the row comes from.
    pub source: String,
    /// When that was read, `YYYY-MM-DD`.
    pub date: String,
}

/// One code, or all from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Codes {
    One(i64),
    Range([i64; 2]),
}

impl Codes {
    pub fn contains(self, code: i64) -> bool {
        match self {
            Self::One(one) => one == code,
            Self::Range([first, last]) => (first..=last).contains(&code),
        }
    }
}

impl Row {
    pub(super) fn has_code(&self, code: i64) -> bool {
        self.code.iter().any(|codes| codes.contains(code))
    }

    /// A row for codes, not for shapes, states or words.
    pub(super) fn is_plain(&self) -> bool {
        self.text.is_empty()
            && self.upload.is_none()
            && self.state.is_none()
            && self.local.is_none()
            && !self.login
    }

    pub(super) fn has_text(&self, lower: &str) -> bool {
        self.text.iter().any(|part| lower.contains(part.as_str()))
    }
}

#[derive(Deserialize)]
struct File {
    error: Vec<Row>,
}

const TEXT: &str = include_str!("errors.toml");

// A catalogue that does not parse would leave every error unknown; `the_catalogue_parses` fails
// first.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    toml::from_str::<File>(TEXT)
        .map(|file| file.error)
        .unwrap_or_default()
});

/// Every known error, in the order of the file.
pub fn rows() -> &'static [Row] {
    &ROWS
}

pub(super) fn by_id(id: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.id == id)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_catalogue_parses() {
        let file: File = toml::from_str(TEXT).unwrap();
        assert!(file.error.len() > 80);
    }
}
