//! Steps: what a run that is more than a check is made of.

use std::{fmt, time::Duration};

/// What became of one step of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepReport {
    /// Its name: `clippy`.
    pub name: String,
    /// What a user would type to do the same.
    pub command: String,
    /// What became of it.
    pub status: StepStatus,
    /// How long it took; nothing for one that did not run.
    pub took: Duration,
    /// How many things it looked at, if that can be told: files, targets, tests, packages.
    pub checked: Option<usize>,
    /// Why it did not run, or not to its end.
    pub why: Option<String>,
    /// What to do about that, in one line.
    pub hint: Option<String>,
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepStatus {
    /// It would run: only where somebody asks what would.
    Planned,
    /// It looked at something, and all is well.
    Passed,
    /// It found something, or failed.
    Failed,
    /// It was left out, and there is a reason why that is right.
    Skipped,
    /// It could not do what it is for: something is missing. That is never green.
    Incomplete,
}

impl StepStatus {
    /// All of them.
    pub const ALL: [StepStatus; 5] = [
        StepStatus::Planned,
        StepStatus::Passed,
        StepStatus::Failed,
        StepStatus::Skipped,
        StepStatus::Incomplete,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            StepStatus::Planned => "planned",
            StepStatus::Passed => "passed",
            StepStatus::Failed => "failed",
            StepStatus::Skipped => "skipped",
            StepStatus::Incomplete => "incomplete",
        }
    }

    /// The status of this name.
    pub fn named(name: &str) -> Option<StepStatus> {
        StepStatus::ALL.into_iter().find(|it| it.as_str() == name)
    }
}

impl fmt::Display for StepStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What steps amount to: the worst of them.
pub fn overall(steps: &[StepReport]) -> StepStatus {
    let is = |status| steps.iter().any(|step| step.status == status);
    [
        StepStatus::Failed,
        StepStatus::Incomplete,
        StepStatus::Planned,
        StepStatus::Passed,
    ]
    .into_iter()
    .find(|status| is(*status))
    // Where nothing ran, nothing is shown to be well.
    .unwrap_or(StepStatus::Incomplete)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_step_counts_and_nothing_is_not_well() {
        let step = |status| StepReport {
            name: String::new(),
            command: String::new(),
            status,
            took: Duration::ZERO,
            checked: None,
            why: None,
            hint: None,
        };
        use StepStatus::{Failed, Incomplete, Passed, Skipped};
        for (all, expected) in [
            (&[Passed, Skipped][..], Passed),
            (&[Passed, Incomplete, Skipped], Incomplete),
            (&[Incomplete, Failed], Failed),
            (&[Skipped], Incomplete),
            (&[], Incomplete),
        ] {
            let steps: Vec<StepReport> = all.iter().copied().map(step).collect();
            assert_eq!(overall(&steps), expected, "{all:?}");
        }
        for status in StepStatus::ALL {
            assert_eq!(StepStatus::named(status.as_str()), Some(status));
        }
    }
}
