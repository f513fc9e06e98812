//! Tests in the arguments of macros that are no Rust, as in `proptest! { #[test] fn f(x in 0..9) { … } }`.
//!
//! The arguments are read as tokens: functions at the outermost level, with the attributes and comments above them.

use text_size::{TextRange, TextSize};

use super::lex::{Kind, Lexer};

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
    let mut lexer = Lexer::new(text, start);
    let mut depth = 0usize;
    let mut head: Option<TextSize> = None;
    let mut attrs = Vec::new();
    let mut after_fn = false;
    while let Some(token) = lexer.next() {
        match token.kind {
            Kind::Comment => head = head.or(Some(token.range.start())),
            Kind::Sign if depth == 0 && token.text == "#" => {
                head = head.or(Some(token.range.start()));
                attrs.push(attribute(&mut lexer));
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

/// The attribute whose `#` was just read.
fn attribute(lexer: &mut Lexer<'_>) -> MacroAttr {
    let mut attr = MacroAttr {
        words: Vec::new(),
        strings: Vec::new(),
    };
    let mut depth = 0usize;
    for token in lexer {
        match token.kind {
            Kind::Comment => continue,
            Kind::Literal(Some(content)) => attr.strings.push((content.to_owned(), token.range)),
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
