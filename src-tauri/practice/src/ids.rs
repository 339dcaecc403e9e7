//! Ids, shortcodes and tokens in Meta's shapes.
//!
//! Ids are decimal and above 2^53 on purpose: whoever parses them as a floating
//! point number gets a wrong one, here as at Meta.

use crate::clock::Random;

/// What an id names. Ranges do not overlap, so an id tells its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdKind {
    Account,
    Scoped,
    Page,
    User,
    Container,
    Media,
    Comment,
    Photo,
}

impl IdKind {
    fn base(self) -> u64 {
        match self {
            Self::Account => 17_841_400_000_000_000,
            Self::Scoped => 24_841_400_000_000_000,
            Self::Page => 10_294_700_000_000_000,
            Self::User => 10_160_000_000_000_000,
            Self::Container => 17_950_000_000_000_000,
            Self::Media => 18_050_000_000_000_000,
            Self::Comment => 17_870_000_000_000_000,
            Self::Photo => 12_210_000_000_000_000,
        }
    }
}

/// The id of the `sequence`-th thing, spread so that neighbours do not look alike.
pub(crate) fn mint(kind: IdKind, sequence: u64) -> String {
    // The stride shares no factor with the modulus, so a cycle has no repeats.
    let spread = sequence.wrapping_mul(7_919_831_317) % 9_999_999_999_971;
    (kind.base() + spread).to_string()
}

/// Instagram's shortcode: the media id in base 64.
pub(crate) fn shortcode(media_id: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    // Instagram's codes have 11 digits; a fixed high part gives ours the same length.
    let mut rest = media_id.parse::<u128>().unwrap_or_default() * 200;
    let mut digits = Vec::new();
    while rest > 0 {
        let digit = usize::try_from(rest % 64).unwrap_or_default();
        digits.push(DIGITS.get(digit).copied().map_or('A', char::from));
        rest /= 64;
    }
    digits.iter().rev().collect()
}

/// `length` characters of letters and digits.
pub(crate) fn random_text(random: &dyn Random, length: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ZD";
    let mut bytes = vec![0_u8; length];
    random.fill(&mut bytes);
    bytes
        .iter()
        .map(|byte| {
            LETTERS
                .get(usize::from(byte % 64))
                .copied()
                .map_or('Z', char::from)
        })
        .collect()
}

/// What the ledger keeps of a token: never the token itself.
pub(crate) fn token_hash(token: &str) -> String {
    blake3::hash(token.as_bytes()).to_hex().to_string()
}

/// A Page's token, always the same for one user token and Page, as at Meta.
pub(crate) fn page_token(user_token: &str, page: &str) -> String {
    let key = blake3::derive_key("fanfold practice 2026 page token", user_token.as_bytes());
    let hash = blake3::keyed_hash(&key, page.as_bytes()).to_hex();
    format!("EAAP{hash}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_exceed_what_a_double_can_hold_and_never_repeat() {
        let ids: std::collections::HashSet<String> =
            (0..20_000).map(|n| mint(IdKind::Media, n)).collect();
        assert_eq!(ids.len(), 20_000);
        assert!(
            ids.iter()
                .all(|id| id.parse::<u64>().is_ok_and(|n| n > (1 << 53)))
        );
    }

    #[test]
    fn a_shortcode_has_the_length_of_instagrams() {
        let code = shortcode(&mint(IdKind::Media, 5));
        assert_eq!(code.len(), 11);
    }
}
