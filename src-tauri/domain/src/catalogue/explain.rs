//! What to tell a person about an answer.

use super::classify::{Found, find};
use super::row::{Row, by_id};
use super::words::plain;
use super::{Class, Explanation, Source, classify};
use crate::answer::{Answer, AnswerShape, Delivery, Refusal};

/// First wait of a throttle when Instagram names none: 15 minutes (then 30, then 60).
const THROTTLE_WAIT: f64 = 900.0;
/// First wait of a transient failure (then 2, 4, 8, 16 s).
const TRANSIENT_WAIT: f64 = 1.0;
/// First wait for a picture that Instagram still works on.
const NOT_READY_WAIT: f64 = 2.0;

/// What happened, why, and what moves it on. Instagram's own title and message win when present.
pub fn explain(answer: &Answer) -> Explanation {
    let Found { class, row } = find(answer);
    let row = row.or_else(|| by_id("unknown.any"));
    let own = |text: &Option<String>| {
        text.as_deref()
            .map(|text| plain(text, 2_000))
            .filter(|text| !text.is_empty())
    };
    let (title, message) = (own(&answer.user_title), own(&answer.user_message));
    let known = class != Class::Unknown;
    let source = match (title.is_some() || message.is_some(), known) {
        (true, _) => Source::Instagram,
        (false, true) => Source::Catalogue,
        (false, false) => Source::Unknown,
    };
    let automatic_retry = row
        .and_then(|row| row.automatic)
        .unwrap_or(class.retries_by_itself());
    let (code, subcode) = echoed(answer);
    let told = row.map(Row::told);
    Explanation {
        code,
        subcode,
        title: title.unwrap_or_else(|| told.map_or("", |row| row.title).to_owned()),
        message: message.unwrap_or_else(|| told.map_or("", |row| row.message).to_owned()),
        cause: told.map_or("", |row| row.cause).to_owned(),
        steps: told.map_or(&[][..], |row| row.steps).to_vec(),
        action: row
            .and_then(|row| row.action)
            .unwrap_or_else(|| class.action()),
        automatic_retry,
        retry_after: automatic_retry
            .then(|| wait(answer, class, row.and_then(|row| row.wait)))
            .flatten(),
        trace_id: answer.trace_id.clone(),
        technical: technical(answer),
        source,
        item: None,
    }
}

/// An answer understood, with what is known of its request.
pub fn refuse(answer: Answer, delivery: Delivery) -> Refusal {
    Refusal {
        delivery,
        class: classify(&answer),
        explanation: explain(&answer),
        answer,
    }
}

/// An HTTP answer understood; what it says of its request follows from its shape.
pub fn refuse_answer(answer: Answer) -> Refusal {
    let delivery = answer.delivery();
    refuse(answer, delivery)
}

fn wait(answer: &Answer, class: Class, row: Option<f64>) -> Option<f64> {
    if let Some(seconds) = answer.retry_after {
        return Some(seconds as f64);
    }
    row.or(match class {
        Class::Throttle => Some(THROTTLE_WAIT),
        Class::Transient | Class::Unknown => Some(TRANSIENT_WAIT),
        Class::NotReady => Some(NOT_READY_WAIT),
        _ => None,
    })
}

/// Codes as they came; a bare 22070xx is shown as the subcode that it is.
fn echoed(answer: &Answer) -> (Option<i32>, Option<i32>) {
    let small = |number: Option<i64>| number.and_then(|number| i32::try_from(number).ok());
    match (answer.code, answer.subcode) {
        (Some(code), None) if (2_207_000..=2_207_999).contains(&code) => (None, small(Some(code))),
        (code, subcode) => (small(code), small(subcode)),
    }
}

/// One line for support: status, codes, type, developer text, trace id. No secrets.
fn technical(answer: &Answer) -> String {
    let mut parts = Vec::new();
    if let Some(http) = answer.http {
        parts.push(format!("HTTP {http}"));
    }
    match (answer.code, answer.subcode) {
        (Some(code), Some(subcode)) => parts.push(format!("code {code}/{subcode}")),
        (Some(code), None) => parts.push(format!("code {code}")),
        (None, Some(subcode)) => parts.push(format!("subcode {subcode}")),
        (None, None) => {}
    }
    parts.extend(answer.kind.clone());
    if answer.kind.is_none() || answer.shape == AnswerShape::Local {
        let shape = serde_json::to_value(answer.shape).ok();
        parts.extend(shape.and_then(|shape| shape.as_str().map(str::to_owned)));
    }
    if !answer.message.is_empty() {
        parts.push(answer.message.clone());
    }
    if let Some(trace) = &answer.trace_id {
        parts.push(format!("trace {trace}"));
    }
    plain(&parts.join(BETWEEN), 2_500)
}

const BETWEEN: &str = " · ";

/// What [`Explanation::technical`] says beside the codes and the trace id, for where these stand on their own.
pub fn beside_codes(technical: &str) -> String {
    let number = |text: &str| {
        text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '-' | '/'))
    };
    let told = |part: &&str| match part.split_once(' ') {
        Some(("code" | "subcode", codes)) => !number(codes),
        Some(("trace", _)) => false,
        // The usual shape of an answer, which says nothing.
        None => *part != "graph",
        Some(_) => true,
    };
    let parts: Vec<&str> = technical.split(BETWEEN).filter(told).collect();
    parts.join(BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beside_the_codes_only_what_they_do_not_say_is_left() {
        assert_eq!(beside_codes("code 190/463 · graph"), "");
        assert_eq!(
            beside_codes("HTTP 400 · code 190/463 · OAuthException · It says: code 5 · trace AbC"),
            "HTTP 400 · OAuthException · It says: code 5"
        );
        assert_eq!(beside_codes("subcode 2207027"), "");
        assert_eq!(
            beside_codes("HTTP 502 · html · Bad gateway"),
            "HTTP 502 · html · Bad gateway"
        );
    }
}
