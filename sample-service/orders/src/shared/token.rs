//! A short text that is safe wherever ids travel: in a subject, a key, a file name and a log line.

use std::fmt;

use thiserror::Error;

/// One to 64 ASCII letters, digits, `-` and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(Box<str>);

/// Why a text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidToken {
    /// Nothing in it.
    #[error("it is empty")]
    Empty,
    /// More characters than a token has.
    #[error("it is {length} bytes long, at most {} are allowed", Token::MAX_LENGTH)]
    TooLong {
        /// How many bytes the text has.
        length: usize,
    },
    /// A character that a token does not have.
    #[error("{character:?} at byte {at} is not a letter, digit, `-` or `_`")]
    Character {
        /// The first such character.
        character: char,
        /// Where it is.
        at: usize,
    },
}

impl Token {
    /// The most bytes a token has.
    pub const MAX_LENGTH: usize = 64;

    /// The token that the text is.
    pub fn parse(text: &str) -> Result<Self, InvalidToken> {
        if text.is_empty() {
            return Err(InvalidToken::Empty);
        }
        if text.len() > Self::MAX_LENGTH {
            return Err(InvalidToken::TooLong { length: text.len() });
        }
        match text.char_indices().find(|&(_, c)| !is_allowed(c)) {
            Some((at, character)) => Err(InvalidToken::Character { character, at }),
            None => Ok(Self(text.into())),
        }
    }

    /// The text of it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '-' || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AC: AC-ORD-007
    #[test]
    fn separators_of_subjects_and_wildcards_are_no_part_of_a_token() {
        for (text, character, at) in [
            ("a.b", '.', 1),
            ("*", '*', 0),
            ("o-1 >", ' ', 3),
            ("é", 'é', 0),
        ] {
            assert_eq!(
                Token::parse(text),
                Err(InvalidToken::Character { character, at }),
                "{text}"
            );
        }
    }

    /// AC: AC-ORD-007
    #[test]
    fn a_token_has_one_to_64_bytes() {
        assert_eq!(Token::parse(""), Err(InvalidToken::Empty));
        let longest = "x".repeat(64);
        assert_eq!(Token::parse(&longest).unwrap().as_str(), longest);
        assert_eq!(
            Token::parse(&"x".repeat(65)),
            Err(InvalidToken::TooLong { length: 65 })
        );
    }
}
