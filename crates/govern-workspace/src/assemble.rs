//! Puts a workspace together from what was described, read and routed.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, OnceLock},
};

use camino::Utf8PathBuf;
use govern_diagnostics::{FileId, Span};

use crate::{
    CalledLink, Dependency, DependencyUse, Error, FeatureSelection, IncludeLink, ModuleChoice,
    ModuleLink, Package, PackageId, PackageSelection, Route, RouteId, Target, Timings, Workspace,
    answers::Said,
    build_script,
    conditions::Machine,
    describe::{Description, Member, in_code},
    file_table::{Counter, FileTable},
    reading::Loaded,
    routing::{Declared, Root, Routing},
    selection,
    tree::Tree,
    troubles,
    workspace::Source,
};

/// What a workspace is put together from.
pub(crate) struct Parts<'a> {
    pub(crate) root: Utf8PathBuf,
    pub(crate) prefix: String,
    pub(crate) description: Description,
    pub(crate) files: Vec<Loaded>,
    pub(crate) routing: Routing,
    pub(crate) machine: Arc<Machine>,
    pub(crate) selection: &'a PackageSelection,
    pub(crate) timings: Timings,
    pub(crate) counter: Counter,
}

/// The roots of all targets, in the order in which [`assemble`] expects their nodes.
pub(crate) fn roots(description: &Description) -> Vec<Root> {
    let targets = description
        .members
        .iter()
        .flat_map(|member| &member.targets);
    targets
        .map(|target| Root {
            path: target.root.clone(),
            edition: target.edition,
        })
        .collect()
}

/// Puts a workspace together.
pub(crate) fn assemble(tree: Tree, parts: Parts<'_>) -> Result<Workspace, Error> {
    let Parts {
        root,
        prefix,
        description,
        mut files,
        routing,
        machine,
        selection,
        timings,
        counter,
    } = parts;
    let names: Vec<&str> = description
        .members
        .iter()
        .map(|member| member.name.as_str())
        .collect();
    let selected = selection::select(selection, &description.members)?;

    let shown = shown_paths(&tree, &files, &routing);
    let missing_roots: Vec<&str> = roots_without_node(&description, &routing);
    let mut paths: BTreeSet<String> = shown.iter().flatten().cloned().collect();
    paths.extend(missing_roots.iter().map(|&path| path.to_owned()));
    let rust_paths: Vec<String> = paths.iter().cloned().collect();
    paths.insert("Cargo.toml".to_owned());
    paths.extend(description.members.iter().map(Member::manifest));
    let table = FileTable::new(counter, paths.into_iter().collect());
    let id = |path: &str| table.find(path).expect("all paths were put into the table");

    let mut routes: Vec<Route> = Vec::with_capacity(routing.nodes.len());
    for node in &routing.nodes {
        let shown = shown[node.file].as_deref().unwrap_or(&node.path);
        let (mut modules, mut called, mut included) = (Vec::new(), Vec::new(), Vec::new());
        for link in &node.links {
            let choices = link.choices.iter().filter_map(|choice| {
                Some(ModuleChoice {
                    route: RouteId(choice.node? as u32),
                    cfg: choice.cfg,
                })
            });
            let choices: Vec<ModuleChoice> = choices.collect();
            match &link.declared {
                Declared::Item(item) => modules.push(ModuleLink {
                    item: *item,
                    choices,
                }),
                Declared::Call(call, name, _) if !choices.is_empty() => called.push(CalledLink {
                    call: *call,
                    name: name.clone(),
                    choices,
                }),
                Declared::Call(..) => {}
                Declared::Include(call) => {
                    included.extend(choices.into_iter().map(|choice| IncludeLink {
                        call: *call,
                        choice,
                    }));
                }
            }
        }
        routes.push(Route {
            file: id(shown),
            owns_directory: node.owns_directory,
            modules,
            called,
            included,
        });
    }

    let mut packages: Vec<Package> = Vec::with_capacity(names.len());
    let mut roots = routing.roots.iter();
    for (row, member) in description.members.iter().enumerate() {
        let manifest = id(&member.manifest());
        let targets = member.targets.iter().map(|target| {
            let route = roots.next().copied().flatten().unwrap_or_else(|| {
                routes.push(Route {
                    file: id(&target.root),
                    owns_directory: true,
                    modules: Vec::new(),
                    called: Vec::new(),
                    included: Vec::new(),
                });
                routes.len() - 1
            });
            Target {
                kind: target.kind,
                name: target.name.clone(),
                crate_name: in_code(&target.name),
                edition: target.edition,
                root: routes[route].file,
                route: RouteId(route as u32),
                required_features: target.required_features.clone(),
            }
        });
        packages.push(Package {
            id: PackageId(row as u32),
            name: member.name.clone(),
            name_span: member.name_extent.map(|extent| Span {
                file: manifest,
                range: extent.range(),
            }),
            version: member.version.clone(),
            manifest,
            directory: member.directory.clone(),
            edition: member.edition,
            published: member.published,
            targets: targets.collect(),
            features: member.features.clone(),
            enabled: member.enabled.clone(),
            dependencies: dependencies(member, manifest, &names),
            selected: selected[row],
            script: build_script::script_flags(&tree, member, &machine),
        });
    }

    let mut sources: Vec<Source> = Vec::new();
    sources.resize_with(table.len(), Source::default);
    let problems = troubles::find(
        &description,
        &routing,
        &files,
        &shown,
        &machine,
        &packages,
        &table,
    );
    for (row, file) in files.iter_mut().enumerate() {
        let Some(shown) = &shown[row] else { continue };
        let source = &mut sources[table.row(id(shown)).expect("it is in the table")];
        // The same file in two editions: the first that is reached counts.
        if source.known.is_none()
            && let Ok(known) = &file.known
        {
            *source = Source {
                known: Some(known.clone()),
                expanded: OnceLock::new(),
                kept_expanded: OnceLock::new(),
                hash: file.hash,
                edition: file.edition,
                packages: Vec::new(),
            };
        }
    }
    for (package, nodes) in nodes_by_package(&description, &routing) {
        for node in nodes {
            let packages =
                &mut sources[table.row(routes[node].file).expect("it is in the table")].packages;
            if packages.last() != Some(&package) {
                packages.push(package);
            }
        }
    }

    let notes = match &tree {
        Tree::Disk(disk) => disk.notes().clone(),
        Tree::Git(_) | Tree::Memory(_) => Arc::default(),
    };
    Ok(Workspace {
        root,
        tree,
        prefix,
        rust_files: rust_paths.iter().map(|path| id(path)).collect(),
        manifest: id("Cargo.toml"),
        packages,
        routes,
        problems,
        timings,
        machine,
        target_directory: description.target_directory.map(Utf8PathBuf::from),
        answer: None,
        graph: OnceLock::new(),
        replaced_lock: None,
        threads: None,
        features: FeatureSelection::default(),
        cache: None,
        programs: None,
        expansions: OnceLock::new(),
        notes,
        fingerprint: OnceLock::new(),
        said: Said::default(),
        unwritten: Mutex::default(),
        orphans: OnceLock::new(),
        environment: OnceLock::new(),
        linked: OnceLock::new(),
        stamps: None,
        index: None,
        sources,
        table,
    })
}

/// The nodes that each package reaches.
fn nodes_by_package<'a>(
    description: &'a Description,
    routing: &'a Routing,
) -> impl Iterator<Item = (PackageId, Vec<usize>)> + 'a {
    let mut first = 0;
    description
        .members
        .iter()
        .enumerate()
        .map(move |(row, member)| {
            let roots = &routing.roots[first..first + member.targets.len()];
            first += member.targets.len();
            (
                PackageId(row as u32),
                routing.reachable(roots.iter().copied().flatten()),
            )
        })
}

/// The path under which each file is shown: the one it is reached under, or if there are several, the real one. None for
/// a file that was read ahead and is not reached.
fn shown_paths(tree: &Tree, files: &[Loaded], routing: &Routing) -> Vec<Option<String>> {
    let mut reached: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for node in &routing.nodes {
        reached.entry(node.file).or_default().insert(&node.path);
    }
    let shown = (0..files.len()).map(|row| {
        let paths = reached.get(&row)?;
        let first = *paths.first()?;
        if paths.len() > 1 {
            return tree.canonical(first).or_else(|| Some(first.to_owned()));
        }
        Some(first.to_owned())
    });
    shown.collect()
}

fn roots_without_node<'a>(description: &'a Description, routing: &Routing) -> Vec<&'a str> {
    let targets = description
        .members
        .iter()
        .flat_map(|member| &member.targets);
    targets
        .zip(&routing.roots)
        .filter(|(_, node)| node.is_none())
        .map(|(target, _)| target.root.as_str())
        .collect()
}

fn dependencies(member: &Member, manifest: FileId, names: &[&str]) -> Vec<Dependency> {
    let row = |name: &String| {
        names
            .binary_search(&name.as_str())
            .ok()
            .map(|row| PackageId(row as u32))
    };
    let dependencies = member.dependencies.iter().map(|dependency| Dependency {
        name: dependency.name.clone(),
        crate_name: dependency.crate_name.clone(),
        package: dependency.package.clone(),
        version: dependency.version.clone(),
        member: dependency.member.as_ref().and_then(row),
        uses: dependency
            .uses
            .iter()
            .map(|usage| DependencyUse {
                kind: usage.kind,
                target: usage.target.clone(),
                optional: usage.optional,
                span: usage.extent.map(|extent| Span {
                    file: manifest,
                    range: extent.range(),
                }),
            })
            .collect(),
        active: dependency.active,
        in_production: dependency.in_production,
    });
    dependencies.collect()
}
