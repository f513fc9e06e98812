//! The answer of `cargo metadata` as a description of the workspace.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{
    DependencyKind as CargoKind, Metadata, Node, Package, PackageId, TargetKind as CargoTarget,
};

use crate::{
    DependencyKind, EnabledFeatures, TargetKind,
    describe::{self, Description, Member, MemberDependency, MemberTarget, MemberUse, in_code},
    features::{self, Asked, Crate, Request},
    paths::{self, slashes},
};

/// Describes the workspace as cargo resolved it. `written` gives the places in the manifests.
///
/// The features that cargo says are those of all builds together, so they are resolved again.
pub(crate) fn describe(
    metadata: &Metadata,
    written: Option<&Description>,
    asked: Asked<'_>,
) -> Description {
    let graph = Graph::new(metadata);
    let root = slashes(&metadata.workspace_root);
    let members = metadata
        .workspace_members
        .iter()
        .filter_map(|id| graph.packages.get(id))
        .map(|package| {
            let directory = package
                .manifest_path
                .parent()
                .map(slashes)
                .unwrap_or_default();
            let directory = paths::relative(&root, &directory);
            let written = written.and_then(|written| {
                written
                    .members
                    .iter()
                    .find(|member| member.directory == directory)
            });
            member(&graph, package, directory, &root, written)
        });
    let mut description = Description {
        members: members.collect(),
        target_directory: Some(metadata.target_directory.to_string()),
        resolver: asked.resolver,
    };
    switch(&graph, &mut description.members, asked);
    description.sort();
    description
}

/// Says which features of the members are on, and which of their dependencies are not only for tests.
fn switch(graph: &Graph<'_>, members: &mut [Member], asked: Asked<'_>) {
    let rows = graph.concerned();
    let packages: Vec<&Package> = rows.keys().map(|id| graph.packages[id]).collect();
    let crates: Vec<Crate<'_>> = packages
        .iter()
        .map(|package| graph.krate(package, &rows))
        .collect();
    let row_of = |id: &PackageId| rows.get(id).copied();
    let roots: Vec<usize> = graph.members.iter().copied().filter_map(row_of).collect();
    let resolved = features::resolve(&crates, &roots, asked);
    let by_name: BTreeMap<&str, usize> = roots
        .iter()
        .map(|&row| (packages[row].name.as_str(), row))
        .collect();
    for member in members {
        let Some(&row) = by_name.get(member.name.as_str()) else {
            continue;
        };
        member.enabled = resolved.enabled(row);
        for dependency in &mut member.dependencies {
            let uses = dependency.uses.iter();
            let mut uses = uses.filter(|usage| asked.is_for_it(usage.target.as_deref()));
            dependency.in_production = dependency.active
                && uses.any(|usage| {
                    usage.kind != DependencyKind::Development
                        && (!usage.optional || resolved.is_on_in_production(row, &usage.key))
                });
        }
    }
}

/// Path packages outside the workspace: their manifests can change the answer too.
pub(super) fn foreign_manifests(metadata: &Metadata) -> Vec<String> {
    let root = slashes(&metadata.workspace_root);
    let foreign = metadata.packages.iter().filter(|package| {
        package.source.is_none() && !metadata.workspace_members.contains(&package.id)
    });
    foreign
        .map(|package| paths::relative(&root, &slashes(&package.manifest_path)))
        .collect()
}

/// Packages whose features concern the members, by id.
type Rows<'a> = BTreeMap<&'a PackageId, usize>;

struct Graph<'a> {
    packages: BTreeMap<&'a PackageId, &'a Package>,
    nodes: BTreeMap<&'a PackageId, &'a Node>,
    members: Vec<&'a PackageId>,
}

impl<'a> Graph<'a> {
    fn new(metadata: &'a Metadata) -> Self {
        let nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
        Graph {
            packages: metadata
                .packages
                .iter()
                .map(|package| (&package.id, package))
                .collect(),
            nodes: nodes.map(|node| (&node.id, node)).collect(),
            members: metadata.workspace_members.iter().collect(),
        }
    }

    /// The members, and what depends on one of them: others cannot switch on anything of theirs.
    fn concerned(&self) -> Rows<'a> {
        let mut dependents: BTreeMap<&PackageId, Vec<&'a PackageId>> = BTreeMap::new();
        for (id, node) in &self.nodes {
            for dep in &node.deps {
                dependents.entry(&dep.pkg).or_default().push(id);
            }
        }
        let mut open = self.members.clone();
        let mut found = BTreeSet::new();
        while let Some(id) = open.pop() {
            if self.packages.contains_key(id) && found.insert(id) {
                open.extend(dependents.get(id).into_iter().flatten());
            }
        }
        found.into_iter().zip(0..).collect()
    }

    fn krate(&self, package: &'a Package, rows: &Rows<'_>) -> Crate<'a> {
        let is_member = self.members.contains(&&package.id);
        let declared = package.dependencies.iter();
        // Nobody builds the tests of what is not here.
        let declared =
            declared.filter(|declared| is_member || declared.kind != CargoKind::Development);
        let requests = declared.map(|declared| {
            let found = self.resolve(package, declared);
            Request {
                key: key(declared),
                to: found.and_then(|found| rows.get(&found.id).copied()),
                kind: kind(declared.kind),
                target: declared.target.as_ref().map(ToString::to_string),
                optional: declared.optional,
                default_features: declared.uses_default_features,
                features: declared.features.clone(),
            }
        });
        let kinds = package.targets.iter().flat_map(|target| &target.kind);
        let has = |kind| kinds.clone().any(|it| *it == kind);
        Crate {
            name: package.name.as_str(),
            features: &package.features,
            proc_macro: has(CargoTarget::ProcMacro),
            build_script: has(CargoTarget::CustomBuild),
            requests: requests.collect::<Vec<_>>().into(),
        }
    }

    /// The package that a declared dependency was resolved to.
    fn resolve(
        &self,
        package: &Package,
        declared: &cargo_metadata::Dependency,
    ) -> Option<&'a Package> {
        let node = self.nodes.get(&package.id)?;
        let fitting: Vec<&Package> = node
            .deps
            .iter()
            .filter_map(|dep| {
                let found = *self.packages.get(&dep.pkg)?;
                let expected = declared
                    .rename
                    .as_ref()
                    .map_or_else(|| library(found), |rename| in_code(rename));
                let fits = found.name.as_str() == declared.name
                    && (dep.name == expected || dep.name.is_empty());
                fits.then_some(found)
            })
            .collect();
        let by_version = fitting
            .iter()
            .find(|found| declared.req.matches(&found.version));
        by_version.or(fitting.first()).copied()
    }
}

fn member(
    graph: &Graph<'_>,
    package: &Package,
    directory: String,
    root: &str,
    written: Option<&Member>,
) -> Member {
    let mut rows: BTreeMap<(String, String), MemberDependency> = BTreeMap::new();
    for declared in &package.dependencies {
        let found = graph.resolve(package, declared);
        // One that is not in the graph may be known from elsewhere in it.
        let known = found.or_else(|| {
            graph
                .packages
                .values()
                .find(|found| found.name.as_str() == declared.name)
                .copied()
        });
        let crate_name = known.map_or_else(|| in_code(&declared.name), library);
        let name = declared
            .rename
            .as_ref()
            .map_or_else(|| crate_name.clone(), |rename| in_code(rename));
        let member = match found {
            Some(found) => graph
                .members
                .contains(&&found.id)
                .then(|| found.name.to_string()),
            None => declared.path.as_ref().and_then(|path| {
                let is_there = |package: &&&PackageId| {
                    graph.packages[**package].manifest_path.parent() == Some(path)
                };
                graph
                    .members
                    .iter()
                    .find(is_there)
                    .map(|id| graph.packages[*id].name.to_string())
            }),
        };
        let entry = rows
            .entry((name.clone(), declared.name.clone()))
            .or_insert_with(|| MemberDependency {
                name,
                crate_name,
                package: declared.name.clone(),
                version: None,
                member,
                uses: Vec::new(),
                active: false,
                in_production: false,
            });
        entry.active |= found.is_some();
        entry.version = entry
            .version
            .take()
            .or_else(|| found.map(|found| found.version.to_string()));
        entry.uses.push(usage(declared, written));
    }
    Member {
        name: package.name.to_string(),
        name_extent: written.and_then(|written| written.name_extent),
        version: package.version.to_string(),
        directory,
        edition: describe::edition(package.edition.as_str()),
        published: package
            .publish
            .as_ref()
            .is_none_or(|registries| !registries.is_empty()),
        targets: package
            .targets
            .iter()
            .filter_map(|target| self::target(target, root))
            .collect(),
        features: package.features.clone(),
        enabled: EnabledFeatures::default(),
        dependencies: rows.into_values().collect(),
    }
}

fn usage(declared: &cargo_metadata::Dependency, written: Option<&Member>) -> MemberUse {
    let (kind, key) = (kind(declared.kind), key(declared));
    let target = declared.target.as_ref().map(ToString::to_string);
    // Cargo writes conditions in its own way.
    let compact = |target: Option<&str>| {
        target.map(|text| text.replace([' ', '\n', '\t'], "").replace(",)", ")"))
    };
    let uses = written
        .iter()
        .flat_map(|member| &member.dependencies)
        .flat_map(|dependency| &dependency.uses);
    let place = uses
        .filter(|written| written.key == key && written.kind == kind)
        .find(|written| compact(written.target.as_deref()) == compact(target.as_deref()));
    MemberUse {
        kind,
        target,
        optional: declared.optional,
        extent: place.and_then(|place| place.extent),
        key,
    }
}

pub(super) fn kind(kind: CargoKind) -> DependencyKind {
    match kind {
        CargoKind::Development => DependencyKind::Development,
        CargoKind::Build => DependencyKind::Build,
        _ => DependencyKind::Normal,
    }
}

/// Its key in the manifest.
pub(super) fn key(declared: &cargo_metadata::Dependency) -> String {
    let rename = declared.rename.as_ref();
    rename.unwrap_or(&declared.name).clone()
}

fn target(target: &cargo_metadata::Target, root: &str) -> Option<MemberTarget> {
    let kind = target.kind.iter().find_map(|kind| match kind {
        CargoTarget::Lib
        | CargoTarget::RLib
        | CargoTarget::DyLib
        | CargoTarget::CDyLib
        | CargoTarget::StaticLib => Some(TargetKind::Lib),
        CargoTarget::ProcMacro => Some(TargetKind::ProcMacro),
        CargoTarget::Bin => Some(TargetKind::Bin),
        CargoTarget::Test => Some(TargetKind::Test),
        CargoTarget::Bench => Some(TargetKind::Bench),
        CargoTarget::Example => Some(TargetKind::Example),
        CargoTarget::CustomBuild => Some(TargetKind::BuildScript),
        // A `crate-type` we do not know is a library of some kind.
        _ => None,
    });
    Some(MemberTarget {
        kind: kind.unwrap_or(TargetKind::Lib),
        name: target.name.clone(),
        edition: describe::edition(target.edition.as_str()),
        root: paths::relative(root, &slashes(&target.src_path)),
        required_features: target.required_features.clone(),
    })
}

/// The name in code of a package's library, or what one would be called.
fn library(package: &Package) -> String {
    own_library(package).unwrap_or_else(|| in_code(package.name.as_str()))
}

/// The name in code of a package's library, if it has one.
pub(super) fn own_library(package: &Package) -> Option<String> {
    let library = package.targets.iter().find(|target| {
        target.kind.iter().any(|kind| {
            matches!(
                kind,
                CargoTarget::Lib
                    | CargoTarget::RLib
                    | CargoTarget::DyLib
                    | CargoTarget::CDyLib
                    | CargoTarget::StaticLib
                    | CargoTarget::ProcMacro
            )
        })
    });
    library.map(|library| in_code(&library.name))
}
