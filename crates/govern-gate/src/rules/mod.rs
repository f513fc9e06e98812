//! The rules that come with every gate.

mod baseline_stale;
mod rule_vacuous;
mod selector_unmatched;
mod waiver_ambiguous;
mod waiver_expired;
mod waiver_malformed;
mod waiver_unused;

use govern_diagnostics::RuleInfo;

use crate::{Rule, bookkeeping::Bookkeeping};

/// The gate they belong to: it comes with every other one.
pub(crate) const GATE: &str = "govern";

pub(crate) static RULES: [&Rule<Bookkeeping>; 7] = [
    &baseline_stale::RULE,
    &rule_vacuous::RULE,
    &selector_unmatched::RULE,
    &waiver_ambiguous::RULE,
    &waiver_expired::RULE,
    &waiver_malformed::RULE,
    &waiver_unused::RULE,
];

/// What is known about them.
pub(crate) fn infos() -> impl Iterator<Item = RuleInfo> {
    RULES.iter().map(|rule| rule.info)
}
