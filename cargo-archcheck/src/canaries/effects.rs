//! Canaries of the rules about what code reaches outside of itself for.

use std::collections::BTreeSet;

use govern_names::CrateKind;

use super::{draft::Draft, nest::Nest};
use crate::{
    findings::said,
    model::{
        architecture::{Guest, ModuleRow, What},
        guest::native_name,
    },
    path::{head, is_standard},
    policy::{LayerId, Role, effects::Effect, project::NativeName},
};

/// Code that has an effect, by the name of what it uses: `$` is a name that the code may declare.
fn code(effect: Effect) -> (&'static str, &'static str) {
    match effect {
        Effect::Io => (
            "std::fs::read",
            "fn $() { let _ = ::std::fs::read(\"orders\"); }",
        ),
        Effect::Network => (
            "std::net::TcpStream::connect",
            "fn $() { let _ = ::std::net::TcpStream::connect(\"localhost:1\"); }",
        ),
        Effect::Time => (
            "std::time::SystemTime::now",
            "fn $() { let _ = ::std::time::SystemTime::now(); }",
        ),
        Effect::Randomness => (
            "std::hash::RandomState::new",
            "fn $() { let _ = ::std::hash::RandomState::new(); }",
        ),
        Effect::Environment => (
            "std::env::var_os",
            "fn $() { let _ = ::std::env::var_os(\"ORDERS\"); }",
        ),
        Effect::Threads => (
            "std::thread::spawn",
            "fn $() { let _ = ::std::thread::spawn(|| ()); }",
        ),
        Effect::Process => ("std::process::exit", "fn $() { ::std::process::exit(1) }"),
        Effect::Runtime => (
            "tokio::spawn",
            "fn $() { let _ = ::tokio::spawn(async {}); }",
        ),
        Effect::GlobalState => ("", "static mut $: u8 = 0;"),
    }
}

/// Code in a module that has an effect, if the rules about effects look at it there and it is not there yet.
fn in_module(
    nest: &Nest<'_>,
    draft: &mut Draft,
    row: ModuleRow,
    (item, code): (&str, &str),
) -> Option<String> {
    let layer = nest.architecture.module(row).layer;
    if said::forbids(nest.architecture, layer, item) || !nest.is_fresh(row, item) {
        return None;
    }
    let code = code.replace('$', &nest.name());
    if is_standard(item) || item.is_empty() {
        return Some(code);
    }
    let krate = head(item);
    let name = nest.external(draft, row, Some(krate))?;
    Some(code.replace(krate, &name))
}

/// Of each layer that has to be pure each effect somewhere, and one in each package.
pub(super) fn impure_domain(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    for (id, layer) in (0..).map(LayerId).zip(&architecture.policy.layers) {
        let rows = nest.one_each(|row| architecture.module(row).layer == Some(id));
        let effects: Vec<Effect> = layer.pure.effects.iter().copied().collect();
        if rows.is_empty() || effects.is_empty() {
            continue;
        }
        for turn in 0..rows.len().max(effects.len()) {
            let (row, effect) = (rows[turn % rows.len()], effects[turn % effects.len()]);
            let mut draft = Draft::default();
            if let Some(code) = in_module(nest, &mut draft, row, code(effect)) {
                nest.add(&mut draft, row, code);
                nest.put("impure_domain", None, draft);
            }
        }
    }
    nest.none_without(
        "impure_domain",
        "no code can be put into a layer that has to be pure, or `forbid` says it there",
    );
}

pub(super) fn only_at_the_entrypoint(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    if !said::has_role(architecture, Role::Entrypoint) {
        return;
    }
    let abort = ("std::process::abort", "fn $() { ::std::process::abort() }");
    let args = ("std::env::args", "fn $() { let _ = ::std::env::args(); }");
    let rules = [
        ("environment_outside_entrypoint", Effect::Environment, args),
        ("runtime_outside_entrypoint", Effect::Process, abort),
    ];
    for (rule, effect, other) in rules {
        let (item, _) = code(effect);
        let rows = nest.one_each(|row| {
            let role = architecture.role_of(row);
            let is_pure = said::impurity(architecture, row, item).is_some();
            role.is_some_and(|role| role != Role::Entrypoint) && !is_pure
        });
        let why = "in all other layers `impure_domain` or `forbid` says it";
        nest.each(rule, &rows, why, |nest, draft, row| {
            let ways = [code(effect), other];
            ways.into_iter()
                .find_map(|way| in_module(nest, draft, row, way))
        });
    }
}

pub(super) fn serialization_in_core(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    let crates = &architecture.policy.serialization;
    let rows = core(nest);
    let why = "`forbid` says it of all crates for serialization, or they are used everywhere";
    nest.each("serialization_in_core", &rows, why, |nest, draft, row| {
        let uses = architecture.uses_in(row).iter();
        let used: Vec<&str> = uses
            .map(|place| head(architecture.text(place.item)))
            .collect();
        let layer = architecture.module(row).layer;
        // The one that everybody knows comes first.
        let mut known = crates.iter().filter(|name| *name == "serde").chain(crates);
        let krate = known.find(|name| {
            !used.contains(&name.as_str()) && !said::forbids(architecture, layer, name)
        })?;
        let name = nest.external(draft, row, Some(krate))?;
        Some(format!("use ::{name} as {}_used;", nest.name()))
    });
}

pub(super) fn cfg_in_core(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    let rows = core(nest);
    nest.each(
        "cfg_in_core",
        &rows,
        "no code can be put into a layer of the core",
        |nest, _, _| {
            Some(format!(
                "#[cfg(target_os = \"canary\")]\nfn {}() {{}}",
                nest.name()
            ))
        },
    );
    for feature in &architecture.policy.foreign_features {
        let asks = |row: ModuleRow| {
            architecture.sites.iter().any(|site| {
                site.module == row
                    && matches!(&site.what, What::Condition { value: Some(value), .. } if value == feature)
            })
        };
        if let Some(&row) = rows.iter().find(|&&row| !asks(row)) {
            let mut draft = Draft::default();
            let code = format!("#[cfg(feature = \"{feature}\")]\nfn {}() {{}}", nest.name());
            nest.add(&mut draft, row, code);
            nest.put("cfg_in_core", None, draft);
        }
    }
}

/// A place in each package of each layer of the core.
fn core(nest: &Nest<'_>) -> Vec<ModuleRow> {
    let role = |row| nest.architecture.role_of(row);
    nest.one_each(|row| role(row).is_some_and(Role::is_core))
}

/// What does not work on some platform or other.
const NATIVE: [(&str, &str); 3] = [
    (
        "std::process::Command::new",
        "fn $() { let _ = ::std::process::Command::new(\"sh\"); }",
    ),
    (
        "std::thread::spawn",
        "fn $() { let _ = ::std::thread::spawn(|| ()); }",
    ),
    (
        "std::net::TcpStream::connect",
        "fn $() { let _ = ::std::net::TcpStream::connect(\"localhost:1\"); }",
    ),
];

pub(super) fn native_code_in_guest(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    let Some(asked) = &architecture.policy.guests else {
        return;
    };
    for guest in &architecture.guests {
        let Some((path, row)) = root_of(nest, guest) else {
            continue;
        };
        let known = NATIVE.iter().find(|(item, _)| {
            native_name(&architecture.policy, &guest.target, item).is_some()
                && nest.is_fresh(row, item)
        });
        if let Some((_, code)) = known {
            let mut draft = Draft::default();
            draft.insert(path, None, code.replace('$', &nest.name()));
            nest.put("native_code_in_guest", None, draft);
        }
        for native in &asked.native {
            let mut draft = Draft::default();
            if let Some(code) = of_project(nest, &mut draft, guest, row, native) {
                draft.insert(path, None, code);
                nest.put("native_code_in_guest", None, draft);
            }
        }
    }
    nest.none_without(
        "native_code_in_guest",
        "`allow` of `[archcheck.guest]` lets guests do what is known not to work, or no guest has a library",
    );
}

/// The file and module that the library of a guest begins in.
fn root_of<'n>(nest: &Nest<'n>, guest: &Guest) -> Option<(&'n str, ModuleRow)> {
    let there = &guest.code.architecture;
    let files: BTreeSet<&str> = guest
        .modules()
        .iter()
        .map(|&row| there.module(row).file_path.as_str())
        .collect();
    let architecture = nest.architecture;
    let mut roots = nest.places(|row| {
        let module = architecture.module(row);
        let is_root = module.parent.is_none() && module.target == CrateKind::Lib;
        is_root
            && architecture.package(module.package).name == guest.package
            && files.contains(module.file_path.as_str())
    });
    let row = roots.next()?;
    Some((&architecture.module(row).file_path, row))
}

/// What uses a name that the project says does not work: a path, or a package as a whole.
fn of_project(
    nest: &Nest<'_>,
    draft: &mut Draft,
    guest: &Guest,
    row: ModuleRow,
    native: &NativeName,
) -> Option<String> {
    let is_plain = native.pattern.is_exact() && native.feature.is_none();
    let is_built = |name: &str| guest.built.iter().any(|built| built.name == name);
    if !is_plain || !nest.is_fresh(row, &native.text) || is_built(&native.text) {
        return None;
    }
    if is_standard(&native.text) {
        return Some(format!("use ::{} as {};", native.text, nest.name()));
    }
    if native.text.contains("::") {
        return None;
    }
    let name = nest.external(draft, row, Some(&native.text))?;
    Some(format!("use ::{name} as {}_used;", nest.name()))
}
