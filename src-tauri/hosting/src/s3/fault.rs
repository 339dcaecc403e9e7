//! Which trouble a bucket's answer is. S3's error codes, not its sentences: those are everyone's
//! own.
//!
//! Source: Amazon S3 API reference, error responses (2026); Cloudflare, Backblaze and MinIO use the
//! same codes.

use std::error::Error;

use fanfold_domain::Token;
use fanfold_domain::catalogue::redact;

use super::S3Keys;
use crate::HostError;

/// Longest text kept of an answer, in characters.
const LONGEST: usize = 300;

/// Keys that no text may hold.
#[derive(Debug, Clone)]
pub(super) struct Masked(Vec<Token>);

impl Masked {
    pub(super) fn new(keys: &S3Keys) -> Self {
        let id = Token::parse(&keys.id);
        let secrets = [Some(keys.secret.clone()), keys.session.clone(), id];
        Self(secrets.into_iter().flatten().collect())
    }

    /// The error's code in S3's words, else the error with all its causes; without keys and
    /// signatures.
    pub(super) fn words(&self, error: &(dyn Error + 'static)) -> String {
        let text = causes(error);
        let mut text = redact(code(&text).unwrap_or(&text));
        for secret in &self.0 {
            text = text.replace(secret.reveal(), "***");
        }
        text.chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(LONGEST)
            .collect()
    }
}

/// The trouble by its name.
pub(super) fn named(error: &(dyn Error + 'static), bucket: &str, masked: &Masked) -> HostError {
    let text = causes(error);
    let words = masked.words(error);
    let has = |codes: &[&str]| codes.iter().any(|code| text.contains(code));
    if has(&["RequestTimeTooSkewed", "RequestExpired"]) {
        HostError::Clock(words)
    } else if has(&[
        "SignatureDoesNotMatch",
        "InvalidAccessKeyId",
        "InvalidToken",
        "ExpiredToken",
    ]) {
        HostError::WrongKey(words)
    } else if has(&["NoSuchBucket"]) {
        HostError::NoBucket(bucket.to_owned())
    } else if has(&[
        "PermanentRedirect",
        "AuthorizationHeaderMalformed",
        "IllegalLocationConstraint",
        "incorrectly configured region",
    ]) {
        HostError::WrongRegion(words)
    } else if has(&["AccessDenied", "AllAccessDisabled", "403 Forbidden"]) {
        HostError::Denied(words)
    } else if has(&[
        "InternalError",
        "ServiceUnavailable",
        "SlowDown",
        "500 Internal",
        "502 Bad",
        "503 Service",
        "504 Gateway",
    ]) {
        HostError::Unwell(words)
    } else if has(&[
        "error sending request",
        "dns error",
        "tcp connect",
        "timed out",
        "connection",
    ]) {
        HostError::Unreachable(words)
    } else {
        HostError::Refused(words)
    }
}

/// `<Code>…</Code>`.
fn code(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let fits = !code.is_empty() && code.len() <= 80;
    (fits && code.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(code)
}

fn causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}
