//! The secret that fingerprints are made with.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::finding::Mark;
use crate::lang::Note;

/// Fewer characters than this somebody may guess.
const ENOUGH: usize = 16;

/// A secret. Without it nobody can make a fingerprint, and so nobody can guess what stands behind one.
#[derive(Clone)]
pub struct Secret {
    keyed: Hmac<Sha256>,
    is_short: bool,
}

/// What a keyed hash is of. Two kinds never give the same hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    KeyId,
    Row,
    Content,
    Group,
    Finding,
}

impl Of {
    fn label(self) -> &'static [u8] {
        match self {
            Self::KeyId => b"rutinkoll/1/key-id",
            Self::Row => b"rutinkoll/1/row",
            Self::Content => b"rutinkoll/1/content",
            Self::Group => b"rutinkoll/1/group",
            Self::Finding => b"rutinkoll/1/finding",
        }
    }
}

impl Secret {
    /// A secret as it is given: white space at its ends does not count.
    ///
    /// # Errors
    /// Where there is nothing.
    pub fn new(text: &str) -> Result<Self, Note> {
        let text = text.trim().trim_start_matches('\u{feff}');
        if text.is_empty() {
            return Err(Note::new("secret-empty"));
        }
        let keyed = Hmac::new_from_slice(text.as_bytes()).map_err(|_| Note::new("secret-empty"))?;
        Ok(Self { keyed, is_short: text.chars().count() < ENOUGH })
    }

    /// Could it be guessed?
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.is_short
    }

    /// Tells this secret from others without giving it away: 16 hex digits.
    #[must_use]
    pub fn key_id(&self) -> String {
        crate::hex(&self.hash(Of::KeyId, [].into_iter()).0[..8])
    }

    /// The keyed hash of the parts, each with its length before it: no two lists of parts read alike.
    pub(super) fn hash<'p>(&self, of: Of, parts: impl Iterator<Item = &'p [u8]>) -> Mark {
        let mut hash = self.keyed.clone();
        for part in std::iter::once(of.label()).chain(parts) {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let whole = hash.finalize().into_bytes();
        let mut mark = [0; 16];
        mark.copy_from_slice(&whole[..16]);
        Mark(mark)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test says so")]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together_and_kinds_do_not_meet() {
        let secret = Secret::new(" a secret of some length\n").expect("a secret");
        let hash = |of, parts: &[&str]| secret.hash(of, parts.iter().map(|part| part.as_bytes()));
        assert_ne!(hash(Of::Row, &["ab", "c"]), hash(Of::Row, &["a", "bc"]));
        assert_ne!(hash(Of::Row, &["ab"]), hash(Of::Row, &["ab", ""]));
        assert_ne!(hash(Of::Row, &["ab"]), hash(Of::Content, &["ab"]));
        assert_eq!(secret.key_id(), Secret::new("a secret of some length").expect("a secret").key_id());
        assert_ne!(secret.key_id(), Secret::new("another secret of mine").expect("a secret").key_id());
    }

    #[test]
    fn nothing_is_no_secret_and_a_word_is_a_poor_one() {
        assert!(Secret::new(" \n").is_err());
        assert!(Secret::new("hemligt").expect("a secret").is_short());
        assert_eq!(format!("{:?}", Secret::new("hemligt").expect("a secret")), "Secret(…)");
    }
}
