//! Canaries of the rules about ports, adapters and what the core shows.

use std::collections::BTreeMap;

use govern_names::{CrateKind, UnresolvedReason};

use super::{draft::Draft, nest::Nest};
use crate::{
    findings::said,
    model::architecture::{Architecture, ModuleRow},
    path::{head, segments},
    policy::{LayerId, Role},
};

const NO_PORTS: &str = "no code can be put into a layer of role `port`";

/// The rules that look at what a layer of ports declares.
pub(super) fn ports(nest: &mut Nest<'_>) {
    let rows = of_role(nest, Role::Port);
    let asked = &nest.architecture.policy.ports;
    nest.each("fat_port", &rows, NO_PORTS, |nest, _, _| {
        let methods = (0..=asked.max_methods?).map(|number| format!("fn canary_{number}(&self);"));
        let methods: Vec<String> = methods.collect();
        Some(format!(
            "pub trait {} {{ {} }}",
            nest.type_name(),
            methods.join(" ")
        ))
    });
    nest.each(
        "foreign_type_in_port",
        &rows,
        NO_PORTS,
        |nest, draft, row| {
            let krate = nest.external(draft, row, None)?;
            let name = nest.type_name();
            Some(format!(
                "pub trait {name} {{ fn canary(&self, value: ::{krate}::Canary); }}"
            ))
        },
    );
    let has_adapters = nest.architecture.has_modules_of(Role::Adapter);
    let traits = [
        (
            "port_not_object_safe",
            "fn canary<T>(&self, value: T);",
            asked.object_safe,
        ),
        ("port_not_send_sync", "fn canary(&self);", asked.send_sync),
        ("port_without_adapter", "fn canary(&self);", has_adapters),
    ];
    for (rule, method, _) in traits.into_iter().filter(|(_, _, is_asked)| *is_asked) {
        nest.each(rule, &rows, NO_PORTS, |nest, _, _| {
            Some(format!("pub trait {} {{ {method} }}", nest.type_name()))
        });
    }
    nest.each("port_with_implementation", &rows, NO_PORTS, |nest, _, _| {
        Some(format!("pub fn {}() {{}}", nest.name()))
    });
}

/// The rules that look at what the core shows.
pub(super) fn shown(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    let rows = of_role(nest, Role::Domain);
    nest.each(
        "foreign_type_in_domain",
        &rows,
        "no code can be put into a layer of role `domain`",
        |nest, draft, row| {
            let krate = nest.external(draft, row, None)?;
            Some(format!(
                "pub struct {}(pub ::{krate}::Canary);",
                nest.type_name()
            ))
        },
    );
    let role = |row| architecture.role_of(row);
    let rows = nest.one_each(|row| role(row).is_some_and(Role::is_core));
    nest.each(
        "leaky_error",
        &rows,
        "no code can be put into a layer of the core",
        |nest, draft, row| {
            let krate = nest.external(draft, row, None)?;
            let name = nest.name();
            Some(format!(
                "pub fn {name}_fails() -> ::std::result::Result<(), ::{krate}::Error> {{ Ok(()) }}"
            ))
        },
    );
}

/// A place in each package of each layer of a role.
fn of_role(nest: &Nest<'_>, role: Role) -> Vec<ModuleRow> {
    nest.one_each(|row| nest.architecture.role_of(row) == Some(role))
}

/// All places in layers of a role.
fn all_of_role(nest: &Nest<'_>, accepts: impl Fn(Option<Role>) -> bool) -> Vec<ModuleRow> {
    nest.places(|row| accepts(nest.architecture.role_of(row)))
        .collect()
}

pub(super) fn stray_port(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    if !architecture.has_modules_of(Role::Port) {
        return;
    }
    let exported = &architecture.declarations.exported_by_ports;
    // What is in a module that the ports re-export is a port where it stands.
    let is_exported = |row: ModuleRow| {
        nest.around(row)
            .any(|row| exported.contains(&architecture.module(row).path))
    };
    let core = |role| matches!(role, Some(Role::Domain | Role::Application));
    let mut to = all_of_role(nest, core);
    to.retain(|&row| !is_exported(row));
    let from = all_of_role(nest, |role| role == Some(Role::Adapter));
    if let Some((adapter, core)) = nest.nearest(&from, &to, |_, _| true) {
        let mut draft = Draft::default();
        let name = nest.type_name();
        if let Some(path) = nest.path(&mut draft, adapter, core) {
            let port = format!("pub trait {name} {{ fn canary(&self); }}");
            nest.add(&mut draft, core, port);
            let behind = format!(
                "struct {name}Behind; impl {path}::{name} for {name}Behind {{ fn canary(&self) {{}} }}"
            );
            nest.add(&mut draft, adapter, behind);
            nest.put("stray_port", None, draft);
        }
    }
    nest.none_without(
        "stray_port",
        "no module of an adapter could use one of the domain or the application that the ports do not re-export",
    );
}

pub(super) fn adapter_without_port(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    let items = ["std::net::TcpStream::connect", "std::fs::read"];
    for (id, layer) in (0..).map(LayerId).zip(&architecture.policy.layers) {
        if layer.role != Some(Role::Adapter) {
            continue;
        }
        let item = items
            .iter()
            .find(|item| !said::forbids(architecture, Some(id), item));
        // A part is what stands below the place where the layer begins, if that is one.
        let begins: Vec<ModuleRow> = architecture
            .module_rows()
            .filter(|&row| said::is_program(architecture, row) && begins(architecture, row, id))
            .collect();
        if let (Some(item), [begin]) = (item, begins.as_slice()) {
            let name = nest.name();
            let mut draft = Draft::default();
            let code =
                format!("pub mod {name} {{ pub fn call() {{ let _ = ::{item}(\"orders\"); }} }}");
            nest.add(&mut draft, *begin, code);
            nest.put("adapter_without_port", None, draft);
        }
    }
    nest.none_without(
        "adapter_without_port",
        "layers of adapters begin in several places, so that a new part would be a new crate; or `forbid` says it there",
    );
}

/// Whether a layer begins with a module.
fn begins(architecture: &Architecture, row: ModuleRow, layer: LayerId) -> bool {
    let module = architecture.module(row);
    let around = module.parent.and_then(|row| architecture.module(row).layer);
    module.layer == Some(layer) && around != Some(layer)
}

pub(super) fn exposed_adapter(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    let rows = nest.one_each(|row| {
        let module = architecture.module(row);
        let package = nest.package(module.package);
        let is_internal = package.is_some_and(|package| !package.published);
        is_internal
            && module.target == CrateKind::Lib
            && architecture.role_of(row) == Some(Role::Adapter)
            && nest.is_public(row)
            && is_seen(nest, nest.root(row))
    });
    nest.each(
        "exposed_adapter",
        &rows,
        "no library with `publish = false` shows an adapter, or not all that use it can be seen",
        |nest, _, _| Some(format!("pub struct {};", nest.type_name())),
    );
}

/// Whether all that use a crate are known by name: no other imports all of it, and no macro makes its names.
fn is_seen(nest: &Nest<'_>, root: ModuleRow) -> bool {
    let architecture = nest.architecture;
    let inside = |row: ModuleRow| nest.root(row) == root;
    let unseen = &architecture.exposure.unseen;
    let mut unknown = architecture.unknown.iter();
    let mut uses = architecture.uses.iter();
    let library = architecture.module(root).path.as_str();
    let of_all = |written: &str| {
        let path = written.split(" as ").next().unwrap_or(written);
        path.ends_with("::*") || !path.trim_start_matches("::").contains("::")
    };
    unseen.iter().all(|unseen| !inside(unseen.module))
        && !unknown.any(|it| {
            let is_open = matches!(
                it.reason,
                UnresolvedReason::MacroGenerated | UnresolvedReason::OutsideGlob
            );
            is_open && inside(it.module)
        })
        && !uses.any(|place| {
            let is_import = place.import.is_some() && !inside(place.from);
            is_import
                && head(architecture.text(place.item)) == library
                && of_all(architecture.text(place.written))
        })
}

pub(super) fn wiring_outside_entrypoint(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    if !said::has_role(architecture, Role::Entrypoint) {
        return;
    }
    let is_outside = |role| !matches!(role, Some(Role::Adapter | Role::Entrypoint));
    let to = all_of_role(nest, |role| role == Some(Role::Adapter));
    let layer = |row: ModuleRow| architecture.module(row).layer;
    // Where the layer may not use adapters, `layer_violation` says so.
    let may_use = |from, to| match (layer(from), layer(to)) {
        (Some(from), Some(to)) => architecture.policy.allows(from, to),
        _ => true,
    };
    for from in by_layer(nest, all_of_role(nest, is_outside)) {
        let Some((from, to)) = nest.nearest(&from, &to, may_use) else {
            continue;
        };
        let mut draft = Draft::default();
        let (name, maker) = (nest.type_name(), nest.name());
        if let Some(path) = nest.path(&mut draft, from, to) {
            nest.add(&mut draft, to, format!("pub struct {name} {{}}"));
            let code = format!("fn {maker}_makes() {{ let _ = {path}::{name} {{}}; }}");
            nest.add(&mut draft, from, code);
            nest.put("wiring_outside_entrypoint", None, draft);
        }
    }
    nest.none_without(
        "wiring_outside_entrypoint",
        "no code but that of adapters and the entrypoint may use adapters, so that `layer_violation` says it",
    );
}

/// Modules by the layers that they are in.
fn by_layer(nest: &Nest<'_>, rows: Vec<ModuleRow>) -> Vec<Vec<ModuleRow>> {
    let mut layers: BTreeMap<Option<LayerId>, Vec<ModuleRow>> = BTreeMap::new();
    for row in rows {
        let layer = nest.architecture.module(row).layer;
        layers.entry(layer).or_default().push(row);
    }
    layers.into_values().collect()
}

pub(super) fn test_double_in_production(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    let Some(doubles) = &architecture.policy.doubles else {
        return;
    };
    let from = all_of_role(nest, |role| role == Some(Role::Entrypoint));
    let others = all_of_role(nest, |role| role != Some(Role::Entrypoint));
    if let Some(item) = doubles.items.first()
        && let Some((from, to)) = nest.nearest(&from, &others, |_, _| true)
    {
        let mut draft = Draft::default();
        let double = item.text.replace('*', &nest.type_name());
        if let Some(path) = nest.path(&mut draft, from, to) {
            let name = nest.name();
            nest.add(&mut draft, to, format!("pub struct {double};"));
            nest.add(
                &mut draft,
                from,
                format!("use {path}::{double} as {name}_double;"),
            );
            nest.put("test_double_in_production", None, draft);
        }
    }
    let mut of_modules = others;
    of_modules.retain(|&row| {
        let path = segments(&architecture.module(row).path);
        let mut modules = doubles.modules.iter();
        modules.any(|name| name.pattern.contains(&path))
    });
    if let Some((from, to)) = nest.nearest(&from, &of_modules, |_, _| true) {
        let mut draft = Draft::default();
        if let Some(path) = nest.path(&mut draft, from, to) {
            let name = nest.name();
            nest.add(&mut draft, from, format!("use {path} as {name}_double;"));
            nest.put("test_double_in_production", None, draft);
        }
    }
    nest.none_without(
        "test_double_in_production",
        "no layer of role `entrypoint` could use a test double of another crate or module",
    );
}
