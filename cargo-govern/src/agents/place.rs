//! Places as documents have them.

use std::fmt;

use govern_diagnostics::{Sources, Span};
use serde::Serialize;

/// A place in a file: lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Place {
    /// Where a span begins, if its file is among the sources.
    pub(super) fn of(sources: &Sources, span: Option<Span>) -> Option<Place> {
        let at = sources.locate(span?)?;
        Some(Place {
            path: at.path.to_owned(),
            line: at.start.line,
            column: at.start.column,
        })
    }
}

impl From<&cargo_ac::commands::report::Place> for Place {
    fn from(place: &cargo_ac::commands::report::Place) -> Place {
        Place {
            path: place.path.clone(),
            line: place.line,
            column: place.column,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}
