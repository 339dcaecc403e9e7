//! What a post is called until a person names it: how its caption begins, up to a place where a reader would breathe.

use unicode_segmentation::UnicodeSegmentation;

/// Letters of the longest name, as people count them: what a line of a list or a sentence has room for.
const LONGEST: usize = 40;
/// Of the shortest part of a sentence that can stand for it.
const SHORTEST: usize = 12;
/// Code points of the longest name: marks can be heaped on a letter without end.
const HEAVIEST: usize = 3 * LONGEST;

/// The caption's first sentence without the hashtags behind it; of a long one what stands before a comma or a colon, else
/// as many whole words as fit, and an ellipsis. `None` where nothing is written.
pub fn named_by(caption: &str) -> Option<String> {
    let blank = |line: &&str| !line.trim().is_empty();
    let worded = |line: &&str| line.contains(char::is_alphanumeric);
    let line = caption.lines().find(worded);
    let line = line.or_else(|| caption.lines().find(blank))?;
    let mut words = first_sentence(line);
    let tag = |word: &&str| word.starts_with(['#', '＃']);
    if !words.iter().all(tag) {
        while words.last().is_some_and(tag) {
            words.pop();
        }
    }
    let whole = words.join(" ");
    if fits(&whole) {
        return Some(tidy(&whole).to_owned());
    }
    let (mut name, mut part) = (String::new(), None);
    for word in words {
        let longer = if name.is_empty() {
            word.to_owned()
        } else {
            format!("{name} {word}")
        };
        if !fits(&longer) {
            break;
        }
        name = longer;
        if name.ends_with(BREATHS) && name.graphemes(true).count() > SHORTEST {
            part = Some(tidy(&name).to_owned());
        }
    }
    if name.is_empty() {
        name = head(&whole);
    }
    Some(part.unwrap_or_else(|| format!("{}…", tidy(&name))))
}

const BREATHS: [char; 5] = [',', ';', ':', '–', '—'];

fn fits(text: &str) -> bool {
    text.chars().nth(HEAVIEST).is_none() && text.graphemes(true).nth(LONGEST).is_none()
}

/// As much of one endless word as fits.
fn head(word: &str) -> String {
    let mut name = String::new();
    for grapheme in word.graphemes(true).take(LONGEST - 1) {
        if name.chars().count() + grapheme.chars().count() > HEAVIEST {
            break;
        }
        name.push_str(grapheme);
    }
    name
}

/// A name ends with a word, or asks or calls; it does not end in the middle of a breath.
fn tidy(name: &str) -> &str {
    let end = |letter: char| {
        BREATHS.contains(&letter) || matches!(letter, '.' | '。' | '-') || letter.is_whitespace()
    };
    let tidied = name.trim_end_matches(end);
    if tidied.is_empty() {
        name.trim()
    } else {
        tidied
    }
}

fn first_sentence(line: &str) -> Vec<&str> {
    let all: Vec<&str> = line.split_whitespace().collect();
    let ends = all
        .iter()
        .enumerate()
        .position(|(at, word)| at > 0 && ends_sentence(word));
    match ends {
        Some(last) => all.into_iter().take(last + 1).collect(),
        None => all,
    }
}

/// A point behind a number or a short word may as well be that of `3. Oktober`, `z. B.` or `Dr.`.
fn ends_sentence(word: &str) -> bool {
    let word = word.trim_end_matches(['"', '”', '“', '’', ')', '»', '«']);
    if let Some(before) = word.strip_suffix('.') {
        let letters = before.chars().filter(|letter| letter.is_alphabetic());
        return letters.count() > 3;
    }
    word.ends_with(['!', '?', '…', '。', '！', '？'])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    fn named(caption: &str) -> String {
        named_by(caption).unwrap()
    }

    #[test]
    fn a_name_is_the_first_sentence_without_its_point_and_without_the_hashtags() {
        assert_eq!(named("Live at last #hiking #weekend"), "Live at last");
        assert_eq!(
            named("\n\n Fresh bread today. Come early."),
            "Fresh bread today"
        );
        assert_eq!(
            named("Which one would you hang? Tell me"),
            "Which one would you hang?"
        );
        assert_eq!(named("Look at #berlin today"), "Look at #berlin today");
        assert_eq!(named("#one #two"), "#one #two");
        assert_eq!(named("☕\nThe second cup"), "The second cup");
        assert_eq!(named("☕☕"), "☕☕");
        assert_eq!(named("..."), "...");
        assert_eq!(named_by(" \n"), None);
    }

    #[test]
    fn a_point_that_ends_no_sentence_ends_no_name() {
        assert_eq!(named("Am 3. Oktober ist zu"), "Am 3. Oktober ist zu");
        assert_eq!(named("With Dr. Miller at noon"), "With Dr. Miller at noon");
    }

    #[test]
    fn a_long_sentence_is_cut_where_a_reader_breathes() {
        assert_eq!(
            named(
                "Ten frames from a long weekend: up the ridge before breakfast, down along the stream."
            ),
            "Ten frames from a long weekend"
        );
        assert_eq!(
            named("So, the ridge before breakfast and the stream behind it"),
            "So, the ridge before breakfast and the…"
        );
        assert_eq!(named(&"a".repeat(200)), format!("{}…", "a".repeat(39)));
    }

    proptest! {
        #[test]
        fn whatever_is_written_the_name_is_one_short_line(caption in "\\PC*|(\\PC{0,8}[ \n.,#]){0,40}") {
            if let Some(name) = named_by(&caption) {
                prop_assert!(!name.trim().is_empty() && !name.contains('\n'), "{name:?}");
                prop_assert!(name.graphemes(true).count() <= LONGEST + 1, "{name:?}");
                prop_assert!(name.chars().count() <= HEAVIEST + 1, "{name:?}");
            } else {
                prop_assert!(caption.trim().is_empty());
            }
        }
    }
}
