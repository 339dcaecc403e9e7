//! Which login a pasted token came through, found by asking Meta.
//!
//! Never by its first letters: Meta changes them and its own samples mix them up. They only decide
//! which host is asked first.

use std::sync::Arc;

use fanfold_domain::account::Flavour;
use fanfold_domain::{Class, Refusal, Token};

use crate::endpoints::me::Me;
use crate::{CallLog, Client, ClientError, ClientOptions, Endpoint};

/// A token and the login it belongs to.
#[derive(Debug, Clone)]
pub struct Recognised {
    pub flavour: Flavour,
    /// Facebook login: the person, or the Page of a Page's token.
    pub me: Me,
    /// A client for that flavour, for what comes next.
    pub client: Client,
}

/// Why a token was not recognised.
#[derive(Debug, thiserror::Error)]
pub enum NotRecognised {
    #[error(transparent)]
    Client(#[from] ClientError),
    /// What Meta said, or that nothing was heard of it.
    #[error(transparent)]
    Refused(Box<Refusal>),
}

/// A token as a person pasted it: blanks, line breaks, quotes and a leading `Bearer` are not part
/// of it, nor is the name of the parameter. `None` when nothing is left.
pub fn pasted_token(pasted: &str) -> Option<Token> {
    let quotes = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '<' | '>' | ',' | ';'
            )
            || matches!(c, '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}')
    };
    let mut text = pasted.trim_matches(quotes);
    for before in ["authorization:", "bearer", "oauth", "access_token"] {
        let head = text.get(..before.len()).unwrap_or_default();
        let rest = text.get(before.len()..).unwrap_or_default();
        let ends = rest.is_empty()
            || before.ends_with(':')
            || rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '=' | ':' | '"' | '\''));
        if head.eq_ignore_ascii_case(before) && ends {
            text = rest
                .trim_start_matches(|c: char| quotes(c) || matches!(c, '=' | ':'))
                .trim_end_matches(quotes);
        }
    }
    Token::parse(text)
}

/// Finds out which login a token belongs to, with one call, or two. `options.flavour` does not
/// matter.
///
/// # Errors
/// The refusal that says most: that nothing was heard, or why a host that knows the token does not
/// take it.
pub async fn recognise(
    options: &ClientOptions,
    calls: Arc<dyn CallLog>,
    token: &Token,
) -> Result<Recognised, NotRecognised> {
    let order = order(&options.base, token);
    let mut refused: Option<Refusal> = None;
    for flavour in order {
        let options = ClientOptions {
            flavour,
            ..options.clone()
        };
        let client = Client::new(options, Arc::clone(&calls))?;
        match client.session(token.clone()).me().await {
            Ok(me) => {
                return Ok(Recognised {
                    flavour,
                    me,
                    client,
                });
            }
            // Nobody answered: which flavour it is stays open, and a second host would not help.
            Err(refusal) if refusal.class == Class::Transient => {
                return Err(NotRecognised::Refused(Box::new(refusal)));
            }
            Err(refusal) => {
                refused = Some(match refused {
                    Some(first) if says_more(&first, &refusal) => first,
                    _ => refusal,
                });
            }
        }
    }
    let refusal = refused.unwrap_or_else(|| crate::transport::lacks("a login"));
    Err(NotRecognised::Refused(Box::new(refusal)))
}

/// Behind one address both logins look alike, but only Instagram's knows the fields that
/// Instagram's `me` is asked for.
fn order(base: &Endpoint, token: &Token) -> [Flavour; 2] {
    let facebook = token.reveal().starts_with("EAA") && *base == Endpoint::Meta;
    if facebook {
        [Flavour::Facebook, Flavour::Instagram]
    } else {
        [Flavour::Instagram, Flavour::Facebook]
    }
}

/// A host that names why (expired, checkpointed) knows the token; one that merely cannot read it
/// does not.
fn says_more(one: &Refusal, other: &Refusal) -> bool {
    let weight = |refusal: &Refusal| match refusal.class {
        // Fields of the other flavour: nothing about the token.
        Class::OurFault | Class::Unknown => 0,
        Class::Reconnect if refusal.answer.subcode.is_none() => 1,
        _ => 2,
    };
    weight(one) >= weight(other)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn what_is_around_a_pasted_token_is_not_part_of_it() {
        for pasted in [
            "EAAabc123",
            "  EAAabc123\r\n",
            "\"EAAabc123\"",
            "'EAAabc123',",
            "“EAAabc123”",
            "Bearer EAAabc123",
            "bearer  EAAabc123\n",
            "Authorization: Bearer EAAabc123",
            "access_token=EAAabc123",
            "\"access_token\": \"EAAabc123\"",
            "EAAabc\r\n 123",
            "\u{feff}EAAabc123\u{200b}",
        ] {
            assert_eq!(
                pasted_token(pasted).unwrap().reveal(),
                "EAAabc123",
                "{pasted:?}"
            );
        }
        for pasted in ["", " \n", "\"\"", "Bearer ", "'\u{feff}'"] {
            assert_eq!(pasted_token(pasted), None, "{pasted:?}");
        }
        assert_eq!(
            pasted_token("BearerOfNews").unwrap().reveal(),
            "BearerOfNews"
        );
    }
}
