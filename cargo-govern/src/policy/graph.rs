//! The packages, modules and uses of the workspace, as a document.

use std::collections::{BTreeMap, BTreeSet};

use cargo_archcheck::model::{
    architecture::{Architecture, Reading},
    assembly::Assembly,
};
use govern_diagnostics::Span;
use govern_facts::Edition;
use govern_gate::{Error, Session};
use govern_workspace::{DependencyKind, Package, TargetKind};
use serde_json::{Value, json};

use super::documents::Parts;

/// The document, and where its parts stand.
pub(super) fn graph(session: &Session) -> Result<Parts, Error> {
    // Mistakes in the section of that gate are told by that gate.
    let (assembly, _) = Assembly::load(session)?;
    let architecture = &assembly.architecture;
    let mut places = Places::default();
    let packages = packages(session, architecture, &mut places);
    let modules = modules(architecture, &mut places);
    let uses = uses(architecture, &mut places);
    let external = external(architecture, &mut places);
    let layers = architecture
        .policy
        .layers
        .iter()
        .map(|layer| layer.name.as_str());
    let value = json!({
        "version": 1,
        "packages": packages,
        "layers": layers.collect::<Vec<_>>(),
        "modules": modules,
        "uses": uses,
        "external": external,
    });
    Ok((value, places.0))
}

/// Where parts of a document stand.
#[derive(Default)]
struct Places(BTreeMap<Vec<String>, Span>);

impl Places {
    fn put(&mut self, path: &[&dyn ToString], span: impl Into<Option<Span>>) {
        if let Some(span) = span.into() {
            let path = path.iter().map(|step| step.to_string());
            self.0.insert(path.collect(), span);
        }
    }
}

fn packages(session: &Session, architecture: &Architecture, places: &mut Places) -> Vec<Value> {
    let workspace = session.workspace();
    let mut values = Vec::new();
    for (row, package) in workspace.packages().iter().enumerate() {
        let start = package
            .name_span
            .unwrap_or(Span::start_of(package.manifest));
        places.put(&[&"packages", &row], start);
        let mut of_architecture = architecture.packages.iter();
        let known = of_architecture.find(|it| it.member && it.name == package.name);
        let layer = known.and_then(|it| it.layer);
        let targets = package
            .targets
            .iter()
            .map(|target| json!({ "kind": target_kind(target.kind), "name": target.name }));
        values.push(json!({
            "name": package.name,
            "version": package.version,
            "manifest": workspace.path(package.manifest),
            "directory": package.directory,
            "edition": edition(package.edition),
            "published": package.published,
            "layer": layer.map(|id| architecture.policy.layer(id).name.as_str()),
            "targets": targets.collect::<Vec<_>>(),
            "features": package.features,
            "dependencies": dependencies(row, package, places),
        }));
    }
    values
}

fn dependencies(row: usize, package: &Package, places: &mut Places) -> Vec<Value> {
    let mut values = Vec::new();
    for (number, dependency) in package.dependencies.iter().enumerate() {
        let span = dependency.uses.iter().find_map(|it| it.span);
        places.put(&[&"packages", &row, &"dependencies", &number], span);
        let kinds: BTreeSet<&str> = dependency.uses.iter().map(|it| kind(it.kind)).collect();
        let targets: BTreeSet<&str> = dependency
            .uses
            .iter()
            .filter_map(|it| it.target.as_deref())
            .collect();
        values.push(json!({
            "name": dependency.name,
            "package": dependency.package,
            "version": dependency.version,
            "member": dependency.member.is_some(),
            "kinds": kinds,
            "targets": targets,
            "optional": dependency.uses.iter().all(|it| it.optional),
        }));
    }
    values
}

fn modules(architecture: &Architecture, places: &mut Places) -> Vec<Value> {
    let mut values = Vec::new();
    let shown = architecture
        .module_rows()
        .filter(|&row| architecture.is_in_view(row));
    for (number, module) in shown.map(|row| architecture.module(row)).enumerate() {
        places.put(&[&"modules", &number], module.span);
        values.push(json!({
            "path": module.path,
            "package": architecture.package(module.package).name,
            "layer": module.layer.map(|id| architecture.policy.layer(id).name.as_str()),
            "file": module.file_path,
            "kind": kind(module.kind),
        }));
    }
    values
}

/// Which module uses which, as written and as declared, by the kind of code that does.
fn uses(architecture: &Architecture, places: &mut Places) -> Vec<Value> {
    let mut uses: BTreeMap<(&str, &str, &str), Span> = BTreeMap::new();
    for reading in [Reading::Via, Reading::Def] {
        for ((from, to), rows) in architecture.edges(reading, |_| true) {
            if !architecture.is_in_view(from) {
                continue;
            }
            let (from, to) = (architecture.module(from), architecture.module(to));
            for place in rows.iter().map(|row| architecture.use_of(*row)) {
                let key = (from.path.as_str(), to.path.as_str(), kind(place.kind));
                uses.entry(key).or_insert(place.span);
            }
        }
    }
    uses.retain(|(from, to, _), _| from != to);
    let mut values = Vec::new();
    for (number, ((from, to, kind), span)) in uses.into_iter().enumerate() {
        places.put(&[&"uses", &number], span);
        values.push(json!({ "from": from, "to": to, "kind": kind }));
    }
    values
}

/// Which module uses which external crate, by the kind of code that does.
fn external(architecture: &Architecture, places: &mut Places) -> Vec<Value> {
    let mut uses: BTreeMap<(&str, &str, &str), Span> = BTreeMap::new();
    for row in architecture.use_rows() {
        let place = architecture.use_of(row);
        if place.def.is_some() || !architecture.is_in_view(place.from) {
            continue;
        }
        let from = &architecture.module(place.from).path;
        let item = architecture.text(place.item);
        let krate = item.split("::").next().unwrap_or(item);
        uses.entry((from, krate, kind(place.kind)))
            .or_insert(place.span);
    }
    let mut values = Vec::new();
    for (number, ((from, krate, kind), span)) in uses.into_iter().enumerate() {
        places.put(&[&"external", &number], span);
        values.push(json!({ "from": from, "crate": krate, "kind": kind }));
    }
    values
}

fn kind(kind: DependencyKind) -> &'static str {
    match kind {
        DependencyKind::Normal => "normal",
        DependencyKind::Development => "development",
        DependencyKind::Build => "build",
    }
}

fn edition(edition: Edition) -> &'static str {
    match edition {
        Edition::E2015 => "2015",
        Edition::E2018 => "2018",
        Edition::E2021 => "2021",
        Edition::E2024 => "2024",
    }
}

fn target_kind(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Lib => "lib",
        TargetKind::ProcMacro => "proc-macro",
        TargetKind::Bin => "bin",
        TargetKind::Test => "test",
        TargetKind::Bench => "bench",
        TargetKind::Example => "example",
        TargetKind::BuildScript => "build-script",
    }
}
