//! Layers from the graph: what stands on nothing, what stands on that, and so on. What uses each other is one layer.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use govern_workspace::DependencyKind;

use super::names;
use super::proposal::{Proposal, Proposed};
use crate::architecture::{Architecture, ModuleRow};
use crate::cycles;
use crate::digraph::Digraph;
use crate::policy::Role;

/// How many crates or modules that have no more in common than their level are layers of their own.
const ALONE: usize = 3;

/// What becomes part of a layer: a crate, or a module below the root of the only one.
#[derive(Debug)]
struct Unit {
    /// What a layer of it alone is called.
    name: String,
    /// Its package, or its path.
    selects: String,
    /// How many modules it has.
    modules: usize,
}

/// What there is, and what uses what.
struct Units {
    units: Vec<Unit>,
    edges: BTreeSet<(usize, usize)>,
    of_crates: bool,
}

/// Layers that say what uses what today. None if there are not even two. With `globs`, crates that are called alike are
/// selected by what they have in common.
pub(super) fn levels(architecture: &Architecture, globs: bool) -> Option<Proposal> {
    let found = units(architecture);
    let groups = groups(&found);
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
    let all: BTreeSet<&str> = found
        .units
        .iter()
        .map(|unit| unit.selects.as_str())
        .collect();
    let layers = groups.iter().zip(&may_use).map(|(group, others)| {
        let chosen: BTreeSet<&str> = group
            .units
            .iter()
            .map(|&unit| found.units[unit].selects.as_str())
            .collect();
        let selectors = match globs && found.of_crates {
            true => names::crate_selectors(&chosen, &all),
            false => chosen.into_iter().map(str::to_owned).collect(),
        };
        let (crates, modules) = match found.of_crates {
            true => (selectors, Vec::new()),
            false => (Vec::new(), selectors),
        };
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
            independent: group.units.len() > 1 && !group.knot,
            notes,
        }
    });
    let noun = if found.of_crates { "crates" } else { "modules" };
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
    let found = units(architecture);
    let groups = groups(&found);
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

fn units(architecture: &Architecture) -> Units {
    let of_crates = names::crates(architecture).len() > 1;
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut units: Vec<Unit> = Vec::new();
    let mut unit_of: Vec<Option<usize>> = vec![None; architecture.modules.len()];
    for row in architecture.module_rows() {
        let module = architecture.module(row);
        let parent = module.parent.and_then(|parent| unit_of[parent.index()]);
        let begins = |parent: ModuleRow| architecture.module(parent).parent.is_none();
        let selects = match (parent, module.kind) {
            (Some(unit), kind) => {
                units[unit].modules += usize::from(kind == DependencyKind::Normal);
                unit_of[row.index()] = Some(unit);
                continue;
            }
            (None, DependencyKind::Normal) if of_crates => {
                architecture.package(module.package).name.clone()
            }
            (None, DependencyKind::Normal) if module.parent.is_some_and(begins) => {
                module.path.clone()
            }
            _ => continue,
        };
        let unit = *numbers.entry(selects.clone()).or_insert_with(|| {
            units.push(Unit {
                name: names::own_name(&selects).to_owned(),
                selects,
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
    let links = links.filter(|link| of_crates && link.kinds.contains_key(&DependencyKind::Normal));
    for link in links {
        let unit = |row| numbers.get(&architecture.package(row).name).copied();
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
        of_crates,
    }
}

/// What becomes a layer.
struct Group {
    name: String,
    units: Vec<usize>,
    /// Whether they use each other.
    knot: bool,
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
    let shared = shared_words(found);
    let prefix = |unit: usize| {
        let words = names::words(&found.units[unit].name);
        words.get(shared).map_or("", |word| *word).to_owned()
    };
    let alone = |unit: &usize| !knots.iter().any(|knot| knot.contains(unit));
    let mut alike: BTreeMap<(Reverse<usize>, String), Vec<usize>> = BTreeMap::new();
    for unit in (0..found.units.len()).filter(alone) {
        let key = (Reverse(level[component[unit]]), prefix(unit));
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
            name: prefix,
            units,
            knot: false,
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
            });
            continue;
        }
        groups.extend(units.into_iter().map(|unit| Group {
            name: found.units[unit].name.clone(),
            units: vec![unit],
            knot: false,
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

/// How many words all names begin with alike: the name of the product says nothing about layers.
fn shared_words(found: &Units) -> usize {
    let all: Vec<Vec<&str>> = found
        .units
        .iter()
        .map(|unit| names::words(&unit.name))
        .collect();
    let Some(first) = all.first() else {
        return 0;
    };
    let same = |at: &usize| {
        let word = first.get(*at);
        all.iter().all(|words| words.get(*at) == word)
    };
    (0..first.len()).take_while(same).count()
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
