//! Subcommands that are shown like a check.

use std::fmt;

use govern_diagnostics::RuleInfo;

use crate::{ArgSpec, Error, Run, Session};

/// Takes a line that says how something long gets on, for somebody who waits.
pub type Progress<'p> = dyn FnMut(&str) + 'p;

/// A subcommand whose result is a report: it takes what a check takes, and is shown in every format.
#[derive(Clone, Copy)]
pub struct ReportCommand {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one line: lower-case first letter, no final period.
    pub summary: &'static str,
    /// What else there is to say; may be empty.
    pub details: &'static str,
    /// Its arguments, besides those of the gates and of every check.
    pub args: &'static [ArgSpec],
    /// What its findings can be, besides those of gates: for whoever wants to have them explained.
    pub rules: fn() -> Vec<RuleInfo>,
    /// Does it.
    pub run: fn(&Session, &mut Progress<'_>) -> Result<Run, Error>,
}

impl fmt::Debug for ReportCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReportCommand")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
