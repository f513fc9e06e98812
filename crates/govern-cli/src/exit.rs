//! The exit status, the one place that knows its numbers.

use std::process::ExitCode;

use govern_diagnostics::Verdict;

/// How a program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Nothing to complain about.
    Clean,
    /// Findings at or above the fail level.
    Findings,
    /// It could not do what it was asked to.
    CouldNotRun,
}

impl ExitStatus {
    /// All of them.
    pub const ALL: [ExitStatus; 3] = [
        ExitStatus::Clean,
        ExitStatus::Findings,
        ExitStatus::CouldNotRun,
    ];

    /// The number.
    pub const fn code(self) -> u8 {
        match self {
            ExitStatus::Clean => 0,
            ExitStatus::Findings => 1,
            ExitStatus::CouldNotRun => 2,
        }
    }

    /// What it means, for help.
    pub const fn meaning(self) -> &'static str {
        match self {
            ExitStatus::Clean => "clean",
            ExitStatus::Findings => "findings at or above the fail level",
            ExitStatus::CouldNotRun => {
                "could not run: wrong arguments or configuration, cargo or git failed"
            }
        }
    }
}

impl From<Verdict> for ExitStatus {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Clean => ExitStatus::Clean,
            Verdict::Findings => ExitStatus::Findings,
            Verdict::Incomplete => ExitStatus::CouldNotRun,
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        ExitCode::from(status.code())
    }
}

/// The list of them, for help.
pub(crate) fn help() -> String {
    let lines = ExitStatus::ALL.map(|status| format!("  {}  {}", status.code(), status.meaning()));
    format!("Exit status:\n{}", lines.join("\n"))
}
