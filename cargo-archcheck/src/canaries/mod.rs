//! Canaries of the gate: defects that its rules must find, made from the model and what the project declares.

mod components;
mod draft;
mod effects;
mod naming;
mod nest;
mod ports;
mod project;
mod structure;
#[cfg(test)]
mod tests;
mod ways;

use govern_gate::Canaries;
use govern_workspace::Workspace;

use self::nest::Nest;
use crate::model::architecture::Architecture;

/// What each rule must find.
pub(crate) fn canaries(workspace: &Workspace, architecture: &Architecture) -> Canaries {
    let mut nest = Nest::new(workspace, architecture);
    let makers: [fn(&mut Nest<'_>); 25] = [
        structure::layer_violation,
        structure::sibling_dependency,
        structure::dependency_cycle,
        structure::unclassified_component,
        structure::orphan_module,
        structure::unresolved_name,
        structure::library_with_entry,
        effects::impure_domain,
        effects::only_at_the_entrypoint,
        effects::serialization_in_core,
        effects::cfg_in_core,
        effects::native_code_in_guest,
        ports::ports,
        ports::shown,
        ports::stray_port,
        ports::adapter_without_port,
        ports::exposed_adapter,
        ports::wiring_outside_entrypoint,
        ports::test_double_in_production,
        project::forbidden_dependency,
        project::custom_rule,
        project::private_module_used,
        components::missing_file,
        components::misplaced_item,
        components::thick_handler,
    ];
    for make in makers {
        make(&mut nest);
    }
    nest.canaries
}
