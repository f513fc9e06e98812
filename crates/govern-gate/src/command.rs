//! Subcommands that belong to one gate.

use std::{fmt, io};

use govern_diagnostics::{Diagnostic, Verdict};

use crate::{ArgSpec, Error, Session};

/// A subcommand of a gate: `cargo ac status`.
#[derive(Clone, Copy)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one line: lower-case first letter, no final period.
    pub summary: &'static str,
    /// What else there is to say; may be empty.
    pub details: &'static str,
    /// Its arguments, besides those of the gate and of every command.
    pub args: &'static [ArgSpec],
    /// Whether it looks at the workspace. One that only reads the files that its arguments name works anywhere: it is given a
    /// session over nothing, without configuration.
    pub needs_workspace: bool,
    /// Does it. What it writes is its result and goes to stdout.
    pub run: fn(&Session, &mut dyn io::Write) -> Result<CommandOutcome, Error>,
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Command")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// What a subcommand comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandOutcome {
    /// The exit status, in words.
    pub verdict: Verdict,
    /// What to tell besides the result: shown on stderr, like those of a check.
    pub diagnostics: Vec<Diagnostic>,
}

impl CommandOutcome {
    /// All is well.
    pub const fn clean() -> Self {
        CommandOutcome {
            verdict: Verdict::Clean,
            diagnostics: Vec::new(),
        }
    }

    /// It did what it was asked to, and what it saw is not as it should be: `status --check` on an outdated file.
    pub const fn findings(diagnostics: Vec<Diagnostic>) -> Self {
        CommandOutcome {
            verdict: Verdict::Findings,
            diagnostics,
        }
    }
}
