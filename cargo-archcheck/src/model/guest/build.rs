//! What a guest is made of: packages with their features, by cargo's graph, or as far as the manifests of members tell.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Span;
use govern_gate::Error;
use govern_workspace::{DependencyKind, Workspace};
use guppy::{
    PackageId,
    graph::{
        DependencyDirection, PackageGraph,
        cargo::CargoOptions,
        feature::{FeatureSet, StandardFeatures},
    },
    platform::{EnabledTernary, Platform, PlatformSpec, TargetFeatures},
};

use crate::model::{
    architecture::{GuestCode, Package},
    built::{Built, BuiltLink},
};

/// The build as cargo resolves it, with default features; none where cargo was not asked.
pub(super) fn resolved(
    workspace: &Workspace,
    root: &str,
    target: &str,
) -> Result<Option<Vec<Built>>, Error> {
    let Ok(graph) = workspace.graph() else {
        return Ok(None);
    };
    let Ok(platform) = Platform::new(target.to_owned(), TargetFeatures::Unknown) else {
        return Ok(None);
    };
    let target = PlatformSpec::platforms([platform]);
    build(workspace, graph, root, &target)
        .map(Some)
        .map_err(|error| {
            let message = error.to_string();
            Error::Workspace(govern_workspace::Error::Metadata { message })
        })
}

fn build(
    workspace: &Workspace,
    graph: &PackageGraph,
    root: &str,
    target: &PlatformSpec,
) -> Result<Vec<Built>, guppy::Error> {
    let root = graph.workspace().member_by_name(root)?;
    let mut options = CargoOptions::new();
    options.set_target_platform(target.clone());
    if let Ok(host) = PlatformSpec::build_target() {
        options.set_host_platform(host);
    }
    let initials = root.to_feature_set(StandardFeatures::Default);
    let cargo = initials.into_cargo_set(&options)?;
    let on = cargo.target_features();
    let lists = on.packages_with_features(DependencyDirection::Forward);
    let mut packages: Vec<_> = lists.map(|list| (*list.package(), list)).collect();
    packages
        .sort_by_key(|(package, _)| (package.id() != root.id(), package.name(), package.version()));
    let rows: BTreeMap<&PackageId, usize> = packages
        .iter()
        .enumerate()
        .map(|(row, (package, _))| (package.id(), row))
        .collect();
    let mut built = Vec::new();
    for (package, list) in &packages {
        let mut links = Vec::new();
        for asked in asked(graph, package.id(), on, target)?
            .packages_with_features(DependencyDirection::Forward)
        {
            let to = asked.package();
            let Some(&row) = rows.get(to.id()).filter(|_| to.id() != package.id()) else {
                continue;
            };
            links.push(BuiltLink {
                to: row,
                features: asked.named_features().map(str::to_owned).collect(),
                span: place(workspace, package.name(), to.name())
                    .filter(|_| package.in_workspace()),
            });
        }
        links.sort_by_key(|link| link.to);
        built.push(Built {
            name: package.name().to_owned(),
            library: library(package),
            features: list.named_features().map(str::to_owned).collect(),
            links,
        });
    }
    Ok(built)
}

/// What a package asks of others, of what is on: the features that it names, and those that they switch on.
fn asked<'g>(
    graph: &'g PackageGraph,
    from: &'g PackageId,
    on: &FeatureSet<'g>,
    target: &PlatformSpec,
) -> Result<FeatureSet<'g>, guppy::Error> {
    let own = on.features_for(from)?;
    let own = own.iter().flat_map(|list| list.iter());
    let query = graph.feature_graph().query_forward(own)?;
    Ok(query.resolve_with_fn(|_, link| {
        link.from().package_id() == from
            && on.contains(link.to().feature_id()).unwrap_or(false)
            && link.normal().enabled_on(target) != EnabledTernary::Disabled
    }))
}

fn library(package: &guppy::graph::PackageMetadata<'_>) -> String {
    let library = package
        .build_targets()
        .find(|target| matches!(target.id(), guppy::graph::BuildTargetId::Library));
    let name = library.map_or(package.name(), |target| target.name());
    name.replace('-', "_")
}

/// Where a member declares that it depends on a package.
fn place(workspace: &Workspace, from: &str, to: &str) -> Option<Span> {
    let package = workspace.package_named(from)?;
    let dependencies = package.dependencies.iter();
    let uses = dependencies
        .filter(|dependency| dependency.package == to)
        .flat_map(|dependency| &dependency.uses);
    let mut normal = uses.filter(|usage| usage.kind == DependencyKind::Normal);
    normal.find_map(|usage| usage.span)
}

/// The build as far as the manifests of members tell: which features of external packages are on is not known.
pub(super) fn written(code: &GuestCode, root: &str, members: &BTreeSet<String>) -> Vec<Built> {
    let architecture = &code.architecture;
    let is_inside = |package: &Package| package.member && members.contains(&package.name);
    let links = architecture.links.iter();
    let links: Vec<_> = links
        .filter(|link| is_inside(architecture.package(link.from)))
        .filter_map(|link| Some((link, *link.kinds.get(&DependencyKind::Normal)?)))
        .collect();
    let packages = architecture.packages.iter().enumerate();
    let mut packages: Vec<_> = packages
        .filter(|(row, package)| {
            is_inside(package) || links.iter().any(|(link, _)| link.to.index() == *row)
        })
        .collect();
    packages.sort_by_key(|(row, package)| (package.name != root, *row));
    let row = |of: usize| packages.iter().position(|(row, _)| *row == of);
    let built = packages.iter().map(|(own, package)| Built {
        name: package.name.clone(),
        library: package.library.clone(),
        features: BTreeSet::new(),
        links: links
            .iter()
            .filter(|(link, _)| link.from.index() == *own)
            .filter_map(|(link, span)| {
                Some(BuiltLink {
                    to: row(link.to.index())?,
                    features: BTreeSet::new(),
                    span: span.map(|span| code.place(span)),
                })
            })
            .collect(),
    });
    built.collect()
}
