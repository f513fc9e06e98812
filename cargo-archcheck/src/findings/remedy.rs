//! What to use instead of a type of an adapter: the ports that it implements, or the trait that is missing.

use std::collections::BTreeSet;

use crate::{
    model::{
        architecture::{Architecture, Module, ModuleRow, Use},
        declarations::{Subject, Trait},
    },
    path::{head, last_segment},
    policy::{LayerId, Role},
};

/// How to name something that was picked up where it must not be, if that can be done there: what is external, of the same
/// package, or of one that this depends on.
pub(crate) fn directly(architecture: &Architecture, place: &Use, item: &str) -> Option<String> {
    let own = architecture.module(place.from).package;
    let Some(def) = place.def.map(|def| architecture.module(def)) else {
        return Some(format!("name it directly, as `{item}`"));
    };
    if def.package == own {
        return Some(format!("name it directly, as `{item}`"));
    }
    let mut links = architecture.links.iter();
    let is_dependency = links.any(|link| {
        link.from == own && link.to == def.package && link.kinds.contains_key(&place.kind)
    });
    // What its path is inside of the other package need not be what others may write.
    let krate = head(&def.path);
    is_dependency.then(|| format!("name it directly, from `{krate}`"))
}

/// What the core uses instead of a type of an adapter, if that is known.
pub(crate) fn instead(
    architecture: &Architecture,
    place: &Use,
    item: &str,
    (layer, other): (LayerId, LayerId),
) -> Option<String> {
    let policy = &architecture.policy;
    let role = |layer: LayerId| policy.layer(layer).role;
    let is_core = matches!(role(layer), Some(Role::Domain | Role::Application));
    let mut types = architecture.declarations.types.iter();
    if !is_core || role(other) != Some(Role::Adapter) || !types.any(|known| known.path == item) {
        return None;
    }
    let ports = implemented(architecture, item, layer);
    if !ports.is_empty() {
        let port = match ports.len() {
            1 => "the port",
            _ => "one of the ports",
        };
        return Some(format!(
            "use {port} `{}`, which it implements, and take what stands behind it from outside",
            ports.into_iter().collect::<Vec<_>>().join("`, `")
        ));
    }
    let called = called(architecture, item, layer);
    let module = port_module(architecture, place.from, (layer, other))?;
    (!called.is_empty()).then(|| {
        format!(
            "add a trait to `{}` with what is called, `{}`, implement it for `{}`, and pass it in from outside",
            module.path,
            called.into_iter().collect::<Vec<_>>().join("`, `"),
            last_segment(item)
        )
    })
}

/// The ports that a type implements, and that a layer may use.
fn implemented<'a>(
    architecture: &'a Architecture,
    item: &str,
    layer: LayerId,
) -> BTreeSet<&'a str> {
    let declarations = &architecture.declarations;
    let may_use = |port: &&Trait| {
        let module = architecture.module(port.module);
        port.visible
            && architecture.role_of(port.module) == Some(Role::Port)
            && module
                .layer
                .is_some_and(|port| architecture.policy.allows(layer, port))
    };
    let own = declarations.implementations.iter();
    own.filter(|one| matches!(&one.subject, Subject::Item(path) if path == item))
        .filter_map(|one| declarations.trait_of(one))
        .filter(may_use)
        .map(|port| port.path.as_str())
        .collect()
}

/// The methods of a type that code in a layer names: `Bus::send`.
fn called<'a>(architecture: &'a Architecture, item: &str, layer: LayerId) -> BTreeSet<&'a str> {
    let functions = architecture.declarations.functions.iter();
    let methods: BTreeSet<&str> = functions
        .filter(|one| one.method.has_self && one.of_type.as_deref() == Some(item))
        .map(|one| one.method.name.as_str())
        .collect();
    let uses = architecture.uses.iter();
    let uses = uses.filter(|place| {
        architecture.counts(place.kind)
            && architecture.module(place.from).layer == Some(layer)
            && architecture.text(place.item) == item
    });
    uses.map(|place| last_segment(architecture.text(place.written)))
        .filter(|name| methods.contains(name))
        .collect()
}

/// The module for ports that is nearest to a module: of its package, if there is one there.
fn port_module(
    architecture: &Architecture,
    from: ModuleRow,
    (layer, other): (LayerId, LayerId),
) -> Option<&Module> {
    let policy = &architecture.policy;
    let package = architecture.module(from).package;
    let ports = architecture.module_rows().filter(|&row| {
        architecture.role_of(row) == Some(Role::Port) && architecture.reports_on(row)
    });
    let ports = ports.map(|row| architecture.module(row)).filter(|module| {
        module
            .layer
            .is_some_and(|port| policy.allows(layer, port) && policy.allows(other, port))
    });
    ports.min_by_key(|module| {
        let depth = module.path.split("::").count();
        (module.package != package, depth, module.path.as_str())
    })
}
