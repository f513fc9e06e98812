//! What can be wrong with a feature file.

use std::fmt;

use text_size::TextRange;

use super::ast::Location;
use super::grammar::Kind;

/// A mistake in a feature file. It displays as the official parser prints it, place included.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("({}:{}): {kind}", location.line, location.column)]
pub struct ParseError {
    /// Where it is; the column is 0 at an unexpected end of file.
    pub location: Location,
    /// What to underline.
    pub range: TextRange,
    /// What it is.
    pub kind: ErrorKind,
}

/// The kinds of mistake. They display in the words of the official parser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// A line that may not stand here.
    UnexpectedLine {
        /// What may.
        expected: &'static [Kind],
        /// The line.
        got: String,
    },
    /// The file ends too early.
    UnexpectedEnd {
        /// What was to come.
        expected: &'static [Kind],
    },
    /// `# language:` names a language that Gherkin does not have.
    UnknownLanguage(String),
    /// A tag with a blank in it.
    TagWithBlank,
    /// A row that is not as wide as the first of its table.
    UnevenTable,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ErrorKind::UnexpectedLine { expected, got } => {
                write!(f, "expected: {}, got '{got}'", Listed(expected))
            }
            ErrorKind::UnexpectedEnd { expected } => {
                write!(f, "unexpected end of file, expected: {}", Listed(expected))
            }
            ErrorKind::UnknownLanguage(name) => write!(f, "Language not supported: {name}"),
            ErrorKind::TagWithBlank => f.write_str("A tag may not contain whitespace"),
            ErrorKind::UnevenTable => f.write_str("inconsistent cell count within the table"),
        }
    }
}

/// Kinds with commas between them.
struct Listed(&'static [Kind]);

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, kind) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{kind}")?;
        }
        Ok(())
    }
}
