//! What comes to light while files about NATS are read.

use govern_diagnostics::{Diagnostic, Span};

/// What was found wrong on the way, and how many files each glob found.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) mistakes: Vec<Diagnostic>,
    /// Place, kind, selector, number of matches.
    pub(crate) selectors: Vec<(Option<Span>, &'static str, String, usize)>,
}
