//! Secrets out of text: access tokens, app secrets and proofs, login codes, authorization headers.
//!
//! Works on any text (developer messages, URLs, JSON, logs). A token of unknown shape with no name
//! before it cannot be told from an id; whoever holds the token also replaces it by value.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Parameters whose value is a secret (Meta: manual flow, secure requests, business login,
/// 2026-03).
const NAMED: &str = r#"(?ix)
    \b(access[_-]?token|input[_-]?token|fb_exchange_token|refresh[_-]?token|id[_-]?token|page[_-]?token
      |client[_-]?secret|app[_-]?secret(?:_proof)?|appsecret_proof|code_verifier|secret[_-]?access[_-]?key
      |x-amz-signature|x-amz-security-token|password|fb_dtsg|machine_id)
    ( (?:\\*["']|%22)? \s* (?:=|:|%3D|%3A) \s* (?:\\*["']|%22)? )
    ([^\s"'&\\,;<>()\[\]{}]+)"#;

/// `code=…` of a login redirect; shorter and all-digit values are error codes.
const CODE: &str =
    r#"(?i)\b(code)((?:\\*["'])?\s*(?:=|:|%3D)\s*(?:\\*["'])?)([A-Za-z0-9_\-.%|]{8,})"#;

/// `Authorization: Bearer …`, `OAuth …` (rupload), `Basic …`.
const HEADER: &str = r"(?i)\b(bearer|oauth|basic)(\s+)([A-Za-z0-9_\-.~+/|%]{8,}=*)";

/// Words, then a token: "Malformed access token EAAB…".
const SPOKEN: &str = r#"(?i)\b(access\s+token|client\s+secret|app\s+secret|authorization\s+code)(\s*:?\s*["'`]?)([A-Za-z0-9_\-.|%]{16,})"#;

/// Tokens by their look: Facebook `EAA…`, Instagram `IGAA…`/`IGQ…`, app tokens `id|secret`.
const SHAPED: &str = r"\b(?:EAA[A-Za-z0-9_\-]{8,}|IG[A-Z]{2}[A-Za-z0-9_\-]{12,}|IGQ[A-Za-z0-9_\-]{12,})|\b\d{6,}(?:\||%7C)[A-Za-z0-9_\-]{8,}";

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [NAMED, HEADER, SPOKEN]
        .iter()
        .filter_map(|pattern| Regex::new(pattern).ok())
        .collect()
});
static LOGIN_CODE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(CODE).ok());
static BY_LOOK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(SHAPED).ok());

/// The text with every secret it can recognise replaced by `***`.
#[must_use]
pub fn redact(text: &str) -> String {
    let mut masked = text.to_owned();
    for pattern in PATTERNS.iter() {
        masked = pattern.replace_all(&masked, "$1$2***").into_owned();
    }
    if let Some(pattern) = LOGIN_CODE.as_ref() {
        masked = pattern
            .replace_all(&masked, |found: &Captures<'_>| {
                let part = |at| found.get(at).map_or("", |group| group.as_str());
                let value = part(3);
                if value.bytes().all(|byte| byte.is_ascii_digit()) {
                    part(0).to_owned()
                } else {
                    format!("{}{}***", part(1), part(2))
                }
            })
            .into_owned();
    }
    if let Some(pattern) = BY_LOOK.as_ref() {
        masked = pattern.replace_all(&masked, "***").into_owned();
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(PATTERNS.len(), 3);
        assert!(LOGIN_CODE.is_some() && BY_LOOK.is_some());
    }

    #[test]
    fn no_secret_survives_in_any_of_its_wrappings() {
        let secret = "s3cr3tValueThatIsLong0123456789";
        for text in [
            format!("GET /me?access_token={secret}&fields=id"),
            format!("access_token%3D{secret}%26x"),
            format!(r#"{{"access_token":"{secret}","token_type":"bearer"}}"#),
            format!(r#"{{\"access_token\":\"{secret}\"}}"#),
            format!("access_token = '{secret}'"),
            format!("client_secret={secret}"),
            format!("appsecret_proof={secret}"),
            format!("Authorization: Bearer {secret}"),
            format!("authorization: OAuth {secret}"),
            format!("https://localhost/cb?code={secret}#_"),
            format!(r#"{{"code":"{secret}"}}"#),
            format!("Malformed access token {secret}"),
            format!("Malformed access token \"{secret}\""),
            format!("Error validating client secret: {secret}."),
            format!("fb_exchange_token={secret}"),
            format!("input_token={secret}&access_token=123456789|{secret}"),
            format!("The token EAA{secret} is bad"),
            format!("The token IGAA{secret} is bad"),
            format!("The token IGQV{secret} is bad"),
            format!("app 123456789|{secret}"),
            format!("X-Amz-Signature={secret}"),
        ] {
            let masked = redact(&text);
            assert!(!masked.contains("s3cr3t"), "{text} became {masked}");
            assert!(masked.contains("***"), "{masked}");
        }
    }

    #[test]
    fn error_codes_and_ordinary_words_stay() {
        for text in [
            "Error: Media upload has failed with error code 2207026",
            "code: 190, error_subcode=463",
            r#"{"code":190,"error_subcode":2207026}"#,
            r#"{"code":"36003"}"#,
            "(#100) Tried accessing nonexisting field (media_product_type)",
            "The access token could not be decrypted",
            "OAuthException: the user has not authorized application 1234567890123",
            "Error validating access token: Session has expired on Monday",
            "status code=12345678",
        ] {
            assert_eq!(redact(text), text);
        }
    }
}
