//! What people read of the known errors, in German: `errors.de.toml`, by the rows' ids.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::row::Row;
use crate::speech::{Language, language};

/// A row's words in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) title: &'a str,
    pub(super) message: &'a str,
    pub(super) cause: &'a str,
    pub(super) steps: &'a [String],
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    title: String,
    message: String,
    cause: String,
    steps: Vec<String>,
}

const TEXT: &str = include_str!("errors.de.toml");

// One that does not parse would leave the catalogue English; `every_error_has_its_german` fails first.
static ROWS: LazyLock<BTreeMap<String, Own>> =
    LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());

impl Row {
    /// Its words in the language that is spoken.
    pub(super) fn told(&self) -> Told<'_> {
        let own = (language() == Language::German).then(|| ROWS.get(&self.id));
        match own.flatten() {
            Some(own) => Told {
                title: &own.title,
                message: &own.message,
                cause: &own.cause,
                steps: &own.steps,
            },
            None => Told {
                title: &self.title,
                message: &self.message,
                cause: &self.cause,
                steps: &self.steps,
            },
        }
    }
}

/// Every text of the catalogue, in English and in German.
pub(crate) fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    super::rows().iter().flat_map(|row| {
        let own = ROWS.get(&row.id);
        own.into_iter().flat_map(|own| {
            let steps = row.steps.iter().zip(&own.steps);
            [
                (&row.title, &own.title),
                (&row.message, &own.message),
                (&row.cause, &own.cause),
            ]
            .into_iter()
            .chain(steps)
            .map(|(english, german)| (english.as_str(), german.as_str()))
        })
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeSet;

    use super::*;
    use crate::catalogue::rows;

    #[test]
    fn every_error_has_its_german() {
        let german: BTreeMap<String, Own> = toml::from_str(TEXT).unwrap();
        for row in rows() {
            let id = &row.id;
            let own = german.get(id).unwrap_or_else(|| panic!("{id} is missing"));
            for (english, german) in [
                (&row.title, &own.title),
                (&row.message, &own.message),
                (&row.cause, &own.cause),
            ] {
                assert_eq!(english.is_empty(), german.is_empty(), "{id}: {english}");
                assert!(english.is_empty() || english != german, "{id}: {english}");
            }
            assert_eq!(row.steps.len(), own.steps.len(), "{id}");
            assert!(own.steps.iter().all(|step| !step.is_empty()), "{id}");
        }
        let there: BTreeSet<&String> = german.keys().collect();
        let wanted: BTreeSet<&String> = rows().iter().map(|row| &row.id).collect();
        assert_eq!(there, wanted, "no German is left over");
    }
}
