//! Masking what must not leave this computer: by what secrets look like, and by the very secrets that
//! the keychain holds.

use fanfold_domain::Token;
use fanfold_domain::account::Flavour;
use fanfold_domain::catalogue::redact;
use fanfold_store::Account;
use regex::Regex;
use serde_json::{Map, Value};

use crate::Workbench;
use crate::accounts::{Details, Key, PRACTICE};

/// Shorter than this a secret is a word that may stand in any sentence.
const SHORTEST: usize = 6;

/// Takes secrets out of text, and the names of people's accounts.
pub(crate) struct Mask {
    secrets: Vec<Token>,
    /// What is written in the place of a name.
    names: Vec<(Regex, String)>,
}

impl Mask {
    pub(crate) fn of(secrets: Vec<Token>) -> Self {
        let long = |secret: &Token| secret.reveal().len() >= SHORTEST;
        Self {
            secrets: secrets.into_iter().filter(long).collect(),
            names: Vec::new(),
        }
    }

    /// Also takes out what an account is called, by its number in the list.
    fn with_names(mut self, accounts: &[Account]) -> Self {
        let others = accounts.iter().filter(|account| account.id != PRACTICE);
        for (index, account) in others.enumerate() {
            let details = Details::of(account);
            let page = details.page.map(|page| page.name);
            let called = [Some(account.username.clone()), details.name, page];
            let mut names: Vec<String> = called.into_iter().flatten().collect();
            names.push(account.id.clone());
            names.push(account.ig_user_id.clone());
            // The longest first: one may be the beginning of another.
            names.sort_by_key(|name| std::cmp::Reverse(name.len()));
            for name in names.iter().filter(|name| name.len() > 2) {
                let whole = format!(r"(^|[^\w.]){}($|[^\w])", regex::escape(name));
                if let Ok(pattern) = Regex::new(&whole) {
                    let alias = format!("${{1}}account-{}${{2}}", index + 1);
                    self.names.push((pattern, alias));
                }
            }
        }
        self
    }

    pub(crate) fn text(&self, text: &str) -> String {
        let mut masked = text.to_owned();
        for secret in &self.secrets {
            let secret = secret.reveal();
            for form in [secret.to_owned(), in_an_address(secret), in_json(secret)] {
                if masked.contains(&form) {
                    masked = masked.replace(&form, "***");
                }
            }
        }
        for (name, alias) in &self.names {
            // Twice: two names side by side share the letter between them.
            for _ in 0..2 {
                masked = name.replace_all(&masked, alias.as_str()).into_owned();
            }
        }
        redact(&masked)
    }

    /// Every text of a document, names of members included.
    pub(crate) fn value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(&text)),
            Value::Array(all) => all.into_iter().map(|one| self.value(one)).collect(),
            Value::Object(all) => {
                let member = |(name, one): (String, Value)| self.member(&name, one);
                Value::Object(all.into_iter().map(member).collect::<Map<_, _>>())
            }
            other => other,
        }
    }

    /// A member whose name says that it is a secret is one, whatever it looks like.
    fn member(&self, name: &str, value: Value) -> (String, Value) {
        let value = match self.value(value) {
            Value::String(text) => {
                let line = format!("{name}={text}");
                let masked = redact(&line);
                Value::String(if masked == line {
                    text
                } else {
                    "***".to_owned()
                })
            }
            other => other,
        };
        (self.text(name), value)
    }
}

/// As a browser writes it.
fn in_an_address(secret: &str) -> String {
    url::form_urlencoded::byte_serialize(secret.as_bytes()).collect()
}

/// As it stands between the quotation marks of a JSON text.
fn in_json(secret: &str) -> String {
    Value::String(secret.to_owned())
        .to_string()
        .trim_matches('"')
        .to_owned()
}

impl Workbench {
    /// What to mask now. A keychain that does not answer leaves the looks of secrets to go by: what
    /// was logged was masked by value when it was written.
    pub(crate) async fn mask(&self) -> Mask {
        let mut keys = vec![Key::App(Flavour::Facebook), Key::App(Flavour::Instagram)];
        let accounts = self.store.accounts().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the accounts could not be read for masking");
            Vec::new()
        });
        keys.extend(accounts.iter().flat_map(|one| Key::of_account(&one.id)));
        let mut secrets = Vec::new();
        for key in keys {
            match self.secret(&key).await {
                Ok(secret) => secrets.extend(secret),
                Err(error) => {
                    tracing::warn!(%error, "secrets are masked by their looks alone");
                    break;
                }
            }
        }
        Mask::of(secrets).with_names(&accounts)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;

    const BARE: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    fn mask() -> Mask {
        Mask::of(vec![
            Token::parse(BARE).unwrap(),
            Token::parse("123|with+signs").unwrap(),
            Token::parse("ab").unwrap(),
        ])
    }

    #[test]
    fn a_secret_of_no_known_look_is_masked_by_its_value_wherever_it_stands() {
        let texts = [
            format!("the server said {BARE}!"),
            "https://x/?t=123%7Cwith%2Bsigns&u=1".to_owned(),
            "EAABsbCS1iHgBAKZCsecret".to_owned(),
            "code=AQBx9d8f7g6h5j4k".to_owned(),
        ];
        for text in texts {
            let masked = mask().text(&text);
            assert!(masked.contains("***"), "{masked}");
            for part in [BARE, "with%2Bsigns", "EAAB", "AQBx9d"] {
                assert!(!masked.contains(part), "{masked}");
            }
        }
        assert_eq!(mask().text("about tabs"), "about tabs", "no word is lost");
    }

    #[test]
    fn documents_are_masked_down_to_the_last_member() {
        let document = json!({
            "a": [{ "b": format!("x {BARE} y"), "client_secret": "plainword" }],
            "n": 7,
            BARE: null,
        });
        let masked = mask().value(document).to_string();
        assert!(
            !masked.contains(BARE) && !masked.contains("plainword"),
            "{masked}"
        );
        assert!(masked.contains("\"n\":7"));
    }
}
