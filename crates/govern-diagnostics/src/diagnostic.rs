//! A diagnostic: a finding, or a mistake in source or configuration, ready to show.

use std::fmt;

use crate::Span;

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Must not be.
    Error,
    /// Should not be.
    Warning,
}

impl Severity {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What speaks in a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// The project's configuration, a ledger, an argument: wrong, so that the run is not what was meant.
    Config,
    /// The workspace cannot be loaded, or a revision of it: cargo, git or the disk refuse.
    Workspace,
    /// A source file is missing, unreadable, too large or not text.
    Source,
    /// A source file does not parse.
    Syntax,
    /// A rule.
    Rule {
        /// The gate it belongs to.
        gate: &'static str,
        /// Its name within the gate.
        name: &'static str,
    },
}

impl Code {
    /// Whether the run did not do what it was asked to: exit status 2, not 1.
    pub fn stops_the_run(self) -> bool {
        matches!(self, Code::Config | Code::Workspace)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Code::Config => f.write_str("config"),
            Code::Workspace => f.write_str("workspace"),
            Code::Source => f.write_str("source"),
            Code::Syntax => f.write_str("syntax"),
            Code::Rule { gate, name } => write!(f, "{gate}::{name}"),
        }
    }
}

/// Another place that belongs to a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// A change of the sources after which a diagnostic is gone, and that a program may make: it takes no decision of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does: `remove the waiver`.
    pub title: String,
    /// What is replaced; no two places overlap.
    pub edits: Vec<TextEdit>,
}

/// A place, and the text that replaces what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// The place.
    pub span: Span,
    /// What is there afterwards. It never repeats text of a source: a secret may be in it.
    pub text: String,
}

/// A finding, or a mistake in source or configuration, ready to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What speaks.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// Its identity in words of the domain (`orders::domain -> async_nats`); baselines and fingerprints go by it.
    pub key: String,
    /// What.
    pub message: String,
    /// Where.
    pub span: Option<Span>,
    /// What is at the span.
    pub label: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// Why.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
    /// What a program may do.
    pub fix: Option<Fix>,
    /// Places with text that nothing may show.
    pub concealed: Vec<Span>,
}

impl Diagnostic {
    /// A diagnostic without a place; its key is the message.
    pub fn new(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        let message = message.into();
        Diagnostic {
            code,
            severity,
            key: message.clone(),
            message,
            span: None,
            label: None,
            related: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
            concealed: Vec::new(),
        }
    }

    /// An error of [`Code::Config`].
    pub fn config(message: impl Into<String>) -> Self {
        Diagnostic::new(Code::Config, Severity::Error, message)
    }

    /// With a place.
    #[must_use]
    pub fn at(mut self, span: impl Into<Option<Span>>) -> Self {
        self.span = span.into();
        self
    }

    /// With a text at the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// With another place.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related {
            span,
            message: message.into(),
        });
        self
    }

    /// With a reason.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// With advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// With what a program may do.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }

    /// All places it names, the main one first.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        self.span
            .into_iter()
            .chain(self.related.iter().map(|related| related.span))
    }
}
