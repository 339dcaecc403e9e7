//! Several reads in one request. Facebook login only.
//!
//! Source: Meta, batch requests, 2026-09-11: at most 50, each counts as a call of its own. Only
//! reads: what has an effect is sent singly, so that its answer is its own. Where only fields of
//! several ids are wanted, one read with `ids` is simpler; see `containers`.

use fanfold_domain::Refusal;
use fanfold_domain::account::Flavour;
use fanfold_domain::answer::Answer;
use fanfold_domain::catalogue::refuse_answer;
use serde_json::{Value, json};

use crate::call::Call;
use crate::client::Session;
use crate::transport::lacks;

/// Most reads one request may hold.
const MOST: usize = 50;

/// One read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRead {
    /// Without host, version and query: `1784/content_publishing_limit`.
    pub path: String,
    /// As `fields` takes them.
    pub fields: String,
}

/// What one read gave.
pub type BatchAnswer = Result<Value, Refusal>;

impl Session {
    /// Reads several things, each with its own answer, in the order asked. `None` for Instagram
    /// login, whose host answers a batch with nothing.
    ///
    /// # Errors
    /// When a request as a whole was refused.
    pub async fn read_batch(
        &self,
        reads: &[BatchRead],
    ) -> Result<Option<Vec<BatchAnswer>>, Refusal> {
        if self.flavour() == Flavour::Instagram {
            return Ok(None);
        }
        let mut answers = Vec::with_capacity(reads.len());
        for some in reads.chunks(MOST) {
            let items: Vec<Value> = some
                .iter()
                .map(|read| json!({ "method": "GET", "relative_url": relative(read) }))
                .collect();
            let call = Call::post("batch.read", "")
                .with("batch", Value::Array(items).to_string())
                .with("include_headers", "false");
            let value = self.send(call).await?;
            let rows = value.as_array().map_or(&[][..], Vec::as_slice);
            answers.extend((0..some.len()).map(|at| of_item(rows.get(at))));
        }
        Ok(Some(answers))
    }
}

fn relative(read: &BatchRead) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("fields", &read.fields)
        .finish();
    format!("{}?{query}", read.path)
}

/// Meta leaves `null` for what it did not get to.
fn of_item(item: Option<&Value>) -> BatchAnswer {
    let item = item
        .filter(|item| item.is_object())
        .ok_or_else(|| lacks("one of its parts"))?;
    let http = item
        .get("code")
        .and_then(Value::as_u64)
        .and_then(|code| u16::try_from(code).ok());
    let body = item.get("body").and_then(Value::as_str).unwrap_or_default();
    match serde_json::from_str::<Value>(body) {
        Ok(value)
            if http.is_none_or(|http| (200..300).contains(&http))
                && value.get("error").is_none_or(Value::is_null) =>
        {
            Ok(value)
        }
        _ => Err(refuse_answer(Answer::parse(http, body.as_bytes()))),
    }
}
