//! Tests in the arguments of macros that are no Rust, as in `proptest! { #[test] fn f(x in 0..9) { … } }`.
//!
//! The arguments are read as tokens: functions at the outermost level, with the attributes and comments above them.

use text_size::{TextRange, TextSize};

/// A function found in the arguments of a macro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MacroFn {
    pub(super) name: String,
    pub(super) name_range: TextRange,
    /// From its first attribute or comment to its name.
    pub(super) head: TextRange,
    /// The paths of its attributes, with the string literals in each.
    pub(super) attrs: Vec<MacroAttr>,
}

/// An attribute of such a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MacroAttr {
    /// All words and signs in it, without strings.
    pub(super) words: Vec<String>,
    /// The strings in it, without their quotes.
    pub(super) strings: Vec<(String, TextRange)>,
}

impl MacroAttr {
    /// The last segment of its path: `test` of `tokio::test`.
    pub(super) fn name(&self) -> &str {
        let path = self
            .words
            .iter()
            .take_while(|word| *word != "(" && *word != "=");
        path.last().map_or("", String::as_str)
    }

    /// Whether the word stands in it and is called there: `ac(…)`.
    pub(super) fn calls(&self, name: &str) -> bool {
        self.words
            .windows(2)
            .any(|pair| pair[0] == name && pair[1] == "(")
    }
}

/// The functions in a text that stands at `start`.
pub(super) fn functions(text: &str, start: TextSize) -> Vec<MacroFn> {
    let mut found = Vec::new();
    let mut lexer = Lexer { text, start, at: 0 };
    let mut depth = 0usize;
    let mut head: Option<TextSize> = None;
    let mut attrs = Vec::new();
    let mut after_fn = false;
    while let Some(token) = lexer.next() {
        match token.kind {
            Kind::Comment => head = head.or(Some(token.range.start())),
            Kind::Sign if depth == 0 && token.text == "#" => {
                head = head.or(Some(token.range.start()));
                attrs.push(lexer.attribute());
            }
            Kind::Sign if matches!(token.text, "(" | "[" | "{") => depth += 1,
            Kind::Sign if matches!(token.text, ")" | "]" | "}") => {
                depth = depth.saturating_sub(1);
                // What stood above belongs to what has just ended.
                if depth == 0 && token.text == "}" {
                    (head, after_fn) = (None, false);
                    attrs.clear();
                }
            }
            Kind::Word if depth == 0 && after_fn => {
                let head = TextRange::new(
                    head.take()
                        .unwrap_or(token.range.start())
                        .min(token.range.start()),
                    token.range.end(),
                );
                let attrs = std::mem::take(&mut attrs);
                found.push(MacroFn {
                    name: token.text.to_owned(),
                    name_range: token.range,
                    head,
                    attrs,
                });
                after_fn = false;
            }
            Kind::Word if depth == 0 => {
                head = head.or(Some(token.range.start()));
                after_fn = token.text == "fn";
            }
            Kind::Word | Kind::Sign | Kind::Literal(_) => {}
        }
    }
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind<'a> {
    Word,
    Sign,
    /// A literal; the content if it is a string.
    Literal(Option<&'a str>),
    Comment,
}

#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    kind: Kind<'a>,
    text: &'a str,
    range: TextRange,
}

/// Reads just enough of the tokens of Rust not to be led astray by comments, strings and characters.
struct Lexer<'a> {
    text: &'a str,
    start: TextSize,
    at: usize,
}

impl<'a> Lexer<'a> {
    /// The attribute whose `#` was just read.
    fn attribute(&mut self) -> MacroAttr {
        let mut attr = MacroAttr {
            words: Vec::new(),
            strings: Vec::new(),
        };
        let mut depth = 0usize;
        while let Some(token) = self.next() {
            match token.kind {
                Kind::Comment => continue,
                Kind::Literal(Some(content)) => {
                    attr.strings.push((content.to_owned(), token.range))
                }
                Kind::Literal(None) => {}
                Kind::Sign if token.text == "!" && depth == 0 => continue,
                Kind::Sign if token.text == "[" => depth += 1,
                Kind::Sign if token.text == "]" => depth = depth.saturating_sub(1),
                Kind::Word | Kind::Sign => attr.words.push(token.text.to_owned()),
            }
            if depth == 0 {
                break;
            }
        }
        attr
    }

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
pub(crate) fn tokens(text: &str) -> Vec<&str> {
    let start = TextSize::new(0);
    let mut lexer = Lexer { text, start, at: 0 };
    std::iter::from_fn(|| lexer.next())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_found_with_what_stands_above_them() {
        let text = r##"
    #![proptest_config(ProptestConfig { cases: 9, ..ProptestConfig::default() })]

    /// Text.
    /// AC: AC-001
    #[test]
    #[cfg_attr(false, ac("AC-002"))]
    fn adds(a in 0..9u8, b in "[a-z}]{2}", c in prop::char::range('{', '\'')) {
        let fn_name = r#"fn "no" {"#; // fn neither
        /* fn /* nor */ this */
        fn inner<'a>(x: &'a str) {}
    }

    fn no_test(x in any::<u8>()) {}
    pub async fn last() {}
"##;
        let found = functions(text, TextSize::new(0));
        let names: Vec<&str> = found
            .iter()
            .map(|function| function.name.as_str())
            .collect();
        assert_eq!(names, ["adds", "no_test", "last"]);
        let adds = &found[0];
        assert_eq!(&text[adds.name_range], "adds");
        assert!(text[adds.head].contains("AC: AC-001"));
        assert_eq!(
            adds.attrs.iter().map(MacroAttr::name).collect::<Vec<_>>(),
            ["proptest_config", "test", "cfg_attr"]
        );
        assert!(adds.attrs[2].calls("ac"));
        assert_eq!(adds.attrs[2].strings[0].0, "AC-002");
        assert!(found[1].attrs.is_empty());
        assert!(text[found[2].head].starts_with("pub async"));
    }

    #[test]
    fn unfinished_text_ends() {
        for text in [
            "#[", "\"", "r#\"", "'", "'\\", "/*", "fn", "b'", "{", "é", "'é", "c\"\\",
        ] {
            functions(text, TextSize::new(0));
        }
    }
}
