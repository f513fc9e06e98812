//! The part of the model about packages: what depends on what, from cargo's own graph or from the manifests.

use std::collections::{BTreeMap, BTreeSet};

use govern_names::CrateKind;
use govern_workspace::{DependencyKind, PackageId, Workspace};

use crate::model::architecture::{Architecture, Link, Package, PackageRow};
use crate::policy::LayerId;

/// A package before it has a row: by what cargo calls it, or by its name where cargo was not asked.
type Key = (String, String, String);

/// Adds packages and links.
pub(crate) fn add(workspace: &Workspace, architecture: &mut Architecture) {
    let mut found = Found::default();
    found.members(workspace);
    architecture.resolved = found.resolve(workspace);
    let keys: Vec<Key> = found.packages.keys().cloned().collect();
    let row = |key: &Key| {
        let row = keys
            .binary_search(key)
            .expect("both ends of a link were added as packages");
        PackageRow(row as u32)
    };
    architecture.links = found
        .links
        .into_iter()
        .map(|((from, to, name), kinds)| Link {
            from: row(&from),
            to: row(&to),
            name,
            kinds,
        })
        .collect();
    architecture
        .links
        .sort_by(|a, b| (a.from, a.to, &a.name).cmp(&(b.from, b.to, &b.name)));
    let mut packages: Vec<Package> = found.packages.into_values().collect();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for package in &packages {
        *count.entry(package.name.clone()).or_default() += 1;
    }
    for (package, (_, version, _)) in packages.iter_mut().zip(&keys) {
        package.label = package.name.clone();
        if count[&package.name] > 1 {
            package.label = format!("{} v{version}", package.name);
        }
    }
    architecture.packages = packages;
}

/// Says in which layers packages are, once that is known of their modules.
pub(crate) fn assign_layers(architecture: &mut Architecture) {
    type Layers = BTreeSet<Option<LayerId>>;
    let mut roots: BTreeMap<PackageRow, (Layers, Layers)> = BTreeMap::new();
    let mut seen: BTreeSet<PackageRow> = BTreeSet::new();
    // Of packages that are nothing but tests and benches.
    let mut others: BTreeMap<PackageRow, bool> = BTreeMap::new();
    for module in &architecture.modules {
        let package = &mut architecture.packages[module.package.index()];
        if module.kind != DependencyKind::Normal {
            let all = others.entry(module.package).or_insert(true);
            *all &= module.excluded;
            continue;
        }
        let first = seen.insert(module.package);
        package.excluded = module.excluded && (first || package.excluded);
        if module.excluded {
            continue;
        }
        package.layers.extend(module.layer);
        if module.parent.is_none() {
            let (library, programs) = roots.entry(module.package).or_default();
            let kind = match module.target {
                CrateKind::Bin => programs,
                _ => library,
            };
            kind.insert(module.layer);
        }
    }
    let alone = others.into_iter().filter(|(row, _)| !seen.contains(row));
    for (row, excluded) in alone {
        architecture.packages[row.index()].excluded = excluded;
    }
    // What a selector names is out, whatever it is made of.
    let by_name = |package: &Package| {
        let mut selectors = architecture.policy.exclude.iter();
        selectors.any(|it| it.kind() == "crate" && it.selects_package(&package.name, &package.name))
    };
    for package in architecture.packages.iter_mut().filter(|it| it.member) {
        package.excluded |= by_name(package);
    }
    for (row, (library, programs)) in roots {
        let decisive = if library.is_empty() {
            programs
        } else {
            library
        };
        let mut layers = decisive.into_iter();
        if let (Some(layer), None) = (layers.next(), layers.next()) {
            architecture.packages[row.index()].layer = layer;
        }
    }
}

#[derive(Default)]
struct Found {
    packages: BTreeMap<Key, Package>,
    links: BTreeMap<(Key, Key, String), BTreeMap<DependencyKind, Option<govern_diagnostics::Span>>>,
}

impl Found {
    /// The members, and what their manifests say.
    fn members(&mut self, workspace: &Workspace) {
        for package in workspace.packages() {
            self.packages.insert(
                member(workspace, package.id),
                Package {
                    name: package.name.clone(),
                    library: package.library().map_or_else(
                        || package.name.replace('-', "_"),
                        |target| target.crate_name.clone(),
                    ),
                    member: true,
                    selected: package.selected,
                    span: package.name_span,
                    directory: package.directory.clone(),
                    ..Package::default()
                },
            );
        }
        for package in workspace.packages() {
            for dependency in package
                .dependencies
                .iter()
                .filter(|dependency| dependency.active)
            {
                let to = match dependency.member {
                    Some(id) => member(workspace, id),
                    None => {
                        let version = dependency.version.clone().unwrap_or_default();
                        let key = (dependency.package.clone(), version, String::new());
                        self.packages.entry(key.clone()).or_insert_with(|| {
                            external(&dependency.package, &dependency.crate_name)
                        });
                        key
                    }
                };
                let kinds = self
                    .links
                    .entry((member(workspace, package.id), to, dependency.name.clone()))
                    .or_default();
                for place in &dependency.uses {
                    // One that is optional may be on for tests only.
                    let kind = match dependency.in_production {
                        true => place.kind,
                        false => DependencyKind::Development,
                    };
                    kinds.entry(kind).or_insert(place.span);
                }
            }
        }
    }

    /// What external packages depend on, as far as cargo was asked.
    fn resolve(&mut self, workspace: &Workspace) -> bool {
        let Ok(graph) = workspace.graph() else {
            return false;
        };
        let key = |package: &guppy::graph::PackageMetadata<'_>| {
            if package.in_workspace() {
                let known = workspace.package_named(package.name());
                return known.map(|known| member(workspace, known.id));
            }
            Some((
                package.name().to_owned(),
                package.version().to_string(),
                String::new(),
            ))
        };
        for package in graph.packages().filter(|package| !package.in_workspace()) {
            let Some(key) = key(&package) else { continue };
            let library = package
                .build_targets()
                .find(|target| matches!(target.id(), guppy::graph::BuildTargetId::Library));
            let library = library.map_or_else(
                || package.name().to_owned(),
                |target| target.name().to_owned(),
            );
            self.packages
                .entry(key)
                .or_insert_with(|| external(package.name(), &library.replace('-', "_")));
        }
        for package in graph.packages().filter(|package| !package.in_workspace()) {
            for link in package.direct_links() {
                let (Some(from), Some(to)) = (key(&package), key(&link.to())) else {
                    continue;
                };
                let kinds = self
                    .links
                    .entry((from, to, link.resolved_name().to_owned()))
                    .or_default();
                for (kind, present) in [
                    (DependencyKind::Normal, link.normal().is_present()),
                    (DependencyKind::Build, link.build().is_present()),
                ] {
                    if present {
                        kinds.insert(kind, None);
                    }
                }
            }
        }
        self.links.retain(|_, kinds| !kinds.is_empty());
        true
    }
}

fn member(workspace: &Workspace, id: PackageId) -> Key {
    let package = workspace.package(id);
    (
        package.name.clone(),
        package.version.clone(),
        "member".to_owned(),
    )
}

fn external(name: &str, library: &str) -> Package {
    Package {
        name: name.to_owned(),
        library: library.to_owned(),
        ..Package::default()
    }
}
