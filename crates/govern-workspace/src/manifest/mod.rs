//! A workspace described by its manifests alone: for old revisions, for memory, and to start before cargo has answered.
//!
//! It follows cargo's rules for members, targets, inheritance and features inside the workspace. What only a registry
//! knows, it guesses: the library of `async-nats` is taken to be `async_nats`, unless the caller knows better.

mod members;
mod raw;
mod targets;

use std::collections::{BTreeMap, BTreeSet};

use govern_facts::Edition;

pub(crate) use self::raw::{BuildKey, Manifest, RawDependency};
use self::raw::{Inherited, Publish, RawWorkspace};
use crate::{
    DependencyKind, Error, FeatureSelection, TargetKind,
    conditions::Machine,
    describe::{self, Description, Member, MemberDependency, MemberUse, in_code},
    features::{self, Asked, Crate, Request, Resolver},
    paths,
    watch::Watched,
};

/// Names of libraries by name of their package, where it is not the obvious one.
pub(crate) type KnownLibraries = BTreeMap<String, String>;

/// What is built, and for what.
#[derive(Debug)]
pub(crate) struct Build<'a> {
    pub(crate) selection: &'a FeatureSelection,
    pub(crate) machine: &'a Machine,
    /// The names of the packages that are built, with what they depend on; none is all of them. If it is some, only the
    /// program counts, not what builds it.
    pub(crate) roots: Option<&'a BTreeSet<String>>,
}

/// A workspace as its manifests are written, whatever is built of it.
#[derive(Debug)]
pub(crate) struct Written {
    members: Vec<Member>,
    requests: Vec<Vec<Request>>,
    resolver: Resolver,
}

/// Describes the workspace whose root is the root of the tree.
pub(crate) fn describe(
    watched: &Watched<'_>,
    build: &Build<'_>,
    known: &KnownLibraries,
) -> Result<Description, Error> {
    written(watched, known).map(|written| written.describe(build))
}

/// Reads the manifests of the workspace whose root is the root of the tree.
pub(crate) fn written(watched: &Watched<'_>, known: &KnownLibraries) -> Result<Written, Error> {
    let Some(root) = members::read(watched, "")? else {
        return Err(Error::Read {
            path: "Cargo.toml".to_owned(),
            message: "no such file".to_owned(),
        });
    };
    let members = members::members(watched, &root)?;
    let manifests: Vec<&Manifest> = root
        .package
        .is_some()
        .then_some(&root)
        .into_iter()
        .chain(members.values())
        .collect();
    if manifests.is_empty() {
        return Err(no_packages(&root));
    }

    let workspace = root.workspace.as_ref();
    let mut described: Vec<Member> = manifests
        .iter()
        .map(|manifest| member(watched, manifest, workspace))
        .collect::<Result<_, _>>()?;
    let libraries: BTreeMap<String, (usize, String)> = described
        .iter()
        .enumerate()
        .map(|(row, member)| (member.name.clone(), (row, library_name(member))))
        .collect();

    let mut requests: Vec<Vec<Request>> = Vec::new();
    for (row, manifest) in manifests.iter().enumerate() {
        let directory = described[row].directory.clone();
        let mut asked = Vec::new();
        let mut rows: BTreeMap<(String, String), MemberDependency> = BTreeMap::new();
        for dependency in &manifest.dependencies {
            let resolved = inherit(dependency, &directory, workspace);
            let package = resolved
                .package
                .clone()
                .unwrap_or_else(|| resolved.key.clone());
            // A path makes it a member; a member that is also on a registry may be asked for by version.
            let to = libraries.get(&package).filter(|(to, _)| {
                resolved
                    .path
                    .as_ref()
                    .is_some_and(|path| *path == described[*to].directory)
            });
            let crate_name = match to {
                Some((_, library)) => library.clone(),
                None => foreign_library(watched, &resolved, &package, known)?,
            };
            let name = if resolved.package.is_some() {
                in_code(&resolved.key)
            } else {
                crate_name.clone()
            };
            asked.push(Request {
                key: resolved.key.clone(),
                to: to.map(|&(to, _)| to),
                kind: resolved.kind,
                target: resolved.target.clone(),
                optional: resolved.optional,
                default_features: resolved.default_features,
                features: resolved.features.clone(),
            });
            let entry = rows
                .entry((name.clone(), package.clone()))
                .or_insert_with(|| MemberDependency {
                    name,
                    crate_name,
                    package: package.clone(),
                    version: None,
                    member: to.map(|_| package),
                    uses: Vec::new(),
                    active: false,
                    in_production: false,
                });
            entry.uses.push(MemberUse {
                kind: resolved.kind,
                target: resolved.target.clone(),
                optional: resolved.optional,
                extent: Some(resolved.extent),
                key: resolved.key.clone(),
            });
        }
        described[row].dependencies = rows.into_values().collect();
        requests.push(asked);
    }
    Ok(Written {
        members: described,
        requests,
        resolver: resolver(&root),
    })
}

impl Written {
    /// The workspace as it is where this is built.
    pub(crate) fn describe(&self, build: &Build<'_>) -> Description {
        let mut description = Description {
            members: self.members.clone(),
            target_directory: None,
            resolver: self.resolver,
        };
        self.switch(&mut description.members, build);
        description.sort();
        description
    }

    /// Says which features of the members are on, and which dependencies.
    fn switch(&self, members: &mut [Member], build: &Build<'_>) {
        let crates = self.members.iter().zip(&self.requests);
        let crates: Vec<Crate<'_>> = crates
            .map(|(member, requests)| {
                let has = |kind| member.targets.iter().any(|target| target.kind == kind);
                Crate {
                    name: &member.name,
                    features: &member.features,
                    proc_macro: has(TargetKind::ProcMacro),
                    build_script: has(TargetKind::BuildScript),
                    requests: requests.into(),
                }
            })
            .collect();
        let is_root =
            |member: &Member| build.roots.is_none_or(|roots| roots.contains(&member.name));
        let roots: Vec<usize> = (0..members.len())
            .filter(|&row| is_root(&members[row]))
            .collect();
        let asked = Asked {
            selection: build.selection,
            resolver: self.resolver,
            machine: build.machine,
        };
        let resolved = features::resolve(&crates, &roots, asked);
        for (row, member) in members.iter_mut().enumerate() {
            let whole = build.roots.is_none();
            member.enabled = match whole {
                true => resolved.enabled(row),
                false => resolved.of_program(row),
            };
            for dependency in &mut member.dependencies {
                let uses = dependency.uses.iter();
                let uses = uses.filter(|usage| asked.is_for_it(usage.target.as_deref()));
                for usage in uses {
                    let on = |is_on: bool| !usage.optional || is_on;
                    let in_production = usage.kind != DependencyKind::Development
                        && on(resolved.is_on_in_production(row, &usage.key));
                    dependency.in_production |= in_production;
                    dependency.active |= match whole {
                        true => on(resolved.is_on(row, &usage.key)),
                        false => {
                            resolved.is_in_program(row)
                                && in_production
                                && usage.kind == DependencyKind::Normal
                        }
                    };
                }
            }
        }
    }
}

/// The rules for features: what the workspace says, or what the edition of its root package makes of it.
fn resolver(root: &Manifest) -> Resolver {
    let of_workspace = root
        .workspace
        .as_ref()
        .and_then(|it| it.resolver.as_deref());
    let package = root.package.as_ref();
    let said = of_workspace.or_else(|| package?.resolver.as_deref());
    let edition = || match package?.edition.as_ref()? {
        Inherited::Value(edition) => Some(edition.as_str()),
        Inherited::Workspace => root.workspace.as_ref()?.edition.as_deref(),
    };
    match said {
        Some("1") => Resolver::One,
        Some(_) => Resolver::Two,
        None => match edition() {
            None | Some("2015" | "2018") => Resolver::One,
            Some(_) => Resolver::Two,
        },
    }
}

/// The error of a workspace without packages.
pub(crate) fn empty(watched: &Watched<'_>) -> Result<Error, Error> {
    match members::read(watched, "")? {
        Some(root) => Ok(no_packages(&root)),
        None => Err(Error::Read {
            path: "Cargo.toml".to_owned(),
            message: "no such file".to_owned(),
        }),
    }
}

fn no_packages(root: &Manifest) -> Error {
    let extent = root
        .workspace
        .as_ref()
        .map_or_else(Default::default, |workspace| workspace.extent);
    root.error(
        extent,
        "the workspace has no packages, so there is nothing to check".to_owned(),
        Some("name its packages in `members`".to_owned()),
    )
}

fn member(
    watched: &Watched<'_>,
    manifest: &Manifest,
    workspace: Option<&RawWorkspace>,
) -> Result<Member, Error> {
    let package = manifest.package.as_ref().expect("members have a package");
    let version = match &package.version {
        Some(Inherited::Value(version)) => version.clone(),
        Some(Inherited::Workspace) => workspace
            .and_then(|workspace| workspace.version.clone())
            .unwrap_or_default(),
        None => "0.0.0".to_owned(),
    };
    let edition = match &package.edition {
        Some(Inherited::Value(edition)) => describe::edition(edition),
        Some(Inherited::Workspace) => {
            match workspace.and_then(|workspace| workspace.edition.as_deref()) {
                Some(edition) => describe::edition(edition),
                None => {
                    let extent = package.edition_extent.unwrap_or(package.name_extent);
                    let message =
                        "the edition is inherited, but `workspace.package.edition` is not set"
                            .to_owned();
                    return Err(manifest.error(extent, message, None));
                }
            }
        }
        None => Edition::E2015,
    };
    let published = match (
        package.publish,
        workspace.map(|workspace| workspace.publish),
    ) {
        (Publish::Value(published), _) => published,
        (Publish::Workspace, Some(Publish::Value(published))) => published,
        (Publish::Workspace, Some(Publish::Workspace) | None) => true,
    };
    let optional = manifest
        .dependencies
        .iter()
        .filter(|dependency| dependency.optional);
    Ok(Member {
        name: package.name.clone(),
        name_extent: Some(package.name_extent),
        version,
        directory: paths::parent(&manifest.path).to_owned(),
        edition,
        published,
        targets: targets::targets(watched, manifest, &package.name, edition),
        features: features::with_implicit(
            &manifest.features,
            optional.map(|dependency| dependency.key.as_str()),
        ),
        enabled: Default::default(),
        dependencies: Vec::new(),
    })
}

/// A dependency with what it takes from `[workspace.dependencies]`; its path relative to the workspace root.
fn inherit(
    dependency: &RawDependency,
    directory: &str,
    workspace: Option<&RawWorkspace>,
) -> RawDependency {
    let mut resolved = dependency.clone();
    resolved.path = dependency
        .path
        .as_deref()
        .map(|path| paths::join(directory, path));
    if !dependency.inherited {
        return resolved;
    }
    let shared = workspace.and_then(|workspace| {
        workspace
            .dependencies
            .iter()
            .find(|shared| shared.key == dependency.key)
    });
    if let Some(shared) = shared {
        resolved.package.clone_from(&shared.package);
        resolved.path = shared.path.as_deref().map(|path| paths::join("", path));
        resolved.features.extend(shared.features.iter().cloned());
        resolved.default_features = shared.default_features;
    }
    resolved
}

fn library_name(member: &Member) -> String {
    let library = member
        .targets
        .iter()
        .find(|target| matches!(target.kind, TargetKind::Lib | TargetKind::ProcMacro));
    in_code(library.map_or(&member.name, |library| &library.name))
}

/// The name of the library of a package that is no member.
fn foreign_library(
    watched: &Watched<'_>,
    dependency: &RawDependency,
    package: &str,
    known: &KnownLibraries,
) -> Result<String, Error> {
    if let Some(name) = known.get(package) {
        return Ok(name.clone());
    }
    if let Some(path) = &dependency.path
        && let Some(manifest) = members::read(watched, path)?
        && let Some(name) = manifest.lib.and_then(|lib| lib.name)
    {
        return Ok(in_code(&name));
    }
    Ok(in_code(package))
}
