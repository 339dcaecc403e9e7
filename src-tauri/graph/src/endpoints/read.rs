//! Meta's loose JSON: ids as numbers or text, replies flat or wrapped in `data`, success as a
//! boolean or a word.

use fanfold_domain::Refusal;
use serde_json::Value;

use crate::transport::lacks;

/// An id or a text; numbers as their digits.
pub(crate) fn text(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// An id that must be there.
pub(crate) fn id(value: &Value) -> Result<String, Refusal> {
    text(flat(value), "id").ok_or_else(|| lacks("an id"))
}

pub(crate) fn number(value: &Value, key: &str) -> Option<u32> {
    let value = value.get(key)?;
    let number = match value {
        Value::String(text) => text.trim().parse().ok()?,
        other => other.as_u64()?,
    };
    u32::try_from(number).ok()
}

/// The object itself, whether it came flat or as the only one in `data`.
pub(crate) fn flat(value: &Value) -> &Value {
    match value.get("data") {
        // One of many is no answer to a question for one.
        Some(Value::Array(items)) if items.len() == 1 => items.first().unwrap_or(value),
        Some(inner @ Value::Object(_)) => inner,
        _ => value,
    }
}

/// The rows of a list.
pub(crate) fn list(value: &Value) -> &[Value] {
    value
        .get("data")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A count that may be larger than 32 bits: bytes, seconds.
pub(crate) fn count(value: &Value, key: &str) -> Option<u64> {
    match value.get(key)? {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_u64(),
    }
}

/// Several words: an array, or one text with commas or blanks between them.
pub(crate) fn words(value: &Value, key: &str) -> Option<Vec<String>> {
    match value.get(key)? {
        Value::Array(items) => Some(
            items
                .iter()
                .filter_map(|item| match item {
                    Value::String(text) => Some(text.clone()),
                    Value::Number(number) => Some(number.to_string()),
                    _ => None,
                })
                .collect(),
        ),
        Value::String(text) => Some(
            text.split([',', ' '])
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
        ),
        _ => None,
    }
}

/// `true`, `{"success":true}` or `{"success":"true"}`; anything else is no success.
pub(crate) fn done(value: &Value) -> Result<(), Refusal> {
    let said = value.get("success").unwrap_or(value);
    let yes = said.as_bool() == Some(true) || said.as_str() == Some("true");
    yes.then_some(()).ok_or_else(|| lacks("its success"))
}
