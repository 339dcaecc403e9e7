//! Codes into tokens, short tokens into long ones, long ones refreshed, and the way back.

use fanfold_domain::account::Flavour;
use fanfold_domain::answer::{Answer, AnswerShape, Delivery};
use fanfold_domain::catalogue::refuse;
use fanfold_domain::{Refusal, Token};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{Attempt, MetaApp};
use crate::call::{Call, Door};
use crate::client::{Client, Session};
use crate::endpoints::read::{count, flat, text, words};
use crate::transport::lacks;

/// An Instagram token is refreshed no earlier than this after it was made (Meta,
/// `refresh_access_token`, 2026-09-11).
const LEAST_AGE: SignedDuration = SignedDuration::from_hours(24);

/// A token, and what was said with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub token: Token,
    /// Seconds from now. `None`: not said, or no end.
    pub expires_in: Option<u64>,
    /// Instagram login: the account it is for.
    pub user_id: Option<String>,
    /// Instagram login: what was granted, where it is said.
    pub permissions: Option<Vec<String>>,
}

/// Whether a token can be refreshed without the app's secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refreshable {
    Now,
    /// Too young.
    From(Timestamp),
    /// Expired: only signing in again helps.
    TooLate,
    /// `instagram_business_basic` is not granted.
    NotPermitted,
    /// Facebook login has no such call; a Page's token needs none.
    NoSuchCall,
}

/// Whether a token can be refreshed now. `granted` is `None` where nobody knows; then it is tried.
pub fn refreshable(
    flavour: Flavour,
    issued: Option<Timestamp>,
    expires: Option<Timestamp>,
    granted: Option<&[String]>,
    now: Timestamp,
) -> Refreshable {
    if flavour == Flavour::Facebook {
        return Refreshable::NoSuchCall;
    }
    if expires.is_some_and(|expires| expires <= now) {
        return Refreshable::TooLate;
    }
    let basic = |name: &String| super::current_name(name) == "instagram_business_basic";
    if granted.is_some_and(|granted| !granted.iter().any(basic)) {
        return Refreshable::NotPermitted;
    }
    match issued.and_then(|issued| issued.checked_add(LEAST_AGE).ok()) {
        Some(from) if from > now => Refreshable::From(from),
        _ => Refreshable::Now,
    }
}

impl Client {
    /// Changes a login code into a token. Sent once: a code works once. Instagram answers with a
    /// token for an hour, Facebook with one for an hour or two, or for 60 days.
    pub async fn exchange_code(
        &self,
        app: &MetaApp,
        code: &Token,
        attempt: &Attempt,
    ) -> Result<Grant, Refusal> {
        let call = match self.flavour() {
            Flavour::Facebook => Call::post("login.exchange_code", "oauth/access_token"),
            Flavour::Instagram => Call::post("login.exchange_code", "oauth/access_token")
                .at(Door::Login)
                .with("grant_type", "authorization_code"),
        };
        let mut call = call
            .with("client_id", &app.id)
            .with("redirect_uri", &app.redirect_uri)
            .with_secret("code", code);
        if let Some(secret) = &app.secret {
            call = call.with_secret("client_secret", secret);
        }
        if let Some(verifier) = &attempt.verifier {
            call = call.with_secret("code_verifier", verifier);
        }
        grant(&self.call(call, None).await.map_err(as_login)?)
    }

    /// Changes a short token into one for 60 days; needs the app's secret. An expired token cannot
    /// be exchanged.
    pub async fn lengthen(
        &self,
        app_id: &str,
        app_secret: &Token,
        short: &Token,
    ) -> Result<Grant, Refusal> {
        let (call, bearer) = match self.flavour() {
            Flavour::Facebook => (
                Call::post("login.lengthen", "oauth/access_token")
                    .with("grant_type", "fb_exchange_token")
                    .with("client_id", app_id)
                    .with_secret("client_secret", app_secret)
                    .with_secret("fb_exchange_token", short),
                None,
            ),
            Flavour::Instagram => (
                Call::get("login.lengthen", "access_token")
                    .at(Door::Unversioned)
                    .with("grant_type", "ig_exchange_token")
                    .with_secret("client_secret", app_secret),
                Some(short),
            ),
        };
        grant(&self.call(call, bearer).await.map_err(as_login)?)
    }
}

impl Session {
    /// Sixty more days from now, without any secret. Instagram login only: `None` for Facebook
    /// login, which has no such call. See [`refreshable`] for when it is taken.
    pub async fn refresh(&self) -> Result<Option<Grant>, Refusal> {
        if self.flavour() == Flavour::Facebook {
            return Ok(None);
        }
        let call = Call::get("login.refresh", "refresh_access_token")
            .at(Door::Unversioned)
            .with("grant_type", "ig_refresh_token");
        grant(&self.send(call).await?).map(Some)
    }
}

/// Facebook refuses a sign-in in the envelope and with the codes of everything else (100, 101, and 1
/// for a wrong secret); what it is about are its words. Limits and servers in trouble stay what they
/// are.
fn as_login(refusal: Refusal) -> Refusal {
    let of_codes = refusal.answer.shape == AnswerShape::Graph
        && refusal.delivery == Delivery::Answered
        && refusal.answer.is_transient != Some(true)
        && matches!(refusal.answer.code, Some(1 | 100 | 101 | 191));
    // The proof that an app may demand has words of its own.
    if !of_codes || refusal.answer.message.contains("appsecret_proof") {
        return refusal;
    }
    let answer = Answer {
        shape: AnswerShape::Login,
        ..refusal.answer
    };
    refuse(answer, refusal.delivery)
}

fn grant(value: &Value) -> Result<Grant, Refusal> {
    let row = flat(value);
    let token = row
        .get("access_token")
        .and_then(Value::as_str)
        .and_then(Token::parse)
        .ok_or_else(|| lacks("a token"))?;
    Ok(Grant {
        token,
        expires_in: count(row, "expires_in").filter(|seconds| *seconds > 0),
        user_id: text(row, "user_id"),
        permissions: words(row, "permissions"),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_token_is_refreshed_after_a_day_and_before_its_end() {
        let issued = at("2026-11-01T00:00:00Z");
        let expires = at("2026-12-31T00:00:00Z");
        let stand = |flavour, granted: Option<&[String]>, now: &str| {
            refreshable(flavour, Some(issued), Some(expires), granted, at(now))
        };
        let instagram = Flavour::Instagram;
        assert_eq!(
            stand(instagram, None, "2026-11-01T23:59:59Z"),
            Refreshable::From(at("2026-11-02T00:00:00Z"))
        );
        assert_eq!(
            stand(instagram, None, "2026-11-02T00:00:00Z"),
            Refreshable::Now
        );
        assert_eq!(
            stand(instagram, None, "2026-12-31T00:00:00Z"),
            Refreshable::TooLate
        );
        let only_publish = ["instagram_business_content_publish".to_owned()];
        assert_eq!(
            stand(instagram, Some(&only_publish), "2026-11-03T00:00:00Z"),
            Refreshable::NotPermitted
        );
        let old_name = ["business_basic".to_owned()];
        assert_eq!(
            stand(instagram, Some(&old_name), "2026-11-03T00:00:00Z"),
            Refreshable::Now
        );
        assert_eq!(
            stand(Flavour::Facebook, None, "2026-11-03T00:00:00Z"),
            Refreshable::NoSuchCall
        );
    }
}
