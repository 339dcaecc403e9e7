//! What people read of the rules, in German: `rules.de.toml`, by the rows' own names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Words;
use crate::speech::{Language, language};

/// The German of one row; what it lacks stays English.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Own {
    pub(super) source: Option<String>,
    pub(super) disagree: Option<String>,
    pub(super) words: BTreeMap<String, Words>,
    /// Of a guide.
    pub(super) label: Option<String>,
}

const TEXT: &str = include_str!("rules.de.toml");

// One that does not parse would leave the rules English; `every_row_has_its_german` fails first.
static ROWS: LazyLock<BTreeMap<String, Own>> =
    LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());

/// The words of a row (`Rule::row`, `guide.reel`) while German is spoken.
pub(super) fn own(row: &str) -> Option<&'static Own> {
    if language() == Language::English {
        return None;
    }
    ROWS.get(row)
}

/// Every title and message of the rules, in English and in German.
pub(crate) fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    super::all()
        .iter()
        .flat_map(|rule| {
            let own = ROWS.get(&rule.row());
            own.into_iter().flat_map(|own| {
                rule.words.iter().filter_map(|(key, words)| {
                    let own = own.words.get(key)?;
                    Some([
                        (words.title.as_str(), own.title.as_str()),
                        (words.message.as_str(), own.message.as_str()),
                    ])
                })
            })
        })
        .flatten()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeSet;

    use super::*;
    use crate::rules::{all, guides};
    use crate::speech::names;

    #[test]
    fn every_row_has_its_german() {
        let german: BTreeMap<String, Own> = toml::from_str(TEXT).unwrap();
        let mut wanted = BTreeSet::new();
        for rule in all() {
            let row = rule.row();
            let own = german
                .get(&row)
                .unwrap_or_else(|| panic!("{row} is missing"));
            assert!(own.source.is_some() && own.disagree.is_some(), "{row}");
            let keys: BTreeSet<&String> = own.words.keys().collect();
            assert_eq!(keys, rule.words.keys().collect(), "{row}");
            for (key, words) in &rule.words {
                let other = own.words.get(key).unwrap();
                assert_eq!(names(&words.title), names(&other.title), "{row} {key}");
                assert_eq!(names(&words.message), names(&other.message), "{row} {key}");
                // Of a message that is nothing but what it is told there is no German.
                let own = words.message.contains(' ');
                assert!(!own || words.message != other.message, "{row} {key}");
            }
            wanted.insert(row);
        }
        for guide in guides() {
            let row = format!("guide.{}", guide.id);
            assert!(
                german.get(&row).is_some_and(|own| own.label.is_some()),
                "{row}"
            );
            wanted.insert(row);
        }
        let there: BTreeSet<String> = german.into_keys().collect();
        assert_eq!(there, wanted, "no German is left over");
    }
}
