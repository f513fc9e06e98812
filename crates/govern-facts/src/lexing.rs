//! Takes files apart that have nothing unusual in them: several times faster than the parser's own lexer, which makes a token
//! of all that there is, with room for errors, and looks at each literal anew.
//!
//! Whatever is not plain makes [`plain`] give up, and the parser's lexer decides: a text is never read in two ways.

use ra_ap_parser::{Edition, LexedStr, SyntaxKind};
use ra_ap_rustc_lexer::{FrontmatterAllowed, LiteralKind, TokenKind, tokenize};

use crate::token::{CommentToken, Token};

/// What a text consists of, besides whitespace.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plain {
    pub(crate) tokens: Vec<Token>,
    pub(crate) comments: Vec<CommentToken>,
}

impl Plain {
    fn push(&mut self, kind: SyntaxKind, start: usize, end: usize) {
        let (start, end) = (start as u32, end as u32);
        match kind {
            SyntaxKind::COMMENT => self.comments.push(CommentToken {
                start,
                end,
                before: self.tokens.len() as u32,
            }),
            kind if kind.is_trivia() => {}
            kind => self.tokens.push(Token { kind, start, end }),
        }
    }
}

/// What the parser's lexer finds in a text that begins at `base`.
pub(crate) fn all(source: &LexedStr<'_>, base: usize) -> Plain {
    let mut plain = Plain {
        tokens: Vec::with_capacity(source.len() * 5 / 8),
        comments: Vec::new(),
    };
    for index in 0..source.len() {
        let (start, end) = (source.text_start(index), source.text_start(index + 1));
        plain.push(source.kind(index), start + base, end + base);
    }
    plain
}

/// What a text from `base` on consists of, if nothing in it is wrong or rare.
pub(crate) fn plain(edition: Edition, text: &str, base: usize) -> Option<Plain> {
    let bytes = text.as_bytes();
    let mut plain = Plain {
        tokens: Vec::with_capacity(bytes.len() / 5),
        comments: Vec::new(),
    };
    // A script, or what cargo calls frontmatter.
    let first = text[base..].trim_start();
    if first.starts_with("---") || (first.starts_with("#!") && !first.starts_with("#![")) {
        return None;
    }
    let mut at = base;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        let start = at;
        match byte {
            b' ' | b'\n' | b'\t' | b'\r' => {
                at += 1;
                continue;
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                at += 1;
                while bytes.get(at).is_some_and(|byte| is_word(*byte)) {
                    at += 1;
                }
                match bytes.get(at) {
                    // The prefix of a literal, or a raw identifier.
                    Some(b'"' | b'\'' | b'#') => at = rare(edition, text, start, &mut plain)?,
                    Some(0x80..) => return None,
                    _ => plain.push(word(&text[start..at], edition), start, at),
                }
            }
            b'/' if next == b'/' => {
                at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
                plain.push(SyntaxKind::COMMENT, start, at);
            }
            b'"' => {
                let end = memchr::memchr3(b'"', b'\\', b'\r', &bytes[at + 1..])? + at + 1;
                if bytes[end] == b'"' {
                    at = end + 1;
                    plain.push(SyntaxKind::STRING, start, at);
                    // A suffix, perhaps.
                    if bytes
                        .get(at)
                        .is_some_and(|byte| is_word(*byte) || *byte >= 0x80)
                    {
                        return None;
                    }
                } else {
                    at = rare(edition, text, start, &mut plain)?;
                }
            }
            b'/' if next == b'*' => at = rare(edition, text, start, &mut plain)?,
            b'0'..=b'9' | b'\'' => at = rare(edition, text, start, &mut plain)?,
            // What a later edition reserves.
            b'#' if matches!(next, b'"' | b'#') => return None,
            _ => {
                at += 1;
                plain.push(punctuation(byte)?, start, at);
            }
        }
    }
    Some(plain)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn word(text: &str, edition: Edition) -> SyntaxKind {
    if text == "_" {
        return SyntaxKind::UNDERSCORE;
    }
    SyntaxKind::from_keyword(text, edition).unwrap_or(SyntaxKind::IDENT)
}

/// Adds a token that the lexer of the compiler finds, and gives its end; none if anything is wrong with it.
fn rare(edition: Edition, text: &str, start: usize, plain: &mut Plain) -> Option<usize> {
    let token = tokenize(&text[start..], FrontmatterAllowed::No).next()?;
    let end = start + token.len as usize;
    let kind = match token.kind {
        TokenKind::BlockComment {
            terminated: true, ..
        } => SyntaxKind::COMMENT,
        TokenKind::Lifetime {
            starts_with_number: false,
        } => SyntaxKind::LIFETIME_IDENT,
        TokenKind::RawIdent => SyntaxKind::IDENT,
        TokenKind::Literal {
            kind: LiteralKind::Int {
                empty_int: false, ..
            },
            ..
        } => SyntaxKind::INT_NUMBER,
        TokenKind::Literal {
            kind:
                LiteralKind::Float {
                    empty_exponent: false,
                    ..
                },
            ..
        } => SyntaxKind::FLOAT_NUMBER,
        TokenKind::Literal { .. } => match LexedStr::single_token(edition, &text[start..end])? {
            (kind, None) => kind,
            _ => return None,
        },
        _ => return None,
    };
    plain.push(kind, start, end);
    Some(end)
}

/// The kind of a character that is a token of its own.
fn punctuation(byte: u8) -> Option<SyntaxKind> {
    Some(match byte {
        b';' => SyntaxKind::SEMICOLON,
        b',' => SyntaxKind::COMMA,
        b'.' => SyntaxKind::DOT,
        b'(' => SyntaxKind::L_PAREN,
        b')' => SyntaxKind::R_PAREN,
        b'{' => SyntaxKind::L_CURLY,
        b'}' => SyntaxKind::R_CURLY,
        b'[' => SyntaxKind::L_BRACK,
        b']' => SyntaxKind::R_BRACK,
        b'@' => SyntaxKind::AT,
        b'#' => SyntaxKind::POUND,
        b'~' => SyntaxKind::TILDE,
        b'?' => SyntaxKind::QUESTION,
        b':' => SyntaxKind::COLON,
        b'$' => SyntaxKind::DOLLAR,
        b'=' => SyntaxKind::EQ,
        b'!' => SyntaxKind::BANG,
        b'<' => SyntaxKind::L_ANGLE,
        b'>' => SyntaxKind::R_ANGLE,
        b'-' => SyntaxKind::MINUS,
        b'&' => SyntaxKind::AMP,
        b'|' => SyntaxKind::PIPE,
        b'+' => SyntaxKind::PLUS,
        b'*' => SyntaxKind::STAR,
        b'/' => SyntaxKind::SLASH,
        b'^' => SyntaxKind::CARET,
        b'%' => SyntaxKind::PERCENT,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::disallowed_methods,
        reason = "a test reads the files of the repository"
    )]

    use std::path::Path;

    use proptest::prelude::*;

    use super::*;

    const EDITIONS: [Edition; 4] = [
        Edition::Edition2015,
        Edition::Edition2018,
        Edition::Edition2021,
        Edition::Edition2024,
    ];

    /// Whether a text is plain; it must be taken apart as the parser's lexer does, then, and have no errors.
    fn is_plain(text: &str, edition: Edition) -> bool {
        let Some(found) = plain(edition, text, 0) else {
            return false;
        };
        let source = LexedStr::new(edition, text);
        assert_eq!(found, all(&source, 0), "{text}");
        assert_eq!(source.errors().next(), None, "{text}");
        true
    }

    #[test]
    fn all_files_of_this_repository_are_read_alike_and_nearly_all_are_plain() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut folders: Vec<_> = ["crates", "cargo-archcheck", "testdata", "sample-service"]
            .map(|folder| root.join(folder))
            .into();
        let (mut files, mut plain) = (0, 0);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() && !path.ends_with("target") {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs")
                    && let Ok(text) = std::fs::read_to_string(path)
                {
                    files += 1;
                    plain += usize::from(is_plain(&text, Edition::Edition2024));
                }
            }
        }
        assert!(files > 500, "{files}");
        assert!(plain * 100 > files * 95, "{plain} of {files}");
    }

    #[test]
    fn what_is_rare_or_wrong_is_left_to_the_parser() {
        let plain = [
            "r#type r\"x\" br#\"a\"b\"# c\"x\" b'x' '\\n' 'a 'static \"a\\tb\" 1.0e3_f64 0x1f 1..2 x.0.1 /* /* */ */ // x",
            "#![allow(x)] #[a] fn f() {}",
            "\r\n\t x",
        ];
        for text in plain {
            assert!(
                EDITIONS.iter().all(|&edition| is_plain(text, edition)),
                "{text}"
            );
        }
        let other = [
            "#!/usr/bin/env run\nfn f() {}",
            "---\n[package]\n---\nfn f() {}",
            "\"open",
            "/* open",
            "'",
            "0x",
            "1e+",
            "\"\\q\"",
            "''",
            "'ab'",
            "é",
            "aé",
            "k#x",
            "z\"x\"",
            "##",
            "\u{b}",
            "`",
        ];
        for text in other {
            for edition in EDITIONS {
                assert_eq!(super::plain(edition, text, 0), None, "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn pieces_of_rust_in_any_order_are_read_alike(
            pieces in proptest::collection::vec(piece(), 0..24),
            edition in 0..EDITIONS.len(),
        ) {
            is_plain(&pieces.concat(), EDITIONS[edition]);
        }

        #[test]
        fn any_text_is_read_alike(text in "[-a-z0-9_rbc#'\"/\\\\*.: \n\r\t!\\[\\]é{}<>=]{0,40}") {
            for edition in EDITIONS {
                is_plain(&text, edition);
            }
        }
    }

    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "fn",
            "async",
            "gen",
            "try",
            "dyn",
            "_",
            "__",
            "x",
            "r",
            "b",
            "br",
            "c",
            "cr",
            "r#",
            "#",
            "##",
            "\"",
            "'",
            "\\",
            "\\\"",
            "'a",
            "'a'",
            "b'a'",
            "'\\u{1f600}'",
            "'\\''",
            "\"s\"",
            "\"\\n\"",
            "r#\"q\"#",
            "0",
            "0b1",
            "0o7",
            "0xf",
            "1_000u8",
            "1.",
            "1.5",
            "1e9",
            "1E-3",
            "2.f",
            ".",
            "..",
            "..=",
            "::",
            ":",
            ";",
            ",",
            "->",
            "=>",
            "<",
            ">",
            "&&",
            "||",
            "/",
            "//",
            "/*",
            "*/",
            "///",
            "//!",
            "\n",
            "\r\n",
            "\r",
            " ",
            "\t",
            "!",
            "#!",
            "#![",
            "[",
            "]",
            "(",
            ")",
            "{",
            "}",
            "$",
            "@",
            "?",
            "~",
            "^",
            "%",
            "é",
            "日",
            "\u{feff}",
            "\u{2028}",
            "\u{b}",
            "\0",
            "`",
            "-",
            "---",
            "k#",
            "z\"",
            "'static",
            "u8",
        ])
    }
}
