//! The address of the page on which a person says yes. Pure: nothing is fetched.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fanfold_domain::account::Flavour;
use sha2::{Digest, Sha256};
use url::Url;

use super::{Attempt, MetaApp};
use crate::Client;

/// What the page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ask {
    /// Whatever the person has not answered yet.
    #[default]
    First,
    /// Also what was declined before (Facebook: `auth_type=rerequest`).
    Again,
    /// Sign in anew even when signed in: data access lapses after 90 days (Facebook:
    /// `auth_type=reauthorize`; Instagram: `force_reauth=true`).
    SignInAnew,
}

/// What the address is made of.
#[derive(Debug, Clone, Copy)]
pub struct Authorize<'a> {
    pub app: &'a MetaApp,
    pub attempt: &'a Attempt,
    /// Permissions by the flavour's own names; see [`super::scopes()`].
    pub scopes: &'a [&'a str],
    pub ask: Ask,
    /// Facebook login: a token in the fragment instead of a code, for an app without its secret.
    /// Such a token lives an hour or two.
    pub token_at_once: bool,
    /// "Facebook Login for Business": the configuration that stands in for the scopes.
    pub config_id: Option<&'a str>,
}

impl<'a> Authorize<'a> {
    pub fn new(app: &'a MetaApp, attempt: &'a Attempt, scopes: &'a [&'a str]) -> Self {
        Self {
            app,
            attempt,
            scopes,
            ask: Ask::First,
            token_at_once: false,
            config_id: None,
        }
    }
}

impl Client {
    /// The page on which a person says yes. Holds no secret: PKCE shows its verifier only later.
    pub fn authorize_address(&self, what: &Authorize<'_>) -> Option<Url> {
        let options = &self.inner.options;
        let mut url = options.base.authorize(options.flavour, &options.version)?;
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("client_id", &what.app.id)
                .append_pair("redirect_uri", &what.app.redirect_uri);
            let token = what.token_at_once && options.flavour == Flavour::Facebook;
            query.append_pair("response_type", if token { "token" } else { "code" });
            match what
                .config_id
                .filter(|_| options.flavour == Flavour::Facebook)
            {
                Some(config) => query.append_pair("config_id", config),
                None => query.append_pair("scope", &what.scopes.join(",")),
            };
            query.append_pair("state", &what.attempt.state);
            if let Some(verifier) = what.attempt.verifier.as_ref().filter(|_| !token) {
                query
                    .append_pair("code_challenge", &challenge(verifier.reveal()))
                    .append_pair("code_challenge_method", "S256");
            }
            match (options.flavour, what.ask) {
                (_, Ask::First) => {}
                (Flavour::Facebook, Ask::Again) => {
                    query.append_pair("auth_type", "rerequest");
                }
                (Flavour::Facebook, Ask::SignInAnew) => {
                    query.append_pair("auth_type", "reauthorize");
                }
                (Flavour::Instagram, _) => {
                    query.append_pair("force_reauth", "true");
                }
            }
        }
        Some(url)
    }
}

/// RFC 7636, S256.
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
