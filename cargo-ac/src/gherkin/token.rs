//! What a line is, seen for itself: keywords of the current language, tags, tables, doc strings, comments.

use text_size::TextRange;

use super::ast::{KeywordType, Location};
use super::dialect::Dialect;
use super::grammar::Kind;
use super::line::{Item, Line, is_blank, trim, without_end};

const QUOTES: &str = "\"\"\"";
const BACKTICKS: &str = "```";

/// A line that was recognised, with what its kind says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Eof,
    Empty,
    Comment {
        text: String,
    },
    Tags(Vec<Item>),
    /// `Feature:`, `Rule:`, `Background:`, `Scenario:` or `Examples:`
    Title {
        keyword: &'static str,
        name: String,
        language: &'static str,
    },
    Step {
        keyword: &'static str,
        keyword_type: KeywordType,
        text: String,
    },
    OpenDocString {
        delimiter: &'static str,
        media_type: Option<String>,
    },
    CloseDocString,
    Row(Vec<Item>),
    Language,
    Other {
        text: String,
    },
}

/// A line that has the look of a kind but is wrong in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Malformed {
    Tag(Location, TextRange),
    Language(String),
}

/// Recognises lines. The language and an open doc string change what a line is.
#[derive(Debug)]
pub(super) struct Matcher {
    dialect: &'static Dialect,
    doc_string: Option<OpenDocString>,
}

#[derive(Debug, Clone, Copy)]
struct OpenDocString {
    delimiter: &'static str,
    indent: u32,
}

impl Matcher {
    /// A matcher at the start of a file.
    pub(super) fn new() -> Matcher {
        Matcher {
            dialect: Dialect::english(),
            doc_string: None,
        }
    }

    /// The line as a `kind`, if it is one. `None` as a line is the end of the file.
    ///
    /// A match of a language or of a doc string's delimiter changes what the following lines are.
    pub(super) fn read(
        &mut self,
        kind: Kind,
        line: Option<&Line<'_>>,
    ) -> Result<Option<Token>, Malformed> {
        let Some(line) = line else {
            return Ok((kind == Kind::Eof).then_some(Token::Eof));
        };
        Ok(match kind {
            Kind::Eof => None,
            Kind::Empty => line.trimmed.is_empty().then_some(Token::Empty),
            Kind::Comment => line.trimmed.starts_with('#').then(|| Token::Comment {
                text: without_end(line.text).to_owned(),
            }),
            Kind::TagLine if line.trimmed.starts_with('@') => {
                Some(Token::Tags(line.tags().map_err(|(location, range)| {
                    Malformed::Tag(location, range)
                })?))
            }
            Kind::TagLine => None,
            Kind::FeatureLine => self.title(&self.dialect.feature, line),
            Kind::RuleLine => self.title(&self.dialect.rule, line),
            Kind::BackgroundLine => self.title(&self.dialect.background, line),
            Kind::ScenarioLine => self.title(&self.dialect.scenario, line),
            Kind::ExamplesLine => self.title(&self.dialect.examples, line),
            Kind::StepLine => self.step(line),
            Kind::DocStringSeparator => self.separator(line),
            Kind::TableRow => line
                .trimmed
                .starts_with('|')
                .then(|| Token::Row(line.cells())),
            Kind::Language => match language(line.trimmed) {
                Some(name) => {
                    self.dialect =
                        Dialect::named(name).ok_or_else(|| Malformed::Language(name.to_owned()))?;
                    Some(Token::Language)
                }
                None => None,
            },
            Kind::Other => Some(Token::Other {
                text: self.other(line),
            }),
        })
    }

    /// Whether the line is of that kind, with nothing changed by it. Tags with blanks make no line of tags.
    pub(super) fn title(
        &self,
        keywords: &'static [&'static str],
        line: &Line<'_>,
    ) -> Option<Token> {
        keywords.iter().find_map(|keyword| {
            let name = line.trimmed.strip_prefix(keyword)?.strip_prefix(':')?;
            Some(Token::Title {
                keyword,
                name: trim(name).to_owned(),
                language: self.dialect.name,
            })
        })
    }

    fn step(&self, line: &Line<'_>) -> Option<Token> {
        self.dialect
            .steps
            .iter()
            .find_map(|&(keyword, keyword_type)| {
                let text = line.trimmed.strip_prefix(keyword)?;
                Some(Token::Step {
                    keyword,
                    keyword_type,
                    text: trim(text).to_owned(),
                })
            })
    }

    fn separator(&mut self, line: &Line<'_>) -> Option<Token> {
        if let Some(open) = self.doc_string {
            return line.trimmed.starts_with(open.delimiter).then(|| {
                self.doc_string = None;
                Token::CloseDocString
            });
        }
        let delimiter = [QUOTES, BACKTICKS]
            .into_iter()
            .find(|delimiter| line.trimmed.starts_with(delimiter))?;
        self.doc_string = Some(OpenDocString {
            delimiter,
            indent: line.indent,
        });
        let media_type = trim(&line.trimmed[delimiter.len()..]);
        Some(Token::OpenDocString {
            delimiter,
            media_type: (!media_type.is_empty()).then(|| media_type.to_owned()),
        })
    }

    fn other(&self, line: &Line<'_>) -> String {
        let Some(open) = self.doc_string else {
            return without_end(line.text).to_owned();
        };
        let text = line.without_indent(open.indent);
        let escaped = if open.delimiter == QUOTES {
            "\\\"\\\"\\\""
        } else {
            "\\`\\`\\`"
        };
        without_end(&text.replace(escaped, open.delimiter)).to_owned()
    }
}

/// The name in `# language: name`.
fn language(trimmed: &str) -> Option<&str> {
    let rest = trimmed.strip_prefix('#')?.trim_start_matches(is_blank);
    let rest = rest.strip_prefix("language")?.trim_start_matches(is_blank);
    let name = trim(rest.strip_prefix(':')?);
    let named = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphabetic() || b == b'-' || b == b'_');
    named.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_header_is_one_word_with_blanks_around() {
        assert_eq!(language("# language: fr \r\n"), Some("fr"));
        assert_eq!(language("#language:en-Scouse"), Some("en-Scouse"));
        assert_eq!(language("#  language : em\n"), Some("em"));
        assert_eq!(language("# language: two words"), None);
        assert_eq!(language("# languages: fr"), None);
        assert_eq!(language("# language:"), None);
    }

    #[test]
    fn the_end_of_the_file_is_nothing_else() {
        let mut matcher = Matcher::new();
        assert_eq!(matcher.read(Kind::Empty, None), Ok(None));
        assert_eq!(matcher.read(Kind::Eof, None), Ok(Some(Token::Eof)));
    }
}
