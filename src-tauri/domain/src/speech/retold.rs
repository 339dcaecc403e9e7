//! What was said before, in the language that is spoken now.
//!
//! A stored sentence (why a post stopped, a step of its journal) and the `Display` of an error were worded by
//! somebody else: another day's window, a terminal, an older Fanfold. Such a sentence is known by its template,
//! its values are read out of it, and it is said anew. So nothing has to be stored twice, and rows of every
//! version are read. What has no template (Instagram's own words, a file's name) stays as it is.
//!
//! Not for what people wrote: a caption could be taken for a sentence.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Language, TABLE, filled, language};
use crate::{catalogue, rules};

/// How deep a sentence stands in a sentence: `Slide 3: …`, `It did not start: …`.
const DEPTH: u8 = 3;
/// Letters that a template must have of its own, so that `in {words}` is not found everywhere.
const LETTERS: usize = 8;
/// The same where it also has a number, which is told from other values.
const LETTERS_BY_A_NUMBER: usize = 4;
/// Values that begin with a figure.
const NUMBERS: [&str; 6] = ["number", "count", "item", "position", "seconds", "bytes"];

/// The text in the language that is spoken, if it was said by Fanfold in another one.
pub fn retold(text: &str) -> Cow<'_, str> {
    let book: &Book = match language() {
        Language::English => &INTO_ENGLISH,
        Language::German => &INTO_GERMAN,
    };
    book.know(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

static INTO_GERMAN: LazyLock<Book> = LazyLock::new(|| Book::of(pairs()));
static INTO_ENGLISH: LazyLock<Book> =
    LazyLock::new(|| Book::of(pairs().map(|(english, german)| (german, english))));

/// Everything that is said, in English and in German.
fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let words = TABLE
        .iter()
        .map(|(english, german)| (english.as_str(), german.as_str()));
    let all = words.chain(catalogue::pairs()).chain(rules::pairs());
    all.filter(|(english, german)| !english.is_empty() && !german.is_empty())
}

/// All sentences of one language with the other's.
struct Book {
    whole: HashMap<&'static str, &'static str>,
    /// With values in them; those with the most letters of their own first, because they fit least by chance.
    open: Vec<Open>,
}

struct Open {
    template: Template<'static>,
    other: &'static str,
}

impl Book {
    fn of(pairs: impl Iterator<Item = (&'static str, &'static str)>) -> Self {
        let (mut whole, mut open) = (HashMap::new(), Vec::new());
        for (own, other) in pairs {
            let template = Template::of(own);
            if template.names.is_empty() {
                // Where two are the same in one language, any of the other's says as much.
                let known = whole.entry(own).or_insert(other);
                *known = other.min(*known);
            } else if template.is_telling() {
                open.push(Open { template, other });
            }
        }
        open.sort_by(|a, b| (b.template.letters(), a.other).cmp(&(a.template.letters(), b.other)));
        Self { whole, open }
    }

    /// An older Fanfold wrote its apostrophes straight.
    fn know(&self, text: &str) -> Option<String> {
        let straight = || text.contains('\'').then(|| text.replace('\'', "’"));
        let known = self.tell(text, DEPTH);
        known.or_else(|| self.tell(&straight()?, DEPTH))
    }

    fn tell(&self, text: &str, depth: u8) -> Option<String> {
        if let Some(other) = self.whole.get(text) {
            return Some((*other).to_owned());
        }
        if depth == 0 {
            return None;
        }
        self.open.iter().find_map(|open| {
            let values = open.template.read(text)?;
            let value = |name: &str, into: &mut String| {
                let Some((_, value)) = values.iter().find(|(own, _)| *own == name) else {
                    return false;
                };
                match self.tell(value, depth - 1) {
                    Some(other) => into.push_str(&other),
                    None => into.push_str(value),
                }
                true
            };
            Some(filled(open.other, value))
        })
    }
}

/// A template taken apart: what stands before, between and behind its values.
struct Template<'a> {
    names: Vec<&'a str>,
    /// One more than there are names.
    fixed: Vec<&'a str>,
}

impl<'a> Template<'a> {
    fn of(text: &'a str) -> Self {
        let (mut names, mut fixed) = (Vec::new(), Vec::new());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else {
                break;
            };
            fixed.push(before);
            names.push(name);
            rest = behind;
        }
        fixed.push(rest);
        Self { names, fixed }
    }

    /// Whether a text of this shape is hardly anything else.
    fn is_telling(&self) -> bool {
        let by_a_number = self.names.iter().any(|name| NUMBERS.contains(name));
        let least = if by_a_number {
            LETTERS_BY_A_NUMBER
        } else {
            LETTERS
        };
        self.letters() >= least
    }

    fn letters(&self) -> usize {
        let letters = self.fixed.iter().flat_map(|part| part.chars());
        letters.filter(|c| c.is_alphabetic()).count()
    }

    /// The values that make the text of this template; none of them is empty.
    fn read<'t>(&self, text: &'t str) -> Option<Vec<(&'a str, &'t str)>> {
        let (first, parts) = self.fixed.split_first()?;
        let mut rest = text.strip_prefix(first)?;
        let mut values = Vec::with_capacity(self.names.len());
        for (at, (name, part)) in self.names.iter().zip(parts).enumerate() {
            let last = at + 1 == self.names.len();
            let (value, behind) = if last {
                (rest.strip_suffix(part)?, "")
            } else {
                rest.split_once(part)?
            };
            let begins = value.chars().next()?;
            if NUMBERS.contains(name) && begins != '-' && !begins.is_ascii_digit() {
                return None;
            }
            values.push((*name, value));
            rest = behind;
        }
        Some(values)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    fn german(text: &str) -> String {
        INTO_GERMAN.know(text).unwrap_or_else(|| text.to_owned())
    }

    fn english(text: &str) -> String {
        INTO_ENGLISH
            .tell(text, DEPTH)
            .unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn a_sentence_is_known_in_either_language_with_and_without_values() {
        assert_eq!(
            german("Nothing was posted."),
            "Es wurde nichts veröffentlicht."
        );
        assert_eq!(
            english("Es wurde nichts veröffentlicht."),
            "Nothing was posted."
        );
        let full = "The disk is full (/home/jo/photos). Free some space, then try again.";
        assert!(
            german(full).contains("(/home/jo/photos)"),
            "{}",
            german(full)
        );
        assert_eq!(english(&german(full)), full);
    }

    #[test]
    fn a_sentence_that_an_older_fanfold_wrote_with_a_straight_apostrophe_is_known() {
        let now = "The bucket’s secret key is missing.";
        assert_eq!(german(&now.replace('’', "'")), german(now));
        assert_ne!(german(now), now);
    }

    #[test]
    fn a_sentence_in_a_sentence_is_told_too() {
        let row = catalogue::rows()
            .iter()
            .find(|row| !row.title.contains('{'))
            .unwrap();
        let told = german(&format!("Slide 3: {}", row.title));
        assert!(
            told.starts_with("Slide 3: ") && !told.contains(&row.title),
            "{told}"
        );
    }

    #[test]
    fn what_nobody_said_here_stays_as_it_is() {
        for text in [
            "",
            "{",
            "{}",
            "Tell us if you think we made a mistake.",
            "photo-{1}.jpg",
            "Error validating access token",
            "in other words",
            "送信された画像",
        ] {
            assert_eq!(german(text), text);
            assert_eq!(english(text), text);
        }
    }

    #[test]
    fn every_sentence_without_values_goes_over_and_what_comes_back_says_the_same() {
        for (own, other) in &INTO_GERMAN.whole {
            let back = INTO_ENGLISH.whole.get(other).unwrap();
            assert_eq!(INTO_GERMAN.whole.get(back), Some(other), "{own}");
        }
    }

    proptest! {
        #[test]
        fn a_value_goes_over_as_it_is(which in 0..10_000_usize, value in "[0-9/]{1,12}") {
            let one = INTO_GERMAN.open.get(which % INTO_GERMAN.open.len()).unwrap();
            let own: String = one.template.fixed.join(&value);
            let told = german(&own);
            prop_assert!(told.contains(&value), "{own} as {told}");
        }

        #[test]
        fn no_text_is_too_much(text in "\\PC{0,200}") {
            let _ = (german(&text), english(&text));
        }
    }
}
