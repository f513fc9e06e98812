//! Rules about purity and wiring: what they look at, and what another rule says already, so that one use is one finding.

use std::collections::BTreeSet;

use govern_diagnostics::Span;
use govern_workspace::DependencyKind;

use crate::{
    model::architecture::{Architecture, Link, ModuleRow, Use, UseRow},
    path::external_segments,
    policy::{
        LayerId, Role,
        effects::{Effect, table},
    },
};

/// The modules that a rule looks at: code of the program, in view, in a layer of a role that it accepts.
pub(crate) fn modules_of_role(
    architecture: &Architecture,
    accepts: impl Fn(Role) -> bool,
) -> BTreeSet<ModuleRow> {
    let rows = architecture.module_rows();
    rows.filter(|&row| {
        is_program(architecture, row) && architecture.role_of(row).is_some_and(&accepts)
    })
    .collect()
}

/// Whether a module is part of the program, and in view.
pub(crate) fn is_program(architecture: &Architecture, row: ModuleRow) -> bool {
    architecture.module(row).kind == DependencyKind::Normal && architecture.is_in_view(row)
}

/// Whether some layer has a role.
pub(crate) fn has_role(architecture: &Architecture, role: Role) -> bool {
    let mut layers = architecture.policy.layers.iter();
    layers.any(|layer| layer.role == Some(role))
}

/// The uses of external names in modules, in code of the program, that no `forbid` speaks of.
pub(crate) fn external_uses<'a>(
    architecture: &'a Architecture,
    modules: &BTreeSet<ModuleRow>,
) -> impl Iterator<Item = (UseRow, &'a Use, &'a str)> {
    modules
        .iter()
        .flat_map(|&module| architecture.use_rows_in(module))
        .map(|row| (row, architecture.use_of(row)))
        .filter(|(_, place)| place.def.is_none() && place.kind == DependencyKind::Normal)
        .map(|(row, place)| (row, place, architecture.text(place.item)))
        .filter(|(_, place, item)| {
            !forbids(architecture, architecture.module(place.from).layer, item)
        })
}

/// The first effect of an external name that must not be in a module.
pub(crate) fn impurity(
    architecture: &Architecture,
    module: ModuleRow,
    item: &str,
) -> Option<Effect> {
    let layer = architecture.module(module).layer?;
    let pure = &architecture.policy.layer(layer).pure.effects;
    if pure.is_empty() {
        return None;
    }
    table()
        .effects_of(item)
        .find(|effect| pure.contains(effect))
}

/// The links of the program from members that are all in one layer, and in view, to external packages, with the place of the
/// key, that no `forbid` speaks of.
pub(crate) fn external_links(
    architecture: &Architecture,
) -> impl Iterator<Item = (LayerId, &Link, Option<Span>)> {
    architecture.links.iter().filter_map(|link| {
        let (from, to) = (
            architecture.package(link.from),
            architecture.package(link.to),
        );
        let layer = from.layer.filter(|layer| from.layers.iter().eq([layer]))?;
        let counts = from.member && from.selected && !from.excluded && !to.member;
        let span = *link.kinds.get(&DependencyKind::Normal)?;
        let said = forbids(architecture, Some(layer), &to.library);
        (counts && !said).then_some((layer, link, span))
    })
}

/// Whether a variable is one that is the same for all who build: what cargo itself sets, or a version.
pub(crate) fn is_of_build(variable: &str) -> bool {
    const VERSIONS: [&str; 5] = ["VERSION", "COMMIT", "HASH", "REVISION", "SHA"];
    variable.starts_with("CARGO_")
        || variable.starts_with("VERGEN_")
        || variable == "OUT_DIR"
        || variable.split('_').any(|part| VERSIONS.contains(&part))
}

/// Whether `forbid` speaks of an external name in a layer.
pub(crate) fn forbids(architecture: &Architecture, layer: Option<LayerId>, item: &str) -> bool {
    let path = external_segments(item);
    architecture.policy.forbidden.iter().any(|forbidden| {
        forbidden.kinds.contains(&DependencyKind::Normal)
            && architecture.is_in_scope(layer, &forbidden.scope)
            && forbidden
                .names
                .iter()
                .any(|name| name.pattern.contains(&path))
    })
}

#[cfg(test)]
mod tests {
    use super::is_of_build;

    #[test]
    fn what_cargo_sets_and_versions_are_the_same_for_all() {
        for name in [
            "CARGO_PKG_VERSION",
            "OUT_DIR",
            "VERGEN_BUILD_DATE",
            "GIT_SHA",
            "APP_VERSION",
        ] {
            assert!(is_of_build(name), "{name}");
        }
        for name in ["HOME", "DATABASE_URL", "INVERSION", "SHADOW", "CARGO"] {
            assert!(!is_of_build(name), "{name}");
        }
    }
}
