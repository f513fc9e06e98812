//! What the rules that come with every gate look at: the run itself, its waivers and its baseline.

use govern_diagnostics::{FileId, Level, RuleInfo};

use crate::{
    baseline::Stale,
    gate::Selectors,
    waiver::{Malformed, Outcome, Waiver},
};

/// What the rules that come with every gate look at.
#[derive(Debug, Default)]
pub(crate) struct Bookkeeping {
    /// Waivers, and what became of them.
    pub(crate) waivers: Vec<(Waiver, Outcome)>,
    pub(crate) malformed: Vec<Malformed>,
    pub(crate) stale: Vec<Stale>,
    /// How many entries of the baseline were judged.
    pub(crate) judged: usize,
    /// The baseline, for entries without a place.
    pub(crate) baseline: Option<FileId>,
    pub(crate) rules: Vec<Looked>,
    pub(crate) selectors: Selectors,
    /// The program, as it is called.
    pub(crate) command: String,
}

/// How much a rule looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Looked {
    pub(crate) info: RuleInfo,
    pub(crate) level: Level,
    pub(crate) checked: usize,
    pub(crate) found: usize,
    pub(crate) idle: Option<String>,
}

impl Bookkeeping {
    /// The waivers whose rules ran.
    pub(crate) fn judged_waivers(&self) -> impl Iterator<Item = (&Waiver, Outcome)> {
        let all = self
            .waivers
            .iter()
            .map(|(waiver, outcome)| (waiver, *outcome));
        all.filter(|(_, outcome)| *outcome != Outcome::NotJudged)
    }
}

/// Findings of a rule over a book, for the tests of the rules: key, message, help.
#[cfg(test)]
pub(crate) fn found(
    rule: &crate::Rule<Bookkeeping>,
    book: &Bookkeeping,
) -> (usize, Vec<(String, String)>) {
    let outcomes = crate::run_rules(&[rule], book);
    let findings = outcomes[0]
        .findings
        .iter()
        .map(|it| (it.key.clone(), it.message.clone()));
    (outcomes[0].checked, findings.collect())
}

/// A waiver for the tests of the rules.
#[cfg(test)]
pub(crate) fn waiver(key: &str) -> Waiver {
    Waiver {
        rule: crate::samples::info("sample", "word"),
        reach: crate::waiver::Reach::Selected {
            key: Some(key.to_owned()),
            path: None,
        },
        reason: "because".to_owned(),
        owner: Some("@orders".to_owned()),
        expires: crate::Date::parse("2026-06-30"),
        count: crate::waiver::Count::Exactly(1),
        span: govern_diagnostics::Span::start_of(FileId(0)),
        removal: None,
    }
}
