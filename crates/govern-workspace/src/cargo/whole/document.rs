//! Packages and their links as `cargo metadata` writes them down.
//!
//! Of packages of the registry there is what a graph needs: no texts, no authors, no targets but library and build script, and no
//! dev-dependencies.

use std::collections::BTreeMap;

use camino::Utf8Path;
use cargo_metadata::{Metadata, Resolve};
use serde::Serialize;

use super::{
    On,
    packages::{Declared, Foreign, Package, Packages},
};
use crate::{DependencyKind, describe::in_code};

/// What a package depends on.
#[derive(Debug)]
pub(super) struct Link<'p> {
    pub(super) to: usize,
    /// In code.
    name: String,
    declared: Vec<&'p Declared>,
}

/// What a package depends on, with what is on of it. None if one library has two names, which is an error that cargo explains.
pub(super) fn dependencies<'p>(
    packages: &'p Packages<'_>,
    row: usize,
    on: &On,
) -> Option<Vec<Link<'p>>> {
    let package = packages.get(row)?;
    let mut links: BTreeMap<usize, Link<'p>> = BTreeMap::new();
    for declared in &package.declared {
        if declared.optional && !on.asked.contains_key(&declared.key) {
            continue;
        }
        let to = declared.to?;
        let Some(library) = &packages.get(to)?.library else {
            continue;
        };
        let name = declared.rename().map_or_else(|| library.clone(), in_code);
        let link = links.entry(to).or_insert_with(|| Link {
            to,
            name: name.clone(),
            declared: Vec::new(),
        });
        if link.name != name {
            return None;
        }
        link.declared.push(declared);
    }
    Some(links.into_values().collect())
}

/// The answer about the members, with all packages that they are linked to.
pub(super) fn extended(
    mut answer: Metadata,
    packages: &Packages<'_>,
    on: &BTreeMap<usize, On>,
    links: &BTreeMap<usize, Vec<Link<'_>>>,
) -> Option<Metadata> {
    let mut foreign = Vec::new();
    let mut nodes = Vec::new();
    for (&row, links) in links {
        let package = packages.get(row)?;
        if let Some(about) = &package.foreign {
            foreign.push(written(packages, row, package, about));
        }
        let id = |row: usize| packages.get(row).map(|package| package.id.as_str());
        let deps = links.iter().map(|link| {
            Some(WrittenDep {
                name: &link.name,
                pkg: id(link.to)?,
                dep_kinds: link.declared.iter().map(|it| WrittenKind::of(it)).collect(),
            })
        });
        nodes.push(WrittenNode {
            id: &package.id,
            dependencies: links
                .iter()
                .map(|link| id(link.to))
                .collect::<Option<_>>()?,
            deps: deps.collect::<Option<_>>()?,
            features: on.get(&row)?.features.iter().map(String::as_str).collect(),
        });
    }
    let foreign = serde_json::to_string(&foreign).ok()?;
    let foreign: Vec<cargo_metadata::Package> = serde_json::from_str(&foreign).ok()?;
    answer.packages.extend(foreign);
    let resolve = serde_json::to_string(&WrittenResolve { nodes, root: () }).ok()?;
    let mut resolve: Resolve = serde_json::from_str(&resolve).ok()?;
    resolve.root = answer.root_package().map(|package| package.id.clone());
    answer.resolve = Some(resolve);
    Some(answer)
}

#[derive(Serialize)]
struct WrittenResolve<'p> {
    nodes: Vec<WrittenNode<'p>>,
    root: (),
}

#[derive(Serialize)]
struct WrittenNode<'p> {
    id: &'p str,
    dependencies: Vec<&'p str>,
    deps: Vec<WrittenDep<'p>>,
    features: Vec<&'p str>,
}

#[derive(Serialize)]
struct WrittenDep<'p> {
    name: &'p str,
    pkg: &'p str,
    dep_kinds: Vec<WrittenKind<'p>>,
}

#[derive(Serialize)]
struct WrittenKind<'p> {
    kind: Option<&'static str>,
    target: Option<&'p str>,
}

impl<'p> WrittenKind<'p> {
    fn of(declared: &'p Declared) -> Self {
        WrittenKind {
            kind: kind(declared.kind),
            target: declared.target.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct WrittenPackage<'p> {
    name: &'p str,
    version: &'p str,
    id: &'p str,
    source: Option<&'p str>,
    license: Option<&'p str>,
    license_file: Option<&'p str>,
    dependencies: Vec<WrittenDependency<'p>>,
    targets: Vec<WrittenTarget<'p>>,
    features: &'p BTreeMap<String, Vec<String>>,
    manifest_path: &'p Utf8Path,
}

#[derive(Serialize)]
struct WrittenDependency<'p> {
    name: &'p str,
    source: Option<&'p str>,
    req: String,
    kind: Option<&'static str>,
    rename: Option<&'p str>,
    optional: bool,
    uses_default_features: bool,
    features: &'p [String],
    target: Option<&'p str>,
}

#[derive(Serialize)]
struct WrittenTarget<'p> {
    kind: [&'static str; 1],
    crate_types: [&'static str; 1],
    name: &'p str,
    src_path: &'p Utf8Path,
}

fn written<'p>(
    packages: &'p Packages<'_>,
    row: usize,
    package: &'p Package,
    about: &'p Foreign,
) -> WrittenPackage<'p> {
    let locked = &packages.lock.packages[row];
    let dependencies = package.declared.iter().map(|declared| WrittenDependency {
        name: &declared.package,
        // They all come from where it does.
        source: locked.source.as_deref(),
        req: declared.req.to_string(),
        kind: kind(declared.kind),
        rename: declared.rename(),
        optional: declared.optional,
        uses_default_features: declared.default_features,
        features: &declared.features,
        target: declared.target.as_deref(),
    });
    let library = package.library.as_deref().map(|name| {
        let kind = [if about.proc_macro {
            "proc-macro"
        } else {
            "lib"
        }];
        WrittenTarget {
            kind,
            crate_types: kind,
            name,
            src_path: &about.root,
        }
    });
    let script = about.build_script.as_ref().map(|file| WrittenTarget {
        kind: ["custom-build"],
        crate_types: ["bin"],
        name: "build-script-build",
        src_path: file,
    });
    WrittenPackage {
        name: &locked.name,
        version: &locked.version,
        id: &package.id,
        source: locked.source.as_deref(),
        license: about.license.as_deref(),
        license_file: about.license_file.as_deref(),
        dependencies: dependencies.collect(),
        targets: library.into_iter().chain(script).collect(),
        features: &package.features,
        manifest_path: &about.manifest_path,
    }
}

/// As cargo writes it: nothing is the usual one.
fn kind(kind: DependencyKind) -> Option<&'static str> {
    match kind {
        DependencyKind::Normal => None,
        DependencyKind::Development => Some("dev"),
        DependencyKind::Build => Some("build"),
    }
}
