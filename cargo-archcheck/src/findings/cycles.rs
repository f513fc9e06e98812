//! Cycles of packages and of modules: what goes in circles, the shortest way around, and the cheapest place to cut it.

use std::collections::{BTreeMap, BTreeSet};

use govern_workspace::DependencyKind;

use crate::model::{
    architecture::{Architecture, Content, Link, ModuleRow, PackageRow, Reading, UseRow},
    digraph::Digraph,
};

/// Packages that depend on each other. Of what hangs together there are so many cycles that each package is on one.
#[derive(Debug)]
pub(crate) struct PackageCycle<'a> {
    /// All that hang together by it and others, sorted by name.
    pub(crate) members: Vec<PackageRow>,
    /// Its links, in order.
    pub(crate) steps: Vec<&'a Link>,
    /// The step to cut.
    pub(crate) cheapest: usize,
}

/// Modules side by side that depend on each other. Of what hangs together there are so many cycles that each module is on
/// one: whatever joins is seen.
#[derive(Debug)]
pub(crate) struct ModuleCycle {
    /// The module around them.
    pub(crate) parent: ModuleRow,
    /// All that hang together by it and others, sorted by path.
    pub(crate) members: Vec<ModuleRow>,
    /// Its edges, in order.
    pub(crate) steps: Vec<Step>,
    /// The step to cut.
    pub(crate) cheapest: usize,
}

/// An edge between modules side by side.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) from: ModuleRow,
    pub(crate) to: ModuleRow,
    /// The uses that lead from what is in one to what is in the other.
    pub(crate) uses: Vec<UseRow>,
    /// How many different names these use.
    pub(crate) names: usize,
}

/// Cycles of members of the workspace that concern a selected one.
pub(crate) fn packages(architecture: &Architecture) -> Vec<PackageCycle<'_>> {
    let dev = architecture.policy.cycles.dev_dependencies;
    let counts = |kind: &DependencyKind| dev || *kind != DependencyKind::Development;
    let looked_at = |row: PackageRow| {
        let package = architecture.package(row);
        package.member && !package.excluded
    };
    let links: BTreeMap<(usize, usize), &Link> = architecture
        .links
        .iter()
        .filter(|link| looked_at(link.from) && looked_at(link.to) && link.kinds.keys().any(counts))
        .map(|link| ((link.from.index(), link.to.index()), link))
        .collect();
    let graph = Digraph::new(architecture.packages.len(), links.keys().copied());
    let knots = graph.knots().into_iter();
    let concerning = knots.filter(|knot| {
        knot.iter()
            .any(|&node| architecture.packages[node].selected)
    });
    let cycles = concerning.flat_map(|knot| {
        let cycles = graph.cycles(&knot).into_iter();
        cycles.map(move |cycle| (knot.clone(), cycle))
    });
    cycles
        .map(|(knot, cycle)| {
            let steps: Vec<&Link> = steps(&cycle).map(|step| links[&step]).collect();
            // Without dependencies of tests cargo allows no cycle, so there is one on it.
            let for_tests = |link: &&Link| !link.kinds.contains_key(&DependencyKind::Normal);
            let cheapest = steps.iter().position(for_tests).unwrap_or(0);
            let members = knot
                .into_iter()
                .map(|node| PackageRow(node as u32))
                .collect();
            PackageCycle {
                members,
                steps,
                cheapest,
            }
        })
        .collect()
}

/// Cycles of modules side by side, by what declares the names that are used.
pub(crate) fn modules(architecture: &Architecture) -> Vec<ModuleCycle> {
    let mut groups: BTreeMap<ModuleRow, BTreeMap<(ModuleRow, ModuleRow), Vec<UseRow>>> =
        BTreeMap::new();
    for (_, (parent, siblings), uses) in between_siblings(architecture) {
        groups
            .entry(parent)
            .or_default()
            .entry(siblings)
            .or_default()
            .extend(uses);
    }
    let mut cycles = Vec::new();
    for (parent, edges) in groups {
        let nodes: BTreeSet<ModuleRow> = edges.keys().flat_map(|&(from, to)| [from, to]).collect();
        let nodes: Vec<ModuleRow> = nodes.into_iter().collect();
        let number = |row: ModuleRow| {
            nodes
                .binary_search(&row)
                .expect("both ends of an edge are nodes")
        };
        let graph = Digraph::new(
            nodes.len(),
            edges.keys().map(|&(from, to)| (number(from), number(to))),
        );
        let step = |(from, to): (usize, usize)| {
            let (from, to) = (nodes[from], nodes[to]);
            let uses = edges[&(from, to)].clone();
            let names: BTreeSet<_> = uses
                .iter()
                .map(|&row| architecture.use_of(row).item)
                .collect();
            Step {
                from,
                to,
                names: names.len(),
                uses,
            }
        };
        for knot in graph.knots() {
            for cycle in graph.cycles(&knot) {
                let steps: Vec<Step> = steps(&cycle).map(step).collect();
                let cost = |&step: &usize| (steps[step].names, steps[step].uses.len(), step);
                let cheapest = (0..steps.len()).min_by_key(cost).unwrap_or(0);
                cycles.push(ModuleCycle {
                    parent,
                    members: knot.iter().map(|&node| nodes[node]).collect(),
                    steps,
                    cheapest,
                });
            }
        }
    }
    cycles
}

/// The edges between modules that some cycle of modules side by side is made of.
pub(crate) fn edges_on_cycles(architecture: &Architecture) -> BTreeSet<(ModuleRow, ModuleRow)> {
    let cycles = modules(architecture);
    let cycle_of: BTreeMap<ModuleRow, usize> = cycles
        .iter()
        .enumerate()
        .flat_map(|(number, cycle)| cycle.members.iter().map(move |&member| (member, number)))
        .collect();
    between_siblings(architecture)
        .filter(|(_, (_, (from, to)), _)| {
            cycle_of.contains_key(from) && cycle_of.get(from) == cycle_of.get(to)
        })
        .map(|(edge, ..)| edge)
        .collect()
}

/// The shortest way from the module side by side that contains one to that which contains the other, over others beside
/// them; both ends included.
pub(crate) fn way_between_siblings(
    architecture: &Architecture,
    from: ModuleRow,
    to: ModuleRow,
) -> Option<Vec<ModuleRow>> {
    let (around, (from, to)) = siblings(architecture, from, to)?;
    let pairs = between_siblings(architecture)
        .filter(|(_, (parent, _), _)| *parent == around)
        .map(|(_, (_, (from, to)), _)| (from.index(), to.index()));
    let graph = Digraph::new(architecture.modules.len(), pairs);
    let path = graph.shortest_path(from.index(), to.index())?;
    Some(path.into_iter().map(|row| ModuleRow(row as u32)).collect())
}

/// An edge, the modules side by side that contain its ends with the module around them, and its uses.
type BetweenSiblings = (
    (ModuleRow, ModuleRow),
    (ModuleRow, (ModuleRow, ModuleRow)),
    Vec<UseRow>,
);

/// The edges that count for cycles: each leads from one module into another one beside it.
fn between_siblings(architecture: &Architecture) -> impl Iterator<Item = BetweenSiblings> {
    let edges = architecture.edges(Reading::Def, |place| {
        architecture.counts(place.kind) && architecture.is_in_view(place.from)
    });
    edges.into_iter().filter_map(|((from, to), uses)| {
        // What comes through a facade is counted where it is declared.
        let facade = architecture.module(to).content != Content::Items;
        if facade || architecture.module(to).excluded {
            return None;
        }
        Some(((from, to), siblings(architecture, from, to)?, uses))
    })
}

/// The modules side by side that contain the two, and the module around both. None if one lies in the other: a module and
/// what is inside it belong together.
fn siblings(
    architecture: &Architecture,
    a: ModuleRow,
    b: ModuleRow,
) -> Option<(ModuleRow, (ModuleRow, ModuleRow))> {
    let around = |row: ModuleRow| {
        let mut path: Vec<ModuleRow> =
            std::iter::successors(Some(row), |&row| architecture.module(row).parent).collect();
        path.reverse();
        path
    };
    let (a, b) = (around(a), around(b));
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let parent = *a[..same].last()?;
    Some((parent, (*a.get(same)?, *b.get(same)?)))
}

/// The edges of a cycle.
fn steps(cycle: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    (0..cycle.len()).map(|place| (cycle[place], cycle[(place + 1) % cycle.len()]))
}
