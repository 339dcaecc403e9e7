//! Counting what Instagram limits in a caption.
//!
//! Meta gives no grammar; the rules are the ones public clients agree on. Characters
//! are counted as code points here, the most lenient reading, so that a client that
//! counts more strictly is never refused by surprise.

use crate::refusal::{Refusal, caption_too_long};

/// Meta, IG User Media reference, 2026-09-11.
const CHARACTERS: usize = 2200;
pub(crate) const HASHTAGS: usize = 30;
/// Instagram's own cap since about 2025-12-18; the API's pages still say 30.
pub(crate) const FEW_HASHTAGS: usize = 5;
const MENTIONS: usize = 20;

/// Refuses a caption over one of the three limits; how many hashtags it may have is given.
pub(crate) fn check(caption: &str, most_hashtags: usize) -> Result<(), Refusal> {
    let rows = [
        ("Caption too long", caption.chars().count(), CHARACTERS),
        ("Too many hashtags", hashtags(caption), most_hashtags),
        ("Too many mentions", mentions(caption), MENTIONS),
    ];
    match rows.into_iter().find(|(_, found, limit)| found > limit) {
        Some((title, found, limit)) => Err(caption_too_long(title, found, limit)),
        None => Ok(()),
    }
}

fn in_tag(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn emoji(c: char) -> bool {
    matches!(u32::from(c), 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF)
}

fn hashtags(text: &str) -> usize {
    count(text, |before, mark, after| {
        matches!(mark, '#' | '＃')
            && !before.is_some_and(|c| in_tag(c) || matches!(c, '&' | '/'))
            && after.is_some_and(|c| in_tag(c) || emoji(c))
    })
}

fn mentions(text: &str) -> usize {
    count(text, |before, mark, after| {
        mark == '@'
            && !before.is_some_and(|c| in_tag(c) || matches!(c, '.' | '@'))
            && after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

fn count(text: &str, hit: impl Fn(Option<char>, char, Option<char>) -> bool) -> usize {
    let mut before = None;
    let mut letters = text.chars().peekable();
    let mut hits = 0;
    while let Some(letter) = letters.next() {
        hits += usize::from(hit(before, letter, letters.peek().copied()));
        before = Some(letter);
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashtags_and_mentions_count_by_occurrence() {
        assert_eq!(hashtags("#a #a x#b &#39; /#c #🔥 ＃日本 # #"), 4);
        assert_eq!(mentions("@a me@example.com @@b @c.d, (@_e)"), 3);
    }

    #[test]
    fn limits_hold_at_the_edge() {
        assert!(check(&"é".repeat(2200), HASHTAGS).is_ok());
        assert!(check(&"é".repeat(2201), HASHTAGS).is_err());
        assert!(check(&"#a ".repeat(30), HASHTAGS).is_ok());
        assert!(check(&"#a ".repeat(31), HASHTAGS).is_err());
        assert!(check(&"@a ".repeat(21), HASHTAGS).is_err());
    }
}
