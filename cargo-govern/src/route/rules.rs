//! What is said about changes of files, wherever it is said: who does them, what they need, who may write what.

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobMatcher};
use govern_diagnostics::{Diagnostic, Span};

/// All that is said.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// In the order in which they are tried.
    pub(super) routes: Vec<Route>,
    /// The order in which those who do something begin; empty if none is said.
    pub(super) order: Vec<String>,
    /// What can be run besides steps and gates, by its name.
    pub(super) gates: BTreeMap<String, Defined>,
    /// What everybody's changes need.
    pub(super) always: Vec<Named>,
    /// By who it is for.
    pub(super) agents: BTreeMap<String, Agent>,
    /// What nobody may write.
    pub(super) nobody: Vec<Glob>,
    /// What is strange about the files, without being wrong.
    pub(super) notes: Vec<Diagnostic>,
}

/// What is said about some files, or about a risk.
#[derive(Debug, Default)]
pub(super) struct Route {
    pub(super) span: Option<Span>,
    pub(super) paths: Vec<Glob>,
    /// The risk that it is about, if it is about none of files.
    pub(super) when: Option<String>,
    pub(super) to: Option<String>,
    pub(super) also: Vec<String>,
    /// What else has to hold, in words that only people understand.
    pub(super) condition: Option<String>,
    pub(super) needs: Vec<Named>,
    pub(super) advises: Vec<Named>,
    pub(super) risks: Vec<String>,
    pub(super) because: Option<String>,
}

/// Something that can be run.
#[derive(Debug, Default)]
pub(super) struct Defined {
    pub(super) span: Option<Span>,
    pub(super) command: Vec<String>,
    /// `advisory`, `guardrail`, `invariant`.
    pub(super) strength: Option<String>,
}

/// Somebody who changes files.
#[derive(Debug, Default)]
pub(super) struct Agent {
    pub(super) span: Option<Span>,
    pub(super) may: Vec<Glob>,
    pub(super) must_not: Vec<Glob>,
    /// What their changes need.
    pub(super) needs: Vec<Named>,
    /// What they need sometimes, and when, in words.
    pub(super) sometimes: Vec<(Named, String)>,
    /// Whether it is said what they may write.
    pub(super) is_bounded: bool,
}

/// A name where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) span: Option<Span>,
}

/// A glob where it is written.
#[derive(Debug)]
pub(super) struct Glob {
    pub(super) text: String,
    pub(super) span: Option<Span>,
    matcher: GlobMatcher,
}

impl Glob {
    pub(super) fn new(text: &str, span: Option<Span>) -> Result<Glob, Box<Diagnostic>> {
        // A directory is all that is in it.
        let whole = match text.trim_start_matches("./") {
            text if text.ends_with('/') => format!("{text}**"),
            text => text.to_owned(),
        };
        let built = GlobBuilder::new(&whole).literal_separator(true).build();
        match built {
            Ok(glob) => Ok(Glob {
                text: text.to_owned(),
                span,
                matcher: glob.compile_matcher(),
            }),
            Err(error) => {
                let message = format!("`{text}` is no glob: {}", error.kind());
                Err(Box::new(Diagnostic::config(message).at(span)))
            }
        }
    }

    pub(super) fn matches(&self, path: &str) -> bool {
        self.matcher.is_match(path)
    }
}

/// The first glob that matches.
pub(super) fn matching<'g>(globs: &'g [Glob], path: &str) -> Option<&'g Glob> {
    globs.iter().find(|glob| glob.matches(path))
}

impl Rules {
    /// The first route that is about a file, and says who does it.
    pub(super) fn route(&self, path: &str) -> Option<&Route> {
        let mut routes = self.routes.iter().filter(|route| route.to.is_some());
        routes.find(|route| matching(&route.paths, path).is_some())
    }
}
