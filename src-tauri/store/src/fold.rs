//! Words as they are searched for: without case, accents and fancy letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters of a text that can be searched: twice what a caption may have, however much was pasted.
const SEARCHED: usize = 5_000;

/// `Crème Brûlée` and `𝗖𝗥𝗘𝗠𝗘 𝗕𝗥𝗨𝗟𝗘𝗘` are both `creme brulee`. Deliberately simple: no language has rules of
/// its own here.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::new();
    let mut space = true;
    // What nobody sees (joiners, directions, variation selectors) is passed over, or it would part words.
    let seen = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !unseen(*c));
    for c in seen.flat_map(char::to_lowercase).take(SEARCHED) {
        if c.is_whitespace() || c.is_control() {
            if !space {
                folded.push(' ');
            }
            space = true;
            continue;
        }
        space = false;
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            other => folded.push(other),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_fancy_letters_make_no_difference() {
        for text in ["Crème  Brûlée", "CRE\u{300}ME\nBRULEE ", "𝗖𝗿𝗲𝗺𝗲 𝗯𝗿𝘂𝗹𝗲𝗲"]
        {
            assert_eq!(fold(text), "creme brulee", "{text}");
        }
        assert_eq!(
            fold("Straße, Øre, Łódź, Ænima"),
            "strasse, ore, lodz, aenima"
        );
        assert_eq!(fold("wo\u{200D}rd"), "word");
    }

    #[test]
    fn a_text_of_any_length_has_a_bounded_end() {
        assert_eq!(fold(&"word ".repeat(30_000)).len(), SEARCHED - 1);
        let marks = format!("a{}b", "\u{301}".repeat(10_000));
        assert_eq!(fold(&marks), "ab");
    }
}
