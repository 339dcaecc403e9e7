//! The one way out: a call, its answer, and the one place where an answer becomes a decision.
//!
//! The token travels in a header only, but for the two places where Meta documents no other way (see
//! `login`): a token that inspects itself, and the app's secret of Instagram's exchange. Addresses are never logged, and errors are stripped
//! of theirs, so that no id or parameter leaves through them.

use std::time::Instant;

use fanfold_domain::Token;
use fanfold_domain::answer::{Answer, AnswerShape, Delivery, Refusal, wait_in_header};
use fanfold_domain::catalogue::{Local, refuse, refuse_answer, refuse_local};
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use crate::call::{Call, Door};
use crate::calls::CallRecord;
use crate::client::{Client, Session};
use crate::usage::Usage;

/// What came back, before it is judged.
struct Reply {
    http: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Session {
    /// Sends a call with the account's token, once, and judges the answer.
    pub(crate) async fn send(&self, call: Call) -> Result<Value, Refusal> {
        self.client.call(call, Some(&self.token)).await
    }
}

impl Client {
    /// Sends a call once and judges the answer. `Ok` is JSON of a 2xx answer that names no error.
    pub(crate) async fn call(
        &self,
        mut call: Call,
        bearer: Option<&Token>,
    ) -> Result<Value, Refusal> {
        let options = &self.inner.options;
        // Meta words what a person should read in the request's locale; logging in has its own pages.
        if let (Door::Graph, Some(locale)) = (call.door, &options.locale) {
            call.fields.push(("locale", locale.clone()));
        }
        let url = match call.door {
            Door::Graph => options
                .base
                .graph(options.flavour, &options.version, &call.path),
            Door::Unversioned => options.base.unversioned(options.flavour, &call.path),
            Door::Login => options.base.login(&call.path),
        };
        let request = url.map(|url| {
            let mut request = self
                .inner
                .http
                .request(call.method.clone(), url)
                .timeout(call.timeout.unwrap_or(options.timeouts.call));
            if let Some(token) = bearer {
                request = request.bearer_auth(token.reveal());
            }
            if call.method == Method::POST {
                request.form(&call.fields)
            } else {
                request.query(&call.fields)
            }
        });
        let mut secrets: Vec<&Token> = call.secrets.iter().collect();
        secrets.extend(bearer);
        self.run(call.endpoint, request, &secrets, std::future::pending())
            .await
    }

    /// Sends a request once, judges its answer, and tells whoever wants to know of calls. `secrets`
    /// are masked wherever the answer quotes them; when `too_long` ends first, it is given up.
    pub(crate) async fn run(
        &self,
        endpoint: &'static str,
        request: Option<RequestBuilder>,
        secrets: &[&Token],
        too_long: impl Future<Output = ()>,
    ) -> Result<Value, Refusal> {
        let inner = &self.inner;
        let request_id = (inner.options.request_id)();
        let began = Instant::now();
        let reply = tokio::select! {
            reply = self.exchange(request) => reply,
            () = too_long => Err(refuse_local(Local::TimedOut, Delivery::Unknown, "it stood still")),
        };
        let ms = began.elapsed().as_millis() as u64;
        let (http, bytes, usage) = match &reply {
            Ok(reply) => (
                Some(reply.http),
                reply.body.len() as u64,
                Usage::of(&reply.headers),
            ),
            Err(_) => (None, 0, None),
        };
        let date = reply.as_ref().ok().and_then(date);
        let judged = reply
            .and_then(|reply| judge(&reply))
            .map_err(|refusal| without(secrets, refusal));
        let refusal = judged.as_ref().err();
        // Not a proxy's clock, nor a login page's of the café.
        let own = refusal.is_none_or(|refusal| refusal.answer.shape == AnswerShape::Graph);
        if let Some(date) = date.filter(|_| own) {
            self.dated(&date);
        }
        let record = CallRecord {
            request_id,
            endpoint,
            http: http.or_else(|| refusal.and_then(|refusal| refusal.answer.http)),
            code: refusal.and_then(|refusal| refusal.answer.code),
            subcode: refusal.and_then(|refusal| refusal.answer.subcode),
            trace_id: refusal.and_then(|refusal| refusal.answer.trace_id.clone()),
            ms,
            bytes,
            usage,
        };
        note(&record, refusal);
        inner.calls.called(&record);
        judged
    }

    async fn exchange(&self, request: Option<RequestBuilder>) -> Result<Reply, Refusal> {
        let longest = self.inner.options.longest_answer;
        let Some(request) = request else {
            return Err(refuse_local(
                Local::Unreachable,
                Delivery::NotSent,
                "no address",
            ));
        };
        let mut response = request.send().await.map_err(|error| lost(error, None))?;
        let http = response.status().as_u16();
        let headers = response.headers().clone();
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| lost(error, Some(http)))?
        {
            if body.len() + chunk.len() > longest {
                return Err(too_long(http, longest));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Reply {
            http,
            headers,
            body,
        })
    }
}

fn date(reply: &Reply) -> Option<String> {
    let date = reply.headers.get(reqwest::header::DATE)?;
    date.to_str().ok().map(ToOwned::to_owned)
}

/// A server may quote a secret back, in whatever shape; it stops here.
fn without(secrets: &[&Token], mut refusal: Refusal) -> Refusal {
    // Below six bytes a "token" is a word that may stand in any sentence.
    let secrets: Vec<&str> = secrets
        .iter()
        .map(|secret| secret.reveal())
        .filter(|secret| secret.len() >= 6)
        .collect();
    if secrets.is_empty() {
        return refusal;
    }
    let mask = |text: &mut String| {
        for secret in &secrets {
            if text.contains(secret) {
                *text = text.replace(secret, "***");
            }
        }
    };
    let answer = &mut refusal.answer;
    mask(&mut answer.message);
    for text in [
        &mut answer.kind,
        &mut answer.user_title,
        &mut answer.user_message,
        &mut answer.trace_id,
    ] {
        text.iter_mut().for_each(mask);
    }
    refuse(refusal.answer, refusal.delivery)
}

/// The one place where an answer becomes a decision.
fn judge(reply: &Reply) -> Result<Value, Refusal> {
    if (200..300).contains(&reply.http)
        && let Ok(value) = serde_json::from_slice::<Value>(&reply.body)
        && value.get("error").is_none_or(Value::is_null)
        && value.get("error_type").is_none()
        && value.get("debug_info").is_none()
    {
        return Ok(value);
    }
    let wait = reply
        .headers
        .iter()
        .filter_map(|(name, value)| wait_in_header(name.as_str(), value.to_str().ok()?))
        .max();
    let answer = Answer::parse(Some(reply.http), &reply.body).with_retry_after(wait);
    Err(refuse_answer(answer))
}

/// A 2xx answer that lacks what it must hold.
pub(crate) fn lacks(what: &str) -> Refusal {
    refuse_answer(Answer {
        http: Some(200),
        message: format!("The answer lacks {what}."),
        shape: AnswerShape::Incomplete,
        ..Answer::default()
    })
}

/// No answer, or half of one. Before the connection stood nothing can have been sent.
pub(crate) fn lost(error: reqwest::Error, http: Option<u16>) -> Refusal {
    let error = error.without_url();
    let causes = causes(&error);
    let delivery = if http.is_none() && (error.is_connect() || error.is_builder()) {
        Delivery::NotSent
    } else {
        Delivery::Unknown
    };
    let local = if error.is_dns() {
        Local::NameNotFound
    } else if is_certificate(&causes) {
        Local::Tls
    } else if error.is_timeout() {
        Local::TimedOut
    } else if error.is_connect() {
        Local::Unreachable
    } else {
        Local::Interrupted
    };
    let mut refusal = refuse_local(local, delivery, &causes);
    refusal.answer.http = http;
    refuse(refusal.answer, delivery)
}

pub(crate) fn too_long(http: u16, longest: usize) -> Refusal {
    refuse_answer(Answer {
        http: Some(http),
        message: format!("The answer is longer than {longest} bytes."),
        shape: AnswerShape::Garbled,
        ..Answer::default()
    })
}

fn is_certificate(causes: &str) -> bool {
    let causes = causes.to_lowercase();
    ["certificate", "tls", "handshake", "unknownissuer"]
        .iter()
        .any(|word| causes.contains(word))
}

fn causes(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

fn note(record: &CallRecord, refusal: Option<&Refusal>) {
    let CallRecord {
        request_id,
        endpoint,
        http,
        code,
        subcode,
        trace_id,
        ms,
        bytes,
        ..
    } = record;
    match refusal {
        None => tracing::info!(request_id, endpoint, http, ms, bytes, "call answered"),
        Some(refusal) => tracing::warn!(
            request_id, endpoint, http, code, subcode, trace_id, ms, bytes,
            class = ?refusal.class,
            delivery = ?refusal.delivery,
            technical = %refusal.explanation.technical,
            "call refused"
        ),
    }
}
