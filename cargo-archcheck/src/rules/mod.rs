//! The rules, one in each file.

mod dependency_cycle;
mod forbidden_dependency;
mod layer_violation;
mod unclassified_component;

use govern_gate::Rule;

use crate::architecture::Architecture;

/// All rules, sorted by name.
pub(super) static RULES: &[&Rule<Architecture>] = &[
    &dependency_cycle::RULE,
    &forbidden_dependency::RULE,
    &layer_violation::RULE,
    &unclassified_component::RULE,
];
