//! Walks the lines of a file through the grammar.

use text_size::{TextRange, TextSize};

use super::ast::{Document, Location};
use super::build::Builder;
use super::error::{ErrorKind, ParseError};
use super::grammar::{At, Kind};
use super::line::{Line, trim};
use super::token::{Malformed, Matcher, Token};

/// The official parser gives up at this many mistakes, and so do we: what follows them is seldom meant.
const MAX_ERRORS: usize = 11;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The tree. If there are errors, lines that did not fit are left out of it, and after the eleventh nothing follows.
    pub document: Document,
    /// The mistakes, in the order in which they were found.
    pub errors: Vec<ParseError>,
}

/// Reads a feature file. A byte order mark at its start is skipped and has no column.
///
/// Places are counted in 32 bits: what lies beyond 4 GiB has none that is right.
pub fn parse(text: &str) -> Parsed {
    let mut parser = Parser {
        lines: Lines::new(text),
        end: TextSize::try_from(text.len()).unwrap_or(TextSize::new(u32::MAX)),
        matcher: Matcher::new(),
        builder: Builder::default(),
        errors: Vec::new(),
    };
    // Whether or not it gave up, what is open is closed, so that the tree has all that was read.
    let _ = parser.run();
    Parsed {
        document: parser.builder.finish(),
        errors: parser.errors,
    }
}

/// There were too many mistakes.
struct GaveUp;

struct Parser<'a> {
    lines: Lines<'a>,
    end: TextSize,
    matcher: Matcher,
    builder: Builder,
    errors: Vec<ParseError>,
}

impl Parser<'_> {
    fn run(&mut self) -> Result<(), GaveUp> {
        let mut at = At::Start;
        loop {
            let line = self.lines.next();
            at = self.read(at, line.as_ref())?;
            if line.is_none() {
                return Ok(());
            }
        }
    }

    /// Takes one line, or the end of the file, and says where that leads.
    fn read(&mut self, at: At, line: Option<&Line<'_>>) -> Result<At, GaveUp> {
        for &kind in at.expected() {
            match self.matcher.read(kind, line) {
                Ok(None) => {}
                Err(malformed) => self.report_malformed(malformed, line)?,
                Ok(Some(token)) => {
                    let tags = if kind == Kind::TagLine {
                        self.owner_of_tags(at)?
                    } else {
                        at
                    };
                    let next = at.after(kind, tags);
                    self.build(next, kind, token, line);
                    for error in self.builder.take_uneven() {
                        self.report(error)?;
                    }
                    return Ok(next);
                }
            }
        }
        let expected = at.expected();
        self.report(match line {
            Some(line) => ParseError {
                location: line.location(),
                range: line.range(),
                kind: ErrorKind::UnexpectedLine {
                    expected,
                    got: trim(line.trimmed).to_owned(),
                },
            },
            None => ParseError {
                location: Location {
                    line: self.lines.number,
                    column: 0,
                },
                range: TextRange::empty(self.end),
                kind: ErrorKind::UnexpectedEnd { expected },
            },
        })?;
        Ok(at)
    }

    fn build(&mut self, next: At, kind: Kind, token: Token, line: Option<&Line<'_>>) {
        let Some(line) = line else {
            return self.builder.close_all();
        };
        match token {
            Token::Eof | Token::Empty | Token::Language => {}
            Token::Comment { text } => self.builder.comment(line, text),
            Token::Tags(items) => self.builder.tags(next, items),
            Token::Title {
                keyword,
                name,
                language,
            } => self.builder.title(kind, line, keyword, name, language),
            Token::Step {
                keyword,
                keyword_type,
                text,
            } => self.builder.step(line, keyword, keyword_type, text),
            Token::OpenDocString {
                delimiter,
                media_type,
            } => self.builder.open_doc_string(line, delimiter, media_type),
            Token::CloseDocString => self.builder.close_doc_string(line),
            Token::Row(cells) => self.builder.row(line, cells),
            Token::Other { text } => self.builder.text(text),
        }
    }

    /// To what a line of tags belongs: the title that follows the tags decides.
    fn owner_of_tags(&mut self, at: At) -> Result<At, GaveUp> {
        let mut owner = at;
        for &candidate in at.taggable() {
            owner = candidate;
            let title = match candidate {
                At::ExamplesTags => Kind::ExamplesLine,
                At::ScenarioTags => Kind::ScenarioLine,
                _ => break,
            };
            if candidate == at || self.leads_to(title)? {
                break;
            }
        }
        Ok(owner)
    }

    /// Whether nothing but blank lines, comments and tags stands before a line of that kind.
    fn leads_to(&mut self, title: Kind) -> Result<bool, GaveUp> {
        for line in self.lines.clone() {
            let mut passed = false;
            for kind in [title, Kind::Empty, Kind::Comment, Kind::TagLine] {
                match self.matcher.read(kind, Some(&line)) {
                    Ok(Some(_)) if kind == title => return Ok(true),
                    Ok(Some(_)) => passed = true,
                    Ok(None) => {}
                    Err(malformed) => self.report_malformed(malformed, Some(&line))?,
                }
                if passed {
                    break;
                }
            }
            if !passed {
                return Ok(false);
            }
        }
        Ok(false)
    }

    fn report_malformed(
        &mut self,
        malformed: Malformed,
        line: Option<&Line<'_>>,
    ) -> Result<(), GaveUp> {
        let Some(line) = line else { return Ok(()) };
        self.report(match malformed {
            Malformed::Tag(location, range) => ParseError {
                location,
                range,
                kind: ErrorKind::TagWithBlank,
            },
            Malformed::Language(name) => ParseError {
                location: line.location(),
                range: line.range(),
                kind: ErrorKind::UnknownLanguage(name),
            },
        })
    }

    fn report(&mut self, error: ParseError) -> Result<(), GaveUp> {
        // A line of tags is looked at more than once.
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
        if self.errors.len() >= MAX_ERRORS {
            Err(GaveUp)
        } else {
            Ok(())
        }
    }
}

/// The lines of a text. Only a line feed ends a line.
#[derive(Clone)]
struct Lines<'a> {
    rest: &'a str,
    start: TextSize,
    /// Of the line that was read last; one more than there are lines when all were read.
    number: u32,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Lines<'a> {
        match text.strip_prefix('\u{feff}') {
            Some(rest) => Lines {
                rest,
                start: TextSize::of('\u{feff}'),
                number: 0,
            },
            None => Lines {
                rest: text,
                start: TextSize::new(0),
                number: 0,
            },
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        self.number = self.number.saturating_add(1);
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.find('\n').map_or(self.rest.len(), |at| at + 1);
        let (text, rest) = self.rest.split_at(end);
        let line = Line::new(self.number, self.start, text);
        let length = TextSize::try_from(text.len()).unwrap_or(TextSize::new(u32::MAX));
        self.start = self
            .start
            .checked_add(length)
            .unwrap_or(TextSize::new(u32::MAX));
        self.rest = rest;
        Some(line)
    }
}
