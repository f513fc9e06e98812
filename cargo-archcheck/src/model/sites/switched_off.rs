//! Names of crates for serialization in code of the core that is switched off: `#[cfg_attr(feature = "serde", derive(…))]`
//! is there, whether or not this build has the feature.

use govern_facts::{Extent, Run, ScopeId};
use govern_workspace::Package;

use super::Ground;
use crate::model::architecture::{Site, What};

pub(super) fn find(ground: &Ground<'_, '_>, package: &Package, sites: &mut Vec<Site>) {
    let facts = ground.facts;
    let imports = facts.imports.iter().map(|import| {
        (
            import.scope,
            import.segments,
            import.extent,
            !ground.holds(import.cfg),
        )
    });
    let paths = facts
        .paths
        .iter()
        .map(|path| (path.scope, path.segments, path.extent, false));
    for (scope, segments, extent, off) in imports.chain(paths) {
        let absent = || {
            let presence = ground.names.presence_in(ground.instance, scope);
            presence.is_some_and(govern_names::Presence::is_absent)
        };
        if off || absent() {
            sites.extend(site(ground, package, (scope, segments, extent)));
        }
    }
}

fn site(
    ground: &Ground<'_, '_>,
    package: &Package,
    (scope, segments, extent): (ScopeId, Run, Extent),
) -> Option<Site> {
    let written: Vec<&str> = ground.facts.segments(segments).collect();
    let first = *written.first()?;
    let mut dependencies = package.dependencies.iter();
    let krate = dependencies.find(|dependency| dependency.name == first)?;
    let listed = ground
        .architecture
        .policy
        .serialization
        .contains(&krate.crate_name);
    let module = listed.then(|| ground.module(scope)).flatten()?;
    let role = ground.architecture.role_of(module);
    role.is_some_and(|role| role.is_core()).then(|| Site {
        module,
        span: ground.span(extent),
        what: What::SwitchedOff {
            krate: krate.crate_name.clone(),
            written: written.join("::"),
        },
    })
}
