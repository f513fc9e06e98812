//! The rules of the gate, sorted by name.

mod broken_link;
mod criterion_untested;
mod duplicate_id;
mod ledger_missing;
mod requirement_without_criterion;
mod scenario_without_criterion;
mod test_not_found;
mod unknown_criterion;

use govern_gate::Rule;

use crate::criteria::Criteria;

/// All rules.
pub static RULES: &[&Rule<Criteria>] = &[
    &broken_link::RULE,
    &criterion_untested::RULE,
    &duplicate_id::RULE,
    &ledger_missing::RULE,
    &requirement_without_criterion::RULE,
    &scenario_without_criterion::RULE,
    &test_not_found::RULE,
    &unknown_criterion::RULE,
];
