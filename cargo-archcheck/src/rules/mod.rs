//! The rules, one in each file.

mod custom_rule;
mod dependency_cycle;
mod forbidden_dependency;
mod layer_violation;
mod misplaced_item;
mod missing_file;
mod orphan_module;
mod private_module_used;
mod unclassified_component;

use govern_gate::Rule;

use crate::architecture::Architecture;

/// All rules, sorted by name.
pub static RULES: &[&Rule<Architecture>] = &[
    &custom_rule::RULE,
    &dependency_cycle::RULE,
    &forbidden_dependency::RULE,
    &layer_violation::RULE,
    &misplaced_item::RULE,
    &missing_file::RULE,
    &orphan_module::RULE,
    &private_module_used::RULE,
    &unclassified_component::RULE,
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use govern_gate::RuleInfo;

    #[test]
    fn every_file_is_a_rule() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
        let rules: Vec<RuleInfo> = super::RULES.iter().map(|rule| rule.info).collect();
        govern_testing::check_rule_files(&folder, &rules);
    }
}
