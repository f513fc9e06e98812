//! The name of a module that cannot be given to another one.

use std::fmt;

use sha2::Digest;
use thiserror::Error;

/// The SHA-256 of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 32]);

/// A text that is no SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a SHA-256 is written as 64 digits and letters from `a` to `f`")]
pub struct InvalidDigest;

impl Sha256 {
    /// That of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// The one that the text is.
    ///
    /// # Errors
    ///
    /// It is not 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, InvalidDigest> {
        let mut bytes = [0; 32];
        if text.len() != 2 * bytes.len() {
            return Err(InvalidDigest);
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = pair
                .iter()
                .try_fold(0, |sum, &digit| Some(sum * 16 + value(digit)?))
                .ok_or(InvalidDigest)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

const fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AC: AC-EDGE-003
    #[test]
    fn a_digest_is_written_in_one_way() {
        let written = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Sha256::of(b"abc").to_string(), written);
        assert_eq!(Sha256::parse(written), Ok(Sha256::of(b"abc")));
        for wrong in [
            "",
            &written[1..],
            &written.to_uppercase(),
            &format!("{}é", &written[2..]),
        ] {
            assert_eq!(Sha256::parse(wrong), Err(InvalidDigest), "{wrong}");
        }
    }
}
