//! Guests: crates that are built for a platform of their own; what they are made of there, and what their code names.

mod build;
mod native;

use std::{collections::BTreeSet, sync::Arc};

use govern_diagnostics::Diagnostic;
use govern_gate::{Error, Session, link};
use govern_names::{CrateKind, Names};
use govern_workspace::{DependencyKind, Package, Workspace};
use rustc_hash::FxHashMap;

pub(crate) use self::native::{Asked, is_known, known, native_name};
use crate::{
    model::{
        architecture::{Architecture, Guest, GuestCode, ModuleRow, UseRow},
        elsewhere::problems,
        texts::TextId,
    },
    policy::{Policy, selector::Selector},
};

impl Guest {
    /// The modules that are compiled into it.
    pub(crate) fn modules(&self) -> BTreeSet<ModuleRow> {
        let architecture = &self.code.architecture;
        let compiled = |&row: &ModuleRow| {
            let module = architecture.module(row);
            let package = architecture.package(module.package);
            let target = match module.target {
                CrateKind::Lib => true,
                CrateKind::Bin => package.name == self.package,
                _ => false,
            };
            let inside = package.member && self.members.contains(&package.name);
            target && inside && module.kind == DependencyKind::Normal && !module.excluded
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
    let packages: BTreeSet<String> = selectors
        .flat_map(|selector| members(workspace, selector))
        .filter(|package| package.selected)
        .map(|package| package.name.clone())
        .collect();
    let mut guests = Vec::new();
    for (target, span) in &asked.targets {
        let found = match workspace.built(&packages, target) {
            Ok(builds) => builds,
            Err(error) => {
                let text = format!("guests cannot be loaded for `{target}`: {error}");
                mistakes.push(Diagnostic::config(text).at(*span));
                continue;
            }
        };
        let from = guests.len();
        for build in found {
            let only = format!("only where guests are built for `{target}`");
            mistakes.extend(problems(session, &build.workspace, &only));
            let code = Arc::new(code(session, policy, &build.workspace, assemble, target));
            for (package, members) in build.roots {
                guests.push(guest(session, &code, package, members, target)?);
            }
        }
        guests[from..].sort_by(|one: &Guest, other| one.package.cmp(&other.package));
    }
    Ok(guests)
}

fn code(
    session: &Session,
    policy: &Policy,
    workspace: &Workspace,
    assemble: &Assemble<'_>,
    target: &str,
) -> GuestCode {
    let architecture = {
        let names = link(workspace);
        assemble(workspace, &names)
    };
    let mut known: FxHashMap<TextId, bool> = FxHashMap::default();
    let mut is_native = |item: TextId| {
        let is = || native_name(policy, target, architecture.text(item)).is_some();
        *known.entry(item).or_insert_with(is)
    };
    let mut is_wrong = |&row: &UseRow| {
        let place = architecture.use_of(row);
        place.def.is_none() && place.kind == DependencyKind::Normal && is_native(place.item)
    };
    let native = architecture.use_rows().filter(|row| is_wrong(row));
    let native = native.collect();
    let here = session.workspace();
    let manifests = workspace.packages().iter().map(|package| package.manifest);
    let files = workspace.files().iter().copied().chain(manifests);
    let files = files.filter_map(|file| Some((file, here.file(workspace.path(file))?)));
    GuestCode {
        native,
        files: files.collect(),
        architecture,
    }
}

fn guest(
    session: &Session,
    code: &Arc<GuestCode>,
    package: String,
    members: BTreeSet<String>,
    target: &str,
) -> Result<Guest, Error> {
    let resolved = build::resolved(session.workspace(), &package, target)?;
    Ok(Guest {
        resolved: resolved.is_some(),
        built: resolved.unwrap_or_else(|| build::written(code, &package, &members)),
        package,
        target: target.to_owned(),
        code: code.clone(),
        members,
    })
}
