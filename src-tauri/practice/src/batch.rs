//! Several calls in one (Facebook login).
//!
//! Source: Meta, batch requests, 2026. Every item is a call of its own in log, faults and limits.
//! Items run one after the other, which the rules allow; a real server runs them side by side.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};

use crate::answer::part;
use crate::call::Call;
use crate::refusal::{Refusal, parameter};
use crate::wire::HangUp;
use crate::world::World;

/// Meta, batch requests.
const MOST: usize = 50;

pub(crate) async fn run(world: &Arc<World>, call: &Call) -> Result<Value, Refusal> {
    let items = match call.params.json("batch")? {
        Some(Value::Array(items)) if (1..=MOST).contains(&items.len()) => items,
        Some(Value::Array(_)) => {
            return Err(parameter(format_args!(
                "Too many requests in batch message. Maximum batch size is {MOST}"
            )));
        }
        _ => return Err(parameter("Param batch must be an array")),
    };
    let headers = call.params.flag("include_headers")?.unwrap_or(true);
    let mut results: HashMap<String, Option<Value>> = HashMap::new();
    let mut replies = Vec::with_capacity(items.len());
    for item in &items {
        let reply = match request(call, item, &results)? {
            Some(request) => Some(done(part(Arc::clone(world), request).await, headers).await),
            // What it depends on did not succeed.
            None => None,
        };
        let reply = reply.flatten();
        let good = reply.as_ref().is_some_and(|reply| reply.code < 400);
        if let Some(name) = word(item, "name") {
            let body = reply.as_ref().filter(|_| good);
            let body = body.and_then(|reply| serde_json::from_str(&reply.body).ok());
            results.insert(name.to_owned(), body);
        }
        let hidden = good && omitted(item, &items);
        replies.push(match reply {
            Some(reply) if !hidden => reply.row(headers),
            _ => Value::Null,
        });
    }
    Ok(Value::Array(replies))
}

fn word<'a>(item: &'a Value, name: &str) -> Option<&'a str> {
    item.get(name).and_then(Value::as_str)
}

/// A good reply is left out when a later item builds on it, unless asked for.
fn omitted(item: &Value, items: &[Value]) -> bool {
    let Some(name) = word(item, "name") else {
        return false;
    };
    let mark = format!("{{result={name}:");
    let built_on = items.iter().any(|other| {
        let texts = [word(other, "relative_url"), word(other, "body")];
        word(other, "depends_on") == Some(name)
            || texts.into_iter().flatten().any(|text| text.contains(&mark))
    });
    let asked = item
        .get("omit_response_on_success")
        .and_then(Value::as_bool);
    asked.unwrap_or(true) && built_on
}

/// The item as a call; `None` when what it depends on failed.
fn request(
    call: &Call,
    item: &Value,
    results: &HashMap<String, Option<Value>>,
) -> Result<Option<Call>, Refusal> {
    let method = word(item, "method")
        .and_then(|name| name.to_ascii_uppercase().parse::<Method>().ok())
        .ok_or_else(|| parameter("Every item of a batch needs a method"))?;
    let address = word(item, "relative_url")
        .ok_or_else(|| parameter("Every item of a batch needs a relative_url"))?;
    if word(item, "depends_on").is_some_and(|name| !matches!(results.get(name), Some(Some(_)))) {
        return Ok(None);
    }
    let filled = (
        fill(address, results),
        fill(word(item, "body").unwrap_or_default(), results),
    );
    let (Some(address), Some(body)) = filled else {
        return Ok(None);
    };
    let token = word(item, "access_token");
    Ok(Some(call.part(method, &address, &body, token)))
}

/// Puts earlier results in place of `{result=name:$.path}`; `None` when there is none.
fn fill(text: &str, results: &HashMap<String, Option<Value>>) -> Option<String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{result=") {
        let (inside, behind) = after.split_once('}')?;
        let (name, path) = inside.split_once(':')?;
        let value = results.get(name)?.as_ref()?;
        let found: Vec<String> = at(vec![value], path.strip_prefix('$')?)?
            .into_iter()
            .map(|value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            })
            .collect();
        filled.push_str(before);
        filled.push_str(&found.join(","));
        rest = behind;
    }
    filled.push_str(rest);
    Some(filled)
}

/// `.name`, `.*`, `[0]` and `[*]`, as Meta's samples use them.
fn at<'a>(mut values: Vec<&'a Value>, path: &str) -> Option<Vec<&'a Value>> {
    let steps = path
        .split(['.', '['])
        .map(|step| step.trim_end_matches(']'));
    for step in steps.filter(|step| !step.is_empty()) {
        values = values
            .into_iter()
            .flat_map(|value| match (step, value) {
                ("*", Value::Array(all)) => all.iter().collect(),
                ("*", Value::Object(all)) => all.values().collect(),
                (step, Value::Array(all)) => {
                    let one = step.parse::<usize>().ok().and_then(|at| all.get(at));
                    one.into_iter().collect()
                }
                (step, value) => value.get(step).into_iter().collect::<Vec<_>>(),
            })
            .collect();
    }
    (!values.is_empty()).then_some(values)
}

struct Reply {
    code: u16,
    headers: Vec<Value>,
    body: String,
}

impl Reply {
    fn row(self, headers: bool) -> Value {
        if headers {
            json!({ "code": self.code, "headers": self.headers, "body": self.body })
        } else {
            json!({ "code": self.code, "body": self.body })
        }
    }
}

/// `None` for an answer that never came.
async fn done(response: Response, headers: bool) -> Option<Reply> {
    if response.extensions().get::<HangUp>().is_some() {
        return None;
    }
    let code = response.status().as_u16();
    let rows = response.headers().iter().filter(|_| headers);
    let rows = rows
        .map(|(name, value)| json!({ "name": name.as_str(), "value": value.to_str().unwrap_or_default() }))
        .collect();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .ok()?;
    Some(Reply {
        code,
        headers: rows,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn results_are_filled_in_by_path() {
        let made = json!({ "id": "7", "data": [{ "id": "1" }, { "id": "2" }] });
        let results = HashMap::from([("a".to_owned(), Some(made)), ("b".to_owned(), None)]);
        let filled = |text: &str| fill(text, &results);
        assert_eq!(filled("x/{result=a:$.id}?y").unwrap(), "x/7?y");
        assert_eq!(filled("ids={result=a:$.data.*.id}").unwrap(), "ids=1,2");
        assert_eq!(filled("{result=a:$.data[1].id}").unwrap(), "2");
        for broken in [
            "{result=a:$.no}",
            "{result=b:$.id}",
            "{result=a",
            "{result=c:$}",
        ] {
            assert_eq!(filled(broken), None, "{broken}");
        }
    }
}
