//! A proposal that was checked, and what rules find with it.

use govern_diagnostics::RuleInfo;

use super::looked::Looked;
use super::proposal::Proposal;

/// How many places may be against a layering that is proposed.
pub(super) const FEW: usize = 5;

/// A proposal, and what it comes to.
pub(super) struct Tried {
    pub(super) proposal: Proposal,
    pub(super) looked: Looked,
}

/// What rules find, a line each.
pub(super) fn found(findings: &[(RuleInfo, usize)], vacuous: &[RuleInfo]) -> Vec<String> {
    let findings = findings.iter().map(|(rule, count)| match count {
        1 => format!("{}: one finding", rule.name),
        count => format!("{}: {count} findings", rule.name),
    });
    let vacuous = vacuous
        .iter()
        .map(|rule| format!("rule_vacuous: `{}` has nothing to look at", rule.name));
    findings.chain(vacuous).collect()
}
