//! Other people's words made safe to show: plain text, no secrets, bounded.

use super::redact;

/// Longest stretch looked at; a server may send megabytes.
const LOOKED_AT: usize = 16_000;

/// Text as plain text: control and direction-changing characters become blanks (line breaks stay),
/// runs of blanks one, secrets `***`, at most `limit` characters. Markup stays what it is, letters.
pub(crate) fn plain(text: &str, limit: usize) -> String {
    let mut clean = String::new();
    for character in text.chars().take(LOOKED_AT) {
        match character {
            '\n' => {
                if !clean.ends_with('\n') {
                    clean.truncate(clean.trim_end_matches(' ').len());
                    clean.push('\n');
                }
            }
            blank if blank.is_whitespace() || is_unseen(blank) => {
                if !clean.ends_with([' ', '\n']) {
                    clean.push(' ');
                }
            }
            letter => clean.push(letter),
        }
    }
    let masked = redact(clean.trim());
    if masked.chars().count() <= limit {
        return masked;
    }
    let mut short: String = masked.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// As [`plain`], with nothing for blanks.
pub(crate) fn plain_opt(text: Option<String>, limit: usize) -> Option<String> {
    text.map(|text| plain(&text, limit))
        .filter(|text| !text.is_empty())
}

/// Control characters, and those that only turn or hide others.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn control_characters_and_direction_marks_become_blanks() {
        assert_eq!(
            plain("a\u{1b}[31mred\u{202e}\0 b\r\n\r\nc\td", 99),
            "a [31mred b\nc d"
        );
    }

    #[test]
    fn markup_stays_letters() {
        let text = "<script>alert(1)</script> &amp; [x](javascript:y)";
        assert_eq!(plain(text, 99), text);
    }

    #[test]
    fn long_text_ends_in_an_ellipsis() {
        assert_eq!(plain("äöüäöü", 4), "äöü…");
    }
}
