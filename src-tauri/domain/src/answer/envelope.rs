//! Meta's envelopes, all of them, into one [`Answer`].
//!
//! Graph `{"error":{…}}`, login `{"error_type":…}`, upload `{"debug_info":{…}}`, a container with
//! `status_code` and `status`, a token inspection, a batch, HTML, empty, cut. Codes come as numbers
//! or as text.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use super::{Answer, AnswerShape};
use crate::catalogue::words::{plain, plain_opt};

/// Longest developer text kept, in characters.
const MESSAGE: usize = 2_000;
/// Longest of Instagram's own titles and messages kept, in characters.
const USER_TITLE: usize = 200;

/// `Error: Media upload has failed with error code 2207026` (IG Container, `status`).
static STATUS_CODE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)error code:?\s*(-?\d{1,10})").ok());
/// `(#100) …` at the head of a developer text.
static HASH_CODE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*\(#(-?\d{1,10})\)").ok());

impl Answer {
    /// Reads an answer that was no success. Never fails: what cannot be read is
    /// [`AnswerShape::Garbled`], and a body that names no error [`AnswerShape::Incomplete`].
    pub fn parse(http: Option<u16>, body: &[u8]) -> Self {
        let mut answer = read(body);
        answer.http = http;
        answer
    }
}

fn read(body: &[u8]) -> Answer {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.iter().all(u8::is_ascii_whitespace) {
        return unreadable(AnswerShape::Garbled, "The answer was empty.");
    }
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => of_value(&value).unwrap_or_else(|| incomplete(&value)),
        Err(_) => of_text(body),
    }
}

/// What a JSON answer says went wrong; `None` when it names nothing.
fn of_value(value: &Value) -> Option<Answer> {
    match value {
        Value::Object(map) => of_object(map),
        Value::Array(items) => items.iter().find_map(batch_item),
        Value::String(text) => status_text(text),
        _ => None,
    }
}

fn of_object(map: &Map<String, Value>) -> Option<Answer> {
    match map.get("error") {
        Some(Value::Object(error)) => return Some(graph(error)),
        Some(Value::String(name)) => return Some(login(map, name)),
        _ => {}
    }
    if let Some(Value::Object(info)) = map.get("debug_info") {
        return Some(upload(info));
    }
    if map.contains_key("error_type") || map.contains_key("error_message") {
        let kind = text(map, "error_type").unwrap_or_default();
        return Some(login(map, &kind));
    }
    if let Some(found) = container(map) {
        return Some(found);
    }
    // `debug_token` wraps in `data`; a multi-id read has one object an id.
    map.values()
        .filter_map(Value::as_object)
        .find_map(|inner| match inner.get("error") {
            Some(Value::Object(error)) => Some(graph(error)),
            _ => container(inner),
        })
        .or_else(|| match map.get("data") {
            Some(Value::Array(items)) => items
                .iter()
                .filter_map(Value::as_object)
                .find_map(container),
            _ => None,
        })
}

fn graph(error: &Map<String, Value>) -> Answer {
    let message = text(error, "message").unwrap_or_default();
    let code = number(error.get("code")).or_else(|| captured(&HASH_CODE, &message));
    Answer {
        code,
        subcode: number(error.get("error_subcode")).or_else(|| number(error.get("subcode"))),
        kind: text(error, "type").map(|kind| plain(&kind, 80)),
        is_transient: flag(error.get("is_transient")),
        user_title: plain_opt(text(error, "error_user_title"), USER_TITLE),
        user_message: plain_opt(text(error, "error_user_msg"), MESSAGE),
        trace_id: plain_opt(text(error, "fbtrace_id"), 80),
        message: plain(&message, MESSAGE),
        shape: AnswerShape::Graph,
        ..Answer::default()
    }
}

fn login(map: &Map<String, Value>, kind: &str) -> Answer {
    let message = text(map, "error_message")
        .or_else(|| text(map, "error_description"))
        .or_else(|| text(map, "error_reason"))
        .unwrap_or_default();
    Answer {
        code: number(map.get("code")).or_else(|| number(map.get("error_code"))),
        kind: (!kind.is_empty()).then(|| plain(kind, 80)),
        message: plain(&message, MESSAGE),
        trace_id: plain_opt(text(map, "fbtrace_id"), 80),
        shape: AnswerShape::Login,
        ..Answer::default()
    }
}

/// An upload error. Its message may itself be JSON with a Graph error in it.
fn upload(info: &Map<String, Value>) -> Answer {
    let message = text(info, "message").unwrap_or_default();
    let inner = serde_json::from_str::<Value>(&message)
        .ok()
        .and_then(|value| match value {
            Value::Object(map) => of_object(&map),
            _ => None,
        })
        .unwrap_or_default();
    Answer {
        code: inner.code,
        subcode: inner.subcode.or_else(|| captured(&STATUS_CODE, &message)),
        user_title: inner.user_title,
        user_message: inner.user_message,
        kind: text(info, "type").map(|kind| plain(&kind, 80)),
        is_transient: flag(info.get("retriable")),
        message: plain(&message, MESSAGE),
        trace_id: plain_opt(text(info, "fbtrace_id"), 80).or(inner.trace_id),
        shape: AnswerShape::Upload,
        ..Answer::default()
    }
}

/// A container that has failed, or is not finished (`IN_PROGRESS` asks for patience).
fn container(map: &Map<String, Value>) -> Option<Answer> {
    let state = text(map, "status_code").map(|state| state.to_ascii_uppercase());
    let status = text(map, "status").unwrap_or_default();
    match state.as_deref() {
        Some("ERROR" | "EXPIRED" | "IN_PROGRESS") => {}
        Some(_) => return None,
        None => return status_text(&status),
    }
    Some(Answer {
        subcode: captured(&STATUS_CODE, &status).or_else(|| phase_error(map)),
        kind: state,
        message: plain(&status, MESSAGE),
        shape: AnswerShape::Container,
        ..Answer::default()
    })
}

/// The code of a resumable upload's failed phase.
fn phase_error(map: &Map<String, Value>) -> Option<i64> {
    let phases = map.get("video_status")?.as_object()?;
    phases.values().find_map(|phase| {
        let errors = phase.get("errors")?.as_array()?;
        errors.iter().find_map(|error| number(error.get("code")))
    })
}

/// A container's `status` text by itself.
pub(super) fn status_text(status: &str) -> Option<Answer> {
    let subcode = captured(&STATUS_CODE, status);
    let head = status.trim_start().to_ascii_lowercase();
    let state = if head.starts_with("expired:") {
        "EXPIRED"
    } else if subcode.is_some() || head.starts_with("error:") {
        "ERROR"
    } else if head.starts_with("in progress:") {
        "IN_PROGRESS"
    } else {
        return None;
    };
    Some(Answer {
        subcode,
        kind: Some(state.to_owned()),
        message: plain(status, MESSAGE),
        shape: AnswerShape::Container,
        ..Answer::default()
    })
}

/// One element of a batch reply: its body is JSON in a string.
fn batch_item(item: &Value) -> Option<Answer> {
    let body = item.get("body")?.as_str()?;
    let value = serde_json::from_str::<Value>(body).ok()?;
    let mut answer = of_value(&value)?;
    answer.http = number(item.get("code")).and_then(|code| u16::try_from(code).ok());
    Some(answer)
}

fn of_text(body: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(body.get(..64 * 1024).unwrap_or(body));
    let head = text.trim_start();
    if head.starts_with('<') {
        let title = page_title(head).unwrap_or_default();
        return unreadable(AnswerShape::Html, &format!("A web page. {title}"));
    }
    let short = plain(head, 200);
    unreadable(AnswerShape::Garbled, &format!("Not JSON, or cut: {short}"))
}

fn page_title(html: &str) -> Option<&str> {
    let lower = html.to_ascii_lowercase();
    let open = lower.find("<title")?;
    let start = open + lower.get(open..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find('<')?;
    html.get(start..end)
}

fn unreadable(shape: AnswerShape, message: &str) -> Answer {
    Answer {
        message: plain(message, 300),
        shape,
        ..Answer::default()
    }
}

fn incomplete(value: &Value) -> Answer {
    unreadable(AnswerShape::Incomplete, &value.to_string())
}

fn text(map: &Map<String, Value>, key: &str) -> Option<String> {
    match map.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A code as a number, as text, or as a number with a point.
fn number(value: Option<&Value>) -> Option<i64> {
    match value? {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64()?;
            (float.fract() == 0.0 && float.abs() < 1e15).then_some(float as i64)
        }),
        Value::String(text) => text.trim().trim_start_matches('#').parse().ok(),
        _ => None,
    }
}

fn flag(value: Option<&Value>) -> Option<bool> {
    match value? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => number.as_i64().map(|number| number != 0),
        _ => None,
    }
}

fn captured(pattern: &LazyLock<Option<Regex>>, text: &str) -> Option<i64> {
    let found = LazyLock::force(pattern).as_ref()?.captures(text)?;
    found.get(1)?.as_str().parse().ok()
}
