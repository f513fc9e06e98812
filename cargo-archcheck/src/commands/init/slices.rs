//! Vertical slices: modules, or crates in one directory, that stand side by side and leave each other alone.

use std::collections::BTreeSet;

use govern_workspace::DependencyKind;

use super::names;
use super::proposal::{Proposal, Proposed};
use crate::model::architecture::{Architecture, ModuleRow};
use crate::model::digraph::Digraph;

/// What the module or directory around slices is called.
const AROUND: [&str; 4] = ["contexts", "features", "slices", "verticals"];

/// How many slices make it worth a layer.
const LEAST: usize = 2;

/// Slices that are modules: layers of these and of what they stand on.
pub(super) fn of_modules(architecture: &Architecture) -> Option<Proposal> {
    let around: BTreeSet<ModuleRow> = names::modules_called(architecture, &AROUND)
        .into_iter()
        .collect();
    let slices: BTreeSet<ModuleRow> = architecture
        .module_rows()
        .filter(|&row| {
            let module = architecture.module(row);
            let parent = module.parent;
            module.kind == DependencyKind::Normal
                && parent.is_some_and(|parent| around.contains(&parent))
        })
        .collect();
    if slices.len() < LEAST {
        return None;
    }
    let selectors = around
        .iter()
        .map(|&row| format!("{}::*", architecture.module(row).path));
    let selectors: BTreeSet<String> = selectors.collect();
    let word = names::own_name(&architecture.module(*around.first()?).path).to_owned();
    // Top-level modules beside those around slices are what slices may stand on.
    let beside: Vec<ModuleRow> = architecture
        .module_rows()
        .filter(|&row| {
            let module = architecture.module(row);
            let top = module
                .parent
                .is_some_and(|parent| architecture.module(parent).parent.is_none());
            top && module.kind == DependencyKind::Normal
                && !around
                    .iter()
                    .any(|&around| architecture.is_within(around, row))
        })
        .collect();
    let ground = ground(architecture, &slices, &beside);
    let ground = ground
        .into_iter()
        .map(|row| architecture.module(row).path.clone());
    let slices = Proposed {
        modules: selectors.into_iter().collect(),
        ..Proposed::default()
    };
    Some(proposal("modules", word, slices, |layer| {
        layer.modules = ground.collect()
    }))
}

/// Slices that are crates, by the directory that they are in.
pub(super) fn of_crates(architecture: &Architecture, globs: bool) -> Option<Proposal> {
    let all = names::crates(architecture);
    let selectors = |chosen: &BTreeSet<&str>| match globs {
        true => names::crate_selectors(chosen, &all),
        false => chosen.iter().map(|name| (*name).to_owned()).collect(),
    };
    let around = |directory: &str| {
        let (around, _) = directory.rsplit_once('/')?;
        let name = around.rsplit('/').next()?;
        AROUND.iter().find(|word| **word == name).copied()
    };
    let members = architecture.packages.iter();
    let members = members.filter(|package| package.member && all.contains(package.name.as_str()));
    let mut slices = BTreeSet::new();
    let mut word = None;
    for package in members {
        if let Some(found) = around(&package.directory) {
            word.get_or_insert(found);
            slices.insert(package.name.as_str());
        }
    }
    let word = word.filter(|_| slices.len() >= LEAST)?;
    let roots: Vec<ModuleRow> = architecture
        .module_rows()
        .filter(|&row| {
            let module = architecture.module(row);
            module.parent.is_none() && module.kind == DependencyKind::Normal
        })
        .collect();
    let package = |row: ModuleRow| {
        architecture
            .package(architecture.module(row).package)
            .name
            .as_str()
    };
    let (inside, beside): (Vec<ModuleRow>, Vec<ModuleRow>) = roots
        .into_iter()
        .partition(|&row| slices.contains(package(row)));
    let ground = ground(architecture, &inside.into_iter().collect(), &beside);
    let ground: BTreeSet<&str> = ground.into_iter().map(package).collect();
    let proposed = Proposed {
        crates: selectors(&slices),
        ..Proposed::default()
    };
    Some(proposal("crates", word.to_owned(), proposed, |layer| {
        layer.crates = selectors(&ground);
    }))
}

/// What slices use, directly or over others, and what does not use them.
fn ground(
    architecture: &Architecture,
    slices: &BTreeSet<ModuleRow>,
    beside: &[ModuleRow],
) -> BTreeSet<ModuleRow> {
    let units: BTreeSet<ModuleRow> = slices.iter().chain(beside).copied().collect();
    let unit = |row: ModuleRow| {
        let mut around = std::iter::successors(Some(row), |&row| architecture.module(row).parent);
        around.find(|row| units.contains(row))
    };
    let uses = architecture.uses.iter();
    let uses = uses.filter(|place| place.kind == DependencyKind::Normal);
    let edges = uses.flat_map(|place| {
        let targets = [place.def, place.via].into_iter().flatten();
        let edges = targets.filter_map(|to| Some((unit(place.from)?.index(), unit(to)?.index())));
        edges.collect::<Vec<_>>()
    });
    let edges: Vec<(usize, usize)> = edges.collect();
    let count = architecture.modules.len();
    let is_slice = |row: usize| slices.contains(&ModuleRow(row as u32));
    let forwards = Digraph::new(count, edges.iter().copied());
    let reaches = forwards.towards(is_slice, |_| true);
    let backwards = Digraph::new(count, edges.iter().map(|&(from, to)| (to, from)));
    let reached = backwards.towards(is_slice, |_| true);
    beside
        .iter()
        .copied()
        .filter(|row| reached[row.index()].is_some() && reaches[row.index()].is_none())
        .collect()
}

fn proposal(
    noun: &str,
    word: String,
    mut slices: Proposed,
    fill: impl FnOnce(&mut Proposed),
) -> Proposal {
    let mut ground = Proposed {
        name: "foundation".to_owned(),
        may_use: Some(Vec::new()),
        notes: vec![format!(
            "what `{word}` stand on, and what does not use them"
        )],
        ..Proposed::default()
    };
    fill(&mut ground);
    let has_ground = !ground.modules.is_empty() || !ground.crates.is_empty();
    slices.name.clone_from(&word);
    slices.independent = true;
    slices.may_use = Some(
        has_ground
            .then(|| ground.name.clone())
            .into_iter()
            .collect(),
    );
    slices.notes = vec!["side by side; none may use another".to_owned()];
    let mut layers = vec![slices];
    layers.extend(has_ground.then_some(ground));
    Proposal {
        title: format!("Vertical slices, by the names of {noun}: `{word}` do not use each other."),
        layers,
        ..Proposal::default()
    }
}
