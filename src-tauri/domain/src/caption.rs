//! Captions: what counts, what is highlighted, where the feed folds.
//!
//! Lengths and offsets are UTF-16 code units: the strictest reading of Meta's "characters", and
//! what a text field in the window counts in.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use crate::draft::PostKind;
use crate::finding::{Finding, Verdict};
use crate::rules::{self, Profile};
use crate::say;
use crate::speech::thousands_mark;

/// What stands at a place of the caption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SpanKind {
    Hashtag,
    Mention,
}

/// A hashtag or mention, in UTF-16 code units from the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Span {
    pub start: u32,
    pub end: u32,
    pub kind: SpanKind,
}

/// A caption, counted and judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaptionCheck {
    pub characters: u32,
    pub limit: u32,
    /// With their `#`, every occurrence.
    pub hashtags: Vec<String>,
    pub hashtag_count: u32,
    pub hashtag_limit: u32,
    /// With their `@`.
    pub mentions: Vec<String>,
    pub mention_count: u32,
    pub mention_limit: u32,
    /// How many code units the feed shows before "… more"; the whole length when nothing folds.
    pub preview_cut: u32,
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
    #[serde(skip)]
    pub spans: Vec<Span>,
}

// Patterns from the house rules. `regex` has no look-behind, so what stands before is checked apart.
static HASHTAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"[#＃](?:[\p{L}\p{M}\p{N}_]+|(?:\p{Extended_Pictographic}[\u{FE0F}\u{200D}\p{EMod}]*)+)",
    )
    .ok()
});
static MENTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"@[A-Za-z0-9_](?:(?:[A-Za-z0-9_]|\.[A-Za-z0-9_]){0,29})").ok());
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\p{L}\p{M}\p{N}_]$").ok());

fn is_word(c: char) -> bool {
    let mut buffer = [0; 4];
    c.is_alphanumeric()
        || c == '_'
        || WORD
            .as_ref()
            .is_some_and(|word| word.is_match(c.encode_utf8(&mut buffer)))
}

/// Longest username Instagram allows, in characters.
const USERNAME_MAX: usize = 30;

/// Whether `name` (without `@`) can be a username at all.
pub fn is_username(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    (1..=USERNAME_MAX).contains(&name.len())
        && name.chars().all(allowed)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..")
}

fn hashtags(text: &str) -> Vec<(usize, usize)> {
    let Some(pattern) = HASHTAG.as_ref() else {
        return Vec::new();
    };
    let free = |at: usize| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        before.is_none_or(|c| !is_word(c) && c != '&' && c != '/')
    };
    pattern
        .find_iter(text)
        .filter(|m| free(m.start()))
        .map(|m| (m.start(), m.end()))
        .collect()
}

fn mentions(text: &str) -> Vec<(usize, usize)> {
    let Some(pattern) = MENTION.as_ref() else {
        return Vec::new();
    };
    let free = |at: usize| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        before.is_none_or(|c| !is_word(c) && c != '.' && c != '@')
    };
    pattern
        .find_iter(text)
        .filter(|m| free(m.start()))
        .map(|m| {
            // `@` and the name are ASCII, so bytes are characters here.
            let mut end = m.end().min(m.start() + 1 + USERNAME_MAX);
            if text.get(..end).is_some_and(|head| head.ends_with('.')) {
                end -= 1;
            }
            (m.start(), end)
        })
        .collect()
}

/// Length in UTF-16 code units.
pub fn utf16_len(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// The beginning of `text` up to and with the letter that steps over `limit` code units.
fn head(text: &str, limit: u32) -> &str {
    let mut units = 0;
    let over = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > limit as usize
    });
    let end = over.map_or(text.len(), |(at, c)| at + c.len_utf8());
    text.get(..end).unwrap_or(text)
}

/// How many code units of `text` fit into `limit` without splitting a grapheme. What lies behind them is not looked
/// at, however much it is.
fn fold(text: &str, limit: u32) -> u32 {
    let mut shown = 0;
    for grapheme in head(text, limit).graphemes(true) {
        let next = shown + utf16_len(grapheme);
        if next > limit {
            break;
        }
        shown = next;
    }
    shown
}

/// Byte ranges to UTF-16 ranges in one walk over the text.
fn to_spans(text: &str, mut ranges: Vec<(usize, usize, SpanKind)>) -> Vec<Span> {
    ranges.sort_unstable_by_key(|(start, ..)| *start);
    let (mut byte, mut unit) = (0, 0);
    let mut unit_at = |target: usize| {
        unit += utf16_len(text.get(byte..target).unwrap_or(""));
        byte = target;
        unit
    };
    ranges
        .into_iter()
        .map(|(start, end, kind)| Span {
            start: unit_at(start),
            end: unit_at(end),
            kind,
        })
        .collect()
}

fn strings(text: &str, ranges: &[(usize, usize)]) -> Vec<String> {
    ranges
        .iter()
        .filter_map(|(start, end)| text.get(*start..*end))
        .map(str::to_owned)
        .collect()
}

/// Counts and judges a caption.
pub fn check(text: &str) -> CaptionCheck {
    check_as(text, "default")
}

/// Counts and judges a first comment: like a caption, because Meta says nothing of its own for it.
/// A comment does not fold.
pub fn check_comment(text: &str) -> CaptionCheck {
    let checked = check_as(text, "comment");
    CaptionCheck {
        preview_cut: checked.characters,
        ..checked
    }
}

/// `words` are those of the rules that speak.
fn check_as(text: &str, words: &str) -> CaptionCheck {
    let kind = PostKind::Feed;
    let limit = |id: &str| rules::max_of(id, kind, Profile::Instagram) as u32;
    let characters = utf16_len(text);
    let (tags, names) = (hashtags(text), mentions(text));
    let counts = [
        ("caption.length", characters),
        ("caption.hashtags", tags.len() as u32),
        ("caption.mentions", names.len() as u32),
    ];
    let mut findings: Vec<Finding> = counts
        .iter()
        .filter_map(|(id, count)| over(id, *count, words))
        .collect();
    let hashtags_over = findings
        .iter()
        .any(|finding| finding.rule == "caption.hashtags");
    if !hashtags_over {
        findings.extend(over("caption.hashtags_many", tags.len() as u32, words));
    }
    let mut ranges: Vec<_> = tags
        .iter()
        .map(|(s, e)| (*s, *e, SpanKind::Hashtag))
        .collect();
    ranges.extend(names.iter().map(|(s, e)| (*s, *e, SpanKind::Mention)));
    CaptionCheck {
        characters,
        limit: limit("caption.length"),
        hashtag_count: tags.len() as u32,
        hashtag_limit: limit("caption.hashtags"),
        mention_count: names.len() as u32,
        mention_limit: limit("caption.mentions"),
        preview_cut: fold(text, limit("caption.fold")),
        verdict: Verdict::of(&findings),
        hashtags: strings(text, &tags),
        mentions: strings(text, &names),
        spans: to_spans(text, ranges),
        findings,
    }
}

/// A finding when `count` is over the limit of `id`.
fn over(id: &str, count: u32, key: &str) -> Option<Finding> {
    let rule = rules::rule(id, PostKind::Feed, Profile::Instagram)?;
    let max = rule.max.filter(|max| f64::from(count) > *max)? as u32;
    let extra = count - max;
    let words = if id == "caption.length" {
        let count = thousands(extra.into());
        if extra == 1 {
            say!("{count} character", count)
        } else {
            say!("{count} characters", count)
        }
    } else {
        thousands(extra.into())
    };
    let finding = rule.finding(key).with("extra", words);
    Some(finding.say(Some(thousands(count.into())), Some(thousands(max.into()))))
}

/// `2200` as `2,200`.
pub fn thousands(number: u64) -> String {
    let (digits, mark) = (number.to_string(), thousands_mark());
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    fn tags(text: &str) -> Vec<String> {
        check(text).hashtags
    }

    fn names(text: &str) -> Vec<String> {
        check(text).mentions
    }

    #[test]
    fn hashtags_of_every_script_count_each_time() {
        assert_eq!(
            tags("#bread #Brot2 ＃パン #café #bread"),
            ["#bread", "#Brot2", "＃パン", "#café", "#bread"]
        );
        assert_eq!(tags("#🥐 #🥐🥖 ##x"), ["#🥐", "#🥐🥖", "#x"]);
        assert_eq!(tags("a#no /#no &#no _#no # no #"), Vec::<String>::new());
        assert_eq!(tags("(#yes) #a-b #a#b"), ["#yes", "#a", "#a"]);
    }

    #[test]
    fn mentions_are_usernames_and_mail_addresses_are_not() {
        assert_eq!(names("@a.b_c, @x."), ["@a.b_c", "@x"]);
        assert_eq!(names("jane@example.com @@x a@b .@c"), Vec::<String>::new());
        assert_eq!(names("@.no @a..b"), ["@a"]);
        assert_eq!(names(&format!("@{}", "x".repeat(40)))[0].len(), 31);
    }

    #[test]
    fn a_caption_of_2201_is_one_too_long() {
        let checked = check(&"x".repeat(2201));
        assert_eq!(checked.verdict, Verdict::Blocked);
        assert_eq!(
            checked.findings[0].message,
            "Your caption is 1 character too long: 2,201 of 2,200."
        );
        assert_eq!(check(&"x".repeat(2200)).verdict, Verdict::Ready);
        assert_eq!(check(&"🥐".repeat(1100)).characters, 2200);
    }

    #[test]
    fn a_first_comment_counts_like_a_caption_in_words_of_its_own_and_does_not_fold() {
        let checked = check_comment(&"x".repeat(2201));
        assert_eq!(
            checked.findings[0].message,
            "Your first comment is 1 character too long: 2,201 of 2,200."
        );
        assert_eq!(checked.preview_cut, 2201);
        let many = check_comment(&"#a ".repeat(31));
        assert_eq!(many.findings[0].title, "Too many hashtags");
        assert!(many.findings[0].message.contains("first comment"));
    }

    #[test]
    fn thirty_one_hashtags_are_an_error_and_six_a_warning() {
        assert_eq!(check(&"#a ".repeat(31)).verdict, Verdict::Blocked);
        let six = check(&"#a ".repeat(6));
        assert_eq!(six.verdict, Verdict::Ready);
        assert_eq!(six.findings[0].rule, "caption.hashtags_many");
    }

    #[test]
    fn the_fold_never_splits_a_grapheme() {
        let family = "👩‍👩‍👧‍👦";
        let text = format!("{}{family}", "x".repeat(120));
        assert_eq!(check(&text).preview_cut, 120);
        assert_eq!(check("short").preview_cut, 5);
    }

    /// What a hostile caption is made of.
    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            (1..200_usize).prop_map(|count| format!("a{}", "\u{301}".repeat(count))),
            (1..80_usize).prop_map(|count| "\u{200d}".repeat(count)),
            (1..40_usize).prop_map(|count| format!("👩{}", "\u{200d}👩".repeat(count))),
            Just("\u{202e}\u{2066}".to_owned()),
            Just("#tag\u{301} @name".to_owned()),
            Just("🇩🇪🇩 \r\n".to_owned()),
            "\\PC{0,20}",
        ];
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn ten_thousand_marks_on_one_letter_are_counted_and_fold_before_it() {
        let text = format!("Bread a{}", "\u{301}".repeat(10_000));
        let checked = check(&text);
        assert_eq!(checked.characters, 10_007);
        assert_eq!(checked.preview_cut, 6);
        assert_eq!(checked.verdict, Verdict::Blocked);
    }

    proptest! {
        #[test]
        fn hostile_text_folds_between_its_letters_and_is_counted_whole(text in hostile()) {
            let checked = check(&text);
            prop_assert_eq!(checked.characters, utf16_len(&text));
            let mut ends = vec![0];
            for grapheme in text.graphemes(true) {
                ends.push(ends.last().copied().unwrap_or(0) + utf16_len(grapheme));
            }
            let fits = ends.iter().rfind(|end| **end <= 125);
            prop_assert_eq!(Some(&checked.preview_cut), fits);
        }

        #[test]
        fn where_a_text_folds_does_not_depend_on_what_follows(text in hostile(), more in hostile(), limit in 0..400_u32) {
            let start = head(&text, limit);
            prop_assert!(utf16_len(start) <= limit + 2);
            if utf16_len(start) > limit {
                prop_assert_eq!(fold(&format!("{start}{more}"), limit), fold(&text, limit));
            }
        }

        #[test]
        fn any_text_is_counted_without_a_panic_and_spans_point_into_it(text in "\\PC*") {
            let checked = check(&text);
            let units: Vec<u16> = text.encode_utf16().collect();
            for span in &checked.spans {
                prop_assert!(span.start < span.end && (span.end as usize) <= units.len());
            }
            prop_assert_eq!(checked.spans.len() as u32, checked.hashtag_count + checked.mention_count);
        }
    }
}
