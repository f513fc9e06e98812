//! `cargo archcheck extract-plan MODULE`: what would have to happen to make a module a crate of its own.
//!
//! [`things`] is a crate as a graph of its items, [`collect`](mod@collect) makes it; [`placing`] says where each item goes,
//! [`applied`] what the crates would be like then, and [`report`] says it in words.

mod applied;
mod collect;
mod conflicts;
mod document;
mod face;
mod human;
mod manifest;
mod placement;
mod placing;
mod relations;
mod report;
mod survey;
#[cfg(test)]
mod tests;
mod things;

use std::{collections::BTreeSet, io};

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use govern_names::{CrateId, CrateKind};
use govern_workspace::DependencyKind;

use crate::{
    commands::end::End,
    model::{
        architecture::{Architecture, ModuleRow, PackageRow},
        assembly::Assembly,
        digraph::Digraph,
    },
    path::head,
};
use applied::{Applied, apply};
use collect::collect;
use conflicts::conflicts;
use document::Document;
use face::face;
use manifest::needs;
use placement::Place;
use placing::plan;
use report::{Report, files};
use things::Things;

/// The subcommand.
pub(crate) const COMMAND: Command = Command {
    name: "extract-plan",
    summary: "plan how to make a module a crate of its own",
    details: "Says what moves, what of the rest of its crate moves along or to a crate for both, where a port has to be added, \
        what has to be `pub`, and what the orphan rule forbids; then whether the crates can be built that way. Without MODULE, \
        or with `--all`, the modules of all crates are compared, those that are least work first.",
    args: &[
        ArgSpec::positional("module", "MODULE", "the module, with all that is inside it"),
        ArgSpec::flag("all", "compare modules"),
        ArgSpec::option("depth", "N", "how deep modules are compared [default: 1]"),
        ArgSpec::option("format", "FORMAT", "how it is written [default: human]")
            .choices(&["human", "json"]),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (assembly, mistakes) = Assembly::load(session)?;
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let architecture = &assembly.architecture;
    let args = session.args();
    let json = args.value("format") == Some("json");
    let wrong = |text: &str| Err(Diagnostic::config(text.to_owned()).into());
    let depth = match args.value("depth").map(str::parse::<usize>) {
        None => 1,
        Some(Ok(depth)) if depth > 0 => depth,
        Some(_) => return wrong("`--depth` is no number of levels"),
    };
    match args.value("module") {
        Some(_) if args.flag("all") => return wrong("`--all` compares modules: it takes none"),
        Some(_) if args.value("depth").is_some() => {
            return wrong("`--depth` says nothing without `--all`");
        }
        Some(module) => {
            let row = named(architecture, module)?;
            let krate = krate(session, architecture, row);
            let krate = krate.ok_or_else(|| unknown(module))?;
            let things = collect(session.workspace(), session.names(), krate);
            let document = document(session, architecture, &things, row);
            let document = document.ok_or_else(|| unknown(module))?;
            match json {
                true => write_json(&document, out)?,
                false => human::write(&document, out)?,
            }
        }
        None => {
            let rows = survey::survey(session, architecture, depth);
            match json {
                true => write_json(&survey::comparison(&rows), out)?,
                false => survey::table(&rows, out)?,
            }
        }
    }
    Ok(CommandOutcome::clean())
}

fn write_json(document: &impl serde::Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document).map_err(io::Error::from)?;
    writeln!(out)
}

fn unknown(module: &str) -> Error {
    Diagnostic::config(format!("`{module}` has no contents that could be read")).into()
}

/// The module that is meant: one, which is not a crate already.
fn named(architecture: &Architecture, text: &str) -> Result<ModuleRow, Error> {
    let end = End::new(architecture, text)?;
    if !end.is_inside() {
        return Err(end.unknown(architecture));
    }
    let rows = architecture.module_rows();
    let outermost: Vec<ModuleRow> = rows
        .filter(|&row| end.has(row.index()))
        .filter(|&row| {
            let parent = architecture.module(row).parent;
            parent.is_none_or(|parent| !end.has(parent.index()))
        })
        .collect();
    // A library and a program may have modules of the same name.
    let library = |row: &ModuleRow| architecture.module(*row).target == CrateKind::Lib;
    let meant: Vec<ModuleRow> = match outermost
        .iter()
        .copied()
        .filter(library)
        .collect::<Vec<_>>()
    {
        libraries if libraries.is_empty() => outermost,
        libraries => libraries,
    };
    let mistake = match meant[..] {
        [] => format!("`{text}` is no module here"),
        [only] if architecture.module(only).parent.is_none() => {
            format!("`{text}` is a crate already")
        }
        [only] => return Ok(only),
        [first, second, ..] => format!(
            "`{text}` means several modules: `{}`, `{}`",
            architecture.module(first).path,
            architecture.module(second).path
        ),
    };
    Err(Diagnostic::config(mistake).into())
}

/// The crate of a module.
fn krate(session: &Session, architecture: &Architecture, row: ModuleRow) -> Option<CrateId> {
    let module = architecture.module(row);
    let package = &architecture.package(module.package).name;
    let name = head(&module.path);
    let mut crates = session.names().crates();
    let found = crates.find(|(_, krate)| {
        krate.name == name && krate.kind == module.target && krate.package == *package
    });
    found.map(|(id, _)| id)
}

/// The plan for a module; none if nothing of it could be read.
fn document(
    session: &Session,
    architecture: &Architecture,
    things: &Things,
    row: ModuleRow,
) -> Option<Document> {
    let module = architecture.module(row);
    let part = things
        .modules
        .iter()
        .position(|part| part.path == module.path)?;
    let package_row = module.package;
    let package = session
        .workspace()
        .package_named(&architecture.package(package_row).name)?;
    let plan = plan(things, part);
    let applied = apply(things, &plan, part);
    let needs = needs(session.workspace(), package, things, &plan);
    let cycles = package_cycles(architecture, package_row, &applied, &needs);
    let mut shown = files(things);
    shown.insert(package.manifest);
    let report = Report {
        things,
        plan: &plan,
        applied: &applied,
        module: part,
        package: &package.name,
        needs: &needs,
        cycles,
        sources: session.sources_for(shown),
    };
    let face = face(things, &plan, part);
    let conflicts = conflicts(&report, &face);
    Some(report.document(&face, conflicts))
}

/// Packages that would depend on each other: those there are, with the new ones.
fn package_cycles(
    architecture: &Architecture,
    old: PackageRow,
    applied: &Applied,
    needs: &[manifest::Need],
) -> Vec<Vec<String>> {
    let count = architecture.packages.len();
    let node = |place: Place| match place {
        Place::Old => old.index(),
        Place::Shared => count,
        Place::New => count + 1,
    };
    let mut edges: BTreeSet<(usize, usize)> = architecture
        .links
        .iter()
        .filter(|link| {
            link.kinds
                .keys()
                .any(|kind| *kind != DependencyKind::Development)
        })
        .map(|link| (link.from.index(), link.to.index()))
        .collect();
    edges.extend(
        applied
            .edges
            .keys()
            .map(|&(from, to)| (node(from), node(to))),
    );
    for need in needs.iter().filter(|need| !need.tests) {
        let packages = architecture.packages.iter().enumerate();
        let named = packages
            .filter(|(_, package)| package.member == need.member && package.name == need.name);
        edges.extend(named.map(|(row, _)| (node(need.place), row)));
    }
    let name = |node: usize| match node.checked_sub(count) {
        None => architecture.packages[node].label.clone(),
        Some(0) => "the shared crate".to_owned(),
        Some(_) => "the new crate".to_owned(),
    };
    let knots = Digraph::new(count + 2, edges).knots();
    knots
        .into_iter()
        .filter(|knot| knot.len() > 1)
        .map(|knot| knot.into_iter().map(name).collect())
        .collect()
}
