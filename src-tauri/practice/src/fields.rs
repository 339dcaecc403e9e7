//! The `fields` parameter: `a,b{c,d}`, with `.limit(n)` on edges.

use serde_json::{Map, Value};

use crate::refusal::{Refusal, syntax};

/// Nesting beyond this is refused; no documented call needs more than three.
const DEEPEST: usize = 6;

/// One wanted field and what is wanted below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) limit: Option<usize>,
    pub(crate) nested: Vec<Field>,
}

/// Reads a field list. Empty text gives an empty list.
pub(crate) fn parse(text: &str) -> Result<Vec<Field>, Refusal> {
    let mut scanner = Scanner { rest: text.trim() };
    let fields = scanner.list(0)?;
    if scanner.rest.is_empty() {
        Ok(fields)
    } else {
        Err(scanner.unexpected())
    }
}

struct Scanner<'a> {
    rest: &'a str,
}

impl Scanner<'_> {
    fn unexpected(&self) -> Refusal {
        let near: String = self.rest.chars().take(20).collect();
        syntax(format_args!(
            "Syntax error \"Expected a field name\" near \"{near}\" in the fields parameter"
        ))
    }

    fn eat(&mut self, mark: char) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn word(&mut self) -> String {
        let end = self
            .rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let word = word.to_owned();
        self.rest = rest.trim_start();
        word
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Field>, Refusal> {
        let mut fields = Vec::new();
        if depth > DEEPEST {
            return Err(self.unexpected());
        }
        while !self.rest.is_empty() && !self.rest.starts_with('}') {
            fields.push(self.field(depth)?);
            if !self.eat(',') {
                break;
            }
        }
        Ok(fields)
    }

    fn field(&mut self, depth: usize) -> Result<Field, Refusal> {
        let name = self.word();
        if name.is_empty() {
            return Err(self.unexpected());
        }
        let mut field = Field {
            name,
            limit: None,
            nested: Vec::new(),
        };
        while self.eat('.') {
            let modifier = self.word();
            if !self.eat('(') {
                return Err(self.unexpected());
            }
            let value = self.word();
            if !self.eat(')') {
                return Err(self.unexpected());
            }
            if modifier == "limit" {
                field.limit = value.parse().ok();
            }
        }
        if self.eat('{') {
            field.nested = self.list(depth + 1)?;
            if !self.eat('}') {
                return Err(self.unexpected());
            }
        }
        Ok(field)
    }
}

/// Builds a node from the wanted fields. `id` is always part of it, as at Meta;
/// `None` leaves a field out (it has no value), an error refuses the whole call.
pub(crate) fn select(
    fields: &[Field],
    id: &str,
    mut value: impl FnMut(&Field) -> Result<Option<Value>, Refusal>,
) -> Result<Value, Refusal> {
    let mut node = Map::new();
    for field in fields.iter().filter(|field| field.name != "id") {
        if let Some(found) = value(field)? {
            node.insert(field.name.clone(), found);
        }
    }
    node.insert("id".to_owned(), Value::String(id.to_owned()));
    Ok(Value::Object(node))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    #[test]
    fn nested_fields_and_limits_are_read() {
        let fields = parse("id, children{id,media_url},comments.limit(3){text}").unwrap();
        assert_eq!(fields.len(), 3);
        assert_eq!(fields[1].nested[1].name, "media_url");
        assert_eq!(fields[2].limit, Some(3));
    }

    #[test]
    fn hostile_text_is_refused_without_deep_recursion() {
        for text in [
            "a{",
            "}",
            "a..b",
            &"a{".repeat(5000),
            "a b",
            "ä",
            "a.limit(",
            ",,",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse("").unwrap().is_empty());
    }
}
