//! Layers from the graph: what stands on nothing, what stands on that, and so on. What uses each other is one layer.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use govern_workspace::DependencyKind;

use super::names;
use super::proposal::{Proposal, Proposed};
use crate::findings::cycles;
use crate::model::architecture::{Architecture, ModuleRow, PackageRow};
use crate::model::digraph::Digraph;
use crate::policy::Role;

/// How many crates or modules that have no more in common than their level are layers of their own.
const ALONE: usize = 3;

/// The part of all modules that makes a crate nearly all there is.
const NEARLY_ALL: (usize, usize) = (3, 4);

/// What may be one of many of its kind, which have nothing to do with each other: crates that are called so, or that are in
/// a directory that is.
const KINDS: [&str; 12] = [
    "adapter",
    "backend",
    "connector",
    "driver",
    "extension",
    "feature",
    "integration",
    "module",
    "plugin",
    "provider",
    "service",
    "tool",
];

/// What becomes part of a layer: a crate, or a module below the root of one that is split.
#[derive(Debug)]
struct Unit {
    /// What a layer of it alone is called.
    name: String,
    /// Its package, or its path.
    selects: String,
    /// The directory around its package, if it is a crate.
    around: Option<String>,
    /// How many modules it has.
    modules: usize,
}

/// What there is, and what uses what.
struct Units {
    units: Vec<Unit>,
    edges: BTreeSet<(usize, usize)>,
    /// The package of which the modules are units; all others are as a whole.
    split: Option<PackageRow>,
}

/// Layers that say what uses what today. None if there are not even two. With `globs`, crates that are called alike are
/// selected by what they have in common.
pub(super) fn levels(architecture: &Architecture, globs: bool) -> Option<Proposal> {
    let (found, groups) = grouped(architecture);
    if groups.len() < 2 {
        return None;
    }
    let mut group_of = vec![0; found.units.len()];
    for (number, group) in groups.iter().enumerate() {
        for &unit in &group.units {
            group_of[unit] = number;
        }
    }
    let mut may_use = vec![BTreeSet::new(); groups.len()];
    for &(from, to) in &found.edges {
        let (from, to) = (group_of[from], group_of[to]);
        if from != to {
            may_use[from].insert(to);
        }
    }
    let ordered = may_use
        .iter()
        .enumerate()
        .all(|(number, others)| others.iter().copied().eq(number + 1..groups.len()));
    let all: BTreeSet<&str> = selected(found.units.iter(), true);
    let layers = groups.iter().zip(&may_use).map(|(group, others)| {
        let units = || group.units.iter().map(|&unit| &found.units[unit]);
        let chosen = selected(units(), true);
        let crates = match globs {
            true => names::crate_selectors(&chosen, &all),
            false => chosen.into_iter().map(str::to_owned).collect(),
        };
        let modules = selected(units(), false).into_iter().map(str::to_owned);
        let modules = modules.collect();
        let mut notes = Vec::new();
        if group.knot {
            notes.push("these use each other in a circle, so they are one layer".to_owned());
            notes.extend(cuts(architecture, &found, group));
        } else if group.units.len() > 1 {
            notes.push("none of these uses another".to_owned());
        }
        let others = others.iter().map(|&other| groups[other].name.clone());
        Proposed {
            name: group.name.clone(),
            crates,
            modules,
            // What it is among ports and adapters is not known.
            role: Role::named(&group.name).map(|_| "none"),
            may_use: (!ordered).then(|| others.collect()),
            independent: group.family,
            notes,
        }
    });
    let whole = found.units.iter().any(|unit| unit.around.is_some());
    let noun = match (whole, found.split) {
        (true, Some(_)) => "crates and modules",
        (true, None) => "crates",
        (false, _) => "modules",
    };
    let title = format!(
        "Layers from what {noun} use today: each may use what it uses now, and nothing else. Names say no more; rename\n\
         layers, put together what belongs together, and take away what should not be."
    );
    Some(Proposal {
        title,
        ordered,
        layers: layers.collect(),
        ..Proposal::default()
    })
}

/// What to say where all uses all in a circle, so that there is only one layer; nothing where it does not.
pub(super) fn circle(architecture: &Architecture) -> Vec<String> {
    let (found, groups) = grouped(architecture);
    let [group] = groups.as_slice() else {
        return Vec::new();
    };
    if !group.knot {
        return Vec::new();
    }
    let units = group
        .units
        .iter()
        .map(|&unit| found.units[unit].selects.as_str());
    let units: Vec<&str> = units.collect();
    let mut lines = vec![format!(
        "These all use each other in a circle: {}.",
        units.join(", ")
    )];
    lines.extend(cuts(architecture, &found, group));
    lines
}

/// The selectors of the crates among some units, or of the modules.
fn selected<'a>(units: impl Iterator<Item = &'a Unit>, crates: bool) -> BTreeSet<&'a str> {
    units
        .filter(|unit| unit.around.is_some() == crates)
        .map(|unit| unit.selects.as_str())
        .collect()
}

/// The units, and what of them becomes a layer. A crate that is nearly all there is, is split, if its modules have levels.
fn grouped(architecture: &Architecture) -> (Units, Vec<Group>) {
    let mut count: BTreeMap<PackageRow, usize> = BTreeMap::new();
    let modules = architecture.modules.iter();
    for module in modules.filter(|module| module.kind == DependencyKind::Normal) {
        *count.entry(module.package).or_default() += 1;
    }
    let all: usize = count.values().sum();
    let biggest = count.iter().max_by_key(|(_, modules)| **modules);
    let biggest = biggest
        .filter(|(_, modules)| **modules * NEARLY_ALL.1 >= all * NEARLY_ALL.0)
        .map(|(package, _)| *package);
    let found = units(architecture, biggest);
    let layers = groups(&found);
    let of_modules = |group: &&Group| {
        let mut units = group.units.iter();
        units.any(|&unit| found.units[unit].around.is_none())
    };
    if count.len() > 1 && biggest.is_some() && layers.iter().filter(of_modules).count() < 2 {
        let found = units(architecture, None);
        let layers = groups(&found);
        return (found, layers);
    }
    (found, layers)
}

fn units(architecture: &Architecture, split: Option<PackageRow>) -> Units {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut units: Vec<Unit> = Vec::new();
    let mut unit_of: Vec<Option<usize>> = vec![None; architecture.modules.len()];
    for row in architecture.module_rows() {
        let module = architecture.module(row);
        let parent = module.parent.and_then(|parent| unit_of[parent.index()]);
        let begins = |parent: ModuleRow| architecture.module(parent).parent.is_none();
        let whole = Some(module.package) != split;
        let package = architecture.package(module.package);
        let selects = match (parent, module.kind) {
            (Some(unit), kind) => {
                units[unit].modules += usize::from(kind == DependencyKind::Normal);
                unit_of[row.index()] = Some(unit);
                continue;
            }
            (None, DependencyKind::Normal) if whole => package.name.clone(),
            (None, DependencyKind::Normal) if module.parent.is_some_and(begins) => {
                module.path.clone()
            }
            _ => continue,
        };
        let unit = *numbers.entry(selects.clone()).or_insert_with(|| {
            units.push(Unit {
                name: names::own_name(&selects).to_owned(),
                selects,
                around: whole.then(|| {
                    let around = package.directory.rsplit('/').nth(1);
                    around.unwrap_or_default().to_owned()
                }),
                modules: 0,
            });
            units.len() - 1
        });
        units[unit].modules += 1;
        unit_of[row.index()] = Some(unit);
    }
    let mut edges = BTreeSet::new();
    let uses = architecture.uses.iter();
    for place in uses.filter(|place| place.kind == DependencyKind::Normal) {
        for to in [place.def, place.via].into_iter().flatten() {
            if let (Some(from), Some(to)) = (unit_of[place.from.index()], unit_of[to.index()]) {
                edges.insert((from, to));
            }
        }
    }
    let links = architecture.links.iter();
    let links = links.filter(|link| link.kinds.contains_key(&DependencyKind::Normal));
    for link in links {
        let unit = |row| {
            let whole = Some(row) != split;
            let name = &architecture.package(row).name;
            numbers.get(name).copied().filter(|_| whole)
        };
        if let (true, Some(from), Some(to)) = (
            architecture.package(link.to).member,
            unit(link.from),
            unit(link.to),
        ) {
            edges.insert((from, to));
        }
    }
    edges.retain(|(from, to)| from != to);
    Units {
        units,
        edges,
        split,
    }
}

/// What becomes a layer.
struct Group {
    name: String,
    units: Vec<usize>,
    /// Whether they use each other.
    knot: bool,
    /// Whether they are of one kind, so that it is no accident that none uses another.
    family: bool,
}

/// The layers, the outermost first: those of one level together.
fn groups(found: &Units) -> Vec<Group> {
    let graph = Digraph::new(found.units.len(), found.edges.iter().copied());
    let knots = graph.knots();
    let mut component: Vec<usize> = (0..found.units.len()).collect();
    for knot in &knots {
        for &unit in knot {
            component[unit] = knot[0];
        }
    }
    let level = heights(&component, &found.edges);
    let called: BTreeSet<&str> = found.units.iter().map(|unit| unit.name.as_str()).collect();
    let product = names::product(&called, &KINDS);
    let alike_by = |unit: usize| family(&found.units[unit], &product);
    let alone = |unit: &usize| !knots.iter().any(|knot| knot.contains(unit));
    let mut alike: BTreeMap<(Reverse<usize>, String), Vec<usize>> = BTreeMap::new();
    for unit in (0..found.units.len()).filter(alone) {
        let key = (Reverse(level[component[unit]]), alike_by(unit));
        alike.entry(key).or_default().push(unit);
    }
    let mut levels: BTreeMap<Reverse<usize>, Vec<Group>> = BTreeMap::new();
    let mut singles: BTreeMap<Reverse<usize>, Vec<usize>> = BTreeMap::new();
    for ((at, prefix), units) in alike {
        if units.len() == 1 || prefix.is_empty() {
            singles.entry(at).or_default().extend(units);
            continue;
        }
        levels.entry(at).or_default().push(Group {
            name: prefix.clone(),
            units,
            knot: false,
            // What is called like `tokio-*` beside `tokio` is of one product, and not of one kind.
            family: !called.contains(prefix.as_str()),
        });
    }
    for (at, mut units) in singles {
        let groups = levels.entry(at).or_default();
        if units.len() > ALONE {
            units.sort_unstable();
            groups.push(Group {
                name: format!("level-{}", at.0),
                units,
                knot: false,
                family: false,
            });
            continue;
        }
        groups.extend(units.into_iter().map(|unit| Group {
            name: found.units[unit].name.clone(),
            units: vec![unit],
            knot: false,
            family: false,
        }));
    }
    for knot in knots {
        let biggest = knot
            .iter()
            .max_by_key(|&&unit| (found.units[unit].modules, Reverse(unit)));
        let name = biggest.map_or_else(String::new, |&unit| found.units[unit].name.clone());
        let at = Reverse(level[component[knot[0]]]);
        levels.entry(at).or_default().push(Group {
            name,
            units: knot,
            knot: true,
            family: false,
        });
    }
    let mut groups = Vec::new();
    for (at, mut level) in levels {
        level.sort_by(|a, b| a.name.cmp(&b.name));
        groups.extend(level.into_iter().map(|group| (at.0, group)));
    }
    named_apart(groups)
}

/// Gives each layer a name of its own: with the level, where several are called alike.
fn named_apart(groups: Vec<(usize, Group)>) -> Vec<Group> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for (_, group) in &groups {
        *count.entry(group.name.clone()).or_default() += 1;
    }
    let mut taken = BTreeSet::new();
    let mut named = Vec::new();
    for (level, mut group) in groups {
        if count[&group.name] > 1 {
            group.name = format!("{}-{level}", group.name);
        }
        while !taken.insert(group.name.clone()) {
            group.name.push('+');
        }
        named.push(group);
    }
    named
}

/// How high each component stands, by its first member: on nothing 0, else one above the highest that it uses.
fn heights(component: &[usize], edges: &BTreeSet<(usize, usize)>) -> Vec<usize> {
    let mut level = vec![0; component.len()];
    // Between components there is no circle, so this comes to an end.
    loop {
        let mut changed = false;
        for &(from, to) in edges {
            let (from, to) = (component[from], component[to]);
            if from != to && level[from] <= level[to] {
                level[from] = level[to] + 1;
                changed = true;
            }
        }
        if !changed {
            return level;
        }
    }
}

/// What a unit has in common with others of its kind: a word of its name or of the directory around it that says a kind, or
/// else the word that its name begins with. Nothing if it is called like the product.
fn family(unit: &Unit, product: &[&str]) -> String {
    let words = names::words(&unit.name);
    let own = words.strip_prefix(product).unwrap_or(&words);
    let around = unit.around.as_deref();
    let said = own.last().into_iter().chain(own.first()).copied();
    let kind = said.chain(around).find(|word| names::is_kind(word, &KINDS));
    kind.or(own.first().copied()).unwrap_or_default().to_owned()
}

/// Where circles in a layer are cut the cheapest.
fn cuts(architecture: &Architecture, found: &Units, group: &Group) -> Vec<String> {
    let paths: BTreeSet<&str> = group
        .units
        .iter()
        .map(|&unit| found.units[unit].selects.as_str())
        .collect();
    let path = |row: ModuleRow| architecture.module(row).path.as_str();
    let cycles = cycles::modules(architecture).into_iter();
    let cycles = cycles.filter(|cycle| cycle.members.iter().any(|&row| paths.contains(path(row))));
    cycles
        .map(|cycle| {
            let step = &cycle.steps[cycle.cheapest];
            let places = match step.uses.len() {
                1 => "in one place".to_owned(),
                count => format!("in {count} places"),
            };
            format!(
                "cut the cheapest: {} -> {}, {places}",
                path(step.from),
                path(step.to)
            )
        })
        .collect()
}
