//! What a token says of itself: `debug_token`, Facebook login only.
//!
//! A person who administers the app may inspect their own token with that token, without the app's
//! secret (Meta, `debug_token`, 2026-09-11). For Instagram login nothing is documented; there a
//! read of `me` shows whether the token still works.

use fanfold_domain::answer::Answer;
use fanfold_domain::catalogue::refuse_answer;
use fanfold_domain::{Refusal, Token};
use jiff::Timestamp;
use serde_json::Value;

use crate::call::Call;
use crate::client::Session;
use crate::endpoints::read::{flat, text, words};
use crate::transport::lacks;

/// Whose token it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind {
    User,
    Page,
    App,
    SystemUser,
    Other(String),
}

/// A moment of a token's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    At(Timestamp),
    /// Meta says 0.
    Never,
    /// Meta says nothing.
    NotSaid,
}

/// One permission and what it was given for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeTargets {
    pub scope: String,
    /// Ids of Pages and accounts; `None` means all of them, not none.
    pub targets: Option<Vec<String>>,
}

/// What Meta knows of a token. Every part may be missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspection {
    pub valid: bool,
    pub kind: Option<TokenKind>,
    pub app_id: Option<String>,
    /// The app's name.
    pub application: Option<String>,
    pub user_id: Option<String>,
    /// The Page of a Page's token.
    pub profile_id: Option<String>,
    pub issued: Moment,
    pub expires: Moment,
    /// Data permissions lapse then, 90 days after the person's last visit, although the token
    /// still counts as valid.
    pub data_access_ends: Moment,
    pub scopes: Vec<String>,
    pub granular: Vec<ScopeTargets>,
    /// How it was made (`rerequest`, …), where Meta says so.
    pub auth_type: Option<String>,
    /// Why it is not valid, in the catalogue's words.
    pub refusal: Option<Refusal>,
}

impl Session {
    /// The session's own token, inspected with itself.
    pub async fn inspect(&self) -> Result<Inspection, Refusal> {
        self.inspect_other(&self.token).await
    }

    /// Another token (a Page's), inspected with the session's.
    pub async fn inspect_other(&self, token: &Token) -> Result<Inspection, Refusal> {
        let call = Call::get("login.inspect", "debug_token").with_secret("input_token", token);
        let value = self.send(call).await?;
        let row = flat(&value);
        let valid = row.get("is_valid").and_then(Value::as_bool);
        let refusal = row.get("error").is_some_and(Value::is_object).then(|| {
            let error = serde_json::json!({ "error": row.get("error") }).to_string();
            refuse_answer(Answer::parse(None, error.as_bytes()))
        });
        Ok(Inspection {
            valid: valid.ok_or_else(|| lacks("whether the token is valid"))?,
            kind: text(row, "type").map(kind),
            app_id: text(row, "app_id"),
            application: text(row, "application"),
            user_id: text(row, "user_id"),
            profile_id: text(row, "profile_id"),
            issued: moment(row, "issued_at"),
            expires: moment(row, "expires_at"),
            data_access_ends: moment(row, "data_access_expires_at"),
            scopes: words(row, "scopes").unwrap_or_default(),
            granular: granular(row),
            auth_type: row.get("metadata").and_then(|meta| text(meta, "auth_type")),
            refusal,
        })
    }
}

fn kind(word: String) -> TokenKind {
    match word.to_ascii_uppercase().as_str() {
        "USER" => TokenKind::User,
        "PAGE" => TokenKind::Page,
        "APP" => TokenKind::App,
        "SYSTEM_USER" => TokenKind::SystemUser,
        _ => TokenKind::Other(word),
    }
}

fn moment(row: &Value, key: &str) -> Moment {
    let seconds = text(row, key).and_then(|digits| digits.parse::<i64>().ok());
    match seconds {
        None => Moment::NotSaid,
        Some(0) => Moment::Never,
        Some(seconds) => Timestamp::from_second(seconds).map_or(Moment::NotSaid, Moment::At),
    }
}

fn granular(row: &Value) -> Vec<ScopeTargets> {
    let rows = row.get("granular_scopes").and_then(Value::as_array);
    rows.into_iter()
        .flatten()
        .filter_map(|row| {
            Some(ScopeTargets {
                scope: text(row, "scope")?,
                targets: words(row, "target_ids"),
            })
        })
        .collect()
}
