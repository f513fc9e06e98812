//! The rules, by name.

use govern_gate::Rule;

use super::Policies;

mod policy_broken;
mod policy_denied;
mod policy_fixture_wrong;
mod policy_rule_untested;
mod policy_warned;
mod policy_without_input;

/// All of them, sorted by name.
pub(crate) static RULES: [&Rule<Policies>; 6] = [
    &policy_broken::RULE,
    &policy_denied::RULE,
    &policy_fixture_wrong::RULE,
    &policy_rule_untested::RULE,
    &policy_warned::RULE,
    &policy_without_input::RULE,
];

/// Why there may be nothing to look at.
const NO_POLICIES: &str = "no file of Rego in `policy/` can be read";
