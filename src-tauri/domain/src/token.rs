//! An access token that cannot leak by accident.
//!
//! Deliberately missing: `Display`, `Serialize`, `Clone` into a plain string. Whoever needs the
//! bytes says so with [`Token::reveal`], which is easy to search for.

use std::fmt;

use zeroize::Zeroizing;

/// A user or Page access token. Prints as `***`, is zeroed when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Zeroizing<String>);

impl Token {
    /// Takes a token as a person pasted it: surrounding blanks and line breaks, and any inside
    /// (mail programs wrap long lines), are not part of it. `None` when nothing is left.
    pub fn parse(pasted: &str) -> Option<Self> {
        let clean: String = pasted.chars().filter(|c| !c.is_whitespace()).collect();
        let clean = Zeroizing::new(clean);
        (!clean.is_empty()).then_some(Self(clean))
    }

    /// The secret itself, for the one header that needs it and for the keychain.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::Token;

    #[test]
    fn a_token_never_prints_itself() {
        let token = Token::parse(" EAAsecret\n ").unwrap();
        assert_eq!(format!("{token:?}"), "Token(***)");
        assert_eq!(token.reveal(), "EAAsecret");
    }

    #[test]
    fn blanks_are_no_token() {
        assert_eq!(Token::parse(" \r\n\t"), None);
    }
}
