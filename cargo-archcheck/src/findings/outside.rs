//! What only the entrypoint may do: where the rules about that look, and how they say it.

use std::collections::BTreeSet;

use govern_gate::{Finding, Findings};

use crate::{
    findings::{
        causes::{by_cause, show_sites},
        said,
    },
    model::architecture::{Architecture, ModuleRow, UseRow},
    policy::Role,
};

/// The modules of layers that have another role; none, with the reason, if there is no entrypoint or nothing besides it.
pub(crate) fn modules(
    architecture: &Architecture,
    findings: &mut Findings,
) -> Option<BTreeSet<ModuleRow>> {
    if !said::has_role(architecture, Role::Entrypoint) {
        findings.idle("no layer has the role entrypoint");
        return None;
    }
    let modules = said::modules_of_role(architecture, |role| role != Role::Entrypoint);
    if modules.is_empty() {
        findings.idle("no code is in a layer with a role other than entrypoint");
        return None;
    }
    findings.checked(modules.len());
    Some(modules)
}

/// Reports uses of external names, one finding for each module and name.
pub(crate) fn report(
    architecture: &Architecture,
    findings: &mut Findings,
    wrong: &BTreeSet<UseRow>,
    message: impl Fn(&str, &str) -> String,
    help: &str,
) {
    for ((from, item), uses) in by_cause(architecture, wrong) {
        let module = &architecture.module(from).path;
        let finding = findings.report(
            architecture.use_of(uses[0]).span,
            format!("{module} -> {item}"),
            message(module, item),
        );
        finding.label(format!("this is `{item}`"));
        show_sites(architecture, finding, &uses);
        explain(architecture, finding, from);
        finding.help(help);
    }
}

/// Says why it is not for this module to do.
pub(crate) fn explain(architecture: &Architecture, finding: &mut Finding, module: ModuleRow) {
    let layer = architecture.module(module).layer;
    let name = |role: Role| {
        Role::ALL
            .iter()
            .find(|(_, known)| *known == role)
            .map(|(name, _)| *name)
    };
    if let Some(layer) = layer.map(|layer| architecture.policy.layer(layer))
        && let Some(role) = layer.role.and_then(name)
    {
        finding.note(format!(
            "`{}` is in `{}`, a layer of role {role}",
            architecture.module(module).path,
            layer.name
        ));
    }
    let entrypoints = architecture
        .policy
        .layers
        .iter()
        .filter(|layer| layer.role == Some(Role::Entrypoint));
    for because in entrypoints.filter_map(|layer| layer.because.as_ref()) {
        finding.note(format!("the entrypoint: {because}"));
    }
}
