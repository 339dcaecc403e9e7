//! Whatever a person pastes to have explained: an answer, an answer with its HTTP head, a log line
//! around one, a status text, or just codes.

use super::{Answer, AnswerShape, envelope};

impl Answer {
    /// Codes as a person types them: `190`, `"#190"`, `190/463`, `("190", Some("463"))`.
    /// `OAuthException` is the one name that stands among Meta's codes. `None` when it is neither.
    pub fn from_words(code: &str, subcode: Option<&str>) -> Option<Self> {
        if code.trim().eq_ignore_ascii_case("OAuthException") && subcode.is_none() {
            return Some(Self {
                kind: Some("OAuthException".to_owned()),
                shape: AnswerShape::Graph,
                ..Self::default()
            });
        }
        let mut numbers = code
            .split(['/', ',', ' '])
            .chain(subcode)
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .map(|word| {
                let word = word.trim_start_matches(['(', '#']).trim_end_matches(')');
                word.parse::<i64>().ok()
            });
        let code = numbers.next()??;
        let subcode = match numbers.next() {
            Some(number) => Some(number?),
            None => None,
        };
        numbers
            .next()
            .is_none()
            .then(|| Self::of_codes(code, subcode))
    }

    /// Anything pasted. Never fails; an empty paste is an empty answer.
    pub fn from_paste(pasted: &[u8]) -> Self {
        let (http, retry_after, body) = head(pasted);
        let answer = Self::parse(http, body).with_retry_after(retry_after);
        if answer.shape != AnswerShape::Garbled {
            return answer;
        }
        let text = String::from_utf8_lossy(body);
        let found = embedded(&text)
            .or_else(|| envelope::status_text(&text))
            .or_else(|| Self::from_words(text.trim(), None));
        match found {
            Some(found) => Self {
                http: http.or(found.http),
                ..found
            }
            .with_retry_after(retry_after),
            None => answer,
        }
    }
}

/// The JSON object inside a longer text (a log line, a message from a colleague).
fn embedded(text: &str) -> Option<Answer> {
    let start = text.find('{')?;
    let end = text.rfind('}')?;
    let answer = Answer::parse(None, text.get(start..=end)?.as_bytes());
    (answer.shape != AnswerShape::Garbled).then_some(answer)
}

/// Splits off an HTTP head (`curl -i`), if there is one: status, seconds to wait, body.
fn head(pasted: &[u8]) -> (Option<u16>, Option<u64>, &[u8]) {
    if !pasted.starts_with(b"HTTP/") {
        return (None, None, pasted);
    }
    let (length, gap) = match (find(pasted, b"\r\n\r\n"), find(pasted, b"\n\n")) {
        (Some(at), _) => (at, 4),
        (None, Some(at)) => (at, 2),
        (None, None) => (pasted.len(), 0),
    };
    let lines = String::from_utf8_lossy(pasted.get(..length).unwrap_or_default());
    let mut lines = lines.lines();
    let http = lines
        .next()
        .and_then(|line| line.split_whitespace().nth(1))
        .and_then(|status| status.parse().ok());
    let retry_after = lines
        .filter_map(|line| line.split_once(':'))
        .filter_map(|(name, value)| super::wait_in_header(name, value))
        .max();
    let body = pasted.get(length + gap..).unwrap_or_default();
    (http, retry_after, body)
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len())
        .position(|window| window == needle)
}
