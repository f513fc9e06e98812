//! Canaries of the rules about layers, cycles, crates and files.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::Edit;
use govern_names::CrateKind;
use govern_workspace::DependencyKind;
use toml_edit::DocumentMut;

use super::{draft::Draft, nest::Nest};
use crate::{
    findings::{cycles, said},
    model::{
        architecture::{Content, ModuleRow, PackageRow, What},
        parts::Parts,
    },
    policy::{Decision, LayerId, Role, selector::Candidate},
};

/// Of each layer that may not use some other, a use of one.
pub(super) fn layer_violation(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    let layers: Vec<LayerId> = (0..architecture.policy.layers.len() as u32)
        .map(LayerId)
        .collect();
    let mut places: BTreeMap<LayerId, Vec<ModuleRow>> = BTreeMap::new();
    for row in nest.places(|_| true) {
        if let Some(layer) = architecture.module(row).layer {
            places.entry(layer).or_default().push(row);
        }
    }
    for &layer in &layers {
        let others = layers
            .iter()
            .filter(|&&other| !architecture.policy.allows(layer, other));
        let others: Vec<ModuleRow> = others
            .flat_map(|other| places.get(other).into_iter().flatten().copied())
            .collect();
        let from = places.get(&layer).map(Vec::as_slice).unwrap_or_default();
        edge(nest, "layer_violation", from, &others, |_, _| true);
    }
    nest.none_without(
        "layer_violation",
        "no layer could use one that it may not use: all of them may use each other, or cargo refuses the cycle of packages",
    );
}

/// A use of one of some modules in one of others. Whether one was put in.
fn edge(
    nest: &mut Nest<'_>,
    rule: &'static str,
    from: &[ModuleRow],
    to: &[ModuleRow],
    accepts: impl Fn(ModuleRow, ModuleRow) -> bool,
) -> bool {
    let Some((from, to)) = nest.nearest(from, to, accepts) else {
        return false;
    };
    let mut draft = Draft::default();
    let Some(path) = nest.path(&mut draft, from, to) else {
        return false;
    };
    let code = format!("use {path} as {}_used;", nest.name());
    nest.add(&mut draft, from, code);
    nest.put(rule, None, draft)
}

pub(super) fn sibling_dependency(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    let layers = (0..).map(LayerId).zip(&architecture.policy.layers);
    let layers: Vec<LayerId> = layers
        .filter(|(_, layer)| layer.independent)
        .map(|(id, _)| id)
        .collect();
    let parts = Parts::new(architecture, &layers);
    for layer in layers {
        let rows: Vec<ModuleRow> = nest
            .places(|row| {
                architecture.module(row).layer == Some(layer) && parts.of[row.index()].is_some()
            })
            .collect();
        let differ = |from: ModuleRow, to: ModuleRow| {
            let (from, to) = (parts.of[from.index()], parts.of[to.index()]);
            from.zip(to)
                .is_some_and(|(from, to)| parts.differ(architecture, from, to))
        };
        edge(nest, "sibling_dependency", &rows, &rows, differ);
    }
    nest.none_without(
        "sibling_dependency",
        "no layer with `independent = true` has two parts of which one could use the other",
    );
}

pub(super) fn dependency_cycle(nest: &mut Nest<'_>) {
    let asked = &nest.architecture.policy.cycles;
    if asked.modules {
        cycles_of_modules(nest);
    }
    if asked.packages && asked.dev_dependencies {
        cycle_of_packages(nest);
    }
    nest.none_without(
        "dependency_cycle",
        "no crate has two modules side by side that are in no cycle, and no package depends on another",
    );
}

/// In each crate two modules side by side.
fn cycles_of_modules(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    let cycles = cycles::modules(architecture);
    let known: BTreeSet<ModuleRow> = cycles.iter().flat_map(|it| it.members.clone()).collect();
    let mut families: BTreeMap<ModuleRow, Vec<ModuleRow>> = BTreeMap::new();
    let open = nest.places(|row| {
        let has_items = architecture.module(row).content == Content::Items;
        has_items && !known.contains(&row)
    });
    for row in open {
        if let Some(parent) = architecture.module(row).parent {
            families.entry(parent).or_default().push(row);
        }
    }
    let mut crates = BTreeSet::new();
    for (&parent, children) in &families {
        let root = nest.root(parent);
        let &[one, other, ..] = children.as_slice() else {
            continue;
        };
        if !crates.insert(root) {
            continue;
        }
        let mut draft = Draft::default();
        for (from, to) in [(one, other), (other, one)] {
            if let Some(path) = nest.path(&mut draft, from, to) {
                let code = format!("use {path} as {}_used;", nest.name());
                nest.add(&mut draft, from, code);
            }
        }
        nest.put("dependency_cycle", None, draft);
    }
}

/// A package that another one depends on, which needs that for its tests.
fn cycle_of_packages(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    let is_member = |row: PackageRow| {
        let package = architecture.package(row);
        package.member && package.selected && !package.excluded
    };
    let back = |from: PackageRow, to: PackageRow| {
        let mut links = architecture.links.iter();
        links.any(|link| link.from == to && link.to == from)
    };
    let mut links = architecture.links.iter().filter(|link| {
        let is_normal = link.kinds.contains_key(&DependencyKind::Normal);
        is_normal && is_member(link.from) && is_member(link.to) && !back(link.from, link.to)
    });
    let Some(link) = links.next() else {
        return;
    };
    let mut draft = Draft::default();
    let how = nest.by_path(link.to, link.from);
    if nest
        .depend(&mut draft, link.to, "dev-dependencies", &how)
        .is_some()
    {
        nest.put("dependency_cycle", None, draft);
    }
}

/// A crate, or a module of one that is in no layer as a whole.
pub(super) fn unclassified_component(nest: &mut Nest<'_>) {
    const RULE: &str = "unclassified_component";
    let architecture = nest.architecture;
    if !architecture.policy.closed {
        return;
    }
    let rows = nest.one_each(|row| {
        let module = architecture.module(row);
        let name = format!("{}::{}", module.path, nest.name());
        let file = module.file_path.as_str();
        module.layer.is_none()
            && module.content == Content::Nothing
            && !is_selected(
                nest,
                &architecture.package(module.package).name,
                &name,
                file,
            )
    });
    for row in rows {
        let mut draft = Draft::default();
        let code = format!("pub mod {} {{ pub struct Canary; }}", nest.name());
        nest.add(&mut draft, row, code);
        nest.put(RULE, None, draft);
    }
    let (name, package) = (nest.name(), nest.name().replace('_', "-"));
    let root = nest.workspace.path(nest.workspace.manifest());
    let root = nest.workspace.read(root).ok();
    let root = root.and_then(|(_, text)| text.parse::<DocumentMut>().ok());
    let has_members = root.is_some_and(|root| root.contains_key("workspace"));
    let near = nest
        .places(|row| architecture.module(row).parent.is_none())
        .next();
    if let Some(near) = near.filter(|_| has_members) {
        let user = architecture.module(near).package;
        let beside = architecture.package(user).directory.rsplit_once('/');
        let directory = match beside {
            Some((around, _)) => format!("{around}/{package}"),
            None => package.clone(),
        };
        let file = format!("{directory}/src/lib.rs");
        let mut draft = Draft::default();
        let up = match architecture.package(user).directory.as_str() {
            "" => "",
            _ => "../",
        };
        // What lies inside the workspace and is depended on belongs to it.
        let how = format!("package = \"{package}\"\npath = \"{up}{package}\"");
        let is_used = nest
            .depend(&mut draft, user, "dependencies", &how)
            .is_some();
        if is_used && !is_selected(nest, &package, &name, &file) {
            let manifest = format!(
                "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"
            );
            let path = format!("{directory}/Cargo.toml");
            draft.edit(
                Edit::Write(path, manifest.into_bytes()),
                format!("the package `{package}`"),
            );
            draft.insert(&file, None, "pub struct Canary;");
            nest.put(RULE, None, draft);
        }
    }
    nest.none_without(
        RULE,
        "every new module and every new crate is in a layer, by its selectors",
    );
}

/// Whether a module would be in a layer, or excluded, by itself or as the root of a crate.
fn is_selected(nest: &Nest<'_>, package: &str, path: &str, file: &str) -> bool {
    let policy = &nest.architecture.policy;
    let path = crate::path::segments(path);
    let candidate = Candidate {
        package,
        krate: path[0],
        path: &path,
        file,
        // The code stands in the file of what is around it.
        parent_file: (path.len() > 1).then_some(file),
        settled: false,
    };
    let mut counts: Vec<Vec<usize>> = policy
        .layers
        .iter()
        .map(|layer| vec![0; layer.selectors.len()])
        .collect();
    let decision = policy.decide(candidate, &mut counts);
    decision != Decision::Inherit || policy.exclude.iter().any(|it| it.selects(candidate))
}

pub(super) fn orphan_module(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    let roots = nest.one_each(|row| {
        let module = architecture.module(row);
        let package = nest.package(module.package);
        let is_read = |id| {
            let files = nest.workspace.files().iter();
            let mut files = files.filter(|&&file| nest.workspace.packages_of(file).contains(&id));
            files.all(|&file| nest.workspace.facts(file).is_some())
        };
        let directory = module.file_path.rsplit_once('/').map_or("", |(it, _)| it);
        // Beside a manifest and among programs any file may stand.
        module.parent.is_none()
            && directory != architecture.package(module.package).directory
            && !format!("/{directory}/").contains("/src/bin/")
            && package.is_some_and(|package| is_read(package.id))
    });
    for row in roots {
        let module = architecture.module(row);
        let directory = module.file_path.rsplit_once('/').map_or("", |(it, _)| it);
        let path = format!("{directory}/{}.rs", nest.name());
        let library = &architecture.package(module.package).library;
        let name = &architecture.package(module.package).name;
        let is_excluded = is_excluded(nest, name, library, &path);
        if !is_excluded {
            let mut draft = Draft::default();
            draft.insert(&path, None, "pub struct Canary;");
            nest.put("orphan_module", None, draft);
        }
    }
    nest.none_without(
        "orphan_module",
        "no package has a directory of sources of its own",
    );
}

fn is_excluded(nest: &Nest<'_>, package: &str, library: &str, file: &str) -> bool {
    let candidate = Candidate {
        package,
        krate: library,
        path: &[library],
        file,
        parent_file: None,
        settled: false,
    };
    let mut exclude = nest.architecture.policy.exclude.iter();
    exclude.any(|selector| selector.selects(candidate))
}

pub(super) fn unresolved_name(nest: &mut Nest<'_>) {
    let mut seen = BTreeSet::new();
    let mut rows = nest.one_each(|_| true);
    rows.retain(|&row| seen.insert(nest.architecture.module(row).package));
    let why = "no code can be put into the program";
    nest.each("unresolved_name", &rows, why, |nest, _, _| {
        let name = nest.name();
        Some(format!("fn {name}() {{ crate::{name}_missing::call(); }}"))
    });
}

pub(super) fn library_with_entry(nest: &mut Nest<'_>) {
    let architecture = nest.architecture;
    let is_named = |row: PackageRow| {
        let package = architecture.package(row);
        let mut selectors = architecture.policy.libraries.iter();
        selectors.any(|it| it.selects_package(&package.name, &package.library))
    };
    let by_role = |row: PackageRow| {
        let layer = architecture.package(row).layer;
        let role = layer.and_then(|layer| architecture.policy.layer(layer).role);
        role.is_some_and(Role::is_library)
    };
    let has_main = |row: ModuleRow| {
        let mut sites = architecture.sites.iter();
        sites.any(|site| site.module == row && site.what == What::Main)
    };
    let mut rows: Vec<ModuleRow> = nest
        .places(|row| {
            let module = architecture.module(row);
            let own = architecture.role_of(row);
            let is_library = is_named(module.package)
                || (by_role(module.package) && own.is_none_or(Role::is_library));
            is_library
                && module.target == CrateKind::Lib
                && said::is_program(architecture, row)
                && !has_main(row)
        })
        .collect();
    let mut seen = BTreeSet::new();
    rows.retain(|&row| seen.insert(architecture.module(row).package));
    let why = "no crate that has to be a library can be given a function `main`";
    nest.each("library_with_entry", &rows, why, |_, _, _| {
        Some("pub fn main() {}".to_owned())
    });
}
