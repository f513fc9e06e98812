//! Fingerprints: what of a criterion, a test and a scenario has to stay so that nobody need look again.

use std::fmt::{self, Write as _};

use text_size::TextSize;
use xxhash_rust::xxh3::xxh3_64;

use crate::gherkin::{Examples, KeywordType, Row, Scenario, Step};
use crate::ledger::{Level, Priority};
use crate::rust::lex::{Kind, Lexer, Token};
use crate::rust::{Substance, vain};

/// The fingerprint of what shows that a criterion holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Print {
    /// Of all that counts.
    pub hash: u64,
    /// How many assertions it has that can fail; of a scenario, how many outcomes.
    pub asserts: u32,
}

impl Print {
    /// The fingerprint of a test with what is known about it besides its tokens.
    pub fn weighed(self, substance: Option<&Substance>) -> Print {
        let asserts = match substance.map(Substance::counted) {
            Some(Some(count)) => u32::try_from(count).unwrap_or(u32::MAX),
            // Something in it may be an assertion, whatever it is called.
            Some(None) => self.asserts.max(1),
            None => self.asserts,
        };
        Print { asserts, ..self }
    }
}

/// The fingerprint of a criterion: of its text without regard to white space, its priority and the levels it needs.
pub fn criterion(text: &str, priority: Priority, needs: &[Vec<Level>]) -> u64 {
    let words: Vec<&str> = text.split_whitespace().collect();
    xxh3_64(format!("{words:?} {priority:?} {needs:?}").as_bytes())
}

/// The fingerprint of a test: of its tokens, from its attributes to the end of its body. Comments, the layout, and
/// attributes that link it to criteria do not count.
pub fn test(text: &str, links: &[String]) -> Print {
    // Only what belongs to the test is read: the text may be the rest of a long file.
    let mut tokens = Lexer::new(text, TextSize::new(0)).filter(|token| token.kind != Kind::Comment);
    let mut kept: Vec<Token<'_>> = Vec::new();
    let (mut depth, mut in_function, mut in_body) = (0_usize, false, false);
    while let Some(token) = tokens.next() {
        if depth == 0 && token.text == "#" {
            let attribute = attribute(&mut tokens);
            if !attribute
                .iter()
                .any(|word| links.iter().any(|link| link == word.text))
            {
                kept.push(token);
                kept.extend(attribute);
            }
            continue;
        }
        kept.push(token);
        in_function |= depth == 0 && token.text == "fn";
        match token.text {
            "(" | "[" | "{" => {
                in_body |= depth == 0 && token.text == "{" && in_function;
                depth += 1;
            }
            ")" | "]" | "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 && in_body {
                    break;
                }
            }
            _ => {}
        }
    }
    let texts: Vec<&str> = kept.iter().map(|token| token.text).collect();
    Print {
        hash: xxh3_64(texts.join("\n").as_bytes()),
        asserts: asserts(&kept, text),
    }
}

/// The fingerprint of the tokens of a text, whatever it is; comments and the layout do not count.
pub fn tokens(text: &str) -> u64 {
    let tokens = Lexer::new(text, TextSize::new(0)).filter(|token| token.kind != Kind::Comment);
    let texts: Vec<&str> = tokens.map(|token| token.text).collect();
    xxh3_64(texts.join("\n").as_bytes())
}

/// The tokens of an attribute behind its `#`.
fn attribute<'a>(tokens: &mut impl Iterator<Item = Token<'a>>) -> Vec<Token<'a>> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for token in tokens {
        found.push(token);
        match token.text {
            "[" => depth += 1,
            "]" => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            break;
        }
    }
    found
}

/// How many tokens assert something that can fail: macros and functions whose names begin like that, and what panics on the
/// wrong value.
fn asserts(tokens: &[Token<'_>], text: &str) -> u32 {
    const BEGIN: &[&str] = &[
        "assert",
        "prop_assert",
        "debug_assert",
        "ensure",
        "check",
        "verify",
        "expect",
    ];
    const WORDS: &[&str] = &[
        "unwrap",
        "unwrap_err",
        "panic",
        "unreachable",
        "should_panic",
        "quickcheck",
    ];
    let asserts = |token: &Token<'_>| {
        BEGIN.iter().any(|begin| token.text.starts_with(begin)) || WORDS.contains(&token.text)
    };
    let rows = 1..tokens.len();
    let count = rows
        // The name of the test asserts nothing.
        .filter(|&row| tokens[row - 1].text != "fn" && asserts(&tokens[row]))
        .filter(|&row| !is_vain(&tokens[row..], text))
        .count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether a call of a macro of the standard library, or one that is like it, asserts what holds in any case.
fn is_vain(tokens: &[Token<'_>], text: &str) -> bool {
    let [name, bang, open, ..] = tokens else {
        return false;
    };
    if bang.text != "!" || open.text != "(" {
        return false;
    }
    let mut depth = 0_usize;
    let close = tokens[2..].iter().find(|token| {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    let args = close.and_then(|close| {
        let range = usize::from(open.range.start())..usize::from(close.range.end());
        text.get(range)
    });
    args.is_some_and(|args| vain(name.text.trim_start_matches("prop_"), args).is_some())
}

/// The fingerprint of a scenario: of its steps, those of the backgrounds before it, and the rows of its examples. Its name,
/// tags, comments and the layout do not count.
pub fn scenario(
    backgrounds: &[&[Step]],
    scenario: &Scenario,
    examples: Option<&Examples>,
) -> Print {
    let mut text = String::new();
    let mut outcomes = 0;
    let mut meaning = KeywordType::Unknown;
    for step in backgrounds.iter().copied().flatten().chain(&scenario.steps) {
        // `And` means what stands before it.
        if !matches!(step.keyword_type, KeywordType::Conjunction) {
            meaning = step.keyword_type;
        }
        outcomes += u32::from(matches!(meaning, KeywordType::Outcome));
        shown(&mut text, &meaning);
        text.push(' ');
        list(&mut text, step.text.split_whitespace(), quoted);
        text.push(' ');
        let rows = step.data_table.iter().flat_map(|table| &table.rows);
        list(&mut text, rows, |text, row| list(text, cells(row), quoted));
        text.push(' ');
        let doc = step.doc_string.as_ref();
        shown(&mut text, &doc.map(|doc| (&doc.media_type, &doc.content)));
        text.push('\n');
    }
    for row in examples
        .iter()
        .flat_map(|it| it.header.iter().chain(&it.rows))
    {
        list(&mut text, cells(row), quoted);
        text.push('\n');
    }
    Print {
        hash: xxh3_64(text.as_bytes()),
        asserts: outcomes,
    }
}

fn cells(row: &Row) -> impl Iterator<Item = &str> {
    row.cells.iter().map(|cell| cell.value.as_str())
}

/// Writes something as `{:?}` does.
fn shown(text: &mut String, it: &impl fmt::Debug) {
    // A string takes everything.
    let _ = write!(text, "{it:?}");
}

/// Writes a list as `{:?}` does, without what that costs: there are as many of them as there are steps.
fn list<T>(text: &mut String, items: impl Iterator<Item = T>, write: impl Fn(&mut String, T)) {
    text.push('[');
    for (row, item) in items.enumerate() {
        if row > 0 {
            text.push_str(", ");
        }
        write(text, item);
    }
    text.push(']');
}

/// Writes a text as `{:?}` does.
fn quoted(text: &mut String, it: &str) {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
    if it.bytes().all(is_plain) {
        text.push('"');
        text.push_str(it);
        text.push('"');
    } else {
        shown(text, &it);
    }
}

/// The fingerprint of two things.
pub fn join(a: u64, b: u64) -> u64 {
    xxh3_64(format!("{a:x} {b:x}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Print {
        test(text, &["ac".to_owned()])
    }

    #[test]
    fn lists_are_written_as_the_library_writes_them() {
        for texts in [
            &[][..],
            &["a"],
            &["a b", "", "~ '"],
            &[
                "\"",
                "\\",
                "\n\t\u{7f}\0",
                "ä\u{301}",
                "\u{301}",
                "日本 \u{a0}",
            ],
        ] {
            let mut text = String::new();
            list(&mut text, texts.iter().copied(), quoted);
            assert_eq!(text, format!("{texts:?}"));
            let mut rows = String::new();
            list(
                &mut rows,
                [texts, texts].into_iter(),
                |text, row: &[&str]| {
                    list(text, row.iter().copied(), quoted);
                },
            );
            assert_eq!(rows, format!("{:?}", [texts, texts]));
        }
    }

    #[test]
    fn layout_comments_and_links_do_not_count() {
        let one = of("/// AC: AC-1\n#[test]\nfn a() { assert_eq!(f(1), 2); }\nfn other() {}");
        let same = of(
            "#[cfg_attr(false, ac(\"AC-2\"))]\n#[test]\nfn a() {\n    // why\n    assert_eq!(f(1), 2);\n}",
        );
        assert_eq!(one, same);
        assert_eq!(one.asserts, 1);
        for other in [
            "#[test]\nfn a() { assert_eq!(f(1), 3); }",
            "#[test]\n#[ignore]\nfn a() { assert_eq!(f(1), 2); }",
            "#[test]\nfn b() { assert_eq!(f(1), 2); }",
        ] {
            assert_ne!(of(other).hash, one.hash, "{other}");
        }
    }

    #[test]
    fn assertions_are_counted() {
        assert_eq!(of("#[test] fn asserts() { f(1); }").asserts, 0);
        assert_eq!(
            of("#[test] fn a() { x.unwrap(); prop_assert!(x); \"assert\"; }").asserts,
            2
        );
        assert_eq!(of("#[test] #[should_panic] fn a() { f(1); }").asserts, 1);
        let vain = "#[test] fn a() { assert!(true); prop_assert_eq!(1, 1, \"{}\", f(1)); assert!(x == x) }";
        assert_eq!(of(vain).asserts, 0);
    }

    #[test]
    fn what_a_criterion_says_counts_and_how_it_is_broken_into_lines_does_not() {
        let of = |text: &str, needs: &[Vec<Level>]| criterion(text, Priority::Must, needs);
        assert_eq!(of("a\n  b", &[]), of("a b ", &[]));
        assert_ne!(of("a b", &[]), of("a c", &[]));
        assert_ne!(of("a b", &[]), of("a b", &[vec![Level::Unit]]));
        assert_ne!(of("a b", &[]), criterion("a b", Priority::Should, &[]));
    }
}
