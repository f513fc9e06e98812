//! Layerings that the names of crates and modules say: ports and adapters, layers on top of each other.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use super::proposal::{Proposal, Proposed};
use crate::architecture::Architecture;
use crate::policy::Role;

/// What of the names is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    Crates,
    Modules,
}

impl Basis {
    pub(super) const ALL: [Basis; 2] = [Basis::Modules, Basis::Crates];

    fn noun(self) -> &'static str {
        match self {
            Basis::Crates => "crates",
            Basis::Modules => "modules",
        }
    }
}

/// The preset for ports and adapters.
const HEXAGONAL: &str = "hexagonal";

/// The layers that make it; programs and what everybody uses are in any.
const RINGS: [&str; 4] = ["adapter", "application", "domain", "port"];

/// How many of these a workspace has to have so that the preset means something.
const LEAST_RINGS: usize = 2;

/// What layers of the preset are called besides the names that it knows.
const MORE: [(&str, &[&str]); 2] = [
    ("adapter", &["infrastructure", "infra"]),
    (
        "application",
        &["usecase", "usecases", "use_case", "use_cases"],
    ),
];

/// What drives the application, or puts everything together: the code says which.
const EDGE: &[&str] = &["api", "cmd", "cli"];

/// Layers on top of each other, with the names they go by; outside first.
const LAYERED: [(&str, &[&str]); 4] = [
    (
        "presentation",
        &[
            "presentation",
            "ui",
            "gui",
            "view",
            "views",
            "controller",
            "controllers",
            "handler",
            "handlers",
            "route",
            "routes",
            "web",
            "api",
            "cli",
            "cmd",
        ],
    ),
    ("service", &["service", "services", "business"]),
    (
        "persistence",
        &[
            "persistence",
            "repository",
            "repositories",
            "repo",
            "repos",
            "dao",
            "storage",
            "db",
            "database",
        ],
    ),
    (
        "model",
        &["model", "models", "entity", "entities", "domain"],
    ),
];

/// How many of these a workspace has to have: one name alone says little.
const LEAST_LAYERS: usize = 3;

/// Ports and adapters, as far as names say so: at least two rings.
pub(super) fn hexagonal(architecture: &Architecture, basis: Basis) -> Vec<Proposal> {
    let mut rings: BTreeSet<&str> = known_rings(architecture);
    let more: BTreeMap<&str, Proposed> = MORE
        .iter()
        .filter_map(|(layer, words)| Some((*layer, named(architecture, basis, layer, words)?)))
        .collect();
    rings.extend(more.keys());
    // Without a core there is nothing that something could be an adapter of.
    if rings.len() < LEAST_RINGS || !(rings.contains("domain") || rings.contains("port")) {
        return Vec::new();
    }
    let title = format!("Ports and adapters, by the names of {}.", basis.noun());
    let plain = Proposal {
        title,
        preset: Some(HEXAGONAL),
        layers: more.into_values().collect(),
        ..Proposal::default()
    };
    let mut proposals = Vec::new();
    for layer in ["entrypoint", "adapter"] {
        let Some(edge) = named(architecture, basis, layer, EDGE) else {
            continue;
        };
        let mut with_edge = plain.clone();
        match with_edge
            .layers
            .iter_mut()
            .find(|known| known.name == layer)
        {
            Some(known) => {
                known.crates.extend(edge.crates);
                known.modules.extend(edge.modules);
            }
            None => with_edge.layers.insert(0, edge),
        }
        proposals.push(with_edge);
    }
    proposals.push(plain);
    proposals
}

/// The rings that the preset itself finds something for.
fn known_rings(architecture: &Architecture) -> BTreeSet<&'static str> {
    let config = crate::preset::named(HEXAGONAL).expect("the preset is there");
    let (policy, _) = crate::interpret::interpret(&config, &|_| None);
    let mut rings = BTreeSet::new();
    for module in &architecture.modules {
        let path: Vec<&str> = module.path.split("::").collect();
        let candidate = crate::selector::Candidate {
            package: &architecture.package(module.package).name,
            krate: path[0],
            path: &path,
            file: &module.file_path,
            parent_file: None,
            settled: false,
        };
        if !architecture.counts(module.kind) {
            continue;
        }
        for layer in &policy.layers {
            let ring = RINGS.iter().find(|ring| **ring == layer.name);
            let mut selectors = layer.selectors.iter();
            if let Some(ring) = ring
                && selectors
                    .any(|selector| selector.kind() != "file" && selector.selects(candidate))
            {
                rings.insert(*ring);
            }
        }
    }
    rings
}

/// Layers on top of each other, as far as names say so.
pub(super) fn layered(architecture: &Architecture, basis: Basis) -> Option<Proposal> {
    let layers = LAYERED
        .iter()
        .filter_map(|(layer, words)| named(architecture, basis, layer, words));
    let mut layers: Vec<Proposed> = layers.collect();
    if layers.len() < LEAST_LAYERS {
        return None;
    }
    for layer in &mut layers {
        // As the project calls it, if it has one word for it.
        let selectors = layer.modules.iter().chain(&layer.crates);
        let words: BTreeSet<&str> = selectors
            .map(|selector| selector.rsplit([':', '-', '_']).next().unwrap_or(selector))
            .collect();
        if let (1, Some(word)) = (words.len(), words.first())
            && Role::named(word).is_none()
            && LAYERED.iter().any(|(_, known)| known.contains(word))
        {
            layer.name = (*word).to_owned();
        }
    }
    Some(Proposal {
        title: format!(
            "Layers on top of each other, by the names of {}: each may use those behind it.",
            basis.noun()
        ),
        ordered: true,
        layers,
        ..Proposal::default()
    })
}

/// A layer of what is called by one of these words; none if nothing is.
fn named(
    architecture: &Architecture,
    basis: Basis,
    layer: &str,
    words: &[&str],
) -> Option<Proposed> {
    let mut proposed = Proposed {
        name: layer.to_owned(),
        ..Proposed::default()
    };
    match basis {
        Basis::Modules => {
            let found = names::modules_called(architecture, words);
            proposed.modules = names::module_selectors(architecture, &found);
        }
        Basis::Crates => {
            let all = names::crates(architecture);
            let called = |name: &&str| {
                names::words(name)
                    .last()
                    .is_some_and(|word| words.contains(word))
            };
            let found: BTreeSet<&str> = all.iter().copied().filter(called).collect();
            proposed.crates = names::crate_selectors(&found, &all);
        }
    }
    (!proposed.modules.is_empty() || !proposed.crates.is_empty()).then_some(proposed)
}
