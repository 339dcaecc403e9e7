//! The language that people are spoken to in.
//!
//! A sentence is written in English where it is said, and that English is the key of its German in
//! `words.de.toml`. Without one, it stays English. What only developers and logs read is not said, and has
//! no other language.
//!
//! The choice is the process's: one window speaks to one person, and words are made in many places that
//! would otherwise all have to be handed it. A shell that never chooses speaks English, as the terminal
//! does, whose words are a contract.

mod dates;
mod retold;

use std::collections::HashMap;
use std::fmt::{Display, Write};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

pub use dates::{date, day, weekday, weekday_and_date, weekday_and_day};
pub use retold::retold;

/// A language that Fanfold has all its words in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    English,
    German,
}

impl Language {
    /// The one that a tag of BCP 47 names, as systems write them: `de`, `de-AT`, `en_GB`.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "de" => Some(Self::German),
            _ => None,
        }
    }
}

static GERMAN: AtomicBool = AtomicBool::new(false);

/// From now on, everything that is said is said in this language.
pub fn speak(language: Language) {
    GERMAN.store(language == Language::German, Ordering::Relaxed);
}

/// The language that is spoken now.
pub fn language() -> Language {
    if GERMAN.load(Ordering::Relaxed) {
        Language::German
    } else {
        Language::English
    }
}

const TEXT: &str = include_str!("words.de.toml");

// A table that does not parse would leave everything English; `the_german_words_parse` fails first.
static TABLE: LazyLock<HashMap<String, String>> =
    LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());

/// The German for an English template; `None` while English is spoken, and for what has none.
pub fn german(english: &str) -> Option<&'static str> {
    if language() == Language::English {
        return None;
    }
    TABLE.get(english).map(String::as_str)
}

/// A text that is data (a unit of the rules), in the language that is spoken.
pub fn told(english: &str) -> &str {
    german(english).unwrap_or(english)
}

/// What is said, with its values; `say!("{done} of {all}", done, all = slides.len())`. The text is a literal,
/// because it is the key of its other languages.
#[macro_export]
macro_rules! say {
    (@value $name:ident) => { $name };
    (@value $name:ident = $value:expr) => { $value };
    ($english:literal $(,)?) => { $crate::speech::told($english).to_owned() };
    ($english:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        match $crate::speech::german($english) {
            // The detour keeps values from being captured that the other languages would not be given.
            ::core::option::Option::None => ::std::format!(
                ::core::concat!($english),
                $($name = $crate::say!(@value $name $(= $value)?)),+
            ),
            ::core::option::Option::Some(own) => $crate::speech::fill(
                own,
                &[$((
                    ::core::stringify!($name),
                    &$crate::say!(@value $name $(= $value)?) as &dyn ::std::fmt::Display,
                )),+],
            ),
        }
    };
}

/// A word or sentence without values, as `&'static str`.
#[macro_export]
macro_rules! word {
    ($english:literal) => {{
        const ENGLISH: &str = $english;
        $crate::speech::told(ENGLISH)
    }};
}

/// A text of a constant, which is said later, with [`told`]: the same literal, marked as one that has other
/// languages.
#[macro_export]
macro_rules! text {
    ($english:literal) => {
        $english
    };
}

/// The text with its values; for [`say!`].
pub fn fill(template: &str, values: &[(&str, &dyn Display)]) -> String {
    filled(template, |name, text| {
        let value = values.iter().find(|(own, _)| *own == name);
        value.is_some_and(|(_, value)| write!(text, "{value}").is_ok())
    })
}

/// The text with a value for each `{name}`; one that has none stays.
pub(crate) fn filled(template: &str, mut value: impl FnMut(&str, &mut String) -> bool) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        rest = match after.split_once('}') {
            Some((name, behind)) if value(name, &mut text) => behind,
            _ => {
                text.push('{');
                after
            }
        };
    }
    text.push_str(rest);
    text
}

/// A number that was written with a point, as people write it: `4.2`, in German `4,2`.
pub fn decimal(written: String) -> String {
    match language() {
        Language::English => written,
        Language::German => written.replace('.', ","),
    }
}

/// What stands between the thousands of a number.
pub(crate) fn thousands_mark() -> char {
    match language() {
        Language::English => ',',
        Language::German => '.',
    }
}

/// `90%`, in German `90 %`.
pub fn percent(number: impl Display) -> String {
    match language() {
        Language::English => format!("{number}%"),
        Language::German => format!("{number}\u{a0}%"),
    }
}

/// Every `{name}` of a template, in order.
#[cfg(test)]
pub(crate) fn names(template: &str) -> std::collections::BTreeSet<String> {
    let mut found = std::collections::BTreeSet::new();
    filled(template, |name, _| {
        found.insert(name.to_owned());
        true
    });
    found
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    // The language is the process's, and these tests share theirs with all others: none of them changes it.
    // What is German is proven in `tests/german.rs`.

    #[test]
    fn the_german_words_parse() {
        let table: HashMap<String, String> = toml::from_str(TEXT).unwrap();
        for (english, german) in &table {
            assert_eq!(names(english), names(german), "{english}");
            assert!(!german.trim().is_empty(), "{english}");
        }
    }

    #[test]
    fn english_is_spoken_until_somebody_chooses() {
        let (done, all) = (3, [1, 2]);
        assert_eq!(
            say!("{done} of {all} slides", done, all = all.len()),
            "3 of 2 slides"
        );
        assert_eq!(
            word!("Nobody has a German word for this"),
            "Nobody has a German word for this"
        );
    }

    #[test]
    fn values_are_put_in_once_and_places_without_one_stay() {
        assert_eq!(
            fill("{b} von {a}", &[("a", &"{b}"), ("b", &9)]),
            "9 von {b}"
        );
        assert_eq!(fill("{what} {limit", &[("limit", &1)]), "{what} {limit");
        assert_eq!(fill("", &[]), "");
    }

    #[test]
    fn tags_of_languages_are_known_by_their_first_part() {
        for (tag, language) in [
            ("de", Some(Language::German)),
            ("de-AT", Some(Language::German)),
            ("DE_de", Some(Language::German)),
            ("en-GB", Some(Language::English)),
            ("den", None),
            ("", None),
        ] {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
    }
}
