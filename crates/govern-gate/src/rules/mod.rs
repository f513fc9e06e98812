//! The rules that come with every gate.

mod baseline_stale;
mod rule_vacuous;
mod selector_unmatched;
mod waiver_ambiguous;
mod waiver_expired;
mod waiver_malformed;
mod waiver_unused;

use govern_diagnostics::RuleInfo;

use crate::{Catalogue, Gate, Rule, bookkeeping::Bookkeeping};

pub(crate) use crate::config::OWN_GATE as GATE;

pub(crate) static RULES: [&Rule<Bookkeeping>; 7] = [
    &baseline_stale::RULE,
    &rule_vacuous::RULE,
    &selector_unmatched::RULE,
    &waiver_ambiguous::RULE,
    &waiver_expired::RULE,
    &waiver_malformed::RULE,
    &waiver_unused::RULE,
];

impl Catalogue {
    /// The rules of these gates, and those that come with every gate.
    pub fn new(gates: &[&dyn Gate]) -> Catalogue {
        let own: Vec<RuleInfo> = RULES.iter().map(|rule| rule.info).collect();
        let all = gates.iter().map(|gate| (gate.name(), gate.rules()));
        Catalogue::of(all.chain([(GATE, own)]))
    }
}
