//! The rules, one in each file.

mod adapter_without_port;
mod cfg_in_core;
mod custom_rule;
mod dependency_cycle;
mod environment_outside_entrypoint;
mod exposed_adapter;
mod fat_port;
mod forbidden_dependency;
mod foreign_type_in_domain;
mod foreign_type_in_port;
mod impure_domain;
mod layer_violation;
mod leaky_error;
mod library_with_entry;
mod misplaced_item;
mod missing_file;
mod native_code_in_guest;
mod orphan_module;
mod port_not_object_safe;
mod port_not_send_sync;
mod port_with_implementation;
mod port_without_adapter;
mod private_module_used;
mod runtime_outside_entrypoint;
mod serialization_in_core;
mod sibling_dependency;
mod stray_port;
mod test_double_in_production;
mod thick_handler;
mod unclassified_component;
mod unresolved_name;
mod wiring_outside_entrypoint;

use govern_gate::{Rule, RuleOutcome};

use crate::{model::architecture::Architecture, policy::Policy};

/// Why a rule is idle that looks at nothing unless the project asks for it: the same for all, so that they are told in one line.
const NOT_ASKED: &str = "nothing in `[archcheck]` asks for it; `explain` says how to";

/// The rules that look at layers or at their roles: without any they are idle for one reason, so that they are told in one line.
const BY_LAYERS: [&str; 21] = [
    "adapter_without_port",
    "cfg_in_core",
    "environment_outside_entrypoint",
    "exposed_adapter",
    "fat_port",
    "foreign_type_in_domain",
    "foreign_type_in_port",
    "impure_domain",
    "layer_violation",
    "leaky_error",
    "library_with_entry",
    "port_not_object_safe",
    "port_not_send_sync",
    "port_with_implementation",
    "port_without_adapter",
    "runtime_outside_entrypoint",
    "serialization_in_core",
    "stray_port",
    "test_double_in_production",
    "unclassified_component",
    "wiring_outside_entrypoint",
];

/// Gives the rules that are idle for want of layers, or of roles, the same reason.
pub(crate) fn join_idle(policy: &Policy, rules: &mut [RuleOutcome]) {
    let reason = match policy.layers.is_empty() {
        true => "no layers are declared in `[archcheck]`",
        false if !policy.has_roles() => "no layer in `[archcheck]` has a `role`",
        false => return,
    };
    let idle = rules.iter_mut().filter(|rule| {
        let asked = rule.idle.as_deref().is_some_and(|idle| idle != NOT_ASKED);
        asked && rule.checked == 0 && BY_LAYERS.contains(&rule.info.name)
    });
    for rule in idle {
        rule.idle = Some(reason.to_owned());
    }
}

/// All rules, sorted by name.
pub static RULES: &[&Rule<Architecture>] = &[
    &adapter_without_port::RULE,
    &cfg_in_core::RULE,
    &custom_rule::RULE,
    &dependency_cycle::RULE,
    &environment_outside_entrypoint::RULE,
    &exposed_adapter::RULE,
    &fat_port::RULE,
    &forbidden_dependency::RULE,
    &foreign_type_in_domain::RULE,
    &foreign_type_in_port::RULE,
    &impure_domain::RULE,
    &layer_violation::RULE,
    &leaky_error::RULE,
    &library_with_entry::RULE,
    &misplaced_item::RULE,
    &missing_file::RULE,
    &native_code_in_guest::RULE,
    &orphan_module::RULE,
    &port_not_object_safe::RULE,
    &port_not_send_sync::RULE,
    &port_with_implementation::RULE,
    &port_without_adapter::RULE,
    &private_module_used::RULE,
    &runtime_outside_entrypoint::RULE,
    &serialization_in_core::RULE,
    &sibling_dependency::RULE,
    &stray_port::RULE,
    &test_double_in_production::RULE,
    &thick_handler::RULE,
    &unclassified_component::RULE,
    &unresolved_name::RULE,
    &wiring_outside_entrypoint::RULE,
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

    #[test]
    fn what_is_idle_for_want_of_layers_says_so_alike() {
        for name in super::BY_LAYERS {
            assert!(
                super::RULES.iter().any(|rule| rule.info.name == name),
                "{name}"
            );
        }
        let reasons = |text: &str| {
            let outcome = crate::fixture::outcome(&crate::fixture::session(text));
            let idle = outcome.rules.into_iter().filter(|rule| rule.checked == 0);
            idle.filter_map(|rule| rule.idle)
                .collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(
            reasons("//- x/src/lib.rs\n")
                .into_iter()
                .collect::<Vec<_>>(),
            [
                "no layers are declared in `[archcheck]`",
                super::NOT_ASKED,
                "nothing is forbidden in `[archcheck]`"
            ]
        );
        let layered = reasons(
            "//- govern.toml\n[archcheck.layers.a]\nmodules = [\"x\"]\nmay-use = []\n//- x/src/lib.rs\n",
        );
        assert!(
            layered.contains("no layer in `[archcheck]` has a `role`"),
            "{layered:?}"
        );
        assert_eq!(layered.len(), 3, "{layered:?}");
    }
}
