//! Languages with statements that end with `;` or with braces, and comments as C++ has them: protobuf and WIT.

use std::ops::Range;

/// A statement.
#[derive(Debug)]
pub(super) struct Statement<'t> {
    /// Names, numbers, texts and signs before its braces.
    pub(super) words: Vec<Word<'t>>,
    /// All of it, with its end.
    pub(super) whole: Range<usize>,
    /// What stands in its braces.
    pub(super) inner: Vec<Statement<'t>>,
}

#[derive(Debug, Clone)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    pub(super) at: Range<usize>,
}

impl Statement<'_> {
    /// Whether it begins with a word.
    pub(super) fn is(&self, word: &str) -> bool {
        self.words.first().is_some_and(|it| it.text == word)
    }

    /// The row of the first word of this text.
    pub(super) fn row(&self, text: &str) -> Option<usize> {
        self.words.iter().position(|it| it.text == text)
    }

    /// Where its first word begins.
    pub(super) fn start(&self) -> Range<usize> {
        self.whole.start..self.whole.start
    }
}

/// The statements of a text.
pub(super) fn statements(text: &str) -> Vec<Statement<'_>> {
    let mut words = words(text).into_iter().peekable();
    block(&mut words)
}

/// Whether two texts say the same, whatever their layout and comments.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    let texts = |text| words(text).into_iter().map(|it| it.text);
    texts(a).eq(texts(b))
}

/// All statements that begin with a word, outer ones first.
pub(super) fn all<'s, 't>(of: &'s [Statement<'t>], word: &str) -> Vec<&'s Statement<'t>> {
    let mut found = Vec::new();
    for statement in of {
        if statement.is(word) {
            found.push(statement);
        }
        found.extend(all(&statement.inner, word));
    }
    found
}

fn block<'t>(words: &mut std::iter::Peekable<std::vec::IntoIter<Word<'t>>>) -> Vec<Statement<'t>> {
    let mut found = Vec::new();
    let mut open: Vec<Word<'t>> = Vec::new();
    // Options in brackets have braces of their own.
    let mut depth = 0usize;
    while let Some(word) = words.next_if(|it| it.text != "}" || depth > 0) {
        let start = open.first().map_or(word.at.start, |it| it.at.start);
        match word.text {
            "[" | "(" => depth += 1,
            "]" | ")" => depth = depth.saturating_sub(1),
            ";" if depth == 0 => {
                found.push(Statement {
                    words: std::mem::take(&mut open),
                    whole: start..word.at.end,
                    inner: Vec::new(),
                });
                continue;
            }
            "{" if depth == 0 => {
                let inner = block(words);
                let close = words.next();
                let mut end = close.map_or(word.at.end, |it| it.at.end);
                // `use types.{order};`
                if let Some(semicolon) = words.next_if(|it| it.text == ";") {
                    end = semicolon.at.end;
                }
                found.push(Statement {
                    words: std::mem::take(&mut open),
                    whole: start..end,
                    inner,
                });
                continue;
            }
            _ => {}
        }
        open.push(word);
    }
    if let (Some(first), Some(last)) = (open.first(), open.last()) {
        found.push(Statement {
            whole: first.at.start..last.at.end,
            words: open,
            inner: Vec::new(),
        });
    }
    found
}

fn words<'t>(text: &'t str) -> Vec<Word<'t>> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '%' | '@' | '/');
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        } else if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            continue;
        } else if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if matches!(first, '"' | '\'') {
            quoted(rest, first)
        } else if is_part(first) {
            let is_comment =
                |at: usize| rest[at..].starts_with("//") || rest[at..].starts_with("/*");
            let ends = |(at, c): (usize, char)| !is_part(c) || is_comment(at);
            let end = rest.char_indices().find(|&it| ends(it));
            end.map_or(rest.len(), |(end, _)| end)
        } else {
            first.len_utf8()
        };
        found.push(Word {
            text: &rest[..length],
            at: at..at + length,
        });
        at += length;
    }
    found
}

/// How long a text in quotes is.
fn quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::{all, statements};

    #[test]
    fn statements_have_words_and_braces() {
        let text = "// a; b {\npackage a.b/*;*/;\nmessage M { string s = 1 [(x) = { y: \"}\" }]; \
                    oneof o { int32 i = 2; } }\nuse types.{order};\nenum E { A, B }";
        let found = statements(text);
        let firsts: Vec<&str> = found.iter().map(|it| it.words[0].text).collect();
        assert_eq!(firsts, ["package", "message", "use", "enum"]);
        assert_eq!(&text[found[0].whole.clone()], "package a.b/*;*/;");
        assert_eq!(&text[found[2].whole.clone()], "use types.{order};");
        assert_eq!(found[1].inner.len(), 2);
        assert_eq!(
            &text[found[1].inner[0].whole.clone()],
            "string s = 1 [(x) = { y: \"}\" }];"
        );
        assert_eq!(all(&found, "int32").len(), 1);
        assert_eq!(found[3].inner[0].words.len(), 3);
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text() {
        for text in ["a", "a {", "a { b", "a \"b", "a [b", "/* a", "}"] {
            assert!(statements(text).len() <= 1, "{text}");
        }
    }
}
