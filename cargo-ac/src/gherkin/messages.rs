//! Trees, pickles and errors as Cucumber messages: one JSON object a line, as the official tools print them.

use serde::{Serialize, Serializer};

use super::ast::Location;
use super::message_types as m;
use super::parser::{Parsed, parse};
use super::pickle::{TooLarge, compile};

/// What to print of a file that has no errors; of one that has, the errors are printed whatever was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emit {
    /// The tree.
    Ast,
    /// What would be run.
    Pickles,
    /// Nothing but errors.
    Errors,
}

/// Prints files one after the other, with numbers that go on from file to file.
#[derive(Debug, Default)]
pub struct Emitter {
    next_id: u32,
}

/// The messages about one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emitted {
    /// The messages, each with a line feed.
    pub text: String,
    /// How many of them are errors.
    pub errors: usize,
}

impl Emitter {
    /// An emitter that has printed nothing.
    pub fn new() -> Emitter {
        Emitter::default()
    }

    /// The messages about the file at `uri`.
    pub fn emit(&mut self, uri: &str, text: &str, emit: Emit) -> Emitted {
        let Parsed { document, errors } = parse(text);
        let ids = m::Ids { base: self.next_id };
        self.next_id = self.next_id.saturating_add(document.nodes);
        let mut lines = Lines::default();
        for error in &errors {
            lines.error(uri, error.location, &error.to_string());
        }
        if errors.is_empty() {
            match emit {
                Emit::Errors => {}
                Emit::Ast => lines.add(&m::Envelope::GherkinDocument(ids.document(uri, &document))),
                Emit::Pickles => match compile(&document) {
                    Ok(pickles) => {
                        for pickle in &pickles {
                            let numbers = u32::try_from(1 + pickle.steps.len()).unwrap_or(u32::MAX);
                            self.next_id = self.next_id.saturating_add(numbers);
                            lines.add(&m::Envelope::Pickle(ids.pickle(uri, pickle)));
                        }
                    }
                    Err(error @ TooLarge { location }) => {
                        let message = format!("({}:{}): {error}", location.line, location.column);
                        lines.error(uri, location, &message);
                    }
                },
            }
        }
        Emitted {
            text: lines.text,
            errors: lines.errors,
        }
    }

    /// The message that the file at `uri` has no text to read, and where that shows.
    pub fn unreadable(uri: &str, location: Location, message: &str) -> String {
        let mut lines = Lines::default();
        lines.error(uri, location, message);
        lines.text
    }
}

#[derive(Default)]
struct Lines {
    text: String,
    errors: usize,
}

impl Lines {
    fn add(&mut self, message: &m::Envelope<'_>) {
        let line = serde_json::to_string(message);
        self.text
            .push_str(&line.expect("texts and numbers are always JSON"));
        self.text.push('\n');
    }

    fn error(&mut self, uri: &str, location: Location, message: &str) {
        self.errors += 1;
        self.add(&m::Envelope::ParseError(m::ParseError {
            message,
            source: m::Source { location, uri },
        }));
    }
}

impl Serialize for Location {
    /// A place in no column has none.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Location { line, column } = *self;
        m::Place {
            column: (column > 0).then_some(column),
            line,
        }
        .serialize(serializer)
    }
}
