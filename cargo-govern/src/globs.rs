//! Lists of globs in the configuration, of files or of names.

use std::ops::Range;

use globset::{GlobBuilder, GlobMatcher};
use govern_diagnostics::{Diagnostic, Span};
use govern_gate::{GateOutcome, Spanned};

/// A list of globs, each with its place.
#[derive(Debug, Default)]
pub struct Globs(Vec<(String, GlobMatcher, Option<Span>)>);

impl Globs {
    /// Reads a list; what is no glob is a mistake.
    pub fn new(
        list: &[Spanned<String>],
        locate: &dyn Fn(Range<usize>) -> Option<Span>,
        mistakes: &mut Vec<Diagnostic>,
    ) -> Globs {
        let mut globs = Vec::new();
        for entry in list {
            let span = locate(entry.span());
            match matcher(entry.get_ref()) {
                Ok(glob) => globs.push((entry.get_ref().clone(), glob, span)),
                Err((mistake, help)) => {
                    mistakes.push(Diagnostic::config(mistake).at(span).help(help));
                }
            }
        }
        Globs(globs)
    }

    /// Whether any of them matches.
    pub fn match_any(&self, text: &str) -> bool {
        self.0.iter().any(|(_, glob, _)| glob.is_match(text))
    }

    /// As they are written.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.0.iter().map(|(text, ..)| text.as_str()).collect();
        texts.join(", ")
    }

    /// Says of each how many of these things it matches.
    pub fn tell<'t>(
        &self,
        outcome: &mut GateOutcome,
        kind: &str,
        things: impl Iterator<Item = &'t str> + Clone,
    ) {
        for (text, glob, span) in &self.0 {
            let matches = things.clone().filter(|thing| glob.is_match(thing));
            outcome.selector(*span, kind, text, matches.count());
        }
    }
}

/// What is wrong with an entry, and what to do.
pub type Mistake = (String, &'static str);

/// What a glob matches, or the mistake that it is.
pub fn matcher(text: &str) -> Result<GlobMatcher, Mistake> {
    match GlobBuilder::new(text).literal_separator(true).build() {
        Ok(glob) => Ok(glob.compile_matcher()),
        Err(error) => {
            let mistake = format!("`{text}` is no glob: {}", error.kind());
            Err((mistake, "`*` stays in a directory, `**` goes below it"))
        }
    }
}
