//! Request parameters: query, form and JSON body read as one set.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::refusal::{Refusal, parameter};

/// Names whose values are secrets and never leave in a log.
const SECRET: [&str; 8] = [
    "access_token",
    "appsecret_proof",
    "client_secret",
    "code",
    "code_verifier",
    "fb_exchange_token",
    "input_token",
    "batch",
];

/// The parameters of one call. A later source overrides an earlier one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Params(BTreeMap<String, Value>);

impl Params {
    /// Adds `a=b&c=d` text, from a query or a form body.
    pub(crate) fn add_urlencoded(&mut self, text: &[u8]) {
        for (name, value) in url::form_urlencoded::parse(text) {
            self.add(&name, Value::String(value.into_owned()));
        }
    }

    /// Adds one value; `children[]` and `children[0]` collect into a list.
    pub(crate) fn add(&mut self, name: &str, value: Value) {
        let Some((base, _)) = name.split_once('[').filter(|_| name.ends_with(']')) else {
            self.0.insert(name.to_owned(), value);
            return;
        };
        match self
            .0
            .entry(base.to_owned())
            .or_insert_with(|| Value::Array(Vec::new()))
        {
            Value::Array(list) => list.push(value),
            other => *other = Value::Array(vec![value]),
        }
    }

    /// Adds a JSON object's members; anything else is refused.
    pub(crate) fn add_json(&mut self, text: &[u8]) -> Result<(), Refusal> {
        match serde_json::from_slice::<Value>(text) {
            Ok(Value::Object(members)) => {
                self.0.extend(members);
                Ok(())
            }
            _ => Err(parameter("The request body is not a JSON object")),
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// A text or number as text. Empty text counts as absent.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            _ => None,
        }
    }

    pub(crate) fn need(&self, name: &str) -> Result<String, Refusal> {
        self.text(name)
            .ok_or_else(|| parameter(format_args!("The parameter {name} is required")))
    }

    /// `true`/`false`, `1`/`0`; absent is `None`.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        if !self.has(name) {
            return Ok(None);
        }
        match self
            .text(name)
            .unwrap_or_default()
            .to_ascii_lowercase()
            .as_str()
        {
            "true" | "1" => Ok(Some(true)),
            "false" | "0" => Ok(Some(false)),
            _ => Err(parameter(format_args!("Param {name} must be a boolean"))),
        }
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<i64>, Refusal> {
        self.text(name)
            .map(|text| {
                text.parse()
                    .map_err(|_| parameter(format_args!("Param {name} must be an integer")))
            })
            .transpose()
    }

    /// A JSON value, sent as such or as JSON text.
    pub(crate) fn json(&self, name: &str) -> Result<Option<Value>, Refusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| parameter(format_args!("Param {name} must be valid JSON"))),
            Some(value) => Ok(Some(value.clone())),
        }
    }

    /// A list: an array, JSON text of one, or text with commas.
    pub(crate) fn list(&self, name: &str) -> Result<Option<Vec<String>>, Refusal> {
        let value = match self.0.get(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(text)) if text.trim_start().starts_with('[') => {
                self.json(name)?.unwrap_or_default()
            }
            Some(Value::String(text)) => {
                let items = text
                    .split(',')
                    .map(str::trim)
                    .filter(|item| !item.is_empty());
                return Ok(Some(items.map(str::to_owned).collect()));
            }
            Some(value) => value.clone(),
        };
        let Value::Array(items) = value else {
            return Err(parameter(format_args!("Param {name} must be an array")));
        };
        items
            .into_iter()
            .map(|item| match item {
                Value::String(text) => Ok(text),
                Value::Number(number) => Ok(number.to_string()),
                _ => Err(parameter(format_args!(
                    "Param {name} must be an array of strings"
                ))),
            })
            .collect::<Result<Vec<_>, _>>()
            .map(Some)
    }

    /// Every parameter for the request log, secrets as `***`.
    pub(crate) fn masked(&self) -> Value {
        let shown = self.0.iter().map(|(name, value)| {
            let value = if SECRET.contains(&name.as_str()) {
                Value::String("***".to_owned())
            } else {
                shortened(value)
            };
            (name.clone(), value)
        });
        Value::Object(shown.collect())
    }
}

fn shortened(value: &Value) -> Value {
    const MOST: usize = 4000;
    match value {
        Value::String(text) if text.chars().count() > MOST => {
            Value::String(text.chars().take(MOST).chain(['…']).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    #[test]
    fn lists_come_in_every_documented_shape() {
        for body in [
            "children=1,2",
            "children=%5B%221%22%2C%222%22%5D",
            "children[]=1&children[]=2",
        ] {
            let mut params = Params::default();
            params.add_urlencoded(body.as_bytes());
            assert_eq!(
                params.list("children").unwrap().unwrap(),
                ["1", "2"],
                "{body}"
            );
        }
    }

    #[test]
    fn secrets_are_masked_and_the_rest_is_kept() {
        let mut params = Params::default();
        params.add_urlencoded(b"access_token=EAAsecret&caption=hi");
        let shown = params.masked();
        assert_eq!(shown["access_token"], "***");
        assert_eq!(shown["caption"], "hi");
    }
}
