//! Guests: crates that are built for a platform of their own; what they are made of there, and what their code names.

mod build;
mod native;

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{Diagnostic, FileId};
use govern_gate::{Error, Session, link};
use govern_names::{CrateKind, Names};
use govern_workspace::{DependencyKind, Package, Workspace};

pub(crate) use self::native::{Asked, is_known, known, native_name};
use crate::{
    model::architecture::{Architecture, Guest, ModuleRow},
    policy::{Policy, selector::Selector},
};

impl Guest {
    /// The modules that are compiled into it.
    pub(crate) fn modules(&self) -> BTreeSet<ModuleRow> {
        let architecture = &self.architecture;
        let compiled = |&row: &ModuleRow| {
            let module = architecture.module(row);
            let package = architecture.package(module.package);
            let target = match module.target {
                CrateKind::Lib => true,
                CrateKind::Bin => package.name == self.package,
                _ => false,
            };
            target && package.selected && module.kind == DependencyKind::Normal && !module.excluded
        };
        architecture.module_rows().filter(compiled).collect()
    }
}

/// The members that a selector of guests selects.
pub(crate) fn members<'w>(
    workspace: &'w Workspace,
    selector: &Selector,
) -> impl Iterator<Item = &'w Package> {
    workspace.packages().iter().filter(move |package| {
        let krate = package.library().map(|library| library.crate_name.as_str());
        let krate = krate.unwrap_or(&package.name);
        selector.selects_package(&package.name, krate)
    })
}

/// Makes the model of a workspace.
pub(crate) type Assemble<'a> = dyn Fn(&Workspace, &Names) -> Architecture + 'a;

/// The guests that the policy names and the user wants to hear of, each for each of its platforms. What is wrong with a
/// platform is a mistake.
pub(crate) fn guests(
    session: &Session,
    policy: &Policy,
    assemble: &Assemble<'_>,
    mistakes: &mut Vec<Diagnostic>,
) -> Result<Vec<Guest>, Error> {
    let Some(asked) = &policy.guests else {
        return Ok(Vec::new());
    };
    let workspace = session.workspace();
    let selectors = asked.crates.iter();
    let packages: BTreeSet<&str> = selectors
        .flat_map(|selector| members(workspace, selector))
        .filter(|package| package.selected)
        .map(|package| package.name.as_str())
        .collect();
    let mut guests = Vec::new();
    for (target, span) in &asked.targets {
        for package in &packages {
            match workspace.built(&BTreeSet::from([(*package).to_owned()]), target) {
                Ok(built) => guests.push(guest(session, &built, assemble, package, target)?),
                Err(error) => {
                    let text = format!("guests cannot be loaded for `{target}`: {error}");
                    mistakes.push(Diagnostic::config(text).at(*span));
                    break;
                }
            }
        }
    }
    Ok(guests)
}

fn guest(
    session: &Session,
    workspace: &Workspace,
    assemble: &Assemble<'_>,
    package: &str,
    target: &str,
) -> Result<Guest, Error> {
    let here = session.workspace();
    let names = link(workspace);
    let architecture = assemble(workspace, &names);
    let manifests = workspace.packages().iter().map(|package| package.manifest);
    let files = workspace.files().iter().copied().chain(manifests);
    let files = files.filter_map(|file| Some((file, here.file(workspace.path(file))?)));
    let files: BTreeMap<FileId, FileId> = files.collect();
    let resolved = build::resolved(here, package, target)?;
    Ok(Guest {
        package: package.to_owned(),
        target: target.to_owned(),
        resolved: resolved.is_some(),
        built: resolved.unwrap_or_else(|| build::written(&architecture, package, &files)),
        architecture,
        files,
    })
}
