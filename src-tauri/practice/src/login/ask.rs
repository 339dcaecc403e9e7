//! What an app asks of the person, read from the address of a consent page.

use serde_json::Value;
use url::{Host, Url};

use crate::auth::{known_scopes, scope};
use crate::params::Params;
use crate::state::{Flavour, State};

/// One request to sign in, checked.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub(super) flavour: Flavour,
    pub(super) redirect_uri: String,
    pub(super) state: Option<String>,
    pub(super) scopes: Vec<String>,
    pub(super) challenge: Option<String>,
    /// `response_type=token`: the token comes at once, in the fragment (Facebook only).
    pub(super) at_once: bool,
}

impl Ask {
    /// Reads the query of an authorize address. An error is a sentence for a page: at Meta such
    /// mistakes never reach the redirect address.
    pub(super) fn read(flavour: Flavour, query: &str, known: &State) -> Result<Self, String> {
        let mut params = Params::default();
        params.add_urlencoded(query.as_bytes());
        let app = params.text("client_id").unwrap_or_default();
        if known.app(flavour).is_none_or(|own| own.id != app) {
            return Err(match flavour {
                Flavour::Facebook => {
                    "Invalid App ID: The provided app ID does not look like a valid app ID."
                }
                Flavour::Instagram => "Invalid Request: Invalid platform app.",
            }
            .to_owned());
        }
        let redirect_uri = params.text("redirect_uri").unwrap_or_default();
        check_redirect(&redirect_uri, &known.settings.redirect_uris)?;
        let kind = params.text("response_type");
        let at_once = match (flavour, kind.as_deref()) {
            (_, Some("code")) | (Flavour::Facebook, None) => false,
            (Flavour::Facebook, Some("token")) => true,
            _ => return Err("Invalid Request: response_type must be code.".to_owned()),
        };
        Ok(Self {
            flavour,
            redirect_uri,
            state: params.text("state"),
            scopes: scopes(flavour, &params)?,
            challenge: challenge(&params)?,
            at_once,
        })
    }

    /// The permission without which nothing works; it cannot be declined on its own.
    pub(super) fn needed(&self) -> &'static str {
        scope(crate::auth::Leave::Basic, self.flavour).unwrap_or_default()
    }
}

/// `https` anywhere; plain `http` on this machine only, any port and path (Meta, manual flow:
/// development mode). Schemes of an app's own are refused. A list, where there is one, is exact.
fn check_redirect(address: &str, listed: &[String]) -> Result<(), String> {
    let url = Url::parse(address).ok();
    let fits = url.as_ref().is_some_and(|url| match url.scheme() {
        "https" => url.has_host(),
        "http" => match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        },
        _ => false,
    });
    let listed = listed.is_empty() || listed.iter().any(|one| one == address);
    let fragment = url.is_some_and(|url| url.fragment().is_some());
    if fits && listed && !fragment {
        return Ok(());
    }
    Err("URL Blocked: This redirect failed because the redirect URI is not among the app's Valid OAuth Redirect URIs. It must be the very same text, over https, or over http on localhost.".to_owned())
}

/// Comma or space, as both are in use. Old and foreign names are refused by name.
fn scopes(flavour: Flavour, params: &Params) -> Result<Vec<String>, String> {
    let text = params.text("scope").unwrap_or_default();
    let mut scopes: Vec<String> = Vec::new();
    for name in text.split([',', ' ']).filter(|name| !name.is_empty()) {
        if !known_scopes(flavour).contains(&name) {
            return Err(format!(
                "Invalid Scopes: {name}. This message is only shown to developers."
            ));
        }
        if !scopes.iter().any(|known| known == name) {
            scopes.push(name.to_owned());
        }
    }
    if scopes.is_empty() {
        // Facebook Login for Business names a configuration instead of permissions.
        return match (flavour, params.has("config_id")) {
            (Flavour::Facebook, true) => Ok(crate::auth::all_scopes(flavour)),
            (Flavour::Facebook, false) => Ok(vec!["public_profile".to_owned()]),
            (Flavour::Instagram, _) => Err("Invalid Request: scope is missing.".to_owned()),
        };
    }
    Ok(scopes)
}

fn challenge(params: &Params) -> Result<Option<String>, String> {
    let method = params.text("code_challenge_method");
    match params.text("code_challenge") {
        None => Ok(None),
        Some(challenge) if method.as_deref() == Some("S256") && challenge.len() == 43 => {
            Ok(Some(challenge))
        }
        Some(_) => Err("Invalid Request: code_challenge must be 43 characters of S256.".to_owned()),
    }
}

/// An address with parameters added to its query and a fragment of Meta's.
pub(super) fn back(address: &str, added: &[(&str, &str)], fragment: &str) -> String {
    let Ok(mut url) = Url::parse(address) else {
        return address.to_owned();
    };
    if !added.is_empty() {
        url.query_pairs_mut().extend_pairs(added);
    }
    url.set_fragment(Some(fragment));
    url.to_string()
}

/// The parameters for the request log.
pub(super) fn logged(query: &str) -> Value {
    let mut params = Params::default();
    params.add_urlencoded(query.as_bytes());
    params.masked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_secure_addresses_and_this_machine_are_sent_back_to() {
        for good in [
            "https://example.com/done",
            "http://localhost:1/x",
            "http://127.0.0.1:65535/",
            "http://[::1]:9/a?b=c",
        ] {
            assert!(check_redirect(good, &[]).is_ok(), "{good}");
        }
        for bad in [
            "http://example.com/",
            "http://localhost.example.com/",
            "fanfold://done",
            "https://example.com/#part",
            "javascript:alert(1)",
            "",
        ] {
            assert!(check_redirect(bad, &[]).is_err(), "{bad}");
        }
        let list = ["https://example.com/done/".to_owned()];
        assert!(check_redirect("https://example.com/done", &list).is_err());
        assert!(check_redirect("https://example.com/done/", &list).is_ok());
    }

    #[test]
    fn what_comes_back_is_added_to_the_addresss_own_query() {
        let address = back("http://localhost:1/a?b=c", &[("code", "x&y")], "_");
        assert_eq!(address, "http://localhost:1/a?b=c&code=x%26y#_");
    }
}
