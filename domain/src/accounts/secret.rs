//! Secrets that are told once, and what is kept of them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::Ids;

/// What every API token begins with, so that people and scanners recognise one.
const TOKEN_PREFIX: &str = "cairn_";
/// No secret of ours is longer, in bytes; a longer one is not looked up.
const MAX_LENGTH: usize = 64;

/// A text that opens a door. `Debug` hides it; [`Secret::expose`] is for the one who may have it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// 32 random bytes in base64url: for sessions and one-time links.
    pub(super) fn plain(ids: &Ids) -> Self {
        Self(URL_SAFE_NO_PAD.encode(ids.secret()))
    }

    /// `cairn_` and 32 random bytes in base64url: for API tokens.
    pub(super) fn token(ids: &Ids) -> Self {
        Self(format!("{TOKEN_PREFIX}{}", URL_SAFE_NO_PAD.encode(ids.secret())))
    }

    /// The text, to be told once.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub(super) fn hash(&self) -> Vec<u8> {
        hash(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}

/// What is kept of a secret that somebody shows; `None` when it cannot be one of ours.
///
/// A fast hash is enough, other than for passwords: nobody tries 2^256 secrets. Looking up by the
/// hash tells an attacker nothing by its time, because they cannot choose the hash.
pub(super) fn hash_shown(shown: &str) -> Option<Vec<u8>> {
    (!shown.is_empty() && shown.len() <= MAX_LENGTH).then(|| hash(shown))
}

fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Clock;

    #[test]
    fn a_secret_is_long_and_hides_from_logs() {
        let ids = Ids::seeded(Clock::system(), 7);
        let (session, token) = (Secret::plain(&ids), Secret::token(&ids));
        assert_eq!(session.expose().len(), 43);
        assert_eq!(token.expose().len(), 49);
        assert!(token.expose().starts_with("cairn_"));
        assert_eq!(format!("{session:?} {token:?}"), "[secret] [secret]");
        assert_eq!(hash_shown(token.expose()), Some(token.hash()));
    }

    #[test]
    fn what_cannot_be_ours_is_not_looked_up() {
        assert_eq!(hash_shown(""), None);
        assert_eq!(hash_shown(&"x".repeat(65)), None);
    }
}
