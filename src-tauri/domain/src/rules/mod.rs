//! Every limit once, as data with a passport: `rules.toml`.
//!
//! Code asks for a rule by id, kind of post and profile; the numbers and the words come with it.

mod german;

pub(crate) use german::pairs;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::draft::PostKind;
use crate::finding::{Finding, Fix, Severity};
use crate::guide::Guide;
use crate::speech::{date, decimal, filled, told};
use crate::{say, word};

/// Which limits apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Meta's published limits.
    #[default]
    Instagram,
    /// The stricter house guide, on top.
    Guide,
}

impl Profile {
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "instagram" => Some(Self::Instagram),
            "guide" => Some(Self::Guide),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Instagram => "instagram",
            Self::Guide => "guide",
        }
    }
}

/// The choices that change a judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Policy {
    pub profile: Profile,
    /// Turns 0.75–0.80 from an error into a warning.
    pub allow_three_four: bool,
}

/// A limit met exactly is met: fractions like 1.915 have no exact binary form.
const EXACT: f64 = 1e-9;

/// How sure Fanfold is of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// On Meta's own pages.
    Documented,
    /// Seen against the live API by a named client.
    Observed,
    /// The safe side of an open question.
    Cautious,
}

/// Title and message templates for one way in which a rule can be hurt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub title: String,
    pub message: String,
}

/// One row of `rules.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    pub id: String,
    /// Tells rows of one id apart (`story_shape`); `None` for the plain row.
    #[serde(default)]
    pub variant: Option<String>,
    #[serde(default)]
    pub profile: Profile,
    pub applies: Vec<PostKind>,
    pub severity: Severity,
    #[serde(default)]
    pub min: Option<f64>,
    #[serde(default)]
    pub max: Option<f64>,
    /// Absolute slack at both ends.
    #[serde(default)]
    pub tolerance: f64,
    pub unit: String,
    /// The limit in words, where it is no number.
    #[serde(default)]
    pub limit: Option<String>,
    /// The values allowed, where the limit is no number: names of formats and codecs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<String>,
    /// The value a fix aims at, where being inside the limit is not all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ideal: Option<f64>,
    #[serde(default)]
    pub fix: Option<Fix>,
    /// Who says so.
    pub source: String,
    /// When that was read, `2026-09-11`.
    pub date: String,
    pub confidence: Confidence,
    /// What to do when Instagram says something else.
    pub disagree: String,
    pub words: BTreeMap<String, Words>,
    /// [`Rule::row`], put together once.
    #[serde(skip)]
    row: String,
}

impl Rule {
    /// Names this row among all: `image.aspect@instagram/feed`, `image.color.cmyk@instagram/feed`.
    pub fn row(&self) -> String {
        self.row.clone()
    }

    fn named(self) -> Self {
        let variant = self.variant.as_deref().map(|name| format!(".{name}"));
        let row = format!(
            "{}{}@{}/{}",
            self.id,
            variant.unwrap_or_default(),
            self.profile.name(),
            self.applies.first().map_or("", |kind| kind.name())
        );
        Self { row, ..self }
    }

    /// Whether `value` is one of the names allowed.
    pub fn takes(&self, value: &str) -> bool {
        self.takes.iter().any(|own| own == value)
    }

    /// Whether `value` lies under the lower end, tolerance included.
    pub fn is_under(&self, value: f64) -> bool {
        self.min
            .is_some_and(|min| value < min - self.tolerance - EXACT)
    }

    /// Whether `value` lies over the upper end, tolerance included.
    pub fn is_over(&self, value: f64) -> bool {
        self.max
            .is_some_and(|max| value > max + self.tolerance + EXACT)
    }

    /// Starts a finding of this rule in the words `key` (falls back to `default`).
    pub fn finding<'a>(&'a self, key: &'a str) -> Draftling<'a> {
        Draftling {
            rule: self,
            key,
            fills: Vec::new(),
            fix: self.fix,
            severity: self.severity,
        }
    }
}

/// A finding being filled in.
#[derive(Debug)]
pub struct Draftling<'a> {
    rule: &'a Rule,
    key: &'a str,
    fills: Vec<(&'static str, String)>,
    fix: Option<Fix>,
    severity: Severity,
}

impl Draftling<'_> {
    /// Fills the placeholder `{name}` of the words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fills.push((name, value.into()));
        self
    }

    /// Replaces the rule's usual repair.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// Fills the words; `measured` and `limit` are what a person compares, unless the words were
    /// given friendlier ones with [`Self::with`].
    pub fn say(self, measured: Option<String>, limit: Option<String>) -> Finding {
        let rule = self.rule;
        let words = rule.words(self.key).or_else(|| rule.words("default"));
        let value = |name: &str, text: &mut String| {
            let given = self.fills.iter().find(|(own, _)| *own == name);
            let value = match (given, name) {
                (Some((_, value)), _) => Some(value.as_str()),
                (None, "measured") => measured.as_deref(),
                (None, "limit") => limit.as_deref(),
                (None, _) => None,
            };
            text.push_str(value.unwrap_or_default());
            value.is_some()
        };
        let title = words.map_or_else(|| rule.id.clone(), |words| filled(&words.title, value));
        let message = words.map_or_else(String::new, |words| filled(&words.message, value));
        Finding {
            rule: rule.id.clone(),
            row: rule.row(),
            severity: self.severity,
            title,
            message,
            measured,
            limit: limit.or_else(|| rule.limit.as_deref().map(told).map(str::to_owned)),
            fix: self.fix,
        }
    }
}

/// Where a limit comes from, in words for a person who asks "why?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Passport {
    /// `0.8 to 1.91 width ÷ height`; the limit with its unit.
    pub limit: String,
    /// `11 September 2026`: when the source was read.
    pub since: String,
    /// Who says so.
    pub source: String,
    /// How sure that is.
    pub sure: String,
    /// What to do when Instagram says something else.
    pub disagree: String,
}

impl Rule {
    /// The passport of this row.
    pub fn passport(&self) -> Passport {
        let sure = match self.confidence {
            Confidence::Documented => word!("Sure: it is written down."),
            Confidence::Observed => word!("Likely: it was seen at work, but nobody promises it."),
            Confidence::Cautious => {
                word!("Careful: the question is open, and this is the safe side.")
            }
        };
        let since = self
            .date
            .parse::<jiff::civil::Date>()
            .map_or_else(|_| self.date.clone(), date);
        let own = german::own(&self.row);
        let told = |of: fn(&german::Own) -> Option<&String>, english: &String| {
            own.and_then(of).unwrap_or(english).clone()
        };
        Passport {
            limit: self.limit_words(),
            since,
            source: told(|own| own.source.as_ref(), &self.source),
            sure: sure.to_owned(),
            disagree: told(|own| own.disagree.as_ref(), &self.disagree),
        }
    }

    /// The templates for `key`, in the language that is spoken.
    fn words(&self, key: &str) -> Option<&Words> {
        let own = german::own(&self.row).and_then(|own| own.words.get(key));
        own.or_else(|| self.words.get(key))
    }

    fn limit_words(&self) -> String {
        if let Some(limit) = &self.limit {
            return told(limit).to_owned();
        }
        let number = |value: f64| {
            if value.fract() == 0.0 {
                crate::caption::thousands(value as u64)
            } else {
                decimal(value.to_string())
            }
        };
        let unit = told(&self.unit);
        match (self.min, self.max) {
            (Some(min), Some(max)) => say!(
                "{least} to {most} {unit}",
                least = number(min),
                most = number(max),
                unit
            ),
            (Some(min), None) => say!("at least {number} {unit}", number = number(min), unit),
            (None, Some(max)) => say!("at most {number} {unit}", number = number(max), unit),
            (None, None) => unit.to_owned(),
        }
    }
}

/// The passport of the row a finding came from; see [`Finding::row`].
pub fn passport(row: &str) -> Option<Passport> {
    FILE.rule
        .iter()
        .find(|rule| rule.row() == row)
        .map(Rule::passport)
}

#[derive(Default, Deserialize)]
struct File {
    rule: Vec<Rule>,
    guide: Vec<Guide>,
    /// Where the rows of each id stand: a thousand photos ask ten thousand times.
    #[serde(skip)]
    places: BTreeMap<String, Vec<usize>>,
}

impl File {
    /// The rows of `id`, in the file's order.
    fn rows(&self, id: &str) -> impl Iterator<Item = &Rule> + Clone {
        let places = self.places.get(id).into_iter().flatten();
        places.filter_map(|place| self.rule.get(*place))
    }
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    // The file is compiled in, as JSON (`build.rs`); `the_rules_file_is_sound` proves that it parses.
    let text = include_str!(concat!(env!("OUT_DIR"), "/rules.json"));
    let file = serde_json::from_str::<File>(text).unwrap_or_default();
    let mut places = BTreeMap::<String, Vec<usize>>::new();
    for (place, rule) in file.rule.iter().enumerate() {
        places.entry(rule.id.clone()).or_default().push(place);
    }
    File {
        rule: file.rule.into_iter().map(Rule::named).collect(),
        guide: file.guide,
        places,
    }
});

/// All rows, in the file's order.
pub fn all() -> &'static [Rule] {
    &FILE.rule
}

/// What a guide is called, in the language that is spoken.
pub(crate) fn guide_label(guide: &Guide) -> &str {
    let own = german::own(&format!("guide.{}", guide.id));
    own.and_then(|own| own.label.as_ref())
        .unwrap_or(&guide.label)
}

/// What is drawn over pictures, in the file's order.
pub fn guides() -> &'static [Guide] {
    &FILE.guide
}

/// The row of `id` for this kind of post: the profile's own where it has one, else Instagram's.
pub fn rule(id: &str, kind: PostKind, profile: Profile) -> Option<&'static Rule> {
    variant(id, None, kind, profile)
}

/// Like [`rule`], for a named variant.
pub fn variant(
    id: &str,
    variant: Option<&str>,
    kind: PostKind,
    profile: Profile,
) -> Option<&'static Rule> {
    let fits = |rule: &&Rule| rule.variant.as_deref() == variant && rule.applies.contains(&kind);
    let rows = FILE.rows(id).filter(fits);
    let of = |wanted: Profile| rows.clone().find(|rule| rule.profile == wanted);
    of(profile).or_else(|| of(Profile::Instagram))
}

/// The upper end of a rule as a whole number; 0 when it has none.
pub fn max_of(id: &str, kind: PostKind, profile: Profile) -> u64 {
    rule(id, kind, profile)
        .and_then(|rule| rule.max)
        .map_or(0, |max| max as u64)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_rules_file_is_sound() {
        let file: File = toml::from_str(include_str!("rules.toml")).unwrap();
        assert!(file.rule.len() > 35, "every row of the rules is there");
        let read: Vec<Rule> = file.rule.iter().cloned().map(Rule::named).collect();
        assert_eq!(read, all(), "what is compiled in is the file");
        for rule in &file.rule {
            assert!(!rule.words.is_empty(), "{} has words", rule.id);
            assert!(
                !rule.source.is_empty() && rule.date.len() == 10,
                "{} has a passport",
                rule.id
            );
        }
    }

    #[test]
    fn the_guide_wins_only_where_it_says_something() {
        let aspect = rule("image.aspect", PostKind::Feed, Profile::Guide).unwrap();
        assert_eq!(aspect.min, Some(1.0));
        let bytes = rule("image.bytes", PostKind::Feed, Profile::Guide).unwrap();
        assert_eq!(bytes.max, Some(8_000_000.0));
    }

    #[test]
    fn no_row_is_there_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for rule in all() {
            for kind in &rule.applies {
                let key = (
                    rule.id.as_str(),
                    rule.variant.as_deref(),
                    rule.profile.name(),
                    kind.name(),
                );
                assert!(seen.insert(key), "{key:?} is there twice");
            }
        }
    }
}
