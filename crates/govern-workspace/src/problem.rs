//! What is wrong with a file: a diagnostic that no rule reports.

use govern_diagnostics::{Code, Diagnostic, Severity, Span};

/// What is wrong with a file. The rest of the workspace is loaded nevertheless.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// The file by its path, and what is wrong, without places: stays the same when lines move.
    pub key: String,
    /// Where.
    pub span: Span,
    /// What.
    pub message: String,
    /// What is at the place.
    pub label: Option<String>,
    /// Why.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
}

/// What kind of problem a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The text is no Rust. There are facts of what could be read.
    Syntax,
    /// There is no file for a `mod x;`.
    MissingModule,
    /// There are two files for a `mod x;`.
    AmbiguousModule,
    /// A `mod x;` leads back to the file it stands in, or there are too many ways to its file. It is not followed.
    CircularModule,
    /// There is no file for a target that the manifest names.
    MissingTarget,
    /// The file cannot be read: permissions, a directory, too long. There are no facts.
    Unreadable,
    /// The file is not UTF-8. There are no facts.
    NotUtf8,
    /// The parser gave up. There are no facts.
    Parser,
}

impl ProblemKind {
    /// Its name, in the style of rules.
    pub const fn name(self) -> &'static str {
        match self {
            ProblemKind::Syntax => "syntax_error",
            ProblemKind::MissingModule => "missing_module_file",
            ProblemKind::AmbiguousModule => "ambiguous_module_file",
            ProblemKind::CircularModule => "circular_module",
            ProblemKind::MissingTarget => "missing_target_file",
            ProblemKind::Unreadable => "unreadable_file",
            ProblemKind::NotUtf8 => "file_not_utf8",
            ProblemKind::Parser => "parser_failure",
        }
    }

    /// Whether nothing is known about the file.
    pub const fn loses_file(self) -> bool {
        matches!(
            self,
            ProblemKind::MissingModule
                | ProblemKind::MissingTarget
                | ProblemKind::Unreadable
                | ProblemKind::NotUtf8
                | ProblemKind::Parser
        )
    }
}

impl Problem {
    /// The problem as a diagnostic.
    pub fn diagnostic(&self) -> Diagnostic {
        let code = if self.kind == ProblemKind::Syntax {
            Code::Syntax
        } else {
            Code::Source
        };
        let mut diagnostic = Diagnostic::new(code, Severity::Error, &self.message).at(self.span);
        diagnostic.key.clone_from(&self.key);
        diagnostic.label.clone_from(&self.label);
        diagnostic.notes.clone_from(&self.notes);
        diagnostic.help.clone_from(&self.help);
        diagnostic
    }
}
