//! Just enough of the tokens of Rust not to be led astray by comments, strings and characters, for places where facts do not
//! say enough: the arguments of macros and calls.

use text_size::{TextRange, TextSize};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    Word,
    Sign,
    /// A literal; the content if it is a string.
    Literal(Option<&'a str>),
    Comment,
}

/// A token with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind<'a>,
    pub(crate) text: &'a str,
    pub(crate) range: TextRange,
}

/// Reads just enough of the tokens of Rust not to be led astray by comments, strings and characters.
pub(crate) struct Lexer<'a> {
    text: &'a str,
    start: TextSize,
    at: usize,
}

impl<'a> Lexer<'a> {
    /// Reads a text that stands at `start` of its file.
    pub(crate) fn new(text: &'a str, start: TextSize) -> Lexer<'a> {
        Lexer { text, start, at: 0 }
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.text.get(self.at..)?;
        self.at += rest.len() - rest.trim_start().len();
        let rest = &self.text[self.at..];
        let first = rest.chars().next()?;
        let (kind, length) = if rest.starts_with("//") {
            (Kind::Comment, rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            (Kind::Comment, block_comment(rest))
        } else if let Some((content, length)) = string(rest) {
            (Kind::Literal(Some(content)), length)
        } else if first == '\'' {
            quoted(rest)
        } else if first.is_alphanumeric() || first == '_' {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            (Kind::Word, rest.find(|c| !word(c)).unwrap_or(rest.len()))
        } else {
            (Kind::Sign, first.len_utf8())
        };
        let range = TextRange::at(self.start + size(self.at), size(length));
        let text = &rest[..length];
        self.at += length;
        Some(Token { kind, text, range })
    }
}

/// The tokens of a text without its comments.
pub(crate) fn words(text: &str) -> Vec<&str> {
    Lexer::new(text, TextSize::new(0))
        .filter(|token| token.kind != Kind::Comment)
        .map(|token| token.text)
        .collect()
}

/// The length of a block comment; they nest.
fn block_comment(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0usize, 0);
    while at < bytes.len() {
        match &bytes[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The content of a string literal, raw or not, and the length of the literal.
fn string(text: &str) -> Option<(&str, usize)> {
    let prefix = ["", "b", "c", "r", "br", "cr"]
        .into_iter()
        .rev()
        .find(|prefix| {
            let rest = text.strip_prefix(prefix);
            rest.is_some_and(|rest| {
                rest.starts_with('"') || (prefix.ends_with('r') && raw_hashes(rest).is_some())
            })
        })?;
    let rest = &text[prefix.len()..];
    if prefix.ends_with('r') {
        let hashes = raw_hashes(rest)?;
        let end = format!("\"{}", "#".repeat(hashes));
        let content = &rest[hashes + 1..];
        let length = content.find(&end).unwrap_or(content.len());
        let whole = prefix.len() + hashes + 1 + length + end.len();
        return Some((&content[..length], whole.min(text.len())));
    }
    let content = &rest[1..];
    let mut escaped = false;
    for (at, c) in content.char_indices() {
        match c {
            '"' if !escaped => return Some((&content[..at], prefix.len() + 1 + at + 1)),
            _ => escaped = c == '\\' && !escaped,
        }
    }
    Some((content, text.len()))
}

/// How many `#` stand before the quote of a raw string.
fn raw_hashes(rest: &str) -> Option<usize> {
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    rest[hashes..].starts_with('"').then_some(hashes)
}

/// A character, or else a lifetime.
fn quoted<'a>(text: &str) -> (Kind<'a>, usize) {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, c))) => {
            let behind = at + c.len_utf8();
            (
                Kind::Literal(None),
                text[behind..]
                    .find('\'')
                    .map_or(text.len(), |end| behind + end + 1),
            )
        }
        (Some(_), Some((at, '\''))) => (Kind::Literal(None), at + 1),
        _ => (Kind::Sign, 1),
    }
}

fn size(length: usize) -> TextSize {
    TextSize::try_from(length).unwrap_or(TextSize::new(u32::MAX))
}
