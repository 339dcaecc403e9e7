//! Which known error an answer is, and its class. First match wins, in this order:
//!
//! 1. the shape, where it says more than a code (no answer, a web page, a login error, a failed
//!    upload or container);
//! 2. the subcode, with its code, then a 22070xx subcode with any code;
//! 3. words that only one trouble has;
//! 4. the code;
//! 5. `is_transient` and HTTP ≥ 500, which lift "our fault" and "unknown" to transient, nothing
//!    else.

use super::row::{Row, by_id, rows};
use super::{Class, Local};
use crate::answer::{Answer, AnswerShape};

/// What kind of trouble an answer is.
pub fn classify(answer: &Answer) -> Class {
    find(answer).class
}

/// A class, and the row that has the words for it. No row means that the code is not known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) class: Class,
    pub(super) row: Option<&'static Row>,
}

/// Subcodes from here on name one trouble whatever the code beside them (Meta, Instagram error
/// codes, 2026-06-02).
const INSTAGRAM_SUBCODES: std::ops::RangeInclusive<i64> = 2_207_000..=2_207_999;

/// Classes that words in a developer text never override: a throttled app can be told anything.
fn is_firm(class: Class) -> bool {
    matches!(
        class,
        Class::PolicyBlock | Class::PublishQuota | Class::Throttle | Class::Duplicate
    )
}

pub(super) fn find(answer: &Answer) -> Found {
    let (code, subcode) = codes(answer);
    let row = match answer.shape {
        AnswerShape::Local | AnswerShape::Network => local(answer),
        AnswerShape::Html => by_shape(answer, "html"),
        AnswerShape::Garbled => by_shape(answer, "garbled"),
        AnswerShape::Incomplete => by_shape(answer, "incomplete"),
        AnswerShape::Login => login(answer),
        AnswerShape::Container => container(answer, subcode),
        AnswerShape::Upload => upload(answer, code, subcode),
        AnswerShape::Graph => by_codes(answer, code, subcode),
    };
    settle(answer, row)
}

/// A bare 22070xx is a subcode, whoever asked for it as a code; a bare 458…492 is one of 190's.
fn codes(answer: &Answer) -> (Option<i64>, Option<i64>) {
    match (answer.code, answer.subcode) {
        (Some(code), None | Some(0)) if INSTAGRAM_SUBCODES.contains(&code) => (None, Some(code)),
        (Some(code), None | Some(0)) if is_login_subcode(code) => (Some(190), Some(code)),
        (code, Some(0)) => (code, None),
        known => known,
    }
}

fn is_login_subcode(code: i64) -> bool {
    rows()
        .iter()
        .any(|row| row.has_code(190) && row.subcode.contains(&code))
}

/// Lifts what may pass by itself, and names what is too busy.
fn settle(answer: &Answer, row: Option<&'static Row>) -> Found {
    let class = row.map_or(Class::Unknown, |row| row.class);
    if !matches!(class, Class::OurFault | Class::Unknown) {
        return Found { class, row };
    }
    let server = answer.http.is_some_and(|http| http >= 500);
    let id = if row.is_none() && answer.http == Some(429) {
        "throttle.http"
    } else if answer.is_transient == Some(true) || server {
        "transient.any"
    } else {
        return Found { class, row };
    };
    by_id(id).map_or(Found { class, row }, |row| Found {
        class: row.class,
        row: Some(row),
    })
}

fn by_codes(answer: &Answer, code: Option<i64>, subcode: Option<i64>) -> Option<&'static Row> {
    if let Some(row) = by_subcode(code, subcode) {
        return Some(row);
    }
    let by_code = code.and_then(by_code);
    if by_code.is_some_and(|row| is_firm(row.class)) {
        return by_code;
    }
    by_text(answer, code)
        .or(by_code)
        .or_else(|| nameless(answer, code))
}

/// "OAuthException" without any number: the sign-in is not valid (Meta, handling errors).
fn nameless(answer: &Answer, code: Option<i64>) -> Option<&'static Row> {
    let signed_out = code.is_none() && answer.kind.as_deref() == Some("OAuthException");
    let server = answer.http.is_some_and(|http| http >= 500);
    (signed_out && !server && answer.is_transient != Some(true))
        .then(|| by_id("reconnect.any"))
        .flatten()
}

fn by_subcode(code: Option<i64>, subcode: Option<i64>) -> Option<&'static Row> {
    let subcode = subcode?;
    let plain = || {
        rows()
            .iter()
            .filter(move |row| row.is_plain() && row.subcode.contains(&subcode))
    };
    let exact = code.and_then(|code| plain().find(|row| row.has_code(code)));
    exact.or_else(|| {
        INSTAGRAM_SUBCODES
            .contains(&subcode)
            .then(|| plain().next())
            .flatten()
    })
}

/// The row of a code alone. Single codes before ranges.
fn by_code(code: i64) -> Option<&'static Row> {
    rows()
        .iter()
        .find(|row| row.is_plain() && row.subcode.is_empty() && row.has_code(code))
}

fn by_text(answer: &Answer, code: Option<i64>) -> Option<&'static Row> {
    let lower = answer.message.to_lowercase();
    rows()
        .iter()
        .filter(|row| row.upload.is_none() && row.local.is_none() && !row.login)
        .filter(|row| row.code.is_empty() || code.is_some_and(|code| row.has_code(code)))
        .find(|row| row.has_text(&lower))
}

fn local(answer: &Answer) -> Option<&'static Row> {
    let name = answer.kind.as_deref().unwrap_or(Local::Interrupted.name());
    rows()
        .iter()
        .find(|row| row.local.as_deref() == Some(name))
        .or_else(|| by_id("network.interrupted"))
}

fn by_shape(answer: &Answer, shape: &str) -> Option<&'static Row> {
    let name = match answer.http {
        Some(300..=399) => "redirect",
        Some(429) => "throttled",
        _ => shape,
    };
    rows().iter().find(|row| row.local.as_deref() == Some(name))
}

fn login(answer: &Answer) -> Option<&'static Row> {
    let lower = answer.message.to_lowercase();
    rows()
        .iter()
        .filter(|row| row.login)
        .find(|row| row.text.is_empty() || row.has_text(&lower))
}

fn container(answer: &Answer, subcode: Option<i64>) -> Option<&'static Row> {
    let state = answer.kind.as_deref();
    by_subcode(None, subcode)
        .or_else(|| subcode.and_then(by_code))
        .or_else(|| {
            rows()
                .iter()
                .find(|row| row.state.is_some() && row.state.as_deref() == state)
        })
}

fn upload(answer: &Answer, code: Option<i64>, subcode: Option<i64>) -> Option<&'static Row> {
    let kind = answer.kind.as_deref();
    let by_kind = rows()
        .iter()
        .find(|row| row.upload.is_some() && row.upload.as_deref() == kind);
    match by_kind {
        Some(row) if row.class == Class::Reconnect => Some(row),
        _ => by_codes(answer, code, subcode).or(by_kind),
    }
}
