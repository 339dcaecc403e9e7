//! What the browser came back with, or what a person pasted instead. Pure.
//!
//! Meta answers in the query (a code, a refusal) or in the fragment (a token), and appends `#_` or
//! `#_=_` to both.

use fanfold_domain::Token;
use fanfold_domain::catalogue::redact;
use url::Url;

use super::Attempt;

/// Longest text looked at, in bytes; Meta's codes and tokens are a few hundred.
const LONGEST: usize = 16 * 1024;

/// What a sign-in gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returned {
    /// To be exchanged within the hour, once.
    Code(Token),
    /// A token at once (`response_type=token`).
    Token {
        token: Token,
        /// Seconds from now; `None` when not said or never.
        expires_in: Option<u64>,
    },
}

/// Why a sign-in gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotGranted {
    /// The person said no.
    #[error("the sign-in was cancelled")]
    Cancelled,
    /// The answer belongs to another attempt, or to nobody's.
    #[error("this answer does not belong to the sign-in that Fanfold began")]
    WrongState,
    /// Meta refused; its own words, secrets masked.
    #[error("Meta refused the sign-in: {0}")]
    Refused(String),
    /// Neither an address with an answer nor a code.
    #[error("there is no sign-in answer in it")]
    Nothing,
}

/// Reads the address that the browser ended at, or whatever was pasted: a whole address, its query
/// or fragment alone, or the bare code. A bare code carries no state; it is taken, because only a
/// person can have brought it and PKCE or the app's secret guards it.
pub fn returned(pasted: &str, attempt: &Attempt) -> Result<Returned, NotGranted> {
    let text = pasted
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>'))
        .to_owned();
    if text.is_empty() || text.len() > LONGEST {
        return Err(NotGranted::Nothing);
    }
    let answer = Answer::of(&text);
    if answer.is_empty() {
        return bare_code(&text).ok_or(NotGranted::Nothing);
    }
    if answer
        .get("state")
        .is_some_and(|state| state != attempt.state)
    {
        return Err(NotGranted::WrongState);
    }
    if let Some(refused) = answer.refusal() {
        return Err(refused);
    }
    // What grants something must say whose it is; a refusal without a state harms nobody.
    if answer.get("state").is_none() {
        return Err(NotGranted::WrongState);
    }
    if let Some(token) = answer.secret("access_token") {
        return Ok(Returned::Token {
            token,
            expires_in: answer
                .get("expires_in")
                .and_then(|seconds| seconds.parse().ok())
                .filter(|seconds| *seconds > 0),
        });
    }
    let code = answer.secret("code").ok_or(NotGranted::Nothing)?;
    Ok(Returned::Code(code))
}

/// The pairs of query and fragment, those of an answer only.
struct Answer(Vec<(String, String)>);

impl Answer {
    const KEYS: [&'static str; 12] = [
        "code",
        "state",
        "access_token",
        "expires_in",
        "error",
        "error_reason",
        "error_description",
        "error_message",
        "error_code",
        "error_type",
        "denied_scopes",
        "granted_scopes",
    ];

    fn of(text: &str) -> Self {
        let (query, fragment) = match Url::parse(text) {
            Ok(url) if !url.cannot_be_a_base() => (
                url.query().unwrap_or_default().to_owned(),
                url.fragment().unwrap_or_default().to_owned(),
            ),
            _ => {
                let rest = text.split_once('?').map_or(text, |(_, query)| query);
                let (query, fragment) = rest.split_once('#').unwrap_or((rest, ""));
                (query.to_owned(), fragment.to_owned())
            }
        };
        let pairs = [query, fragment]
            .iter()
            .flat_map(|part| {
                url::form_urlencoded::parse(part.trim_start_matches(['?', '#']).as_bytes())
                    .into_owned()
                    .collect::<Vec<_>>()
            })
            .filter(|(key, value)| Self::KEYS.contains(&key.as_str()) && !value.is_empty())
            .collect();
        Self(pairs)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.0
            .iter()
            .find_map(|(name, value)| (name == key).then_some(value.as_str()))
    }

    fn secret(&self, key: &str) -> Option<Token> {
        let value = self.get(key)?;
        let value = value.split('#').next().unwrap_or_default();
        Token::parse(value)
    }

    fn refusal(&self) -> Option<NotGranted> {
        let error = ["error", "error_type", "error_code", "error_message"]
            .into_iter()
            .find_map(|key| self.get(key))?;
        let reason = self.get("error_reason").unwrap_or_default();
        if error == "access_denied" || reason == "user_denied" {
            return Some(NotGranted::Cancelled);
        }
        let words = ["error_message", "error_description", "error_reason"]
            .into_iter()
            .find_map(|key| self.get(key))
            .unwrap_or(error);
        let words: String = redact(words)
            .chars()
            .filter(|c| !c.is_control())
            .take(300)
            .collect();
        Some(NotGranted::Refused(words))
    }
}

/// A code as both logins make them: one word, long, of letters, digits, `-`, `_`, `.`, `|` and `%`.
fn bare_code(text: &str) -> Option<Returned> {
    let code = text.split('#').next().unwrap_or_default();
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let fits = code.len() >= 16
        && code.chars().any(|c| c.is_ascii_alphanumeric())
        && code
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '|' | '%' | '~'));
    let word = text.split_whitespace().count() == 1 || text.lines().count() > 1;
    if fits && word {
        Token::parse(&code).map(Returned::Code)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const CODE: &str = "AQBx-hBsH3_longEnough.0123456789";

    fn attempt() -> Attempt {
        Attempt {
            state: "st4te".to_owned(),
            verifier: None,
        }
    }

    fn code_of(pasted: &str) -> String {
        match returned(pasted, &attempt()) {
            Ok(Returned::Code(code)) => code.reveal().to_owned(),
            other => panic!("{pasted:?} gave {other:?}"),
        }
    }

    #[test]
    fn a_code_is_found_in_whatever_was_pasted() {
        for pasted in [
            format!("http://localhost:8117/facebook?code={CODE}&state=st4te"),
            format!("http://localhost:8117/facebook?code={CODE}&state=st4te#_=_"),
            format!("https://me.example/cb/?state=st4te&code={CODE}#_"),
            format!("  \"https://me.example/cb?state=st4te&code={CODE}#_\"\r\n"),
            format!("<https://me.example/cb?state=st4te&code={CODE}>"),
            format!("localhost:8117/facebook?code={CODE}&state=st4te"),
            format!("?code={CODE}&state=st4te"),
            format!("code={CODE}&state=st4te#_"),
            CODE.to_owned(),
            format!("{CODE}#_"),
            format!("{CODE}#_=_ \n"),
        ] {
            assert_eq!(code_of(&pasted), CODE, "{pasted}");
        }
    }

    #[test]
    fn a_token_in_the_fragment_is_taken_with_its_life() {
        let pasted = "https://www.facebook.com/connect/login_success.html#access_token=EAAabc123&expires_in=5183999&data_access_expiration_time=1&state=st4te";
        let Ok(Returned::Token { token, expires_in }) = returned(pasted, &attempt()) else {
            panic!("no token");
        };
        assert_eq!((token.reveal(), expires_in), ("EAAabc123", Some(5_183_999)));
        let never = "http://localhost/#access_token=EAAabc123&expires_in=0&state=st4te";
        assert!(matches!(
            returned(never, &attempt()),
            Ok(Returned::Token {
                expires_in: None,
                ..
            })
        ));
    }

    #[test]
    fn a_cancelled_sign_in_is_no_error_of_metas() {
        for pasted in [
            "http://localhost/?error=access_denied&error_reason=user_denied&error_description=The+user+denied&error_code=200&state=st4te#_=_",
            "http://localhost/?error=access_denied&error_reason=user_denied",
            "http://localhost/#error=access_denied&state=st4te",
        ] {
            assert_eq!(
                returned(pasted, &attempt()),
                Err(NotGranted::Cancelled),
                "{pasted}"
            );
        }
    }

    #[test]
    fn an_answer_to_another_attempt_is_not_taken() {
        for pasted in [
            format!("http://localhost/?code={CODE}&state=other"),
            format!("http://localhost/?code={CODE}"),
            "http://localhost/#access_token=EAAabc123&expires_in=1".to_owned(),
            "http://localhost/?error=access_denied&state=other".to_owned(),
        ] {
            assert_eq!(
                returned(&pasted, &attempt()),
                Err(NotGranted::WrongState),
                "{pasted}"
            );
        }
    }

    #[test]
    fn metas_own_words_are_shown_without_secrets() {
        let pasted = "http://localhost/?error_code=1349187&error_message=Invalid+redirect+client_secret%3Dabcdefgh123&state=st4te";
        let Err(NotGranted::Refused(words)) = returned(pasted, &attempt()) else {
            panic!("not refused");
        };
        assert_eq!(words, "Invalid redirect client_secret=***");
    }

    #[test]
    fn what_holds_no_answer_gives_nothing() {
        for pasted in [
            "",
            " \n",
            "http://localhost/",
            "https://me.example/cb#_=_",
            "short",
            "I have no idea what to paste here",
            "code=",
        ] {
            assert_eq!(
                returned(pasted, &attempt()),
                Err(NotGranted::Nothing),
                "{pasted}"
            );
        }
        let long = "a".repeat(LONGEST + 1);
        assert_eq!(returned(&long, &attempt()), Err(NotGranted::Nothing));
    }

    #[test]
    fn nothing_that_came_back_prints_its_secret() {
        let back = returned(CODE, &attempt()).unwrap();
        assert!(!format!("{back:?}").contains("longEnough"));
    }
}
