//! What is known about a rule without running it.

use std::fmt;

use crate::{Code, Severity};

/// What the user sets for a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Findings are dropped.
    Allow,
    /// Findings are warnings.
    Warn,
    /// Findings are errors.
    Deny,
}

impl Level {
    /// All of them, from lenient to strict.
    pub const ALL: [Level; 3] = [Level::Allow, Level::Warn, Level::Deny];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }

    /// The level of this name.
    pub fn named(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.as_str() == name)
    }

    /// What findings weigh at this level; none if they are dropped.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Allow => None,
            Level::Warn => Some(Severity::Warning),
            Level::Deny => Some(Severity::Error),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What is known about a rule without running it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleInfo {
    /// The gate it belongs to.
    pub gate: &'static str,
    /// Its name: the file it is in, states the problem, reads well after "allow".
    pub name: &'static str,
    /// What it says, in one line: lower-case first letter, no final period.
    pub summary: &'static str,
    /// The level it has unless someone sets another.
    pub level: Level,
    /// The version it came with.
    pub since: &'static str,
    /// Its page in Markdown, with the headings that every rule has.
    pub docs: &'static str,
}

impl RuleInfo {
    /// The code of its findings.
    pub fn code(&self) -> Code {
        Code::Rule {
            gate: self.gate,
            name: self.name,
        }
    }
}

impl fmt::Display for RuleInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code().fmt(f)
    }
}
